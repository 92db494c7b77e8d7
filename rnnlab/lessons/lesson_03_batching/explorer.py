"""Lesson 3's explorer of batches: one step of all samples, and the order in which the states are computed."""

import numpy as np

from rnnlab.explorer import Explorer, Slider, target
from rnnlab.network.forward import forward
from rnnlab.network.weights import check_recurrent
from rnnlab.pictures import Picture, area, box_outline, format_number, heatmap, path, rect, text, vector
from rnnlab.validation import check_array

LEFT, TOP, GAP = 56, 40, 30
WIDE, HIGH = CELL = (43, 22)
SQUARE = 21  # one cell of an order
UNIT = 14


def explore_batch(X, weights, activation="tanh", h0=None):
    """Pick a sample and a step, and see which row of which array it is, and when its turn comes.

    Above, the array X with the step's slice and the sample's row outlined, and the rounds in which two nested loops and
    one batched line compute each state. Below, the batched line with all its numbers; the sample's rows are outlined.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
        A few short samples.
    weights : Weights
        Only Wx, Wh and bh are used.
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        The hidden states before the first step. Zeros if not given.

    Returns
    -------
    Explorer
        With the controls ``sample`` (from 0) and ``t``, the index of the step (from 0).

    Raises
    ------
    ValueError, TypeError
        As `rnnlab.network.forward.forward`.
    """
    explorer = BatchExplorer(X, weights, activation, h0)
    return Explorer(explorer.layers(),
                    sample=Slider(0, explorer.N - 1, label="sample n", value=min(1, explorer.N - 1)),
                    t=Slider(0, explorer.T - 1, label="index t of the step", value=min(3, explorer.T - 1), play=True))


