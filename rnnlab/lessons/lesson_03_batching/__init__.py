"""Lesson 3, the forward pass of a batch: what its notebook imports."""

from rnnlab.exercises import reveal

from .exercises import check
from .explorer import explore_batch
from .opening import show_opening
from .timing import count_tanh, draw_times, seconds

__all__ = ["check", "count_tanh", "draw_times", "explore_batch", "reveal", "seconds", "show_opening"]
