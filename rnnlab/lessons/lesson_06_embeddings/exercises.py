"""The exercises of lesson 6: embeddings."""

import numpy as np

from rnnlab.exercises import AnswerExercise, DesignExercise, ExerciseSet, FunctionExercise, Question
from rnnlab.exercises.class_numbers import draw_distinct, with_class_numbers
from rnnlab.lessons.lesson_06_embeddings.exercise_1_predict import (
    PREDICT_MISTAKES,
    predict_cases,
    predict_probes,
    predict_right,
)
from rnnlab.lessons.lesson_06_embeddings.exercise_2_table_gradient import (
    TABLE_GRADIENT_MISTAKES,
    table_gradient_cases,
    table_gradient_probes,
    table_gradient_right,
)
from rnnlab.validation import as_numbers, check_array

__all__ = ["GIVEN_B", "GIVEN_E", "GIVEN_W", "check", "exercises"]

# A table of exercise 6.4 that looks like nothing, and adds: E @ W + b is 0, 1, ..., 9.
SECOND_COLUMN = np.array([3, 1, 4, 1, 5, 9, 2, 6, 5, 3.0])
GIVEN_E = np.column_stack([(np.arange(10) + SECOND_COLUMN - 1) / 2, SECOND_COLUMN])
GIVEN_W = np.array([[2.0], [-1.0]])
GIVEN_B = 1.0


# 6.3: words

VOCABULARY = {"V": 5000, "D": 16, "M": 32}


def _vocabulary_text(V, D, M):
    return (f"A vocabulary of {V:,} words, rows of D = {D} numbers, and a SimpleRNN with M = {M} units;",)


def _vocabulary_exercise(V, D, M):
    table, one_hot = V * D + D * M + M * M + M, V * M + M * M + M
    bias, kernel = "**The bias is missing:** one number for each unit.", "**The recurrent kernel is missing:** (M, M)."
    questions = (
        Question(table, wrong={
            table - M: bias,
            table - M * M: kernel,
            table - V * D: f"**The table is forgotten.** Its {V:,} rows are trained too, and they are most of the "
                           "network.",
            V * D: "**That is the table alone.** The recurrent layer has numbers of its own.",
            one_hot: f"**That is the network without a table.** Here Wx has {D} rows, not {V:,}.",
        }, otherwise=f"The table has {V:,} rows of {D}; Wx leads from {D} to {M}, Wh from {M} to {M}, and there are "
                     f"{M} biases."),
        Question(one_hot, wrong={
            one_hot - M: bias,
            one_hot - M * M: kernel,
            V * M: "**That is Wx alone.**",
            table: f"**That is the network with a table.** One-hot, Wx itself has {V:,} rows.",
        }, otherwise=f"One-hot, D is {V:,}: Wx has {V:,} rows of {M}, and Wh and bh come on top."),
        Question(2, options=(1, 2, 3, 4), wrong={
            1: "**Nothing sets it to zero.** It begins with random numbers, and no gradient reaches it.",
            3: "**A table knows no neighbours.** Row 6 and row 8 lie beside row 7 in memory; nothing ties them "
               "to it.",
            4: "**Nothing is divided by how often a word came,** so nothing can become NaN here.",
        }),
    )
    return AnswerExercise(
        number="6.3", questions=questions,
        hint="An embedding is a table with V rows of D numbers. Behind it the recurrent layer gets D features a "
             "step; without it, one-hot, V features. For the last answer, remember which rows a gradient reaches.",
        praise=f"The table pays off because {D} is less than {M}: each word has {D} numbers of its own, not {M}.")


_resample_vocabulary = draw_distinct(VOCABULARY, {"V": (2000, 3000, 4000, 6000, 8000), "D": (8, 10, 12, 20),
                                                  "M": (24, 28, 40, 48, 64)})


# 6.4: the same network with a table that can be read

