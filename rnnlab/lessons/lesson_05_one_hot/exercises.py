"""The exercises of lesson 5: a digit as a place instead of a size."""

import re
from dataclasses import dataclass

import numpy as np

from rnnlab.exercises import AnswerExercise, DesignExercise, ExerciseSet, FunctionExercise, Question
from rnnlab.exercises.class_numbers import draw_distinct, with_class_numbers
from rnnlab.lessons.digit_sums import ONE_HOT_B, ONE_HOT_U, ONE_HOT_W
from rnnlab.lessons.lesson_05_one_hot.exercise_1_one_hot_rows import (
    ONE_HOT_MISTAKES,
    one_hot_cases,
    one_hot_probes,
    one_hot_right,
)
from rnnlab.validation import check_array

__all__ = ["check", "exercises"]


# 5.2: letters

LETTERS = {"N": 100, "T": 12, "D": 26, "M": 8}


def _letters_text(N, T, D, M):
    return (f"{N} words of {T} letters each, from an alphabet of {D}, are encoded one-hot. They go into a SimpleRNN "
            f"with {M} units,",)


def _letters_exercise(N, T, D, M):
    trained = D * M + M * M + M
    questions = (
        Question((N, T, D), wrong={
            (N, T): f"**One axis is missing.** Each letter has become a row of {D} numbers.",
            (N, T, 1): "**That is the letter as one number.** One-hot, each step has one feature for each "
                       "letter that there is.",
            (N, D, T): "**Steps and features are swapped.** The order is (N, T, D).",
            (T, D): "**That is one word.** The samples stand in front: (N, T, D).",
            (None, T, D): "**`None` is how Keras writes the samples while it does not know how many will come.** Here "
                          "you know: write their number.",
            (T, N, D): "**Samples and steps are swapped.** The words stand in front, their letters after them: "
                       "(N, T, D).",
        }, otherwise="The order is (N, T, D): how many words, how many letters in each, how many places."),
        Question(trained, wrong={
            trained - M: "**The bias is missing:** one number for each unit.",
            trained - M * M: f"**The recurrent kernel is missing:** (M, M), {M * M} numbers.",
            D * M: "**That is Wx alone.** The layer has Wh of shape (M, M) and bh of shape (M,) as well.",
            trained + M + 1: "**You count a Dense layer of one unit as well.** There is none behind this layer.",
            T * D * M + M * M + M: f"**You give every one of the {T} steps a kernel of its own.** All steps share one "
                                   "Wx: T is not in the count.",
            D * M + 2 * M: "**Wh is counted as M numbers.** Every unit hears every unit: Wh has M · M.",
            D + 2: f"**That is a layer of one unit.** Here M = {M}.",
            T * trained: f"**You count the weights again at each of the {T} steps.** All steps share them: T is not in "
                         "the count.",
            N * trained: f"**You count the weights again for each of the {N} words.** All words share them: N is not "
                         f"in the count.",
            T * M + M * M + M: f"**That is the count for {T} features.** {T} is the number of steps, T, and not in the "
                               f"count. A step has D = {D} features.",
            T: f"**That is the number of steps,** T = {T}. Asked for is how many numbers are trained.",
            M + M * M + M: f"**That is the count for a letter as one number,** D = 1. One-hot, D = {D}.",
        }, otherwise="Add up Wx of shape (D, M), Wh of shape (M, M) and bh of shape (M,)."),
    )
    return AnswerExercise(
        number="5.2", questions=questions,
        hint="D is how many features stand at each step: with one-hot letters, one for each letter that exists. Wx "
             "has D rows.",
        praise=f"Of the {trained} numbers, {D * M} are the rows that the letters pick: one row of {M} for each of the "
               f"{D}.")


_resample_letters = draw_distinct(LETTERS, {"N": (80, 120, 150, 200), "T": (9, 10, 14, 15), "D": (28, 29, 30, 33),
                                             "M": (6, 7, 11)})


# 5.3: the published network without a bias

def _judge_without_bias(W, b):
    """Tell whether the published network does the same with this W and no bias. W is judged as if b was 0."""
    W = np.ravel(check_array("W", W, ("V", "M") if np.ndim(W) == 2 else ("V",), V=10))
    b = check_array("b", np.reshape(b, -1), ("M",), M=1)[0]
    if len(W) != 10:
        raise ValueError(f"W has {len(W)} numbers, it should have ten: shape (10,) or (10, 1)")
    problems = {}
    if abs(b) > 1e-6:
        problems["b"] = f"**The bias is still there.** b should be 0, yours is {b:.4f}."
    known_mistakes = {
        "**W is as it was.** You have taken the bias away and given it to nobody. At each step the unit misses b.":
            ONE_HOT_W,
        "**The sign is wrong.** What b loses, W has to gain: the sum of the two has to stay.":
            ONE_HOT_W - ONE_HOT_B,
        "**W has gained the bias three times.** The unit adds b once a step, and it picks one row of W a step: each "
        "row makes up for one b.":
            ONE_HOT_W + 3 * ONE_HOT_B,
        "**W has gained what the bias adds up to over three steps,** b (1 + U + U²). But the unit adds b once a step, "
        "and at each step it picks one row of W: each row makes up for one b.":
            ONE_HOT_W + ONE_HOT_B * (1 + ONE_HOT_U + ONE_HOT_U ** 2),
        "**Only one row has gained the bias.** The unit adds b whatever digit it sees, so each of the ten rows needs "
        "it.":
            ONE_HOT_W + ONE_HOT_B * np.eye(10)[0],
    }
    expected = ONE_HOT_W + ONE_HOT_B
    if np.abs(W - expected).max() < 1e-4:
        return problems
    problems = problems or {"b": "b counts once W makes up for it."}
    if np.abs(W + b - expected).max() < 1e-4:
        return problems | {"W": "**With this b it is the same network**, but b is to be 0: then W has to make up for "
                                "it."}
    for message, other in known_mistakes.items():
        if np.abs(W - other).max() < 1e-4:
            return {"W": message} | problems
    worst = int(np.abs(W - expected).argmax())
    return {"W": f"**This is another network.** Without a bias, digit {worst} has to have the effective value "
                 f"{expected[worst]:.4f}, yours has {W[worst]:.4f}."} | problems


