"""The picture that lesson 3 opens with."""

from rnnlab.explorer import Explorer
from rnnlab.lessons.lesson_03_batching.schedule_explorer import explore_schedules


def show_opening() -> Explorer:
    """Four sequences of ten steps, one after the other and all at once."""
    explorer = explore_schedules(4, 10)
    explorer.move(round=14)  # the batch is done, and the loops are in the second sample
    return explorer
