"""Lesson 8's explorer of the way back through 64 units: the singular values of the product of its matrices."""

from functools import cache

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures import Picture, circle, path, text
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop

M, STEPS = 64, 20
GAINS = (0.9, 1.0, 1.5)
STARTS = ("Gaussian", "orthogonal")
LOWEST = 1e-6  # smaller ones are drawn at the bottom
DRAWN = {"largest": 0, "16th": 15, "32nd": 31, "48th": 47, "smallest": 63}  # name: place among the 64


def example_network(start, gain):
    """Random inputs, and weights whose Wh is Gaussian with the variance gain² / M, or orthogonal and times the gain.

    Parameters
    ----------
    start : {"Gaussian", "orthogonal"}
    gain : float

    Returns
    -------
    X : numpy.ndarray, shape (1, 20, 64)
    weights : Weights
        Wx is the identity, bh is zero.
    """
    G = np.random.default_rng(8).normal(size=(M, M))
    Wh = gain * (G / np.sqrt(M) if start == "Gaussian" else np.linalg.qr(G)[0])
    return np.random.default_rng(9).normal(0, 0.3, (1, STEPS, M)), Weights(np.eye(M), Wh, np.zeros(M))


@cache
def singular_values(start, gain):
    """How the product of the matrices of the way back stretches errors, after 0, 1, … 20 steps back.

    The forward pass has random inputs, and begins at zero. Each step back multiplies the row dh_t by
    ``diag(1 - h_t²) Whᵀ``.

    Parameters
    ----------
    start : {"Gaussian", "orthogonal"}
    gain : float

    Returns
    -------
    numpy.ndarray, shape (21, 64)
        In each row the singular values of one product, the largest first.
    """
    X, weights = example_network(start, gain)
    H = forward(X, weights)[0]
    product, found = np.eye(M), [np.ones(M)]
    for h in H[::-1]:
        product = product @ np.diag(1 - h ** 2) @ weights.Wh.T
        found.append(np.linalg.svd(product, compute_uv=False))
    return np.array(found)


@cache
def _backdrop():
    def draw(axes):
        axes.set(xlim=(-0.5, STEPS + 0.5), ylim=(np.log10(LOWEST) - 0.2, 2.2), xlabel="steps back",
                 ylabel="singular value", xticks=range(0, STEPS + 1, 5), yticks=[-6, -4, -2, 0, 2])
        axes.set_yticklabels(["≤ 0.000001", "0.0001", "0.01", "1", "100"])
    return MatplotlibBackdrop(draw, 0, 8, 262, 300)


def _frame(start, gain):
    backdrop = _backdrop()
    values = singular_values(start, gain)
    parts = [backdrop.drawing]
    for name, place in DRAWN.items():
        dots = [backdrop.to_pixels(k, np.log10(max(value, LOWEST))) for k, value in enumerate(values[:, place])]
        css = "line accent" if place in (0, M - 1) else "line"
        parts += [path(dots, css), [circle(x, y, 2, "head") for x, y in dots[::5]]]
        if values[-1, place] > LOWEST:
            parts.append(text(dots[-1][0] + 8, dots[-1][1], name, "small"))
    largest, median, kept = values[-1, 0], values[-1, M // 2 - 1], int((values[-1] > 0.01).sum())
    caption = (f"{start} start, gain {gain:g}: after {STEPS} steps back the largest of the 64 singular values is "
               f"{_plain(largest)}, the 32nd is {_plain(median)}. {kept} of 64 directions keep more than a hundredth.")
    return Picture(parts, caption=caption, width=320, height=316)


def _plain(value):
    """One digit that counts, without an exponent."""
    return np.format_float_positional(float(f"{value:.1g}"), trim="-") if value >= LOWEST else "below 0.000001"


def explore_way_back():
    """Choose how Wh starts and its gain, and see how errors stretch and shrink on their way back through 64 units.

    Returns
    -------
    Explorer
        With the controls ``start`` and ``gain``.
    """
    return Explorer(_frame, start=Choice(STARTS, label="start of Wh"), gain=Slider(GAINS, label="gain", value=1.0))
