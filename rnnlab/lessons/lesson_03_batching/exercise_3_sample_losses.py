"""Exercise 3.3: the mean squared error of each sample of a batch, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake


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
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(axis=1) / Y.size,
            "**The sum is divided by N · K.** The axis is right. It holds K numbers: `Y.shape[1]`."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(axis=1) / (Y.shape[1] - 1),
            "**The sum is divided by K − 1.** The mean of K numbers is their sum divided by K."),
    Mistake(lambda Y_hat, Y: np.full(len(Y), ((Y_hat - Y) ** 2).mean()),
            "**Every sample has the mean of the whole batch.** Take the mean over the outputs of each: `axis=1`."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) * 2).mean(axis=1),
            "**The difference is doubled, not squared.** `*` multiplies, `**` is the power."),
    Mistake(lambda Y_hat, Y: np.abs(Y_hat - Y).sum(axis=1),
            "**This is the sum of the absolute errors.** Square the differences, and take their mean."),
    Mistake(lambda Y_hat, Y: np.var(Y_hat - Y, axis=1),
            "**This is the variance of the errors.** It subtracts their mean first. The mean of their squares is "
            "wanted."),
    Mistake(lambda Y_hat, Y: (Y_hat - Y) @ (Y_hat - Y).T / Y.shape[1],
            "**Every sample meets every other: (N, N).** The product of two matrices multiplies all rows by all "
            "columns. Square each difference, `** 2`, and take the mean over `axis=1`."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=1) / 2,
            "**There is a factor of ½ too many.** Some books put ½ before the squared error, to make its slope "
            "shorter. The mean has none."),
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
            "**There is one square root too many.** The mean squared error is left squared."),
    Mistake(lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=1, keepdims=True),
            "**This is a column, (N, 1).** `keepdims=True` keeps the axis with length 1. One axis of N numbers is "
            "wanted: a column meets the next row and broadcasts."),
    Mistake(lambda Y_hat, Y: (Y_hat - Y) ** 2,
            "**These are the squared errors of every output.** Take their mean over the outputs of each sample."),
)


def losses_cases(rng):
    return [Case("a batch", (rng.normal(size=(5, 3)), rng.normal(size=(5, 3)))),
            Case("as many outputs as samples", (rng.normal(size=(4, 4)), rng.normal(size=(4, 4))))]
