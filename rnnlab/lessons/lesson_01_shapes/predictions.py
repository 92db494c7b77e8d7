"""The predictions of lesson 1, and what is said to the commonest wrong guesses."""

from rnnlab.exercises import Prediction, Predictions

predictions = Predictions(
    count=Prediction(57, {
        45: "45 belong to the recurrent layer. The readout is trained too, and adds 5 · 2 + 2 = 12.",
        50: "These are the three matrices, 15 + 25 + 10. The two biases add 5 + 2 = 7.",
        52: "Here bh is missing: one number for each of the 5 units.",
        47: "Here Wo is missing, which leads from the 5 units to the 2 outputs: 5 · 2 = 10.",
        42: "Here Wx is missing, which leads from the 3 features to the 5 units: 3 · 5 = 15.",
        62: "Keras adds one bias in the recurrent layer. PyTorch has two there, and would come to 62.",
        55: "Here bo is missing: one number for each of the 2 outputs.",
        32: "Here Wh is missing. Every unit hears every unit of the step before: 5 · 5 = 25.",
        37: "Here Wh is counted as 5 numbers. Every unit hears every unit of the step before: 5 · 5 = 25.",
        40: "These are Wx and Wh alone. A bias belongs to the units, and the readout has 10 + 2 = 12 of its own.",
        15: "That is Wx alone. Add up all five arrays.",
        5: "There are five arrays. The question is how many numbers they hold together.",
        570: "T is not in the count: all ten steps use the same five arrays.",
        462: "T is not in the count: all ten steps use the same Wx, Wh and bh.",
    }),
    shape=Prediction((4, 10, 5), {
        (4, 5): "That is the last state, which the layer returns unless you ask for more. `return_sequences=True` asks "
                "for all ten.",
        (10, 5): "That is one sequence. All four come out, and the batch axis stays in front.",
        (4, 10, 3): "The three features do not come out again. At each step they have become 5 units.",
        (10, 4, 5): "That has the steps in front. Keras has the samples in front, on the way out too.",
        (4, 5, 10): "The axes keep their order: samples, steps, and the new numbers last.",
        (1, 10, 5): "That was one sequence. X holds four of them now.",
        (40, 5): "Samples and steps keep axes of their own: nothing joins the ten steps of four sequences.",
        (4, 50): "Steps and units keep axes of their own: nothing joins the ten states of a sequence.",
        (4, 10): "Each state holds 5 numbers, so there is a third axis.",
        (4, 10, 3, 5): "The last axis is replaced and not kept: 3 features go in, 5 units come out.",
    }),
    big=Prediction(75, {
        57: "That was the count with K = 2. Three more outputs need 3 · 5 more numbers in Wo and 3 more in bo.",
        72: "The three new outputs have brought 15 numbers into Wo. They also have a bias each.",
        65: "Here the biases are missing: 5 in bh and 5 in bo.",
        70: "Here one of the two biases is missing. Each of them holds 5 numbers now.",
        45: "45 belong to the recurrent layer. The readout adds 5 · 5 + 5 = 30.",
        7500: "N is not in the count: all hundred samples meet the same five arrays.",
        1125: "T is not in the count: all fifteen steps use the same five arrays.",
        112500: "Neither N nor T is in the count: every sample and every step meets the same five arrays.",
    }),
    errors=Prediction(2, {
        3: "One of the three runs, and that is worse: (10, 1, 3) is taken for ten sequences of one step.",
        1: "Two of them stop: (10, 3) has one axis too few, and (1, 3, 10) has 10 where the 3 features belong.",
        0: "Keras compares the number of axes, and the length of the last one, with what the network was built for. "
           "Two of the three do not fit.",
    }),
)
reveal = predictions.reveal
