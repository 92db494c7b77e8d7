"""The data: shapes, targets, seeds, and what is refused."""

import numpy as np
import pytest

from rnnlab.training.datasets import permuted_values, sum_of_digits, sum_of_three
from rnnlab.training.one_hot import one_hot


def test_all_thousand_sums():
    X, Y = sum_of_three()
    assert X.shape == (1000, 3, 1) and Y.shape == (1000, 1) and X.dtype == Y.dtype == np.float64
    assert X[144].ravel().tolist() == [1, 4, 4] and Y[144] == 9  # in counting order
    assert len(np.unique(X.reshape(1000, 3), axis=0)) == 1000
    assert (Y[:, 0] == X.sum((1, 2))).all()
    assert Y.mean() == 13.5 and Y.var() == pytest.approx(24.75)  # what guessing 13.5 costs


def test_drawn_sums_are_seeded_and_use_every_digit():
    X, Y = sum_of_three(8000, seed=3)
    assert X.shape == (8000, 3, 1) and (Y[:, 0] == X.sum((1, 2))).all()
    assert (sum_of_three(8000, seed=3)[0] == X).all()
    assert (sum_of_three(8000, seed=4)[0] != X).any()
    assert (np.bincount(X.astype(int).ravel(), minlength=10) > 2200).all()  # 2,400 expected of each
    assert len(np.unique(X.reshape(-1, 3), axis=0)) > 990  # almost no sequence is left unseen


def test_longer_sums():
    X, Y = sum_of_digits(30, 5, seed=1)
    assert X.shape == (5, 30, 1) and (Y[:, 0] == X.sum((1, 2))).all()
    assert sum_of_digits(1)[1].ravel().tolist() == list(range(10))


def test_permuted_labels():
    values = permuted_values(seed=2)
    assert sorted(values) == list(range(10)) and (values != np.arange(10)).any()
    assert (values == permuted_values(seed=2)).all()
    for seed in range(20):  # of two, every other draw would be in order
        assert permuted_values(2, seed).tolist() == [1, 0]
    X, Y = sum_of_three(values=values)
    assert (sum_of_three()[0] == X).all()
    assert Y[144] == values[1] + values[4] + values[4]


def test_one_hot_picks_a_place():
    assert one_hot([2, 0], 4).tolist() == [[0, 0, 1, 0], [1, 0, 0, 0]]
    X, _ = sum_of_three()
    places = one_hot(X[..., 0])  # whole floats will do
    assert places.shape == (1000, 3, 10) and (places.argmax(-1) == X[..., 0]).all() and (places.sum(-1) == 1).all()
    assert one_hot(3).shape == (10,) and one_hot([], 3).shape == (0, 3)


@pytest.mark.parametrize("digits, depth, error, words", [
    ([0, 10], 10, ValueError, ["digits holds 10 at index [1]", "from 0 to 9"]),
    ([[0], [-1]], 10, ValueError, ["digits holds -1 at index [1, 0]"]),
    ([1.7], 10, ValueError, ["digits holds 1.7", "whole number"]),
    ([np.nan], 10, ValueError, ["digits holds nan"]),
    ([np.inf], 10, ValueError, ["digits holds inf"]),
    (["1"], 10, TypeError, ["digits", "real numbers"]),
    ([[1], [2, 3]], 10, ValueError, ["digits is ragged"]),
    ([0], 0, ValueError, ["depth is 0"]),
    ([0], 2.5, TypeError, ["depth has to be a whole number"])])
def test_one_hot_refuses(digits, depth, error, words):
    with pytest.raises(error) as caught:
        one_hot(digits, depth)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_nothing_given_is_changed():
    digits, values = np.array([3.0, 1.0]), np.arange(10.0)
    one_hot(digits)
    sum_of_three(values=values)
    assert digits.tolist() == [3, 1] and values.tolist() == list(range(10))


@pytest.mark.parametrize("call, error, words", [
    (lambda: sum_of_three(0), ValueError, "n is 0"),
    (lambda: sum_of_three(-3), ValueError, "n is -3"),
    (lambda: sum_of_three(2.0), TypeError, "n has to be a whole number"),
    (lambda: sum_of_three(True), TypeError, "n has to be a whole number"),
    (lambda: sum_of_three(values=range(9)), ValueError, r"values has shape \(9,\)"),
    (lambda: sum_of_three(values=[np.nan] * 10), ValueError, "values"),
    (lambda: sum_of_digits(0, 5), ValueError, "T is 0"),
    (lambda: sum_of_digits(7), ValueError, "say how many"),
    (lambda: permuted_values(1), ValueError, "depth is 1")])
def test_bad_sizes_are_named(call, error, words):
    with pytest.raises(error, match=words):
        call()
