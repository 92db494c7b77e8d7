"""Lesson 2, the forward pass: what its notebook imports."""

from .exercises import check
from .explorer import explore_forward
from .opening import show_opening
from .predictions import reveal

__all__ = ["check", "explore_forward", "reveal", "show_opening"]
