"""Small sentences that are good or bad news, made from a grammar, and their words as one-hot inputs.

    sentence = subject verb [negation | degree | negation degree] adjective [ending]
    negation = not | not at all         degree = very | really ("not at all" has none)
    ending   = but [not] adjective | now | earlier

The last adjective decides, and a negation in front of it turns it: "it is not bad but not happy" is bad news.

Symbols: N samples, T steps, V words in the vocabulary.
"""

import re
from collections.abc import Sequence
from itertools import product

import numpy as np

from rnnlab.validation import check_count

SUBJECTS = ("i am", "you are", "it is", "this was")
GOOD = ("good", "happy", "kind")
BAD = ("bad", "sad", "cruel")
MODIFIERS = {"": False, "very": False, "really": False, "not": True, "not very": True, "not really": True,
             "not at all": True}  # before the adjective, and whether it turns it


def _adjectives(modifiers: dict[str, bool], before: str = "") -> list[tuple[str, bool]]:
    """Every modifier with every adjective, and whether that is good news."""
    return [(" ".join(filter(None, (before, modifier, adjective))), (adjective in GOOD) != turns)
            for modifier, turns in modifiers.items() for adjective in GOOD + BAD]


ENDINGS: list[tuple[str, bool | None]] = [("", None), ("now", None), ("earlier", None),
                                          *_adjectives({"": False, "not": True}, "but")]
WORDS = tuple(sorted({word for text in (*SUBJECTS, *MODIFIERS, *GOOD, *BAD, *(ending for ending, _ in ENDINGS))
                      for word in text.split()}))


def sentences(n: int | None = None, seed: int = 0) -> tuple[list[str], np.ndarray]:
    """Sentences of the grammar, and whether each is good news.

    Parameters
    ----------
    n : int, optional
        How many different ones to draw. All 2,520 in order if not given.
    seed : int
        Of the random generator.

    Returns
    -------
    texts : list of str
    Y : numpy.ndarray, shape (N, 1)
        1 for good news, 0 for bad news.

    Raises
    ------
    ValueError
        If n is not positive, or there are fewer sentences.
    TypeError
        If n is not a whole number.
    """
    found = [(f"{subject} {said} {ending}".rstrip(), good if turned is None else turned)
             for subject, (said, good), (ending, turned) in product(SUBJECTS, _adjectives(MODIFIERS), ENDINGS)]
    if n is not None:
        check_count("n", n)
        if n > len(found):
            raise ValueError(f"n is {n}, it should be at most {len(found)}, the number of sentences")
        found = [found[index] for index in np.random.default_rng(seed).permutation(len(found))[:n]]
    return [text for text, _ in found], np.array([[float(good)] for _, good in found])


def split_words(text: str) -> list[str]:
    """The words of a sentence in small letters, without punctuation."""
    return re.sub(r"[.,;:!?]", " ", text.lower()).split()


def encode_sentences(texts: Sequence[str], T: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The words of sentences as one-hot rows, padded with zeros to the length of the longest.

    Parameters
    ----------
    texts : sequence of str
        Words of `WORDS`, separated by spaces. Capitals and punctuation do not matter.
    T : int, optional
        Steps, where the sentences are to be padded further than to the longest.

    Returns
    -------
    X : numpy.ndarray, shape (N, T, V)
    lengths : numpy.ndarray of int, shape (N,)
        The words of each sentence.

    Raises
    ------
    ValueError
        If there is no sentence, one is empty, has a word that is not among `WORDS`, or has more than T words.
    TypeError
        If `texts` is one text, not a sequence of them.
    """
    if isinstance(texts, str):
        raise TypeError(f"texts is one text, {texts!r}, it should be a list of sentences")
    split = [split_words(text) for text in texts]
    if not split or not all(split):
        raise ValueError("texts has no sentence" if not split else f"sentence {split.index([])} is empty")
    for text, words in zip(texts, split):
        unknown = [word for word in words if word not in WORDS]
        if unknown:
            raise ValueError(f"{text!r} has the word {unknown[0]!r}, which the network has no input for; it knows "
                             f"{', '.join(WORDS)}")
        if T is not None and len(words) > T:
            raise ValueError(f"{text!r} has {len(words)} words, it should have at most T = {T}")
    lengths = np.array([len(words) for words in split])
    X = np.zeros((len(split), T or lengths.max(), len(WORDS)))
    for n, words in enumerate(split):
        X[n, np.arange(len(words)), [WORDS.index(word) for word in words]] = 1
    return X, lengths
