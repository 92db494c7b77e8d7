"""The predictions of lesson 7, and what is said to the commonest wrong guesses."""

import re
from itertools import combinations

from rnnlab.exercises import Prediction, Predictions

_MISSED = {
    "C": "You missed line C, and no wonder: N and T are both 3 here, so dividing by T gives the same number.",
    "D": "You missed line D: each dz meets the input and the state of the step before its own, and the last step's "
         "input meets none.",
    "G": "You missed line G: the slope of a sigmoid is h (1 − h).",
    "H": "You missed line H: it returns one slope for each sample, and a weight that all samples share has one slope.",
    "I": "You missed line I: the loop that gives the answers ends one step early.",
}
_RIGHT = {
    "EF": "E and F are right as they stand: once the steps of line D are mended, they meet their own dz.",
    "ABJK": "A, B, J and K are right: they are the sums and states of the steps.",
}


def _reply_to(marks):
    """Two sentences at most, on right lines that were marked and on wrong lines that were missed."""
    return " ".join([*(line for letters, line in _RIGHT.items() if set(letters) & set(marks)),
                     *(line for letter, line in _MISSED.items() if letter not in marks)][:2])


predictions = Predictions(
    W=Prediction("smaller", {
        "larger": "At steps 1 and 2 it does, but step 3 outweighs them.",
    }),
    keeps_most=Prediction(1.0, {
        1.5: "A larger U makes every factor larger, but it also makes the state larger, and there tanh is flat.",
        0.5: "Here f' is nearly 1 at every step, but forty factors of about 0.5 leave next to nothing.",
    }),
    reaches_zero=Prediction(False, {
        True: "Two numbers can often meet two targets. Here are three, and all three sequences share the same two "
              "numbers.",
    }),
    wrong_lines=Prediction("CDGHI", {
        "".join(marks): _reply_to(marks) for count in range(1, 12) for marks in combinations("ABCDEFGHIJK", count)
        if marks != tuple("CDGHI")}),
    line=Prediction("H", {line: f"With line {line} alone, none of the 20 solves the task. Only the line that keeps the "
                                "samples apart does it." for line in "CDGI"}),
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
