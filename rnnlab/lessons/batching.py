"""The exercises of lesson 3: one formula for a whole batch."""

from dataclasses import dataclass, replace

import numpy as np

from rnnlab.anew import draw_apart, in_words, with_numbers
from rnnlab.check import AnswerExercise, Case, Exercises, FunctionExercise, Mistake, Question, reveal, seeded
from rnnlab.lessons.forward_pass import random_weights, states_right
from rnnlab.products import count_products

__all__ = ["check", "exercises", "reveal"]


# 3.1: all states of a batch, without a loop over the samples

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


def steps_of(X, h0, Wx, Wh, bh):
    """The states as a list, one (N, M) for each step: what a learner has before putting them together."""
    return list(batch_right(X, h0, Wx, Wh, bh).transpose(1, 0, 2))


def batch_not_reset(X, h0, Wx, Wh, bh):
    h, H = h0[0], []
    for sequence in X:
        H.append(states_right(sequence, h, Wx, Wh, bh))
        h = H[-1][-1]
    return np.stack(H)


def batch_over_samples(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for x in X:
        h = np.tanh(x @ Wx + h @ Wh + bh)
        H.append(h)
    return np.stack(H, axis=1)


def batch_without_activation(X, h0, Wx, Wh, bh):
    h, H = h0, []
    for t in range(X.shape[1]):
        h = X[:, t] @ Wx + h @ Wh + bh
        H.append(h)
    return np.stack(H, axis=1)


def batch_with_sizes(T=None, M=None, N=None, from_zeros=False):
    """What a learner has copied whose function takes sizes of the notebook for those of the arguments."""
    def batch(X, h0, Wx, Wh, bh):
        samples, steps, units = N or len(X), T or X.shape[1], M or len(bh)
        H = np.empty((samples, steps, units))
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
    *(Mistake(batch_with_sizes(from_zeros=from_zeros, **sizes), BUILT_IN)
      for sizes in BUILT_IN_SIZES for from_zeros in (False, True)),
    Mistake(lambda X, h0, Wx, Wh, bh: np.tanh(X @ Wx + h0 @ Wh + bh),
            "**The loop over the steps is missing.** `h0` is the state before the first step. The others have to be "
            "made, one after the other."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx.T, Wh, bh),
            "**Wx is transposed.** Its shape, (D, M), fits as it is: `X[:, t] @ Wx`."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh, bh[:, np.newaxis]),
            "**The bias is a column.** With its one axis `bh` is added to every row. As a column, (M, 1), it meets the "
            "N rows one by one."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.stack([h0, *steps_of(X, h0, Wx, Wh, bh)[:-1]], axis=1),
            "**The states are one step late.** This begins with `h0` and lacks the last state. Make the new state "
            "first, then keep it."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X[:, ::-1], h0, Wx, Wh, bh),
            "**The steps are read backwards,** the last one first."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X[:, ::-1], h0, Wx, Wh, bh)[:, ::-1],
            "**The steps are read backwards,** the last one first, and each state is put back in its place."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh, bh)[:, ::-1],
            "**The states are in reverse order.** The first state belongs in front."),
    Mistake(batch_not_reset,
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
    Mistake(lambda X, h0, Wx, Wh, bh: np.array(steps_of(X, h0, Wx, Wh, bh)),
            "**This is time-major: (T, N, M).** `np.array` and `np.stack` put the new axis in front. Ask for the "
            "second place: `np.stack(H, axis=1)`."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.concatenate(steps_of(X, h0, Wx, Wh, bh)),
            "**Concatenated, not stacked.** `np.concatenate` makes no new axis: it hangs the steps below one another, "
            "(T · N, M). `np.stack` makes one."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.concatenate(steps_of(X, h0, Wx, Wh, bh), axis=1),
            "**Concatenated, not stacked.** `np.concatenate` makes no new axis: along axis 1 it hangs the steps "
            "beside one another, (N, T · M). `np.stack` makes one."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.array(steps_of(X, h0, Wx, Wh, bh)).reshape(X.shape[:2] + h0.shape[1:]),
            "**`reshape` mixes the samples.** The states were in the order (T, N, M). `reshape` keeps that order and "
            "only draws new borders. To exchange axes, stack with `axis=1`, or use `transpose(1, 0, 2)`."),
    Mistake(lambda X, h0, Wx, Wh, bh: batch_right(X, h0, Wx, Wh, bh)[:, -1],
            "**These are the last states only.** Keep the states of every step."),
    Mistake(lambda X, h0, Wx, Wh, bh: np.concatenate([h0[:, np.newaxis], batch_right(X, h0, Wx, Wh, bh)], axis=1),
            "**There is one step too many.** `h0` is the state before the first step. It is not one of the results."),
    Mistake(batch_over_samples,
            "**The loop runs over samples.** `for x in X` takes the first axis apart, and that is the batch. The "
            "steps are on the second axis: `X[:, t]`."),
    Mistake(batch_without_activation,
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
        arguments = self.cases(seeded(self.number))[0].arguments
        N, T, _ = arguments[0].shape
        count = count_products(attempt, arguments)
        if count <= 2 * T + 1:
            return verdict
        return replace(verdict, hint=self.hint, says=(
            "**The numbers are right, and they earn the points. But a loop over the samples remains.** For "
            f"N = {N} and T = {T} your function takes {count} matrix products. Two for each step are enough: {2 * T}. "
            "The points are for the numbers alone, because nobody can prove from outside how they were made."))


# 3.2: from (D, N, T) to (N, T, D)

ORDER_MISTAKES = (
    Mistake(lambda Z: Z.reshape(Z.shape[1], Z.shape[2], Z.shape[0]),
            "**`reshape` has the right shape and the wrong numbers.** It keeps all numbers in their order and only "
            "draws new borders, so the steps of one feature end up as features of one step. Exchanging axes is "
            "`transpose`."),
    *(Mistake(lambda Z, places=places: Z.transpose(places).reshape(Z.shape[1], Z.shape[2], Z.shape[0]),
              "**The `reshape` mixes the numbers.** `.T` or `transpose` has exchanged axes, and `reshape` keeps that "
              "order and draws new borders. The right `transpose` needs no `reshape` after it.")
      for places in ((2, 1, 0), (2, 0, 1), (1, 0, 2), (0, 2, 1))),
    Mistake(lambda Z: Z.transpose(2, 0, 1),
            "**The places are read the wrong way.** This is (T, D, N). The first number in the brackets is the *old* "
            "axis that comes to the front, not the place where the old front goes."),
    Mistake(lambda Z: Z.T,
            "**`.T` turns all axes round.** That makes (T, N, D): time-major."),
    Mistake(lambda Z: Z.transpose(1, 0, 2),
            "**Steps and features are swapped.** This is (N, D, T). The features come last."),
    Mistake(lambda Z: Z.transpose(0, 2, 1),
            "**The features are still in front.** This is (D, T, N). Axes count from 0, and the samples are axis 1 of "
            "`Z`."),
    Mistake(lambda Z: Z,
            "**Nothing has changed.** This is still (D, N, T)."),
    Mistake(lambda Z: Z[0],
            "**This is the first feature only.** All of them are wanted, on the last axis."),
    Mistake(lambda Z: np.concatenate(list(Z), axis=1),
            "**The features hang beside one another: (N, D · T).** `np.concatenate` makes no new axis."),
)


# 3.3: one loss for each sample

def losses_right(Y_hat, Y):
    return ((Y_hat - Y) ** 2).mean(axis=1)


LOSSES_MISTAKES = (
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=0),
            "**The mean is taken over the wrong axis.** `axis=0` makes the samples disappear and leaves one number "
            "for each output. You want the outputs to disappear."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(axis=0),
            "**The sum is taken over the wrong axis.** `axis=0` makes the samples disappear. And a mean is wanted."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(),
            "**This is one number for the whole batch.** Without `axis` every axis disappears. Keep the samples."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(),
            "**This is one number for the whole batch.** Without `axis` every axis disappears. And a mean is wanted."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(axis=1),
            "**This is the sum, not the mean.** The axis is right. Divide by K, or use `mean`."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(axis=1) / len(Y),
            "**The sum is divided by the number of samples.** The axis is right. Its length is K: `Y.shape[1]`."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=1) / 2,
            "**There is a half too much.** Some books put ½ before the squared error, to make its slope shorter. The "
            "mean has none."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(axis=1) / 2,
            "**This is half the sum.** Some books define the loss so. Here the mean over the K outputs is wanted."),
    Mistake(lambda Y_hat, Y: np.linalg.norm(Y_hat - Y, axis=1),
            "**This is the length of the difference,** the root of the sum of squares. No root is wanted, and a mean."),
    Mistake(lambda Y_hat, Y: (Y_hat ** 2 - Y ** 2).mean(axis=1),
            "**This is the difference of the squares.** The square of the difference is wanted: first subtract."),
    Mistake(lambda Y_hat, Y: (Y_hat - Y).mean(axis=1),
            "**The square is missing.** Errors of opposite sign cancel here."),
    Mistake(lambda Y_hat, Y: np.abs(Y_hat - Y).mean(axis=1),
            "**This is the mean absolute error.** Square the differences instead."),
    Mistake(lambda Y_hat, Y: (Y_hat - Y).mean(axis=1) ** 2,
            "**The square comes too late.** First the square of each difference, then the mean: else errors of "
            "opposite sign cancel."),
    Mistake(lambda Y_hat, Y: np.sqrt(((Y_hat - Y) ** 2).mean(axis=1)),
            "**There is a root too much.** The mean squared error is left squared."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=1, keepdims=True),
            "**This is a column, (N, 1).** `keepdims=True` keeps the axis with length 1. One axis of N numbers is "
            "wanted: a column meets the next row and broadcasts."),
    Mistake(lambda Y_hat, Y: (Y_hat - Y) ** 2,
            "**These are the squared errors of every output.** Take their mean over the outputs of each sample."),
)


