"""Lesson 7, backpropagation through time with one unit: what its notebook imports."""

from .bugs.detectors import INFORMATIVE_POINT as SEEING
from .bugs.detectors import checks_that_see
from .bugs.implementations import NoRecurrence
from .bugs.sources import bug_table
from .bugs.table import exhibit, museum_picture
from .clipping_explorer import explore_clipping
from .exercise_3_find_the_bug import case, line_up, right_pass, suspect_a, suspect_b, suspect_c
from .exercises import check
from .explorer import explore_bptt
from .gradient_decay_explorer import explore_far_back
from .opening import show_opening
from .predictions import reveal
from .published_experiments import (
    FAULTS_OF_LINES,
    best_honest,
    best_linear,
    best_readout_bias,
    faults_by_line,
    predict_linear,
    train_twenty,
    train_with_bias,
    what_changes,
)
from .published_loss_surface import honest_surface
from .published_network import FAULTS, X_PUBLISHED, Y_PUBLISHED, loss, predict, slopes

__all__ = [
    "FAULTS", "FAULTS_OF_LINES", "SEEING", "X_PUBLISHED", "Y_PUBLISHED", "NoRecurrence", "best_honest", "best_linear",
    "best_readout_bias", "bug_table", "case", "check", "checks_that_see", "exhibit", "explore_bptt",
    "explore_clipping", "explore_far_back", "faults_by_line", "honest_surface", "line_up", "loss",
    "museum_picture", "predict", "predict_linear", "reveal", "right_pass", "show_opening", "slopes", "suspect_a",
    "suspect_b", "suspect_c", "train_twenty", "train_with_bias", "what_changes",
]
