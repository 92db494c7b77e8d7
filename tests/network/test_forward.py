"""The forward pass: against a plain loop, and against bad input."""

import subprocess
import sys

import numpy as np
import pytest

from rnnlab import Weights, forward, predict, readout, step
from rnnlab.network.activations import ACTIVATIONS
from tests.helpers.networks import random_network

PLAIN = {
    "tanh": np.tanh,
    "linear": lambda z: z,
    "relu": lambda z: np.where(z > 0, z, 0),
    "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
}


def plain_forward(X, weights, activation, h0=None):
    """The formula, one sample and one unit at a time."""
    Wx, Wh, bh = weights[:3]
    N, T, D = X.shape
    M = len(bh)
    H = np.zeros((N, T, M))
    for n in range(N):
        h = np.zeros(M) if h0 is None else h0[n]
        for t in range(T):
            z = [sum(X[n, t, d] * Wx[d, m] for d in range(D)) + sum(h[i] * Wh[i, m] for i in range(M)) + bh[m]
                 for m in range(M)]
            h = H[n, t] = PLAIN[activation](np.array(z))
    return H


@pytest.mark.parametrize("with_h0", [False, True])
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", [(1, 10, 3, 5), (4, 3, 2, 2), (3, 1, 1, 4), (2, 6, 4, 1), (5, 4, 1, 1)])
def test_forward_and_predict_equal_a_plain_loop(sizes, activation, with_h0):
    X, _, weights, h0 = random_network(*sizes, K=2)
    h0 = h0 if with_h0 else None
    H = plain_forward(X, weights, activation, h0)
    np.testing.assert_allclose(forward(X, weights, activation, h0), H, rtol=1e-12, atol=1e-13)
    Y = np.array([H[n, -1] @ weights.Wo + weights.bo for n in range(len(X))])
    np.testing.assert_allclose(predict(X, weights, activation, h0), Y, rtol=1e-12, atol=1e-13)
    bare = weights._replace(Wo=None, bo=None)
    np.testing.assert_allclose(predict(X, bare, activation, h0), H[:, -1], rtol=1e-12, atol=1e-13)


def test_steps_make_up_the_forward_pass():
    X, _, weights, h0 = random_network(3, 5, 2, 4)
    H = forward(X, weights, "relu", h0)
    h, h_of_one = h0, h0[1]
    for t in range(5):
        h = step(X[:, t], h, weights, "relu")
        h_of_one = step(X[1, t], h_of_one, weights, "relu")
        np.testing.assert_allclose(h, H[:, t], rtol=1e-13)
        np.testing.assert_allclose(h_of_one, H[1, t], rtol=1e-13)
    assert readout(H, weights).shape == (3, 5, 2)
    np.testing.assert_allclose(readout(H[1, 2], weights), H[1, 2] @ weights.Wo + weights.bo, rtol=1e-13)


def test_the_case_for_paper():
    weights = Weights([[0.9035779, 0.64490056], [0.7345513, -0.7053789]],
                      [[0.4672321, 0.8841347], [0.8841347, -0.4672321]], [0, 0])
    np.testing.assert_allclose(predict([[[2, 2], [3, 3]]], weights, "relu"), [[6.445161, 2.715219]], atol=5e-7)


def test_the_sigmoid_is_exact_on_the_far_left_and_silent_beyond():
    f = ACTIVATIONS["sigmoid"].function
    assert f(np.array([-30.0]))[0] == pytest.approx(np.exp(-30.0), rel=1e-12)
    with np.errstate(all="raise", under="ignore"):
        assert f(np.array([-1000.0, 1000.0])).tolist() == [0, 1]
        assert f(np.array([-200, 200], np.float32)).tolist() == [0, 1]


@pytest.mark.parametrize("x_type, weight_type, result", [
    (np.float32, np.float32, np.float32), (np.float64, np.float32, np.float64), (np.float32, np.float64, np.float64),
    (np.float16, np.float32, np.float32), (np.int64, np.float32, np.float64), (bool, np.float64, np.float64)])
def test_dtypes(x_type, weight_type, result):
    X, _, weights, _ = random_network(2, 3, 2, 4)
    X, weights = X.astype(x_type), Weights(*(array.astype(weight_type) for array in weights))
    assert forward(X, weights).dtype == result
    assert predict(X, weights).dtype == result
    assert step(X[:, 0], np.zeros((2, 4), weight_type), weights).dtype == result
    assert readout(np.zeros((2, 4), x_type), weights).dtype == result
    assert forward(X, weights, h0=np.zeros((2, 4))).dtype == np.float64


