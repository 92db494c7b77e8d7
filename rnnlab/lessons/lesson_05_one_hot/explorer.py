"""Lesson 5's explorer of a redundant bias: what may be moved from b into W, and what that changes."""

from typing import NamedTuple

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, Toggle
from rnnlab.lessons.digit_sums import SHOWN_SEQUENCES, predict_digits
from rnnlab.pictures import Picture, format_number, path, rect, text
from rnnlab.validation import check_array

TOP, PACE = 44, 21
HEIGHT = 10 * PACE
PANELS = {"W": (44, 220), "b": (286, 170), "W + b": (484, 236)}  # left edge and width
LABEL = 36  # for the number at the end of a bar
TABLE = TOP + HEIGHT + 40
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
    """Move c from the bias into all ten rows of W: the bars slide, the predictions stand still.

    With the toggle the bias does not give what W gets, and the predictions move too.

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
    explorer = BiasShiftExplorer({name: _TrainedUnit(*unit) for name, unit in units.items()})
    controls = {"unit": Choice(list(explorer.units), label="network")} if len(explorer.units) > 1 else {}
    return Explorer(explorer.layers(), **controls,
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
            W = np.ravel(check_array("W", unit.W, ("V", "M") if np.ndim(unit.W) == 2 else ("V",)))
            W = check_array("W", W, ("V",), V=10)
            U, b = (check_array(key, np.ravel(value), ("M",), M=1)[0] for key, value in (("U", unit.U), ("b", unit.b)))
            self.units[name] = _TrainedUnit(W.astype(float), float(U), float(b))
        self.first = next(iter(self.units))

    def layers(self):
        return [self.frame_layer, self.w_layer, self.b_layer, self.sum_layer, self.answer_layer]

    def unit_named(self, unit):
        return self.units[self.first if unit is None else unit]

    def moved(self, unit, c, keep):
        """The unit after c has been added to W, and taken from b unless b is kept."""
        W, U, b = self.unit_named(unit)
        return _TrainedUnit(W + c, U, b if keep else b - c)

    def spans(self, unit):
        """The lowest and the highest number that each panel ever shows, zero among them."""
        W, _, b = self.unit_named(unit)
        ends = {"W": W, "b": np.array([b]), "W + b": W + b}
        return {name: (min(0, values.min() + MOVES[0]), max(0, values.max() + MOVES[-1]))
                for name, values in ends.items()}

    def bars(self, panel, values, unit, css):
        """A bar a row, to the right of a zero line or, where it is negative, to the left; one scale for all panels."""
        spans = self.spans(unit)
        scale = min((PANELS[name][1] - 2 * LABEL) / (high - low) for name, (low, high) in spans.items())
        zero = PANELS[panel][0] + LABEL - spans[panel][0] * scale
        parts = []
        for index, value in enumerate(values):
            length, y = abs(value) * scale, TOP + (index if len(values) > 1 else 4.5) * PACE
            end = zero + (length if value >= 0 else -length)
            if length >= 0.05:
                parts.append(rect(min(zero, end), y + 3, length, PACE - 6, f"bar {css}"))
            parts.append(text(end + (5 if value >= 0 else -5), y + PACE / 2, format_number(value), "small",
                              "start" if value >= 0 else "end"))
        return [*parts, path([(zero, TOP), (zero, TOP + HEIGHT)], "line")]

    def frame_layer(self):
        """What never changes: the names, the digits, and the head of the table."""
        middles = {name: left + width / 2 for name, (left, width) in PANELS.items()}
        y = TOP + HEIGHT / 2
        parts = [text(middles["W"], TOP - 18, "W", "strong", "middle"),
                 text(middles["b"], TOP - 18, "b", "strong", "middle"),
                 text(middles["W + b"], TOP - 18, "W + b, the effective values", "strong", "middle"),
                 text(16, TOP - 18, "digit", "small quiet"),
                 text(275, y, "+", "large", "middle"), text(470, y, "=", "large", "middle")]
        parts += [text(28, TOP + (digit + 0.5) * PACE, digit, "small quiet", "middle") for digit in range(10)]
        parts += [text(16, TABLE, "sequence"), text(16, TABLE + 22, "its sum"),
                  text(16, TABLE + 44, "the answer", "strong")]
        for index, digits in enumerate(SHOWN_SEQUENCES):
            x = 180 + 110 * index
            parts += [text(x, TABLE, " ".join(map(str, digits)), "", "middle"),
                      text(x, TABLE + 22, int(digits.sum()), "", "middle")]
        return Picture(parts, width=728, height=TABLE + 64)

    def w_layer(self, c, unit=None):
        return Picture(self.bars("W", self.moved(unit, c, False).W, unit, "s0"))

    def b_layer(self, c, keep, unit=None):
        return Picture(self.bars("b", [self.moved(unit, c, keep).b], unit, "s1"))

    def sum_layer(self, c, keep, unit=None):
        W, _, b = self.moved(unit, c, keep)
        return Picture(self.bars("W + b", W + b, unit, "s2"))

    def answer_layer(self, c, keep, unit=None):
        """The five answers, and the sentence."""
        W, U, b = self.moved(unit, c, keep)
        answers = predict_digits(SHOWN_SEQUENCES, W + b, U)
        css = "strong wrong" if keep and c else "strong"
        parts = [text(180 + 110 * index, TABLE + 44, format_number(answer), css, "middle")
                 for index, answer in enumerate(answers)]
        listed = ", ".join(map(format_number, answers))
        if not c:
            caption = (f"Nothing is moved. W + b runs from {format_number(W[0] + b)} to {format_number(W[9] + b)}; the "
                       f"answers are {listed}.")
        elif keep:
            shift = (1 + U + U * U) * c
            caption = (f"Each row of W has changed by {format_number(c, 1)}, and b has been left at "
                       f"{format_number(b)}. So W + b has moved, and all answers have moved by (1 + U + U²) · c = "
                       f"{format_number(shift)}: they are {listed}.")
        else:
            caption = (f"Each row of W has changed by {format_number(c, 1)}, and b by {format_number(-c, 1)}. W + b "
                       f"still runs from {format_number(W[0] + b)} to {format_number(W[9] + b)}, and the answers are "
                       f"still {listed}.")
        return Picture(parts, caption=caption)
