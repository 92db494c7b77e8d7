"""Arrays of other libraries and of books are refused by name, also where their shapes fit by accident."""

import numpy as np
import pytest

from rnnlab import Weights, fit, forward, gradients, predict, readout, step
from rnnlab.network.numerical_gradients import numerical_gradients

N, T, D, M, K = 4, 6, 3, 5, 2


def drawn(*shapes):
    rng = np.random.default_rng(0)
    return Weights(*(rng.normal(size=shape) for shape in shapes))


PYTORCH = drawn((M, D), (M, M), (M,), (M,))
SQUARE_PYTORCH = drawn((M, M), (M, M), (M,), (M,))
COURSERA = drawn((M, D), (M, M), (M, 1), (K, M), (K, 1))
BOOK = drawn((M, D), (M, M), (M,))
COLUMN = drawn((D, M), (M, M), (M, 1))
TRANSPOSED_READOUT = drawn((D, M), (M, M), (M,), (K, M), (K,))


def calls(weights, D=D):
    rng = np.random.default_rng(1)
    X, Y = rng.normal(size=(N, T, D)), rng.normal(size=(N, K if weights.bo is not None else M))
    return {"forward": lambda: forward(X, weights), "predict": lambda: predict(X, weights),
            "step": lambda: step(X[:, 0], np.zeros((N, M)), weights), "gradients": lambda: gradients(X, Y, weights),
            "fit": lambda: fit(X, Y, weights, updates=1), "numerical": lambda: numerical_gradients(X, Y, weights)}


@pytest.mark.parametrize("call", ["forward", "predict", "step", "gradients", "fit", "numerical"])
@pytest.mark.parametrize("weights, D, words", [
    (PYTORCH, D, r"Wo has shape \(5,\).*PyTorch's four arrays.*bias_ih \+ bias_hh"),
    (SQUARE_PYTORCH, M, r"PyTorch's four arrays"),
    (COURSERA, D, r"Wx has shape \(5, 3\), it should have shape \(D, M\) with M = 5. It is transposed"),
    (BOOK, D, r"Wx has shape \(5, 3\).*It is transposed"),
    (COLUMN, D, r"bh has shape \(5, 1\), it should have shape \(M,\) with M = 5"),
], ids=["PyTorch", "square PyTorch", "Coursera", "book", "column"])
def test_other_layouts_are_refused_by_name(weights, D, words, call):
    with pytest.raises(ValueError, match=words):
        calls(weights, D)[call]()


@pytest.mark.parametrize("call", ["predict", "gradients", "fit", "numerical"])
def test_a_transposed_readout_is_told_so(call):
    with pytest.raises(ValueError, match=r"Wo has shape \(2, 5\), it should have .* with M = 5. It is transposed"):
        calls(TRANSPOSED_READOUT)[call]()
    with pytest.raises(ValueError, match=r"take Wo\.T"):
        readout(np.zeros((N, M)), TRANSPOSED_READOUT)


@pytest.mark.parametrize("weights, words", [
    (drawn((7, M, D), (7, M, M), (7, M)), "Wx has shape .* It is transposed"),
    (drawn((7, M, M), (7, M, M), (7, M), (7, M)), "PyTorch's four arrays"),
])
def test_so_are_many_networks(weights, words):
    rng = np.random.default_rng(1)
    with pytest.raises(ValueError, match=words):
        fit(rng.normal(size=(N, T, weights.Wx.shape[-1])), rng.normal(size=(N, M)), weights, updates=1)


@pytest.mark.parametrize("shapes, words", [
    ([(D, 2, 2), (2, 2, 2, 2), (2, 2)], r"Wx has shape \(3, 2, 2\), it should have shape \(D, M\)"),
    ([(D, M), (M, M), (M,), (M, 2, 2), (2, 2)], r"Wo has shape \(5, 2, 2\), it should have shape \(M, K\)"),
])
def test_axes_too_many_are_refused_also_where_they_fit_together(shapes, words):
    with pytest.raises(ValueError, match=words):
        predict(np.zeros((N, T, D)), drawn(*shapes))


def test_a_square_matrix_and_a_readout_of_one_unit_are_no_other_layout():
    for weights in (drawn((M, M), (M, M), (M,), (M, M), (M,)), drawn((1, 1), (1, 1), (1,), (1, 1), (1,)),
                    drawn((D, M), (M, M), (M,), (M, 1), (1,)), drawn((M, 1), (1, 1), (1,), (1, K), (K,))):
        X = np.zeros((N, T, len(weights.Wx)))
        assert predict(X, weights).shape == (N, weights.Wo.shape[1])
