"""Lesson 1, the shapes of a recurrent network: what its notebook imports."""

from rnnlab.exercises import reveal

from .exercises import check
from .explorer import explore_shapes
from .opening import show_opening

__all__ = ["check", "explore_shapes", "reveal", "show_opening"]
