"""The picture that lesson 3 opens with."""

import numpy as np

from rnnlab.explorer import Explorer
from rnnlab.lessons.lesson_03_batching.explorer import explore_batch
from rnnlab.network.initializers import draw_weights


def show_opening() -> Explorer:
    """Four sequences of ten steps, one after the other and all at once."""
    X = np.random.default_rng(3).normal(size=(4, 10, 3))
    return explore_batch(X, draw_weights(3, 5, seed=3))
