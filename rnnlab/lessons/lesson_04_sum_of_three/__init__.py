"""The notebook's one door to lesson 04."""

from rnnlab.exercises.prediction import reveal
from rnnlab.lessons.digit_sums import best_line, draw_networks, network_loss
from rnnlab.lessons.digit_sums.loss_landscape import show_paths, show_runs
from rnnlab.lessons.lesson_04_sum_of_three.exercises import check
from rnnlab.lessons.lesson_04_sum_of_three.explorer import explore_landscape

__all__ = ["best_line", "check", "draw_networks", "explore_landscape", "network_loss", "reveal", "show_paths", "show_runs"]