class BatchExplorer:
    """All numbers of the run, where they stand, and the layers that draw them."""

    def __init__(self, X, weights, activation, h0):
        self.activation = activation
        self.Wx, self.Wh, self.bh = check_recurrent(weights)
        self.D, self.M = self.Wx.shape
        self.H = forward(X, weights, activation, h0)
        self.X = check_array("X", X, ("N", "T", "D"))
        self.N, self.T, _ = self.X.shape
        first = np.zeros((self.N, self.M)) if h0 is None else check_array("h0", h0, ("N", "M"))
        self.previous = np.concatenate([first[:, None], self.H[:, :-1]], axis=1)
        self.from_x, self.from_h = self.X @ self.Wx, self.previous @ self.Wh
        self._lay_out()

    def layers(self):
        return [self.done_layer, self.fixed_layer, self.numbers_layer, self.row_layer, self.turn_layer,
                self.target_layer]

    def _lay_out(self):
        """Where everything stands: the box and the two orders on top, three columns of matrices below."""
        N, T, D, M = self.N, self.T, self.D, self.M
        self.box = box_outline(LEFT - 40, TOP, N, T, D, "X", f"({N}, {T}, {D})", UNIT, "data")
        self.loops_x = self.box.right + 100
        self.batch_x = self.loops_x + T * SQUARE + 60
        self.order_y = TOP + 34
        self.first = LEFT
        self.second = self.first + max(D, M) * WIDE + GAP
        self.third = self.second + M * WIDE + GAP
        self.x_y = max(self.box.bottom, self.order_y + N * SQUARE + 24) + 58
        self.h_y = self.x_y + max(N, D) * HIGH + 44
        self.bias_y = self.h_y + N * HIGH + 34
        self.new_y = max(self.bias_y + HIGH + 46, self.h_y + M * HIGH + 30)

    def rows(self):
        """The left ends of the arrays with one row for each sample: (x, y, columns)."""
        return [(self.second - GAP - self.D * WIDE, self.x_y, self.D), (self.third, self.x_y, self.M),
                (self.second - GAP - self.M * WIDE, self.h_y, self.M), (self.third, self.h_y, self.M),
                (self.third, self.new_y, self.M)]

    def row(self, array, sample):
        """The area of the sample's row in one of these arrays, as an empty drawing."""
        x, y, columns = array
        return area(x, y + sample * HIGH, columns * WIDE, HIGH)

    def done_layer(self, sample, t):
        """What has been computed so far, in both orders, and the sentence."""
        N, T, y = self.N, self.T, self.order_y
        parts = [rect(self.loops_x, y, T * SQUARE, sample * SQUARE, "panel") if sample else None,
                 rect(self.loops_x, y + sample * SQUARE, (t + 1) * SQUARE, SQUARE, "panel"),
                 rect(self.batch_x, y, (t + 1) * SQUARE, N * SQUARE, "panel")]
        state = ", ".join(format_number(value) for value in self.H[sample, t])
        return Picture(parts, caption=(
            f"Sample {sample}, index {t}: row {sample} of X[:, {t}] and row {sample} of the states before give row "
            f"{sample} of H[:, {t}], [{state}]. Two loops come to it in round {sample * T + t + 1} of {N * T}, alone; "
            f"the batch in round {t + 1} of {T}, with all {N} samples at once."))

    def fixed_layer(self):
        """What never changes: the box, the two orders, the weights and all words."""
        N, T = self.N, self.T
        loops = self.order(self.loops_x, "Two loops", f"{N} · {T} = {N * T} rounds", lambda n, t: n * T + t + 1)
        batch = self.order(self.batch_x, "One batch", f"{T} rounds", lambda n, t: t + 1)
        width = max(self.third + self.M * WIDE + 24, self.loops_x + 330)
        return Picture(self.box, loops, batch, self.weights(), self.words(), width=width)

    def order(self, x, name, rounds, round_of):
        """One order: a row for each sample, a column for each step, in each cell the round that computes it."""
        y, wide, high = self.order_y, self.T * SQUARE, self.N * SQUARE
        parts = [text(x, y - 30, name, "strong"), text(x + 80, y - 30, rounds, "small quiet"),
                 text(x, y - 10, "index t →", "small quiet")]
        parts += [path([(x, y + n * SQUARE), (x + wide, y + n * SQUARE)], "thin") for n in range(self.N + 1)]
        parts += [path([(x + t * SQUARE, y), (x + t * SQUARE, y + high)], "thin") for t in range(self.T + 1)]
        for n in range(self.N):
            if name == "Two loops":
                parts.append(text(x - 6, y + (n + 0.5) * SQUARE, f"n = {n}", "small quiet", "end"))
            parts += [text(x + (t + 0.5) * SQUARE, y + (n + 0.5) * SQUARE, round_of(n, t), "small", "middle")
                      for t in range(self.T)]
        return parts

    def weights(self):
        """The three arrays that all samples share."""
        most = max(np.abs(array).max() for array in (self.Wx, self.Wh, self.bh))
        look = {"vmax": float(most), "cell": CELL}
        return [heatmap(self.second, self.x_y, self.Wx, "Wx", "(D, M)", **look),
                heatmap(self.second, self.h_y, self.Wh, "Wh", "(M, M)", **look),
                vector(self.third, self.bias_y, self.bh, "+ bh", "(M,), to every row", **look)]

    def words(self):
        """Signs, row labels, and what to look for."""
        right, rule = self.third + self.M * WIDE, self.bias_y + HIGH + 6
        parts = [path([(self.third, rule), (right, rule)], "line")]
        for x, y, rows in ((self.second, self.x_y, self.N), (self.second, self.h_y, self.N)):
            parts += [text(x - GAP / 2, y + rows * HIGH / 2, "@", "large", "middle"),
                      text(self.third - GAP / 2, y + rows * HIGH / 2, "=", "large", "middle")]
        below = self.order_y + self.N * SQUARE
        parts += [text(self.loops_x, below + 17, "In each cell: the round that computes its state.", "small quiet"),
                  text(self.loops_x, below + 34, "Tinted: done by now.", "small quiet")]
        places = self.rows()
        for x, y, _ in (places[0], places[2]):
            parts += [text(x - 6, y + (n + 0.5) * HIGH, f"n = {n}", "small quiet", "end") for n in range(self.N)]
        y = self.new_y + HIGH / 2
        for words in ("Row n of X[:, t] and of every state belongs to sample n.",
                      "Wx, Wh and bh have no row for a sample: all samples share them."):
            parts.append(text(self.first - 40, y, words, "small"))
            y += 20
        return parts

    def numbers_layer(self, t):
        """The numbers of this step, all samples at once."""
        x, from_x, previous, from_h, new = self.rows()
        z = float(max(np.abs(self.from_x).max(), np.abs(self.from_h).max()))
        h = float(np.abs(self.previous).max()), float(np.abs(self.H).max())
        state = f"H[:, {t - 1}]" if t else "h_0"

        def grid(array, values, vmax, name, shape):
            return heatmap(array[0], array[1], values[:, t], name, shape, vmax=vmax, cell=CELL)
        return Picture(grid(x, self.X, float(np.abs(self.X).max()), f"X[:, {t}]", "(N, D)"),
                       grid(from_x, self.from_x, z, f"X[:, {t}] @ Wx", "(N, M)"),
                       grid(previous, self.previous, max(h), state, "(N, M)"),
                       grid(from_h, self.from_h, z, f"+ {state} @ Wh", "(N, M)"),
                       grid(new, self.H, max(h), f"H[:, {t}]", f"(N, M), {self.activation} of the sum"))

    def row_layer(self, sample):
        """The sample's row of every array that has one."""
        return Picture([rect(part.x, part.y, part.width, part.height, "lit", 3)
                        for part in (self.row(array, sample) for array in self.rows())])

    def turn_layer(self, sample, t):
        """Where the sample and the step are in X and in the two orders."""
        y = self.order_y
        return Picture(self.step_outline(0, self.N, t, "panel"), self.step_outline(sample, sample + 1, t, "lit"),
                       rect(self.loops_x + t * SQUARE, y + sample * SQUARE, SQUARE, SQUARE, "lit", 3),
                       rect(self.batch_x + t * SQUARE, y, SQUARE, self.N * SQUARE, "lit", 3))

    def step_outline(self, start, stop, t, css):
        """The outline of step t of some samples, as it would be seen if it were taken out of the box."""
        N, _, D, unit, depth = self.box.sizes

        def corner(n, t, d):
            return self.box.x + d * unit + n * depth, self.box.y + N * depth + t * unit - n * depth
        return path([corner(start, t + 1, 0), corner(start, t, 0), corner(stop, t, 0),
                     corner(stop, t, D), corner(stop, t + 1, D), corner(start, t + 1, D)], css, close=True)

    def target_layer(self):
        """The rows of the new state choose a sample, the columns of the batch a step."""
        new = self.rows()[-1]
        columns = [area(self.batch_x + t * SQUARE, self.order_y, SQUARE, self.N * SQUARE) for t in range(self.T)]
        return Picture([target(self.row(new, n), f"Show sample {n}", sample=n) for n in range(self.N)],
                       [target(column, f"Go to index {t}", click_only=True, t=t) for t, column in enumerate(columns)])
