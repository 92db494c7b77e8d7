"""The exercises of lesson 1: what shape everything has."""

from rnnlab.check import AnswerExercise, Case, Exercises, FunctionExercise, Mistake, Question, reveal

__all__ = ["check", "exercises", "reveal"]


# 1.1: six shapes, for N = 32, T = 24, D = 7, M = 6, K = 2

TRANSPOSED = ("**This is the book's matrix, transposed.** With rows on the left, `x @ W`, the first axis is where the "
              "numbers come from.")

SIX_SHAPES = (
    Question((32, 24, 7), points=0.5, otherwise="X has an axis for samples, one for steps, one for features.", wrong={
        (24, 7): "**The batch axis is missing.** This is one station. X holds all of them, samples first.",
        (24, 32, 7): "**This is time-major: steps first.** Keras has the samples first.",
        (32, 7, 24): "**Steps and features are swapped.** The order is samples, steps, features: N, T, D.",
        (32, 24, 6): "**The last axis is not the units.** X comes in before there is a hidden state. Its last axis is "
                     "D.",
    }),
    Question((7, 6), points=0.5, otherwise="Wx leads from the D features to the M units.", wrong={
        (6, 7): TRANSPOSED,
        (24, 6): "**The number of steps is in no weight.** The same Wx serves every step. Its rows are features.",
        (32, 6): "**The number of samples is in no weight.** The same Wx serves every sample. Its rows are features.",
        (7, 2): "**Wx does not lead to the outputs.** It leads to the hidden units.",
    }),
    Question((6, 6), points=0.5, otherwise="Wh leads from the M units to the same M units.", wrong={
        (7, 6): "**That is Wx.** Wh leads from the state to the next state: units on both sides.",
        (6,): "**This would let each unit hear itself only.** Every unit hears every unit of the state before.",
        (24, 6): "**The number of steps is in no weight.** The same Wh serves every step.",
        (6, 2): "**That is Wo.** Wh leads from the state to the next state.",
    }),
    Question((6,), points=0.5, otherwise="bh holds one number for each hidden unit, on a single axis.", wrong={
        6: "**This is a number, not a shape.** Python reads `(6)` as 6. A tuple of one needs a comma: `(6,)`.",
        (6, 1): "**This is a column with two axes.** The bias has one axis, `(6,)`. Added to a row of 6, a column of "
                "6 gives 6 × 6 numbers, and no error.",
        (1, 6): "**This has one axis too many.** It would add up the same, but Keras keeps the bias with a single "
                "axis.",
        (7,): "**One bias for each feature?** The bias is added to the new state: one for each unit.",
        (24, 6): "**The number of steps is in no weight.** The same bias is added at every step.",
    }),
    Question((6, 2), points=0.5, otherwise="Wo leads from the M units to the K outputs.", wrong={
        (2, 6): TRANSPOSED,
        (7, 2): "**The outputs do not see the features.** They are read from the hidden state.",
        (24, 2): "**The number of steps is in no weight.** Wo meets the last state only.",
        (32, 2): "**This is the shape of the predictions,** one row for each sample. Wo leads from units to outputs.",
    }),
    Question((2,), points=0.5, otherwise="bo holds one number for each output, on a single axis.", wrong={
        2: "**This is a number, not a shape.** Python reads `(2)` as 2. A tuple of one needs a comma: `(2,)`.",
        (6,): "**That is bh.** bo is added to the outputs: one for each of them.",
        (32, 2): "**The number of samples is in no weight.** The same bias is added for every sample.",
        (1, 2): "**This has one axis too many.** It would add up the same, but Keras keeps the bias with a single "
                "axis.",
    }),
)


# 1.2: count the parameters of any such network

def count_right(N, T, D, M, K):
    return D * M + M * M + M + M * K + K


def count_cases(rng):
    N, T, D, M, K = (int(size) for size in rng.permutation([4, 5, 7, 11, 13]))
    return [Case("any network", (N, T, D, M, K)), Case("any network", (T, N, K, D, M))]


XOR = "**In Python `^` is no power.** It compares two numbers bit by bit. Write `M ** 2`, or `M * M`."

COUNT_MISTAKES = (
    Mistake(lambda N, T, D, M, K: D * M + M * M + M * K,
            "**Both biases are missing.** bh adds M numbers, bo adds K."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M * K + K,
            "**The hidden bias is missing.** bh holds one number for each unit."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + M * K,
            "**The output bias is missing.** bo holds one number for each output."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + 1 + M * K + 1,
            "**Each bias is counted as one number.** There is one for every unit and one for every output."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + M * K + M,
            "**The output bias is counted as M numbers.** bo is added to the outputs: there are K."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + M + M * K + K,
            "**The hidden bias is counted twice.** One bias serves the sum of both products."),
    Mistake(lambda N, T, D, M, K: D * M + M ^ 2 + M + M * K + K, XOR),
    Mistake(lambda N, T, D, M, K: D * M + (M ^ 2) + M + M * K + K, XOR),
    Mistake(lambda N, T, D, M, K: D * M + M + M * K + K,
            "**The recurrence is missing.** Wh leads from M units to M units."),
    Mistake(lambda N, T, D, M, K: D * M + M + M + M * K + K,
            "**Wh is counted as M numbers.** Every unit hears every unit of the state before: M · M."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M,
            "**The readout is missing.** This is the recurrent layer alone. Wo and bo are trained too."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + M + D * K + K,
            "**Wo is counted from the features.** The outputs are read from the state: M · K."),
    Mistake(lambda N, T, D, M, K: T * (D * M + M * M + M) + M * K + K,
            "**The steps are counted.** Every step uses the same three arrays again. T is not in the count."),
    Mistake(lambda N, T, D, M, K: T * D * M + M * M + M + M * K + K,
            "**The steps are counted.** Every step uses the same Wx again. T is not in the count."),
    Mistake(lambda N, T, D, M, K: D * M + M * M + T * M + M * K + K,
            "**The steps are counted.** Every step adds the same bias. T is not in the count."),
    Mistake(lambda N, T, D, M, K: N * (D * M + M * M + M + M * K + K),
            "**The samples are counted.** Every sample meets the same five arrays. N is not in the count."),
    Mistake(lambda N, T, D, M, K: 57,
            "**This is the answer for one network,** with D = 3, M = 5, K = 2. Write it with the letters."),
)


