"""A small picture of each lesson, drawn from numbers that the lesson has."""

import numpy as np

from rnnlab.lessons.digit_sums import ONE_HOT_B, ONE_HOT_W, curve
from rnnlab.lessons.lesson_03_batching.schedule_explorer import schedule_states
from rnnlab.lessons.lesson_08_sentences.trained_network import read_words
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures import arrow, box_outline, circle, heatmap, join, matrix_outline, path, rect, text

WIDTH, HEIGHT = 192, 92


def thumbnail(number, x, y):
    """The picture of a lesson.

    Parameters
    ----------
    number : int
        From 1 to 8.
    x, y : float
        Left and top; it is 192 by 92 pixels.

    Returns
    -------
    Drawing
    """
    return DRAWN[number](x, y)


def _shapes(x, y):
    """The arrays of lesson 1, to scale: X, Wx, Wh and H."""
    look = {"shape": None, "unit": 6.5}
    return join(box_outline(x + 6, y + 10, 4, 10, 3, css="data", **look),
                matrix_outline(x + 58, y + 34, 3, 5, css="s0", **look),
                matrix_outline(x + 100, y + 28, 5, 5, css="s1", **look),
                box_outline(x + 144, y + 10, 4, 10, 5, css="data", **look))


def _forward(x, y):
    """Ten states of a seeded network, one column a step."""
    rng = np.random.default_rng(2)
    weights = Weights(rng.normal(0, 0.6, (3, 5)), np.linalg.qr(rng.normal(size=(5, 5)))[0], rng.uniform(-0.2, 0.2, 5))
    H = forward(rng.normal(size=(1, 10, 3)), weights)[0]
    return join(heatmap(x + 6, y + 14, H.T, vmax=1, cell=(18, 13), numbers=False),
                rect(x + 6 + 6 * 18, y + 11, 18, 71, "lit", 3))


def _schedules(x, y):
    """Two loops and one batch after fourteen rounds."""
    parts = []
    for left, states in zip((x + 2, x + 100), schedule_states(4, 10, 14)):
        parts += [rect(left + 9 * t, y + 16 + 15 * n, 9, 15, "panel") for n, t in states]
        parts += [path([(left, y + 16 + 15 * n), (left + 90, y + 16 + 15 * n)], "thin") for n in range(5)]
        parts += [path([(left + 9 * t, y + 16), (left + 9 * t, y + 76)], "thin") for t in range(11)]
    return join(parts, rect(x + 2 + 9 * 3, y + 16 + 15, 9, 15, "head accent"))


def _watershed(x, y):
    """The curve L(U), the answer at U = 1, and the other two places where a start may end or stay."""
    def place(U, loss):
        return x + 6 + (U + 4) / 6.6 * 180, y + 84 - loss / 24 * 76
    U = np.linspace(-4, 2.6, 67)
    return join(path([place(u, curve(u)) for u in U], "line"), circle(*place(1, 0), 6, "right"),
                circle(*place(-1, curve(-1)), 6, "accent"),
                path([place(u, curve(u)) for u in np.linspace(-1.15, -2.6, 9)], "line accent"),
                path([place(u, curve(u)) for u in np.linspace(0.2, 0.85, 9)], "line accent"))


def _seam(x, y):
    """Lesson 5's published network: b first, W[d] from there."""
    scale, parts = 78, []
    for digit, value in enumerate(ONE_HOT_W):
        top = y + 6 + 8.2 * digit
        parts += [rect(x + 6, top, ONE_HOT_B * scale, 6, "s1"),
                  rect(x + 6 + ONE_HOT_B * scale, top + 1, value * scale, 4, "s0")]
    seam = x + 6 + ONE_HOT_B * scale
    return join(parts, path([(seam, y + 2), (seam, y + 90)], "line accent"))


def _embedding(x, y):
    """Ten digits, unfolded from one place into a number line."""
    parts = []
    for digit in range(10):
        end = x + 14 + 18 * digit, y + 74 - 6.2 * digit
        parts += [path([(x + 70, y + 22), end], "thin"), circle(*end, 8, "node"),
                  text(*end, digit, "small", "middle")]
    return join(parts)


def _backward(x, y):
    """The error goes back through the states, and less of it arrives."""
    parts = []
    for step in range(4):
        left, middle = x + 22 + 50 * step, y + 46
        if step < 3:
            parts += [arrow((left + 14, middle - 6), (left + 36, middle - 6)),
                      path([(left + 14, middle + 10), (left + 36, middle + 7 - 2 * step),
                            (left + 36, middle + 13 + 2 * step)], "head accent", close=True)]
        parts += [circle(left, middle, 14, "node"), text(left, middle, f"h_{step}", "small", "middle")]
    return join(parts)


def _sentence(x, y):
    """The 64 states after a sentence, and the chance of good news after each of its words."""
    reading, parts = read_words("i am not at all bad"), []
    for step, word in enumerate(reading.words, 1):
        middle = y + 14 * step - 4
        parts += [text(x + 4, middle, word, "small"), rect(x + 36, middle - 4, 50, 8, "node"),
                  rect(x + 36, middle - 4, 50 * reading.chances[step], 8, "head accent")]
    return join(parts, heatmap(x + 100, y + 4, reading.H[-1].reshape(8, 8), vmax=1, cell=(11, 10.5), numbers=False))


DRAWN = dict(enumerate((_shapes, _forward, _schedules, _watershed, _seam, _embedding, _backward, _sentence), 1))
