"""Lesson 4's opening picture: a hundred networks in training, over the map of U and W and as heaps on the curve L(U).

The networks and the settings are the lesson's own. Their paths are drawn to a tenth of a pixel. Started 1e-13 apart
they end less than 1e-11 apart, so another processor's last digits do not show.
"""

from functools import partial

import numpy as np

from rnnlab.explorer import Explorer, Slider, visible_when
from rnnlab.lessons.digit_sums import DIGITS, SUMS, curve, network_loss
from rnnlab.lessons.digit_sums.dot_stacks import stack_dots
from rnnlab.lessons.digit_sums.loss_landscape import (
    ADDING_LOSS,
    answer_label,
    curve_axes,
    map_axes,
    star,
    thin_out,
    to_pixels,
)
from rnnlab.network.initializers import draw_weights
from rnnlab.network.weights import Weights
from rnnlab.pictures import MatplotlibBackdrop, Picture, circle, format_number, text
from rnnlab.pictures.polylines import polylines
from rnnlab.training.fit import fit

PUBLISHED = {"learning_rate": 0.001, "batch_size": 4, "updates": 10_000}
STOPS = (0, 200, 400, 700, 1000, 1500, 2000, 3000, 4000, 6000, 8000, 10_000)  # updates
U_RANGE, W_RANGE, HIGHEST = (-3.0, 2.3), (-1.85, 1.85), 34
WIDE, TOP, HIGH = 320, 44, 300  # a plot, and where it begins


def train_hundred():
    """Train the hundred networks of lesson 4 with the published settings.

    Returns
    -------
    rnnlab.training.loop.History
    """
    X, Y = DIGITS[..., None].astype(float), SUMS[:, None].astype(float)
    return fit(X, Y, draw_weights(1, 1, networks=100, seed=4), "linear", **PUBLISHED)[1]


def show_opening():
    """Train a hundred networks and show where they go.

    Returns
    -------
    Explorer
    """
    return explore_runs(train_hundred())


def explore_runs(history):
    """Follow many networks through training: their paths over the map, and heaps of dots on the curve.

    Parameters
    ----------
    history : rnnlab.training.loop.History
        Of R networks with one unit that start at U = 1 or U = -1, with samples at all of `STOPS`.

    Returns
    -------
    Explorer
        With the control ``updates``, at its last stop.

    Raises
    ------
    ValueError
        If a stop was not sampled, or a network starts elsewhere.
    """
    if missing := set(STOPS) - set(history.updates.tolist()):
        raise ValueError(f"history has no sample after {min(missing)} updates: fit with sample_every=100")
    if not np.isin(history.path.Wh[0], (-1, 1)).all():
        raise ValueError("a network starts at another U than 1 or -1")
    picture = _HundredRuns(history)
    return Explorer([[picture.map_layer, picture.path_layer, picture.label_layer, picture.map_position_layer],
                     [picture.curve_layer, picture.curve_position_layer]],
                    updates=Slider(STOPS, label="updates made", value=STOPS[-1], play=True, seconds=0.5))


class _HundredRuns:
    """The paths, who of them learned to add, and the layers that draw them."""

    def __init__(self, history):
        self.W, self.U = history.path.Wx[..., 0, 0], history.path.Wh[..., 0, 0]
        self.sample_of = {int(update): sample for sample, update in enumerate(history.updates)}
        self.losses = network_loss(Weights(*(array if array is None else array[-1] for array in history.path)))
        self.adding = self.losses < ADDING_LOSS
        self.map = MatplotlibBackdrop(partial(map_axes, U_range=U_RANGE, W_range=W_RANGE, best_W=False),
                                      0, TOP, WIDE, HIGH)
        self.curve = MatplotlibBackdrop(partial(curve_axes, U_range=U_RANGE, highest=HIGHEST),
                                        WIDE, TOP, WIDE, HIGH)

    def map_layer(self):
        """The map, the starts, and above it how many of each start learned to add."""
        labels = []
        for row, start in enumerate((1, -1)):
            began = self.U[0] == start
            solved = int((began & self.adding).sum())
            words = (f"{began.sum()} began at U = {'+1' if start == 1 else '−1'}: "
                     f"{'all' if solved == began.sum() else solved} learned to add")
            labels.append(text(8, 12 + 20 * row, words,
                               "small strong " + ("solved" if solved > began.sum() / 2 else "lost")))
        return Picture(self.map.drawing, labels,
                       [circle(*start, 2, "ring") for start in to_pixels(self.map, self.U[0], self.W[0])],
                       width=WIDE, height=TOP + HIGH)

    def label_layer(self):
        """The labels of the map, over the paths."""
        return Picture(answer_label(self.map),
                       text(*self.map.to_pixels(-2.9, -1.72), "worse than guessing", "small quiet halo"))

    def curve_layer(self):
        """The curve with its labels."""
        return Picture(self.curve.drawing,
                       text(*self.curve.to_pixels(-1, 19.3), "the ridge", "small quiet", "middle"),
                       text(*self.curve.to_pixels(-0.1, 10), "L(U)", "small quiet", "end"),
                       text(WIDE + 12, 32, "each dot is a network", "small quiet"),
                       left=WIDE, width=2 * WIDE, height=TOP + HIGH)

    def path_layer(self):
        """All paths, in pieces that appear one after the other."""
        points = [to_pixels(self.map, U, W) for U, W in zip(self.U.T, self.W.T)]
        pieces = []
        for stop in range(1, len(STOPS)):
            before, now = self.sample_of[STOPS[stop - 1]], self.sample_of[STOPS[stop]] + 1
            for kind, css in ((~self.adding, "lost"), (self.adding, "solved")):
                lines = [thin_out(points[network][before:now], 2.5) for network in np.flatnonzero(kind)]
                pieces.append(visible_when(polylines(lines, f"line {css}"), updates=STOPS[stop:]))
        return Picture(pieces)

    def map_position_layer(self, updates):
        """Where the networks are on the map, and what that means."""
        sample = self.sample_of[updates]
        dots = [circle(*point, 2.4, "solved" if adds else "ring lost")
                for point, adds in zip(to_pixels(self.map, self.U[sample], self.W[sample]), self.adding)]
        return Picture(dots, star(self.map, 1, 1), width=WIDE, caption=self._caption(updates))

    def curve_position_layer(self, updates):
        """Where they are as heaps on the curve."""
        U = self.U[self.sample_of[updates]]
        return Picture(stack_dots(self.curve, U, curve(U), self.adding), star(self.curve, 1, 0))

    def _caption(self, updates):
        """What there is to see after so many updates."""
        adding, lost = self.adding.sum(), (~self.adding).sum()
        U = self.U[self.sample_of[updates]][~self.adding]
        reach = format_number(U.min(), 1)
        if format_number(U.max(), 1) != reach:
            reach = f"from {reach} to {format_number(U.max(), 1)}"
        return (f"{len(self.losses)} networks after {updates:,} updates. {adding} learn to add (orange, discs), and "
                f"{lost} do not (blue, rings): these are at U {reach} now. The map has their paths over U and W, and "
                "shows the loss with b at its best. The networks' own b is not at its best while they train, and that "
                "is why some paths walk uphill. On the curve each network is a dot, stacked on L(U), the least loss "
                "at its U.")
