"""Exercise 4.1: the weight of each digit in the last state, W U^(T - t), and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake


def digit_weights_right(W, U, T):
    return W * U ** np.arange(T - 1, -1, -1.0)


def digit_weights_cases(rng):
    return [Case("three digits", (float(rng.uniform(0.5, 0.8)), float(rng.uniform(0.4, 0.7)), 3)),
            Case("seven digits, U below zero", (float(rng.uniform(1.2, 1.5)), float(rng.uniform(-1.6, -1.2)), 7))]


W_IN_POWERS = ("**W is raised to powers too.** A digit meets W once, when it comes in, and U at every step after that: "
               "the last digit counts W, the one before it W U.")

DIGIT_WEIGHTS_MISTAKES = (
    Mistake(lambda W, U, T: digit_weights_right(W, U, T)[::-1],
            "**The order is turned round.** The first digit passes the most steps, so U meets it most often. The last "
            "digit is not taken times U at all."),
    Mistake(lambda W, U, T: U * digit_weights_right(W, U, T),
            "**One factor U too many.** After the last digit comes no further step: it counts W."),
    Mistake(lambda W, U, T: digit_weights_right(1, U, T),
            "**W is missing.** Every digit is taken times W when it comes in."),
    Mistake(lambda W, U, T: (W * U) ** np.arange(T, 0, -1.0), W_IN_POWERS),
    Mistake(lambda W, U, T: (W * U) ** np.arange(T - 1, -1, -1.0), W_IN_POWERS),
    Mistake(lambda W, U, T: (W * U) ** np.arange(T), W_IN_POWERS),
    Mistake(lambda W, U, T: W * (W * U) ** np.arange(T - 1, -1, -1.0), W_IN_POWERS),
    Mistake(lambda W, U, T: W * U * np.arange(T - 1, -1, -1.0),
            "**U times the number of steps is not U taken times at every step.** Two steps give U², not 2 U."),
    Mistake(lambda W, U, T: W + U * np.arange(T - 1, -1, -1.0),
            "**U is added at every step.** It is a factor: two steps give U²."),
    Mistake(lambda W, U, T: W * np.ones(T),
            "**This is U = 1, where every digit counts the same.** For another U they differ."),
    Mistake(lambda W, U, T: np.r_[np.zeros(T - 1), W],
            "**This is U = 0, where only the last digit counts.** Otherwise the state carries the earlier ones on."),
    Mistake(lambda W, U, T: np.abs(digit_weights_right(W, U, T)),
            "**The signs are lost.** With U below zero the digits count plus and minus in turn."),
    Mistake(lambda W, U, T: digit_weights_right(W, U, T).sum(),
            "**This is their sum.** One number for each digit is needed, in order."),
    Mistake(lambda W, U, T: digit_weights_right(W, U, 3),
            "**These are three numbers, whatever T is.** There are T digits."),
)
