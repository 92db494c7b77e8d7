"""Keras says the same: forward passes and gradients over a grid, and the helpers that build and fill the models."""

import subprocess
import sys

import numpy as np
import pytest

from rnnlab import Weights, forward, predict
from rnnlab.network.activations import ACTIVATIONS
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.keras_reference import (
    build_keras,
    keras_predict,
    keras_weights,
    load_keras,
    set_keras_weights,
)
from rnnlab.network.keras_tape import keras_gradients
from tests.helpers.networks import random_network

SIZES = [(1, 10, 3, 5, 2), (100, 15, 3, 5, 5), (4, 1, 1, 1, 1), (3, 5, 1, 4, None), (2, 6, 4, 1, None), (5, 3, 2, 3, 4)]
BOUND = {"float32": 1e-5, "float64": 1e-9}


def difference(a, b):
    """The largest relative difference: max|a - b| / max|b|."""
    assert a.shape == b.shape
    return float(np.abs(a - b).max() / np.abs(b).max())


@pytest.mark.parametrize("dtype", BOUND)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", SIZES)
def test_forward_is_keras_forward(sizes, activation, dtype):
    _, T, D, M, K = sizes
    X, _, weights, h0 = random_network(*sizes, dtype=dtype, seed=4)  # with others, some relu predicts nothing but zeros
    for start in (None, h0):
        model = build_keras(T, D, M, K, activation, weights=weights, initial_state=start is not None, dtype=dtype)
        theirs, ours = keras_predict(model, X, start), predict(X, weights, activation, start)
        assert theirs.dtype == ours.dtype == dtype
        assert difference(ours, theirs) <= BOUND[dtype]
        every = build_keras(T, D, M, None, activation, weights=weights._replace(Wo=None, bo=None), every_step=True,
                            initial_state=start is not None, dtype=dtype)
        assert difference(forward(X, weights, activation, start), keras_predict(every, X, start)) <= BOUND[dtype]


def cancellation(X, weights, activation, h0, Y):
    """For each array, how much larger the terms of its sum are than the sum: what float32 loses of it."""
    result = backward(X, Y, weights, activation, h0)
    H = forward(X, weights, activation, h0)
    before = np.concatenate([np.zeros_like(H[:, :1]) if h0 is None else h0[:, None], H[:, :-1]], axis=1)
    size = np.abs(result.dZ)
    sums = {"Wx": np.einsum("ntd,ntm->dm", np.abs(X), size), "Wh": np.einsum("nti,ntm->im", np.abs(before), size),
            "bh": size.sum((0, 1))}
    return {name: terms.max() / np.abs(getattr(result.weights, name)).max() for name, terms in sums.items()
            if terms.max() > 0}


@pytest.mark.parametrize("dtype", BOUND)
@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("sizes", SIZES)
def test_gradients_are_keras_gradients(sizes, activation, dtype):
    """In float32 a sum whose terms cancel to less than a twentieth has no five digits, in Keras or here: left out."""
    K = sizes[-1]
    X, _, weights, h0 = random_network(*sizes, dtype=dtype)
    compared = left_out = 0
    for start in (None, h0):
        for every_step in (False, True):
            Y = random_network(*sizes, every_step, dtype, seed=1)[1]
            loss, ours = gradients(X, Y, weights, activation, start)
            their_loss, theirs = keras_gradients(X, Y, weights, activation, start)
            assert loss == pytest.approx(their_loss, rel=BOUND[dtype])
            lost = cancellation(X, weights, activation, start, Y)
            for name, a, b in zip(Weights._fields, ours, theirs):
                if a is None:
                    assert b is None and K is None
                elif dtype == "float32" and lost.get(name, 1) > 20:
                    left_out += 1
                elif not b.any():
                    assert not a.any()
                else:
                    compared += 1
                    assert a.dtype == b.dtype == dtype
                    assert difference(a, b) <= BOUND[dtype], (name, every_step, start is None)
    assert compared > 3 * left_out


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("every_step", [False, True])
def test_the_gradients_of_states_and_inputs_are_keras_gradients(activation, every_step):
    """The cell step by step under a tape that watches every h_t: the only way to ask Keras for them."""
    keras = load_keras()
    import tensorflow as tf

    N, T, D, M, K = 7, 4, 2, 3, 2
    X, Y, weights, h0 = random_network(N, T, D, M, K, every_step, seed=3)  # with others, some relu gradient is zero
    cell = keras.layers.SimpleRNNCell(M, activation=activation, dtype="float64")
    cell.build((N, D))
    cell.set_weights(weights[:3])
    inputs, start = tf.constant(X), tf.constant(h0)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch([inputs, start])
        states = [start]
        for t in range(T):
            h, _ = cell(inputs[:, t], [states[-1]])
            tape.watch(h)
            states.append(h)
        outputs = [h @ tf.constant(weights.Wo) + tf.constant(weights.bo) for h in states[1:]]
        answer = tf.stack(outputs, axis=1) if every_step else outputs[-1]
        loss = tf.reduce_mean(tf.square(answer - Y))
    result = backward(X, Y, weights, activation, h0)
    assert result.loss == pytest.approx(float(loss), rel=1e-12)
    assert difference(result.dX, tape.gradient(loss, inputs).numpy()) <= 1e-9
    assert difference(result.dh0, tape.gradient(loss, start).numpy()) <= 1e-9
    dH = np.stack([tape.gradient(loss, h).numpy() for h in states[1:]], axis=1)
    assert difference(result.dH, dH) <= 1e-9


