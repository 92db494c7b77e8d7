"""The exercises of lesson 1: what shape everything has."""

from rnnlab.exercises import AnswerExercise, ExerciseSet, FunctionExercise, Question
from rnnlab.exercises.class_numbers import draw_distinct, in_words, with_class_numbers
from rnnlab.lessons.lesson_01_shapes.exercise_2_parameter_count import COUNT_MISTAKES, count_cases, count_right

__all__ = ["check", "exercises"]


# 1.1: six shapes

TRANSPOSED = ("**This is the book's matrix, transposed.** With rows on the left, `x @ W`, the first axis is where the "
              "numbers come from.")
TOWNS = {"N": 32, "T": 24, "D": 7, "M": 6, "K": 2}


def _towns_text(N, T, D, M, K):
    return (f"An observatory watches the Sun over {N} towns. Each town has {T} days of {D} measurements. A SimpleRNN "
            f"with {M} units reads them, and a Dense layer answers with {K} numbers for each town.",)


def _towns_exercise(N, T, D, M, K):
    return AnswerExercise(
        number="1.1", questions=_towns_questions(N, T, D, M, K),
        hint="Ask of each matrix where its numbers come from (its rows) and where they lead (its columns). A bias has "
             f"one number for each column of the matrix it stands beside. Neither {N} nor {T} is in any weight.",
        praise=f"All six are right, and the weights know nothing of the {N} towns or the {T} days.")


def _towns_questions(N, T, D, M, K):
    return (
        Question((N, T, D), points=0.5, otherwise="X has an axis for samples, one for steps, one for features.", wrong={
            (T, D): "**The batch axis is missing.** This is one town. X holds all of them, samples first.",
            (T, N, D): "**This is time-major: steps first.** Keras has the samples first.",
            (N, D, T): "**Steps and features are swapped.** The order is samples, steps, features: N, T, D.",
            (N, T, M): "**The last axis is not the units.** X comes in before there is a hidden state. Its last axis "
                       "is D.",
        }),
        Question((D, M), points=0.5, otherwise="Wx leads from the D features to the M units.", wrong={
            (M, D): TRANSPOSED,
            (T, M): "**The number of steps is in no weight.** The same Wx serves every step. Its rows are features.",
            (N, M): "**The number of samples is in no weight.** The same Wx serves every sample. Its rows are "
                    "features.",
            (D, K): "**Wx does not lead to the outputs.** It leads to the hidden units.",
        }),
        Question((M, M), points=0.5, otherwise="Wh leads from the M units to the same M units.", wrong={
            (D, M): "**That is Wx.** Wh leads from the state to the next state: units on both sides.",
            (M,): "**This would let each unit hear itself only.** Every unit hears every unit of the state before.",
            (T, M): "**The number of steps is in no weight.** The same Wh serves every step.",
            (M, K): "**That is Wo.** Wh leads from the state to the next state.",
        }),
        Question((M,), points=0.5, otherwise="bh holds one number for each hidden unit, on a single axis.", wrong={
            M: f"**This is a number, not a shape.** Python reads `({M})` as {M}. A tuple of one needs a comma: "
               f"`({M},)`.",
            (M, 1): f"**This is a column with two axes.** The bias has one axis, `({M},)`. Added to a row of {M}, a "
                    f"column of {M} gives {M} × {M} numbers, and no error.",
            (1, M): "**This has one axis too many.** It would add up the same, but Keras keeps the bias with a single "
                    "axis.",
            (D,): "**One bias for each feature?** The bias is added to the new state: one for each unit.",
            (T, M): "**The number of steps is in no weight.** The same bias is added at every step.",
        }),
        Question((M, K), points=0.5, otherwise="Wo leads from the M units to the K outputs.", wrong={
            (K, M): TRANSPOSED,
            (D, K): "**The outputs do not see the features.** They are read from the hidden state.",
            (T, K): "**The number of steps is in no weight.** Wo meets the last state only.",
            (N, K): "**This is the shape of the predictions,** one row for each sample. Wo leads from units to "
                    "outputs.",
        }),
        Question((K,), points=0.5, otherwise="bo holds one number for each output, on a single axis.", wrong={
            K: f"**This is a number, not a shape.** Python reads `({K})` as {K}. A tuple of one needs a comma: "
               f"`({K},)`.",
            (M,): "**That is bh.** bo is added to the outputs: one for each of them.",
            (K, 1): f"**This is a column with two axes.** The bias has one axis, `({K},)`. Added to a row of {K}, a "
                    f"column of {K} gives {K} × {K} numbers, and no error.",
            (N, K): "**The number of samples is in no weight.** The same bias is added for every sample.",
            (1, K): "**This has one axis too many.** It would add up the same, but Keras keeps the bias with a single "
                    "axis.",
        }),
    )


_resample_towns = draw_distinct(TOWNS, {"N": range(40, 61), "T": (12, 18, 36), "D": (4, 5, 8, 9),
                                        "M": (7, 10, 14, 16), "K": (3, 6)})


# 1.3: what comes out

LAYERS = {"N": 6, "T": 8, "D": 3, "M": 4, "K": 2}


def _layers_text(N, T, D, M, K):
    return (f"`X` has the shape ({N}, {T}, {D}).",
            f"a = SimpleRNN({M})(X)\nb = SimpleRNN({M}, return_sequences=True)(X)\n"
            f"c, d = SimpleRNN({M}, return_sequences=True, return_state=True)(X)\ne = Dense({K})(b)")


