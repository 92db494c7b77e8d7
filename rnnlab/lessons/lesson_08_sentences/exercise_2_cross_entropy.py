"""Exercise 8.2: the gradient of the mean cross-entropy by its logits, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake
from rnnlab.network.losses import mean_loss


def logit_gradient_right(Z, Y):
    return mean_loss("binary_crossentropy", Z, Y)[1]


def logit_gradient_cases(rng):
    Y = np.array([[1.0, 0, 0], [0, 1, 1], [1, 1, 0], [0, 0, 1]])
    huge = rng.uniform(800, 900, (4, 3)) * np.array([[1, 1, -1], [-1, -1, 1], [1, -1, 1], [-1, 1, -1]])
    return [Case("small logits", (rng.normal(0, 1.5, (4, 3)) + 0.3, Y)), Case("huge logits", (huge, Y))]


def _with(function):
    """A mistake, computed without a warning from NumPy."""
    def gradient(Z, Y):
        with np.errstate(all="ignore"):
            return function(Z, Y, 1 / (1 + np.exp(-Z)))
    return gradient


def _softmax(Z):
    powers = np.exp(Z - Z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


REPLACED = ("**What is not a number has been replaced by 0, and 0 is not the slope.** Write σ(z) in a way that gives a "
            "number for every z: 1 / (1 + exp(−z)).")
SOFTMAX = ("**This is the softmax,** for one answer among K. Here each output answers a yes-or-no question of its own: "
           "take σ of each logit.")
LOGIT_GRADIENT_MISTAKES = (
    Mistake(_with(lambda Z, Y, p: p - Y),
            "**The mean is missing.** The loss is the mean over all N · K outputs, so each σ(z) − y is divided by "
            "N · K."),
    Mistake(_with(lambda Z, Y, p: (p - Y) / len(Z)),
            "**Divided by N alone.** The mean is over all outputs: N · K of them. With K = 1 nobody would notice."),
    Mistake(_with(lambda Z, Y, p: (p - Y) / Z.shape[1]),
            "**Divided by K alone.** The mean is over all outputs: N · K of them."),
    Mistake(_with(lambda Z, Y, p: (Y - p) / Z.size),
            "**Every sign is reversed.** Where the logit is too high the slope is positive: σ(z) − y."),
    Mistake(_with(lambda Z, Y, p: (Z - Y) / Z.size),
            "**A logit is no probability.** Take σ(z) before you compare it with y."),
    Mistake(_with(lambda Z, Y, p: 2 * (p - Y) / Z.size),
            "**The 2 belongs to the squared error.** The cross-entropy has none: σ(z) − y."),
    Mistake(_with(lambda Z, Y, p: 2 * (Z - Y) / Z.size),
            "**This is the gradient of the mean squared error** of the logits. The loss here is the cross-entropy."),
    Mistake(_with(lambda Z, Y, p: (p - Y) * p * (1 - p) / Z.size),
            "**One slope of σ too many.** The slope p (1 − p) has been cancelled against the one over p (1 − p) that "
            "the logarithms bring: σ(z) − y is left."),
    Mistake(_with(lambda Z, Y, p: 2 * (p - Y) * p * (1 - p) / Z.size),
            "**This is the gradient of the squared error behind a sigmoid.** A unit that is surely wrong would "
            "learn next to nothing from it. The loss here is the cross-entropy."),
    Mistake(_with(lambda Z, Y, p: (p - Y) / (p * (1 - p)) / Z.size),
            "**This is the slope along the probability.** The slope along the logit has one factor more, "
            "σ'(z) = p (1 − p), and most of it cancels."),
    Mistake(_with(lambda Z, Y, p: (-Y / p + (1 - Y) / (1 - p)) * p * (1 - p) / Z.size),
            "**Right on paper, and not a number in the computer.** Where σ(z) is rounded to 0 or 1 this divides by 0. "
            "Cancel on paper first: (−y / p + (1 − y) / (1 − p)) · p (1 − p) = p − y."),
    Mistake(_with(lambda Z, Y, p: np.nan_to_num(np.exp(Z) / (1 + np.exp(Z)) - Y) / Z.size), REPLACED),
    Mistake(_with(lambda Z, Y, p: (np.nan_to_num(np.exp(Z) / (1 + np.exp(Z))) - Y) / Z.size), REPLACED),
    Mistake(_with(lambda Z, Y, p: np.nan_to_num((-Y / p + (1 - Y) / (1 - p)) * p * (1 - p)) / Z.size), REPLACED),
    Mistake(_with(lambda Z, Y, p: (1 - p - Y) / Z.size),
            "**The sign in the exponent is lost.** 1 / (1 + exp(z)) is the chance of y = 0, and σ(z) is "
            "1 / (1 + exp(−z))."),
    Mistake(_with(lambda Z, Y, p: p / Z.size),
            "**The targets are missing.** The slope is σ(z) − y, with a −1 where y is 1."),
    Mistake(_with(lambda Z, Y, p: ((Z > 0) - Y) / Z.size),
            "**The answers are compared, not the chances.** σ(z) lies between 0 and 1, and how sure the network is "
            "counts."),
    Mistake(_with(lambda Z, Y, p: (np.tanh(Z) - Y) / Z.size),
            "**tanh is no probability.** It lies between −1 and 1. Take σ(z)."),
    Mistake(_with(lambda Z, Y, p: (_softmax(Z) - Y) / Z.size), SOFTMAX),
    Mistake(_with(lambda Z, Y, p: (_softmax(Z) - Y) / len(Z)), SOFTMAX),
    Mistake(_with(lambda Z, Y, p: Y - p),
            "**Every sign is reversed, and the mean is missing.** The slope is (σ(z) − y) / (N · K)."),
    Mistake(_with(lambda Z, Y, p: (-Y * (1 - p)) / Z.size),
            "**Only the targets 1 count.** Of y = 0 the second logarithm, log(1 − σ(z)), gives a slope too: σ(z)."),
    Mistake(_with(lambda Z, Y, p: (np.exp(Z) / (1 + np.exp(Z)) - Y) / Z.size),
            "**exp(z) is infinite for a huge z,** and infinity divided by infinity is not a number. "
            "1 / (1 + exp(−z)) is the same σ(z), and an infinite exp(−z) gives 0 there, as it should."),
    Mistake(_with(lambda Z, Y, p: (np.maximum(Z, 0) - Z * Y + np.log1p(np.exp(-np.abs(Z)))) / Z.size),
            "**These are the losses, not their slopes.**"),
    Mistake(_with(lambda Z, Y, p: ((p - Y) / Z.size).mean(0)),
            "**The samples are averaged away.** Each logit has a slope of its own: the shape is that of Z."),
)
