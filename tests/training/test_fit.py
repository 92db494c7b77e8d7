"""Training a network: as Keras trains, one or R at once, and against bad settings."""

import numpy as np
import pytest

from rnnlab import Weights, predict
from rnnlab.network.bptt import gradients
from rnnlab.network.initializers import draw_weights
from rnnlab.network.keras_reference import build_keras, keras_weights, load_keras
from rnnlab.training.datasets import sum_of_three
from rnnlab.training.fit import fit
from rnnlab.training.one_hot import one_hot
from tests.helpers.networks import assert_same_weights, random_network, weights_of_one


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("activation, K", [("tanh", 2), ("linear", None)])
def test_fit_ends_where_keras_fit_ends(optimizer, activation, K):
    """Ten samples in batches of four, in order: the last batch of each epoch is smaller, there and here."""
    keras = load_keras()
    X, Y = random_network(10, 4, K=K or 3)[:2]
    model = build_keras(4, 2, 3, K, activation, dtype="float64")
    start = keras_weights(model)
    model.compile(keras.optimizers.get({"class_name": optimizer, "config": {"learning_rate": 1 / 64}}), "mse")
    record = model.fit(X, Y, batch_size=4, epochs=5, shuffle=False, verbose=0)
    trained, history = fit(X, Y, start, activation, optimizer=optimizer, learning_rate=1 / 64, batch_size=4, updates=15,
                           shuffle=False)
    bound = 1e-6 if optimizer == "sgd" else 1e-5  # Keras' compiled loss and its settings are float32 throughout
    assert_same_weights(trained, keras_weights(model), rtol=bound, atol=bound)
    epoch = history.loss[-3:] @ [4, 4, 2] / 10
    assert epoch == pytest.approx(record.history["loss"][-1], rel=1e-5)


@pytest.mark.parametrize("every_step", [False, True])
def test_one_update_is_one_step_against_the_gradient(every_step):
    X, Y = random_network(10, 4, every_step=every_step)[:2]
    start = draw_weights(2, 3, 2)
    h0 = np.random.default_rng(1).normal(size=(10, 3))
    loss, slope = gradients(X, Y, start, "relu", h0)
    trained, history = fit(X, Y, start, "relu", h0, optimizer="sgd", learning_rate=0.1, batch_size=None, updates=1)
    assert_same_weights(trained, Weights(*(w - 0.1 * g for w, g in zip(start, slope))), rtol=1e-14)
    assert history.loss.tolist() == [pytest.approx(loss, rel=1e-14)]
    assert history.updates.tolist() == [0, 1] and history.stopped == 1
    assert_same_weights(weights_of_one(history.path, 0), start)
    assert_same_weights(weights_of_one(history.path, 1), trained)


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
    trained, _ = fit(one_hot(X[..., 0]), Y, start, "linear", learning_rate=0.005, batch_size=8, updates=8000,
                     seed=range(20))
    sides = start.Wh.ravel()
    assert 4 <= (sides > 0).sum() <= 16
    np.testing.assert_allclose(trained.Wh[sides > 0], 1, atol=0.01)
    assert (trained.Wh[sides < 0] < -2.5).all()
    values = (trained.Wx[sides > 0] + trained.bh[sides > 0, None])[..., 0]
    np.testing.assert_allclose(values, np.broadcast_to(np.arange(10), values.shape), atol=0.05)


