"""Backpropagation through time: against central differences at random points, and against bad input."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rnnlab import Weights, forward, readout
from rnnlab.network.activations import ACTIVATIONS
from rnnlab.network.bptt import backward, gradients, plain_gradients
from rnnlab.network.gradient_check import check_gradients
from rnnlab.network.numerical_gradients import difference_quotients, numerical_gradients
from tests.helpers.networks import assert_same_weights, random_network


def loss_of(X, Y, weights, activation, h0=None):
    """The mean squared error, from the public forward pass."""
    H = forward(X, weights, activation, h0)
    Y_hat = H if weights.Wo is None else readout(H, weights)
    return ((Y_hat - Y if Y.ndim == 3 else Y_hat[:, -1] - Y) ** 2).mean()


def near_a_kink(X, weights, h0, reach=1e-3):
    """Whether a relu's z is so near 0 that a step could carry it across."""
    H = forward(X, weights, "relu", h0)
    before = np.concatenate([h0[:, None], H[:, :-1]], axis=1)
    return (np.abs(X @ weights.Wx + before @ weights.Wh + weights.bh) < reach).any()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_gradients_equal_central_differences(data):
    """1e-6 of the largest number in the array, or the rounding of the differences, whatever the sizes."""
    N, T, D, M = (data.draw(st.integers(1, most), name) for most, name in ((4, "N"), (6, "T"), (3, "D"), (4, "M")))
    K = data.draw(st.none() | st.integers(1, 3), "K")
    activation = data.draw(st.sampled_from(list(ACTIVATIONS)), "activation")
    X, Y, weights, h0 = random_network(N, T, D, M, K, data.draw(st.booleans(), "every step"),
                                       seed=data.draw(st.integers(0, 10_000), "seed"))
    h0 = h0 * data.draw(st.booleans(), "h0")
    assume(activation != "relu" or not near_a_kink(X, weights, h0))
    result = backward(X, Y, weights, activation, h0)
    loss, expected = numerical_gradients(X, Y, weights, activation, h0)
    assert result.loss == pytest.approx(loss, rel=1e-12)
    assert result.loss == pytest.approx(loss_of(X, Y, weights, activation, h0), rel=1e-12)
    pairs = list(zip(result.weights, expected))
    pairs.append((result.dX, difference_quotients(lambda moved: loss_of(moved, Y, weights, activation, h0), X)))
    pairs.append((result.dh0, difference_quotients(lambda moved: loss_of(X, Y, weights, activation, moved), h0)))
    for a, b in pairs:
        if a is None:
            assert b is None
            continue
        assert np.abs(a - b).max() <= max(1e-6 * np.abs(b).max(), 1e-10 * loss)


