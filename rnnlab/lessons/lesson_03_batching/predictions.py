"""The predictions of lesson 3, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    rows=Prediction(1, {
        3: "Each row of the product is made from one row of the inputs. The rows of samples 0 and 2 are as they were.",
        2: "Each row of the product is made from one row of the inputs, and only one row of the inputs has changed.",
        0: "The row of sample 1 changes: it is (5, 5) times `Wx` now.",
    }),
    calls=Prediction(10, {
        1000: "That is what the two loops need. The batch takes tanh of all hundred samples of a step in one call.",
        40: "That is what the two loops need for four samples. The batch takes all samples of a step in one call.",
        1: "The steps have to wait for each other, so each of the ten needs a call of its own.",
        100: "The samples share a call, and the steps cannot: it is one call for each of the ten steps.",
    }),
    longer=Prediction(False, {
        True: "There is a hundred times the arithmetic. But `np.tanh` is still called 15 times, once for each step, "
              "and with so few sequences the rounds of the loop cost more than the arithmetic in them.",
    }),
    right=Prediction(1, {
        0: "The first sample has nobody before it. It starts from zeros, as it should.",
        3: "It is the other way round: three are wrong. Only the first sample starts from zeros.",
        4: "Only the first sample starts from zeros. Each other one starts from the state that the one before it left.",
        2: "Only the first sample starts from zeros. Each other one starts from the state that the one before it left.",
    }),
    joined=Prediction((40, 5), {
        (4, 10, 5): "That is what you want to have. `concatenate` makes no new axis; `np.stack(states, axis=1)` does.",
        (10, 4, 5): "That is what `np.stack(states)` gives. `concatenate` makes no new axis.",
        (4, 50): "That is `np.concatenate(states, axis=1)`. Unless you say where, the arrays are joined along axis 0.",
        (5, 40): "Each row keeps its 5 numbers. It is the rows that are joined: ten times 4 of them.",
        (10, 20): "Each state keeps its rows of 5. `concatenate` puts the rows of all ten below one another.",
        (50, 4): "Each state keeps its rows of 5. `concatenate` puts the rows of all ten below one another.",
    }),
    axis=Prediction(1, {
        0: "Axis 0 holds the samples. To add them up is the mistake that comes next.",
        2: "Axis 2 holds the units, and one number for each unit is wanted. What has to go is the features.",
        -2: "Counted from the end, that is the same axis, so you are right.",
        -1: "The last axis holds the units, and one number for each unit is wanted. What has to go is the features.",
    }),
)
reveal = predictions.reveal
