"""What products saw: every way to write one, and what np.tanh returned."""

import numpy as np
import pytest

from rnnlab.coursework.sandbox.inside.messages import TRACE
from rnnlab.coursework.sandbox.inside.serialization import RemoteFunction
from rnnlab.exercises.product_trace import MAX_ARRAYS, MAX_SIZE, trace_products

A, B = np.arange(15.0).reshape(5, 3), np.arange(12.0).reshape(3, 4)


@pytest.mark.parametrize(
    "function, shapes",
    [
        (lambda A, B: A @ B, [(5, 3), (3, 4)]),
        (lambda A, B: np.asarray(A) @ B, [(5, 3), (3, 4)]),
        (lambda A, B: A.dot(B), [(5, 3), (3, 4)]),
        (lambda A, B: A.dot(B, np.zeros((5, 4))), [(5, 3), (3, 4)]),
        (lambda A, B: np.dot(A, B), [(5, 3), (3, 4)]),
        (lambda A, B: np.einsum("nd,dm", A, B), [(5, 3), (3, 4)]),
        (lambda A, B: np.inner(A, B.T), [(5, 3), (4, 3)]),
        (lambda A, B: np.tensordot(A, B, 1), [(5, 3), (3, 4)]),
        (lambda A, B: (A[:, :, None] * B).sum(1), [(5, 3, 1), (3, 4)]),
        (lambda A, B: np.tanh(A, out=np.zeros((5, 3))), [(5, 3)]),
        (lambda A, B: (A @ B).dot(B.T), [(5, 3), (3, 4), (5, 4), (4, 3)]),
        (lambda A, B: np.asarray(A) @ np.asarray(B), []),
        (lambda A, B: 1 / 0, []),
    ],
)
def test_factors_are_kept(function, shapes):
    assert [array.shape for array in trace_products(function, (A, B))] == shapes


def test_what_is_kept_stays_as_it_was():
    def function(A, B):
        C = A * 1
        C @ B
        C[...] = 0

    assert (trace_products(function, (A, B))[1] == A).all()


def test_a_trace_does_not_grow_for_ever():
    def endless(A, B):
        while True:
            A @ B

    assert len(trace_products(endless, (A, B))) <= MAX_ARRAYS + 1
    assert trace_products(lambda A: A @ A.T, (np.ones((1, MAX_SIZE + 1)),)) == []


@pytest.mark.parametrize(
    "answer", [3, None, [1.0], ["x"], [np.array(["x"])], [np.array([1j])], [np.ones(MAX_SIZE + 1)]]
)
def test_another_process_that_lies_has_shown_nothing(answer):
    class Peer:
        def call(self, index, arguments):
            assert index == TRACE
            return answer

    assert trace_products(RemoteFunction(Peer(), 0, "f"), (A, B)) == []
