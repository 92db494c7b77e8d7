"""Training: as Keras trains, one or many at once, and a clear stop where it breaks."""

import sys
import types

import numpy as np
import pytest

from rnnlab import Weights, predict
from rnnlab.network.bptt import gradients
from rnnlab.network.initializers import draw_weights
from rnnlab.network.keras_reference import build_keras, keras_weights, load_keras
from rnnlab.training import progress_bar as progress_module
from rnnlab.training.datasets import one_hot, sum_of_three
from rnnlab.training.fit import fit, fit_embedding
from rnnlab.training.loop import Diverged, batches
from rnnlab.training.optimizers import SGD, Adam
from rnnlab.training.progress_bar import ProgressBar, is_interactive


def task(N=10, T=4, D=2, K=2, every_step=False, seed=0):
    generator = np.random.default_rng(seed)
    return generator.normal(size=(N, T, D)), generator.normal(size=(N, T, K) if every_step else (N, K))


def one_of(weights, r):
    return Weights(*(None if array is None else array[r] for array in weights))


def assert_same(a, b, **tolerance):
    for name, x, y in zip(Weights._fields, a, b):
        if x is None or y is None:
            assert x is y
        elif tolerance:
            np.testing.assert_allclose(x, y, err_msg=name, **tolerance)
        else:
            assert x.dtype == y.dtype and (x == y).all(), name


# Optimizers

@pytest.mark.parametrize("name, dtype, bound", [("SGD", "float32", 1e-6), ("SGD", "float64", 1e-12),
                                                ("Adam", "float32", 1e-6), ("Adam", "float64", 2e-5)])
def test_optimizers_step_as_keras_does(name, dtype, bound):
    """Keras keeps its settings in float32 whatever the weights are: a rate of 1/64 is exact there, β₂ is not."""
    keras = load_keras()
    generator = np.random.default_rng(0)
    start = generator.normal(size=(3, 4)).astype(dtype)
    slopes = [(generator.normal(size=(3, 4)) * 10.0 ** generator.integers(-4, 3)).astype(dtype) for _ in range(50)]
    ours, mine = start.copy(), {"SGD": SGD, "Adam": Adam}[name](1 / 64)
    theirs = keras.Variable(start, dtype=dtype, name="w")
    optimizer = getattr(keras.optimizers, name)(1 / 64)
    for slope in slopes:
        mine(ours, slope)
        optimizer.apply([keras.ops.convert_to_tensor(slope)], [theirs])
        np.testing.assert_allclose(ours, keras.ops.convert_to_numpy(theirs), rtol=bound, atol=bound)
    assert ours.dtype == dtype


def test_defaults_are_those_of_keras():
    keras = load_keras()
    theirs, ours = keras.optimizers.Adam(), Adam()
    assert float(theirs.learning_rate) == pytest.approx(ours.learning_rate)
    assert (theirs.beta_1, theirs.beta_2, theirs.epsilon) == (ours.beta_1, ours.beta_2, ours.epsilon)
    assert float(keras.optimizers.SGD().learning_rate) == pytest.approx(SGD().learning_rate)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("activation, K", [("tanh", 2), ("linear", None)])
def test_fit_ends_where_keras_fit_ends(optimizer, activation, K):
    """Ten samples in batches of four, in order: the last batch of each epoch is smaller, there and here."""
    keras = load_keras()
    X, Y = task(K=K or 3)
    model = build_keras(4, 2, 3, K, activation, dtype="float64")
    start = keras_weights(model)
    model.compile(keras.optimizers.get({"class_name": optimizer, "config": {"learning_rate": 1 / 64}}), "mse")
    record = model.fit(X, Y, batch_size=4, epochs=5, shuffle=False, verbose=0)
    trained, history = fit(X, Y, start, activation, optimizer=optimizer, learning_rate=1 / 64, batch_size=4, updates=15,
                           shuffle=False)
    bound = 1e-6 if optimizer == "sgd" else 1e-5  # Keras' compiled loss and its settings are float32 throughout
    assert_same(trained, keras_weights(model), rtol=bound, atol=bound)
    epoch = history.loss[-3:] @ [4, 4, 2] / 10
    assert epoch == pytest.approx(record.history["loss"][-1], rel=1e-5)


# fit

