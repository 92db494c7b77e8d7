"""The exercises of lesson 3: one formula for a whole batch."""

import numpy as np

from rnnlab.exercises import AnswerExercise, Case, ExerciseSet, FunctionExercise, Mistake, Question, reveal
from rnnlab.exercises.class_numbers import draw_distinct, in_words, with_class_numbers
from rnnlab.lessons.lesson_03_batching.exercise_1_batched_states import (
    BATCH_MISTAKES,
    LooplessExercise,
    batch_cases,
    batch_right,
)

__all__ = ["check", "exercises", "reveal"]


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


def _losses_cases(rng):
    return [Case("a batch", (rng.normal(size=(5, 3)), rng.normal(size=(5, 3)))),
            Case("as many outputs as samples", (rng.normal(size=(4, 4)), rng.normal(size=(4, 4))))]


# 3.4: which line broadcasts without a word

LINES = {"N": 4, "T": 6, "D": 3, "M": 5}


def _tell_lines(N, T, D, M):
    samples = in_words(N)
    return (f"{samples.capitalize()} samples of {in_words(T)} steps: N = {N}, T = {T}, D = {D}, M = {M}, K = 1. `X` is "
            f"({N}, {T}, {D}), `h` is ({N}, {M}),",
            f"`Y_hat` have shape ({N}, 1). The targets `Y` were read from a file, and have shape ({N},).")


def _which_line(N, T, D, M):
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


draw_lines = draw_distinct(LINES, {"N": (5, 7, 8, 9), "T": (4, 10, 11, 12), "D": (2, 6), "M": (3, 6, 10, 14)})


exercises = ExerciseSet(
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
        number="3.3", parts={"a batch": 1, "as many outputs as samples": 1}, cases=_losses_cases, solution=losses_right,
        mistakes=LOSSES_MISTAKES,
        hint="The axis that you name is the one that disappears. From (N, K) you want to come to (N,).",
        praise="Its mean over the batch is the loss that Keras calls mse."),
    with_class_numbers(_which_line, _tell_lines, LINES, draw_lines),
)
check = exercises.check
