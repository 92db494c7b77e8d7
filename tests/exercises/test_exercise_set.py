"""The exercises of a lesson, by their numbers."""

import pytest

from rnnlab.exercises import AnswerExercise, ExerciseSet, Question

FIRST = AnswerExercise(number="9.1", hint="Count.", questions=(Question(57),))
SECOND = AnswerExercise(number="9.2", hint="Count.", questions=(Question(57), Question("B", options=("A", "B"))))
LESSON = ExerciseSet(FIRST, SECOND)


def test_an_exercise_is_found_by_its_number():
    assert LESSON.check("9.1", 57) == FIRST.check(57)
    assert LESSON.check("9.2", 57, "B").state == "correct"


def test_an_author_who_names_no_exercise_gets_an_error():
    with pytest.raises(ValueError, match=r"there is no exercise '8\.1' here, there are 9\.1, 9\.2$"):
        LESSON.check("8.1", ...)
    with pytest.raises(ValueError, match=r"exercise 9\.2 takes 2 answers, here are 1"):
        LESSON.check("9.2", 57)
