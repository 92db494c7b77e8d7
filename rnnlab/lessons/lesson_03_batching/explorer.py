"""Lesson 3's explorer of batches: one step of all samples, and which row of which array is whose."""

import numpy as np

from rnnlab.explorer import Explorer, Slider, target
from rnnlab.network.forward_trace import forward_trace
from rnnlab.pictures import Picture, area, box_outline, format_number, heatmap, path, rect, text, vector

LEFT, TOP, GAP = 50, 32, 30
WIDE, HIGH = CELL = (44, 21)
UNIT = 9


def explore_batch(X, weights, activation="tanh", h0=None):
    """Pick a sample and a step, and see which row of which array it is.

    The batched line with all its numbers, the sample's rows outlined, and below it the array X, from which the step's
    slice is taken.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
        A few short samples.
    weights : Weights
        Only Wx, Wh and bh are shown.
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
    return Explorer(explorer.panels(),
                    sample=Slider(0, explorer.N - 1, label="sample n", value=min(1, explorer.N - 1)),
                    t=Slider(0, explorer.T - 1, label="index t of the step", value=min(3, explorer.T - 1), play=True))


class BatchExplorer:
    """All numbers of the run, where they stand, and the layers that draw them."""

    def __init__(self, X, weights, activation, h0):
        self.activation = activation
        self.X, (self.Wx, self.Wh, self.bh, *_), self.from_x, self.from_h, _, states, _ = forward_trace(
            X, weights, activation, h0)
        self.previous, self.H = states[:, :-1], states[:, 1:]
        self.N, self.T, self.D = self.X.shape
        self.M = len(self.bh)
        self._lay_out()

    def panels(self):
        return [[self.box_layer, self.sources_layer, self._row_layer(0, 2), self.slice_layer],
                [self.weights_layer],
                [self.results_frame_layer, self.results_layer, self._row_layer(1, 3, 4), self.target_layer]]

    def _lay_out(self):
        """Where everything stands: three columns of matrices, each a panel, and the box below the first."""
        N, T, D, M = self.N, self.T, self.D, self.M
        self.first = LEFT
        self.second = self.first + max(D, M) * WIDE + GAP
        self.third = self.second + M * WIDE + GAP
        self.x_y = TOP
        self.h_y = self.x_y + max(N, D) * HIGH + 38
        self.bias_y = self.h_y + N * HIGH + 30
        self.new_y = max(self.bias_y + HIGH + 38, self.h_y + M * HIGH + 30)
        self.box = box_outline(LEFT - 34, self.h_y + max(N, M) * HIGH + 40, N, T, D, "X", f"({N}, {T}, {D})", UNIT,
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

    def box_layer(self):
        """What never changes of the first column: the box, row labels, and what to look for."""
        places, y = self.rows(), self.box.y + 12
        parts = [text(x - 6, y + (n + 0.5) * HIGH, f"n = {n}", "small quiet", "end")
                 for x, y, _ in (places[0], places[2]) for n in range(self.N)]
        for words in ("Row n of X[:, t] and of", "every state belongs to", "sample n. Wx, Wh and bh",
                      "have no row for a", "sample: all share them."):
            parts.append(text(self.box.right + 24, y, words, "small"))
            y += 20
        return Picture(self.box, parts, width=self.second - GAP + 8)

    def weights_layer(self):
        """The second column: the two arrays that all samples share, and a sign before each."""
        look = {"vmax": self._most(), "cell": CELL}
        return Picture(heatmap(self.second, self.x_y, self.Wx, "Wx", "(D, M)", **look),
                       heatmap(self.second, self.h_y, self.Wh, "Wh", "(M, M)", **look), self._signs("@", self.second),
                       left=self.second - GAP + 8, width=self.third - GAP + 8)

    def results_frame_layer(self):
        """What never changes of the third column: the bias, the signs, and the rule above the sum."""
        right, rule = self.third + self.M * WIDE, self.bias_y + HIGH + 6
        return Picture(vector(self.third, self.bias_y, self.bh, "+ bh", "(M,), to every row", vmax=self._most(),
                              cell=CELL),
                       path([(self.third, rule), (right, rule)], "line"), self._signs("=", self.third),
                       left=self.third - GAP + 8, width=right + 8)

    def _most(self):
        return float(max(np.abs(array).max() for array in (self.Wx, self.Wh, self.bh)))

    def _signs(self, sign, x):
        """A sign before both arrays of a column that is not the first."""
        return [text(x - GAP / 2, y + self.N * HIGH / 2, sign, "large", "middle") for y in (self.x_y, self.h_y)]

    def _draw(self, place, values, vmax, name, shape):
        x, y, _ = self.rows()[place]
        return heatmap(x, y, values, name, shape, vmax=float(vmax), cell=CELL)

    def _state(self, t):
        return f"H[:, {t - 1}]" if t else "h_0"

    def _largest_state(self):
        return max(np.abs(self.previous).max(), np.abs(self.H).max())

    def sources_layer(self, t):
        """The inputs of this step and the states before it, of all samples."""
        return Picture(self._draw(0, self.X[:, t], np.abs(self.X).max(), f"X[:, {t}]", "(N, D)"),
                       self._draw(2, self.previous[:, t], self._largest_state(), self._state(t), "(N, M)"))

    def results_layer(self, t):
        """Both products and the new states, of all samples."""
        most = max(np.abs(self.from_x).max(), np.abs(self.from_h).max())
        return Picture(self._draw(1, self.from_x[:, t], most, f"X[:, {t}] @ Wx", "(N, M)"),
                       self._draw(3, self.from_h[:, t], most, f"+ {self._state(t)} @ Wh", "(N, M)"),
                       self._draw(4, self.H[:, t], self._largest_state(), f"H[:, {t}]",
                                  f"(N, M), {self.activation} of the sum"))

    def _row_layer(self, *places):
        """The layer of the sample's row in some of the arrays that have one."""
        def row_layer(sample):
            return Picture([rect(part.x, part.y, part.width, part.height, "lit", 3)
                            for part in (self.row(self.rows()[place], sample) for place in places)])
        return row_layer

    def slice_layer(self, sample, t):
        """The step's slice of X and the sample's row of it, and the sentence."""
        state = ", ".join(format_number(value) for value in self.H[sample, t])
        return Picture(self.box.slice(step=t, css="panel"), self.box.slice(sample, t, "lit"),
                       caption=f"Sample {sample}, index {t}: row {sample} of X[:, {t}] and row {sample} of the states "
                               f"before give row {sample} of H[:, {t}], [{state}].")

    def target_layer(self):
        """The rows of the new state choose a sample."""
        return Picture([target(self.row(self.rows()[-1], n), f"Show sample {n}", sample=n) for n in range(self.N)])
