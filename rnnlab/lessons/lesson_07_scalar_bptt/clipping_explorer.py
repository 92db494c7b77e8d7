"""Lesson 7's explorer of clipping: one step down a loss with a wall, with and without it."""

from functools import cache
from itertools import pairwise

import numpy as np

from rnnlab.explorer import Explorer, Slider, target
from rnnlab.network.bptt import gradients
from rnnlab.network.weights import Weights
from rnnlab.pictures import Picture, area, arrow, circle, format_number, text
from rnnlab.pictures.loss_scale import fill_loss
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from rnnlab.pictures.theme import LIGHT

STEPS, SAMPLES = 20, 40
U_STOPS = (-1.2, -0.8, 0.3, 0.6, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4)
W_HERE = 0.8  # not 1, so that U = 1 leaves an error to send back
RATE, LONGEST = 0.001, 100  # so that a clipped step is at most 0.1 long
U_RANGE, W_RANGE = (-1.4, 1.6), (0.2, 1.8)
LEVELS = (0, 5, 20, 50, 90, 110, 1000, 100_000)
MAP_WIDTH, MAP_Y, HEIGHT, PANEL_X, WIDTH = 320, 40, 290, 332, 590


@cache
def _counting_task():
    """The task of counting ones, which W = U = 1 solves.

    Returns
    -------
    X : numpy.ndarray, shape (SAMPLES, STEPS)
        Zeros and ones.
    y : numpy.ndarray, shape (SAMPLES,)
        How many ones are in each sequence.
    """
    X = np.random.default_rng(7).integers(0, 2, (SAMPLES, STEPS)).astype(float)
    return X, X.sum(1)


def mean_loss(W, U):
    """Mean squared error of the linear unit h_t = W x_t + U h_{t-1} on the task of counting ones.

    Parameters
    ----------
    W, U : array_like, both of the same shape, or both a float

    Returns
    -------
    numpy.ndarray of that shape
    """
    X, y = _counting_task()
    h = np.zeros((*np.shape(W), SAMPLES))
    for x in X.T:
        h = np.multiply.outer(W, x) + np.asarray(U)[..., None] * h
    return np.square(h - y).mean(-1)


@cache
def one_step(U, longest=None):
    """Where one step down the gradient leads, from W = `W_HERE` and this U.

    Parameters
    ----------
    U : float
    longest : float, optional
        The bound at which the gradient is clipped. None without clipping.

    Returns
    -------
    W, U, length : float
        The weights after the step, and the length of the whole gradient.
    """
    X, y = _counting_task()
    _, found = gradients(X[..., None], y[:, None], Weights([[W_HERE]], [[U]], [0.0]), "linear")
    dW, dU = found.Wx.item(), found.Wh.item()
    length = float(np.hypot(dW, dU))
    share = 1.0 if longest is None else min(1.0, longest / length)
    return W_HERE - RATE * share * dW, U - RATE * share * dU, length


def explore_clipping():
    """Choose where to start on a loss with a wall, and see where one step leads, clipped and not.

    Returns
    -------
    Explorer
        With the control ``U``: a slider, or a click on the map, which chooses the nearest start.
    """
    return Explorer([[_map_layer, _arrows_layer, _start_layer], [_step_layer]],
                    U=Slider(U_STOPS, label="start at U", value=1.1))


@cache
def loss_map():
    """The loss over W and U, drawn once."""
    def draw(axes):
        U, W = np.meshgrid(np.linspace(*U_RANGE, 91), np.linspace(*W_RANGE, 49))
        loss = mean_loss(W, U)
        fill_loss(axes, U, W, loss, LEVELS)
        axes.plot(1, 1, marker="*", markersize=13, color=LIGHT["ink"])
        axes.set(xlabel="U", ylabel="W", xlim=U_RANGE, ylim=W_RANGE)
    return MatplotlibBackdrop(draw, 0, MAP_Y, MAP_WIDTH, HEIGHT)


def _map_layer():
    drawn = loss_map()
    (x, y), left, right = drawn.to_pixels(1, 1), drawn.to_pixels(-1.28, 1.7), drawn.to_pixels(1.56, 1.7)
    return Picture(text(8, 14, "loss over U and W:", "strong"), text(8, 32, "the deeper the blue, the lower"),
                   drawn.drawing, text(x - 10, y - 14, "W = U = 1 counts exactly", "small strong", "end"),
                   text(left[0], left[1], "wall", "small"), text(right[0], right[1], "wall", "small", "end"),
                   text(drawn.to_pixels(-0.3, 1)[0], left[1], "plain", "small", "middle"),
                   width=MAP_WIDTH, height=MAP_Y + HEIGHT)