def test_lists_are_arrays_too():
    weights = Weights([[1.0]], [[1]], [0])
    assert forward([[[1], [2], [3]]], weights, "linear").tolist() == [[[1], [3], [6]]]


@pytest.mark.parametrize("activation", ACTIVATIONS)
def test_nothing_given_is_changed(activation):
    X, _, weights, h0 = random_network(3, 4, 2, 3)
    copies = [array.copy() for array in (X, h0, *weights)]
    forward(X, weights, activation, h0)
    predict(X, weights, activation, h0)
    step(X[:, 0], h0, weights, activation)
    step(X[0, 0], h0[0], weights, activation)
    readout(h0, weights)
    for array, copy in zip((X, h0, *weights), copies):
        assert (array == copy).all()
    H = forward(X, weights, activation, h0)
    H[...] = 7  # what comes out is the caller's own
    for array, copy in zip((X, h0, *weights), copies):
        assert (array == copy).all()


def bad_inputs():
    """(what is wrong, changes to good arguments, error, words of the message)."""
    nan, inf = np.nan, np.inf
    hole = np.zeros((3, 4, 2))
    hole[1, 2, 0] = nan
    return [
        ("X of two axes", dict(X=np.zeros((3, 2))), ValueError, ["X has shape (3, 2)", "(N, T, D) with D = 2"]),
        ("X of four axes", dict(X=np.zeros((1, 3, 4, 2))), ValueError, ["X has shape (1, 3, 4, 2)", "(N, T, D)"]),
        ("X a number", dict(X=1.0), ValueError, ["X has shape ()", "(N, T, D)"]),
        ("X with another D", dict(X=np.zeros((3, 4, 7))), ValueError, ["X has shape (3, 4, 7)", "D = 2"]),
        ("X without samples", dict(X=np.zeros((0, 4, 2))), ValueError, ["X has shape (0, 4, 2)", "empty"]),
        ("X without steps", dict(X=np.zeros((3, 0, 2))), ValueError, ["X has shape (3, 0, 2)", "empty"]),
        ("X with a NaN", dict(X=hole), ValueError, ["X has shape (3, 4, 2)", "nan at index [1, 2, 0]"]),
        ("X with infinity", dict(X=np.full((3, 4, 2), inf)), ValueError, ["X", "inf"]),
        ("X of objects", dict(X=np.full((3, 4, 2), None)), TypeError, ["X", "real numbers", "object"]),
        ("X of text", dict(X=[[["a", "b"]]]), TypeError, ["X", "real numbers"]),
        ("X complex", dict(X=np.zeros((3, 4, 2), complex)), TypeError, ["X", "complex"]),
        ("X None", dict(X=None), TypeError, ["X", "None"]),
        ("X ragged", dict(X=[[[1, 2], [3]]]), ValueError, ["X is ragged"]),
        ("Wx of one axis", dict(Wx=np.zeros(5)), ValueError, ["Wx has shape (5,)", "(D, M)"]),
        ("Wx without units", dict(Wx=np.zeros((2, 0))), ValueError, ["Wx has shape (2, 0)", "empty"]),
        ("Wx with a NaN", dict(Wx=np.full((2, 5), nan)), ValueError, ["Wx", "nan at index [0, 0]"]),
        ("Wh not square", dict(Wh=np.zeros((5, 4))), ValueError, ["Wh has shape (5, 4)", "(M, M) with M = 5"]),
        ("Wh with another M", dict(Wh=np.zeros((4, 4))), ValueError, ["Wh has shape (4, 4)", "M = 5"]),
        ("Wh of objects", dict(Wh=np.full((5, 5), "x", object)), TypeError, ["Wh", "object"]),
        ("bh a row", dict(bh=np.zeros((1, 5))), ValueError, ["bh has shape (1, 5)", "(M,) with M = 5"]),
        ("bh with another M", dict(bh=np.zeros(4)), ValueError, ["bh has shape (4,)", "M = 5"]),
        ("bh with infinity", dict(bh=np.full(5, -inf)), ValueError, ["bh", "-inf"]),
        ("Wo with another M", dict(Wo=np.zeros((4, 3))), ValueError, ["Wo has shape (4, 3)", "(M, K) with M = 5"]),
        ("bo with another K", dict(bo=np.zeros(4)), ValueError, ["bo has shape (4,)", "K = 3"]),
        ("Wo with a NaN", dict(Wo=np.full((5, 3), nan)), ValueError, ["Wo", "nan"]),
        ("Wo missing", dict(Wo=None), ValueError, ["Wo missing", "(M, K)"]),
        ("bo missing", dict(bo=None), ValueError, ["bo missing", "(K,)"]),
        ("h0 for one sample", dict(h0=np.zeros(5)), ValueError, ["h0 has shape (5,)", "(N, M) with N = 3, M = 5"]),
        ("h0 with another N", dict(h0=np.zeros((2, 5))), ValueError, ["h0 has shape (2, 5)", "N = 3"]),
        ("h0 with a NaN", dict(h0=np.full((3, 5), nan)), ValueError, ["h0", "nan"]),
        ("an unknown activation", dict(activation="softmax"), ValueError, ["'softmax'", "tanh, linear, relu, sigmoid"]),
        ("no activation", dict(activation=None), ValueError, ["None", "tanh, linear, relu, sigmoid"]),
        ("a list for a name", dict(activation=["tanh"]), ValueError, ["tanh, linear, relu, sigmoid"]),
    ]