@pytest.mark.parametrize("every_step", [False, True])
def test_one_update_is_one_step_against_the_gradient(every_step):
    X, Y = task(every_step=every_step)
    start = draw_weights(2, 3, 2)
    h0 = np.random.default_rng(1).normal(size=(10, 3))
    loss, slope = gradients(X, Y, start, "relu", h0)
    trained, history = fit(X, Y, start, "relu", h0, optimizer="sgd", learning_rate=0.1, batch_size=None, updates=1)
    assert_same(trained, Weights(*(w - 0.1 * g for w, g in zip(start, slope))), rtol=1e-14)
    assert history.loss.tolist() == [pytest.approx(loss, rel=1e-14)]
    assert history.updates.tolist() == [0, 1] and history.stopped == 1
    assert_same(Weights(*(array[0] for array in history.path)), start)
    assert_same(Weights(*(array[1] for array in history.path)), trained)


def test_it_learns_to_add():
    X, Y = sum_of_three(2000, seed=1)
    start = Weights([[0.5]], [[1.0]], [0.0])
    trained, history = fit(X, Y, start, "linear", learning_rate=0.01, batch_size=32, updates=3000)
    np.testing.assert_allclose(np.concatenate([array.ravel() for array in trained[:3]]), [1, 1, 0], atol=1e-3)
    assert history.loss[0] > 10 and history.loss[-1] < 1e-5
    assert np.abs(predict([[[9]] * 30], trained, "linear") - 270).max() < 1


def test_the_coin():
    """From U = +1 it is exact, from U = -1 it slides away, as the design's table says of the published one-hot net."""
    X, Y = sum_of_three(8000, seed=1)
    start = draw_weights(10, 1, networks=20, seed=1)
    trained, history = fit(one_hot(X[..., 0]), Y, start, "linear", learning_rate=0.005, batch_size=8, updates=8000,
                           seed=range(20))
    sides = start.Wh.ravel()
    assert 4 <= (sides > 0).sum() <= 16
    np.testing.assert_allclose(trained.Wh[sides > 0], 1, atol=0.01)
    assert (trained.Wh[sides < 0] < -2.5).all()
    values = (trained.Wx[sides > 0] + trained.bh[sides > 0, None])[..., 0]
    np.testing.assert_allclose(values, np.broadcast_to(np.arange(10), values.shape), atol=0.05)


def test_seeds_fix_the_result_and_matter():
    X, Y = task()
    start = draw_weights(2, 3, 2)
    first, again, other = (fit(X, Y, start, batch_size=3, updates=20, seed=seed)[0] for seed in (1, 1, 2))
    assert_same(first, again)
    assert (first.Wh != other.Wh).any()
    assert (fit(X, Y, start, batch_size=3, updates=20, shuffle=False)[0].Wh != first.Wh).any()


