"""Lesson 4's explorer of the loss landscape: the path of a network while gradient descent trains it.

There are two plots: the map of U and W, and the curve L(U). Both are those of
`rnnlab.lessons.digit_sums.loss_landscape`.
"""

from itertools import pairwise, product

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, target, visible_when
from rnnlab.explorer.hotspots import value_text
from rnnlab.lessons.digit_sums import DIGITS, SUMS, curve, network_loss
from rnnlab.lessons.digit_sums.loss_landscape import (
    HIGHEST,
    PANEL,
    U_RANGE,
    W_RANGE,
    answer_label,
    curve_axes,
    map_axes,
    star,
    thin_out,
    to_pixels,
    watershed,
)
from rnnlab.network.weights import Weights
from rnnlab.pictures import Picture, area, arrow, circle, format_number, path, text
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from rnnlab.training.fit import fit

STOPS = (0, 10, 30, 100, 300, 1000, 3000)  # updates
SOLVED_LOSS = 0.01
MEAN_SUM = 13.5
STARTS_U, STARTS_W, RATES = (-2, -1, -0.5, 0, 0.5, 1, 2), (-1.5, 0.5), (0.001, 0.01, 0.05)


def train_fourteen():
    """Train networks from seven U and two W, with b = 0, in batches of 32, at three learning rates.

    Returns
    -------
    dict of float and rnnlab.training.loop.History
        What `explore_landscape` takes.
    """
    X, Y = DIGITS[..., None].astype(float), SUMS[:, None].astype(float)
    U, W = np.array(list(product(STARTS_U, STARTS_W)), float).T.reshape(2, -1, 1, 1)
    starts = Weights(W, U, np.zeros((len(W), 1)))
    return {rate: fit(X, Y, starts, "linear", learning_rate=rate, updates=STOPS[-1], sample_every=STOPS[1])[1]
            for rate in RATES}


