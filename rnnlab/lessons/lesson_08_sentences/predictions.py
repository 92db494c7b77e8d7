"""The predictions of lesson 8, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    loss_when_wrong=Prediction(2.13, {
        0.13: "That is the price where y is 1. Here the truth is 0, and the network gave it a chance of 0.1192.",
        -2.13: "The logarithm of a chance is negative, and the loss has a minus in front of it.",
        0.88: "That is the slope, p − y. The loss is −log(1 − p).",
        0.8808: "That is the slope, p − y. The loss is −log(1 − p).",
        2.1269: "You have the loss to four decimals. Two were asked for.",
        2.127: "You have the loss to three decimals. Two were asked for.",
        2.12: "Rounded, 2.1269 is nearer to 2.13.",
        0.92: "That is the logarithm to the base 10. Take the natural one.",
    }),
    gradient_is_right=Prediction(False, {
        True: "So would anybody who looks at the accuracy. A network that learns shows that its gradient goes "
              "downhill, and not that it is right.",
    }),
    wrong_line=Prediction(11, {
        1: "Line 1 is right: the slope of the cross-entropy along the logit is p − y, and dividing by `Y.size` takes "
           "the mean. The check agrees: from a wrong dlogit, Wo and bo would be wrong too.",
        2: "Line 2 is right, and the check has said so: it makes dWo and dbo, and they are exact. Its `.T` puts the "
           "samples in the middle, where the product adds them up.",
        3: "Line 3 is right. Its `.T` belongs there: (N, K) @ (K, M) takes the error from the outputs back to the "
           "units, and without it the shapes do not fit.",
        4: "Line 4 is right: sums start at zero. So does dh, because nothing comes back from behind the last word; "
           "the errors enter in line 6.",
        5: "Line 5 is right: it counts T, …, 1. The loop must reach step 1, and there is no step 0.",
        6: "Line 6 is right: the loss has read each sample's state once, after its last word, so its error enters at "
           "that step alone. `==` does that, and `>=` would let it enter at every step before, too.",
        7: "Line 7 is right: `H` holds states, h = tanh(z), and the slope of tanh is 1 − h². Step t has made "
           "`H[:, t]`.",
        8: "Line 8 is right: Python counts from 0, so the word that step t has read is `X[:, t - 1]`. The `.T` lets "
           "the product add up the samples.",
        9: "Line 9 is right: in step t, Wh was multiplied by the states *before* that step, `H[:, t - 1]`. The `.T` "
           "lets the product add up the samples.",
        10: "Line 10 is right: every sample has used the same bh, so their shares are added up. The mean is in dlogit "
            "already, since line 1.",
        12: "Line 12 is right: it returns the arrays in the order of `Weights`. dWh has the shape of Wh, and a `.T` "
            "there would come too late to repair Wx and bh.",
    }),
    ways_that_learn=Prediction(3, {
        0: "You have seen the published one learn them all already.",
        1: "The right one gets there, but it is not alone.",
        2: "Even the one that sends nothing back gets there: the readout and the last word have their shares.",
    }),
    ways_from_tiny=Prediction(1, {
        0: "The right way back gives each word its share, however small the weights are at first.",
        2: "From some starts of this size the published way learns too, and from this one it does not.",
        3: "Downhill is downhill, but here only the right direction comes far enough in 700 updates.",
    }),
    it_is_good=Prediction("bad", {
        "good": "Anybody would say so. But among the 400 sentences there were hardly any as short as this one.",
        "neither": "It always says one or the other: the sign of the logit decides.",
    }),
)
reveal = predictions.reveal
