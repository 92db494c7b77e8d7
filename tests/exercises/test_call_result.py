"""Calling a learner's function, and comparing an answer with the right one."""

import warnings

import numpy as np
import pytest

from rnnlab.exercises.call_result import call_safely


def test_a_function_is_called_on_copies():
    A = np.ones(3)
    call_safely(lambda A: A.fill(7), (A,))
    assert np.array_equal(A, np.ones(3))


@pytest.mark.parametrize(
    "value, text",
    [
        (1 + 0j, "complex number"),
        (np.complex64(2), "complex number"),
        ([0.5, 1j], "complex array"),
        (np.ones(3) + 5j, "complex array"),
        (np.array([np.complex128(1), 2], object), "complex array"),
        (np.ones(2, np.clongdouble), "complex array"),
    ],
    ids=repr,
)
def test_a_complex_result_is_no_number(value, text):
    """NumPy would drop the imaginary part, with a warning for the teacher."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        result = call_safely(lambda: value, ())
    assert (result.kind, result.text) == ("not numeric", text)


@pytest.mark.parametrize(
    "value, right, shown, hidden",
    [
        (3.25, 1.5, "Yours is 3.250000, it should be 1.500000.", "**The number is not right.**"),
        (np.array([1.0, 2.5]), np.array([1.0, 1.25]), "yours is 2.500000, it should be 1.250000.", "at index [1]."),
        (np.zeros((2, 3)), np.zeros(2), "Yours is `(2, 3)`, it should", "Yours is `(2, 3)`, it should be `(2,)`."),
        (np.zeros((123, 0)), np.zeros(2), "Yours is `(123, 0)`", "It should be `(2,)`, yours is a larger one."),
        (np.zeros([1] * 9), np.zeros(2), "Yours is `(1, 1, 1, ", "It should be `(2,)`, yours is a larger one."),
    ],
    ids=repr,
)
def test_of_hidden_arguments_no_number_is_shown(value, right, shown, hidden):
    result, expected = (call_safely(lambda one=one: one, ()) for one in (value, right))
    assert shown in result.describe(expected, 1e-6)
    text = result.describe(expected, 1e-6, hidden=True)
    assert text.endswith(hidden) and not any(number in text for number in ("3.25", "1.5", "2.5", "1.25", "123"))


def test_an_exception_may_say_where_it_comes_from():
    error = type("Own", (ValueError,), {"where": " in line 3"})("no")

    def fail():
        raise error

    assert call_safely(fail, ()).describe(call_safely(lambda: 1, ()), 0).endswith("`Own: no` in line 3")


def test_a_call_writes_no_warning(recwarn):
    """In nbgrader, words on stderr would take the points of the other parts too."""

    def divide(x):
        warnings.warn("deprecated", DeprecationWarning, stacklevel=2)
        return x / 0

    assert call_safely(divide, (np.ones(2),)).kind == "array" and not recwarn.list
