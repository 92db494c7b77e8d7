"""The predictions of lesson 7, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

_SOLVES_NONE = "Fault {} alone solves the task in none of the 20. Only the one that keeps the samples apart does."

predictions = Predictions(
    W=Prediction("smaller", {
        "larger": "At steps 1 and 2 a larger W does lift the output. At step 3 it meets x = −1, and pulls it down by "
                  "more.",
    }),
    reaches_zero=Prediction(False, {
        True: "Two numbers can often meet two targets. Here are three, and all three sequences share the same two "
              "numbers.",
    }),
    fault=Prediction(1, {number: _SOLVES_NONE.format(number) for number in (2, 3, 4, 5, 6)} | {
        0: "One of them does it: fault 1.",
    }),
)
reveal = predictions.reveal
