"""The machinery of the exercises: nothing a learner does raises, and every answer gets its word and its points."""

import numpy as np
import pytest

from rnnlab.exercises import (
    AnswerExercise,
    Case,
    DesignExercise,
    ExerciseSet,
    FunctionExercise,
    Mistake,
    Question,
    reveal,
    seeded_rng,
)
from rnnlab.exercises.call_result import call_safely, same_value


def double_and_sum(A, b):
    return 2 * A + b


def cases(rng):
    return [Case("first", (rng.normal(size=(2, 3)), np.zeros(3))),
            Case("second", (rng.normal(size=(2, 3)), rng.normal(size=3)))]


FUNCTION = FunctionExercise(
    number="9.1", parts={"first": 1, "second": 2}, cases=cases, solution=double_and_sum, hint="Add.", praise="Well added.",
    mistakes=(Mistake(lambda A, b: 2 * A, "**b is forgotten.**"), Mistake(lambda A, b: A @ b, "**A product.**")))
ANSWER = AnswerExercise(
    number="9.2", hint="Count.", questions=(
        Question(57, wrong={52: "**The bias is forgotten.**"}),
        Question("B", options=("A", "B"), wrong={"A": "**A is right.**"}, points=2)))
REASON = AnswerExercise(
    number="9.4", hint="Why?", questions=(
        Question("B", options=("A", "B")), Question(2, options=(1, 2), wrong={1: "**Not one.**"}, follows=True)))
DESIGN = DesignExercise(number="9.3", parts={"x": 1}, hint="Positive.",
                        judge=lambda x: {} if x > 0 else {"x": "**Too small.**"})
BOTH = DesignExercise(number="9.5", parts={"x": 1, "y": 1}, hint="Positive.",
                      judge=lambda x, y: {} if x > 0 and y > 0 else {"x": "**Too small.**"})
LESSON = ExerciseSet(FUNCTION, ANSWER, DESIGN, REASON, BOTH)


def shown(verdict):
    bundle = verdict._repr_mimebundle_()
    return bundle["text/markdown"], bundle["text/plain"]


def raising(error):
    def function(A, b):
        raise error
    return function


def changing(A, b):
    A *= 2
    A += b
    return A


class Strange:
    def __array__(self, *args, **kwargs):
        raise RuntimeError("no array")


@pytest.mark.parametrize("attempt, state, points, word", [
    (..., "not attempted yet", 0, "Fill in"),
    (None, "not attempted yet", 0, "Fill in"),
    (lambda A, b: ..., "not attempted yet", 0, "Fill in"),
    (raising(NotImplementedError()), "not attempted yet", 0, "Fill in"),
    (double_and_sum, "correct", 3, "Well added."),
    (lambda A, b: (2 * A + b).tolist(), "correct", 3, "Well added."),
    (lambda A, b: (2 * A + b) * (1 + 1e-9), "correct", 3, "Well added."),
    (lambda A, b: 2 * A, "partly correct", 1, "b is forgotten"),
    (lambda A, b: A @ b, "not yet", 0, "A product"),
    (lambda A, b: (2 * A + b) * (1 + 1e-4), "not yet", 0, "6 of 6 numbers are not"),
    (lambda A, b: (2 * A + b).T, "not yet", 0, "Yours is `(3, 2)`, it should be `(2, 3)`"),
    (lambda A, b: (2 * A + b) * np.nan, "not yet", 0, "NaN"),
    (lambda A, b: None, "not yet", 0, "returns nothing"),
    (lambda A, b: "seven", "not yet", 0, "returns a str"),
    (lambda A, b: (2 * A + b).astype(str), "not yet", 0, "returns an array of text"),
    (lambda A, b: object(), "not yet", 0, "returns an object"),
    (lambda A, b: 7, "not yet", 0, "This is a single number,** where an array of shape `(2, 3)`"),
    (lambda A, b: [[1], [2, 3]], "not yet", 0, "returns a list"),
    (lambda A, b: Strange(), "not yet", 0, "returns a Strange"),
    (lambda: 1, "not yet", 0, "TypeError"),
    (raising(ZeroDivisionError("by zero")), "not yet", 0, "ZeroDivisionError: by zero"),
    (raising(ValueError()), "not yet", 0, "`ValueError`"),
    (raising(SystemExit(1)), "not yet", 0, "SystemExit"),
    (changing, "not yet", 0, "changes its argument number 1"),
    (np.ones(3), "not yet", 0, "This is an ndarray, not a function"),
    (7, "not yet", 0, "This is an int, not a function"),
    ("double", "not yet", 0, "not a function"),
])
def test_function_exercise(attempt, state, points, word):
    verdict = LESSON.check("9.1", attempt)
    markdown, plain = shown(verdict)
    assert (verdict.state, verdict.points, plain) == (state, points, str(float(points)))
    assert word in markdown and f"**Exercise 9.1: {state}**" in markdown
    assert ("<details><summary>Hint</summary>\n\nAdd." in markdown) == (state != "correct")


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
    ((float("nan"), "B"), 2, "That is not the answer"),
])
def test_answer_exercise(answers, points, word):
    verdict = LESSON.check("9.2", *answers)
    assert verdict.points == points
    assert word in shown(verdict)[0]


