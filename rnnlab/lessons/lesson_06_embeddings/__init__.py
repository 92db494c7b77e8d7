"""Lesson 6, embeddings: what its notebook imports."""

from rnnlab.lessons.digit_sums import (
    DIGITS,
    EMBEDDING,
    GUESS_LOSS,
    SUMS,
    curve,
    draw_networks,
    effective_values,
    loss_over_all,
    network_loss,
)

from .exercises import GIVEN_B, GIVEN_E, GIVEN_W, check
from .explorer import explore_embedding
from .opening import explore_training, show_opening
from .predictions import reveal
from .timing import show_costs

__all__ = [
    "DIGITS", "EMBEDDING", "GIVEN_B", "GIVEN_E", "GIVEN_W", "GUESS_LOSS", "SUMS", "check", "curve", "draw_networks",
    "effective_values", "explore_embedding", "explore_training", "loss_over_all", "network_loss", "reveal",
    "show_costs", "show_opening",
]
