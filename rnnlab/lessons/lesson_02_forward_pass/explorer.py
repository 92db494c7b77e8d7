"""Lesson 2's explorer of the forward pass: one step of the recurrent network, with every number that goes into it."""

import numpy as np

from rnnlab.explorer import Explorer, Slider, target, visible_when
from rnnlab.network.forward_trace import forward_trace
from rnnlab.pictures import CELL_SIZE, Picture, area, arrow, format_number, heatmap, path, rect, text, vector

MOST_STEPS = 40
LEFT, TOP, NAMES = 8, 36, 90  # pixels: the last is the width of the names beside the sums
STRIP_WIDE, LIST_ENDS = 288, (224, 284)
WIDE, HIGH = CELL_SIZE
DECIMALS = 2


def explore_forward(X, weights, activation="tanh", h0=None):
    """Step through time: every product, the sum, the activation, the state and the output, as numbers and colours.

    Pointing at a cell of h_t (or focusing it, or moving *unit*) outlines the cells that it came from and writes its
    sum out, one product a line.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
        One or a few short samples.
    weights : Weights
        With Wo and bo the output y_t is shown too.
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        The hidden state before the first step. Zeros if not given.

    Returns
    -------
    Explorer
        With the controls ``t`` (from 1 to T), ``unit`` (from 0 to M - 1) and, for N > 1, ``sample`` (from 0).

    Raises
    ------
    ValueError
        As `rnnlab.network.forward.forward`, or if there are more than 40 steps.
    TypeError
        As `rnnlab.network.forward.forward`.
    """
    explorer = ForwardExplorer(X, weights, activation, h0)
    controls = {"t": Slider(1, explorer.T, label="time step t", play=True),
                "unit": Slider(0, explorer.M - 1, label="unit of h")}
    if explorer.N > 1:
        controls["sample"] = Slider(0, explorer.N - 1, label="sample")
    return Explorer(explorer.panels(), **controls)


