"""Answers: which count as the right one."""

import numpy as np
import pytest

from rnnlab.exercises.answer_values import same_value


@pytest.mark.parametrize("answer, right, same", [
    ((3, 5), (3, 5), True), ([3, 5], (3, 5), True), (np.array([3, 5]), (3, 5), True), ((5, 3), (3, 5), False),
    ((3,), (3, 5), False), (3, (3, 5), False), (1, True, False), (True, 1, False), (True, True, True),
    (0.30000001, 0.3, True), (np.longdouble(3), 3, True), (np.ones(2, np.longdouble), (1, 1), True), ("3", 3, False),
    (3 + 0j, 3, False), (np.complex64(3), 3, False),
])
def test_same_value(answer, right, same):
    assert same_value(answer, right, 1e-6) is same
