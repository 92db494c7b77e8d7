"""Lesson 6's explorer of an embedding: its rows as points of a plane, while they are trained.

A row of E with two numbers is a point. All points of one effective value, E[d] @ W + b, lie on a line, and the lines of
0 to 9 are parallel: W crosses them at a right angle. On its line a row may slide, and no answer changes.
"""

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, target, visible_when
from rnnlab.lessons.digit_sums.loss_landscape import thin_out
from rnnlab.lessons.lesson_06_embeddings.snapshots import snapshot_after
from rnnlab.pictures import Picture, area, arrow, circle, format_number, path, rect, text

FOLLOWING_DIGITS = (6, 7)  # after the one that is picked
SLIDES = (-1.0, -0.5, 0.0, 0.5, 1.0)
PLANE_X, PLANE_Y, PLANE = 8, 52, 304  # left, top and side of the plane
DISC, W_FOOT, W_UNIT = 10, (48, 284), 20  # a disc's radius; where the arrow W begins, and its pixels for one
PANEL_X, PANEL_WIDE = 328, 304
ANSWER_Y = 196
BAR_X, BAR_Y, BAR_PACE, BAR_HIGH = 372, 238, 38, 24


def explore_embedding(histories, stops=None):
    """Move through the training and watch the rows of E; pick a digit, slide it along its line, and follow it.

    Parameters
    ----------
    histories : dict of str to `History`
        Of one network each, from `rnnlab.training.fit.fit_embedding` with ten digits, rows of two numbers and one
        unit, by the name under which it can be chosen.
    stops : sequence of int, optional
        The numbers of updates to stop at, of those that the histories have sampled. All of them if not given.

    Returns
    -------
    Explorer
        With the controls ``run`` (where there are several), ``updates``, ``digit`` and ``slide``.

    Raises
    ------
    ValueError
        If there is no history, one has no embedding of shape (10, 2) for one unit, or a stop was not sampled.
    """
    explorer = EmbeddingExplorer(histories, stops)
    controls = {"run": Choice(list(explorer.runs), label="network")} if len(explorer.runs) > 1 else {}
    return Explorer(explorer.panels(), **controls,
                    updates=Slider(explorer.stops, label="updates", value=explorer.stops[-1], play=True, seconds=0.7),
                    digit=Slider(0, 9, label="digit", value=3),
                    slide=Slider(SLIDES, label="slide it along its line", value=0.0))


