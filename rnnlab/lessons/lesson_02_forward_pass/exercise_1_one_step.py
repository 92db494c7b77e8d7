"""Exercise 2.1: one step of the forward pass, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Slip, mistakes_from


def random_weights(rng, D, M):
    """Draw Wx, Wh and bh so that no special case hides a mistake: Wh not symmetric, bh not zero."""
    return rng.normal(0, 0.6, (D, M)), rng.normal(0, 0.6, (M, M)), rng.uniform(0.3, 0.9, M)


def step_right(x, h, Wx, Wh, bh):
    return np.tanh(x @ Wx + h @ Wh + bh)


def _arguments(rng, D, M, N):
    """One sample, then a batch."""
    weights = random_weights(rng, D, M)
    return [(rng.normal(size=D), rng.uniform(-1, 1, M), *weights),
            (rng.normal(size=(N, D)), rng.uniform(-1, 1, (N, M)), *weights)]


def step_cases(rng):
    return [Case(part, arguments) for part, arguments in zip(("one sample", "a batch"), _arguments(rng, 3, 4, 5))]


def step_probes(rng):
    """D = M = N: here a product runs whose matrix is transposed, or another one."""
    return _arguments(rng, 4, 4, 4)


def step_from(from_input=lambda x, h, Wx, Wh: x @ Wx, from_state=lambda x, h, Wx, Wh: h @ Wh, bias=lambda bh: bh,
              f=np.tanh, put_together=lambda f, input_part, state_part, bias: f(input_part + state_part + bias)):
    """A step, built from its pieces."""
    def step(x, h, Wx, Wh, bh):
        return put_together(f, from_input(x, h, Wx, Wh), from_state(x, h, Wx, Wh), bias(bh))
    return step


def _sigmoid(z):
    return 1 / (1 + np.exp(-z))


def _stacked_crosswise(x, h, Wx, Wh):
    return np.concatenate([h, x], axis=-1) @ np.vstack([Wx, Wh])


TURNED = "**The order of the product is reversed.** Row vectors stand on the left of the matrix: `x @ Wx`."
BOOK = ("**This is the book's order, W x.** It is right for one sample. With a batch the samples are rows, and rows "
        "multiply from the left: `x @ Wx`.")
SWAPPED_COLUMNS = ("**Two things are not right.**\n\n1. **Wx and Wh are swapped.** Wx meets the input, Wh meets the "
                   "hidden state.\n2. **The order of the product is reversed.** Row vectors stand on the left: `x "
                   "@ Wx`.")
STAR = "**`*` multiplies number by number.** The matrix product is written `@`."
EARLY = "**The activation comes too early.** tanh is applied to the whole sum, not to one part of it alone."
TWICE = "**tanh is taken twice.** Add first, then apply tanh once, to the whole sum."
NO_ACTIVATION = {"f": lambda z: z}
NO_BIAS, NO_STATE, WH_TRANSPOSED = {"bias": lambda bh: 0}, {"from_state": lambda *_: 0}, {
    "from_state": lambda x, h, Wx, Wh: h @ Wh.T}
SWAPPED = {"from_input": lambda x, h, Wx, Wh: x @ Wh, "from_state": lambda x, h, Wx, Wh: h @ Wx}
COLUMN_BIAS = {"bias": lambda bh: bh[:, np.newaxis]}
BIAS_IS_COLUMN = ("**The bias is a column.** With its one axis `bh` is added to every row. As a column, (M, 1), it "
                  "meets a row of M numbers and makes M × M of them.")
RELU = {"f": lambda z: np.maximum(z, 0)}

# What learners also write inside a loop; lessons 2 and 3 name what is in front in words of their own.
INNER_SLIPS = (
    Slip({"from_input": lambda *_: 0},
         "**The input is missing.** Your step looks at h alone: it never hears what is new."),
    Slip({"from_input": lambda x, h, Wx, Wh: x @ Wx.T},
         "**Wx is transposed.** As it is, (D, M), it leads from the D features to the M units: `x @ Wx`.",
         frequent=True),
    Slip({"from_state": lambda x, h, Wx, Wh: h},
         "**The state is added without its matrix.** It is multiplied by Wh first: `h @ Wh`."),
    Slip({"from_input": lambda x, h, Wx, Wh: x},
         "**The input is added without its matrix.** It is multiplied by Wx first: `x @ Wx`."),
    Slip({"from_state": lambda x, h, Wx, Wh: h @ Wx},
         "**Wx is used twice.** Wx meets the input. The state meets Wh: `h @ Wh`."),
    Slip({"from_input": lambda x, h, Wx, Wh: x @ Wh},
         "**Wh is used twice.** Wh meets the state. The input meets Wx: `x @ Wx`."),
    Slip({"put_together": lambda f, a, b, c: f(a) + b + c}, EARLY),
    Slip({"put_together": lambda f, a, b, c: a + f(b + c)}, EARLY),
    Slip({"put_together": lambda f, a, b, c: a + f(b) + c}, EARLY),
    Slip({"put_together": lambda f, a, b, c: f(a + c) + b}, EARLY),
    Slip({"put_together": lambda f, a, b, c: f(a) + f(b + c)}, TWICE),
    Slip({"put_together": lambda f, a, b, c: f(a + c) + f(b)}, TWICE),
    Slip({"put_together": lambda f, a, b, c: f(a) + f(b) + c}, TWICE),
    Slip({"put_together": lambda f, a, b, c: f(f(a + b + c))}, TWICE),
    Slip({"put_together": lambda f, a, b, c: f(a) + f(b) + f(c)},
         "**tanh is applied to each part.** Add first, then apply tanh once, to the whole sum."),
    Slip({"put_together": lambda f, a, b, c: f(f(a) + b + c)}, TWICE),
    Slip({"bias": lambda bh: 2 * bh},
         "**The bias is added twice.** One bias serves both terms.", frequent=True),
    Slip({"bias": lambda bh: -bh},
         "**The bias is subtracted.** It is added: its sign is learned with it."),
    Slip({"f": _sigmoid},
         "**This is the sigmoid.** It squeezes into 0 … 1; tanh squeezes into −1 … 1.", frequent=True),
    Slip({"f": np.tan}, "**This is the tangent.** `np.tan` is another function than `np.tanh`."),
    Slip({"put_together": lambda f, a, b, c: f(a + b) + c},
         "**The bias comes too late.** It is added inside, before tanh."),
    Slip({"put_together": lambda f, a, b, c: f(a * b + c)},
         "**The two parts are multiplied.** What comes from the input and what comes from the state are added."),
    Slip({"put_together": lambda f, a, b, c: f(a - b + c)},
         "**One part is subtracted.** What comes from the input and what comes from the state are added."),
    Slip({"from_input": _stacked_crosswise, "from_state": lambda *_: 0},
         "**The stacked parts stand in different orders.** Where h is in front of x, Wh has to be above Wx, so that "
         "each part meets its own matrix."),
    Slip({"from_input": lambda x, h, Wx, Wh: x * Wx, "from_state": lambda x, h, Wx, Wh: h * Wh}, STAR),
    Slip({"from_input": lambda x, h, Wx, Wh: x * Wx}, STAR),
    Slip({"from_state": lambda x, h, Wx, Wh: h * Wh}, STAR),
)

STEP_MISTAKES = mistakes_from(step_from, (
    Slip(NO_ACTIVATION,
         "**The activation is missing.** This is the sum that goes into tanh. Without tanh the whole network is one "
         "linear map, however long the sequence is.", frequent=True),
    Slip(NO_BIAS, "**The bias is missing.** bh is added at every step, before the activation.", frequent=True),
    Slip(NO_STATE,
         "**The recurrence is missing.** Your step looks at x alone: whatever came before is forgotten.",
         frequent=True),
    Slip(WH_TRANSPOSED,
         "**Wh is transposed.** It is square, so the shapes fit, and no error warns you. Row vectors multiply from "
         "the left: `h @ Wh`.", frequent=True),
    Slip(SWAPPED,
         "**Wx and Wh are swapped.** Wx meets the input, Wh meets the hidden state. Here the shapes warn you; with "
         "D = M they would not.", frequent=True),
    Slip(RELU,
         "**This is relu.** The paper case used it. This exercise, like Keras by default, uses tanh.", frequent=True),
    *INNER_SLIPS,
    Slip({"from_input": lambda x, h, Wx, Wh: Wh @ x, "from_state": lambda x, h, Wx, Wh: Wx @ h}, SWAPPED_COLUMNS),
    Slip({"from_input": lambda x, h, Wx, Wh: Wh.T @ x, "from_state": lambda x, h, Wx, Wh: Wx.T @ h}, SWAPPED_COLUMNS),
    Slip(COLUMN_BIAS, BIAS_IS_COLUMN),
    Slip({"from_input": lambda x, h, Wx, Wh: Wx.T @ x, "from_state": lambda x, h, Wx, Wh: Wh.T @ h}, BOOK),
    Slip({"from_input": lambda x, h, Wx, Wh: Wx.T @ x}, BOOK),
    Slip({"from_state": lambda x, h, Wx, Wh: Wh.T @ h}, BOOK),
    Slip({"from_input": lambda x, h, Wx, Wh: Wx @ x, "from_state": lambda x, h, Wx, Wh: Wh @ h}, TURNED),
))