def _layers_exercise(N, T, D, M, K):
    word = in_words(N)
    questions = (
        Question((N, M), points=0.5, otherwise="The layer returns one state for each sample: the last one.", wrong={
            (N, T, M): "**This is the state at every step.** Unless you ask for more, the layer returns the last one "
                       "only.",
            (M,): f"**The batch axis is missing.** {word.capitalize()} sequences go in, {word} states come out.",
            (N, D): "**The features do not come out.** The layer turns D features into M units.",
            (N, K): "**There is no Dense layer here.** A recurrent layer returns its state: M numbers for a sample.",
        }),
        Question((N, T, M), points=0.5, otherwise="The layer returns one state for each sample and each step.", wrong={
            (N, M): "**This is the last state only.** `return_sequences=True` keeps the time axis.",
            (T, M): f"**The batch axis is missing.** {word.capitalize()} sequences go in, {word} come out.",
            (T, N, M): "**This is time-major: steps first.** Keras has the samples first, here too.",
            (N, M, T): "**Steps and units are swapped.** Time stays the second axis.",
            (N, T, D): "**The features do not come out.** At each step D features have become M units.",
        }),
        Question((N, M), points=0.5, otherwise="The state is what a next step would be given.", wrong={
            (N, T, M): "**This is the first of the two.** The second, the state, is the one after the last step.",
            (N, 1, M): "**The time axis is gone, not of length 1.** A state is (N, M).",
            (N, T): "**A state is not one number.** It has M units for each sample.",
            (M,): f"**The batch axis is missing.** Each of the {word} sequences has a state of its own.",
        }),
        Question((N, T, K), points=0.5, otherwise="Dense works on the last axis and leaves the others alone.", wrong={
            (T, K): f"**The batch axis is missing.** {word.capitalize()} sequences go in, {word} come out.",
            (N, K): "**The time axis is still there.** Dense reads every step, because every step was handed to it.",
            (N, M, K): f"**Dense works on the last axis.** The {M} units become {K} outputs; the {T} steps stay.",
            (N, T, M): "**This is what goes in.** Dense turns the last axis, M, into K.",
            (N, T, M, K): "**The last axis is replaced, not kept.** In the product the M axis disappears.",
        }),
    )
    return AnswerExercise(
        number="1.3", questions=questions,
        hint="First: does the time axis survive? It does where every step is returned. Then the last axis: M after "
             "the recurrent layer, K after Dense. The batch axis is always there, and always first.",
        praise="The batch axis always stays, the time axis stays if you ask for it, and the last axis is made new by "
               "each layer.")


_resample_layers = draw_distinct(LAYERS, {"N": (5, 7, 9, 11), "T": (10, 12, 14, 15), "D": (2, 4, 6, 8),
                                          "M": (3, 5, 7, 9), "K": (3, 4, 6)})


# 1.4: what fits a network whose sizes are not written down

UNNAMED = {"D": 7, "M": 12, "K": 4, "T": 30}


def _unnamed_text(D, M, K, T):
    return (f"({D}, {M}), ({M}, {M}), ({M},), ({M}, {K}), ({K},)", f"np.ones(({D}, {T}, {M}))", f"np.ones(({T}, {D}))",
            f"np.ones(({M}, {K}, {D}))", f"np.ones(({K}, {D}, {T}))")


def _unnamed_exercise(D, M, K, T):
    """The call that runs has, by chance, as many samples as there are units, and as many steps as outputs."""
    questions = (
        Question("C", options=("A", "B", "C", "D"), wrong={
            "A": f"**Call {{A}} stops with an error.** Its last axis is {M}, and the first array, Wx, has {D} rows: "
                 f"{D} features arrive at each step.",
            "B": "**Call {B} stops with an error.** It has two axes, and an input has three: samples, steps, features.",
            "D": f"**Call {{D}} stops with an error.** Its steps and features are swapped: the {D} features belong on "
                 "the last axis.",
        }),
        Question((M, K), follows=True, otherwise="There is one answer for each sample, of K numbers.", wrong={
            (M, K, K): "**That is an answer for every step.** This Dense layer reads the last state only.",
            (M, M): "**That is the last state.** Dense turns its units into outputs.",
            (M, K, M): "**That is the state at every step.** Dense reads the last one, and turns its units into "
                       "outputs.",
            (M, D): "**The features do not come out.** What comes out at the end is made by Dense.",
            (K, K): "**The samples stand on the first axis,** and the steps on the second.",
            (D, K): "**The features stand on the last axis.** There is one answer for each sample, and these are "
                    "counted by the first.",
            (T, K): f"**No axis of this call has {T} numbers.** There is one answer for each sample.",
            (K,): "**The batch axis is missing.** There is one answer for each sample.",
        }),
    )
    return AnswerExercise(
        number="1.4", questions=questions,
        hint="The first array is Wx, and the fourth is Wo. Write the letters under their sizes. Which letters stand on "
             "the three axes of an input?",
        praise="The weights give D, M and K away. N and T are in no weight. Here they only happen to be as large as M "
               "and K.")


_resample_unnamed = draw_distinct(UNNAMED, {"D": (5, 6, 8, 9), "M": (10, 14, 15, 16), "K": (2, 3),
                                            "T": (20, 25, 40, 50)})


exercises = ExerciseSet(
    with_class_numbers(_towns_exercise, _towns_text, TOWNS, _resample_towns),
    FunctionExercise(
        number="1.2", parts={"any network": 2}, cases=count_cases, solution=count_right, mistakes=COUNT_MISTAKES,
        hint="Write the five shapes down, and under each its size: D · M for Wx, and so on. Add the five. Two of the "
             "five letters are not needed.",
        praise="Neither N nor T is in it. A network trained on 15 steps can read 1,000."),
    with_class_numbers(_layers_exercise, _layers_text, LAYERS, _resample_layers),
    with_class_numbers(_unnamed_exercise, _unnamed_text, UNNAMED, _resample_unnamed),
)
check = exercises.check
