"""The notebook's one door to lesson 01."""

from rnnlab.exercises.prediction import reveal
from rnnlab.lessons.lesson_01_shapes.exercises import check
from rnnlab.lessons.lesson_01_shapes.explorer import explore_shapes

__all__ = ["check", "explore_shapes", "reveal"]
