"""The exercises of lesson 2: what a recurrent layer computes."""

import numpy as np

from rnnlab.exercises import AnswerExercise, DesignExercise, ExerciseSet, FunctionExercise, Question
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import (
    STEP_MISTAKES,
    step_cases,
    step_probes,
    step_right,
)
from rnnlab.lessons.lesson_02_forward_pass.exercise_2_all_states import (
    STATES_MISTAKES,
    relu_states,
    states_cases,
    states_probes,
    states_right,
)
from rnnlab.validation import as_numbers, check_array

__all__ = ["check", "exercises"]


# 2.4: a case that can see a transposed Wh

_WX_PAPER = np.array([[1.0, 1.0], [0.5, -1.5]])


def _judge_transpose_case(X, Wh):
    """Tell whether the paper case, with this X and Wh, notices a transposed Wh."""
    X, Wh = as_numbers("X", X), as_numbers("Wh", Wh)
    for name, array, shape, rows in (("X", X, "(T, 2)", "a row for each step"), ("Wh", Wh, "(2, 2)", "two rows")):
        if array.ndim < 2:
            raise ValueError(f"{name} has shape {array.shape}. It needs two axes, {shape}, and so brackets within "
                             f"brackets: {rows}, each of two numbers, as in [[1, 2], [3, 4]]")
    if X.ndim == 3:
        raise ValueError(f"X has shape {X.shape}. It is one sequence here, (T, 2): leave the batch axis out")
    X = check_array("X", X, ("T", "D"), D=2)
    Wh = check_array("Wh", Wh, ("M", "M"), M=2)
    if np.abs(X).max() > 100 or np.abs(Wh).max() > 100 or len(X) > 20:
        raise ValueError("numbers up to 100 and up to 20 steps are enough")
    right, wrong = (relu_states(X, _WX_PAPER, matrix, np.zeros(2), np.zeros(2)) for matrix in (Wh, Wh.T))
    if np.abs(right[-1] - wrong[-1]).max() >= 1e-3:
        return {}
    if np.array_equal(Wh, Wh.T):
        return {"Wh": "**Your Wh is symmetric**, so it equals its transpose. No input can tell the two apart.",
                "X": "So nothing can be said of your X yet."}
    if len(X) < 2:
        return {"X": "**Your sequence has one step.** The only state that meets Wh is h_0 = 0, and 0 @ Wh is 0 for any "
                     "Wh."}
    if not right[:-1].any():
        return {"X": "**Every state that meets Wh is zero**, and 0 @ Wh is 0 for any Wh. Choose an input whose first "
                     "state is not zero once relu has been taken. Print the states."}
    return {"X": "**The last state changes by less than 0.001.** Wh differs from its transpose, but this input hardly "
                 "shows it, or relu has cut the difference off. Print both last states, and try larger inputs or "
                 "numbers in Wh further apart."}


exercises = ExerciseSet(
    FunctionExercise(
        number="2.1", parts={"one sample": 1, "a batch": 1}, cases=step_cases, solution=step_right,
        mistakes=STEP_MISTAKES, probes=step_probes, axes={"x": "ND", "h": "NM"},
        hint="Three terms are added, then one function is applied to the sum. The input meets `Wx`, the state meets "
             "`Wh`. Written with `@`, the same line serves one sample and a batch.",
        praise="The same line serves one sample, `(D,)`, and a batch, `(N, D)`. Lesson 3 is built on that."),
    FunctionExercise(
        number="2.2", parts={"starting from zeros": 1, "starting from a given state": 1}, cases=states_cases,
        solution=states_right, mistakes=STATES_MISTAKES, probes=states_probes, axes={"X": "TD", "h0": "M"},
        hint="Begin with `h = h0` and an empty list. For each row of `X` replace `h` by its next value and append it. "
             "At the end, `np.array` turns the list into an array of shape (T, M).",
        praise="This is `SimpleRNN(M, return_sequences=True)`."),
    AnswerExercise(
        number="2.3",
        questions=(
            Question("D", options=("A", "B", "C", "D"), wrong={
                "A": "**Loop {A} is right.** It is the equation, line by line.",
                "B": "**Loop {B} is right.** It adds the three terms in another order. Sums do not mind, up to the "
                     "last digit.",
                "C": "**Loop {C} is right here, by luck.** At t = 0 the index t − 1 is −1, Python's last row, and that "
                     "row still holds zeros, the very state to start from. Call it twice on the same `H` and it goes "
                     "wrong. But another loop is wrong already the first time.",
            }),
            Question(2, options=(1, 2, 3, 4), follows=True, wrong={
                1: "**The bias may come at any place inside the activation.** The order of a sum is free.",
                3: "**All four start from zeros.** Look at loop {C} again: at t = 0 it reads the last row, which still "
                   "holds zeros.",
                4: "**tanh is applied to the whole sum in all four loops.**",
            })),
        hint="In each loop, find the state that meets `Wh`. Is it the one that the step before has made?",
        praise="`S[0]` is the state before the first step. Every step starts from it again, so nothing is remembered."),
    DesignExercise(
        number="2.4", parts={"X": 1, "Wh": 1}, judge=_judge_transpose_case,
        hint="Why could the paper case not see? Change that. Then ask which state meets `Wh` at the first step.",
        praise="A good test case can see: its Wh is not symmetric, it has more than one step, and its states are not "
               "zero."),
)
check = exercises.check