def explore_landscape(rolls):
    """Choose where a network starts and how large its steps are, and let it roll. A click on the map chooses a start.

    Parameters
    ----------
    rolls : dict of float and rnnlab.training.loop.History
        For each learning rate the training of the same R networks with one unit, one for each pair of a starting U and
        a starting W, with samples at all of `STOPS`.

    Returns
    -------
    Explorer
        With the controls ``U``, ``W``, ``rate`` and ``updates``.

    Raises
    ------
    ValueError
        If the networks are not one for each pair, or a stop was not sampled.
    """
    explorer = _LandscapeExplorer(rolls)
    return Explorer(explorer.panels(),
                    U=Slider(explorer.Us, label="U starts at", value=-1),
                    W=Choice(explorer.Ws, label="W starts at", value=max(explorer.Ws)),
                    rate=Choice(list(rolls), label="learning rate", value=list(rolls)[len(rolls) // 2]),
                    updates=Slider(STOPS, label="updates made", play=True))


class _LandscapeExplorer:
    """All rolls, and the layers that draw them."""

    def __init__(self, rolls):
        self.rolls = rolls
        first = next(iter(rolls.values()))
        pairs = [tuple(pair) for pair in np.round([first.path.Wh[0, :, 0, 0], first.path.Wx[0, :, 0, 0]], 6).T.tolist()]
        self.Us, self.Ws = sorted({pair[0] for pair in pairs}), sorted({pair[1] for pair in pairs})
        self.index = {pair: index for index, pair in enumerate(pairs)}
        if len(self.index) != len(self.Us) * len(self.Ws):
            raise ValueError(f"rolls has {len(self.index)} different starts, it should have one for each pair of "
                             f"{len(self.Us)} starting U and {len(self.Ws)} starting W")
        if missing := set(STOPS) - set(first.updates.tolist()):
            raise ValueError(f"rolls has no sample after {min(missing)} updates: fit with sample_every={STOPS[1]}")
        self.sample_of = {int(update): sample for sample, update in enumerate(first.updates)}
        self.map = MatplotlibBackdrop(map_axes, 0, 0, *PANEL)
        self.curve = MatplotlibBackdrop(curve_axes, PANEL[0], 0, *PANEL)

    def panels(self):
        return [[self.map_layer, self.path_layer, self.map_position_layer, self.start_layer],
                [self.curve_layer, self.curve_position_layer]]

    def curve_layer(self):
        x, y = self.curve.to_pixels(-1, curve(-1.0))
        return Picture(self.curve.drawing, path([(x, y), (x, self.curve.to_pixels(-1, 0)[1])], "thin"),
                       text(*self.curve.to_pixels(-4.1, 16), "L(U), the least", "small quiet"),
                       text(*self.curve.to_pixels(-4.1, 14.2), "loss at each U", "small quiet"),
                       star(self.curve, 1, 0), left=PANEL[0], width=2 * PANEL[0], height=PANEL[1])

    def map_layer(self):
        (left, low), (_, high) = self.map.to_pixels(-1, W_RANGE[0]), self.map.to_pixels(-1, W_RANGE[1])
        return Picture(self.map.drawing,
                       path([(left, low), (left, high)], "thin"),
                       text(left - 6, high + 12, "the ridge, U = −1", "small quiet", "end"),
                       watershed(self.map),
                       answer_label(self.map),
                       text(*self.map.to_pixels(-4.1, -0.32), "dashed: best W", "small quiet"),
                       [text(*self.map.to_pixels(-4.1, W - below), words, "small quiet")
                        for W in (1.6, -1.3) for below, words in ((0, "worse than"), (0.22, "guessing"))],
                       star(self.map, 1, 1), width=PANEL[0], height=PANEL[1])

    def start_layer(self):
        """Hotspots all over the map: a click chooses the nearest of the starts."""
        hotspots = []
        for left, U, right in _neighbourhoods(self.Us, U_RANGE):
            for low, W, high in _neighbourhoods(self.Ws, W_RANGE):
                (x, bottom), (end, top) = self.map.to_pixels(left, low), self.map.to_pixels(right, high)
                hotspots.append(target(area(x, top, end - x, bottom - top), click_only=True, U=U, W=W,
                                       label=f"Start at U = {value_text(U)}, W = {value_text(W)}"))
        return Picture(hotspots, width=PANEL[0])

    def state(self, U, W, rate, updates):
        """W, U, b and the loss of one network after so many updates."""
        sample, network = self.sample_of[updates], self.index[U, W]
        now = Weights(*(array if array is None else array[sample, network] for array in self.rolls[rate].path))
        return (*(float(array.item()) for array in now[:3]), float(network_loss(now)))

    def path_layer(self, U, W, rate):
        """The way so far on the map, in pieces that appear one after the other."""
        way, network = self.rolls[rate].path, self.index[U, W]
        points = to_pixels(self.map, way.Wh[:, network, 0, 0], way.Wx[:, network, 0, 0])
        pieces = []
        for stop, (before, now) in enumerate(pairwise(STOPS), start=1):
            piece = thin_out(points[self.sample_of[before]:self.sample_of[now] + 1])
            pieces.append(visible_when(path(piece, "line accent"), updates=STOPS[stop:]))
        return Picture(circle(*points[0], 4, "node"), pieces, width=PANEL[0])

    def map_position_layer(self, U, W, rate, updates):
        """Where it is now on the map, and what that means."""
        w, u, b, loss = self.state(U, W, rate, updates)
        return Picture(circle(*self.map.to_pixels(u, w), 7, "head accent"), width=PANEL[0], caption=" ".join(
            (self._numbers_text(updates, w, u, b, loss), explain(U, u, 4.5 * w + b, loss, updates))))

    def curve_position_layer(self, U, W, rate, updates):
        """Where it is now over the curve."""
        _, u, _, loss = self.state(U, W, rate, updates)
        outside = loss > HIGHEST
        on_curve = self.curve.to_pixels(u, curve(u))
        over = self.curve.to_pixels(u, HIGHEST - 3.5 if outside else min(loss, HIGHEST - 1.2))
        aside, raised, anchor = _beside(u, loss)
        words = f"loss {format_number(loss, 2)}"
        return Picture(
            path([over, on_curve], "line accent") if on_curve[1] - over[1] > 8 else None,
            circle(*over, 7, "head accent"),
            arrow((over[0], over[1] - 7), (over[0], over[1] - 20), css="accent") if outside else None,
            text(over[0] + aside, over[1] - raised, words, "strong halo", anchor), width=2 * PANEL[0])

    @staticmethod
    def _numbers_text(updates, w, u, b, loss):
        return (f"After {updates:,} updates U = {format_number(u)}, W = {format_number(w)}, b = {format_number(b)}. "
                f"The loss is {format_number(loss)}; with the best W and b for this U it would be "
                f"{format_number(curve(u))}.")


def _neighbourhoods(stops, ends):
    """For each stop its left end, itself and its right end: all that is nearer to it than to another."""
    middles = [(left + right) / 2 for left, right in pairwise(stops)]
    return zip([ends[0], *middles], stops, [*middles, ends[1]])


def _beside(u, loss):
    """Where the words beside the ball keep clear of the curve: how far aside, how far up, and their anchor."""
    if loss > HIGHEST - 6:
        raised = 13 if loss > HIGHEST else 0
        return (13, raised, "start") if u < 0 else (-13, raised, "end")
    return (13, 16, "start") if u < 0.5 else (0, 36, "middle") if u < 1.4 else (-13, 16, "end")


def explain(start, u, pull, loss, updates):
    """Where a network is, and why it goes where it goes; its mean answer is `pull`, 4.5 W + b, times 1 + U + U²."""
    if updates == 0:
        if start == -1:
            return "It starts on the ridge, where the curve is highest."
        return ("It starts left of the ridge: the curve falls away to the left." if start < -1 else
                "It starts right of the ridge: the curve falls towards U = 1.")
    last = updates == STOPS[-1]
    if loss < SOLVED_LOSS:
        crossed = ", and it crossed the ridge to get there" if start <= -1 else ""
        return f"It adds: it lies in the valley at U = 1{crossed}."
    off = pull * (1 + u + u * u) - MEAN_SUM
    if off ** 2 > loss / 2:
        side = "left" if off * pull * (2 * u + 1) > 0 else "right"
        wrong = f"{format_number(abs(off), 1)} too {'low' if off < 0 else 'high'}"
        return f"Its mean answer is {wrong}, and that pushes U to the {side}."
    if u < -1:
        came = "It started right of the ridge and was thrown across it. Here" if start > -1 else "Left of the ridge"
        return (f"{came} the curve falls to the left for ever, towards 16.5: "
                + ("here these updates leave it, far from the answer." if last else "it slides the wrong way."))
    return ("It is right of the ridge, where the curve falls towards U = 1"
            + (": these steps are too small to arrive in time." if last else ", and still moving."))
