"""What lessons 4 to 6 rest on: the curve of the sum of three digits, and the two published networks that lie on it.

Minimised over W and b, the loss of h_t = W x_t + U h_{t-1} + b over all 1,000 sequences is

    L(U) = 2 σ² (U - 1)² / (U² - U + 1),    σ² = 8.25

and the same with one-hot inputs, where W x becomes a free function of the digit.
"""

import numpy as np
import pytest

from rnnlab import Weights, predict
from rnnlab.network.bptt import gradients
from rnnlab.training.datasets import one_hot, sum_of_three
from rnnlab.training.fit import fit

STOPS = [-30.0, -3.0, -2.0, -1.0, -0.5, 0.0, 0.3, 0.9, 1.0, 1.2, 2.0, 30.0]
VARIANCE = 8.25


def curve(U):
    return 2 * VARIANCE * (U - 1) ** 2 / (U * U - U + 1)


def best_weights(X, Y, U):
    """W and b at their best for a given U. The output is linear in them: the network itself gives the columns."""
    D = X.shape[2]
    zero, one = np.zeros((D, 1)), [np.eye(D)[:, [d]] for d in range(D)]
    columns = [predict(X, Weights(W, [[U]], [0]), "linear") for W in one]
    columns.append(predict(X, Weights(zero, [[U]], [1]), "linear"))
    solution = np.linalg.lstsq(np.hstack(columns), Y)[0]
    return Weights(solution[:-1], np.array([[U]]), solution[-1])


def loss(X, Y, weights):
    return ((predict(X, weights, "linear") - Y) ** 2).mean()


@pytest.mark.parametrize("U", STOPS)
@pytest.mark.parametrize("inputs", ["scalar", "one-hot"])
def test_the_best_loss_at_each_U_is_the_closed_form(inputs, U):
    X, Y = sum_of_three()
    X = X if inputs == "scalar" else one_hot(X[..., 0])
    best = best_weights(X, Y, U)
    assert loss(X, Y, best) == pytest.approx(curve(U), rel=1e-9, abs=1e-9)
    slope = gradients(X, Y, best, "linear")[1]
    assert np.abs(slope.Wx).max() < 1e-8 and np.abs(slope.bh).max() < 1e-8  # nothing left to gain from W and b
    # and along U the loss changes as the curve does (the envelope theorem):
    expected = 2 * VARIANCE * (U - 1) * (U + 1) / (U * U - U + 1) ** 2
    assert slope.Wh.item() == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_the_landmarks():
    assert curve(1) == 0 and curve(-1) == 22 and curve(0) == 16.5
    assert curve(1e9) == pytest.approx(16.5) and curve(-1e9) == pytest.approx(16.5)
    U = np.linspace(-50, 50, 100_001)
    assert U[curve(U).argmax()] == pytest.approx(-1, abs=1e-3)
    assert U[curve(U).argmin()] == pytest.approx(1, abs=1e-3)
    _, Y = sum_of_three()
    assert ((Y - 13.5) ** 2).mean() == pytest.approx(24.75)


@pytest.mark.parametrize("inputs", ["scalar", "one-hot"])
def test_training_W_and_b_at_fixed_U_comes_down_to_the_curve(inputs):
    X, Y = sum_of_three()
    X = X if inputs == "scalar" else one_hot(X[..., 0])
    U = np.array([-2.0, -1.0, 0.0, 0.5, 1.0])
    R, D = len(U), X.shape[2]
    start = Weights(np.zeros((R, D, 1)), U.reshape(R, 1, 1), np.zeros((R, 1)))
    trained, history = fit(X, Y, start, "linear", batch_size=None, updates=8000, learning_rate=0.01,
                           train=("Wx", "bh"))
    assert (trained.Wh == start.Wh).all()
    np.testing.assert_allclose(history.loss[-1], curve(U), atol=1e-3)


ONE_HOT = Weights(np.array([[0.3786769, 0.4866051, 0.52083737, 0.57245713, 0.72293156, 0.7136882, 0.7967396, 0.8854931,
                             0.9589181, 1.0973808]], np.float32).T,
                  np.array([[-3.0299761]], np.float32), np.array([1.1489911], np.float32))
EMBEDDED = np.array([2.8456008, 2.7210515, 3.0094268, 3.1631103, 3.0029836, 3.0749476, 3.149824, 3.473877, 3.6692877,
                     3.6986713])  # E @ W + b
EMBEDDED_U = -2.2878616
ASKED = np.array([[1, 4, 4], [3, 6, 3], [6, 6, 7], [1, 8, 0], [4, 0, 8]])


def test_the_published_one_hot_network():
    printed = np.array([11.216051, 11.630124, 14.002243, 10.156763, 14.664776], np.float32)
    answer = predict(one_hot(ASKED).astype(np.float32), ONE_HOT, "linear")
    assert answer.dtype == np.float32
    assert (answer.ravel() == printed).all()  # to the last printed digit: h + W x + b in the same order as Keras
    X, Y = sum_of_three()
    X = one_hot(X[..., 0])
    assert round(loss(X, Y, ONE_HOT), 2) == 20.41
    assert round(curve(-3.0299761), 2) == 20.28
    assert loss(X, Y, best_weights(X, Y, -3.0299761)) <= loss(X, Y, ONE_HOT)


def test_the_published_embedding_network():
    printed = [10.375401, 12.513451, 12.754671, 8.693607, 12.877496]
    weights = Weights(EMBEDDED[:, None], [[EMBEDDED_U]], [0])
    np.testing.assert_allclose(predict(one_hot(ASKED), weights, "linear").ravel(), printed, atol=5e-6, rtol=0)
    X, Y = sum_of_three()
    assert round(loss(one_hot(X[..., 0]), Y, weights), 2) == 22.40
    assert round(curve(EMBEDDED_U), 2) == 20.93


def test_the_answer_adds_thirty_digits_too():
    from rnnlab.training.datasets import sum_of_digits
    X, Y = sum_of_digits(30, 50)
    assert (predict(X, Weights([[1]], [[1]], [0]), "linear") == Y).all()
    assert np.abs(predict(X, Weights([[1]], [[0.99]], [0]), "linear") - Y).min() > 5