def test_seeds_fix_the_result_and_matter():
    X, Y = random_network(10, 4)[:2]
    start = draw_weights(2, 3, 2)
    first, again, other = (fit(X, Y, start, batch_size=3, updates=20, seed=seed)[0] for seed in (1, 1, 2))
    assert_same_weights(first, again)
    assert (first.Wh != other.Wh).any()
    assert (fit(X, Y, start, batch_size=3, updates=20, shuffle=False)[0].Wh != first.Wh).any()


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize("sizes", [(2, 3, 2), (2, 3, None), (1, 1, None), (2, 1, 1)])
@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("seed_each", [False, True])
def test_many_at_once_end_where_each_ends_alone(sizes, optimizer, every_step, seed_each):
    D, M, K = sizes
    X, Y = random_network(10, 4, D, M, K, every_step)[:2]
    start, seeds = draw_weights(D, M, K, networks=4, seed=3), [7, 8, 7, 9] if seed_each else 7
    h0 = np.random.default_rng(1).normal(size=(10, M))
    settings = dict(optimizer=optimizer, learning_rate=0.05, batch_size=4, updates=30)
    together, history = fit(X, Y, start, "tanh", h0, seed=seeds, **settings)
    assert history.loss.shape == (30, 4) and history.path.Wx.shape == (31, 4, D, M)
    assert history.stopped.tolist() == [30] * 4
    for r in range(4):
        seed = seeds[r] if seed_each else seeds
        alone, record = fit(X, Y, weights_of_one(start, r), "tanh", h0, seed=seed, **settings)
        assert_same_weights(weights_of_one(together, r), alone, rtol=1e-9, atol=1e-12)
        np.testing.assert_allclose(history.loss[:, r], record.loss, rtol=1e-9)
        np.testing.assert_allclose(history.path.Wh[:, r], record.path.Wh, rtol=1e-9, atol=1e-12)
    if not seed_each:
        assert_same_weights(together, fit(X, Y, start, "tanh", h0, seed=[7] * 4, **settings)[0], rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("networks", [None, 3])
@pytest.mark.parametrize("train", [("Wx", "bh"), ("Wh",), ("Wx", "Wh", "Wo", "bo"), "bo"])
def test_only_what_is_to_be_trained_changes(train, networks):
    X, Y = random_network(10, 4)[:2]
    start = draw_weights(2, 3, 2, networks=networks)
    trained, _ = fit(X, Y, start, batch_size=5, updates=10, train=train)
    for name in Weights._fields:
        assert (getattr(trained, name) == getattr(start, name)).all() == (name not in train), name


@pytest.mark.parametrize("networks", [None, 2])
def test_nothing_given_is_changed_and_nothing_is_shared(networks):
    X, Y = random_network(10, 4)[:2]
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
    X, Y = random_network(10, 4)[:2]
    start = Weights(*(array.astype(dtype) for array in draw_weights(2, 3, 2)))
    trained, history = fit(X.astype(dtype), Y.astype(dtype), start, updates=3, batch_size=2)
    assert {array.dtype.name for array in (*trained, *history.path, history.loss)} == {dtype}
    assert fit(X, Y.astype(np.float32), start, updates=3, batch_size=2)[0].Wx.dtype == np.float64


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
    (dict(gradient=gradients, weights=draw_weights(2, 3, 2, 4)), ValueError, "gradient is given and weights has R = 4"),
    (dict(clip_norm=0), ValueError, "clip_norm is 0"),
    (dict(loss="hinge"), ValueError, "loss is 'hinge'"),
    (dict(lengths=[5] * 10), ValueError, "lengths holds 5"),
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
    X, Y = random_network(10, 4)[:2]
    good = dict(X=X, Y=Y, weights=draw_weights(2, 3, 2), batch_size=4, updates=2)
    with pytest.raises(error, match=words):
        fit(**(good | change))


def padded_sentences(N=8, T=5, seed=4):
    """Padded sequences, their lengths, and targets 0 or 1."""
    rng = np.random.default_rng(seed)
    return rng.normal(size=(N, T, 2)), rng.integers(2, size=(N, 1)).astype(float), rng.integers(1, T + 1, N)


@pytest.mark.parametrize("seed_each", [False, True])
@pytest.mark.parametrize("clip_norm", [None, 0.05])
def test_padded_sequences_train_many_networks_as_each_alone(seed_each, clip_norm):
    X, Y, lengths = padded_sentences()
    start = [draw_weights(2, 3, 1, seed=seed) for seed in range(3)]
    setting = dict(loss="binary_crossentropy", lengths=lengths, clip_norm=clip_norm, batch_size=3, updates=20,
                   learning_rate=0.1, optimizer="sgd")
    together, history = fit(X, Y, Weights(*map(np.stack, zip(*start))), seed=range(3) if seed_each else 7, **setting)
    for network, weights in enumerate(start):
        alone, record = fit(X, Y, weights, seed=network if seed_each else 7, **setting)
        assert_same_weights(weights_of_one(together, network), alone, rtol=1e-9, atol=1e-12)
        assert history.loss[:, network] == pytest.approx(record.loss)


@pytest.mark.keras
def test_clipping_and_the_cross_entropy_train_as_keras_trains():
    keras = load_keras()
    X, Y, _ = padded_sentences()
    model = build_keras(5, 2, 3, 1, dtype="float64")
    start = keras_weights(model)
    model.compile(keras.optimizers.SGD(1 / 4, global_clipnorm=1 / 8), keras.losses.BinaryCrossentropy(from_logits=True))
    model.fit(X, Y, batch_size=4, epochs=5, shuffle=False, verbose=0)
    setting = dict(loss="binary_crossentropy", batch_size=4, updates=10, shuffle=False, optimizer="sgd",
                   learning_rate=1 / 4)
    assert_same_weights(fit(X, Y, start, clip_norm=1 / 8, **setting)[0], keras_weights(model), rtol=1e-6, atol=1e-6)
    free = fit(X, Y, start, **setting)[0]
    assert np.abs(free.Wo - keras_weights(model).Wo).max() > 0.01


def test_a_clipped_gradient_has_the_norm_and_keeps_its_direction():
    X, Y, lengths = padded_sentences()
    start = draw_weights(2, 3, 1, seed=1)
    setting = dict(loss="binary_crossentropy", lengths=lengths, batch_size=None, updates=1, optimizer="sgd",
                   learning_rate=1.0)

    def move(**more):
        trained = fit(X, Y, start, **setting, **more)[0]
        return np.concatenate([(a - b).ravel() for a, b in zip(trained, start)])
    free, clipped = move(), move(clip_norm=0.01)
    assert np.linalg.norm(clipped) == pytest.approx(0.01)
    assert clipped / 0.01 == pytest.approx(free / np.linalg.norm(free))
    assert move(clip_norm=100.0) == pytest.approx(free)
    alone = move(clip_norm=0.01, train="Wh")
    assert np.linalg.norm(alone) == pytest.approx(0.01)  # what is not trained does not count


@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("settings", [{}, {"loss": "binary_crossentropy", "lengths": [4, 1, 2, 4, 3, 4, 4, 2, 1, 4]}])
def test_your_own_way_back_trains_as_the_packages(every_step, settings):
    X, Y = random_network(10, 4, every_step=every_step)[:2]
    Y, h0 = (Y > 0) * 1.0, np.random.default_rng(1).normal(size=(10, 3))
    setting = dict(batch_size=4, updates=12, learning_rate=0.1, **settings)
    start = draw_weights(2, 3, 2)
    own, record = fit(X, Y, start, "tanh", h0, gradient=gradients, **setting)
    trained, history = fit(X, Y, start, "tanh", h0, **setting)
    assert_same_weights(own, trained, rtol=1e-12, atol=1e-12)
    assert record.loss == pytest.approx(history.loss, rel=1e-12)


def test_without_a_way_back_only_the_readout_learns():
    X, Y = random_network(10, 4)[:2]

    def readout_only(*point):
        value, found = gradients(*point)
        return value, found._replace(**{name: 0 * getattr(found, name) for name in ("Wx", "Wh", "bh")})
    start = draw_weights(2, 3, 2)
    trained = fit(X, Y, start, gradient=readout_only, batch_size=4, updates=5)[0]
    assert (trained.Wh == start.Wh).all() and (trained.Wo != start.Wo).all()
