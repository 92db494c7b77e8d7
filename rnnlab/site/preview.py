"""The picture that others show beside a link to the site: the hundred networks of lesson 4, as a PNG."""

import textwrap

import numpy as np
from matplotlib import rc_context
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from rnnlab.lessons.digit_sums import network_loss
from rnnlab.lessons.digit_sums.loss_landscape import ADDING_LOSS, map_axes
from rnnlab.network.weights import Weights
from rnnlab.pictures.theme import LIGHT, matplotlib_style

PREVIEW = "preview.png"
PIXELS = (1200, 630)  # what the services that show it ask for
U_RANGE, W_RANGE = (-3.0, 2.3), (-1.85, 1.85)
ALTERNATIVE = "The paths of a hundred networks in training, over the map of their weights U and W."


def draw_preview(history, file, name, sentence):
    """Draw the networks' paths over the map of the loss.

    Parameters
    ----------
    history : rnnlab.training.loop.History
        As `rnnlab.lessons.lesson_04_sum_of_three.hundred_runs.train_hundred` returns it.
    file : path
    name, sentence : str
        Written above the map.
    """
    U, W = history.path.Wh[..., 0, 0].T, history.path.Wx[..., 0, 0].T
    adds = network_loss(Weights(*(array if array is None else array[-1] for array in history.path))) < ADDING_LOSS
    with rc_context(matplotlib_style()):
        figure = Figure(figsize=(PIXELS[0] / 100, PIXELS[1] / 100), dpi=100, facecolor=LIGHT["paper"])
        axes = figure.add_axes((0, 0, 1, 1))
        map_axes(axes, U_range=U_RANGE, W_range=W_RANGE, best_W=False)
        axes.set_position((0, 0, 1, 0.68))
        axes.set_axis_off()
        for kind, colour in ((~adds, LIGHT["lost"]), (adds, LIGHT["solved"])):
            axes.add_collection(LineCollection(np.stack([U, W], axis=-1)[kind], colors=colour, linewidths=1.2))
        figure.text(0.055, 0.87, name, fontsize=44, fontweight="bold", color=LIGHT["ink"])
        words = textwrap.fill(sentence, 74)
        figure.text(0.055, 0.835, words, fontsize=19, color=LIGHT["quiet"], verticalalignment="top", linespacing=1.4)
        figure.savefig(file, dpi=100)
