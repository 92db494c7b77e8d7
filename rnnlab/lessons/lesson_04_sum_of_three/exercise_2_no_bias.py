"""Exercise 4.2: the least loss at a given U of a unit without a bias, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake
from rnnlab.lessons.digit_sums import DIGITS, SUMS, curve


def _digit_sums_through(U, powers=(2, 1, 0)):
    """What the last state holds of the digits, where W = 1 and b = 0."""
    return DIGITS @ np.array([float(U) ** power for power in powers])


def _best_W(seen):
    """The factor by which `seen` comes nearest to the sums."""
    return seen @ SUMS / (seen @ seen)


def _errors_left(seen):
    return _best_W(seen) * seen - SUMS


def no_bias_right(U):
    return np.mean(_errors_left(_digit_sums_through(U)) ** 2)


def no_bias_cases(rng):
    return [Case("U above zero", (float(rng.uniform(0.3, 0.7)),)),
            Case("U below zero", (float(rng.uniform(-2.5, -1.5)),))]


NO_BIAS_MISTAKES = (
    Mistake(curve,
            "**This is L(U), with b at its best.** This unit has no b. Nothing brings its mean error to 0, so step 2 "
            "of the derivation falls away, and all after it."),
    Mistake(lambda U: np.var(_errors_left(_digit_sums_through(U))),
            "**This is the variance of the errors.** Without a bias their mean is not 0. The loss is the mean of their "
            "squares."),
    Mistake(lambda U: len(SUMS) * no_bias_right(U),
            "**This is the sum of the squares.** The loss is their mean over the 1,000 sequences."),
    Mistake(lambda U: np.sqrt(no_bias_right(U)),
            "**This is the root of the loss.** Leave the root out: then it can be compared with 24.75."),
    Mistake(lambda U: np.mean(np.abs(_errors_left(_digit_sums_through(U)))),
            "**This is the mean of the absolute errors.** The loss takes their squares."),
    Mistake(lambda U: np.mean(_errors_left(_digit_sums_through(U, (1, 1, 0))) ** 2),
            "**The first digit is taken times U once.** Two steps come after it, so it is taken times U²."),
    Mistake(lambda U: np.mean(_errors_left(_digit_sums_through(U, (0, 0, 0))) ** 2),
            "**U is not in it.** This is the loss at U = 1, whatever U is given."),
    Mistake(lambda U: np.mean((_digit_sums_through(U) - SUMS) ** 2),
            "**This is the loss at W = 1.** That W is best at U = 1 only. Find the one that is best for the U given."),
    Mistake(lambda U: np.mean((_digit_sums_through(U) / (U * U - U + 1) - SUMS) ** 2),
            "**This W is best where there is a b.** Without one another W is best: search for it anew."),
    Mistake(lambda U: np.mean((_best_W(_digit_sums_through(U)) * _digit_sums_through(U)[:, None] - SUMS) ** 2),
            "**Every answer is compared with every sum.** A column of shape (1000, 1) minus a row of shape (1000,) is "
            "(1000, 1000): print the shapes before you subtract."),
    Mistake(lambda U: _best_W(_digit_sums_through(U)),
            "**This is the best W.** The loss that it leaves is wanted: predict with it, and take the mean of the "
            "squared errors."),
)
