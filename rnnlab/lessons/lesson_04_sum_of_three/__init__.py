"""Lesson 4, a network that learns to add three digits: what its notebook imports."""

from rnnlab.lessons.digit_sums import best_line, draw_networks, network_loss
from rnnlab.lessons.digit_sums.loss_landscape import show_paths, show_runs

from .exercises import check
from .explorer import explore_landscape, train_fourteen
from .hundred_runs import show_opening
from .predictions import reveal

__all__ = [
    "best_line", "check", "draw_networks", "explore_landscape", "network_loss", "reveal", "show_opening", "show_paths",
    "show_runs", "train_fourteen",
]
