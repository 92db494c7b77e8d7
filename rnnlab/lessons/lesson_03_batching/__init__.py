"""The notebook's one door to lesson 03."""

from rnnlab.exercises.prediction import reveal
from rnnlab.lessons.lesson_03_batching.exercises import check
from rnnlab.lessons.lesson_03_batching.explorer import explore_batch
from rnnlab.lessons.lesson_03_batching.timing import count_tanh, draw_times, seconds

__all__ = ["check", "count_tanh", "draw_times", "explore_batch", "reveal", "seconds"]
