"""The notebook's one door to lesson 00."""

from rnnlab.lessons.lesson_00_start_here.lesson_map import explore_map
from rnnlab.lessons.lesson_00_start_here.readiness import ready

__all__ = ["explore_map", "ready"]
