"""Lesson 4's explorer: a network rolls through the landscape of its loss.

Two matplotlib backdrops share the axis of U: above the map of U and W, below the curve L(U). Both are those of
`rnnlab.lessons.digit_sums.loss_landscape`.
"""

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, visible_when
from rnnlab.lessons.digit_sums import curve, network_loss
from rnnlab.lessons.digit_sums.loss_landscape import (
    CURVE_HEIGHT,
    HIGHEST,
    MAP_HEIGHT,
    W_RANGE,
    WIDTH,
    along,
    curve_axes,
    map_axes,
    thinned,
)
from rnnlab.network.weights import Weights
from rnnlab.pictures import Picture, circle, format_number, path, text
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop

STOPS = (0, 10, 30, 100, 300, 1000, 3000)  # updates
SOLVED = 0.01


def explore_landscape(rolls):
    """Choose where a network starts and how large its steps are, and let it roll.

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
    valley = LandscapeExplorer(rolls)
    return Explorer([valley.backdrop_layer, valley.trail_layer, valley.ball_layer],
                    U=Slider(valley.Us, label="U starts at", value=-1),
                    W=Choice(valley.Ws, label="W starts at", value=max(valley.Ws)),
                    rate=Choice(list(rolls), label="learning rate", value=list(rolls)[len(rolls) // 2]),
                    updates=Slider(STOPS, label="updates made", play=True))


class LandscapeExplorer:
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
        self.place_of = {int(update): place for place, update in enumerate(first.updates)}
        self.map = MatplotlibBackdrop(map_axes, 0, 0, WIDTH, MAP_HEIGHT)
        self.curve = MatplotlibBackdrop(curve_axes, 0, MAP_HEIGHT, WIDTH, CURVE_HEIGHT)

    def backdrop_layer(self):
        x, y = self.curve.to_pixels(-1, curve(-1.0))
        (left, low), (_, high) = self.map.to_pixels(-1, W_RANGE[0]), self.map.to_pixels(-1, W_RANGE[1])
        return Picture(self.map.drawing, self.curve.drawing,
                       path([(left, low), (left, high)], "thin"),
                       text(left - 6, high + 12, "the ridge, U = −1", "small quiet", "end"),
                       path([(x, y), (x, self.curve.to_pixels(-1, 0)[1])], "thin"),
                       width=WIDTH, height=MAP_HEIGHT + CURVE_HEIGHT)

    def state(self, U, W, rate, updates):
        """W, U, b and the loss of one network after so many updates."""
        place, network = self.place_of[updates], self.index[U, W]
        now = Weights(*(array if array is None else array[place, network] for array in self.rolls[rate].path))
        return (*(float(array.item()) for array in now[:3]), float(network_loss(now)))

    def trail_layer(self, U, W, rate):
        """The way so far on the map, in pieces that appear one after the other."""
        way, network = self.rolls[rate].path, self.index[U, W]
        points = along(self.map, way.Wh[:, network, 0, 0], way.Wx[:, network, 0, 0])
        pieces = []
        for stop, (before, now) in enumerate(zip(STOPS, STOPS[1:]), start=1):
            piece = thinned(points[self.place_of[before]:self.place_of[now] + 1])
            pieces.append(visible_when(path(piece, "line accent"), updates=STOPS[stop:]))
        return Picture(circle(*points[0], 4, "node"), pieces)

    def ball_layer(self, U, W, rate, updates):
        """Where it is now, on the map and over the curve, and what that means."""
        w, u, b, loss = self.state(U, W, rate, updates)
        on_curve, over = self.curve.to_pixels(u, curve(u)), self.curve.to_pixels(u, min(loss, HIGHEST - 1.2))
        aside, raised, anchor = _beside(u, loss)
        words = f"loss {format_number(loss, 2)}" + (", above this picture" if loss > HIGHEST else "")
        return Picture(
            circle(*self.map.to_pixels(u, w), 7, "head accent"),
            path([over, on_curve], "line accent") if on_curve[1] - over[1] > 8 else None,
            circle(*over, 7, "head accent"),
            text(over[0] + aside, over[1] - raised, words, "strong", anchor),
            caption=" ".join((self.tell(updates, w, u, b, loss), explain(U, u, loss, updates))))

    @staticmethod
    def tell(updates, w, u, b, loss):
        return (f"After {updates:,} updates U = {format_number(u)}, W = {format_number(w)}, b = {format_number(b)}. The loss is "
                f"{format_number(loss)}; with the best W and b for this U it would be {format_number(curve(u))}.")


def _beside(u, loss):
    """Where the words beside the ball keep clear of the curve: how far aside, how far up, and their anchor."""
    if loss > HIGHEST - 6:
        return (13, 0, "start") if u < 0 else (-13, 0, "end")
    return (13, 16, "start") if u < 0.85 else (0, 36, "middle") if u < 1.4 else (-13, 16, "end")


def explain(start, u, loss, updates):
    """Where a network is, and why it goes where it goes."""
    if updates == 0:
        if start == -1:
            return "It starts on the ridge, where the curve is highest."
        return ("It starts left of the ridge: the curve falls away to the left." if start < -1 else
                "It starts right of the ridge: the curve falls towards U = 1.")
    last = updates == STOPS[-1]
    if loss < SOLVED:
        crossed = ", and it crossed the ridge to get there" if start <= -1 else ""
        return f"It adds: it lies in the valley at U = 1{crossed}."
    if u < -1:
        came = "It started right of the ridge and was thrown across it. Here" if start > -1 else "Left of the ridge"
        return (f"{came} the curve falls to the left for ever, towards 16.5: "
                + ("here these updates leave it, far from the answer." if last else "it slides the wrong way."))
    return ("It is right of the ridge, where the curve falls towards U = 1"
            + (": these steps are too small to arrive in time." if last else ", and still moving."))
