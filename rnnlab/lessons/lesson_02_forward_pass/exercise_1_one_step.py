"""Exercise 2.1: one step of the forward pass, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake


def random_weights(rng, D, M):
    """Draw Wx, Wh and bh so that no special case hides a mistake: Wh not symmetric, bh not zero."""
    return rng.normal(0, 0.6, (D, M)), rng.normal(0, 0.6, (M, M)), rng.uniform(0.3, 0.9, M)


def step_right(x, h, Wx, Wh, bh):
    return np.tanh(x @ Wx + h @ Wh + bh)


def step_cases(rng):
    D, M, N = 3, 4, 5
    weights = random_weights(rng, D, M)
    return [Case("one sample", (rng.normal(size=D), rng.uniform(-1, 1, M), *weights)),
            Case("a batch", (rng.normal(size=(N, D)), rng.uniform(-1, 1, (N, M)), *weights))]


STEP_MISTAKES = (
    Mistake(lambda x, h, Wx, Wh, bh: x @ Wx + h @ Wh + bh,
            "**The activation is missing.** This is the sum that goes into tanh. Without tanh the whole network is one "
            "linear map, however long the sequence is."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh),
            "**The bias is missing.** bh is added at every step, before the activation."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + bh),
            "**The recurrence is missing.** Your step looks at x alone: whatever came before is forgotten."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(h @ Wh + bh),
            "**The input is missing.** Your step looks at h alone: it never hears what is new."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh.T + bh),
            "**Wh is transposed.** It is square, so the shapes fit, and no error warns you. Row vectors multiply from "
            "the left: `h @ Wh`."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx) + h @ Wh + bh,
            "**The activation comes too early.** tanh is taken of the whole sum, not of the input's part alone."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx) + np.tanh(h @ Wh + bh),
            "**tanh is taken twice.** Add first, then take tanh once, of the whole sum."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + bh + h @ Wh + bh),
            "**The bias is added twice.** One bias serves both terms."),
    Mistake(lambda x, h, Wx, Wh, bh: 1 / (1 + np.exp(-(x @ Wx + h @ Wh + bh))),
            "**This is the sigmoid.** It squeezes into 0 … 1; tanh squeezes into −1 … 1."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh) + bh,
            "**The bias comes too late.** It is added inside, before tanh."),
    Mistake(lambda x, h, Wx, Wh, bh: np.maximum(x @ Wx + h @ Wh + bh, 0),
            "**This is relu.** The paper case used it. This exercise, like Keras by default, uses tanh."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(Wx.T @ x + Wh.T @ h + bh),
            "**This is the book's order, W x.** It is right for one sample. With a batch the samples are rows, and "
            "rows multiply from the left: `x @ Wx`."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(Wx @ x + Wh @ h + bh),
            "**The order of the product is turned round.** Row vectors stand on the left of the matrix: `x @ Wx`."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x @ Wh + h @ Wx + bh),
            "**Wx and Wh are swapped.** Wx meets the input, Wh meets the hidden state. Here the shapes warn you; with "
            "D = M they would not."),
    Mistake(lambda x, h, Wx, Wh, bh: np.tanh(x * Wx + h * Wh + bh),
            "**`*` multiplies number by number.** The matrix product is written `@`."),
)
