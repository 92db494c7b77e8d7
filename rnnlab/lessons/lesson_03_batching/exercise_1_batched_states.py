"""Exercise 3.1: all states of a batch without a loop over the samples, and what learners write in their place."""

from dataclasses import dataclass, replace

import numpy as np

from rnnlab.exercises import Case, FunctionExercise, Mistake, Slip, mistakes_from, seeded_rng
from rnnlab.exercises.product_trace import trace_products
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import (
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
from rnnlab.lessons.lesson_02_forward_pass.exercise_2_all_states import EMPTY_LIST, states_right


def batch_right(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for t in range(X.shape[1]):
        h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)
        H.append(h)
    return np.stack(H, axis=1)


def batch_cases(rng):
    N, T, D, M = 5, 6, 3, 4
    X, weights = rng.normal(size=(N, T, D)), random_weights(rng, D, M)
    return [Case("starting from zeros", (X, np.zeros((N, M)), *weights)),
            Case("starting from given states", (X, rng.uniform(-1, 1, (N, M)), *weights))]


def batch_probes(rng):
    """All sizes equal, where any product runs; one sample and one unit, which fit into an array of any size.

    Eight steps are fewer than the notebook's ten, twelve are more.
    """
    return [(rng.normal(size=(N, T, D)), rng.uniform(-1, 1, (N, M)), *random_weights(rng, D, M))
            for N, T, D, M in ((4, 4, 4, 4), (1, 8, 3, 1), (1, 12, 3, 1))]


def _batch_from(inputs=lambda X: X.transpose(1, 0, 2), start=lambda h0: h0, before=lambda h, h0: h,
                result=lambda H, X, h0: np.stack(H, axis=1), **step_pieces):
    """The loop over the steps, built from its pieces and those of its step."""
    step = step_from(**step_pieces)

    def batch(X, h0, Wx, Wh, bh):
        h, H = start(h0), []
        for x in inputs(X):
            h = step(x, before(h, start(h0)), Wx, Wh, bh)
            H.append(h)
        return result(H, X, h0)
    return batch


def _not_reset(X, h0, Wx, Wh, bh):
    h, H = h0[0], []
    for sequence in X:
        H.append(states_right(sequence, h, Wx, Wh, bh))
        h = H[-1][-1]
    return np.stack(H)


def _written(times, fill=0.0, place=lambda t: (slice(None), t)):
    """A loop of so many steps that writes into an array made before it; NaN is what `np.empty` holds in a check."""
    def batch(X, h0, Wx, Wh, bh):
        H, h = np.full((*X.shape[:2], len(bh)), fill), h0
        for t in range(times(X)):
            h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)
            H[place(t)] = h
        return H
    return batch


def _with_sizes(T=None, M=None, N=None, from_zeros=False, all_steps=False):
    """What a learner has copied whose function takes sizes of the notebook for those of the arguments."""
    def batch(X, h0, Wx, Wh, bh):
        samples, steps, units = N or len(X), T or X.shape[1], M or len(bh)
        H = np.zeros((samples, steps, units))
        h = np.zeros((samples, units)) if from_zeros else h0
        for t in range(X.shape[1] if all_steps else steps):
            h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)
            H[:, t] = h
        return H
    return batch


def _into_empty_list(X, h0, Wx, Wh, bh):
    H = []
    for t in range(X.shape[1]):
        H[t] = h0
    return H


BUILT_IN = ("**A size of the notebook is built in.** `N`, `T` and `M` are the notebook's 4, 10 and 5; here are other "
            "sizes. Take them from the arguments: `len(X)`, `X.shape[1]`, `len(bh)`.")
BUILT_IN_SIZES = ({"M": 5}, {"T": 10}, {"N": 4}, {"T": 10, "M": 5}, {"N": 4, "T": 10, "M": 5})
LEN_X = ("**The loop makes N rounds, as `range(len(X))` does.** The first axis of `X` is the samples, so `len(X)` "
         "counts them. The steps are on the second axis: `range(X.shape[1])`.")
IN_PLACE_OF_SAMPLE = ("**`H[t]` is sample t.** The first axis of `H` is the samples. Step t of all of them is `H[:, "
                      "t]`.")
RESHAPED = ("**`reshape` mixes the samples.** The states were in the order (T, N, M). `reshape` keeps that order and "
            "only draws new borders. To exchange axes, stack with `axis=1`, or use `transpose(1, 0, 2)`.")
ONE_SAMPLE = ("**Each round takes a sample, not a step.** The first axis of `X` is the batch, so `X[t]`, like the `x` "
              "in `for x in X`, is one sample with all its steps. Step t of all samples is `X[:, t]`.")
