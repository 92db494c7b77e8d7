"""Lesson 1, the shapes of a recurrent network: what its notebook imports."""

from .exercises import check
from .explorer import explore_shapes
from .opening import show_opening
from .predictions import reveal

__all__ = ["check", "explore_shapes", "reveal", "show_opening"]
