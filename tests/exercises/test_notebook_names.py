"""The names of the notebook that a learner's function reads are told where the function is wrong, and only there."""

import functools

import numpy as np
import pytest

from rnnlab.exercises import Case, FunctionExercise
from rnnlab.exercises.notebook_names import names_read

PRODUCT = FunctionExercise(
    number="9.1",
    parts={"a number": 1},
    cases=lambda rng: [Case("a number", (2.0, 3.0))],
    solution=lambda a, b: a * b,
    mistakes=(),
    hint="Multiply.",
)


def in_a_notebook(source, **names):
    """The function `attempt` of a cell, in a notebook that has these names."""
    namespace = {"__name__": "__main__", "np": np, **names}
    exec(source, namespace)
    return namespace["attempt"]


@pytest.mark.parametrize(
    "source, expected",
    [
        ("def attempt(a, b):\n    return a * dz", ["dz"]),
        ("def attempt(a, b):\n    return dz * a * N", ["dz", "N"]),
        ("def attempt(a, b):\n    return [dz for _ in range(2)]", ["dz"]),
        ("attempt = lambda a, b: (lambda: dz)()", ["dz"]),
        ("def step(a):\n    return a * dz\n\n\ndef attempt(a, b):\n    return step(a)", ["dz"]),
        ("def attempt(a, b):\n    dz = a * b\n    return dz", []),
        ("def attempt(a, dz):\n    return dz", []),
        ("def attempt(a, b):\n    global dz\n    dz = a\n    return dz", []),
        ("def attempt(a, b):\n    return attempt(a, b)", []),
        ("def attempt(a, b):\n    return np.tanh(a) + len([b]) + missing", []),
        ("def attempt(a, b):\n    return np.dz(a)", []),
    ],
)
def test_names_of_data_are_found(source, expected):
    assert names_read(in_a_notebook(source, dz=np.ones(3), N=4)) == expected


def test_a_wrapped_function_is_looked_into():
    attempt = in_a_notebook("def attempt(a, b):\n    return dz", dz=1.0)
    assert names_read(functools.wraps(attempt)(lambda *arguments: attempt(*arguments))) == ["dz"]


@pytest.mark.parametrize("attempt", [np.dot, functools.partial(np.dot, 1), int, 3, PRODUCT.check])
def test_what_has_no_code_reads_nothing(attempt):
    assert names_read(attempt) == []


def test_a_wrong_attempt_is_told_which_name_it_reads():
    message = PRODUCT.check(in_a_notebook("def attempt(a, b):\n    return a * dz", dz=7.0)).message
    assert "yours is" in message.lower() and "Your function reads `dz` from the notebook" in message
    two = PRODUCT.check(in_a_notebook("def attempt(a, b):\n    return dz * N", dz=7.0, N=1)).message
    assert "reads `dz`, `N` from the notebook, because it has no arguments of these names" in two


def test_a_right_attempt_and_names_that_are_given_are_not_spoken_of():
    assert PRODUCT.check(in_a_notebook("def attempt(a, b):\n    return a * b + 0 * dz", dz=7.0)).message == ""
    allowed = FunctionExercise(**{**vars(PRODUCT), "given_names": ("X",)})
    assert "reads" not in allowed.check(in_a_notebook("def attempt(a, b):\n    return X", X=7.0)).message
    assert "reads `X`" in PRODUCT.check(in_a_notebook("def attempt(a, b):\n    return X", X=7.0)).message
