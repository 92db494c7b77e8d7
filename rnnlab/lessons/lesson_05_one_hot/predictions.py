"""The predictions of lesson 5, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    halved=Prediction(False, {
        True: "It can add, but to the unit a code is a size, so what it adds lies on a straight line. These prices do "
              "not.",
    }),
    state=Prediction(15, {
        11: "That is the state after two steps (and also the sum of the codes). The last step adds the price of code "
            "7, which is 4.",
        4: "That is the price of the last code. The state before, 11, is carried on.",
        13: "Code 0 picks a row like any other, and its price is 2.",
        10: "Places count from 0: code 4 picks the row with four rows before it, which holds 9.",
    }),
    count=Prediction(12, {
        3: "That was the digit as a size. Now `Wx` has a row for each of the ten digits.",
        10: "These are the ten rows of `Wx`. U and b are trained too.",
        11: "You left out U or b: both are trained, besides the ten rows of `Wx`.",
        30: "Only `Wx` has grown. U leads from the unit to itself, and b belongs to the unit: one number each.",
        100: "There is one unit, so each of the ten rows holds one number.",
        110: "There is one unit, so each of the ten rows holds one number.",
        21: "Only `Wx` has ten rows. U leads from the unit to itself: one number.",
        111: "There is one unit, so `Wh` has shape (1, 1). The features do not enter it.",
    }),
    change=Prediction("down", {
        "up": "The sum goes up by 9. But the middle digit's value is multiplied by U, and U is negative here.",
    }),
    shifted=Prediction("most", {
        "none": "That is what comes of the rows as they were drawn. Lowered by 4 they begin with a negative mean, and "
                "while it climbs to 0, U is driven right.",
        "a few": "All hundred do. The mean of the rows begins near −4, and while it climbs to 0, U has time to come to "
                 "−½.",
    }, choices=("none", "a few", "most")),
)
reveal = predictions.reveal