LAST_INPUT = ("**One step is missing.** The loop stops before the last input, as `range(T - 1)` does. There are as "
              "many states as inputs.")
H0_FIRST = ("**The first state is `h0`, and the first input is never read.** `h0` is the state before the first step: "
            "the first of the results is made from `X[:, 0]` already.")


BATCH_SLIPS = (
    Slip({"before": lambda h, h0: h0, "start": lambda h0: h0},
         "**The state is not carried over.** Every step starts from `h0` again. The loop over steps has to stay: "
         "each step waits for the state before it.", frequent=True),
    Slip({"bias": lambda bh: bh[:, np.newaxis]},
         "**The bias is a column.** With its one axis `bh` is added to every row. As a column, (M, 1), it meets the "
         "N rows one by one."),
    Slip({"result": lambda H, X, h0: np.stack([h0, *H[:-1]], axis=1)},
         "**The states are one step late.** This begins with `h0` and lacks the last state. Make the new state "
         "first, then keep it."),
    Slip({"inputs": lambda X: [X[:, 0]] * X.shape[1]},
         "**Every step reads the first inputs.** The index stands still: step t reads `X[:, t]`."),
    Slip({"inputs": lambda X: [X[:, -1]] * X.shape[1]},
         "**Every step reads the last inputs.** Step t reads `X[:, t]`."),
    Slip({"inputs": lambda X: X[:, ::-1].transpose(1, 0, 2)}, "**The steps are read backwards,** the last one first."),
    Slip({"inputs": lambda X: X[:, ::-1].transpose(1, 0, 2), "result": lambda H, X, h0: np.stack(H[::-1], axis=1)},
         "**The steps are read backwards,** the last one first, and each state is put back in its place."),
    Slip({"result": lambda H, X, h0: np.stack(H[::-1], axis=1)},
         "**The states are in reverse order.** The first state belongs in front."),
    Slip({"start": np.zeros_like},
         "**The loop starts from zeros.** It was given the first states, `h0`, one row for each sample.",
         frequent=True),
    Slip({"start": lambda h0: np.tile(h0[0], (len(h0), 1))},
         "**All samples start from the first sample's state.** Row n of `h0` belongs to sample n. Hand over all of "
         "`h0`."),
    Slip({"result": lambda H, X, h0: np.array(H)},
         "**This is time-major: (T, N, M).** `np.array` and `np.stack` put the new axis in front. Ask for the "
         "second place: `np.stack(H, axis=1)`.", frequent=True),
    Slip({"result": lambda H, X, h0: np.stack(H, axis=2)},
         "**The steps come last: (N, M, T).** The new axis belongs in the second place: `np.stack(H, axis=1)`."),
    Slip({"result": lambda H, X, h0: np.array(H).T},
         "**`.T` reverses all the axes.** That makes (M, N, T). Ask for the second place: `np.stack(H, axis=1)`."),
    Slip({"result": lambda H, X, h0: np.arctanh(np.stack(H, axis=1))},
         "**These are the sums, not the states.** What you keep has to be what tanh returns."),
    Slip({"result": lambda H, X, h0: np.concatenate(H)},
         "**Concatenated, not stacked.** The steps stand below one another, (T · N, M), as `np.concatenate` puts them. "
         "`np.stack` makes a new axis."),
    Slip({"result": lambda H, X, h0: np.concatenate(H, axis=1)},
         "**Concatenated, not stacked.** The steps stand beside one another, (N, T · M), as `np.concatenate` puts them "
         "along axis 1. `np.stack` makes a new axis."),
    Slip({"result": lambda H, X, h0: np.array(H).reshape(X.shape[:2] + h0.shape[1:])}, RESHAPED),
    Slip({"result": lambda H, X, h0: H[-1]},
         "**These are the last states only.** Keep the states of every step.", frequent=True),
    Slip({"result": lambda H, X, h0: np.stack(H[-1:], axis=1)},
         "**Only the last states were kept.** Keep the states of every step: an `append` belongs inside the loop, and "
         "not below it."),
    Slip({"result": lambda H, X, h0: H[0]},
         "**These are the first states only.** If the `return` stands inside the loop, it ends the loop at once: move "
         "it out, below the loop."),
    Slip({"result": lambda H, X, h0: np.stack([H[-1]] * len(H), axis=1)},
         "**All steps hold the last states.** That happens if the same array is kept again and again and goes on being "
         "written into. Make a new `h` at each step."),
    Slip({"result": lambda H, X, h0: np.stack([h0, *H], axis=1)},
         "**There is one step too many.** `h0` is the state before the first step. It is not one of the results.",
         frequent=True),
    Slip({"inputs": lambda X: X}, ONE_SAMPLE),
    Slip({"inputs": lambda X: X, "result": lambda H, X, h0: np.array(H)}, ONE_SAMPLE),
    Slip({"inputs": lambda X: (X[t] for t in range(X.shape[1]))}, ONE_SAMPLE),
    Slip({"inputs": lambda X: (X[:, t] for t in range(len(X)))}, LEN_X),
    Slip({"inputs": lambda X: X[:, :-1].transpose(1, 0, 2)}, LAST_INPUT),
    Slip({"inputs": lambda X: X[:, 1:].transpose(1, 0, 2)},
         "**One step is missing.** The loop has to begin at 0. There are as many states as inputs."),
    Slip({"inputs": lambda X: X[:, 1:].transpose(1, 0, 2), "result": lambda H, X, h0: np.stack([h0, *H], axis=1)},
         H0_FIRST),
    Slip({"inputs": lambda X: (X[:, t + 1] for t in range(X.shape[1]))},
         "**The inputs are one step off.** State t is made from `X[:, t]`: Python counts from 0."),
    Slip(NO_ACTIVATION, "**The activation is missing.** Each state is tanh of the sum.", frequent=True),
    Slip(NO_BIAS, "**The bias is missing.** It is added to every row at every step.", frequent=True),
    Slip(NO_STATE | {"before": lambda h, h0: h, "start": lambda h0: h0},
         "**The recurrence is missing.** Each state is made from its input alone.", frequent=True),
    Slip(WH_TRANSPOSED, "**Wh is transposed.** Row vectors multiply from the left: `h @ Wh`.", frequent=True),
    Slip(SWAPPED, "**Wx and Wh are swapped.** Wx meets the input, Wh meets the hidden state.", frequent=True),
    Slip(RELU, "**This is relu.** It is the activation of lesson 2's paper case. Here, as in Keras, it is tanh."),
    *INNER_SLIPS,
)

