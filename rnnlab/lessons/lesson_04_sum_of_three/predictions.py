"""The predictions of lesson 4, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    guess_loss=Prediction(24.75, {
        8.25: "That is the variance of one digit. The sum of three independent digits has three times that.",
        74.25: "That is nine times 8.25, the variance of one digit taken three times. Three digits that are drawn "
               "independently cancel each other in part: their variance is three times 8.25.",
        2.75: "That is the variance of the *mean* of three digits. The variance of their sum is three times 8.25.",
        182.25: "That is 13.5 squared. What is squared is the distance of each sum from 13.5.",
        13.5: "That is the answer itself. The loss is the mean of the squared distances from it.",
        4.975: "That is the root of it. The mean *squared* error is left squared.",
        0: "No sum is 13.5, so every answer is off by a half at least.",
    }),
    alternating=Prediction(0, {
        12: "That is the network with U = 1. With U = −1 the state is subtracted at each step.",
        3: "That is the state after step 2. At step 3 it is subtracted once more: 3 − 3.",
        6: "At each step the state is subtracted from the digit, and not the digit from the state: 6 − 3 = 3, then 3 − "
           "3.",
        -6: "That is 3 − 6 − 3. The minus turns the state round at every step, so the first digit counts plus again.",
        -12: "U does not multiply the digit that comes in. It multiplies the state, once at each step.",
    }),
    lost_loss=Prediction(20, {
        0: "There is nothing in between: those that do not come to add are hardly better than guessing.",
        5: "There is nothing in between: those that do not come to add are hardly better than guessing.",
        10: "There is nothing in between: those that do not come to add are hardly better than guessing.",
        15: "None of them is as good as that: whatever W and b are, a negative U keeps the loss above 16.5.",
        25: "That would be guessing. The best of them do a little better.",
    }, choices=(0, 5, 10, 15, 20, 25)),
    worst=Prediction(-1.0, {
        1: "There the curve is lowest: 0, the answer.",
        0: "There L is 16.5. The table has larger values to the left of it.",
        -0.5: "There L is 21.21. One row higher up in the table stands a larger value.",
        -1.5: "There L is 21.71. One row further down in the table stands a larger value.",
        -2: "There L is 21.21, as at −0.5. The worst U lies between the two.",
        -3: "There L is 20.31. Nearer to 0 the table has larger values.",
        -10: "Far out the curve falls again, towards 16.5.",
        -100: "Far out the curve falls again, towards 16.5.",
        2: "There L is 5.5. A U above 0 gives all digits the same sign, so the answers rise with every digit.",
        22: "That is how high it is. The question was where.",
    }),
    centred=Prediction(75, {
        0: "With the mean out of the way, nothing pushes all of them to the left any more.",
        25: "There are many more. At U = −1 the slope is now 2σ² W (1 − 3W): downhill is to the left only for W "
            "between 0 and ⅓.",
        50: "There are more. Now it is not only W < 0 that goes right: so does W > ⅓.",
        100: "Nearly. Those that start with W between 0 and ⅓ still go left, and some that start close to it.",
    }, choices=(0, 25, 50, 75, 100)),
    known=Prediction(100, {
        0: "They were held back, but only 1,000 different sequences exist, and the 6,400 that were kept hold nearly "
           "all.",
        20: "That is the part that was held back. But only 1,000 different sequences exist, and nearly all of them are "
            "among those that were kept.",
        50: "Each of the 1,000 sequences is among the 6,400 that were kept about six times. Hardly one is missing.",
        80: "That is the part that was kept. But each of the 1,000 sequences is in it about six times, so hardly one "
            "is missing.",
    }, choices=(0, 20, 50, 80, 100)),
)
reveal = predictions.reveal
