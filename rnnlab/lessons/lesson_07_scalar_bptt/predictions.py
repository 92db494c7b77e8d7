"""The predictions of lesson 7, and what is said to the commonest wrong guesses."""

import re

from rnnlab.exercises import Prediction, Predictions

_SOLVES_NONE = "Fault {} alone solves the task in none of the 20. Only the one that keeps the samples apart does."

predictions = Predictions(
    W=Prediction("smaller", {
        "larger": "At steps 1 and 2 a larger W does lift the output. At step 3 it meets x = −1, and pulls it down by "
                  "more.",
    }),
    keeps_most=Prediction(1.0, {
        1.5: "A larger U makes every factor larger, but it also makes the state larger, and there tanh is flat.",
        0.5: "Here f' is nearly 1 at every step, but forty factors of about 0.5 leave next to nothing.",
    }),
    reaches_zero=Prediction(False, {
        True: "Two numbers can often meet two targets. Here are three, and all three sequences share the same two "
              "numbers.",
    }),
    wrong_lines=Prediction("CDEFGHI", {
        "DEFGHI": "You missed line C, and no wonder: N and T are both 3 here, so dividing by T gives the same number.",
        "CEFGHI": "Line D belongs to the same mistake as E and F: paired one step early, step 1 has no share at all, "
                  "so the loop leaves it out.",
        "EFGHI": "C and D are missing. C divides by T, where N belongs, and D never reaches step 1.",
        "CDEFGI": "You missed line H. It returns one slope for each sample, and a weight that all samples share has "
                  "one slope.",
        "DGHI": "Line C is missing: it divides by T, where N belongs. The rest is right: with D as `range(T, 0, -1)`, "
                "E and F are right as they stand.",
        "CDEFGHIJK": "J and K are right: they are the sum and the sigmoid of a step. Line I ends the loop too early.",
        "ABCDEFGHIJK": "That marks every line. A, B, J and K are right: they are the sums and states of the steps.",
        "CDGHI": "That mends it too: with D as `range(T, 0, -1)`, E and F are right as they stand. It is one mistake "
                 "that can be mended in two places.",
        "CDEFGH": "You missed line I. The answers come from a loop that ends one step early.",
    }),
    fault=Prediction(1, {number: _SOLVES_NONE.format(number) for number in (2, 3, 4, 5, 6)} | {
        0: "One of them does it: fault 1.",
    }),
    noticed=Prediction(False, {
        True: "The check compares the gradient with differences of the *same* forward pass. That has no recurrence "
              "either, so the two agree.",
    }),
)


def reveal(guess, truth, name=""):
    """Show a prediction beside the truth. Marked lines count in any order, with commas and blanks or without."""
    if name == "wrong_lines" and isinstance(guess, str | list | tuple | set):
        guess = "".join(sorted(set(re.findall("[A-Z]", "".join(map(str, guess)).upper()))))
    return predictions.reveal(guess, truth, name)
