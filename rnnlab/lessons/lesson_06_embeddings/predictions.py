"""The predictions of lesson 6, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    state=Prediction(9, {
        7: "That is the state after two steps (and also what comes if b is added only once). Each step adds b.",
        6: "That comes without b, and b = 1 is added at each of the three steps.",
        2: "That is the effective value of the last digit. With U = 1 the state before, 7, is carried on.",
        3: "That is the sum of the digits. What is added is row @ W + b of each.",
    }),
    count=Prediction(112, {
        100: "That is the table alone. The unit behind it has the 12 of before.",
        12: "That is the unit. The table in front of it is trained too, and holds ten rows of ten.",
        110: "That is the table and `Wx`. U and b are trained too.",
        111: "You left out U or b: both are trained, besides the table and `Wx`.",
        22: "The table holds ten rows of ten numbers, 100, not ten.",
        120: "W has one number for each column of the table, ten. U and b are one number each.",
        102: "W now has a row for each of the table's ten columns: ten numbers more.",
    }),
    twins=Prediction("two units", {
        "both": "A single unit sees only on which line a row lies, so two rows of one price may lie far apart on that "
                "line.",
        "one unit": "It is the other way round. A single unit fixes only the line on which a row lies, and two units "
                    "fix the point.",
        "neither": "With two units a row has to give the right price and the right weight, and two lines cross in one "
                   "point.",
    }, choices=("one unit", "two units", "both", "neither")),
    rows=Prediction(4, {
        6: "There are six places. But 4 and 3 stand at two of them each, and a row that is looked up twice is one row.",
        10: "A row that no place of the batch has looked up gets nothing.",
        2: "These are the sequences. Each of their digits looks up a row: 1, 4, 3 and 6.",
        3: "These are the places of one sequence. The digits of both look up rows: 1, 4, 3 and 6.",
        5: "The digits 1, 4, 3 and 6 look up four rows.",
    }),
    moved=Prediction(3, {
        1: "Only row 2 has a gradient. But Adam still moves rows 1 and 4 on in the direction that they took before.",
        2: "Row 2 moves, and both rows that the first batch has moved: 1 and 4.",
        4: "Three digits have been in the two batches: 1, 4 and 2. The other rows have never had a gradient.",
        10: "A row that has never had a gradient stays where it is, with Adam too.",
    }),
    near=Prediction(False, {
        True: "To the table, 7 is a place and not a size. Nothing says that it lies between 6 and 8, and its row has "
              "stayed as it was drawn.",
    }),
    refused=Prediction(1, {
        3: "It refuses 10 alone. −1 gets the last row, and 1.7 is made a 1.",
        2: "It refuses 10 alone. One might expect it of 1.7 as well, but that is made a 1 without a word.",
        0: "It refuses 10, since there is no such row.",
    }),
)
reveal = predictions.reveal
