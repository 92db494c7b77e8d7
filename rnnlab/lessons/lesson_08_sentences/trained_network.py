"""The sentences of lesson 8, its network before and after training, and what that network says after each word."""

import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnnlab.network.activations import sigmoid
from rnnlab.network.forward import forward, predict, readout
from rnnlab.network.weights import Weights
from rnnlab.training.sentences import WORDS, encode_sentences, sentences, split_words

UNITS, SEEN = 64, 400
NETWORK_FILE = Path(__file__).with_name("trained_network.json")  # made by tools/train_sentence_network.py


class Reading(NamedTuple):
    """What a network makes of one sentence. Steps count from 1; index 0 is before the first word.

    Attributes
    ----------
    words : tuple of str
        T of them.
    H : numpy.ndarray, shape (T + 1, M)
        The states.
    chances : numpy.ndarray, shape (T + 1,)
        σ of the logit read out of each state: the chance of good news, as the network sees it.
    """

    words: tuple
    H: np.ndarray
    chances: np.ndarray


def split_sentences():
    """The 400 sentences that the network is trained on, and the 2,120 that are held back: pairs (texts, Y).

    Returns
    -------
    seen, held_back : tuple
        Each a list of str and a numpy.ndarray of shape (N, 1).
    """
    texts, Y = sentences()
    order = np.random.default_rng(8).permutation(len(texts))
    return tuple(([texts[n] for n in rows], Y[rows]) for rows in (order[:SEEN], order[SEEN:]))


def draw_start(seed=0, size=0.1):
    """Weights before training: `size` times a standard normal, with biases of zero.

    Parameters
    ----------
    seed : int
    size : float
        0.1 in this lesson, 0.001 in the tutorial that it examines.

    Returns
    -------
    Weights
        22 inputs, 64 units and one output.
    """
    rng = np.random.default_rng(seed)
    Wx, Wh, Wo = (size * rng.normal(size=shape) for shape in ((len(WORDS), UNITS), (UNITS, UNITS), (UNITS, 1)))
    return Weights(Wx, Wh, np.zeros(UNITS), Wo, np.zeros(1))


@cache
def trained_network():
    """A network trained on the 400 sentences, its numbers rounded: the same on every machine."""
    arrays = json.loads(NETWORK_FILE.read_text(encoding="utf-8"))
    return Weights(**{name: np.array(array) for name, array in arrays.items()})


def share_right(examples, weights=None):
    """Which part of some sentences a network reads right.

    Parameters
    ----------
    examples : tuple of list of str and array_like of shape (N, 1)
        Sentences, and 1 for good news or 0 for bad news.
    weights : Weights, optional
        The trained network if not given.

    Returns
    -------
    float
        Between 0 and 1.
    """
    texts, Y = examples
    X, lengths = encode_sentences(texts)
    logits = predict(X, trained_network() if weights is None else weights, lengths=lengths)
    return float(np.mean((logits > 0) == (np.asarray(Y) > 0.5)))


def read_words(text, weights=None, T=None):
    """What a network makes of a sentence, word by word.

    Parameters
    ----------
    text : str
    weights : Weights, optional
        The trained network if not given.
    T : int, optional
        Steps, where the network is to run on over the padding.

    Returns
    -------
    Reading

    Raises
    ------
    ValueError
        As `rnnlab.training.sentences.encode_sentences`.
    """
    weights = trained_network() if weights is None else weights
    X, _ = encode_sentences([text], T)
    H = np.vstack([np.zeros(len(weights.bh)), forward(X, weights)[0]])
    return Reading(tuple(split_words(text)), H, sigmoid(readout(H, weights)[:, 0]))