class EmbeddingExplorer:
    """The snapshots of each run, and the layers that draw them."""

    def __init__(self, histories, stops):
        if not histories:
            raise ValueError("histories is empty: there should be one training at least")
        self.histories, self.runs, first = histories, {}, next(iter(histories.values()))
        self.stops = tuple(int(n) for n in (first.updates if stops is None else stops))
        for name, history in histories.items():
            self.runs[name] = {n: snapshot_after(n, history, name) for n in self.stops}
        self.first = next(iter(self.runs))
        snapshots = [snapshot for run in self.runs.values() for snapshot in run.values()]
        corners = np.concatenate([s.E + end * s.along for s in snapshots for end in (SLIDES[0], SLIDES[-1])])
        corners = np.concatenate([corners, *(history.embedding.reshape(-1, 2) for history in histories.values())])
        low, high = corners.min(0), corners.max(0)
        self.centre, self.unit = (low + high) / 2, (PLANE - 3 * DISC) / (high - low).max()
        states = [h for s in snapshots for digit in range(10) for h in s.states(digit, *FOLLOWING_DIGITS)]
        self.low, self.high = min(0.0, *states), max(25.0, *states)

    def panels(self):
        return [[self.plane_layer, self.lines_layer, self.trail_layer, self.discs_layer, self.lit_layer,
                 self.pick_layer],
                [self.names_layer, self.value_layer, self.states_layer, self.row_layer]]

    def snapshot(self, updates, run=None):
        return self.runs[self.first if run is None else run][updates]

    def place(self, point):
        """Where a point of the plane stands in the picture."""
        x, y = (np.asarray(point) - self.centre) * self.unit
        return PLANE_X + PLANE / 2 + float(x), PLANE_Y + PLANE / 2 - float(y)

    def bar_end(self, value):
        """Where a state's bar ends."""
        return BAR_X + (value - self.low) / (self.high - self.low) * (PANEL_X + PANEL_WIDE - 50 - BAR_X)

    def plane_layer(self):
        """What never changes of the plane: its frame and the names."""
        return Picture(
            rect(PLANE_X, PLANE_Y, PLANE, PLANE, "thin"),
            text(PLANE_X, 18, "each row of E is a point", "strong"),
            text(PLANE_X, 38, "a line: all points of one value", "small quiet"),
            width=PLANE_X + PLANE + 8, height=PLANE_Y + PLANE + 8)

    def names_layer(self):
        """What never changes beside the plane."""
        zero = self.bar_end(0)
        return Picture(
            text(PANEL_X, 18, "what the network sees of it:  E[d] @ W + b", "strong"),
            text(PANEL_X, ANSWER_Y, "its answer:  h_t = value + U h_{t-1}", "strong"),
            path([(zero, BAR_Y - 22), (zero, BAR_Y + 2.6 * BAR_PACE)], "thin"),
            left=PANEL_X - 8, width=PANEL_X + PANEL_WIDE + 8, height=PLANE_Y + PLANE + 8)

    def lines_layer(self, updates, run=None):
        """The lines of the effective values 0 to 9, as far as they lie in view, and W."""
        snapshot, lines = self.snapshot(updates, run), []
        for value in range(10):
            foot = snapshot.W * (value - snapshot.b) / (snapshot.W @ snapshot.W)  # the nearest point to 0
            ends = _clip(self.place(foot), snapshot.along * (1, -1))
            if ends:
                (x, y), _ = ends = sorted(ends)
                x, y = min(max(x, PLANE_X + 9), PLANE_X + PLANE - 9), min(max(y, PLANE_Y + 10), PLANE_Y + PLANE - 10)
                lines += [path(ends, "thin"), circle(x, y, 7, "paper"), text(x, y, value, "small quiet", "middle")]
        tip = W_FOOT + W_UNIT * snapshot.W * (1, -1)
        return Picture(lines, arrow(W_FOOT, tip.tolist()),
                       text(W_FOOT[0] - 6, W_FOOT[1] - 8, "W", "strong", "end"))

    def trail_layer(self, updates, digit, run=None):
        """The way of the picked digit up to here."""
        history = self.histories[self.first if run is None else run]
        way = history.embedding[:np.flatnonzero(history.updates == updates)[0] + 1, digit]
        return Picture(path(thin_out([self.place(point) for point in way], 2.5), "line accent"))

    def discs_layer(self, updates, run=None):
        """The ten digits but the picked one, which `lit_layer` draws."""
        return Picture(_others([circle(*self.place(row), DISC, "node"),
                                text(*self.place(row), d, "small strong", "middle")]
                               for d, row in enumerate(self.snapshot(updates, run).E)))

    def pick_layer(self, updates, run=None):
        """The buttons to pick another digit, above those that slide one."""
        spots = [self.place(row) for row in self.snapshot(updates, run).E]
        return Picture(_others(target(area(x - 12, y - 12, 24, 24), f"Pick the digit {d}", click_only=True, digit=d)
                               for d, (x, y) in enumerate(spots)))

    def lit_layer(self, updates, digit, run=None):
        """The picked digit, at each stop on its line."""
        snapshot = self.snapshot(updates, run)
        stops = {stop: self.place(snapshot.E[digit] + stop * snapshot.along) for stop in SLIDES}
        discs = [visible_when(circle(*point, DISC, "paper"), circle(*point, DISC, "lit"),
                              text(*point, digit, "small strong", "middle"), slide=[stop])
                 for stop, point in stops.items()]
        buttons = [target(area(x - 12, y - 12, 24, 24), f"Slide it by {format_number(stop, 1)}", click_only=True,
                          slide=stop) for stop, (x, y) in stops.items()]
        return Picture(path([stops[SLIDES[0]], stops[SLIDES[-1]]], "line"),
                       [circle(*point, 3.5, "head accent") for point in stops.values()], discs, buttons)

    def value_layer(self, updates, digit, run=None):
        """What the picked digit meets, W and b, and what comes of it."""
        snapshot = self.snapshot(updates, run)
        return Picture(_row(0, f"E[{digit}]", css="accent"), _row(1, "W", snapshot.W), _row(2, "b", [snapshot.b]),
                       text(PANEL_X, 146, f"+ {_signed(snapshot.b)}  ="),
                       text(PANEL_X + 82, 146, _two(snapshot.v[digit]), "large strong accent"),
                       text(PANEL_X + 144, 146, f"is the value of {digit}", "quiet"))

    def row_layer(self, updates, digit, slide, run=None):
        """The row of the picked digit, and its way to the value that a slide leaves alone."""
        snapshot = self.snapshot(updates, run)
        row = snapshot.E[digit] + slide * snapshot.along
        products = " + ".join(f"{_signed(a)} · {_signed(w)}" for a, w in zip(row, snapshot.W))
        return Picture(_row(0, "", row, "accent"), text(PANEL_X, 122, products),
                       caption=f"Row {digit} has slid along its line by {format_number(abs(slide), 1)}: it has other "
                               "numbers, but its effective value and the answer are as they were." if slide else "")

    def states_layer(self, updates, digit, run=None):
        """The three states, the sum that they should reach, and the gap between."""
        snapshot = self.snapshot(updates, run)
        digits = (digit, *FOLLOWING_DIGITS)
        states = snapshot.states(*digits)
        goal, zero = sum(digits), self.bar_end(0)
        x, parts = self.bar_end(goal), [text(PANEL_X + PANEL_WIDE, ANSWER_Y, f"U = {_two(snapshot.U)}", "", "end")]
        for t, (d, h) in enumerate(zip(digits, states), 1):
            y, end = BAR_Y + (t - 1) * BAR_PACE, self.bar_end(h)
            parts += [text(PANEL_X, y, d, "strong"), text(PANEL_X + 16, y, f"h_{t}", "small quiet"),
                      rect(min(zero, end), y - BAR_HIGH / 2, abs(end - zero), BAR_HIGH, "bar s4"),
                      text(x + 6 if x - 46 < max(zero, end) < x else max(zero, end) + 6, y, _two(h),
                           "strong accent" if t == 3 else "")]
        y, end, gap = BAR_Y + 3 * BAR_PACE, self.bar_end(states[2]), states[2] - goal
        total = f"{' + '.join(map(str, digits))} = {goal}"
        parts += [path([(x, BAR_Y - 22), (x, y - 12)], "line"), text(x, y, total, "strong", "middle")]
        if format_number(abs(gap)) == format_number(0):
            parts.append(text(PANEL_X, y, "✓ no gap", "right strong"))
        else:
            parts += [path([(x, y - 21), (end, y - 21)], "line wrong"),
                      text(PANEL_X, y, f"✗ gap {_two(gap)}", "wrong strong")]
        error = np.abs(snapshot.v - np.arange(10)).max()
        caption = (f"After {updates:,} updates U is {_two(snapshot.U)}. Digit {digit} has the effective value "
                   f"{_two(snapshot.v[digit])}. For {', '.join(map(str, digits))} the states are "
                   f"{', '.join(map(_two, states))}; the sum is {goal}. The ten effective values are up to "
                   f"{_two(error)} away from 0 to 9.")
        return Picture(parts, caption=caption)


_two = format_number


def _others(drawn):
    """What is drawn for each digit, but for the one that is picked."""
    return [visible_when(parts, digit=set(range(10)) - {d}) for d, parts in enumerate(drawn)]


def _row(line, name, values=(), css=""):
    """A line of numbers behind their name."""
    y, words = 46 + 23 * line, "   and   ".join(map(_two, values))
    return [text(PANEL_X + 40, y, name, f"strong {css}".strip(), "end") if name else None,
            text(PANEL_X + 54, y, words, css) if words else None]


def _signed(value):
    """A factor or a summand, in brackets if it is negative."""
    return f"({_two(value)})" if _two(value).startswith("−") else _two(value)


def _clip(point, direction):
    """The two ends of a line within the frame of the plane, or None."""
    spans = []
    for origin, pace, low in zip(point, direction, (PLANE_X, PLANE_Y)):
        if abs(pace) < 1e-9:
            if not low <= origin <= low + PLANE:
                return None
        else:
            spans.append(sorted(((low - origin) / pace, (low + PLANE - origin) / pace)))
    start, end = max(span[0] for span in spans), min(span[1] for span in spans)
    if end - start < 1:
        return None
    return [tuple(float(o + along * p) for o, p in zip(point, direction)) for along in (start, end)]
