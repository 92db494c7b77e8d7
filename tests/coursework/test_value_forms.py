"""A right answer is right in every kind of object that holds its value, in the notebook and over the connection."""

from collections import deque
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from rnnlab.exercises import AnswerExercise, DesignExercise
from tests.coursework.test_rpc_verdicts import ASSIGNMENTS, over_the_connection
from tests.helpers.value_forms import Symbolic, forms_of, is_number, no_answers_of
from tests.helpers.wrong_answers import values

REFERENCES = [
    (assignment.exercises[one.number], one, assignment)
    for assignment in ASSIGNMENTS
    for one in assignment.notebook_exercises
    if isinstance(assignment.exercises[one.number], AnswerExercise | DesignExercise)
]
each_exercise = pytest.mark.parametrize(
    "exercise, notebook_exercise, assignment", REFERENCES, ids=[one.number for one, _, _ in REFERENCES]
)


def right_answers(notebook_exercise, assignment):
    given = {name: value for names in assignment.lesson_values.values() for name, value in names.items()}
    return values(notebook_exercise.reference, notebook_exercise, {"np": np, **given})


@each_exercise
def test_a_right_answer_is_right_in_every_form(exercise, notebook_exercise, assignment):
    right = right_answers(notebook_exercise, assignment)
    for place, answer in enumerate(right):
        for kind, form in forms_of(answer):
            answers = [*right[:place], form, *right[place + 1 :]]
            for verdict in (exercise.check(*answers), over_the_connection(exercise, *answers, rng=None)):
                assert verdict.points == exercise.maximum, (kind, form, verdict.message)


@each_exercise
def test_what_is_no_number_is_no_answer(exercise, notebook_exercise, assignment):
    right = right_answers(notebook_exercise, assignment)
    for place, answer in enumerate(right):
        question = exercise.questions[place] if isinstance(exercise, AnswerExercise) else None
        if not is_number(answer) or (question and question.options):  # the label of a choice may be text
            continue
        for none in no_answers_of(answer):
            answers = [*right[:place], none, *right[place + 1 :]]
            for verdict in (exercise.check(*answers), over_the_connection(exercise, *answers, rng=None)):
                assert verdict.points < exercise.maximum, (none, verdict.message)


@pytest.mark.parametrize(
    "result, earned",
    [
        (lambda E, d: [[Fraction(1, 2)]], 0),
        (lambda E, d: deque(deque(map(Fraction.from_float, row)) for row in np.eye(d)[E].tolist()), 1),
        (lambda E, d: [[Decimal(number) for number in row] for row in np.eye(d)[E].tolist()], 1),
        (lambda E, d: [[Symbolic(number) for number in row] for row in np.eye(d)[E]], 1),
        (lambda E, d: [memoryview(row) for row in np.eye(d)[E]], 1),
        (lambda E, d: [[str(number) for number in row] for row in np.eye(d)[E]], 0),
        (lambda E, d: np.array([[str(row[0]), *map(Fraction, row[1:])] for row in np.eye(d)[E].tolist()], object), 0),
        (lambda E, d: np.eye(d)[E] + 0j, 0),
        (lambda E, d: dict(enumerate(np.eye(d)[E])), 0),
        (lambda E, d: bytearray(b"01"), 0),
    ],
)
def test_so_is_the_result_of_a_function(result, earned):
    exercise = next(assignment.exercises["5.1"] for assignment in ASSIGNMENTS if "5.1" in assignment.exercises)

    def rows(digits, depth):
        return result(digits, depth) if digits.ndim == 1 else None  # the other part of the exercise

    assert exercise.check(rows).points == earned
    assert over_the_connection(exercise, rows, rng=np.random.default_rng(1)).points == earned
