"""A table of attempts: each wrong one gets its name however it is written, and no right one gets any."""

import numpy as np
import pytest

from tests.helpers.attempts import (
    in_lesson_8,
    right_in_lessons_1_to_3,
    right_in_lessons_4_to_7,
    wrong_in_lesson_3,
    wrong_in_lessons_1_and_2,
    wrong_in_lessons_1_to_6,
    wrong_in_lessons_4_to_7,
)
from tests.helpers.attempts.registry import FORMS, Registry
from tests.lessons.test_every_exercise import FUNCTIONS

BY_NUMBER = {exercise.number: exercise for exercise in FUNCTIONS}
WRONG = Registry([*wrong_in_lessons_1_and_2.WRONG, *wrong_in_lesson_3.WRONG, *wrong_in_lessons_4_to_7.WRONG,
                  *wrong_in_lessons_1_to_6.WRONG, *in_lesson_8.WRONG])
RIGHT = Registry([*right_in_lessons_1_to_3.RIGHT, *right_in_lessons_4_to_7.RIGHT, *in_lesson_8.RIGHT])


@pytest.mark.parametrize("number, names, function", WRONG, ids=WRONG.ids())
def test_a_wrong_function_gets_its_name(number, names, function):
    verdict = BY_NUMBER[number].check(function)
    assert verdict.points < verdict.maximum
    for name in names:
        assert f"**{name}" in verdict.message, verdict.message
    assert verdict.message.startswith("**Two things are not right.**") == (len(names) == 2), verdict.message


@pytest.mark.parametrize("number, names, function", RIGHT, ids=RIGHT.ids())
def test_a_right_function_gets_no_name(number, names, function):
    for form, shaped in FORMS.items():
        verdict = BY_NUMBER[number].check(lambda *arguments, shaped=shaped: shaped(function(*arguments)))
        assert (verdict.state, verdict.points) == ("correct", verdict.maximum), (form, verdict.message)


@pytest.mark.parametrize("make", [np.empty, lambda shape: np.ndarray(shape)], ids=["empty", "ndarray"])
@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.number)
def test_memory_that_is_not_written_earns_nothing_at_any_run(exercise, make):
    """Each run comes after one of the right answer, which leaves its numbers in memory."""
    for _ in range(10):
        exercise.check(exercise.solution)
        assert exercise.check(lambda *arguments: make(np.shape(exercise.solution(*arguments)))).points == 0


def test_the_tables_are_long_enough():
    assert len(WRONG) >= 200
    for exercise in FUNCTIONS:
        number = exercise.number
        assert sum(number == entry[0] for entry in RIGHT) * len(FORMS) >= 20
        assert sum(number == entry[0] for entry in WRONG) >= 6


def test_a_planted_wrong_name_is_caught(monkeypatch):
    """Were mistakes told apart by the exception alone, the swapped matrices would get the first name that raises."""
    monkeypatch.setattr("rnnlab.exercises.call_result.CallResult.equals",
                        lambda self, other, tolerance: self.kind == other.kind == "error")
    number, names, function = next(entry for entry in WRONG if entry[1] == ("Wx and Wh are swapped",))
    with pytest.raises(AssertionError):
        test_a_wrong_function_gets_its_name(number, names, function)


def test_planted_wrong_praise_is_caught(monkeypatch):
    monkeypatch.setattr("rnnlab.exercises.call_result.CallResult.equals", lambda *arguments: True)
    with pytest.raises(AssertionError):
        test_a_wrong_function_gets_its_name(*WRONG[0])


def test_a_planted_name_for_a_right_function_is_caught(monkeypatch):
    monkeypatch.setattr("rnnlab.exercises.call_result.CallResult.equals", lambda *arguments: False)
    with pytest.raises(AssertionError):
        test_a_right_function_gets_no_name(*RIGHT[0])
