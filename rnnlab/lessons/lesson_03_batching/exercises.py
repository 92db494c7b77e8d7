"""The exercises of lesson 3: one formula for a whole batch."""

from rnnlab.exercises import AnswerExercise, Case, ExerciseSet, FunctionExercise, Question
from rnnlab.exercises.class_numbers import draw_distinct, in_words, with_class_numbers
from rnnlab.lessons.lesson_03_batching.exercise_1_batched_states import (
    BATCH_MISTAKES,
    LooplessExercise,
    batch_cases,
    batch_probes,
    batch_right,
)
from rnnlab.lessons.lesson_03_batching.exercise_2_batch_axis_first import AXES_MISTAKES
from rnnlab.lessons.lesson_03_batching.exercise_3_sample_losses import LOSSES_MISTAKES, losses_cases, losses_right

__all__ = ["check", "exercises"]


# 3.4: which line broadcasts without a word

LINES = {"N": 4, "T": 6, "D": 3, "M": 5}


def _lines_text(N, T, D, M):
    samples = in_words(N)
    return (f"{samples.capitalize()} samples of {in_words(T)} steps: N = {N}, T = {T}, D = {D}, M = {M}, K = 1. `X` is "
            f"({N}, {T}, {D}), `h` is ({N}, {M}),",
            f"`Y_hat` have shape ({N}, 1). The targets `Y` were read from a file, and have shape ({N},).")


def _lines_exercise(N, T, D, M):
    questions = (
        Question("C", options=("A", "B", "C", "D"), wrong={
            "A": "**Line {A} is right.** `bh` has one axis of M numbers. It is added to each of the N rows, and that "
                 "is what a bias is for.",
            "B": f"**Line {{B}} stops with an error.** A column of {M} and an array with {N} rows do not fit: {M} is "
                 f"neither {N} nor 1.",
            "D": f"**Line {{D}} stops with an error.** `X[0]` is one sample with its {T} steps, not one step of {N} "
                 f"samples: {T} rows meet {N}.",
        }),
        Question((N, N), follows=True, wrong={
            N * N: "**That many numbers it has.** The question is for the shape, a tuple with a size for each axis.",
            N: f"**This is a number, not a shape.** And {N} differences are what was meant, not what comes.",
            (N, 1): "**That is what was meant.** But `Y` has one axis, and lies down as a row.",
            (N,): "**That would be one difference for each sample.** But `Y_hat` is a column, and `Y` lies across it "
                  "as a row.",
            (1, N): f"**The row is stretched too.** It meets a column of {N}: each of its copies becomes a row of the "
                    "result.",
            (N, M): f"**That is the shape of line {{A}}'s result.** Here a column ({N}, 1) meets a row ({N},).",
        }, otherwise="Write one shape below the other, aligned on the right. A missing axis is a 1. A 1 is stretched."),
    )
    return AnswerExercise(
        number="3.4", questions=questions,
        hint="Write the two shapes of each line one below the other, aligned on the right. Two sizes fit if they are "
             "equal or one of them is 1.",
        praise=f"A loss from these {N * N} differences trains every prediction towards every target. Lesson 4 meets "
               "it again.")


_resample_lines = draw_distinct(LINES, {"N": (5, 7, 8, 9), "T": (4, 10, 11, 12), "D": (2, 6), "M": (3, 6, 10, 14)})


exercises = ExerciseSet(
    LooplessExercise(
        number="3.1", parts={"starting from zeros": 1, "starting from given states": 1}, cases=batch_cases,
        solution=batch_right, mistakes=BATCH_MISTAKES, probes=batch_probes, axes={"X": "NTD", "h0": "NM"},
        hint="Keep the loop over `t` and drop the one over samples. `X[:, t]` has shape (N, D): step t of all "
             "samples. Collect the states in a list, and let `np.stack(H, axis=1)` put them together.",
        praise="Each product serves all samples at once, however many there are."),
    FunctionExercise(
        number="3.2", parts={"a batch": 2}, cases=lambda rng: [Case("a batch", (rng.normal(size=(3, 4, 6)),))],
        solution=lambda Z: Z.transpose(1, 2, 0), mistakes=AXES_MISTAKES, axes={"Z": "DNT"},
        hint="`Z.transpose(a, b, c)` puts the old axis a first, then b, then c. Which old axis holds the samples? It "
             "comes first.",
        praise="`transpose` moves no number in memory. It changes only the order in which they are read."),
    FunctionExercise(
        number="3.3", parts={"a batch": 1, "as many outputs as samples": 1}, cases=losses_cases, solution=losses_right,
        mistakes=LOSSES_MISTAKES, axes={"Y": "NK"},
        hint="The axis that you name is the one that disappears. From (N, K) you want to come to (N,).",
        praise="Its mean over the batch is the loss that Keras calls mse."),
    with_class_numbers(_lines_exercise, _lines_text, LINES, _resample_lines),
)
check = exercises.check
