"""Training an embedding: as its one-hot product says, as Keras trains, one or R at once."""

import numpy as np
import pytest

from rnnlab import Weights
from rnnlab.network.bptt import gradients
from rnnlab.network.initializers import draw_weights
from rnnlab.network.keras_reference import keras_weights, load_keras
from rnnlab.training.datasets import sum_of_three
from rnnlab.training.fit import fit_embedding
from rnnlab.training.one_hot import one_hot
from rnnlab.training.optimizers import Adam
from tests.helpers.networks import assert_same_weights, weights_of_one


@pytest.mark.parametrize("networks", [None, 3])
@pytest.mark.parametrize("every_step", [False, True])
def test_an_embedding_trains_as_its_one_hot_product_says(networks, every_step):
    """One SGD step on E and on the weights, against the gradients of the network that reads one_hot(d) @ E."""
    generator = np.random.default_rng(0)
    digits = generator.integers(4, size=(6, 3))
    Y = generator.normal(size=(6, 3, 2) if every_step else (6, 2))
    E = generator.normal(size=(5, 2) if networks is None else (networks, 5, 2))
    start = draw_weights(2, 3, 2, networks=networks)
    trained_E, trained, history = fit_embedding(digits, Y, E, start, optimizer="sgd", learning_rate=0.1,
                                                batch_size=None, updates=1)
    for r in range(networks or 1):
        before, embedding = (start, E) if networks is None else (weights_of_one(start, r), E[r])
        after, end = (trained, trained_E) if networks is None else (weights_of_one(trained, r), trained_E[r])
        dweights = gradients(one_hot(digits, 5) @ embedding, Y, before)[1]
        assert_same_weights(after, Weights(*(w - 0.1 * g for w, g in zip(before, dweights))), rtol=1e-12, atol=1e-14)
        joined = before._replace(Wx=embedding @ before.Wx)  # one-hot input to E @ Wx is the same network
        dE = gradients(one_hot(digits, 5), Y, joined)[1].Wx @ before.Wx.T
        np.testing.assert_allclose(end, embedding - 0.1 * dE, rtol=1e-12, atol=1e-14)
        assert (end[4] == embedding[4]).all()  # this digit never came up
    assert (history.embedding[-1] == trained_E).all() and (history.embedding[0] == E).all()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_an_embedding_ends_where_that_of_keras_ends(optimizer):
    """Also the rows that a batch does not see: Adam goes on moving them, by what it remembers.

    No digit stands twice in a batch here: see the next test.
    """
    keras = load_keras()
    keras.utils.set_random_seed(1)  # U starts at 1: from −1 float32 may drift further than the tolerance
    digits = np.array([[0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 2, 4], [6, 8, 1], [3, 5, 7]])
    Y = digits.sum(1, keepdims=True)
    inputs = keras.Input((3,), name="digits")
    embedding = keras.layers.Embedding(10, 4, name="E")
    rnn = keras.layers.SimpleRNN(1, activation="linear", name="rnn")
    model = keras.Model(inputs, rnn(embedding(inputs)), name="embedded")
    E, start = embedding.get_weights()[0], Weights(*(np.array(array) for array in rnn.get_weights()))
    model.compile(keras.optimizers.get({"class_name": optimizer, "config": {"learning_rate": 1 / 128}}), "mse")
    model.fit(digits, Y, batch_size=3, epochs=6, shuffle=False, verbose=0)
    trained_E, trained, _ = fit_embedding(digits, Y, E, start, "linear", optimizer=optimizer, learning_rate=1 / 128,
                                      batch_size=3, updates=12, shuffle=False)
    assert np.abs(trained_E - E).max() > 0.01
    np.testing.assert_allclose(trained_E, embedding.get_weights()[0], atol=1e-5)
    assert_same_weights(trained, keras_weights(model), atol=1e-5, rtol=1e-5)


def test_adam_in_keras_squares_the_gradients_of_a_repeated_row_one_by_one():
    """Why an embedding trained by Keras' Adam may differ: gradients 1 and 2 for one row give v of 1 + 4, not of 9."""
    keras = load_keras()
    import tensorflow as tf
    row = keras.Variable(np.ones((2, 1)), name="E")
    repeated = tf.IndexedSlices(tf.constant([[1.0], [2.0]]), tf.constant([0, 0]), tf.constant([2, 1]))
    keras.optimizers.Adam(0.5).apply([repeated], [row])
    ours = np.ones((2, 1))
    Adam(0.5)(ours, np.array([[3.0], [0.0]]))
    np.testing.assert_allclose(ours, [[0.5], [1]], rtol=1e-5)
    np.testing.assert_allclose(keras.ops.convert_to_numpy(row), [[1 - 0.5 * 3 / np.sqrt(5)], [1]], rtol=1e-4)


@pytest.mark.parametrize("seed_each", [False, True])
def test_many_embeddings_end_where_each_ends_alone(seed_each):
    generator = np.random.default_rng(0)
    X, Y = sum_of_three(40)
    E, start, seeds = generator.normal(size=(3, 10, 2)), draw_weights(2, 1, networks=3), [4, 5, 6] if seed_each else 4
    settings = dict(batch_size=8, updates=20, learning_rate=0.01)
    trained_E, trained, _ = fit_embedding(X[..., 0], Y, E, start, "linear", seed=seeds, **settings)
    for r in range(3):
        one, alone, _ = fit_embedding(X[..., 0], Y, E[r], weights_of_one(start, r), "linear",
                                      seed=seeds[r] if seed_each else seeds, **settings)
        np.testing.assert_allclose(trained_E[r], one, rtol=1e-9)
        assert_same_weights(weights_of_one(trained, r), alone, rtol=1e-9)
    frozen, _, _ = fit_embedding(X[..., 0], Y, E, start, "linear", train=("Wx", "Wh", "bh"), **settings)
    assert (frozen == E).all()


@pytest.mark.parametrize("change, error, words", [
    (dict(digits=[[0, 1.5]]), ValueError, "digits holds 1.5"),
    (dict(digits=[[0, 5]]), ValueError, "digits holds 5"),
    (dict(digits=[[0, -1]]), ValueError, "digits holds -1"),
    (dict(digits=[0, 1]), ValueError, r"digits has shape \(2,\)"),
    (dict(embedding=np.zeros((5, 3))), ValueError, r"embedding has shape \(5, 3\).*D = 2"),
    (dict(embedding=np.zeros((2, 5, 2))), ValueError, "embedding has shape"),
    (dict(batch_size=2), ValueError, "batch_size is 2"),
    (dict(train="F"), ValueError, "train is"),
    (dict(patience=3), TypeError, "patience")])
def test_embeddings_refuse(change, error, words):
    good = dict(digits=[[0, 4]], Y=[[0.0]], embedding=np.zeros((5, 2)), weights=draw_weights(2, 1), batch_size=1)
    with pytest.raises(error, match=words):
        fit_embedding(**(good | change))
