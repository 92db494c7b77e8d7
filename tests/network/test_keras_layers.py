"""Keras models that the formulas do not cover are refused, each with its reason; the others give Keras' numbers."""

import numpy as np
import pytest

from rnnlab import predict
from rnnlab.network.keras_reference import keras_predict, keras_weights, load_keras, set_keras_weights
from rnnlab.network.weights import Weights

N, T, D, M, K = 5, 6, 3, 4, 2


def chain(*make, batch_size=None):
    """A model of layers that are made only when the test runs, since Keras takes long to import."""
    def build():
        keras = load_keras()
        return keras.Sequential([keras.Input((T, D), batch_size=batch_size), *(one(keras.layers) for one in make)])
    return build


def functional(make):
    def build():
        keras = load_keras()
        inputs = keras.Input((T, D))
        return keras.Model(inputs, make(keras, inputs, keras.layers.SimpleRNN(M)))
    return build


def rnn(**options):
    return lambda layers: layers.SimpleRNN(M, **options)


def dense(**options):
    return lambda layers: layers.Dense(K, **options)


COVERED = {
    "plain": chain(rnn(), dense()),
    "no readout": chain(rnn()),
    "no biases": chain(rnn(use_bias=False), dense(use_bias=False)),
    "linear by name": chain(rnn(), dense(activation="linear")),
    "dropout": chain(lambda layers: layers.Dropout(0.5), rnn(dropout=0.5), lambda layers: layers.Dropout(0.5), dense()),
    "last state": functional(lambda keras, X, rnn: keras.layers.Dense(K)(
        keras.layers.SimpleRNN(M, return_sequences=True, return_state=True)(X)[1])),
}
REFUSED = {
    "go_backwards": (chain(rnn(go_backwards=True), dense()), "has go_backwards=True and reads the last step first"),
    "stateful": (chain(rnn(stateful=True), batch_size=N), "has stateful=True and goes on from the state"),
    "masking": (chain(lambda layers: layers.Masking(), rnn()), "makes a mask, and masked steps are left out"),
    "sigmoid readout": (chain(rnn(), dense(activation="sigmoid")), "has the activation sigmoid"),
    "own readout": (chain(rnn(), dense(activation=lambda z: 2 * z)), "has the activation <lambda>"),
    "activation": (chain(rnn(), dense(), lambda layers: layers.Activation("relu")), r"\(Activation\) comes after"),
    "normalised": (chain(rnn(), lambda layers: layers.LayerNormalization(), dense()), "comes after the SimpleRNN"),
    "pooled": (chain(rnn(return_sequences=True), lambda layers: layers.GlobalAveragePooling1D()), "comes after"),
    "time-distributed": (chain(rnn(return_sequences=True), lambda layers: layers.TimeDistributed(layers.Dense(K))),
                         "wraps another one in TimeDistributed"),
    "both directions": (chain(lambda layers: layers.Bidirectional(layers.SimpleRNN(M))), "0 SimpleRNN"),
    "dense in front": (chain(dense(), rnn()), r"\(Dense\) changes what the SimpleRNN reads"),
    "rescaled": (chain(lambda layers: layers.Rescaling(0.5), rnn()), r"\(Rescaling\) changes what the SimpleRNN reads"),
    "two": (chain(rnn(return_sequences=True), rnn()), "2 SimpleRNN and 0 Dense"),
    "two readouts": (chain(rnn(), dense(), dense()), "1 SimpleRNN and 2 Dense"),
    "gated": (chain(lambda layers: layers.GRU(M)), "0 SimpleRNN"),
    "a function in front": (functional(lambda keras, X, rnn: rnn(2 * X)), "changes what the SimpleRNN reads"),
    "a function after": (functional(lambda keras, X, rnn: keras.ops.tanh(rnn(X))), "comes after the SimpleRNN"),
    "past the recurrence": (functional(lambda keras, X, rnn: keras.layers.Dense(K)(keras.layers.Concatenate()(
        [rnn(X), X[:, 0]]))), "this package has no formula for it"),
}


@pytest.fixture
def X():
    X = np.random.default_rng(0).normal(size=(N, T, D)).astype("float32")
    X[1, 4:] = 0  # what Masking would leave out
    return X


@pytest.mark.parametrize("build", COVERED.values(), ids=list(COVERED))
def test_a_model_that_is_covered_gives_the_numbers_of_keras(build, X):
    model = build()
    np.testing.assert_allclose(predict(X, keras_weights(model)), keras_predict(model, X), atol=1e-6)


@pytest.mark.parametrize("build, words", REFUSED.values(), ids=list(REFUSED))
def test_a_model_that_is_not_covered_is_refused_with_the_reason(build, words):
    model = build()
    with pytest.raises(ValueError, match=words):
        keras_weights(model)
    with pytest.raises(ValueError, match=words):
        set_keras_weights(model, Weights(np.zeros((D, M)), np.zeros((M, M)), np.zeros(M)))


def test_an_embedding_with_a_mask_is_refused():
    keras = load_keras()
    model = keras.Sequential([keras.Input((T,), dtype="int32"), keras.layers.Embedding(9, D, mask_zero=True),
                              keras.layers.SimpleRNN(M)])
    with pytest.raises(ValueError, match="makes a mask"):
        keras_weights(model)


def test_a_subclass_may_compute_something_else():
    class Other(load_keras().layers.SimpleRNN):
        pass
    with pytest.raises(ValueError, match="0 SimpleRNN"):
        keras_weights(chain(lambda layers: Other(M))())
