"""Exercise 4.1: the weight of each digit in the last state, W U^(T - t), and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake, Slip, mistakes_from


def digit_weights_right(W, U, T):
    return W * U ** np.arange(T - 1, -1, -1.0)


def digit_weights_cases(rng):
    return [Case("three digits", (float(rng.uniform(0.5, 0.8)), float(rng.uniform(0.4, 0.7)), 3)),
            Case("seven digits, U below zero", (float(rng.uniform(1.2, 1.5)), float(rng.uniform(-1.6, -1.2)), 7))]


W_IN_POWERS = ("**W is raised to powers too.** A digit meets W once, when it comes in, and U at every step after that: "
               "the last digit counts W, the one before it W U.")

def _digit_weights_from(last=0, in_order=lambda weights: weights, factor=lambda W: W):
    """The weights, built from pieces: the power of U for the last digit, the order, the factor W."""
    def digit_weights(W, U, T):
        return in_order(factor(W) * U ** np.arange(T - 1 + last, last - 1, -1.0))
    return digit_weights


DIGIT_WEIGHTS_MISTAKES = (
    *mistakes_from(_digit_weights_from, (
        Slip({"in_order": lambda weights: weights[::-1]},
             "**The order is reversed.** The first digit passes the most steps, so U meets it most often. The last "
             "digit is not multiplied by U at all.", frequent=True),
        Slip({"last": 1},
             "**One factor U too many.** After the last digit comes no further step: it counts W.", frequent=True),
        Slip({"factor": lambda W: 1},
             "**W is missing.** Every digit is multiplied by W when it comes in.", frequent=True),
        Slip({"last": -1},
             "**One factor U too few.** After the first digit come T − 1 steps, and each of them takes it times U."),
        Slip({"in_order": np.cumsum},
             "**The factors are added up.** Each digit has a factor of its own: W, W U, W U², …"),
    )),
    Mistake(lambda W, U, T: (W * U) ** np.arange(T, 0, -1.0), W_IN_POWERS),
    Mistake(lambda W, U, T: (W * U) ** np.arange(T - 1, -1, -1.0), W_IN_POWERS),
    Mistake(lambda W, U, T: (W * U) ** np.arange(T), W_IN_POWERS),
    Mistake(lambda W, U, T: W * (W * U) ** np.arange(T - 1, -1, -1.0), W_IN_POWERS),
    *(Mistake(lambda W, U, T, in_order=in_order: in_order(digit_weights_right(U, W, T)),
              "**W and U have changed places.** A digit is multiplied by W once, when it comes in, and by U at every "
              "step after that.") for in_order in (np.array, np.flip)),
    Mistake(lambda W, U, T: W * U * np.arange(T - 1, -1, -1.0),
            "**U times the number of steps is not a factor U at every step.** Two steps give U², not 2 U."),
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
    Mistake(lambda W, U, T: digit_weights_right(W, U, T) / digit_weights_right(W, U, T).sum(),
            "**These are parts of a whole.** They add up to 1. What is asked for is by how much each digit is "
            "multiplied on its way: W times a power of U."),
    Mistake(lambda W, U, T: digit_weights_right(W, U, T + 1),
            "**There is one number too many.** T digits have T factors: the powers of U are T − 1, …, 1, 0."),
    Mistake(lambda W, U, T: digit_weights_right(W, U, T)[1:],
            "**There is one number too few.** T digits have T factors: the powers of U are T − 1, …, 1, 0."),
)
