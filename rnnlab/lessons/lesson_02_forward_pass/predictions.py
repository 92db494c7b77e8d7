"""The predictions of lesson 2, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    zeros=Prediction(1, {
        0: "relu(z) is 0 wherever z is below 0, and unit 1 has the sum −0.1210.",
        2: "relu leaves a positive number as it is, so unit 0 keeps its 3.2763.",
    }),
    changes=Prediction(False, {
        True: "For most matrices it would. But look at this `Wh`: it has 0.8841 on both sides of its diagonal, so it "
              "is its own transpose.",
    }),
    unseen=Prediction(2, {
        0: "You have met one already: `Wh` transposed. And a bias of zero can be forgotten unnoticed.",
        1: "Besides the transposed `Wh` there is another one: the bias is zero here, so forgetting it changes nothing.",
        3: "Only two of them: the transposed `Wh`, since it is symmetric, and the forgotten bias, since it is zero. "
           "The other three change some number.",
        4: "Only two of them: the transposed `Wh`, since it is symmetric, and the forgotten bias, since it is zero. "
           "The other three change some number.",
        5: "The case is small, but not blind to everything: a state that is not carried over changes it by 2.715.",
    }),
)
reveal = predictions.reveal
