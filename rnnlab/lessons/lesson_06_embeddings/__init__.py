"""The notebook's one door to lesson 06."""

from rnnlab.exercises.prediction import reveal
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
from rnnlab.lessons.lesson_06_embeddings.exercises import GIVEN_B, GIVEN_E, GIVEN_W, check
from rnnlab.lessons.lesson_06_embeddings.explorer import explore_embedding
from rnnlab.lessons.lesson_06_embeddings.timing import show_costs

__all__ = ["DIGITS", "EMBEDDING", "GIVEN_B", "GIVEN_E", "GIVEN_W", "GUESS_LOSS", "SUMS", "check", "curve", "draw_networks", "effective_values", "explore_embedding", "loss_over_all", "network_loss", "reveal", "show_costs"]