def _start_layer():
    """The starts, and a strip of the map around each: a click chooses the nearest."""
    drawn, parts = loss_map(), []
    bounds = [U_RANGE[0], *((a + b) / 2 for a, b in pairwise(U_STOPS)), U_RANGE[1]]
    for U, (low, high) in zip(U_STOPS, pairwise(bounds)):
        (left, top), (right, bottom) = drawn.to_pixels(low, W_RANGE[1]), drawn.to_pixels(high, W_RANGE[0])
        parts += [circle(*drawn.to_pixels(U, W_HERE), 2.5, "head"),
                  target(area(left, top, right - left, bottom - top), f"Start at U = {format_number(U, 1)}",
                         click_only=True, U=U)]
    return Picture(parts, width=MAP_WIDTH)


def _steps(U):
    """The step without clipping and the clipped one: name, result of `one_step`, class."""
    return [("without clipping", one_step(U), "wrong"),
            (f"clipped to length {LONGEST}", one_step(U, LONGEST), "accent")]


def _arrows_layer(U):
    """The start and the two steps."""
    drawn, here = loss_map(), (U, W_HERE)
    return Picture([arrow(drawn.to_pixels(*here), drawn.to_pixels(*_within((U_next, W), here)[0]), css=css)
                    for _, (W, U_next, _), css in _steps(U)], circle(*drawn.to_pixels(*here), 4.5, "head accent"),
                   width=MAP_WIDTH)


def _step_layer(U):
    """Where both steps lead, and what they cost."""
    (_, free, _), (_, clipped, _) = steps = _steps(U)
    length, parts = free[2], []
    for row, (name, (W, U_next, _), css) in enumerate(steps):
        _, inside = _within((U_next, W), (U, W_HERE))
        y = 150 + 88 * row
        parts += [text(PANEL_X, y, name if inside else f"{name}: off the map", f"strong {css}"),
                  text(PANEL_X, y + 22, f"U = {_number(U_next)},  W = {_number(W)}"),
                  text(PANEL_X, y + 44, f"loss {_loss(mean_loss(W, U_next))}", "strong")]
    parts += [text(PANEL_X, 38, f"at U = {_number(U)},  W = {W_HERE}", "strong"),
              text(PANEL_X, 60, f"loss {_loss(mean_loss(W_HERE, U))}", "strong"),
              text(PANEL_X, 82, f"length of the gradient: {_number(length)}"),
              text(PANEL_X, 104, f"a step: {RATE} times the gradient", "quiet")]
    caption = (f"From U = {_number(U)} and W = {W_HERE}, where the loss is {_loss(mean_loss(W_HERE, U))} and the "
               f"gradient has the length {_number(length)}, one step without clipping leads to U = {_number(free[1])} "
               f"and W = {_number(free[0])}, with the loss {_loss(mean_loss(*free[:2]))}.")
    if length <= LONGEST:
        caption += f" The gradient is shorter than {LONGEST}, so clipping changes nothing."
    else:
        caption += (f" Clipped to the length {LONGEST}, it leads to U = {_number(clipped[1])} and W = "
                    f"{_number(clipped[0])}, with the loss {_loss(mean_loss(*clipped[:2]))}.")
    return Picture(parts, caption=caption, left=PANEL_X - 12, width=WIDTH)


def _within(point, start):
    """A point (U, W), or where the way to it leaves the map; and whether it is on the map."""
    shares = [1.0]
    for value, begin, (low, high) in zip(point, start, (U_RANGE, W_RANGE)):
        if not low <= value <= high:
            shares.append(((low if value < low else high) - begin) / (value - begin))
    share = min(shares)
    return [begin + share * (value - begin) for value, begin in zip(point, start)], share == 1


def _number(value):
    """Two decimals, from a hundred on three digits that count."""
    if abs(value) >= 100:
        return f"{float(f'{value:.3g}'):,.0f}".replace("-", "−")
    return format_number(value)


def _loss(value):
    return "above 10,000,000" if value > 1e7 else _number(value)
