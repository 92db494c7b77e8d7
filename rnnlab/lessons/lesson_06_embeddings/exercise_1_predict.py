"""Exercise 6.1: the forward pass through an embedding table and one unit, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake, Slip, mistakes_from


def predict_right(digits, E, W, U, b):
    h = np.zeros(len(digits))
    for t in range(digits.shape[1]):
        h = E[digits[:, t]] @ W + U * h + b
    return h


def predict_cases(rng):
    V, D = 7, 3
    E, W = rng.normal(size=(V, D)), rng.normal(size=D)
    E[1] = -E[0]
    W *= -2 / (E @ W).min()  # one row leads to −2, and the first sample picks it: a state below zero, where relu shows
    cases = []
    for part, shape in (("three steps", (5, 3)), ("six steps", (4, 6))):
        digits = rng.integers(V, size=shape)
        digits[0] = (E @ W).argmin()
        cases.append(Case(part, (digits, E, W, 0.7, 0.4)))
    return cases


def predict_probes(rng):
    """N = T = V = D, where it runs whatever axis a loop takes; fewer samples than steps."""
    return [(rng.integers(V, size=(N, T)), rng.normal(size=(V, D)), rng.normal(size=D), 0.7, 0.4)
            for N, T, V, D in ((4, 4, 4, 4), (3, 5, 6, 2))]


def _network_from(inputs=lambda digits: digits.T, row=lambda E, d: E[d], from_row=lambda rows, W: rows @ W,
                  put_together=lambda a, h, U, b: a + U * h + b, U=lambda U: U, bias=lambda b: b, f=lambda z: z,
                  before=lambda h: h, result=lambda h, b: h):
    """The network, built from its pieces."""
    def network(digits, E, W, factor, b):
        h = np.zeros(len(digits))
        for d in inputs(digits):
            h = f(put_together(from_row(row(E, d), W), before(h), U(factor), bias(b)))
        return result(h, b)
    return network


def _network_with(step, state=lambda N: 0):
    """A network that a learner has written with another step; `state` makes the first one."""
    def network(digits, E, W, U, b):
        h = state(len(digits))
        for t in range(digits.shape[1]):
            h = step(digits, t, h, E, W, U, b)
        return h

    return network


def _states(digits, E, W, U, b):
    return np.array([predict_right(digits[:, :t + 1], E, W, U, b) for t in range(digits.shape[1])])


def _row_of_step(digits, t, h, E, W, U, b):
    return E[t] @ W + U * h + b


def _row_of_sample(digits, t, h, E, W, U, b):
    return E[digits[t]] @ W + U * h + b


def _no_sum(digits, t, h, E, W, U, b):
    return E[digits[:, t]] * W + U * h + b


def _state_not_reset(digits, E, W, U, b):
    h, states = 0, []
    for sample in digits:
        for d in sample:
            h = E[d] @ W + U * h + b
        states.append(h)
    return np.array(states)


ALL_STATES = "**These are the states of all steps.** The last one of each sequence is wanted: shape (N,)."
U_TOO_WIDE = ("**U multiplies more than the state.** The brackets reach too far: U belongs to the state before, and "
              "neither to what comes in nor to b.")
WRONG_ROW = ("**`E[t]` is the row of the number of the step.** What is looked up is the digit that stands there: "
             "`digits[:, t]`, for all samples at once.")
ONE_SAMPLE = ("**`digits[t]` is one sample, with all its steps.** Step t of all samples is `digits[:, t]`: the samples "
              "are the first axis.")
NO_SUM = ("**The products are not added up.** `*` leaves D numbers for each sample; `@ W` multiplies and adds, to one "
          "number.")

LEN_DIGITS = ("**The loop makes N rounds, as `range(len(digits))` does.** The first axis of `digits` is the samples. "
              "The steps are on the second: `range(digits.shape[1])`.")

PREDICT_MISTAKES = (
    *mistakes_from(_network_from, (
        Slip({"bias": lambda b: 0}, "**The bias is missing.** b is added at every step.", frequent=True),
        Slip({"bias": lambda b: 0, "result": lambda h, b: h + b},
             "**The bias is added once, at the end.** It belongs to the layer, and is added at every step."),
        Slip({"inputs": lambda digits: digits.T[::-1]},
             "**The sequence is read backwards.** The first digit has been multiplied by U most often at the end."),
        Slip({"before": lambda h: 0},
             "**Only the last digit counts.** The state of one step has to go into the next."),
        Slip({"U": lambda U: 1, "put_together": lambda a, h, U, b: a + h + b},
             "**U is missing.** The state before is multiplied by U before it is added.", frequent=True),
        Slip({"put_together": lambda a, h, U, b: U * a + h + b},
             "**U multiplies the input.** It belongs to the state before."),
        Slip({"f": np.tanh}, "**tanh is too much.** This unit is linear: the sum itself is the new state.",
             frequent=True),
        Slip({"f": lambda z: np.maximum(z, 0)},
             "**relu is too much.** This unit is linear: the sum itself is the new state."),
        Slip({"from_row": lambda rows, W: rows.sum(axis=-1)},
             "**W is missing.** The numbers of the row are weighted before they are added: `E[digits[:, t]] @ W`.",
             frequent=True),
        Slip({"from_row": lambda rows, W: rows.mean(axis=-1)},
             "**The mean of the row is taken.** W weighs the numbers of the row: `E[digits[:, t]] @ W`."),
        Slip({"row": lambda E, d: d[:, None] + 0 * E[d]},
             "**The table is not used.** The digit itself goes in here. It picks a row of E: `E[digits[:, t]]`."),
        Slip({"bias": lambda b: 2 * b}, "**The bias is added twice.** Once a step is enough."),
        Slip({"inputs": lambda digits: digits.T[:3]},
             "**The loop makes three steps, whatever T is.** Count them from the data: `digits.shape[1]`."),
        Slip({"inputs": lambda digits: digits.T[:1]},
             "**The loop ends after its first step.** A `return` inside the loop leaves it at once. Move it out by one "
             "indentation."),
        Slip({"inputs": lambda digits: digits.T[:-1]},
             "**The last digit is never read.** `range(T - 1)` stops one step too early."),
        Slip({"inputs": lambda digits: digits.T[1:]},
             "**The first digit is never read.** The loop has to begin at 0."),
        Slip({"inputs": lambda digits: (digits[:, t] for t in range(len(digits)))}, LEN_DIGITS),
    )),
    Mistake(_network_with(lambda digits, t, h, E, W, U, b: U * (E[digits[:, t]] @ W + h) + b), U_TOO_WIDE),
    Mistake(_network_with(lambda digits, t, h, E, W, U, b: U * (E[digits[:, t]] @ W + h + b)), U_TOO_WIDE),
    Mistake(_network_with(lambda digits, t, h, E, W, U, b: E[digits[:, t]] @ W + U * (h + b)), U_TOO_WIDE),
    Mistake(_states, ALL_STATES),
    Mistake(lambda digits, E, W, U, b: _states(digits, E, W, U, b).T, ALL_STATES),
    Mistake(_network_with(_row_of_step), WRONG_ROW),
    Mistake(_network_with(_row_of_step, np.zeros), WRONG_ROW),
    Mistake(_network_with(_row_of_sample), ONE_SAMPLE),
    Mistake(_network_with(_row_of_sample, np.zeros), ONE_SAMPLE),
    Mistake(_network_with(_no_sum), NO_SUM),
    Mistake(_network_with(_no_sum, np.zeros), NO_SUM),
    Mistake(lambda digits, E, W, U, b: predict_right(digits.T, E, W, U, b),
            "**The loop runs over the samples.** It has to run over the steps, `digits[:, t]`, with all samples at "
            "once."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits - 1, E, W, U, b),
            "**Rows count from 0.** Digit 0 is row 0. Here it has picked row −1, the last, and no error told you."),
    Mistake(_network_with(lambda digits, t, h, E, W, U, b: E[digits[:, t]] @ W + U * h + b, lambda N: np.zeros((N, 1))),
            "**The start has one axis too many.** W is (D,) here, so what comes in is (N,). A state of shape (N, 1) "
            "plus (N,) broadcasts to (N, N): every sample meets every other. Begin with `np.zeros(N)`."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, W, U, b) - U ** (digits.shape[1] - 1) * b,
            "**The first step leaves b out.** It is a step like any other: begin with h = 0 and loop over all steps."),
    Mistake(lambda digits, E, W, U, b: predict_right(np.hstack([digits[:, :1], digits]), E, W, U, b),
            "**The first digit is read twice.** Begin with h = 0, and let the loop take the first step, or begin the "
            "loop at 1."),
    Mistake(_state_not_reset,
            "**The state goes on from one sequence into the next.** Each sequence begins at 0: set h back for every "
            "one."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:1], E, W, U, b)[0],
            "**This is one sequence only.** There should be one answer for each of the N."),
)