def losses_cases(rng):
    return [Case("a batch", (rng.normal(size=(5, 3)), rng.normal(size=(5, 3)))),
            Case("as many outputs as samples", (rng.normal(size=(4, 4)), rng.normal(size=(4, 4))))]


# 3.4: which line broadcasts without a word

LINES = {"N": 4, "T": 6, "D": 3, "M": 5}


def tell_lines(N, T, D, M):
    samples = in_words(N)
    return (f"{samples.capitalize()} samples of {in_words(T)} steps: N = {N}, T = {T}, D = {D}, M = {M}, K = 1. `X` is "
            f"({N}, {T}, {D}), `h` is ({N}, {M}),",
            f"`Y_hat` have shape ({N}, 1). The targets `Y` were read from a file, and have shape ({N},).")


def which_line(N, T, D, M):
    questions = (
        Question("C", options=("A", "B", "C", "D"), wrong={
            "A": "**Line A is right.** `bh` has one axis of M numbers. It is added to each of the N rows, and that is "
                 "what a bias is for.",
            "B": f"**Line B stops with an error.** A column of {M} and an array with {N} rows do not fit: {M} is "
                 f"neither {N} nor 1.",
            "D": f"**Line D stops with an error.** `X[0]` is one sample with its {T} steps, not one step of {N} "
                 f"samples: {T} rows meet {N}.",
        }),
        Question((N, N), otherwise="Write both shapes below one another, flush right. A missing axis is a 1. A 1 is "
                                   "stretched.", wrong={
            N * N: "**That many numbers it has.** The question is for the shape, a tuple with a size for each axis.",
            N: f"**This is a number, not a shape.** And {N} differences are what was meant, not what comes.",
            (N, 1): "**That is what was meant.** But `Y` has one axis, and lies down as a row.",
            (N,): "**That is what was meant.** But `Y_hat` is a column, and `Y` lies across it as a row.",
            (1, N): f"**The row is stretched too.** It meets a column of {N}: each of its copies becomes a row of the "
                    "result.",
            (N, M): f"**That is the shape of line A's result.** Here a column ({N}, 1) meets a row ({N},).",
        }),
    )
    return AnswerExercise(
        number="3.4", questions=questions,
        hint="Write the two shapes of each line below one another, flush right. Two sizes fit if they are equal or "
             "one of them is 1.",
        praise=f"A loss from these {N * N} differences trains every prediction towards every target. Lesson 4 meets "
               "it again.")


