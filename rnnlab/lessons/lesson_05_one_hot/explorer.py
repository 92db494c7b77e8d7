"""Lesson 5's explorer of a redundant bias: what may be moved from b into W, and what that changes."""

from typing import NamedTuple

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, Toggle, target, visible_when
from rnnlab.lessons.digit_sums import SHOWN_SEQUENCES, predict_digits
from rnnlab.pictures import Picture, area, format_number, path, rect, text
from rnnlab.validation import check_array

LEFT, RIGHT, WIDTH = 42, 262, 320  # where the bars may begin and end
TOP, PACE = 76, 21
BOTTOM = TOP + 10 * PACE
RAIL = BOTTOM + 16
TABLE_X, TABLE_Y, TABLE_WIDE, LINE = WIDTH + 12, 18, 250, 26  # the answers, beside the bars
SUM_X, ANSWER_X = TABLE_X + 136, TABLE_X + TABLE_WIDE - 12
MOVES = np.arange(-3, 3.1, 0.5)
KEEP = "leave b as it was (a mistake)"


class _TrainedUnit(NamedTuple):
    """A trained unit with one-hot input.

    Attributes
    ----------
    W : array_like, shape (10,) or (10, 1)
    U, b : float
    """

    W: np.ndarray
    U: float
    b: float


def explore_freedom(units):
    """Move c from the bias into all ten rows of W: the seam between b and W moves, the ends stand still.

    Each digit is one bar: b first, and from there W[d]. With the toggle the bias does not give what W gets, and the
    ends and the predictions move too.

    Parameters
    ----------
    units : dict of str to `_TrainedUnit`, or of tuples (W, U, b)
        By the name under which each can be chosen.

    Returns
    -------
    Explorer
        With the controls ``unit`` (where there are several), ``c`` and ``keep``.

    Raises
    ------
    ValueError
        If there is no unit, or a shape does not fit.
    """
    explorer = BiasShiftExplorer(units)
    controls = {"unit": Choice(list(explorer.units), label="network")} if len(explorer.units) > 1 else {}
    return Explorer(explorer.panels(), **controls,
                    c=Slider([float(c) for c in MOVES], label="c, what each row of W gains", value=0.0, play=True,
                             seconds=0.5),
                    keep=Toggle(label=KEEP))


