"""Calling a learner's function, and comparing an answer with the right one."""

import numpy as np

from rnnlab.exercises.call_result import call_safely


def test_a_function_is_called_on_copies():
    A = np.ones(3)
    call_safely(lambda A: A.fill(7), (A,))
    assert np.array_equal(A, np.ones(3))
