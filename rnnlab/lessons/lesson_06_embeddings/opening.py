"""The picture that lesson 6 opens with: a table of two columns while it is trained."""

import numpy as np

from rnnlab.explorer import Explorer
from rnnlab.lessons.digit_sums import DIGITS, SUMS, draw_networks
from rnnlab.lessons.lesson_06_embeddings.explorer import explore_embedding
from rnnlab.network.weights import Weights
from rnnlab.training.fit import fit_embedding

STOPS = (0, 10, 20, 40, 60, 100, 150, 200, 500, 1000, 3000)  # updates


def show_opening() -> Explorer:
    """The training from the good side of the coin."""
    return explore_training(1.0)


def explore_training(U: float) -> Explorer:
    """Train a table of ten rows of two numbers, and a unit that begins at this U, and follow the rows.

    Parameters
    ----------
    U : float
        What the recurrent weight starts at.

    Returns
    -------
    Explorer
        As from `rnnlab.lessons.lesson_06_embeddings.explorer.explore_embedding`.
    """
    table = np.random.default_rng(6).uniform(-0.05, 0.05, (10, 2))  # as Keras draws it
    start = Weights(*(array[0] for array in draw_networks(1, U, D=2, seed=6)[:3]))
    history = fit_embedding(DIGITS, SUMS[:, np.newaxis].astype(float), table, start, "linear", learning_rate=0.05,
                            batch_size=32, updates=STOPS[-1], sample_every=10)[2]
    return explore_embedding({f"U starts at {U:+g}".replace("-", "−"): history}, STOPS)