# 5.4: what may be compared

@dataclass(frozen=True)
class _LettersQuestion(Question):
    """A choice of several letters: their order and what stands between them do not matter."""

    def matches(self, answer, wanted):
        return _sorted_letters(answer) == _sorted_letters(wanted)


def _sorted_letters(answer):
    """The letters of ``"AC"``, ``"c, a"``, ``"A and C"`` or ``["A", "C"]``, in the order of the alphabet, or None."""
    if isinstance(answer, list | tuple) and all(isinstance(one, str) for one in answer):
        answer = " ".join(answer)
    if not isinstance(answer, str):
        return None
    return sorted(re.sub(r"\band\b|[^a-z0-9]", "", answer.lower()))


EXPERIMENTS = {"A": "size | 0.001 | 4 | 10,000", "B": "place | 0.005 | 8 | 8,000", "C": "place | 0.001 | 4 | 10,000",
               "D": "size | 0.005 | 4 | 8,000"}


def _experiments_text(order):
    return ("\n".join(f"| {label} | {EXPERIMENTS[old]} |" for label, old in zip("ABCD", order)),)


def _experiments_exercise(order):
    """With the experiments in this order: the letter of the lesson that stands under A, B, C and D."""
    def pair(*old):
        return tuple(sorted("ABCD"[order.index(one)] for one in old))

    def named(one, other, message):
        first, second = pair(one, other)
        return {first + second: f"**{first} and {second} {message}"}

    questions = (
        _LettersQuestion("".join(pair("A", "C")), options=("AB", "AC", "AD", "BC", "BD", "CD"), wrong={
            **named("A", "B", "differ in four things:** input, rate, batch and updates. Any of them may be the "
                             "reason."),
            **named("A", "D", "have the same input,** so they say nothing about it."),
            **named("B", "C", "have the same input,** and three settings differ at once."),
            **named("B", "D", "differ in the batch as well.** Nearly: one setting too many."),
            **named("C", "D", "differ in the input, and in the rate and the updates as well.**"),
        }),
        Question(3, options=(1, 2, 3, 4), wrong={
            1: "**One-hot does not know the size, and does not need it.** From U = +1 it found the values 0, 1, "
               "…, 9.",
            2: "**With a rate that is too small the loss would go on falling, only slowly.** This one stays above 20, "
               "however long the training goes on.",
            4: "**It has failed on the sequences that it was trained on.** Overfitting is the opposite.",
        }),
    )
    return AnswerExercise(
        number="5.4", questions=questions,
        hint="For the first answer, look for two rows that differ in one column only, the input. For the second, "
             "remember what Keras draws where the recurrent kernel is 1 × 1.",
        praise="Where only one thing changes, and more than one network is trained, a difference means something.")


def _resample_experiments(rng):
    """An order in which no experiment keeps its letter and another pair may be compared."""
    while True:
        order = "".join(rng.permutation(list("ABCD")))
        if all(map(str.__ne__, order, "ABCD")) and {order[0], order[2]} != {"A", "C"}:
            return {"order": order}


exercises = ExerciseSet(
    FunctionExercise(
        number="5.1", parts={"one sequence": 1, "a batch": 1}, cases=one_hot_cases, solution=one_hot_right,
        mistakes=ONE_HOT_MISTAKES, probes=one_hot_probes, axes={"digits": "NT"},
        hint="`np.eye(depth)` has every row that can occur. An array of indices between brackets picks rows, and the "
             "result keeps the shape of the indices in front.",
        praise="One line serves any number of axes in front: (T,) becomes (T, depth), (N, T) becomes (N, T, depth)."),
    with_class_numbers(_letters_exercise, _letters_text, LETTERS, _resample_letters),
    DesignExercise(
        number="5.3", parts={"W": 1, "b": 1}, judge=_judge_without_bias,
        hint="At each step the unit adds W[d] + b, for whatever digit d it sees. Only this sum counts. If b becomes "
             "0, what does each row of W have to become?",
        praise="With one-hot input the bias is one number too many: W and b are eleven, for ten effective values."),
    with_class_numbers(_experiments_exercise, _experiments_text, {"order": "ABCD"}, _resample_experiments),
)
check = exercises.check
