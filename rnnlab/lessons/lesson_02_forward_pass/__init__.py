"""Lesson 2, the forward pass: what its notebook imports."""

from rnnlab.exercises import reveal

from .exercises import check
from .explorer import explore_forward
from .opening import show_opening

__all__ = ["check", "explore_forward", "reveal", "show_opening"]