draw_lines = draw_apart(LINES, {"N": (5, 7, 8, 9), "T": (4, 10, 11, 12), "D": (2, 6), "M": (3, 6, 10, 14)})


exercises = Exercises(
    LooplessExercise(
        number="3.1", parts={"starting from zeros": 1, "starting from given states": 1}, cases=batch_cases,
        solution=batch_right, mistakes=BATCH_MISTAKES,
        hint="Keep the loop over `t` and drop the one over samples. `X[:, t]` has shape (N, D): step t of all "
             "samples. Collect the states in a list, and let `np.stack(H, axis=1)` put them together.",
        praise="One line for a batch of any size. T rounds of Python, whatever N is."),
    FunctionExercise(
        number="3.2", parts={"a batch": 2}, cases=lambda rng: [Case("a batch", (rng.normal(size=(3, 4, 6)),))],
        solution=lambda Z: Z.transpose(1, 2, 0), mistakes=ORDER_MISTAKES,
        hint="`Z.transpose(a, b, c)` puts the old axis a first, then b, then c. Which old axis holds the samples? It "
             "comes first.",
        praise="`transpose` moves no number in memory. It changes only how they are counted off."),
    FunctionExercise(
        number="3.3", parts={"a batch": 1, "as many outputs as samples": 1}, cases=losses_cases, solution=losses_right,
        mistakes=LOSSES_MISTAKES,
        hint="The axis that you name is the one that disappears. From (N, K) you want to come to (N,).",
        praise="Its mean over the batch is the loss that Keras calls mse."),
    with_numbers(which_line, tell_lines, LINES, draw_lines),
)
check = exercises.check