BATCH_MISTAKES = (
    *(Mistake(_with_sizes(from_zeros=from_zeros, all_steps=all_steps, **sizes), BUILT_IN)
      for sizes in BUILT_IN_SIZES for from_zeros in (False, True) for all_steps in (False, True)),
    *mistakes_from(_batch_from, BATCH_SLIPS),
    Mistake(_not_reset,
            "**The state is not reset between samples.** Each sequence goes on from where the one before it ended. "
            "Every sample has a row of `h0` of its own to start from."),
    *(Mistake(_written(len, fill), LEN_X) for fill in (0.0, np.nan)),
    *(Mistake(_written(lambda X: X.shape[1] - 1, fill), LAST_INPUT) for fill in (0.0, np.nan)),
    Mistake(_written(lambda X: X.shape[1], place=lambda t: t), IN_PLACE_OF_SAMPLE),
    Mistake(_into_empty_list, EMPTY_LIST),
)


UNSEEN = ("The numbers are right. Whether a loop over the samples remains, the check cannot see here, because your "
          "function has taken no product of the arrays that it was given.")


@dataclass(frozen=True)
class LooplessExercise(FunctionExercise):
    """An exercise that tells of a loop over the samples where one remains. It takes (X, h0, Wx, Wh, bh).

    The numbers alone earn the points: what ran in the learner's own process proves nothing to a grader.
    """

    def check(self, *attempts, rng=None):
        verdict = super().check(*attempts, rng=rng)
        if verdict.state != "correct":
            return verdict
        arguments = self.cases(seeded_rng(self.number))[1].arguments
        X, h0 = arguments[:2]
        N, T, D = X.shape
        traced = trace_products(attempts[0], arguments)
        samples = [_samples_in(array, X, h0, self.solution(*arguments)) for array in traced]
        alone = {held[0]: array.shape for held, array in zip(samples, traced) if len(held) == 1}
        if len(alone) == N:
            return replace(verdict, hint=self.hint, message=(
                "**The numbers are right, and they earn the points. But a loop over the samples remains.** For "
                f"N = {N} and T = {T} your function works on the numbers of one sample at a time, for example on an "
                f"array of shape {alone[0]}. `X[:, t]`, of shape {(N, D)}, has step t of all of them, and one product "
                "serves them all."))
        return verdict if any(len(held) == N for held in samples) else replace(verdict, message=UNSEEN)


def _samples_in(array, X, h0, H):
    """The samples that have given an array some of its numbers: their inputs or states. 0 and 1 tell nothing."""
    numbers = array[(array != 0) & (array != 1)].astype(float).reshape(-1, 1)
    return [n for n in range(len(X))
            if (np.abs(numbers - np.concatenate([X[n].ravel(), h0[n], H[n].ravel()])) < 1e-6).any()]
