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
