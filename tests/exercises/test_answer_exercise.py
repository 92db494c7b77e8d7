"""An exercise answered with values: every answer gets its message and its points."""

import numpy as np
import pytest

from rnnlab.exercises import AnswerExercise, Question
from rnnlab.exercises.verdict import graded

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


CHOICES = AnswerExercise(
    number="9.8", hint="Compare {A} with {B}, and read line 2.", praise="It is {C}.", questions=(
        Question("C", options=("A", "B", "C"), wrong={"A": "**Claims {A} and {B} agree.**", "B": "Suspect A, row {B}"}),
        Question(2, options=(1, 2), wrong={1: "**Not {1}**, since dh_{t-1} is right."}, follows=True)))


@pytest.mark.parametrize("orders, answers, points, message", [
    ({}, ("A", 2), 0, "Claims A and B agree"), ({}, ("B", 2), 0, "Suspect A, row B"), ({}, ("C", 1), 1, "Not 1"),
    ({}, ("C", 2), 2, "It is C."),
    ({0: "CAB"}, ("B", 2), 0, "Claims B and C agree"), ({0: "CAB"}, ("c", 2), 0, "Suspect A, row C"),
    ({0: "CAB", 1: "21"}, ("A", "2"), 1, "Not 2"), ({0: "CAB", 1: "21"}, ("A", 1), 2, "It is A."),
    ({0: "CAB", 1: "21"}, ("D", 1), 0, "They are 'A', 'B', 'C'"), ({1: "21"}, ("C", 2), 1, "dh_{t-1} is right"),
])
def test_choices_in_another_order_have_other_labels_in_all_that_is_said(orders, answers, points, message):
    exercise = CHOICES.in_order(orders)
    verdict = exercise.check(*answers)
    assert verdict.points == points and message in verdict.message
    label = dict(zip(orders.get(0, "ABC"), "ABC"))
    hint = f"Compare {label['A']} with {label['B']}, and read line 2."
    assert verdict.hint == ("" if points == 2 else hint) and exercise.check(..., ...).hint == hint


def test_what_a_grader_says_itself_is_left_as_it_is():
    verdict = graded(CHOICES.in_order({0: "CAB"}), 0.0, "KeyError: {A}")
    assert verdict.message == "KeyError: {A}" and verdict.hint == "Compare B with C, and read line 2."
