"""The connection between grader and worker changes no verdict: each known answer gets the same on both sides of it."""

import numpy as np
import pytest

from rnnlab.coursework.assignment import read_assignment
from rnnlab.exercises import AnswerExercise, DesignExercise, FunctionExercise
from tests.helpers.peer_pair import PeerPair
from tests.helpers.students import LESSONS
from tests.helpers.wrong_answers import DESIGNS, values

ASSIGNMENTS = [read_assignment(path) for path in LESSONS]
EXERCISES = [exercise for assignment in ASSIGNMENTS for exercise in assignment.exercises.values()]


def over_the_connection(exercise, *answers, rng):
    """The verdict on answers that have come over a connection."""
    pair = PeerPair(lambda: answers)
    return exercise.check(*pair.grader.call(0, ()), rng=rng)


def generators():
    return np.random.default_rng(99), np.random.default_rng(99)


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if isinstance(one, FunctionExercise)], ids=lambda one: one.number
)
def test_a_function_gets_the_same_verdict_over_the_connection(exercise):
    for function in (
        exercise.solution,
        lambda *arguments: ...,
        lambda *arguments: None,
        lambda: 0,
        lambda *arguments: "seven",
        *(mistake.function for mistake in exercise.mistakes),
    ):
        here, there = generators()
        if exercise.number == "3.1":
            continue  # it counts, and the count has a test of its own
        assert over_the_connection(exercise, function, rng=there) == exercise.check(function, rng=here)
    for mistake in exercise.mistakes:
        assert exercise.check(mistake.function, rng=np.random.default_rng(99)).points < exercise.maximum


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if isinstance(one, AnswerExercise)], ids=lambda one: one.number
)
def test_answers_get_the_same_verdict_over_the_connection(exercise):
    right = [question.right for question in exercise.questions]
    tried = [
        right,
        [...] * len(right),
        [None] * len(right),
        ["nonsense"] * len(right),
        [len] * len(right),
        [np.float64(3)] * len(right),
    ]
    for place, question in enumerate(exercise.questions):
        tried += [[*right[:place], wrong, *right[place + 1 :]] for wrong in question.wrong]
    for answers in tried:
        assert over_the_connection(exercise, *answers, rng=None) == exercise.check(*answers)


@pytest.mark.parametrize(
    "exercise", [one for one in EXERCISES if isinstance(one, DesignExercise)], ids=lambda one: one.number
)
def test_a_design_gets_the_same_verdict_over_the_connection(exercise):
    """And each known wrong one its stated points, and its reason in words."""
    assignment = next(one for one in ASSIGNMENTS if exercise.number in one.exercises)
    notebook_exercise = next(one for one in assignment.notebook_exercises if one.number == exercise.number)
    names = {
        "np": np,
        **{name: value for values in assignment.lesson_values.values() for name, value in values.items()},
    }
    right = values(notebook_exercise.reference, notebook_exercise, names)
    assert over_the_connection(exercise, *right, rng=None).points == exercise.maximum
    for source, points, words in DESIGNS[exercise.number]:
        answers = values(source, notebook_exercise, names)
        verdict = over_the_connection(exercise, *answers, rng=None)
        assert verdict == exercise.check(*answers)
        assert (verdict.points, words in verdict.message) == (points, True), (source, verdict)
    for part in range(len(right)):
        for nonsense in (..., None, "nonsense", len, float("nan"), [[]], {}):
            answers = [*right[:part], nonsense, *right[part + 1 :]]
            verdict = over_the_connection(exercise, *answers, rng=None)
            assert verdict == exercise.check(*answers) and verdict.points < exercise.maximum
