"""The exercises of lesson 7: backpropagation through time, and how to know that it is wrong."""

from rnnlab.exercises import DesignExercise, ExerciseSet, FunctionExercise
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_1_matrix_gradient import (
    MATRIX_GRADIENT_MISTAKES,
    matrix_gradient_cases,
    matrix_gradient_right,
    square_probes,
)
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_2_gradient_loop import (
    GRADIENT_LOOP_MISTAKES,
    gradient_loop_cases,
    gradient_loop_right,
)
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import exercise as find_the_bug
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_4_informative_point import FACTOR, SHARE, judge_point

__all__ = ["check", "exercises"]

exercises = ExerciseSet(
    FunctionExercise(
        number="7.1", parts={"one step": 1, "six steps": 1}, cases=matrix_gradient_cases, probes=square_probes,
        solution=matrix_gradient_right, mistakes=MATRIX_GRADIENT_MISTAKES,
        axes={"X": "NTD", "Y": "NM", "Wx": "DM", "Wh": "MM", "bh": "M", "h0": "NM"},
        returns="One array of shape (D + M + 1, M) is asked for: dWx, dWh and dbh one below the other, "
                "`np.vstack([dWx, dWh, dbh])`.",
        hint="Forward first, and keep the states of every step, h_0 included. The loss is a mean over N · M squares: "
             "what is dH at the last step? Then, from the last step to the first, the other five lines of the table.",
        praise="That is `rnnlab.gradients`, and what Keras does when it trains: one pass back, however many weights "
               "there are."),
    FunctionExercise(
        number="7.2", parts={"three steps": 1, "seven steps": 1}, cases=gradient_loop_cases,
        solution=gradient_loop_right, mistakes=GRADIENT_LOOP_MISTAKES, axes={"x": "T", "y": "T"},
        returns="Three numbers are asked for, in this order: dW, dU and db.",
        hint="How does the loss change with h_T? And with h_{T-1}, in two ways: through its own square, and through "
             "h_T? At every step both parts are added before you go through the tanh.",
        praise="All three slopes are right. If you went back step by step, this is backpropagation through time for a "
               "network that answers at every step. If you moved each weight and watched the loss, you have written "
               "the gradient check, not the loop: it needs two forward passes for every weight."),
    find_the_bug,
    DesignExercise(
        number="7.4", parts={FACTOR: 1, SHARE: 1}, judge=judge_point, answers=("x", "h0", "U", "y"),
        hint="For each of the two bugs, write down the term that it loses, and ask when that term is zero, or when "
             "the factor is one. Then stay well away from there.",
        praise="A check would see both bugs here even if they changed the gradient a hundred times less. A check is as "
               "good as the point where it stands."),
)
check = exercises.check
