"""Lesson 5, one-hot inputs: what its notebook imports."""

from rnnlab.lessons.digit_sums import (
    GUESS_LOSS,
    ONE_HOT,
    ONE_HOT_B,
    ONE_HOT_W,
    best_line,
    curve,
    draw_networks,
    effective_values,
    loss_over_all,
    network_loss,
)
from rnnlab.lessons.digit_sums.loss_landscape import show_runs

from .exercises import check
from .explorer import explore_freedom
from .opening import show_opening
from .predictions import reveal

__all__ = [
    "GUESS_LOSS", "ONE_HOT", "ONE_HOT_B", "ONE_HOT_W", "best_line", "check", "curve", "draw_networks",
    "effective_values", "explore_freedom", "loss_over_all", "network_loss", "reveal", "show_opening", "show_runs",
]