def _judge_readable_table(E, W):
    """Tell whether this table makes the given network with W = (1, 0). It is judged with that, whatever W is."""
    if np.size(W) != 2:
        check_array("W", W, ("D", "M"), D=2, M=1)
    W = np.ravel(check_array("W", np.reshape(W, (2, 1)), ("D", "M")))
    if as_numbers("E", E).shape == (2, 10):
        raise ValueError("E has shape (2, 10), it should have shape (10, 2), a row for each digit: the lesson prints "
                         "E.T to save room")
    E = check_array("E", E, ("V", "D"), V=10, D=2)
    problems = {}
    if np.abs(W - [1, 0]).max() > 1e-6:
        problems["W"] = f"**W is not (1, 0).** Yours is ({W[0]:g}, {W[1]:g})."
    expected, first = (GIVEN_E @ GIVEN_W)[:, 0], E[:, 0]
    if np.abs(first - expected).max() < 1e-6:
        return problems
    problems = problems or {"W": "W counts once the table fits it."}
    known_mistakes = {
        "**The bias is counted twice.** b = 1 stays in the network and is added to whatever the row gives. The row "
        "has to give d − 1.": expected + GIVEN_B,
        "**The table is as it was.** With W = (1, 0) only its first column would count, and that alone does not add.":
            GIVEN_E[:, 0],
        "**The products are not added up.** E[d] @ W is a sum of two products, and each row holds only the first of "
        "them.":
            GIVEN_E[:, 0] * GIVEN_W[0, 0],
        "**The bias has the wrong sign.** The network adds b = 1 to what the row gives. So the row has to give d − 1, "
        "not d + 1.": expected + 2 * GIVEN_B,
        "**The bias is taken off twice.** E[d] @ W already is what the row has to give; leave b alone.":
            expected - GIVEN_B,
    }
    for message, other in known_mistakes.items():
        if np.abs(first - other).max() < 1e-6:
            return {"E": message} | problems
    if np.abs(E[:, 1] - expected).max() < 1e-6:
        return {"E": "**The columns are swapped.** W = (1, 0) reads the first column."} | problems
    worst = int(np.abs(first - expected).argmax())
    return {"E": f"**This is another network.** For digit {worst} the row times (1, 0) has to be "
                 f"{expected[worst]:g}, yours is {first[worst]:g}."} | problems


exercises = ExerciseSet(
    FunctionExercise(
        number="6.1", parts={"three steps": 1, "six steps": 1}, cases=predict_cases, solution=predict_right,
        mistakes=PREDICT_MISTAKES, probes=predict_probes, axes={"digits": "NT", "E": "VD"},
        hint="`E[digits[:, t]]` has shape (N, D): the rows of all samples at step t. `@ W` makes one number of each "
             "row. Start with `h` zero, and let each step make the next `h`.",
        praise="This is an embedding layer and a recurrent layer, in one line inside a loop."),
    FunctionExercise(
        number="6.2", parts={"one sequence": 1, "a batch": 1}, cases=table_gradient_cases,
        solution=table_gradient_right, mistakes=TABLE_GRADIENT_MISTAKES, probes=table_gradient_probes,
        axes={"dX": "NTD"},
        hint="Begin with zeros of shape (V, D). Go through all samples n and steps t, and add `dX[n, t]` to row "
             "`digits[n, t]`.",
        praise="Rows whose digit is not in the batch get zeros, so a row that is never seen never learns."),
    with_class_numbers(_vocabulary_exercise, _vocabulary_text, VOCABULARY, _resample_vocabulary),
    DesignExercise(
        number="6.4", parts={"E": 1, "W": 1}, judge=_judge_readable_table,
        hint="W = (1, 0) reads the first column and nothing else. What does the given network read out of the row of "
             "d, before b is added? Put that into the first column. The second may hold anything.",
        praise="The answers are the same on every sequence. In the given table no column meant anything; in yours the "
               "first one does."),
)
check = exercises.check
