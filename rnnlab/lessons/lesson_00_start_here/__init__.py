"""Lesson 0, the page to start from: what its notebook imports."""

from .lesson_cards import show_lessons
from .readiness import ready

explore_map = show_lessons  # the name in copies of the notebook that were made before

__all__ = ["explore_map", "ready", "show_lessons"]
