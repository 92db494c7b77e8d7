"""The predictions of lesson 8, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    stands_still=Prediction(False, {
        True: "The input adds nothing, but the state is multiplied by Wh all the same, and goes through tanh again.",
    }),
    loss_when_wrong=Prediction(2.13, {
        0.13: "That is the price where y is 1. Here the truth is 0, and the network gave it a chance of 0.1192.",
        -2.13: "The logarithm of a chance is negative, and the loss has a minus in front of it.",
        0.88: "That is the slope, p − y. The loss is −log(1 − p).",
        0.92: "That is the logarithm to the base 10. Take the natural one.",
    }),
    gradient_is_right=Prediction(False, {
        True: "So did the people who published it. A network that learns shows that its gradient goes downhill, and "
              "not that it is right.",
    }),
    wrong_at_one_word=Prediction(False, {
        True: "With one word there is no step before it to send an error to, and everything else in the function is "
              "right.",
    }),
    ways_that_learn=Prediction(3, {
        0: "You have seen the published one get to all of them already.",
        1: "The right one gets there, but it is not alone.",
        2: "Even the one that sends nothing back gets there: the readout and the last word have their shares.",
    }),
    fails_from_tiny=Prediction("none", {
        "right": "With the right way back each word gets its share, however small the weights are at first.",
        "published": "From this start it gets there. You will take another start below.",
    }),
    it_is_good=Prediction("bad", {
        "good": "Anybody would say so. But among the 400 sentences there were hardly any as short as this one.",
        "neither": "It always says one or the other: the sign of the logit decides.",
    }),
)
reveal = predictions.reveal
