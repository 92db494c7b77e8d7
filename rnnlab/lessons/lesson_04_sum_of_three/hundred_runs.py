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
    WIDTH,
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
MAP_HEIGHT, CURVE_HEIGHT = 290, 225


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
    return Explorer([picture.backdrop_layer, picture.path_layer, picture.position_layer],
                    updates=Slider(STOPS, label="updates made", value=STOPS[-1], play=True, seconds=0.5))


class _HundredRuns:
    """The paths, who of them learned to add, and the layers that draw them."""

    def __init__(self, history):
        self.W, self.U = history.path.Wx[..., 0, 0], history.path.Wh[..., 0, 0]
        self.sample_of = {int(update): sample for sample, update in enumerate(history.updates)}
        self.losses = network_loss(Weights(*(array if array is None else array[-1] for array in history.path)))
        self.adding = self.losses < ADDING_LOSS
        self.map = MatplotlibBackdrop(partial(map_axes, U_range=U_RANGE, W_range=W_RANGE, best_W=False),
                                      0, 0, WIDTH, MAP_HEIGHT)
        self.curve = MatplotlibBackdrop(partial(curve_axes, U_range=U_RANGE, highest=HIGHEST),
                                        0, MAP_HEIGHT, WIDTH, CURVE_HEIGHT)

    def backdrop_layer(self):
        """Both plots with their labels, and the starts."""
        starts = to_pixels(self.map, self.U[0], self.W[0])
        labels = [text(*self.map.to_pixels(1.12, 1.02), "adds exactly", "small halo"),
                  text(*self.map.to_pixels(-2.9, 1.6), "worse than guessing", "small quiet"),
                  text(*self.curve.to_pixels(-1, 19.3), "the ridge", "small quiet", "middle"),
                  text(*self.curve.to_pixels(-0.1, 10), "L(U)", "small quiet", "end")]
        for start, side, anchor in ((1, 12, "start"), (-1, -12, "end")):
            began = self.U[0] == start
            (x, y), solved = self.map.to_pixels(start, -1.35), int((began & self.adding).sum())
            verdict = {0: "not one learned to add", int(began.sum()): "all learned to add"}.get(
                solved, f"{solved} learned to add")
            css = "strong halo " + ("solved" if solved > began.sum() / 2 else "lost")
            labels += [text(x + side, y, f"{began.sum()} began at U = {'+1' if start == 1 else '−1'}:", css, anchor),
                       text(x + side, y + 17, verdict, css, anchor)]
        note = "The map has b at its best. The networks do not: their b is still on its way, so some paths climb."
        return Picture(self.map.drawing, self.curve.drawing, labels,
                       [circle(*start, 2, "ring") for start in starts],
                       text(self.map.to_pixels(U_RANGE[0], 0)[0], MAP_HEIGHT + CURVE_HEIGHT + 4, note, "small quiet"),
                       width=WIDTH, height=MAP_HEIGHT + CURVE_HEIGHT + 16)

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

    def position_layer(self, updates):
        """Where the networks are, on the map and as heaps on the curve, and what that means."""
        sample = self.sample_of[updates]
        U, W = self.U[sample], self.W[sample]
        dots = [circle(*point, 2.4, "solved" if adds else "ring lost")
                for point, adds in zip(to_pixels(self.map, U, W), self.adding)]
        return Picture(dots, star(self.map, 1, 1), stack_dots(self.curve, U, curve(U), self.adding),
                       star(self.curve, 1, 0), caption=self._caption(updates))

    def _caption(self, updates):
        """What there is to see after so many updates."""
        adding, lost = self.adding.sum(), (~self.adding).sum()
        U = self.U[self.sample_of[updates]][~self.adding]
        reach = format_number(U.min(), 1)
        if format_number(U.max(), 1) != reach:
            reach = f"from {reach} to {format_number(U.max(), 1)}"
        return (f"{len(self.losses)} networks after {updates:,} updates. {adding} learn to add (orange, discs), and "
                f"{lost} do not (blue, rings): these are at U {reach} now. Above are their paths over the map of U and "
                "W, which shows the loss with b at its best. The networks' own b is not at its best while they train, "
                "and that is why some paths walk uphill. Below, each network is a dot, stacked on L(U), the least loss "
                "at its U.")
