"""Lesson 0, start here: what its notebook imports."""

from .lesson_map import explore_map
from .readiness import ready

__all__ = ["explore_map", "ready"]
