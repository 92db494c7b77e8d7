"""The picture that lesson 1 opens with."""

from rnnlab.explorer import Explorer
from rnnlab.lessons.lesson_01_shapes.explorer import explore_shapes


def show_opening() -> Explorer:
    """The shapes of all arrays and how many parameters they hold, at other sizes than the lesson asks about."""
    return explore_shapes(N=3, T=5, D=2, M=4, K=3)