@pytest.mark.parametrize("change, error, words", [case[1:] for case in bad_inputs()],
                         ids=[case[0] for case in bad_inputs()])
def test_bad_input_is_named(change, error, words):
    X, _, weights, h0 = random_network(3, 4, 2, 5, K=3)
    arguments = dict(X=X, h0=h0, activation="tanh") | {k: v for k, v in change.items() if k not in Weights._fields}
    weights = weights._replace(**{k: v for k, v in change.items() if k in Weights._fields})
    with pytest.raises(error) as caught:
        predict(arguments["X"], weights, arguments["activation"], arguments["h0"])
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize("call", [
    lambda weights: step(np.zeros((3, 2)), np.zeros((3, 5)), weights),
    lambda weights: forward(np.zeros((3, 4, 2)), weights),
    lambda weights: readout(np.zeros((3, 5)), weights),
    lambda weights: predict(np.zeros((3, 4, 2)), weights)])
@pytest.mark.parametrize("weights", [None, (1, 2, 3), [[1.0]]])
def test_weights_of_another_type(call, weights):
    with pytest.raises(TypeError, match="Weights"):
        call(weights)


@pytest.mark.parametrize("x, h, words", [
    (np.zeros((3, 3)), np.zeros((3, 5)), ["x has shape (3, 3)", "(N, D) with D = 2"]),
    (np.zeros((3, 2)), np.zeros((4, 5)), ["h has shape (4, 5)", "N = 3, M = 5"]),
    (np.zeros((3, 2)), np.zeros(5), ["h has shape (5,)", "(N, M)"]),
    (np.zeros(3), np.zeros(5), ["x has shape (3,)", "(D,) with D = 2"]),
    (np.zeros(2), np.zeros(4), ["h has shape (4,)", "(M,) with M = 5"]),
    (np.zeros((1, 3, 2)), np.zeros((1, 5)), ["x has shape (1, 3, 2)", "(N, D)"]),
    ([[1, 2], [3]], np.zeros((2, 5)), ["x is ragged"]),
    (np.zeros((0, 2)), np.zeros((0, 5)), ["x has shape (0, 2)", "empty"]),
    (np.full((3, 2), np.nan), np.zeros((3, 5)), ["x", "nan"])])
def test_bad_steps_are_named(x, h, words):
    weights = random_network(3, 4, 2, 5)[2]
    with pytest.raises(ValueError) as caught:
        step(x, h, weights)
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize("H, words", [
    (np.zeros((3, 4)), ["H has shape (3, 4)", "(..., M) with M = 5"]),
    (np.zeros((0, 5)), ["H has shape (0, 5)", "empty"]),
    (np.full(5, np.inf), ["H", "inf"])])
def test_bad_states_are_named(H, words):
    weights = random_network(3, 4, 2, 5, K=3)[2]
    with pytest.raises(ValueError) as caught:
        readout(H, weights)
    assert all(word in str(caught.value) for word in words), str(caught.value)


def test_importing_rnnlab_imports_neither_tensorflow_nor_ipython():
    heavy = "tensorflow keras matplotlib IPython ipywidgets torch"
    code = ("import sys, rnnlab; "
            f"print([name for name in '{heavy}'.split() if name in sys.modules])")
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
