"""The picture that lesson 2 opens with."""

import numpy as np

from rnnlab.explorer import Explorer
from rnnlab.lessons.lesson_02_forward_pass.explorer import explore_forward
from rnnlab.network.initializers import draw_weights


def show_opening() -> Explorer:
    """A network of five units that reads ten steps, with all its numbers."""
    X = np.random.default_rng(2).normal(size=(1, 10, 3))
    return explore_forward(X, draw_weights(3, 5, 2, seed=2))
