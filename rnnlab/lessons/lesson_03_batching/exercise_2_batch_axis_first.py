"""Exercise 3.2: from (D, N, T) to (N, T, D), and what learners write in place of the transpose."""

import numpy as np

from rnnlab.exercises import Mistake

AXES_MISTAKES = (
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
            "**`.T` reverses all the axes.** That makes (T, N, D): time-major."),
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
            "**The features stand beside one another: (N, D · T).** `np.concatenate` makes no new axis."),
)