# 1.3: what comes out, for N = 6, T = 8, D = 3, M = 4, K = 2

OUT_SHAPES = (
    Question((6, 4), points=0.5, otherwise="One state for each sample, the last one.", wrong={
        (6, 8, 4): "**This is the state at every step.** Unless you ask for more, the layer returns the last one only.",
        (4,): "**The batch axis is missing.** Six sequences go in, six states come out.",
        (6, 3): "**The features do not come out.** The layer turns D features into M units.",
        (6, 2): "**There is no Dense layer here.** A recurrent layer returns its state: M numbers for a sample.",
    }),
    Question((6, 8, 4), points=0.5, otherwise="One state for each sample and each step.", wrong={
        (6, 4): "**This is the last state only.** `return_sequences=True` keeps the time axis.",
        (8, 4): "**The batch axis is missing.** Six sequences go in, six come out.",
        (8, 6, 4): "**This is time-major: steps first.** Keras has the samples first, here too.",
        (6, 4, 8): "**Steps and units are swapped.** Time stays the second axis.",
        (6, 8, 3): "**The features do not come out.** At each step D features have become M units.",
    }),
    Question((6, 4), points=0.5, otherwise="The state is what a next step would be given.", wrong={
        (6, 8, 4): "**This is the first of the two.** The second, the state, is the one after the last step.",
        (6, 1, 4): "**The time axis is gone, not of length 1.** A state is (N, M).",
        (6, 8): "**A state is not one number.** It has M units for each sample.",
        (4,): "**The batch axis is missing.** Each of the six sequences has a state of its own.",
    }),
    Question((6, 8, 2), points=0.5, otherwise="Dense works on the last axis and leaves the others alone.", wrong={
        (8, 2): "**The batch axis is missing.** Six sequences go in, six come out.",
        (6, 2): "**The time axis is still there.** Dense reads every step, because every step was handed to it.",
        (6, 4, 2): "**Dense works on the last axis.** The 4 units become 2 outputs; the 8 steps stay.",
        (6, 8, 4): "**This is what goes in.** Dense turns the last axis, M, into K.",
        (6, 8, 4, 2): "**The last axis is replaced, not kept.** In the product the M axis disappears.",
    }),
)


# 1.4: four ways to hand over one sequence

WHICH_CALL = (
    Question("C", options=("A", "B", "C", "D"), wrong={
        "A": "**Call A stops with an error.** It has two axes where three are needed: (10, 3) is compared with (None, "
             "None, 3).",
        "B": "**Call B stops with an error.** The last axis is 10, and Wx has 3 rows.",
        "D": "**Call D is right.** It hands over the first four steps, and the network is open to any number of steps.",
    }),
    Question(10, options=(1, 3, 4, 10), follows=True, wrong={
        1: "**That was the intention.** Look at the first axis of what is really handed over.",
        3: "**That is the last axis, the features.** The samples are counted by the first.",
        4: "**That is call D's number of steps.** The samples are counted by the first axis.",
    }),
)


exercises = Exercises(
    AnswerExercise(
        number="1.1", questions=SIX_SHAPES,
        hint="Ask of each matrix where its numbers come from (its rows) and where they lead (its columns). A bias has "
             "one number for each column of the matrix it stands beside. Neither 32 nor 24 is in any weight.",
        praise="Six shapes, and the weights know nothing of the 32 stations or the 24 hours."),
    FunctionExercise(
        number="1.2", parts={"any network": 2}, cases=count_cases, solution=count_right, mistakes=COUNT_MISTAKES,
        hint="Write the five shapes down, and under each its size: D · M for Wx, and so on. Add the five. Two of the "
             "five letters are not needed.",
        praise="Neither N nor T is in it. A network trained on 15 steps can read 1,000."),
    AnswerExercise(
        number="1.3", questions=OUT_SHAPES,
        hint="First: does the time axis survive? It does where every step is returned. Then the last axis: M after "
             "the recurrent layer, K after Dense. The batch axis is always there, and always first.",
        praise="The batch axis always stays, the time axis stays if you ask for it, and the last axis is made new by "
               "each layer."),
    AnswerExercise(
        number="1.4", questions=WHICH_CALL,
        hint="Write the shape of each argument beside its call. The network accepts (anything, anything, 3).",
        praise="Ten sequences of one step each: no step has a step before it, so the recurrence never works. An error "
               "would have been kinder. Print the shape of what you hand over."),
)
check = exercises.check
