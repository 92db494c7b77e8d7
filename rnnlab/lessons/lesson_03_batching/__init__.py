"""Lesson 3, the forward pass of a batch: what its notebook imports."""

from .exercises import check
from .explorer import explore_batch
from .opening import show_opening
from .predictions import reveal
from .schedule_explorer import explore_schedules
from .timing import count_tanh, draw_times, seconds

__all__ = [
    "check", "count_tanh", "draw_times", "explore_batch", "explore_schedules", "reveal", "seconds", "show_opening",
]
