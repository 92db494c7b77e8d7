"""The notebook's one door to lesson 07."""

from rnnlab.exercises.prediction import reveal
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import SEEING
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.table import exhibit, museum_picture
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import case, line_up, suspect_a, suspect_b, suspect_c
from rnnlab.lessons.lesson_07_scalar_bptt.exercises import check
from rnnlab.lessons.lesson_07_scalar_bptt.explorer import explore_bptt
from rnnlab.lessons.lesson_07_scalar_bptt.gradient_decay_explorer import explore_far_back
from rnnlab.lessons.lesson_07_scalar_bptt.published_experiments import (
    best_honest,
    best_linear,
    best_readout_bias,
    predict_linear,
    train_twenty,
    train_with_bias,
    what_changes,
)
from rnnlab.lessons.lesson_07_scalar_bptt.published_loss_surface import honest_surface
from rnnlab.lessons.lesson_07_scalar_bptt.published_network import X_PUBLISHED, Y_PUBLISHED, loss, predict, slopes

__all__ = ["SEEING", "X_PUBLISHED", "Y_PUBLISHED", "best_honest", "best_linear", "best_readout_bias", "check", "exhibit", "explore_bptt", "explore_far_back", "honest_surface", "loss", "museum_picture", "predict", "predict_linear", "reveal", "slopes", "train_twenty", "train_with_bias", "what_changes"]
