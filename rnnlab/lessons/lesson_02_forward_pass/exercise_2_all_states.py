"""Exercise 2.2: the loop over the time steps that returns all states, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake, Slip, mistakes_from
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import (
    BIAS_IS_COLUMN,
    COLUMN_BIAS,
    INNER_SLIPS,
    NO_ACTIVATION,
    NO_BIAS,
    NO_STATE,
    RELU,
    SWAPPED,
    WH_TRANSPOSED,
    random_weights,
    step_from,
)


def states_right(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for x in X:
        h = np.tanh(x @ Wx + h @ Wh + bh)
        H.append(h)
    return np.array(H)


def _arguments(rng, T, D, M, from_zeros=False):
    X, weights = rng.normal(size=(T, D)), random_weights(rng, D, M)
    return X, rng.uniform(-1, 1, M) * (not from_zeros), *weights


def states_cases(rng):
    T, D, M = 6, 3, 4
    X, weights = rng.normal(size=(T, D)), random_weights(rng, D, M)
    return [Case("starting from zeros", (X, np.zeros(M), *weights)),
            Case("starting from a given state", (X, rng.uniform(-1, 1, M), *weights))]


def states_probes(rng):
    """T = D = M, where any product runs; one unit, which fits into an array of any width; more steps than ten."""
    return [_arguments(rng, 4, 4, 4), _arguments(rng, 12, 3, 1)]


def _states_from(inputs=lambda X: X, start=lambda h0: h0, before=lambda h, h0: h,
                result=lambda H, X, h0: np.array(H), **step_pieces):
    """The loop, built from its pieces and those of its step."""
    step = step_from(**step_pieces)

    def states(X, h0, Wx, Wh, bh):
        h, H = start(h0), []
        for x in inputs(X):
            h = step(x, before(h, h0), Wx, Wh, bh)
            H.append(h)
        return result(H, X, h0)
    return states


def relu_states(X, Wx, Wh, bh, h0):
    return _states_from(**RELU)(X, h0, Wx, Wh, bh)


def _first_step_without_matrix(X, h0, Wx, Wh, bh):
    first = np.tanh(X[0] @ Wx + h0 + bh)
    return np.vstack([first, states_right(X[1:], first, Wx, Wh, bh)])


def _with_sizes(T=None, M=None, from_zeros=False, listed=False):
    """A loop that writes into an array of the notebook's size, or begins at zeros of that size."""
    def states(X, h0, Wx, Wh, bh):
        h = np.zeros(M or len(bh)) if from_zeros else h0
        H = np.zeros((T or len(X), len(bh) if listed else M or len(bh)))
        for t, x in enumerate(X):
            h = np.tanh(x @ Wx + h @ Wh + bh)
            H[t] = h
        return H
    return states


