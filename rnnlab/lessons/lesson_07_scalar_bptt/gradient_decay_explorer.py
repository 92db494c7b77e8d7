"""Lesson 7's explorer of gradient decay: what is left of an error, at every step back, for every U at once."""

import math
from functools import cache
from itertools import groupby

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, Toggle, target
from rnnlab.network.bptt import backward
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures import Picture, area, arrow, colour_level, format_number, path, rect, text

STEPS, W = 40, 0.5
X = np.random.default_rng(7).normal(0, 0.3, (1, STEPS, 1))  # the lesson's 40 inputs
U_STOPS = tuple(round(0.1 * tenths, 1) for tenths in range(5, 16))
FIRST_STATES = (0.5, 0.036013, 0.036014, 0.036015)  # at U = 1.5 a needle: a tanh ends low, in the middle, high
STRONGEST = 4  # powers of ten, either way, that have the strongest colour
MAP_X, MAP_Y, WIDE, HIGH = 170, 78, 3.3, 22  # left, top, and a cell
RIGHT, BOTTOM = MAP_X + (STEPS + 1) * WIDE, MAP_Y + len(U_STOPS) * HIGH
WIDTH = round(RIGHT) + 12
BARS_X, BARS_Y, BARS_HIGH, BAR = WIDTH + 86, 62, 96, 5.4  # beside the map
BARS_RIGHT = BARS_X + (STEPS + 1) * BAR


@cache
def remaining_errors(U, tanh=False, h0=0.5):
    """How much of an error at the last state arrives at each state before: |dh_t / dh_T|.

    Parameters
    ----------
    U : float
    tanh : bool
        Whether the unit is a tanh; else it is linear.
    h0 : float
        The first state.

    Returns
    -------
    numpy.ndarray, shape (STEPS + 1,)
        For t from 0 to STEPS. The last is 1.
    """
    found = backward(X, [[2.0]], Weights([[W]], [[U]], [0.0]), "tanh" if tanh else "linear", [[h0]])
    slopes = np.abs([found.dh0.item(), *found.dH.ravel()])
    return slopes / slopes[-1]


def explore_far_back():
    """Move a line over all U, and see how much of an error at the last step arrives at each step before.

    Returns
    -------
    Explorer
        With the controls ``U``, ``tanh`` (ticked for a tanh unit, else it is linear) and ``h0``, the first state.
    """
    return Explorer([[_frame_layer, _map_layer, _line_layer], [_legend_layer, _bars_layer]],
                    U=Slider(U_STOPS, label="U", value=0.8), tanh=Toggle(label="tanh"),
                    h0=Choice(FIRST_STATES, label="first state"))


def _row_y(U):
    return MAP_Y + (len(U_STOPS) - 1 - U_STOPS.index(U)) * HIGH


def _frame_layer():
    """Names and axes of the map."""
    parts = [text(8, 18, "what is left at step t of an error", "strong"),
             text(8, 36, f"at step {STEPS}, for every U", "strong"),
             text(8, MAP_Y - 12, "U", "strong"), text(MAP_X - 10, MAP_Y - 12, "left at step 0", "small quiet", "end"),
             arrow((RIGHT, MAP_Y - 12), (RIGHT - 17, MAP_Y - 12)),
             text(RIGHT - 21, MAP_Y - 12, "the error goes back", "small quiet", "end"),
             text(MAP_X - 10, BOTTOM + 12, "step", "small quiet", "end")]
    parts += [text(MAP_X + (t + 0.5) * WIDE, BOTTOM + 12, t, "small quiet", "middle") for t in range(0, STEPS + 1, 10)]
    return Picture(parts, width=WIDTH, height=BOTTOM + 24)


def _legend_layer():
    """Names of the bars, and what the colours of the map mean."""
    left, base = WIDTH + 8, BARS_Y + BARS_HIGH
    parts = [text(left, 18, "the same on the line", "strong"), path([(BARS_X, base), (BARS_RIGHT, base)], "line"),
             text(BARS_X - 10, base + 13, "step", "small quiet", "end"),
             text(left, base + 46, "· U f'(z_t) at each step back", "small quiet")]
    parts += [text(BARS_X + (t + 0.5) * BAR, base + 13, t, "small quiet", "middle") for t in range(0, STEPS + 1, 10)]
    legend = [(-10, "1/10,000 or less"), (-5, "1/100"), (0, "1"), (5, "100"), (10, "10,000 or more")]
    for row, (level, words) in enumerate(legend):
        y = base + 74 + 22 * row
        parts += [_coloured(rect(left, y - 7, 14, 14, ""), level), text(left + 22, y, words, "small")]
    return Picture(parts, left=WIDTH, width=BARS_RIGHT + 12, height=BOTTOM + 24)


def _coloured(drawing, level):
    """A drawing in the colour of a level, without a seam to its neighbours."""
    return f'<g class="v{level}" shape-rendering="crispEdges">{"".join(drawing.marks)}</g>'


def _map_layer(tanh, h0):
    """A row for each U, a column for each step, runs of one colour in one piece."""
    parts = []
    for U in U_STOPS:
        y, left = _row_y(U), remaining_errors(U, tanh, h0)
        column = 0
        for level, cells in groupby(colour_level(power, STRONGEST) for power in np.log10(left)):
            count = len(list(cells))
            piece = rect(MAP_X + column * WIDE, y, count * WIDE, HIGH, "")
            parts.append(_coloured(piece, level))
            column += count
        parts += [text(8, y + HIGH / 2, U, "small"), text(MAP_X - 6, y + HIGH / 2, _plain(left[0]), "small", "end"),
                  target(area(0, y, WIDTH - 8, HIGH), f"Move the line to U = {U}", click_only=True, U=U)]
    return Picture(parts)


def _line_layer(U):
    """The line at this U."""
    return Picture(rect(MAP_X, _row_y(U), (STEPS + 1) * WIDE, HIGH, "lit"))


def _bars_layer(U, tanh, h0):
    """The numbers on the line as bars, and the sentence."""
    left = remaining_errors(U, tanh, h0)
    top, base = max(left), BARS_Y + BARS_HIGH
    steps = [(BARS_X, base)]
    for t, share in enumerate(left):
        height = share / top * BARS_HIGH
        steps += [(BARS_X + t * BAR, base - height), (BARS_X + (t + 1) * BAR, base - height)]
    steps.append((steps[-1][0], base))
    factor = "U"
    if tanh:
        last = forward(X, Weights([[W]], [[U]], [0.0]), h0=[[h0]])[0, -1, 0]
        factor = f"U f'(z_t); the state ends at h_{STEPS} = {format_number(last)}"
    verdict = "It vanishes." if left[0] < 0.05 else "It explodes." if left[0] > 20 else "It lasts."
    unit = f"{'tanh' if tanh else 'linear'} unit from h_0 = {h0:g}"
    caption = (f"U = {U}, a {unit}: each step back multiplies the error "
               f"by {factor}. An error of 1 at h_{STEPS} arrives at h_0 as {_plain(left[0])}. {verdict}")
    return Picture(text(WIDTH + 8, 38, unit, "strong accent"), path(steps, "head accent", close=True),
                   text(BARS_X - 10, BARS_Y + 6, _plain(top), "small", "end"),
                   text(BARS_X - 10, base - 4, "0", "small", "end"), caption=caption)


def _plain(value):
    """Two digits that count: a number, with commas where it is large, or a fraction where it is small."""
    if value < 0.001:
        return f"1/{_plain(1 / value)}"
    power = math.floor(math.log10(value))
    return f"{round(value, 1 - power):,.{max(0, 1 - power)}f}"