@pytest.mark.parametrize("sizes", [(4, 5, 2, 3, 2), (1, 1, 1, 1, 1), (3, 7, 4, 1, 2), (2, 3, 3, 3, 3)])
def test_the_plain_loop_agrees(sizes):
    X, Y, weights, _ = random_network(*sizes)
    loss, plain = plain_gradients(X, Y, weights)
    fast_loss, fast = gradients(X, Y, weights)
    assert loss == pytest.approx(fast_loss, rel=1e-12)
    assert_same_weights(plain, fast, rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("activation", ["tanh", "linear", "sigmoid"])
@pytest.mark.parametrize("every_step", [False, True])
def test_the_gradient_of_each_state_is_what_a_push_at_that_state_does(activation, every_step):
    X, Y, weights, h0 = random_network(every_step=every_step)
    result = backward(X, Y, weights, activation, h0)
    H = forward(X, weights, activation, h0)
    T = X.shape[1]
    for t in range(T):
        def loss_from(h, t=t):  # the network from step t on, with the state there as an input
            later = forward(X[:, t + 1:], weights, activation, h) if t + 1 < T else h[:, None][:, :0]
            states = np.concatenate([H[:, :t], h[:, None], later], axis=1)
            error = readout(states, weights) - Y if every_step else readout(states[:, -1], weights) - Y
            return (error ** 2).mean()

        np.testing.assert_allclose(result.dH[:, t], difference_quotients(loss_from, H[:, t]), rtol=1e-6, atol=1e-10)
    slope = {"tanh": 1 - H ** 2, "linear": np.ones_like(H), "sigmoid": H * (1 - H)}[activation]
    np.testing.assert_allclose(result.dZ, result.dH * slope, rtol=1e-13)


def test_gradients_is_backward():
    X, Y, weights, h0 = random_network()
    loss, result = gradients(X, Y, weights, "tanh", h0)
    whole = backward(X, Y, weights, "tanh", h0)
    assert loss == whole.loss and all((a == b).all() for a, b in zip(result, whole.weights))


def test_one_unit_on_paper():
    """X = 1, 2; Wx = 3, Wh = 0.5, b = 0, linear: h = 3, 7.5; y = 7: L = 0.25, dL/dh_2 = 1, dL/dh_1 = 0.5."""
    result = backward([[[1], [2]]], [[7]], Weights([[3]], [[0.5]], [0]), "linear")
    assert result.loss == 0.25
    assert result.dH.ravel().tolist() == [0.5, 1]
    assert [float(array.item()) for array in result.weights[:3]] == [0.5 * 1 + 1 * 2, 1 * 3, 0.5 + 1]
    assert result.dX.ravel().tolist() == [1.5, 3] and result.dh0.item() == 0.25


def test_the_gradient_of_an_embedding_follows_from_that_of_the_input():
    generator = np.random.default_rng(0)
    digits = generator.integers(4, size=(6, 3))  # the fifth digit never occurs
    E = generator.normal(size=(5, 2))
    _, Y, weights, _ = random_network(6, 3, D=2)
    dX = backward(E[digits], Y, weights).dX
    dE = np.zeros_like(E)
    np.add.at(dE, digits, dX)
    np.testing.assert_allclose(dE, difference_quotients(lambda moved: loss_of(moved[digits], Y, weights, "tanh"), E),
                               rtol=1e-6, atol=1e-10)
    assert not dE[4].any()


@pytest.mark.parametrize("dtype, other, expected", [
    ("float32", "float32", "float32"), ("float32", "float64", "float64"), ("float64", "float32", "float64"),
    ("float32", "int64", "float64")])
def test_dtypes(dtype, other, expected):
    X, Y, weights, _ = random_network()
    weights = Weights(*(array.astype(dtype) for array in weights))
    result = backward(X.astype(dtype), (10 * Y).astype(other), weights)
    assert isinstance(result.loss, float)
    assert {array.dtype.name for array in (*result.weights, result.dH, result.dZ, result.dX, result.dh0)} == {expected}


@pytest.mark.parametrize("function", [gradients, backward, numerical_gradients])
@pytest.mark.parametrize("every_step", [False, True])
def test_nothing_given_is_changed(function, every_step):
    X, Y, weights, h0 = random_network(every_step=every_step)
    before = [array.copy() for array in (X, Y, h0, *weights)]
    function(X, Y, weights, "tanh", h0)
    for array, copy in zip((X, Y, h0, *weights), before):
        assert (array == copy).all()


@pytest.mark.parametrize("change, error, words", [
    (dict(X=np.zeros((4, 5, 3))), ValueError, ["X has shape (4, 5, 3)", "(N, T, D) with D = 2"]),
    (dict(Y=np.zeros(4)), ValueError, ["Y has shape (4,)", "(N, K) with N = 4, K = 2"]),
    (dict(Y=np.zeros((4, 1))), ValueError, ["Y has shape (4, 1)", "K = 2"]),
    (dict(Y=np.zeros((4, 3, 2))), ValueError, ["Y has shape (4, 3, 2)", "(N, T, K) with N = 4, T = 5, K = 2"]),
    (dict(Y=np.zeros((3, 2))), ValueError, ["Y has shape (3, 2)", "N = 4"]),
    (dict(Y=np.full((4, 2), np.nan)), ValueError, ["Y", "nan"]),
    (dict(Y=None), TypeError, ["Y", "None"]),
    (dict(h0=np.zeros((5, 3))), ValueError, ["h0 has shape (5, 3)", "(N, M)"]),
    (dict(activation="cos"), ValueError, ["'cos'"]),
    (dict(weights=random_network(K=None)[2]), ValueError, ["Y has shape (4, 2)", "K = 3"]),
    (dict(weights=random_network()[2]._replace(bo=None)), ValueError, ["bo missing"]),
    (dict(weights=random_network()[2]._replace(Wo=np.zeros((2, 2)))), ValueError, ["Wo has shape (2, 2)", "M = 3"]),
    (dict(weights=None), TypeError, ["Weights"])])
@pytest.mark.parametrize("function", [gradients, backward, numerical_gradients, check_gradients])
def test_bad_input_is_named(function, change, error, words):
    X, Y, weights, h0 = random_network()
    with pytest.raises(error) as caught:
        function(**(dict(X=X, Y=Y, weights=weights, activation="tanh", h0=h0) | change))
    assert all(word in str(caught.value) for word in words), str(caught.value)
