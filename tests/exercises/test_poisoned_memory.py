"""Memory that an attempt does not write is no answer: it earns nothing at the first check and at the tenth."""

import os
import signal
from functools import partial

import numpy as np
import pytest
from numpy import empty

from rnnlab.exercises import Case, FunctionExercise
from rnnlab.exercises.poisoned_memory import poisoned_memory, unwritten

UNWRITTEN = {
    "empty": lambda shape: np.empty(shape),
    "an alias": lambda shape: empty(shape),
    "frozen": partial(np.empty, dtype=np.float32),
    "empty_like": lambda shape: np.empty_like(np.zeros(shape)),
    "ndarray": lambda shape: np.ndarray(shape),
    "ndarray.__new__": lambda shape: np.ndarray.__new__(np.ndarray, shape),
    "type(X)": lambda shape: type(np.zeros(2))(shape),
    "ma.empty": lambda shape: np.ma.empty(shape).data,
    "whole numbers": lambda shape: np.empty(shape, int),
    "a mask": lambda shape: np.add(np.zeros(shape), 1, where=np.zeros(shape, bool), out=None),
    "resized": lambda shape: np.resize(np.empty(1), shape),
    "a number left out": lambda shape: np.append(np.ones(shape).ravel()[1:], np.empty(1)).reshape(shape),
    "computed from it": lambda shape: 1 + 2 * np.empty(shape),
    "returned as a list": lambda shape: np.empty(shape).tolist(),
}  # fmt: skip
exercise = FunctionExercise(
    number="9.9",
    parts={"small": 1, "large": 1, "zeros": 1},
    cases=lambda rng: [Case("small", (rng.normal(size=(2, 3)),)), Case("large", (rng.normal(size=(40, 50)),)),
                       Case("zeros", (np.zeros((7, 8)),))],
    solution=lambda X: X + 0,
    mistakes=(),
    hint="Copy.",
)  # fmt: skip


@pytest.mark.filterwarnings("ignore:'where' used without 'out'")
@pytest.mark.parametrize("make", UNWRITTEN.values(), ids=UNWRITTEN)
def test_it_earns_nothing_at_the_first_check_and_at_the_tenth(make):
    for _ in range(10):
        assert exercise.check(lambda X: X + 0).points == 3  # leaves the right numbers in memory
        assert exercise.check(lambda X: make(X.shape)).points == 0


def test_without_poison_such_an_attempt_earned_points():
    """The fault itself: the memory of the right answer comes back."""
    right = np.arange(6.0).reshape(2, 3) + 1
    np.copyto(again := np.empty((2, 3)), right)
    del again
    assert np.array_equal(np.empty((2, 3)), right)
    with poisoned_memory():
        assert np.isnan(np.empty((2, 3))).all()


def made_at_module_level(buffer):
    return lambda X: buffer


def made_as_a_default(buffer):
    def copied(X, result=buffer):
        return result

    return copied


def made_as_an_attribute(buffer):
    def copied(X):
        return copied.result

    copied.result = buffer
    return copied


def kept_in_a_dictionary(buffer):
    buffers = {buffer.shape: buffer}
    return lambda X: buffers.get(X.shape, X)


@pytest.mark.parametrize(
    "attempt", [made_at_module_level, made_as_a_default, made_as_an_attribute, kept_in_a_dictionary]
)
def test_an_array_that_was_made_before_the_check_earns_nothing(attempt):
    """The worst that may lie in its memory is the right answer to one call, left by an earlier check."""
    answers = []
    exercise.check(lambda X: answers.append(X + 0) or X)
    assert len(answers) == 6
    honest = 2 if attempt is kept_in_a_dictionary else 0  # of the other parts, which that one copies
    for answer in answers[:2]:
        assert exercise.check(attempt(answer)).points == honest


def test_an_array_that_was_made_before_the_check_may_be_filled():
    buffer = np.empty((40, 50))

    def copied(X):
        result = buffer[: X.shape[0], : X.shape[1]]
        result[...] = X
        return result.copy()

    assert exercise.check(copied).points == 3


def test_the_attempt_is_told_of_it():
    message = exercise.check(lambda X: np.empty(X.shape)).message
    assert message.startswith("**Not every number was written.** 6 of 6") and "np.zeros" in message


def test_what_is_written_counts():
    def written(X):
        result = np.empty_like(X)
        result[...] = X
        return result

    assert exercise.check(written).points == 3


def test_other_arrays_are_as_they_are():
    with poisoned_memory():
        assert not np.zeros(5).any() and np.ones(300).all() and list(np.empty(2, object)) == [None, None]
        kept = np.arange(3.0)
        kept.resize(200)
    assert kept.sum() == 3 and not unwritten(np.full(4, np.nan)).any()


def test_memory_is_as_before_afterwards_even_after_an_error():
    with pytest.raises(ZeroDivisionError), poisoned_memory():
        raise ZeroDivisionError
    np.copyto(again := np.empty(5), 1)
    del again
    assert np.array_equal(np.empty(5), np.ones(5))


def test_an_interrupt_in_the_middle_of_an_allocation_gets_through(monkeypatch):
    """It comes when the attempt ends: an exception inside the allocation would be lost, and with it the memory."""
    ended = []

    def interrupted(*arguments):
        os.kill(os.getpid(), signal.SIGINT)

    def attempt():
        monkeypatch.setattr("rnnlab.exercises.poisoned_memory.ctypes.memset", interrupted)
        with pytest.raises(MemoryError):
            for _ in range(3):
                np.ones(3)
        ended.append(True)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt), poisoned_memory():
            attempt()
        assert ended and signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert np.empty(3).shape == (3,)
