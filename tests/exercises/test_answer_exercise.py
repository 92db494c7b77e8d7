"""An exercise answered with values: every answer gets its message and its points."""

import numpy as np
import pytest

from rnnlab.exercises import AnswerExercise, Question

ANSWER = AnswerExercise(
    number="9.2", hint="Count.", questions=(
        Question(57, wrong={52: "**The bias is forgotten.**"}),
        Question("B", options=("A", "B"), wrong={"A": "**A is right.**"}, points=2)))
REASON = AnswerExercise(
    number="9.4", hint="Why?", questions=(
        Question("B", options=("A", "B")), Question(2, options=(1, 2), wrong={1: "**Not one.**"}, follows=True)))


@pytest.mark.parametrize("answers, points, word", [
    ((..., ...), 0, "Fill in"),
    ((..., "B"), 2, "Answer 1: **This one is still open.**"),
    ((57, "B"), 3, "correct"),
    ((57.0, " b "), 3, "correct"),
    ((np.int64(57), "B"), 3, "correct"),
    ((52, "A"), 0, "The bias is forgotten"),
    ((57, "C"), 1, "not one of the choices"),
    ((True, "B"), 2, "That is not the answer"),
    ((len, "B"), 2, "a function, not its value"),
    (("57", "B"), 2, "This is text.** Write it without"),
    ((np.ones(3), "B"), 2, "That is not the answer"),
    (((57,), "B"), 2, "one answer in brackets, where the answer itself is asked for.** A comma behind a number"),
    ((np.array([57.0]), ["B"]), 0, "What is in it is right."),
    (([5], "B"), 2, "What is in it is not right yet either."),
    ((float("nan"), "B"), 2, "That is not the answer"),
])
def test_answer_exercise(answers, points, word):
    verdict = ANSWER.check(*answers)
    assert verdict.points == points
    assert word in verdict._repr_mimebundle_()["text/markdown"]


@pytest.mark.parametrize("answers, points, word", [
    (("B", 2), 2, "correct"), (("b", "2"), 2, "correct"), (("A", 2), 0, "not the answer"),
    (("A", 2), 0, "Answer 2: it counts once the answer before it is right."), (("B", 1), 1, "Not one."),
    (("B", "one"), 1, "not one of the choices"), (("B", ...), 1, "Answer 2: **This one is still open.**"),
])
def test_a_reason_counts_where_its_question_is_right(answers, points, word):
    verdict = REASON.check(*answers)
    assert verdict.points == points
    assert word in verdict._repr_mimebundle_()["text/markdown"]


@pytest.mark.parametrize("answer, word", [
    ("(6,)", "**This is text.**"), (np.ones((6, 1)), "`.shape` is the shape"), ((None,), "a size that it leaves open"),
    (5, "**This is a single number"), (np.int64(5), "**This is a single number"),
    (6, "**Named.**"), ((6, 1), "That is not the answer."),
])
def test_a_shape_that_is_no_tuple(answer, word):
    exercise = AnswerExercise(number="9.6", hint="A comma.", questions=(Question((6,), wrong={6: "**Named.**"}),))
    assert word in exercise.check(answer).message
