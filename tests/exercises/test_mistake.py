"""Which mistake an attempt is: by its numbers on every size; by the place of its failure where it has no numbers."""

import numpy as np

from rnnlab.exercises.call_result import call_safely
from rnnlab.exercises.mistake import Mistake, Slip, mistakes_from, recognise

REAL, SQUARE = (np.arange(3.0), np.arange(12.0).reshape(3, 4)), (np.arange(4.0), np.arange(16.0).reshape(4, 4))


def solution(x, W):
    return x @ W


def name_of(attempt, *mistakes, arguments=(REAL, SQUARE), right=solution):
    results, expected = ([call_safely(f, values) for values in arguments] for f in (attempt, right))
    numbered = [Mistake(function, str(number)) for number, function in enumerate(mistakes)]
    found = recognise(results, expected, arguments, numbered, 1e-6)
    return found and int(found.message)


def test_a_product_that_stops_is_recognised_where_it_runs():
    assert name_of(lambda x, W: np.dot(x, W.T), lambda x, W: W[:, 0] @ x + 1, lambda x, W: x @ W.T) == 1


def test_numbers_count_more_than_the_place_of_a_failure():
    """Both stop at the same product, but where it runs they compute something else."""
    assert name_of(lambda x, W: 2 * (x @ W.T), lambda x, W: x @ W.T) is None


def test_without_any_number_the_place_of_the_failure_tells():
    beyond = lambda x, W: x[len(x)] * W
    assert name_of(beyond, lambda x, W: x @ W[:1, 0], lambda x, W: W[0] * x[len(x)]) == 1
    assert name_of(beyond, lambda x, W: W[len(W)]) is None
    at_another_axis = lambda x, W: x[len(x)] if len(x) == 4 else W[:, len(W[0])]
    assert name_of(beyond, at_another_axis) is None and name_of(beyond, at_another_axis, arguments=(SQUARE,)) == 0


def test_the_mistake_that_agrees_most_often_is_named():
    first_only = lambda x, W: x @ W if len(x) == 4 else x @ W + 1
    assert name_of(lambda x, W: x @ W + 1, first_only, lambda x, W: 1 + x @ W) == 1
    assert name_of(lambda x, W: x @ W + 1, first_only, arguments=(REAL, REAL, SQUARE)) == 0


def test_a_name_that_fits_half_of_the_time_or_another_shape_is_not_given():
    half = lambda x, W: x @ W if len(x) == 4 else x @ W + 1
    assert name_of(lambda x, W: x @ W + 1, half) is None
    another_shape = lambda x, W: [x @ W] if len(x) == 4 else x @ W + 1
    assert name_of(lambda x, W: x @ W + 1, another_shape, arguments=(REAL, REAL, SQUARE)) is None


def test_a_single_number_does_not_agree_by_chance():
    sizes = [(2, 3), (4, 5)]
    assert name_of(lambda a, b: a + 4, lambda a, b: a * b, arguments=sizes, right=lambda a, b: a - b) is None
    assert name_of(lambda a, b: a * b + 0, lambda a, b: a * b, arguments=sizes, right=lambda a, b: a - b) == 0


def test_two_frequent_slips_are_named_as_two_unless_they_share_a_piece():
    def build(factor=2, addend=1):
        return lambda x: factor * x + addend

    slips = (Slip({"factor": 3}, "**factor**", True), Slip({"addend": 0}, "**addend**", True),
             Slip({"factor": 4, "addend": 1}, "**both**", True), Slip({"factor": 5}, "**rare**"))  # fmt: skip
    mistakes = mistakes_from(build, slips)
    assert [mistake.message for mistake in mistakes[:4]] == [slip.message for slip in slips]
    assert [mistake.message for mistake in mistakes[4:]] == [
        "**Two things are not right.**\n\n1. **factor**\n2. **addend**"
    ]
    assert mistakes[4].function(7) == 21
