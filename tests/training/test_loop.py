"""The training loop: its batches, the samples it keeps, and a clear stop where the loss diverges."""

import numpy as np
import pytest

from rnnlab import Weights
from rnnlab.network.initializers import draw_weights
from rnnlab.training.datasets import sum_of_three
from rnnlab.training.fit import fit
from rnnlab.training.loop import Diverged, batches
from tests.helpers.networks import assert_same_weights, random_network, weights_of_one


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


def test_the_path_is_sampled():
    X, Y = random_network(10, 4)[:2]
    start = draw_weights(2, 3, 2)
    _, history = fit(X, Y, start, updates=25, batch_size=2, sample_every=10)
    assert history.updates.tolist() == [0, 10, 20, 25]
    for count, Wx in zip(history.updates[1:], history.path.Wx[1:]):
        assert (Wx == fit(X, Y, start, updates=int(count), batch_size=2)[0].Wx).all()
    assert len(fit(X, Y, start, updates=1000, batch_size=2)[1].updates) == 101


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
    stopped, _ = fit(X, Y, Weights([[1.0]], [[1.5]], [0.0]), "linear", optimizer="sgd", learning_rate=1.0,
                     updates=count)
    assert_same_weights(weights_of_one(history.path, -1), stopped)


def test_a_start_that_is_broken_already():
    X, Y = sum_of_three()
    with pytest.raises(Diverged, match="after update 0 of 5") as caught:
        fit(X, Y, Weights([[1.0]], [[1e200]], [0.0]), "linear", updates=5)
    assert caught.value.history.stopped == 0 and len(caught.value.history.updates) == 1


def test_a_last_step_that_breaks_is_noticed():
    X, Y = np.full((1, 1, 1), 1e150), np.zeros((1, 1))
    with pytest.raises(Diverged, match=r"Wx.* no longer finite") as caught:
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
        alone, _ = fit(X, Y, weights_of_one(start, r), "linear", **settings)
        assert_same_weights(weights_of_one(trained, r), alone, rtol=1e-9)
    with pytest.raises(Diverged) as caught:
        fit(X, Y, weights_of_one(start, 1), "linear", **settings)
    assert caught.value.history.stopped == history.stopped[1]
    assert_same_weights(weights_of_one(trained, 1), weights_of_one(caught.value.history.path, -1), rtol=1e-9)
