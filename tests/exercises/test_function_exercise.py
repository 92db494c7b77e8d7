"""An exercise answered with a function: nothing a learner does raises, every attempt gets its message and points."""

from dataclasses import replace

import numpy as np
import pytest

from rnnlab.exercises import Case, FunctionExercise, Mistake, seeded_rng


def double_and_sum(A, b):
    return 2 * A + b


def cases(rng):
    return [Case("first", (rng.normal(size=(2, 3)), np.zeros(3))),
            Case("second", (rng.normal(size=(2, 3)), rng.normal(size=3)))]


FUNCTION = FunctionExercise(
    number="9.1", parts={"first": 1, "second": 2}, cases=cases, solution=double_and_sum, hint="Add.",
    praise="Well added.",
    mistakes=(Mistake(lambda A, b: 2 * A, "**b is forgotten.**"), Mistake(lambda A, b: A @ b, "**A product.**")))


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
    (lambda A, b: np.sum, "not yet", 0, "returns a function"),
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
    verdict = FUNCTION.check(attempt)
    bundle = verdict._repr_mimebundle_()
    markdown, plain = bundle["text/markdown"], bundle["text/plain"]
    assert (verdict.state, verdict.points, plain) == (state, points, str(float(points)))
    assert word in markdown and f"**Exercise 9.1: {state}**" in markdown
    assert ("<details><summary>Hint</summary>\n\nAdd." in markdown) == (state != "correct")


@pytest.mark.parametrize("attempt, word", [
    (lambda n: 3 * n, None), (lambda n: 3.0 * n, None), (lambda n: np.int64(3 * n), None),
    (lambda n: 21.5, "**The number is not right.** Yours is 21.500000, it should be 21."),
    (lambda n: 22, "**The number is not right.** Yours is 22, it should be 21."),
    (lambda n: np.array([21]), "`[0]` out of a list. The number is right."),
    (lambda n: [22], "The number itself is not right yet either."),
    (lambda n: [21, 22], "**A single number is needed.** Yours is an array of shape `(2,)`."),
    (lambda n: (n for n in range(3)), "Nothing is computed yet: put `list( … )` around it."),
    (lambda n: "21", "**Your function returns a str**, where a number is needed."),
    (lambda n: np.inf, "NaN or infinity"),
])
def test_a_single_number(attempt, word):
    exercise = FunctionExercise(number="9.2", parts={"one": 1}, cases=lambda rng: [Case("one", (7,))],
                                hint="Times three.", solution=lambda n: 3 * n, mistakes=())
    verdict = exercise.check(attempt)
    assert verdict.points == (word is None) and (word or "") in verdict.message


def test_what_has_no_name_is_told_its_sizes():
    exercise = replace(FUNCTION, axes={"A": "ND"})
    assert "That is with N = 2, D = 3." in exercise.check(lambda A, b: A).message
    counting = FunctionExercise(number="9.2", parts={"one": 1}, cases=lambda rng: [Case("one", (7, 0.25))], hint="Add.",
                                solution=lambda n, U: n + U, mistakes=())
    assert "Yours is 7, it should be 7.250000. That is with n = 7, U = 0.25." in counting.check(lambda n, U: n).message


def test_an_error_that_cannot_be_told():
    class Silent(Exception):
        def __str__(self):
            raise RuntimeError

    assert "`Silent`" in FUNCTION.check(raising(Silent())).message


def test_probes_help_to_name_but_earn_nothing():
    def swapped(A, b):
        return A @ b if A.shape[1] == len(b) == 5 else 1 / 0

    plain = replace(FUNCTION, mistakes=(Mistake(lambda A, b: A @ b, "**A product.**"),))
    probing = replace(plain, probes=lambda rng: [(rng.normal(size=(5, 5)), rng.normal(size=5))])
    assert "A product" not in plain.check(swapped).message and "A product" in probing.check(swapped).message
    assert probing.check(lambda A, b: 2 * A + b if len(A) == 2 else 0).points == 3


def test_an_interrupt_gets_through():
    with pytest.raises(KeyboardInterrupt):
        FUNCTION.check(raising(KeyboardInterrupt()))


def test_inputs_are_fresh_but_the_same_for_every_reader():
    one, two, other = (cases(seeded_rng(number)) for number in ("2.1", "2.1", "2.2"))
    assert np.array_equal(one[0].arguments[0], two[0].arguments[0])
    assert not np.array_equal(one[0].arguments[0], other[0].arguments[0])


def test_a_result_kept_from_the_visible_case_earns_nothing_on_fresh_inputs():
    seen = double_and_sum(*cases(seeded_rng("9.1"))[0].arguments)
    assert FUNCTION.check(lambda A, b: seen, rng=np.random.default_rng(5)).points == 0
