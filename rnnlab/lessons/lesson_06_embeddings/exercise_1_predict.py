"""Exercise 6.1: the forward pass through an embedding table and one unit, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake


def predict_right(digits, E, W, U, b):
    h = np.zeros(len(digits))
    for t in range(digits.shape[1]):
        h = E[digits[:, t]] @ W + U * h + b
    return h


def predict_cases(rng):
    V, D = 7, 3
    network = rng.normal(size=(V, D)), rng.normal(size=D), 0.7, 0.4
    return [Case("three steps", (rng.integers(V, size=(5, 3)), *network)),
            Case("six steps", (rng.integers(V, size=(4, 6)), *network))]


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

PREDICT_MISTAKES = (
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, W, U, 0),
            "**The bias is missing.** b is added at every step."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, W, U, 0) + b,
            "**The bias is added once, at the end.** It belongs to the layer, and is added at every step."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, ::-1], E, W, U, b),
            "**The sequence is read backwards.** The first digit has been multiplied by U most often at the end."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, -1:], E, W, U, b),
            "**Only the last digit counts.** The state of one step has to go into the next."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, W, 1, b),
            "**U is missing.** The state before is multiplied by U before it is added."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits, E, U * W, 1, b),
            "**U multiplies the input.** It belongs to the state before."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, :3], E, W, U, b),
            "**The loop makes three steps, whatever T is.** Count them from the data: `digits.shape[1]`."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:, :1], E, W, U, b),
            "**The loop ends after its first step.** A `return` inside the loop leaves it at once. Move it out by one "
            "indentation."),
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
            "**The start has an axis too many.** W is (D,) here, so what comes in is (N,). A state of shape (N, 1) "
            "plus (N,) broadcasts to (N, N): every sample meets every other. Begin with `np.zeros(N)`."),
    Mistake(_state_not_reset,
            "**The state goes on from one sequence into the next.** Each sequence begins at 0: set h back for every "
            "one."),
    Mistake(lambda digits, E, W, U, b: predict_right(digits[:1], E, W, U, b)[0],
            "**This is one sequence only.** There should be one answer for each of the N."),
)
