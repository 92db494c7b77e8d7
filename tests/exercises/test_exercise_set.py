"""The exercises of a lesson, by their numbers."""

import pytest

from rnnlab.coursework.class_variant import for_class
from rnnlab.exercises import AnswerExercise, Case, ExerciseSet, FunctionExercise, Question

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


FUNCTION = FunctionExercise(number="9.3", parts={"all": 1}, cases=lambda rng: [Case("all", (1,))],
                            solution=abs, mistakes=(), hint="Count.")
WITH_FUNCTION = ExerciseSet(FIRST, FUNCTION)


@pytest.mark.parametrize("call, words", [
    (("9.3",), r'takes your function, here is none: write check\("9\.3", \.\.\.\)'),
    (("9.3", abs, abs), "takes one function, here are 2"),
    ((9.3, abs), r'has to be text: write check\("9\.3", \.\.\.\), with the quotes'),
    ((abs,), "the first argument is the number of the exercise, one of 9.1, 9.3, as text; this is the function abs"),
    (([9.3], abs), "as text; this is a value of type list"),
])
def test_every_slip_in_the_call_has_a_sentence_of_its_own(call, words):
    with pytest.raises(ValueError, match=words):
        WITH_FUNCTION.check(*call)
    with pytest.raises(ValueError, match=words):
        for_class(WITH_FUNCTION.check, {}, 7)(*call)