class BiasShiftExplorer:
    """The units, and the layers that draw them."""

    def __init__(self, units):
        if not units:
            raise ValueError("units is empty: there should be one network at least")
        self.units = {}
        for name, unit in units.items():
            unit = _TrainedUnit(*unit)
            W = np.ravel(check_array("W", unit.W, ("V", "M") if np.ndim(unit.W) == 2 else ("V",)))
            W = check_array("W", W, ("V",), V=10)
            U, b = (check_array(key, np.ravel(value), ("M",), M=1)[0] for key, value in (("U", unit.U), ("b", unit.b)))
            self.units[name] = _TrainedUnit(W.astype(float), float(U), float(b))
        self.first = next(iter(self.units))

    def panels(self):
        return [[self.frame_layer, self.bars_layer, self.ends_layer, self.rail_layer],
                [self.table_layer, self.answer_layer]]

    def unit_named(self, unit):
        return self.units[self.first if unit is None else unit]

    def moved(self, unit, c, keep):
        """The unit after c has been added to W, and taken from b unless b is kept."""
        W, U, b = self.unit_named(unit)
        return _TrainedUnit(W + c, U, b if keep else b - c)

    def x_of(self, unit, value):
        """Where a number lies: one scale for every position of a unit."""
        W, _, b = self.unit_named(unit)
        reached = [0, b - MOVES[-1], b - MOVES[0], *(W + b + MOVES[0]), *(W + b + MOVES[-1])]
        low, high = min(reached), max(reached)
        return LEFT + (value - low) / (high - low) * (RIGHT - LEFT)

    def bar(self, unit, digit, start, stop, height, css):
        """A horizontal bar between two numbers in a digit's row."""
        left, right = sorted((self.x_of(unit, start), self.x_of(unit, stop)))
        return rect(left, TOP + (digit + 0.5) * PACE - height / 2, right - left, height, f"bar {css}")

    def frame_layer(self, unit=None):
        """What never changes of the bars: the key, the digits, and zero."""
        zero = self.x_of(unit, 0)
        parts = [text(16, TOP - 14, "digit", "small quiet"), text(WIDTH - 12, TOP - 14, "W[d] + b", "strong", "end"),
                 rect(16, 11, 22, 15, "bar s1"), text(44, 18, "b comes first"),
                 rect(142, 14, 22, 9, "bar s0"), text(170, 18, "W[d] goes on from b"),
                 rect(25, 32, 4, 19, "right"), text(44, 41, "where they end"),
                 path([(zero, TOP - 4), (zero, BOTTOM + 4)], "line"),
                 text(zero, TOP - 14, "0", "small quiet", "middle")]
        parts += [text(28, TOP + (digit + 0.5) * PACE, digit, "small quiet", "middle") for digit in range(10)]
        return Picture(parts, width=WIDTH, height=RAIL + 30)

    def table_layer(self):
        """What never changes of the answers: the sequences and their sums."""
        parts = [text(TABLE_X, TABLE_Y, "sequence"), text(SUM_X, TABLE_Y, "its sum", "", "end"),
                 text(ANSWER_X, TABLE_Y, "the answer", "strong", "end")]
        for row, digits in enumerate(SHOWN_SEQUENCES, 1):
            y = TABLE_Y + LINE * row
            parts += [text(TABLE_X, y, " ".join(map(str, digits))), text(SUM_X, y, int(digits.sum()), "", "end")]
        return Picture(parts, left=TABLE_X - 12, width=TABLE_X - 12 + TABLE_WIDE)

    def bars_layer(self, c, keep, unit=None):
        """The ten bars, and the seam between b and W."""
        W, _, b = self.moved(unit, c, keep)
        seam = self.x_of(unit, b)
        return Picture([self.bar(unit, digit, 0, b, 15, "s1") for digit in range(10)],
                       [self.bar(unit, digit, b, b + W[digit], 9, "s0") for digit in range(10)],
                       path([(seam, TOP - 4), (seam, RAIL)], "line accent"),
                       path([(seam, RAIL - 7), (seam + 6, RAIL + 5), (seam - 6, RAIL + 5)], "head accent", close=True),
                       text(seam, RAIL + 13, f"b = {format_number(b)}", "small accent", "middle"))

    def ends_layer(self, c, keep, unit=None):
        """Where the bars end, in green, or in red beside the line at which they should."""
        W, _, b = self.unit_named(unit)
        shift, css = (c, "wrong") if keep and c else (0, "right")
        parts = []
        for digit, value in enumerate(W + b):
            y, x = TOP + digit * PACE, self.x_of(unit, value + shift)
            should = self.x_of(unit, value)
            parts += [path([(should, y + 1), (should, y + PACE - 1)], "line") if shift else None,
                      rect(x - 2, y + 1, 4, PACE - 2, css),
                      text(WIDTH - 12, y + PACE / 2, format_number(value + shift), css, "end")]
        return Picture(parts)

    def rail_layer(self, unit=None):
        """Below the bars, a place to click or drag for each stop of the seam."""
        b, wide = self.unit_named(unit).b, self.x_of(unit, 0.5) - self.x_of(unit, 0)
        return Picture(visible_when(*(
            target(area(self.x_of(unit, b - c) - wide / 2, BOTTOM + 2, wide, 26), f"Move c to {format_number(c, 1)}",
                   click_only=True, c=float(c)) for c in MOVES), keep=[False]))

    def answer_layer(self, c, keep, unit=None):
        """The five answers, and the sentence."""
        W, U, b = self.moved(unit, c, keep)
        answers = predict_digits(SHOWN_SEQUENCES, W + b, U)
        css = "strong wrong" if keep and c else "strong"
        parts = [text(ANSWER_X, TABLE_Y + LINE * row, format_number(answer), css, "end")
                 for row, answer in enumerate(answers, 1)]
        listed = ", ".join(map(format_number, answers))
        ends = f"from {format_number(min(W + b))} to {format_number(max(W + b))}"
        if not c:
            caption = (f"Nothing is moved: b is {format_number(b)}, each digit d has a weight W[d] of its own, and the "
                       f"ends W[d] + b run {ends}. The answers are {listed}.")
        elif keep:
            shift = (1 + U + U * U) * c
            caption = (f"Each row of W has changed by {format_number(c, 1)}, and b has been left at "
                       f"{format_number(b)}. So the ends have moved, and all answers have moved by (1 + U + U²) · c = "
                       f"{format_number(shift)}: they are {listed}.")
        else:
            caption = (f"Each row of W has changed by {format_number(c, 1)}, and b by {format_number(-c, 1)}. The seam "
                       f"has moved to {format_number(b)}; the ends still run {ends}, and the answers are still "
                       f"{listed}.")
        return Picture(parts, caption=caption)
