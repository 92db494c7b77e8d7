"""Lesson 3's explorer of batches: one step of all samples, and which row of which array is whose."""

import numpy as np

from rnnlab.explorer import Explorer, Slider, target
from rnnlab.network.forward import forward
from rnnlab.network.weights import check_recurrent
from rnnlab.pictures import Picture, area, box_outline, format_number, heatmap, path, rect, text, vector
from rnnlab.validation import check_array

LEFT, TOP, GAP = 56, 40, 30
WIDE, HIGH = CELL = (43, 22)
UNIT = 14


def explore_batch(X, weights, activation="tanh", h0=None):
    """Pick a sample and a step, and see which row of which array it is.

    The batched line with all its numbers, the sample's rows outlined, and below it the array X, from which the step's
    slice is taken.

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
        return [self.fixed_layer, self.numbers_layer, self.row_layer, self.slice_layer, self.target_layer]

    def _lay_out(self):
        """Where everything stands: three columns of matrices, and the box below the first two."""
        N, T, D, M = self.N, self.T, self.D, self.M
        self.first = LEFT
        self.second = self.first + max(D, M) * WIDE + GAP
        self.third = self.second + M * WIDE + GAP
        self.x_y = TOP
        self.h_y = self.x_y + max(N, D) * HIGH + 44
        self.bias_y = self.h_y + N * HIGH + 34
        self.new_y = max(self.bias_y + HIGH + 46, self.h_y + M * HIGH + 30)
        self.box = box_outline(LEFT - 40, self.h_y + max(N, M) * HIGH + 46, N, T, D, "X", f"({N}, {T}, {D})", UNIT,
                               "data")

    def rows(self):
        """The left ends of the arrays with one row for each sample: (x, y, columns)."""
        return [(self.second - GAP - self.D * WIDE, self.x_y, self.D), (self.third, self.x_y, self.M),
                (self.second - GAP - self.M * WIDE, self.h_y, self.M), (self.third, self.h_y, self.M),
                (self.third, self.new_y, self.M)]

    def row(self, array, sample):
        """The area of the sample's row in one of these arrays, as an empty drawing."""
        x, y, columns = array
        return area(x, y + sample * HIGH, columns * WIDE, HIGH)

    def fixed_layer(self):
        """What never changes: the box, the weights and all words."""
        return Picture(self.box, self.weights(), self.words(), width=self.third + self.M * WIDE + 24)

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
        places = self.rows()
        for x, y, _ in (places[0], places[2]):
            parts += [text(x - 6, y + (n + 0.5) * HIGH, f"n = {n}", "small quiet", "end") for n in range(self.N)]
        y = self.box.y + 40
        for words in ("Row n of X[:, t] and of every state", "belongs to sample n. Wx, Wh and bh have",
                      "no row for a sample: all share them."):
            parts.append(text(self.box.right + 24, y, words, "small"))
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

    def slice_layer(self, sample, t):
        """The step's slice of X and the sample's row of it, and the sentence."""
        state = ", ".join(format_number(value) for value in self.H[sample, t])
        return Picture(self.box.slice(step=t, css="panel"), self.box.slice(sample, t, "lit"),
                       caption=f"Sample {sample}, index {t}: row {sample} of X[:, {t}] and row {sample} of the states "
                               f"before give row {sample} of H[:, {t}], [{state}].")

    def target_layer(self):
        """The rows of the new state choose a sample."""
        return Picture([target(self.row(self.rows()[-1], n), f"Show sample {n}", sample=n) for n in range(self.N)])
