"""The picture that lesson 7 opens with."""

from rnnlab.explorer import Explorer
from rnnlab.lessons.lesson_07_scalar_bptt.explorer import explore_bptt


def show_opening() -> Explorer:
    """Three steps forward and back, with every number on the way but the sums: their sign is the first prediction."""
    explorer = explore_bptt()
    explorer.move(step=explorer.controls["step"].values[-2])
    return explorer