@pytest.mark.parametrize("answers, points, word", [
    (("B", 2), 2, "correct"), (("b", "2"), 2, "correct"), (("A", 2), 0, "not the answer"),
    (("A", 2), 0, "Answer 2: it counts once the answer before it is right."), (("B", 1), 1, "Not one."),
    (("B", "one"), 1, "not one of the choices"), (("B", ...), 1, "Answer 2: **This one is still open.**"),
])
def test_a_reason_counts_where_its_question_is_right(answers, points, word):
    verdict = LESSON.check("9.4", *answers)
    assert verdict.points == points
    assert word in shown(verdict)[0]


@pytest.mark.parametrize("attempt, word", [
    (lambda n: 3 * n, None), (lambda n: 3.0 * n, None), (lambda n: np.int64(3 * n), None),
    (lambda n: 21.5, "**The number is not right.** Yours is 21.500000, it should be 21."),
    (lambda n: 22, "**The number is not right.** Yours is 22, it should be 21."),
    (lambda n: np.array([21]), "**A single number is needed.** Yours is an array of shape `(1,)`."),
    (lambda n: "21", "**Your function returns a str**, where a number is needed."),
    (lambda n: np.inf, "NaN or infinity"),
])
def test_a_single_number(attempt, word):
    exercise = FunctionExercise(number="9.5", parts={"one": 1}, cases=lambda rng: [Case("one", (7,))], hint="Times three.",
                                solution=lambda n: 3 * n, mistakes=())
    verdict = exercise.check(attempt)
    assert verdict.points == (word is None) and (word or "") in verdict.message


@pytest.mark.parametrize("answer, word", [
    ("(6,)", "**This is text.**"), (5, "**This is a single number"), (np.int64(5), "**This is a single number"),
    (6, "**Named.**"), ((6, 1), "That is not the answer."),
])
def test_a_shape_that_is_no_tuple(answer, word):
    exercise = AnswerExercise(number="9.6", hint="A comma.", questions=(Question((6,), wrong={6: "**Named.**"}),))
    assert word in exercise.check(answer).message


@pytest.mark.parametrize("answer, points, word", [
    (..., 0, "Fill in"), (1, 1, "correct"), (-1, 0, "Too small"), ("one", 0, "This cannot be used"),
])
def test_design_exercise(answer, points, word):
    verdict = LESSON.check("9.3", answer)
    assert verdict.points == points
    assert word in shown(verdict)[0]


def test_an_interrupt_gets_through():
    with pytest.raises(KeyboardInterrupt):
        LESSON.check("9.1", raising(KeyboardInterrupt()))


def test_a_design_half_filled_in_says_what_is_open():
    assert LESSON.check("9.5", ..., None).state == "not attempted yet"
    verdict = LESSON.check("9.5", 3, ...)
    assert (verdict.state, verdict.points) == ("not yet", 0) and "Still open:** y" in verdict.message
    assert LESSON.check("9.5", 3, 4).state == "correct"


def test_an_author_who_names_no_exercise_is_told():
    with pytest.raises(ValueError, match="there is no exercise '8.1' here, there are 9.1, 9.2, 9.3, 9.4, 9.5"):
        LESSON.check("8.1", ...)
    with pytest.raises(ValueError, match="exercise 9.2 takes 2 answers, here are 1"):
        LESSON.check("9.2", 57)


def test_inputs_are_fresh_but_the_same_for_every_reader():
    one, two, other = (cases(seeded_rng(number)) for number in ("2.1", "2.1", "2.2"))
    assert np.array_equal(one[0].arguments[0], two[0].arguments[0])
    assert not np.array_equal(one[0].arguments[0], other[0].arguments[0])


def test_a_result_kept_from_the_visible_case_earns_nothing_on_fresh_inputs():
    seen = double_and_sum(*cases(seeded_rng("9.1"))[0].arguments)
    assert FUNCTION.check(lambda A, b: seen, rng=np.random.default_rng(5)).points == 0


def test_observe_hands_out_copies():
    A = np.ones(3)
    call_safely(lambda A: A.fill(7), (A,))
    assert np.array_equal(A, np.ones(3))


@pytest.mark.parametrize("answer, right, same", [
    ((3, 5), (3, 5), True), ([3, 5], (3, 5), True), (np.array([3, 5]), (3, 5), True), ((5, 3), (3, 5), False),
    ((3,), (3, 5), False), (3, (3, 5), False), (1, True, False), (True, 1, False), (True, True, True), (0.30000001, 0.3, True),
])
def test_same_value(answer, right, same):
    assert same_value(answer, right, 1e-6) is same


@pytest.mark.parametrize("guess, opening", [
    (..., "You have not predicted yet. The answer is 57."), (57, "You predicted it: the answer is 57."),
    (60, "You predicted 60. The answer is 57."), ("many", "You predicted 'many'. The answer is 57."),
])
def test_reveal(guess, opening):
    assert str(reveal(guess, 57)) == opening


@pytest.mark.parametrize("guess, words", [("no", "neither `True` nor `False`"), (np.True_, "You predicted np.True_. The"),
                                          (np.False_, "You predicted it")])
def test_reveal_of_a_yes_or_no(guess, words):
    assert words in str(reveal(guess, False))
