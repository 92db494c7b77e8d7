"""Exercise 3.1: all states of a batch without a loop over the samples, and what learners write in their place."""

from dataclasses import dataclass, replace

import numpy as np

from rnnlab.exercises import Case, FunctionExercise, Mistake, seeded_rng
from rnnlab.exercises.matmul_counter import count_matmuls
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import random_weights
from rnnlab.lessons.lesson_02_forward_pass.exercise_2_all_states import states_right


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


def _steps_of(X, h0, Wx, Wh, bh):
    """The states as a list, one (N, M) for each step: what a learner has before putting them together."""
    return list(batch_right(X, h0, Wx, Wh, bh).transpose(1, 0, 2))


def _batch_not_reset(X, h0, Wx, Wh, bh):
    h, H = h0[0], []
    for sequence in X:
        H.append(states_right(sequence, h, Wx, Wh, bh))
        h = H[-1][-1]
    return np.stack(H)


def _batch_over_samples(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for x in X:
        h = np.tanh(x @ Wx + h @ Wh + bh)
        H.append(h)
    return np.stack(H, axis=1)


def _batch_without_activation(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for t in range(X.shape[1]):
        h = X[:, t] @ Wx + h @ Wh + bh
        H.append(h)
    return np.stack(H, axis=1)


def _batch_with_sizes(T=None, M=None, N=None, from_zeros=False):
    """What a learner has copied whose function takes sizes of the notebook for those of the arguments."""
    def batch(X, h0, Wx, Wh, bh):
        samples, steps, units = N or len(X), T or X.shape[1], M or len(bh)
        H = np.zeros((samples, steps, units))
        h = np.zeros((samples, units)) if from_zeros else h0
        for t in range(steps):
            h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)
            H[:, t] = h
        return H
    return batch


BUILT_IN = ("**A size of the notebook is built in.** `N`, `T` and `M` are the notebook's 4, 10 and 5; here are other "
            "sizes. Take them from the arguments: `len(X)`, `X.shape[1]`, `len(bh)`.")
BUILT_IN_SIZES = ({"M": 5}, {"T": 10}, {"N": 4}, {"T": 10, "M": 5}, {"N": 4, "T": 10, "M": 5})

BATCH_MISTAKES = (
    *(Mistake(_batch_with_sizes(from_zeros=from_zeros, **sizes), BUILT_IN)
      for sizes in BUILT_IN_SIZES for from_zeros in (False, True)),
    Mistake(lambda X, h0, Wx, Wh, bh: np.tanh(X @ Wx + h0 @ Wh + bh),
            "**The loop over the steps is missing.** `h0` is the state before the first step. The others have to be "
            "made, one after the other."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx.T, Wh, bh),
            "**Wx is transposed.** Its shape, (D, M), fits as it is: `X[:, t] @ Wx`."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh, bh[:, np.newaxis]),
            "**The bias is a column.** With its one axis `bh` is added to every row. As a column, (M, 1), it meets the "
            "N rows one by one."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.stack([h0, *_steps_of(X, h0, Wx, Wh, bh)[:-1]], axis=1),
            "**The states are one step late.** This begins with `h0` and lacks the last state. Make the new state "
            "first, then keep it."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X[:, ::-1], h0, Wx, Wh, bh),
            "**The steps are read backwards,** the last one first."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X[:, ::-1], h0, Wx, Wh, bh)[:, ::-1],
            "**The steps are read backwards,** the last one first, and each state is put back in its place."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh, bh)[:, ::-1],
            "**The states are in reverse order.** The first state belongs in front."),
    Mistake(_batch_not_reset,
            "**The state is not reset between samples.** Each sequence goes on from where the one before it ended. "
            "Every sample has a row of `h0` of its own to start from."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, np.zeros_like(h0), Wx, Wh, bh),
            "**The loop starts from zeros.** It was given the first states, `h0`, one row for each sample."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, np.tile(h0[0], (len(X), 1)), Wx, Wh, bh),
            "**All samples start from the first sample's state.** Row n of `h0` belongs to sample n. Hand over all of "
            "`h0`."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.tanh(X @ Wx + (h0 @ Wh)[:, np.newaxis] + bh),
            "**The state is not carried over.** Every step starts from `h0` again. The loop over steps has to stay: "
            "each step waits for the state before it."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.array(_steps_of(X, h0, Wx, Wh, bh)),
            "**This is time-major: (T, N, M).** `np.array` and `np.stack` put the new axis in front. Ask for the "
            "second place: `np.stack(H, axis=1)`."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.concatenate(_steps_of(X, h0, Wx, Wh, bh)),
            "**Concatenated, not stacked.** `np.concatenate` makes no new axis: it hangs the steps below one another, "
            "(T · N, M). `np.stack` makes one."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.concatenate(_steps_of(X, h0, Wx, Wh, bh), axis=1),
            "**Concatenated, not stacked.** `np.concatenate` makes no new axis: along axis 1 it hangs the steps "
            "beside one another, (N, T · M). `np.stack` makes one."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.array(_steps_of(X, h0, Wx, Wh, bh)).reshape(X.shape[:2] + h0.shape[1:]),
            "**`reshape` mixes the samples.** The states were in the order (T, N, M). `reshape` keeps that order and "
            "only draws new borders. To exchange axes, stack with `axis=1`, or use `transpose(1, 0, 2)`."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh, bh)[:, -1],
            "**These are the last states only.** Keep the states of every step."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.concatenate([h0[:, np.newaxis], batch_right(X, h0, Wx, Wh, bh)], axis=1),
            "**There is one step too many.** `h0` is the state before the first step. It is not one of the results."),
    Mistake(_batch_over_samples,
            "**The loop runs over samples.** `for x in X` takes the first axis apart, and that is the batch. The "
            "steps are on the second axis: `X[:, t]`."),
    Mistake(_batch_without_activation,
            "**The activation is missing.** Each state is tanh of the sum."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh, 0 * bh),
            "**The bias is missing.** It is added to every row at every step."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh.T, bh),
            "**Wh is transposed.** Row vectors multiply from the left: `h @ Wh`."),
)


@dataclass(frozen=True)
class LooplessExercise(FunctionExercise):
    """An exercise that tells of a loop over the samples where one remains. It takes (X, h0, Wx, Wh, bh).

    The numbers alone earn the points: a count that is taken in the learner's own process proves nothing to a grader.
    """

    def check(self, attempt, rng=None):
        verdict = super().check(attempt, rng)
        if verdict.state != "correct":
            return verdict
        arguments = self.cases(seeded_rng(self.number))[0].arguments
        N, T, _ = arguments[0].shape
        count = count_matmuls(attempt, arguments)
        if count <= 2 * T + 1:
            return verdict
        return replace(verdict, hint=self.hint, message=(
            "**The numbers are right, and they earn the points. But a loop over the samples remains.** For "
            f"N = {N} and T = {T} your function takes {count} matrix products. Two for each step are enough: {2 * T}. "
            "The points are for the numbers alone, because nobody can prove from outside how they were made."))
