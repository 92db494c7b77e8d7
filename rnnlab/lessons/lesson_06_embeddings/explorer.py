"""Lesson 6's explorer of an embedding: a digit's row on its way through W, b and the recurrence, while E is trained."""

import numpy as np

from rnnlab.explorer import Choice, Explorer, Slider, target
from rnnlab.lessons.digit_sums import best_line, predict_digits
from rnnlab.network.weights import Weights
from rnnlab.pictures import Edge, Picture, area, circle, format_number, heatmap, path, rect, text, unrolled, vector

FOLLOWING_DIGITS = (6, 7)  # the two digits that follow the one that is picked
LEFT, TABLE_Y = 66, 48
WIDE, HIGH = 60, 24  # a cell
PLOT_Y, PLOT_WIDE, PLOT_HIGH = TABLE_Y, 330, 10 * HIGH
WORK_Y = TABLE_Y + 10 * HIGH + 44
NET_Y = WORK_Y + 3 * HIGH - 10


def explore_embedding(histories, stops=None):
    """Pick a digit and follow its row of E; move through the training and watch the effective values.

    Parameters
    ----------
    histories : dict of str to `History`
        Of one network each, from `rnnlab.training.fit.fit_embedding` with ten digits and one unit, by the name under
        which it can be chosen.
    stops : sequence of int, optional
        The numbers of updates to stop at, of those that the histories have sampled. All of them if not given.

    Returns
    -------
    Explorer
        With the controls ``run`` (where there are several), ``updates`` and ``digit``.

    Raises
    ------
    ValueError
        If there is no history, one has no embedding of ten digits for one unit, or a stop was not sampled.
    """
    explorer = EmbeddingExplorer(histories, stops)
    controls = {"run": Choice(list(explorer.runs), label="network")} if len(explorer.runs) > 1 else {}
    return Explorer(explorer.layers(), **controls,
                    updates=Slider(explorer.stops, label="updates", value=explorer.stops[len(explorer.stops) // 2],
                                   play=True, seconds=0.7),
                    digit=Slider(0, 9, label="digit", value=3))


class Snapshot:
    """The network after some updates.

    Attributes
    ----------
    E : numpy.ndarray, shape (10, D)
    W, v : numpy.ndarray, shape (D,), (10,)
    U, b : float
    line : tuple of float
        Slope and offset of the best values at this U.
    """

    def __init__(self, E, weights):
        self.E, self.W = E, weights.Wx[:, 0]
        self.U, self.b = float(weights.Wh[0, 0]), float(weights.bh[0])
        self.v = E @ self.W + self.b
        self.line = best_line(self.U)[:2]


class EmbeddingExplorer:
    """The snapshots of each run, and the layers that draw them."""

    def __init__(self, histories, stops):
        if not histories:
            raise ValueError("histories is empty: there should be one training at least")
        self.runs, first = {}, next(iter(histories.values()))
        self.stops = tuple(int(n) for n in (first.updates if stops is None else stops))
        for name, history in histories.items():
            if history.embedding is None or history.embedding.ndim != 3 or history.embedding.shape[1] != 10 \
                    or history.path.Wx.shape[-1] != 1:
                raise ValueError(f"the history of {name!r} should be that of one network with an embedding (10, D) "
                                 "and M = 1")
            self.runs[name] = {n: Snapshot(*_sampled(name, history, n)) for n in self.stops}
        snapshots = [snapshot for run in self.runs.values() for snapshot in run.values()]
        self.D = snapshots[0].E.shape[1]
        if any(snapshot.E.shape[1] != self.D for snapshot in snapshots):
            raise ValueError("the embeddings differ in size, they should all have the same D")
        self.plot_x = LEFT + self.D * WIDE + 100
        self.low = min(-1.0, *(snapshot.v.min() for snapshot in snapshots))
        self.high = max(10.0, *(snapshot.v.max() for snapshot in snapshots))
        self.first = next(iter(self.runs))

    def layers(self):
        return [self.frame_layer, self.table_layer, self.plot_layer, self.row_layer, self.computation_layer]

    def snapshot(self, updates, run=None):
        return self.runs[self.first if run is None else run][updates]

    def scale(self, run):
        """The largest magnitudes that E, W and their products reach in a run."""
        snapshots = self.runs[self.first if run is None else run].values()
        return [max(float(np.abs(part(snapshot)).max()) for snapshot in snapshots) or 1.0
                for part in (lambda m: m.E, lambda m: m.W, lambda m: m.E * m.W)]

    def frame_layer(self):
        """What never changes: names and axes."""
        right = LEFT + self.D * WIDE
        parts = [text(LEFT, TABLE_Y - 16, "E", "strong"),
                 text(LEFT + 15, TABLE_Y - 16, f"(10, {self.D})", "small quiet"),
                 text(16, TABLE_Y - 16, "digit", "small quiet")]
        parts += [text(LEFT - 10, TABLE_Y + (d + 0.5) * HIGH, d, "small quiet", "end") for d in range(10)]
        parts += [text(LEFT - 10, WORK_Y + (row + 0.5) * HIGH, name, "", "end")
                  for row, name in enumerate(("E[d]", "· W", "="))]
        parts += [text(right + 14, WORK_Y + 12, "the row that the digit picks", "small quiet"),
                  text(right + 14, WORK_Y + 36, "W, drawn lying", "small quiet"),
                  text(self.plot_x - 8, PLOT_Y - 18, "effective value  E[d] @ W + b", "strong"),
                  text(self.plot_x + PLOT_WIDE / 2, PLOT_Y + PLOT_HIGH + HIGH, "digit", "small quiet", "middle")]
        for value in (0, 3, 6, 9):
            y = self.plot(0, value)[1]
            parts += [path([(self.plot_x, y), (self.plot_x + PLOT_WIDE, y)], "thin"),
                      text(self.plot_x - 6, y, value, "small quiet", "end")]
        parts += [text(self.plot(d, 0)[0], PLOT_Y + PLOT_HIGH + 10, d, "small quiet", "middle") for d in range(10)]
        end = self.plot(9, 9)
        parts += [path([self.plot(0, 0), end], "line"), text(end[0] + 8, end[1], "y = d", "small", "start")]
        return Picture(parts, width=max(720, self.plot_x + PLOT_WIDE + 50), height=NET_Y + 202)

    def plot(self, digit, value):
        """Where a value of a digit stands in the plot."""
        fraction = (value - self.low) / (self.high - self.low)
        return self.plot_x + (digit + 0.5) * PLOT_WIDE / 10, PLOT_Y + PLOT_HIGH * (1 - fraction)

    def table_layer(self, updates, run=None):
        """All of E, and W beneath it."""
        snapshot, (e_top, w_top, _) = self.snapshot(updates, run), self.scale(run)
        return Picture(heatmap(LEFT, TABLE_Y, snapshot.E, vmax=e_top, cell=(WIDE, HIGH)),
                       vector(LEFT, WORK_Y + HIGH, snapshot.W, vmax=w_top, cell=(WIDE, HIGH)))

    def plot_layer(self, updates, run=None):
        """The ten effective values, and the best that they can be at this U."""
        snapshot = self.snapshot(updates, run)
        slope, offset = snapshot.line
        left, right = (self.plot(d, np.clip(slope * d + offset, self.low, self.high)) for d in (0, 9))
        dots = [circle(*self.plot(d, v), 4, "s0") for d, v in enumerate(snapshot.v)]
        parts = [path([left, right], "line accent"), *dots]
        if abs(right[1] - self.plot(9, 9)[1]) > 14:
            parts.append(text(right[0] + 8, right[1], "best", "small accent"))
            parts.append(text(right[0] + 8, right[1] + 14, "at U", "small accent"))
        return Picture(parts)

    def row_layer(self, digit):
        """Which row is picked, and the buttons to pick another."""
        rows = [area(LEFT, TABLE_Y + d * HIGH, self.D * WIDE, HIGH) for d in range(10)]
        return Picture(rect(LEFT, rows[digit].y, rows[digit].width, HIGH, "lit"),
                       [target(row, f"Follow the digit {d}", digit=d) for d, row in enumerate(rows)])

    def computation_layer(self, updates, digit, run=None):
        """The picked row times W, plus b, and on through the recurrence."""
        snapshot, (e_top, _, p_top) = self.snapshot(updates, run), self.scale(run)
        digits = np.array([[digit, *FOLLOWING_DIGITS]])
        v, U, products = snapshot.v, snapshot.U, snapshot.E[digit] * snapshot.W
        states = [float(predict_digits(digits[:, :t], v, U)[0]) for t in (1, 2, 3)]
        right, y = LEFT + self.D * WIDE + 14, WORK_Y + 60
        parts = [vector(LEFT, WORK_Y, snapshot.E[digit], vmax=e_top, cell=(WIDE, HIGH)),
                 vector(LEFT, WORK_Y + 48, products, vmax=p_top, cell=(WIDE, HIGH)),
                 text(right, y, f"sum {format_number(products.sum())},  plus b ({format_number(snapshot.b)}):"),
                 text(right + 214, y, format_number(v[digit]), "strong accent"),
                 circle(*self.plot(digit, v[digit]), 7, "lit"),
                 unrolled(LEFT, NET_Y, 3, width=600, height=190,
                          nodes={("x", t): str(d) for t, d in enumerate(digits[0], 1)}
                          | {("h", t): format_number(h) for t, h in enumerate(states, 1)} | {("h", 0): "0"},
                          edges={("x", t): Edge(format_number(v[d]), css="accent" if t == 1 else "")
                                 for t, d in enumerate(digits[0], 1)}
                          | {("h", t): Edge(f"· {format_number(U)}") for t in (1, 2, 3)})]
        error = np.abs(v - np.arange(10)).max()
        caption = (f"After {updates:,} updates U is {format_number(U)}. Digit {digit}: its row times W is "
                   f"{format_number(products.sum())}, and with b = {format_number(snapshot.b)} its effective value is "
                   f"{format_number(v[digit])}. For {digit}, {FOLLOWING_DIGITS[0]}, {FOLLOWING_DIGITS[1]} the states "
                   f"are {', '.join(map(format_number, states))}; the sum is {digit + sum(FOLLOWING_DIGITS)}. The ten "
                   f"effective values are up to {format_number(error)} away from y = d.")
        return Picture(parts, caption=caption)


def _sampled(name, history, updates):
    """The embedding and the weights of a history after that many updates."""
    index = np.flatnonzero(history.updates == updates)
    if not len(index):
        raise ValueError(f"the history of {name!r} was not sampled after {updates} updates")
    weights = Weights(*(array if array is None else array[index[0]] for array in history.path))
    return history.embedding[index[0]], weights