def test_every_pass_takes_every_sample_once():
    rows = batches(10, 4, True, 5)
    passes = [np.concatenate([next(rows) for _ in range(3)]) for _ in range(3)]
    assert all(sorted(order) == list(range(10)) for order in passes)
    assert not (passes[0] == passes[1]).all()
    together, alone = batches(10, 4, True, [5, 6]), batches(10, 4, True, 6)
    for _ in range(7):
        assert (next(together)[1] == next(alone)).all()
    assert next(batches(10, None, True, 0)) is None
    assert next(batches(10, 4, False, 0)).tolist() == [0, 1, 2, 3]


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("sizes", [(2, 3, 2), (2, 3, None), (1, 1, None), (2, 1, 1)])
@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("own", [False, True])
def test_many_at_once_end_where_each_ends_alone(sizes, optimizer, every_step, own):
    D, M, K = sizes
    X, Y = task(D=D, K=K or M, every_step=every_step)
    start, seeds = draw_weights(D, M, K, networks=4, seed=3), [7, 8, 7, 9] if own else 7
    h0 = np.random.default_rng(1).normal(size=(10, M))
    settings = dict(optimizer=optimizer, learning_rate=0.05, batch_size=4, updates=30)
    together, history = fit(X, Y, start, "tanh", h0, seed=seeds, **settings)
    assert history.loss.shape == (30, 4) and history.path.Wx.shape == (31, 4, D, M)
    assert history.stopped.tolist() == [30] * 4
    for r in range(4):
        alone, record = fit(X, Y, one_of(start, r), "tanh", h0, seed=seeds[r] if own else seeds, **settings)
        assert_same(one_of(together, r), alone, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(history.loss[:, r], record.loss, rtol=1e-9)
        np.testing.assert_allclose(history.path.Wh[:, r], record.path.Wh, rtol=1e-9, atol=1e-12)
    if not own:
        assert_same(together, fit(X, Y, start, "tanh", h0, seed=[7] * 4, **settings)[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("networks", [None, 3])
@pytest.mark.parametrize("train", [("Wx", "bh"), ("Wh",), ("Wx", "Wh", "Wo", "bo"), "bo"])
def test_only_what_is_to_be_trained_changes(train, networks):
    X, Y = task()
    start = draw_weights(2, 3, 2, networks=networks)
    trained, _ = fit(X, Y, start, batch_size=5, updates=10, train=train)
    for name in Weights._fields:
        assert (getattr(trained, name) == getattr(start, name)).all() == (name not in train), name


@pytest.mark.parametrize("networks", [None, 2])
def test_nothing_given_is_changed_and_nothing_is_shared(networks):
    X, Y = task()
    start, h0 = draw_weights(2, 3, 2, networks=networks), np.zeros((10, 3))
    before = [array.copy() for array in (X, Y, h0, *start)]
    trained, history = fit(X, Y, start, "tanh", h0, batch_size=None, updates=5, train=("Wx",))
    for array, copy in zip((X, Y, h0, *start), before):
        assert (array == copy).all()
    for array in trained:
        array += 1
    for array, copy in zip((X, Y, h0, *start), before):
        assert (array == copy).all()
    assert (history.path.Wh[-1] == start.Wh).all()


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_dtypes(dtype):
    X, Y = task()
    start = Weights(*(array.astype(dtype) for array in draw_weights(2, 3, 2)))
    trained, history = fit(X.astype(dtype), Y.astype(dtype), start, updates=3, batch_size=2)
    assert {array.dtype.name for array in (*trained, *history.path, history.loss)} == {dtype}
    assert fit(X, Y.astype(np.float32), start, updates=3, batch_size=2)[0].Wx.dtype == np.float64


def test_the_path_is_sampled():
    X, Y = task()
    start = draw_weights(2, 3, 2)
    _, history = fit(X, Y, start, updates=25, batch_size=2, sample_every=10)
    assert history.updates.tolist() == [0, 10, 20, 25]
    for count, Wx in zip(history.updates[1:], history.path.Wx[1:]):
        assert (Wx == fit(X, Y, start, updates=int(count), batch_size=2)[0].Wx).all()
    assert len(fit(X, Y, start, updates=1000, batch_size=2)[1].updates) == 101


# Divergence

def test_a_single_network_that_diverges_stops_and_says_where():
    X, Y = sum_of_three()
    with pytest.raises(Diverged) as caught:
        fit(X, Y, Weights([[1.0]], [[1.5]], [0.0]), "linear", optimizer="sgd", learning_rate=1.0, updates=500,
            sample_every=4)
    message, history = str(caught.value), caught.value.history
    count = history.stopped
    assert f"after update {count + 1} of 500" in message and "learning_rate" in message
    assert "Wx" in message or "Wh" in message or "bh" in message
    assert len(history.loss) == count + 2 and np.isfinite(history.loss[:-1]).all() and not np.isfinite(history.loss[-1])
    assert history.updates[-1] == count
    assert all(np.isfinite(array).all() for array in history.path[:3])
    last = Weights(*(None if array is None else array[-1] for array in history.path))
    assert_same(last, fit(X, Y, Weights([[1.0]], [[1.5]], [0.0]), "linear", optimizer="sgd", learning_rate=1.0,
                          updates=count)[0])


def test_a_start_that_is_broken_already():
    X, Y = sum_of_three()
    with pytest.raises(Diverged, match="after update 0 of 5") as caught:
        fit(X, Y, Weights([[1.0]], [[1e200]], [0.0]), "linear", updates=5)
    assert caught.value.history.stopped == 0 and len(caught.value.history.updates) == 1


def test_a_last_step_that_breaks_is_noticed():
    X, Y = np.full((1, 1, 1), 1e150), np.zeros((1, 1))
    with pytest.raises(Diverged, match="Wx.* no longer finite") as caught:
        fit(X, Y, Weights([[1.0]], [[1.0]], [0.0]), "linear", optimizer="sgd", learning_rate=1e20, batch_size=1,
            updates=1)
    assert caught.value.history.stopped == 0 and caught.value.history.path.Wx.tolist() == [[[1.0]]]


@pytest.mark.parametrize("optimizer, rate", [("sgd", 1e-3), ("adam", 1e-2)])
def test_of_many_networks_the_others_go_on(optimizer, rate):
    X, Y = sum_of_three(100)
    good = draw_weights(1, 1, networks=3, seed=1)
    start = Weights(good.Wx.copy(), np.array([0.5, 1e90, 0.9]).reshape(3, 1, 1), good.bh)
    settings = dict(optimizer=optimizer, learning_rate=rate, updates=60, batch_size=10, sample_every=7)
    trained, history = fit(X, Y, start, "linear", **settings)
    assert history.stopped[0] == history.stopped[2] == 60 and history.stopped[1] < 60
    assert all(np.isfinite(array).all() for array in (*trained[:3], *history.path[:3]))
    assert np.isnan(history.loss[history.stopped[1] + 1:, 1]).all() and np.isfinite(history.loss[:, [0, 2]]).all()
    for r in (0, 2):
        assert_same(one_of(trained, r), fit(X, Y, one_of(start, r), "linear", **settings)[0], rtol=1e-9)
    with pytest.raises(Diverged) as caught:
        fit(X, Y, one_of(start, 1), "linear", **settings)
    assert caught.value.history.stopped == history.stopped[1]
    assert_same(one_of(trained, 1), Weights(*(None if array is None else array[-1]
                                              for array in caught.value.history.path)), rtol=1e-9)


# Embeddings

@pytest.mark.parametrize("networks", [None, 3])
@pytest.mark.parametrize("every_step", [False, True])
def test_an_embedding_trains_as_its_one_hot_product_says(networks, every_step):
    """One SGD step on E and on the weights, against the gradients of the network that reads one_hot(d) @ E."""
    generator = np.random.default_rng(0)
    digits = generator.integers(4, size=(6, 3))
    Y = generator.normal(size=(6, 3, 2) if every_step else (6, 2))
    E = generator.normal(size=(5, 2) if networks is None else (networks, 5, 2))
    start = draw_weights(2, 3, 2, networks=networks)
    found, trained, history = fit_embedding(digits, Y, E, start, optimizer="sgd", learning_rate=0.1, batch_size=None,
                                            updates=1)
    for r in range(networks or 1):
        own, embedding = (start, E) if networks is None else (one_of(start, r), E[r])
        after, end = (trained, found) if networks is None else (one_of(trained, r), found[r])
        slope = gradients(one_hot(digits, 5) @ embedding, Y, own)[1]
        assert_same(after, Weights(*(w - 0.1 * g for w, g in zip(own, slope))), rtol=1e-12, atol=1e-14)
        joined = own._replace(Wx=embedding @ own.Wx)  # one-hot input to E @ Wx is the same network
        dE = gradients(one_hot(digits, 5), Y, joined)[1].Wx @ own.Wx.T
        np.testing.assert_allclose(end, embedding - 0.1 * dE, rtol=1e-12, atol=1e-14)
        assert (end[4] == embedding[4]).all()  # this digit never came up
    assert (history.embedding[-1] == found).all() and (history.embedding[0] == E).all()


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
    found, trained, _ = fit_embedding(digits, Y, E, start, "linear", optimizer=optimizer, learning_rate=1 / 128,
                                      batch_size=3, updates=12, shuffle=False)
    assert np.abs(found - E).max() > 0.01
    np.testing.assert_allclose(found, embedding.get_weights()[0], atol=1e-5)
    assert_same(trained, keras_weights(model), atol=1e-5, rtol=1e-5)


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


@pytest.mark.parametrize("own", [False, True])
def test_many_embeddings_end_where_each_ends_alone(own):
    generator = np.random.default_rng(0)
    X, Y = sum_of_three(40)
    E, start, seeds = generator.normal(size=(3, 10, 2)), draw_weights(2, 1, networks=3), [4, 5, 6] if own else 4
    settings = dict(batch_size=8, updates=20, learning_rate=0.01)
    found, trained, _ = fit_embedding(X[..., 0], Y, E, start, "linear", seed=seeds, **settings)
    for r in range(3):
        one, alone, _ = fit_embedding(X[..., 0], Y, E[r], one_of(start, r), "linear", seed=seeds[r] if own else 4,
                                      **settings)
        np.testing.assert_allclose(found[r], one, rtol=1e-9)
        assert_same(one_of(trained, r), alone, rtol=1e-9)
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


# Starts

def test_starts_are_drawn_as_keras_draws_them():
    Wx, Wh, bh, Wo, bo = draw_weights(3, 5, 2, networks=400, seed=1)
    assert [array.shape[1:] for array in (Wx, Wh, bh, Wo, bo)] == [(3, 5), (5, 5), (5,), (5, 2), (2,)]
    for array in (Wx, Wo):
        bound = np.sqrt(6 / sum(array.shape[1:]))
        assert 0.97 * bound < np.abs(array).max() <= bound
        assert array.var() == pytest.approx(bound ** 2 / 3, rel=0.1) and abs(array.mean()) < 0.05
    np.testing.assert_allclose(Wh @ Wh.swapaxes(1, 2), np.broadcast_to(np.eye(5), Wh.shape), atol=1e-12)
    assert np.abs(Wh.mean(0)).max() < 0.1  # no direction is preferred
    assert not bh.any() and not bo.any()
    coin = draw_weights(1, 1, networks=1000, seed=2).Wh.ravel()
    assert set(np.round(coin, 12)) == {-1, 1} and 450 < (coin > 0).sum() < 550
    assert (draw_weights(3, 5, seed=4).Wh == draw_weights(3, 5, seed=4).Wh).all()
    assert draw_weights(3, 5).Wo is None and draw_weights(3, 5).Wx.shape == (3, 5)


@pytest.mark.parametrize("sizes, error", [((0, 1), ValueError), ((1, 0), ValueError), ((1, 1, 0), ValueError),
                                          ((1, 1, 1, 0), ValueError), ((1.5, 1), TypeError), ((1, None), TypeError)])
def test_starts_of_no_size_are_refused(sizes, error):
    with pytest.raises(error):
        draw_weights(*sizes)


# Bad settings

@pytest.mark.parametrize("change, error, words", [
    (dict(batch_size=0), ValueError, "batch_size is 0"),
    (dict(batch_size=11), ValueError, "batch_size is 11.*at most N = 10"),
    (dict(batch_size=2.5), TypeError, "batch_size"),
    (dict(updates=0), ValueError, "updates is 0"),
    (dict(updates=1e3), TypeError, "updates"),
    (dict(learning_rate=0), ValueError, "learning_rate is 0"),
    (dict(learning_rate=-0.1), ValueError, "learning_rate is -0.1"),
    (dict(learning_rate=np.nan), ValueError, "learning_rate is nan"),
    (dict(learning_rate=np.inf), ValueError, "learning_rate is inf"),
    (dict(learning_rate="0.1"), TypeError, "learning_rate"),
    (dict(optimizer="rmsprop"), ValueError, "'rmsprop'.*sgd, adam"),
    (dict(optimizer=None), ValueError, "optimizer is None"),
    (dict(seed=-1), ValueError, "seed is -1"),
    (dict(seed=0.5), TypeError, "seed"),
    (dict(seed=[1, 2]), ValueError, "seed has shape"),
    (dict(train=()), ValueError, "train is"),
    (dict(train=("Wx", "U")), ValueError, "train is"),
    (dict(train=("Wx", "Wx")), ValueError, "train is"),
    (dict(sample_every=0), ValueError, "sample_every is 0"),
    (dict(activation="step"), ValueError, "'step'"),
    (dict(X=np.zeros((10, 4, 3))), ValueError, "X has shape.*D = 2"),
    (dict(Y=np.zeros(10)), ValueError, "Y has shape"),
    (dict(Y=np.full((10, 2), np.nan)), ValueError, "Y"),
    (dict(weights=None), TypeError, "Weights"),
    (dict(weights=draw_weights(2, 3, 2)._replace(Wh=None)), TypeError, "Wh"),
    (dict(weights=draw_weights(2, 3, 2)._replace(bo=None)), ValueError, "bo missing"),
    (dict(weights=draw_weights(2, 3, 2)._replace(Wh=np.full((3, 3), np.inf))), ValueError, "Wh"),
    (dict(weights=draw_weights(2, 3, 2, 4)._replace(bh=np.zeros(3))), ValueError, r"bh has shape \(3,\).*\(R, M\)"),
    (dict(weights=draw_weights(2, 3, 2, 4)._replace(Wh=np.zeros((5, 3, 3)))), ValueError, "Wh has shape.*R = 4"),
    (dict(weights=draw_weights(2, 3, 2, 4)._replace(Wo=np.full((4, 3, 2), np.nan))), ValueError, "Wo"),
    (dict(weights=draw_weights(2, 3, 2, 4), seed=[1, 2]), ValueError, r"seed has shape \(2,\).*R = 4")])
def test_bad_settings_are_named(change, error, words):
    X, Y = task()
    good = dict(X=X, Y=Y, weights=draw_weights(2, 3, 2), batch_size=4, updates=2)
    with pytest.raises(error, match=words):
        fit(**(good | change))


# Progress

class Screen:
    """Stands in for a notebook's kernel and its display: what was shown, in order."""

    def __init__(self, monkeypatch, allow_stdin):
        self.shown = []
        kernel = types.SimpleNamespace(get_parent=lambda: {"content": {"allow_stdin": allow_stdin}})
        shell = types.SimpleNamespace(kernel=kernel)
        monkeypatch.setattr("IPython.get_ipython", lambda: shell)
        monkeypatch.setattr("IPython.display.display", self.display)
        self.now = 0.0
        monkeypatch.setattr(progress_module.time, "monotonic", lambda: self.now)

    def display(self, look, display_id):
        assert display_id
        self.update(look)
        return self

    def update(self, look):
        self.shown.append(look.data)


def test_a_bar_appears_on_long_work_only_and_goes_away(monkeypatch, capsys):
    screen = Screen(monkeypatch, allow_stdin=True)
    with ProgressBar(50) as bar:
        for done in range(1, 51):
            screen.now += 0.04
            bar(done)
    assert 3 < len(screen.shown) < 20
    assert 'max="50" value="25"' in screen.shown[0]  # one second
    assert screen.shown[-1] == ""
    with pytest.raises(KeyboardInterrupt), ProgressBar(50) as bar:
        screen.now += 2
        bar(1)
        raise KeyboardInterrupt
    assert screen.shown[-1] == ""
    count = len(screen.shown)
    with ProgressBar(50) as bar:
        for done in range(1, 51):
            screen.now += 0.01
            bar(done)
    assert len(screen.shown) == count  # half a second
    assert capsys.readouterr() == ("", "")


def test_no_bar_where_nobody_waits(monkeypatch):
    screen = Screen(monkeypatch, allow_stdin=False)  # executed by a program, as stored outputs are
    assert not is_interactive()
    with ProgressBar(2) as bar:
        screen.now += 100
        bar(1)
    assert screen.shown == []
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    assert not is_interactive()
    monkeypatch.setitem(sys.modules, "IPython", None)
    assert not is_interactive()


LONG = """
from rnnlab.training import progress_bar
progress_bar.DELAY = progress_bar.INTERVAL = 0.0
from rnnlab.training.datasets import sum_of_three
from rnnlab.network.initializers import draw_weights
from rnnlab.training.fit import fit
_ = fit(*sum_of_three(), draw_weights(1, 1), "linear", updates=300)
"""


@pytest.mark.parametrize("allow_stdin", [False, True])
def test_in_a_real_kernel(allow_stdin):
    """Executed as stored outputs are, nothing is left; for a reader a bar is shown, and emptied at the end."""
    from jupyter_client.manager import start_new_kernel
    manager, client = start_new_kernel(kernel_name="python3")
    try:
        messages = []
        reply = client.execute_interactive(LONG, allow_stdin=allow_stdin, timeout=60, output_hook=messages.append)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    assert reply["content"]["status"] == "ok"
    looks = [message for message in messages if message["msg_type"] not in ("status", "execute_input")]
    if allow_stdin:
        assert looks[0]["msg_type"] == "display_data" and "<progress" in looks[0]["content"]["data"]["text/html"]
        assert looks[-1]["content"]["data"]["text/html"] == ""
    else:
        assert looks == []
