"""The predictions of lesson 6, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    multiplications=Prediction(100_000, {
        10: "That is how many of them matter. As it is written, the product multiplies every number of E.",
        10_000: "That is one for each word, and there are ten columns: each of them takes as many.",
        99_990: "That is how many are by zero. The other ten are multiplications too.",
        1: "The product does not know where the 1 stands. As it is written, it multiplies every number of E.",
        0: "Without multiplying one would look the row up, and that comes next. The product multiplies every number of "
           "E.",
        1_000_000_000: "E has 10,000 rows of 10, and each number of it is multiplied once.",
    }),
    state=Prediction(9, {
        7: "That is the state after two steps (and also what comes if b is added only once). Each step adds b.",
        6: "That comes without b, and b = 1 is added at each of the three steps.",
        2: "That is the effective value of the last digit. With U = 1 the state before, 7, is carried on.",
        3: "That is the sum of the digits. What is added is row @ W + b of each.",
    }),
    count=Prediction(112, {
        100: "That is the table alone. The unit behind it has the 12 of before.",
        12: "That is the unit. The table in front of it is trained too, and holds ten rows of ten.",
        110: "Table and `Wx`. U and b are trained too.",
        111: "Table and `Wx`, and one of U and b. The other one is trained as well.",
        22: "The table holds ten rows of ten numbers, 100, not ten.",
        120: "W has one number for each column of the table, ten. U and b are one number each.",
        102: "W now has a row for each of the table's ten columns: ten numbers more.",
    }),
    adding=Prediction(0, {
        40: "More numbers make other values, not another U. What the ten values can do at a given U is bounded by "
            "lesson 4's curve.",
        20: "The coin has fallen already: all of these forty start at −1.",
        10: "None. What ten values can do at a given U is bounded by lesson 4's curve, however they are made.",
        5: "None. What ten values can do at a given U is bounded by lesson 4's curve, however they are made.",
    }),
    rows=Prediction(4, {
        6: "There are six places. But 4 and 3 stand at two of them each, and a row that is looked up twice is one row.",
        10: "A row that no place of the batch has looked up gets nothing.",
        2: "These are the sequences. Each of their digits looks up a row: 1, 4, 3 and 6.",
        3: "These are the places of one sequence. The digits of both look up rows: 1, 4, 3 and 6.",
        5: "The digits 1, 4, 3 and 6 look up four rows.",
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
