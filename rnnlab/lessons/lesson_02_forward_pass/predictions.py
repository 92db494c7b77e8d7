"""The predictions of lesson 2, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    zeros=Prediction(0, {
        1: "From the input of step 2 alone you would be right: it gives unit 1 the sum −1.5. But unit 0 has kept a 3, "
           "and `Wh` brings it to unit 1 as 3 · 1.",
        2: "Unit 0 gets 4.5 from the input and 1.5 from the state. Both are positive, so relu leaves their sum at 6.",
    }),
    changes=Prediction(False, {
        True: "With most matrices it would. But look at this `Wh`: it has 0.8841347 on both sides of its diagonal, so "
              "it is its own transpose.",
    }),
    unseen=Prediction(2, {
        0: "You have met one already: `Wh` transposed. And a bias of zero can be forgotten unnoticed.",
        1: "Besides the transposed `Wh` there is another one: the bias is zero here, so forgetting it changes nothing.",
        3: "Only two of them: the transposed `Wh`, since it is symmetric, and the forgotten bias, since it is zero. "
           "The other three change some number.",
        4: "Only two of them: the transposed `Wh`, since it is symmetric, and the forgotten bias, since it is zero. "
           "The other three change some number.",
        5: "The case is small, but not blind to everything: a state that is not carried over changes it by 1.5.",
    }),
)
reveal = predictions.reveal
