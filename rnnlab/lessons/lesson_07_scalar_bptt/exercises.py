"""The exercises of lesson 7: backpropagation through time with one unit, and how to know that it is wrong."""

from rnnlab.exercises import DesignExercise, ExerciseSet, FunctionExercise
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_1_step_back import (
    STEP_BACK_MISTAKES,
    step_back_cases,
    step_back_right,
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
        number="7.1", parts={"one sample": 1, "a batch": 1}, cases=step_back_cases, solution=step_back_right,
        mistakes=STEP_BACK_MISTAKES, axes={"dh": "N"},
        returns="Three things are asked for, in this order: dh_{t−1}, the share of dW and the share of dU.",
        hint="First through the activation, from dh_t to dz_t. Then z_t = W x_t + U h_{t-1} + b: what is the slope "
             "of z_t along h_{t-1}, along W, along U? Each times dz_t.",
        praise="Three products with the same dz_t: with U, x_t and h_{t-1}. Number by number, they serve a batch too."),
    FunctionExercise(
        number="7.2", parts={"three steps": 1, "seven steps": 1}, cases=gradient_loop_cases,
        solution=gradient_loop_right, mistakes=GRADIENT_LOOP_MISTAKES, axes={"x": "T"},
        returns="Three numbers are asked for, in this order: dW, dU and db.",
        hint="Forward first, and keep every state from h_0 on. Start with dh = 2 (h_T − y) and three sums at zero. "
             "Then, for t = T, …, 1: your step back, and each share is added to its sum.",
        praise="All three slopes are right. If you went back step by step, this is backpropagation through time: with "
               "matrices in place of numbers it is `rnnlab.gradients`. If you moved each weight and watched the loss, "
               "you have written the gradient check, not the loop: it needs two forward passes for every weight."),
    find_the_bug,
    DesignExercise(
        number="7.4", parts={FACTOR: 1, SHARE: 1}, judge=judge_point, answers=("x", "h0", "U", "y"),
        hint="For each of the two bugs, write down the term that it loses, and ask when that term is zero, or when "
             "the factor is one. Then stay well away from there.",
        praise="A check would see both bugs here even if they changed the gradient a hundred times less. A check is as "
               "good as the point where it stands."),
)
check = exercises.check
