"""Exercise 4.2: the least loss at a given U of a unit without a bias, and what learners write in its place."""

from dataclasses import dataclass, replace

import numpy as np

from rnnlab.exercises import Case, FunctionExercise, Mistake
from rnnlab.exercises.call_result import call_safely
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
            "**This is L(U), with b at its best.** This unit has no b. Nothing brings its mean error to 0, so step 3 "
            "of the derivation no longer applies, nor does all after it."),
    Mistake(lambda U: np.var(_errors_left(_digit_sums_through(U))),
            "**This is the variance of the errors.** Without a bias their mean is not 0. The loss is the mean of their "
            "squares."),
    Mistake(lambda U: len(SUMS) * no_bias_right(U),
            "**This is the sum of the squares.** The loss is their mean over the 1,000 sequences."),
    Mistake(lambda U: no_bias_right(U) / 2,
            "**There is a factor of ½ too many.** Some books put ½ before the squared error. The mean has none."),
    Mistake(lambda U: np.mean((_digit_sums_through(U) * SUMS.mean() / _digit_sums_through(U).mean() - SUMS) ** 2),
            "**This W brings the mean error to 0.** That leaves the least loss only where there is a b. Choose the W "
            "for which the mean of the *squared* errors is least."),
    Mistake(lambda U: np.sqrt(no_bias_right(U)),
            "**This is the root of the loss.** Leave the root out: then it can be compared with 24.75."),
    Mistake(lambda U: np.mean(np.abs(_errors_left(_digit_sums_through(U)))),
            "**This is the mean of the absolute errors.** The loss takes their squares."),
    Mistake(lambda U: np.mean(_errors_left(_digit_sums_through(U, (1, 1, 0))) ** 2),
            "**The first digit is multiplied by U once.** Two steps come after it, so it is multiplied by U²."),
    Mistake(lambda U: np.mean(_errors_left(_digit_sums_through(U, (0, 0, 0))) ** 2),
            "**U is not in it.** This is the loss at U = 1, whatever U is given."),
    Mistake(lambda U: np.mean((_digit_sums_through(U) - SUMS) ** 2),
            "**This is the loss at W = 1.** That W is best at U = 1 only. Find the one that is best for the U given."),
    Mistake(lambda U: np.mean((_digit_sums_through(U) / (U * U - U + 1) - SUMS) ** 2),
            "**This W is best where there is a b.** Without one another W is best: find it again."),
    Mistake(lambda U: np.mean((_best_W(_digit_sums_through(U)) * _digit_sums_through(U)[:, None] - SUMS) ** 2),
            "**Every answer is compared with every sum.** A column of shape (1000, 1) minus a row of shape (1000,) is "
            "(1000, 1000): print the shapes before you subtract."),
    Mistake(lambda U: _best_W(_digit_sums_through(U)),
            "**This is the best W.** The loss that it leaves is wanted: predict with it, and take the mean of the "
            "squared errors."),
)

ON_A_GRID = ("**This is the least loss on a grid of W.** The best W lies between two of the values that you try, so "
             "the loss at the nearest of them is a little too high. Along W the loss is a parabola: `np.linalg.lstsq` "
             "finds its lowest point without trying any.")
WIDEST = 0.25  # half the distance of two values of W on a coarse grid
PROBES = (0.5, 0.31, -1.7, -2.2)


@dataclass(frozen=True)
class BestLossExercise(FunctionExercise):
    """An exercise that tells a least loss found by trying values of W. It takes U."""

    def check(self, *attempts, rng=None):
        verdict = super().check(*attempts, rng=rng)
        named = any(verdict.message.startswith(mistake.message) for mistake in self.mistakes)
        if named or verdict.state not in ("not yet", "partly correct") or not _tries_values_of_W(attempts[0]):
            return verdict
        return replace(verdict, message=f"{ON_A_GRID}\n\n{verdict.message}")


def _tries_values_of_W(attempt):
    """Whether the loss is that of a W near the best one, and this W stays as it is while U moves a little."""
    on_grid, tried = 0, set()
    for U in PROBES:
        here, there = (_nearby_W(attempt, near) for near in (U, U + 1e-5))
        if here is None or there is None:
            return False
        moved = abs(here[0] - there[0])
        for W, other in zip(here[1:], there[1:]):
            if abs(W - other) < moved / 100:
                on_grid += 1
                tried.add(round(W, 6))
    return on_grid >= len(PROBES) - 1 and len(tried) > 1


def _nearby_W(attempt, U):
    """The best W, and the two beside it that leave the loss of the attempt; None where there are none so near."""
    result, seen = call_safely(attempt, (U,)), _digit_sums_through(U)
    if result.kind != "array" or result.value.shape != () or not np.isfinite(result.value):
        return None
    off = (float(result.value) - no_bias_right(U)) / np.square(seen).mean()
    if not -1e-9 < off <= WIDEST ** 2:
        return None
    best, beside = _best_W(seen), np.sqrt(max(off, 0))
    return best, best - beside, best + beside
