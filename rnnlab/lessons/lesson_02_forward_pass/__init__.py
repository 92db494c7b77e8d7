"""The notebook's one door to lesson 02."""

from rnnlab.exercises.prediction import reveal
from rnnlab.lessons.lesson_02_forward_pass.exercises import check
from rnnlab.lessons.lesson_02_forward_pass.explorer import explore_forward

__all__ = ["check", "explore_forward", "reveal"]