def test_relu_has_slope_zero_at_its_kink_as_in_keras():
    weights = Weights(np.zeros((2, 3)), np.eye(3), np.zeros(3))  # every z is exactly 0
    X, Y = np.ones((2, 3, 2)), np.ones((2, 3))
    for ours, theirs in zip(gradients(X, Y, weights, "relu")[1], keras_gradients(X, Y, weights, "relu")[1]):
        assert ours is theirs is None or (not ours.any() and not theirs.any())


def test_the_sigmoid_saturates_as_keras_does():
    weights = Weights([[1.0]], [[0.0]], [-30.0])
    model = build_keras(1, 1, 1, activation="sigmoid", weights=weights, dtype="float64")
    assert difference(predict([[[0.5]]], weights, "sigmoid"), keras_predict(model, [[[0.5]]])) <= 1e-12


@pytest.mark.parametrize("form", ["functional", "sequential"])
def test_weights_go_in_and_come_out_in_keras_order(form):
    model = build_keras(10, 3, 5, 2, form=form)
    assert [layer.name for layer in model.layers][-2:] == ["rnn", "readout"]
    assert model.layers[0 if form == "sequential" else 1].name == "rnn"
    weights = keras_weights(model)
    assert [array.shape for array in weights] == [(3, 5), (5, 5), (5,), (5, 2), (2,)]
    for ours, theirs in zip(weights, model.get_weights()):
        assert (ours == theirs).all()
    np.testing.assert_allclose(weights.Wh @ weights.Wh.T, np.eye(5), atol=1e-6)  # Keras' default is orthogonal
    changed = Weights(*(array + 1 for array in weights))
    set_keras_weights(model, changed)
    for ours, theirs in zip(changed, keras_weights(model)):
        assert (ours == theirs).all()


def test_a_seed_fixes_the_weights():
    first, second, other = (keras_weights(build_keras(4, 3, 5, 2, seed=seed)) for seed in (1, 1, 2))
    assert all((a == b).all() for a, b in zip(first, second))
    assert (first.Wx != other.Wx).any() and (first.Wh != other.Wh).any() and (first.Wo != other.Wo).any()


def test_weights_of_a_model_with_other_layers_and_without_biases():
    keras = load_keras()
    inputs = keras.Input((3,), name="digits")
    hidden = keras.layers.SimpleRNN(2, use_bias=False, name="rnn")(keras.layers.Embedding(10, 4, name="E")(inputs))
    model = keras.Model(inputs, keras.layers.Dense(1, name="readout")(hidden), name="embedded")
    weights = keras_weights(model)
    assert [array.shape for array in weights] == [(4, 2), (2, 2), (2,), (2, 1), (1,)]
    assert not weights.bh.any()
    set_keras_weights(model, weights._replace(Wx=weights.Wx + 1))
    assert (keras_weights(model).Wx == weights.Wx + 1).all()


@pytest.mark.parametrize("call, words", [
    (lambda: build_keras(4, 3, 5, activation="gelu"), "'gelu'"),
    (lambda: build_keras(4, 3, 5, form="subclassed"), "'subclassed'"),
    (lambda: build_keras(4, 3, 5, form="sequential", initial_state=True), "one input only"),
    (lambda: build_keras(4, 3, 5, weights=Weights(np.zeros((2, 5)), np.zeros((5, 5)), np.zeros(5))), "Wx has shape"),
    (lambda: build_keras(4, 3, 5, 2, weights=Weights(np.zeros((3, 5)), np.zeros((5, 5)), np.zeros(5))), "neither Wo"),
    (lambda: keras_weights(load_keras().Sequential([load_keras().layers.Dense(2)])), "0 SimpleRNN")])
def test_bad_requests_are_named(call, words):
    with pytest.raises(ValueError, match=words):
        call()


def test_a_refused_set_of_weights_changes_nothing():
    model = build_keras(4, 3, 5, 2)
    before = keras_weights(model)
    with pytest.raises(ValueError, match="Wo has shape"):
        set_keras_weights(model, Weights(before.Wx + 1, before.Wh, before.bh, np.zeros((5, 3)), np.zeros(3)))
    assert all((a == b).all() for a, b in zip(before, keras_weights(model)))


def test_loading_keras_says_nothing():
    """What TensorFlow writes to stderr would be stored in a notebook."""
    code = "from rnnlab import build_keras, keras_predict; keras_predict(build_keras(2, 1, 1), [[[1], [2]]])"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
