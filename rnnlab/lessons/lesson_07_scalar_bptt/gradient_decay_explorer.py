"""Lesson 7's explorer of gradient decay: vanishing and exploding gradients beside their loss landscape."""

from functools import cache

import numpy as np

from rnnlab.explorer import Explorer, Slider
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures import Picture, circle, path
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop

STEPS, SAMPLES = 20, 40
U_STOPS = (-1.2, -0.8, 0.3, 0.6, 0.8, 0.9, 1.0, 1.1, 1.2, 1.5)
W_HERE = 0.8  # not 1, so that U = 1 leaves an error to send back
PALE = "#fefefe"  # for lines on dark ground: white itself would follow the page's theme
TINY = 1e-6  # below this the axis of the slopes is linear


@cache
def counting_task():
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
    X, y = counting_task()
    h = np.zeros((*np.shape(W), SAMPLES))
    for x in X.T:
        h = np.multiply.outer(W, x) + np.asarray(U)[..., None] * h
    return np.square(h - y).mean(-1)


def slopes_back(U):
    """|dL/dh_t|, averaged over the samples: at the last step, and times |U| for each step back.

    Parameters
    ----------
    U : float
        W is `W_HERE`.

    Returns
    -------
    numpy.ndarray, shape (STEPS + 1,)
        For t from 0 to STEPS.
    """
    X, y = counting_task()
    H = forward(X[..., None], Weights([[W_HERE]], [[U]], [0.0]), "linear")[..., 0]
    last = np.abs(2 * (H[:, -1] - y)).mean() / SAMPLES
    return last * np.abs(U) ** np.arange(STEPS, -1, -1.0)


def _surface(axes):
    U, W = np.meshgrid(np.linspace(-1.4, 1.6, 91), np.linspace(0.2, 1.8, 49))
    heights = np.log10(np.maximum(mean_loss(W, U), 1e-2))
    axes.contourf(U, W, heights, levels=np.arange(-2, 11.1, 1), cmap="cividis", extend="max")
    lines = axes.contour(U, W, heights, levels=np.arange(2, 9, 2), colors=PALE, linewidths=0.7)
    axes.clabel(lines, fmt=lambda level: f"$10^{{{level:.0f}}}$", fontsize=9)
    axes.set(xlabel="U", ylabel="W", title="loss")
    axes.grid(False)


def _slope_axes(axes):
    axes.set_yscale("symlog", linthresh=TINY)
    axes.set(xlim=(-0.5, STEPS + 0.5), ylim=(0, 1e6), xlabel="step t", title="|dL/dh_t|",
             xticks=range(0, STEPS + 1, 5), yticks=[0, 1e-6, 1e-4, 1e-2, 1, 1e2, 1e4, 1e6])
    axes.minorticks_off()


@cache
def backdrops():
    """The loss surface and the axes of the gradients, drawn once."""
    return MatplotlibBackdrop(_surface, 8, 8, 360, 300), MatplotlibBackdrop(_slope_axes, 380, 8, 360, 300)


def _backdrop_layer():
    return Picture([drawn.drawing for drawn in backdrops()], width=750, height=316)


def _point_layer(U):
    """The point on the surface, the curve of slopes, and the sentence."""
    left, right = backdrops()
    slopes = slopes_back(U)
    dots = [right.to_pixels(t, slope) for t, slope in enumerate(slopes)]
    x, y = left.to_pixels(U, W_HERE)
    remaining = abs(U) ** STEPS
    verdict = "It vanishes" if remaining < 0.05 else "It explodes" if remaining > 20 else "It lasts"
    caption = (f"U = {U:g}: of the slope at h_{STEPS}, {_plain(remaining)} times as much arrives at h_0. {verdict}. "
               f"The loss here is {_plain(float(mean_loss(W_HERE, U)))}.")
    return Picture(circle(x, y, 7, "node"), circle(x, y, 4, "lit"), path(dots, "line accent"),
                   [circle(a, b, 3, "head accent") for a, b in dots], caption=caption.replace("-", "−"))


def _plain(value):
    """Two digits that count, without an exponent where none is needed."""
    if 0.001 <= value < 10000:
        return f"{float(f'{value:.2g}'):g}"
    digits, power = f"{value:.1e}".split("e")
    return f"{digits} · 10^{int(power)}"


def explore_far_back():
    """Choose U and see the point on the loss surface, and how large the slope is at each state before.

    Returns
    -------
    Explorer
        With the control ``U``.
    """
    return Explorer([_backdrop_layer, _point_layer], U=Slider(U_STOPS, label="U", value=0.8))