class ForwardExplorer:
    """All numbers of the run, and the layers that draw them. Steps count from 1, units and samples from 0."""

    def __init__(self, X, weights, activation, h0):
        self.activation = activation
        self.X, (self.Wx, self.Wh, self.bh, self.Wo, self.bo), self.Zx, self.Zh, self.Z, self.H, self.Y = forward_trace(
            X, weights, activation, h0)
        self.N, self.T, self.D = self.X.shape
        self.M = len(self.bh)
        if self.T > MOST_STEPS:
            raise ValueError(f"X has shape {self.X.shape}: T = {self.T} steps do not fit, show at most {MOST_STEPS}")
        self.has_readout = self.bo is not None
        if self.has_readout:
            self.K = len(self.bo)
        self.scale = {"x": _top(self.X), "w": _top(self.Wx, self.Wh, self.bh), "z": _top(self.Z, self.Zx, self.Zh),
                      "h": _top(self.H)}
        self._lay_out()

    def panels(self):
        return [[self.strip_layer, self.current_step_layer, self.sum_layer, self.strip_target_layer],
                [self.weights_layer, self.step_layer, self.outline_layer, self.unit_target_layer],
                [self.state_weights_layer, self.state_layer, self.state_outline_layer]]

    def _lay_out(self):
        """Where everything stands: the strip and one sum; the way from x_t to h_t; the state before and the output."""
        D, M = self.D, self.M
        strip = max(STRIP_WIDE, 11 * (self.T + 1))
        self.small = min(58, strip / (self.T + 1)), 9
        self.strip_y, self.matrix_y = 30, TOP
        self.list_y = self.strip_y + (M + D) * 9 + 88
        self.second = LEFT + max(strip, LIST_ENDS[1]) + 4
        self.wx_x = self.second + NAMES
        self.x_x = self.wx_x - WIDE - 8
        self.rows_y = dict(zip(("zx", "zh", "bh", "z", "h"), TOP + D * HIGH + 24 + np.array([0, 1, 2, 3.4, 5]) * HIGH))
        self.third = self.wx_x + max(M * WIDE, M * WIDE / 2 + 64) + 8  # the activation has its name there
        self.h_x = self.ho_x = self.third + LEFT
        self.wh_x = self.wo_x = self.h_x + WIDE + 8
        self.wo_y = TOP + M * HIGH + 44
        self.y_y = self.wo_y + M * HIGH + 12

    def grid(self, x, y, values, scale, name=None, shape=None, **options):
        return heatmap(x, y, values, name, shape, vmax=self.scale[scale], digits=DECIMALS, cell=CELL_SIZE, **options)

    def weights_layer(self):
        """What stays as it is on the way to h_t: the weights of the inputs and the names of things."""
        M = self.M
        names = {"zx": "x_t @ Wx", "zh": "+ h_{t-1} @ Wh", "bh": "+ bh", "z": "= z_t", "h": "h_t"}
        middle, rule = self.wx_x + M * WIDE / 2, self.rows_y["z"] - 0.2 * HIGH
        top, bottom = self.rows_y["z"] + HIGH + 1, self.rows_y["h"] - 1
        return Picture(
            self.grid(self.wx_x, TOP, self.Wx, "w", "Wx", "(D, M)"),
            self.grid(self.wx_x, self.rows_y["bh"], self.bh[None], "w"),
            [text(self.wx_x - 8, y + HIGH / 2, names[key], "small strong" if key == "h" else "small", "end")
             for key, y in self.rows_y.items()],
            path([(self.wx_x, rule), (self.wx_x + M * WIDE, rule)], "line"), arrow((middle, top), (middle, bottom)),
            text(middle + 10, (top + bottom) / 2, self.activation, "small"),
            left=self.second, width=self.third, height=self.rows_y["h"] + HIGH + 8)

    def state_weights_layer(self):
        """What stays as it is of what follows from a state: the weights, and the names of the output's parts."""
        parts = [self.grid(self.wh_x, TOP, self.Wh, "w", "Wh", "(M, M)")]
        right = self.wh_x + self.M * WIDE
        if self.has_readout:
            right, y = self.wo_x + self.K * WIDE, self.y_y
            parts += [self.grid(self.wo_x, self.wo_y, self.Wo, "w", "Wo", "(M, K)"),
                      self.grid(self.wo_x, y + HIGH, self.bo[None], "w"),
                      path([(self.wo_x, y + 2.2 * HIGH), (right, y + 2.2 * HIGH)], "line")]
            parts += [text(right + 8, y + row * HIGH, name, css) for row, name, css in (
                (0.5, "h_t @ Wo", "small"), (1.5, "+ bo", "small"), (2.9, "= y_t", "small strong"))]
        return Picture(parts, left=self.third)

    def strip_column(self, t):
        """The area of step t in the strip, as an empty drawing."""
        wide, high = self.small
        return area(LEFT + t * wide, self.strip_y, wide, (self.M + self.D) * high + 24)

    def strip_layer(self, sample=0):
        """The whole run in small: h_t above x_t, and what is not computed yet left open."""
        wide, high = self.small
        parts = []
        for t in range(self.T + 1):
            column = self.strip_column(t)
            gap = min(7, wide / 4)
            x, cell = column.x + gap, (wide - 2 * gap, high)
            h = self.H[sample, t][:, None]
            drawn = heatmap(x, column.y, h, vmax=self.scale["h"], cell=cell, numbers=False)
            frame = heatmap(x, column.y, h, cell=cell, visible=np.zeros_like(h, bool))
            named = wide >= 26 or t in (0, self.T) or (t % 5 == 0 and self.T - t > 2)
            parts += [text(column.middle[0], column.y - 13, f"h_{t}", "small", "middle") if named else None,
                      visible_when(drawn, t=range(max(t, 1), self.T + 1)) if t else drawn]
            if t:
                below = column.y + self.M * high + 20
                parts += [visible_when(frame, t=range(1, t)) if t > 1 else None,
                          arrow((column.middle[0], below - 2), (column.middle[0], drawn.bottom + 2)),
                          arrow((x - 2 * gap, drawn.middle[1]), (x, drawn.middle[1])),
                          heatmap(x, below, self.X[sample, t - 1][:, None], vmax=self.scale["x"], cell=cell,
                                  numbers=False),
                          text(column.middle[0], column.bottom + 7, f"x_{t}", "small", "middle") if named else None]
        return Picture(parts)

    def current_step_layer(self, t):
        """Where in the strip we are."""
        column = self.strip_column(t)
        return Picture(rect(column.x + 0.5, column.y - 24, column.width - 1, column.height + 42, "lit", 6))

    def step_layer(self, t, sample=0):
        """The numbers of this step, from x_t to h_t."""
        rows = {"zx": self.Zx[sample, t - 1], "zh": self.Zh[sample, t - 1], "z": self.Z[sample, t - 1],
                "h": self.H[sample, t]}
        return Picture(self.grid(self.x_x, TOP, self.X[sample, t - 1][:, None], "x", f"x_{t}"),
                       [self.grid(self.wx_x, self.rows_y[key], values[None], key[0]) for key, values in rows.items()])

    def state_layer(self, t, sample=0):
        """The state before, this step's state, and the output."""
        parts = [self.grid(self.h_x, TOP, self.H[sample, t - 1][:, None], "h", f"h_{t - 1}")]
        if self.has_readout:
            y = self.Y[sample, t - 1]
            scale = {"vmax": _top(self.Y), "digits": DECIMALS, "cell": CELL_SIZE}
            parts += [self.grid(self.ho_x, self.wo_y, self.H[sample, t][:, None], "h", f"h_{t}"),
                      vector(self.wo_x, self.y_y, y - self.bo, **scale),
                      vector(self.wo_x, self.y_y + 2.4 * HIGH, y, **scale)]
        return Picture(parts)

    def outline_layer(self, unit):
        """What a unit comes from, all of x_t and its column of Wx, and what it becomes: its cells of all sums."""
        at = self.wx_x + unit * WIDE
        return _outlines((self.x_x, TOP, self.D), (at, TOP, self.D), *((at, y, 1) for y in self.rows_y.values()))

    def state_outline_layer(self, unit):
        """What a unit comes from: all of h_{t-1}, and its column of Wh."""
        return _outlines((self.h_x, TOP, self.M), (self.wh_x + unit * WIDE, TOP, self.M))

    def terms(self, sample, t, unit):
        """The sum of products behind one number: rows of (name, factor, factor, product)."""
        x, before = self.X[sample, t - 1], self.H[sample, t - 1]
        rows = [(f"x_{t}[{d}] · Wx[{d},{unit}]", x[d], self.Wx[d, unit]) for d in range(self.D)]
        rows += [(f"h_{t - 1}[{m}] · Wh[{m},{unit}]", before[m], self.Wh[m, unit]) for m in range(self.M)]
        return rows

    def sum_layer(self, t, unit, sample=0):
        """The sum of products, one a line, and the sentence."""
        z, h = self.Z[sample, t - 1, unit], self.H[sample, t, unit]
        left, ends, y, pace = LEFT, LIST_ENDS, self.list_y, 17
        parts = [text(left, y - 20, f"h_{t}[{unit}], product by product", "small strong")]
        for name, one, other in self.terms(sample, t, unit):
            parts += [text(left, y, name, "small quiet"),
                      text(ends[0], y, f"{format_number(one)} · {_factor(other)}", "small", "end"),
                      text(ends[1], y, format_number(one * other, 3), "small", "end")]
            y += pace
        parts += [text(left, y, f"bh[{unit}]", "small quiet"),
                  text(ends[1], y, format_number(self.bh[unit], 3), "small", "end"),
                  path([(left, y + 10), (ends[1], y + 10)], "thin"),
                  text(left, y + 20, f"z_{t}[{unit}], their sum", "small"),
                  text(ends[1], y + 20, format_number(z, 3), "small strong", "end"),
                  text(left, y + 38, f"h_{t}[{unit}] = {self.activation}({format_number(z, 3)})", "small"),
                  text(ends[1], y + 38, format_number(h, 3), "small strong accent", "end"),
                  text(ends[1], self.list_y - 20, "rounded", "small quiet", "end")]
        caption = (f"Step {t} of {self.T}. Unit {unit} gets {format_number(self.Zx[sample, t - 1, unit])} from x_{t}, "
                   f"{format_number(self.Zh[sample, t - 1, unit])} from h_{t - 1} and "
                   f"{format_number(self.bh[unit])} from bh: together "
                   f"z_{t}[{unit}] = {format_number(z)}, and {self.activation} of it is h_{t}[{unit}] = "
                   f"{format_number(h)}.")
        if self.has_readout:
            caption += f" The output is y_{t} = [{', '.join(map(format_number, self.Y[sample, t - 1]))}]."
        return Picture(parts, caption=caption)

    def strip_target_layer(self):
        """The columns of the strip choose a step."""
        return Picture([target(self.strip_column(t), f"Go to step {t}", click_only=True, t=t)
                        for t in range(1, self.T + 1)])

    def unit_target_layer(self):
        """The cells of h_t choose a unit."""
        cells = [area(self.wx_x + unit * WIDE, self.rows_y["h"], WIDE, HIGH) for unit in range(self.M)]
        return Picture([target(cell, f"Show what unit {unit} of h comes from", unit=unit)
                        for unit, cell in enumerate(cells)])


def _outlines(*columns):
    """The outlines of columns of cells: (x, y, rows)."""
    return Picture([rect(x, y, WIDE, rows * HIGH, "lit", 3) for x, y, rows in columns])


def _factor(value):
    """A second factor, in brackets where it is negative."""
    return f"({format_number(value)})" if format_number(value).startswith("−") else format_number(value)


def _top(*arrays):
    """The largest magnitude in the arrays, 1 where all is zero."""
    return max(float(np.abs(array).max()) for array in arrays) or 1.0
