"""Lesson 1: the counts and shapes that its exercises teach are the ones Keras has."""

import numpy as np
import pytest

from rnnlab.exercises import seeded_rng
from rnnlab.lessons.lesson_01_shapes.exercise_2_parameter_count import COUNT_MISTAKES, count_cases, count_right
from rnnlab.lessons.lesson_01_shapes.exercises import check, exercises


@pytest.mark.parametrize(("sizes", "count"), [((1, 10, 3, 5, 2), 57), ((100, 15, 3, 5, 5), 75)])
def test_the_count_of_the_two_published_networks(sizes, count):
    assert count_right(*sizes) == count


@pytest.mark.parametrize("T", [2, 15])
def test_the_count_is_that_of_keras(T):
    from rnnlab.network.keras_reference import build_keras
    for D, M, K in [(3, 5, 2), (3, 5, 5), (1, 1, 1), (7, 6, 2)]:
        assert build_keras(T=T, D=D, M=M, K=K).count_params() == count_right(1, T, D, M, K)


def test_no_two_ways_to_count_agree_on_all_cases():
    cases = [case.arguments for case in count_cases(seeded_rng("1.2"))]
    assert all(len(set(sizes)) == 5 for sizes in cases)
    ways = (count_right, *(mistake.function for mistake in COUNT_MISTAKES))
    assert len({tuple(way(*sizes) for sizes in cases) for way in ways}) == len(ways)
    assert not any(mistake.function(*sizes) == count_right(*sizes) for mistake in COUNT_MISTAKES for sizes in cases)


def test_the_six_shapes_are_those_of_keras():
    from rnnlab.network.keras_reference import build_keras, keras_weights
    shapes = [question.right for question in exercises.by_number["1.1"].questions]
    _, T, D = shapes[0]
    weights = keras_weights(build_keras(T=T, D=D, M=6, K=2))
    assert [array.shape for array in weights] == shapes[1:]


def test_what_comes_out_is_what_keras_puts_out():
    from rnnlab.network.keras_reference import load_keras
    layers = load_keras().layers
    X = np.zeros((6, 8, 3), "float32")
    b = layers.SimpleRNN(4, return_sequences=True)(X)
    _, d = layers.SimpleRNN(4, return_sequences=True, return_state=True)(X)
    found = [layers.SimpleRNN(4)(X).shape, b.shape, d.shape, layers.Dense(2)(b).shape]
    assert check("1.3", *map(tuple, found)).state == "correct"


def test_the_four_calls_do_in_keras_what_the_exercise_says():
    from rnnlab.network.keras_reference import build_keras
    network = build_keras(T=None, D=3, M=5, K=2)
    X = np.random.default_rng(0).normal(size=(1, 10, 3)).astype("float32")
    for stops in (X[0], X.transpose(0, 2, 1)):
        with pytest.raises(ValueError):
            network(stops)
    assert network(X[:, :4]).shape == (1, 2)
    assert check("1.4", "C", network(X.transpose(1, 0, 2)).shape[0]).state == "correct"


def test_no_half_by_luck():
    """A number of sequences counts where its call was found."""
    assert [check("1.4", call, 10).points for call in "ABCD"] == [0, 0, 2, 0]


def test_a_count_that_is_off_is_no_array():
    verdict = check("1.2", lambda N, T, D, M, K: D * M + M * M + 1)
    assert verdict.message.startswith("**The number is not right.** Yours is ")


def test_a_shape_in_quotes_is_text():
    assert "Answer 4: **This is text.**" in check("1.1", (32, 24, 7), (7, 6), (6, 6), "(6,)", (6, 2), (2,)).message


def test_a_number_in_brackets_is_told_from_a_tuple():
    verdict = check("1.1", (32, 24, 7), (7, 6), (6, 6), (6), (6, 2), (2))  # no tuples: the mistake itself
    assert verdict.points == 2 and "A tuple of one needs a comma" in verdict.message


def test_lists_and_numpy_numbers_count_as_shapes():
    assert check("1.3", [6, 4], tuple(np.array([6, 8, 4])), np.array([6, 4]), (6, 8, 2)).state == "correct"
