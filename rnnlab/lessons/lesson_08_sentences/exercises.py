"""The exercises of lesson 8: the way back from every word, the cross-entropy, a place to hide, and who may claim."""

from rnnlab.exercises import AnswerExercise, DesignExercise, ExerciseSet, FunctionExercise, Question
from rnnlab.lessons.lesson_08_sentences.exercise_1_way_back import WAY_BACK_MISTAKES, way_back_cases, way_back_right
from rnnlab.lessons.lesson_08_sentences.exercise_2_cross_entropy import (
    LOGIT_GRADIENT_MISTAKES,
    logit_gradient_cases,
    logit_gradient_right,
)
from rnnlab.lessons.lesson_08_sentences.exercise_3_hiding_matrix import judge_matrices

__all__ = ["check", "exercises"]

exercises = ExerciseSet(
    FunctionExercise(
        number="8.1", parts={"equal lengths": 1, "different lengths": 1}, cases=way_back_cases, solution=way_back_right,
        mistakes=WAY_BACK_MISTAKES,
        hint="Start with dh at zero and go from t = T to 1. At each step, first add the slope along h_t, for every "
             "sample that has a word there. A comparison of `lengths` with t, with one more axis, is 1 for those and 0 "
             "for the others. Then go through the tanh, keep dz, and go through Wh to the step before.",
        praise="No step after the last word has a share, and no `if` was needed: where nothing has entered yet, dh is "
               "zero, and so is all that comes of it."),
    FunctionExercise(
        number="8.2", parts={"small logits": 1, "huge logits": 1}, cases=logit_gradient_cases,
        solution=logit_gradient_right, mistakes=LOGIT_GRADIENT_MISTAKES,
        hint="Take one output. With p = σ(z), the slope of the loss along p is −y / p + (1 − y) / (1 − p), and the "
             "slope of p along z is p (1 − p). Multiply them on paper until nothing is left to divide by. Then "
             "remember that the loss is a mean.",
        praise="The longest formula of this lesson has the shortest slope: how sure the network is, minus what is "
               "true."),
    DesignExercise(
        number="8.3", parts={"hiding": 1, "seeing": 1}, judge=judge_matrices,
        hint="The wrong way back has Wh where Wh.T belongs. When are the two the same, entry by entry? Write the "
             "condition for the entries in row i, column j and in row j, column i.",
        praise="A matrix that is its own transpose hides the mistake completely, and one entry off the diagonal brings "
               "it out. `check_gradients` knows this place: it calls it blind."),
    AnswerExercise(
        number="8.4", questions=(
            Question("C", options=("A", "B", "C", "D"), wrong={
                "A": "**Reading the training sentences right says nothing about the gradient.** In this lesson three "
                     "ways back got there, and two of them were wrong.",
                "B": "**One run each, from other starts, on other sentences.** Whatever differs between Ada and Ben "
                     "may come from any of that, and one run of each says nothing of the two gradients.",
                "D": "**The held-back sentences come from the same grammar.** Of other sentences the number says "
                     "nothing: *not very very bad* was not among them.",
            }),
            Question(2, options=(1, 2, 3, 4), wrong={
                1: "**Longer training shows whether it still learns,** not whether its gradient is right: both learn.",
                3: "**More sentences make the accuracy more certain.** The gradient stays what it is.",
                4: "**At that start the weights are so small that Wh hardly takes part.** The mistake is there, but it "
                   "is faint: the check should stand where it can see.",
            })),
        hint="Ask of each claim which experiment could have shown it to be false, and whether anybody has made it. An "
             "accuracy compares answers with answers. What compares a gradient with a gradient?",
        praise="An accuracy on held-back sentences speaks about such sentences. A gradient is judged by differences, "
               "at a point that can see."),
)
check = exercises.check
