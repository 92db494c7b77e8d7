"""The picture that lesson 1 opens with."""

from rnnlab.explorer import Explorer
from rnnlab.lessons.lesson_01_shapes.explorer import explore_shapes


def show_opening() -> Explorer:
    """The shapes of all arrays, and how many parameters they hold."""
    return explore_shapes()