def _first_of_batch(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for t in range(len(X)):
        h = np.tanh(np.dot(X[0, t], Wx) + h @ Wh + bh)
        H.append(h)
    return np.array(H)


def _put_into_empty_list(X, h0, Wx, Wh, bh):
    H = []
    for t in range(len(X)):
        H[t] = h0
    return H


BACKWARDS = "**The sequence is read backwards.** Begin with `X[0]`."
FIRST = ("**This is the first state only.** If the `return` stands inside the loop, it ends the loop at once: move it "
         "out, below the loop.")
FROM_ZERO = "**One step is missing.** The loop has to begin at 0. There are as many states as inputs."
ONE_OFF = ("**The inputs are one step off.** At step t the loop takes the input of a neighbour: in the row `t` of the "
           "result belongs what `X[t]` has made.")
BUILT_IN = ("**A size of the notebook is built in.** Here are other sizes. Take them from the arguments: `len(X)` "
            "steps, `len(bh)` units.")
FROM_ZEROS = "**The loop starts from zeros.** It was given a first state, `h0`, and has to start from that."
ONE_SEQUENCE = ("**`X[0, t]` is for a batch.** Here `X` is one sequence, (T, D), so its first axis is time: the input "
                "of step t is `X[t]`.")
COLUMN = "**`X[:, t]` is for a batch.** Here `X` is one sequence, (T, D): the input of step t is `X[t]`."
D_ROUNDS = ("**The loop makes D rounds, as `range(X.shape[1])` does.** `X` is one sequence, (T, D): its steps are the "
            "first axis, `range(len(X))`.")
LATE = "**Every state is one step late.** You keep the state before the step, instead of the one after it."
H0_FIRST = ("**The first row is `h0`, and the first input is never read.** `h0` is the state before the first step, so "
            "row 0 of the result is already made from `X[0]`.")
EMPTY_LIST = "**An empty list has no place t.** `H[t] = h` replaces what is there. To add a state, write `H.append(h)`."

STATES_MISTAKES = (
    *mistakes_from(_states_from, (
        Slip({"before": lambda h, h0: h0, "start": lambda h0: h0},
             "**The state is not carried over.** Every step starts from `h0` again. The state that one step returns is "
             "what the next step has to be given.", frequent=True),
        Slip({"start": np.zeros_like}, FROM_ZEROS, frequent=True),
        Slip({"result": lambda H, X, h0: H[-1]},
             "**This is the last state only.** Keep the state of every step, and return them all.", frequent=True),
        Slip({"result": lambda H, X, h0: np.array(H[-1:])},
             "**Only the last state was kept.** Keep the state of every step: an `append` belongs inside the loop, and "
             "not below it."),
        Slip({"result": lambda H, X, h0: np.vstack([h0, H])},
             "**There is one row too many.** `h0` is the state before the first step. It is not one of the results.",
             frequent=True),
        Slip({"result": lambda H, X, h0: np.vstack([h0, H[:-1]])}, LATE),
        Slip({"result": lambda H, X, h0: np.tile(H[-1], (len(X), 1))},
             "**All rows are the last state.** That happens if the same array is kept again and again and goes on "
             "being written into. Make a new `h` at each step."),
        Slip({"inputs": lambda X: X[::-1]}, BACKWARDS),
        Slip({"inputs": lambda X: X[::-1], "result": lambda H, X, h0: np.array(H[::-1])}, BACKWARDS),
        Slip({"result": lambda H, X, h0: np.array(H[::-1])},
             "**The states are in reverse order.** The first state belongs in front."),
        Slip({"result": lambda H, X, h0: np.array(H).T},
             "**Steps and units are swapped.** A row is a step: (T, M)."),
        Slip({"result": lambda H, X, h0: np.concatenate(H)},
             "**Concatenated, not stacked.** The states stand behind one another, (T · M,), as `np.concatenate` puts "
             "them. `np.array(H)` or `np.stack(H)` makes a new axis."),
        Slip({"inputs": lambda X: X[:-1]},
             "**One step is missing.** The loop stops before the last input, as `range(T - 1)` does. There are as many "
             "states as inputs."),
        Slip({"inputs": lambda X: X[:-1], "result": lambda H, X, h0: np.vstack([H, 0 * h0])},
             "**One step is missing.** The loop stops before the last input, as `range(T - 1)` does, so the last row "
             "stays zero."),
        Slip({"inputs": lambda X: X[1:]}, FROM_ZERO),
        Slip({"inputs": lambda X: X[1:], "result": lambda H, X, h0: np.vstack([0 * h0, H])}, FROM_ZERO),
        Slip({"inputs": lambda X: X[1:], "result": lambda H, X, h0: np.vstack([h0, H])}, H0_FIRST),
        Slip({"inputs": lambda X: (X[t + 1] for t in range(len(X)))}, ONE_OFF),
        Slip({"inputs": lambda X: np.roll(X, -1, axis=0)}, ONE_OFF),
        Slip({"inputs": lambda X: np.roll(X, 1, axis=0)}, ONE_OFF),
        Slip({"inputs": lambda X: [X[0]] * len(X)},
             "**Every step reads the first input.** The index stands still: step t reads `X[t]`."),
        Slip({"inputs": lambda X: [X[-1]] * len(X)},
             "**Every step reads the last input.** Step t reads `X[t]`."),
        Slip({"inputs": lambda X: X.T}, COLUMN),
        Slip({"inputs": lambda X: (X[t] for t in range(X.shape[1]))}, D_ROUNDS),
        Slip({"inputs": lambda X: (X[t] for t in range(X.shape[1])),
              "result": lambda H, X, h0: np.vstack([H, np.zeros((len(X) - len(H), len(h0)))])}, D_ROUNDS),
        Slip({"result": lambda H, X, h0: np.arctanh(H)},
             "**These are the sums, not the states.** What you keep has to be what tanh returns."),
        Slip({"inputs": lambda X: (X[0, t] for t in range(len(X)))}, ONE_SEQUENCE),
        Slip({"result": lambda H, X, h0: H[0]}, FIRST),
        Slip({"result": lambda H, X, h0: np.array(H[:1])}, FIRST),
        Slip({"inputs": lambda X: (X[t] for t in range(10))},
             "**The number of steps is fixed at ten.** Another sequence may be shorter or longer: take it from `X`."),
        Slip(NO_ACTIVATION, "**The activation is missing.** Each state is tanh of the sum.", frequent=True),
        Slip(NO_BIAS, "**The bias is missing.** It is added at every step.", frequent=True),
        Slip(NO_STATE | {"before": lambda h, h0: h, "start": lambda h0: h0},
             "**The recurrence is missing.** Each state is made from its input alone.", frequent=True),
        Slip(WH_TRANSPOSED, "**Wh is transposed.** Row vectors multiply from the left: `h @ Wh`.", frequent=True),
        Slip(SWAPPED, "**Wx and Wh are swapped.** Wx meets the input, Wh meets the hidden state.", frequent=True),
        Slip(RELU, "**This is relu.** The paper case used it. This exercise, like Keras by default, uses tanh.",
             frequent=True),
        Slip(COLUMN_BIAS, BIAS_IS_COLUMN),
        *INNER_SLIPS,
    )),
    *(Mistake(_with_sizes(**sizes), BUILT_IN) for sizes in ({"M": 5}, {"T": 10}, {"T": 10, "M": 5})),
    *(Mistake(_with_sizes(from_zeros=True, **sizes), f"**Two things are not right.**\n\n1. {FROM_ZEROS}\n2. {BUILT_IN}")
      for sizes in ({"M": 5}, {"M": 5, "listed": True}, {"T": 10}, {"T": 10, "M": 5})),
    Mistake(_first_of_batch, ONE_SEQUENCE),
    Mistake(_first_step_without_matrix,
            "**The first step leaves Wh out.** `h0` is a state like any other: it is multiplied by Wh before it is "
            "added. While `h0` is zero, nobody notices."),
    Mistake(_put_into_empty_list, EMPTY_LIST),
)
