"""What lessons 4 to 6 share: one linear unit that adds, its curve L(U), and the two published networks on it.

L(U) is checked twice: by least squares on the digits, and on the outputs and gradients of the recurrent network itself.
"""

import numpy as np
import pytest

from rnnlab.lessons import digit_sums
from rnnlab.lessons.digit_sums.dot_stacks import stack_dots
from rnnlab.lessons.digit_sums.loss_landscape import curve_axes
from rnnlab.network.bptt import gradients
from rnnlab.network.forward import predict
from rnnlab.network.initializers import draw_weights
from rnnlab.network.weights import Weights
from rnnlab.pictures import MatplotlibBackdrop
from rnnlab.training.datasets import permuted_values, sum_of_digits, sum_of_three
from rnnlab.training.fit import fit
from rnnlab.training.one_hot import one_hot

US = [-3.5, -1.0, -0.3, 0.0, 0.5, 0.99, 1.0, 2.0, 40.0]
STOPS = [-30.0, -3.0, -2.0, -1.0, -0.5, 0.0, 0.3, 0.9, 1.0, 1.2, 2.0, 30.0]
ONE_HOT_X = np.eye(10)[digit_sums.DIGITS]
SCALAR_X = digit_sums.DIGITS[..., None].astype(float)
RNG = np.random.default_rng(4)


def mean_squared_error(X, weights):
    """The loss the long way round, by the recurrent network of `rnnlab.network.forward`."""
    return np.square(predict(X, weights, "linear")[:, 0] - digit_sums.SUMS).mean()


def best_values(U, targets=None):
    """The ten best effective values at this U and their loss, by least squares over all 1,000 sequences."""
    design = np.tensordot(ONE_HOT_X, [U * U, U, 1.0], axes=([1], [0]))
    return digit_sums.least_squares(design, targets)


def test_the_task():
    assert len(np.unique(digit_sums.DIGITS, axis=0)) == 1000
    assert np.arange(10).var() == digit_sums.VARIANCE
    assert np.mean(digit_sums.SUMS) == 13.5
    assert np.var(digit_sums.SUMS) == pytest.approx(digit_sums.GUESS_LOSS) and digit_sums.GUESS_LOSS == 24.75


@pytest.mark.parametrize("U", US)
def test_the_curve_is_what_least_squares_finds(U):
    W, b, loss = digit_sums.best_line(U)
    values, free_loss = best_values(U)
    assert loss == pytest.approx(digit_sums.curve(U), abs=1e-9)
    assert free_loss == pytest.approx(digit_sums.curve(U), abs=1e-9)
    assert values == pytest.approx(W * np.arange(10) + b, abs=1e-9)
    assert digit_sums.loss_over_all(values, U) == pytest.approx(digit_sums.curve(U), abs=1e-9)


@pytest.mark.parametrize("U", US)
def test_nothing_near_the_best_line_is_better(U):
    W, b, _ = digit_sums.best_line(U)
    nudges = RNG.normal(0, 0.01, (200, 2)) + np.array([W, b])
    assert (digit_sums.loss_over_all(nudges[:, :1] * np.arange(10) + nudges[:, 1:], np.full(200, U))
            >= digit_sums.curve(U) - 1e-9).all()


def test_the_landmarks_of_the_curve():
    assert list(digit_sums.curve(np.array([1, -1, 0]))) == [0, 22, 16.5]
    assert digit_sums.curve(np.array([1e8, -1e8, 1e9, -1e9])) == pytest.approx(16.5)
    U = np.linspace(-50, 50, 100_001)
    rising = np.diff(digit_sums.curve(U)) > 0
    assert np.array_equal(rising, (U[1:] <= -1 + 1e-9) | (U[:-1] >= 1 - 1e-9))


def test_permuted_labels_cost_a_line_but_not_ten_values():
    targets = permuted_values()
    assert digit_sums.best_line(1, targets)[2] > 10
    values, loss = best_values(1, targets)
    assert loss < 1e-20 and values == pytest.approx(targets)
    assert digit_sums.loss_over_all(targets, 1, targets) == 0


@pytest.mark.parametrize("X, D", [(SCALAR_X, 1), (ONE_HOT_X, 10)])
def test_effective_values_are_all_that_counts(X, D):
    weights = Weights(RNG.normal(size=(D, 1)), RNG.normal(size=(1, 1)), RNG.normal(size=1))
    values, U = digit_sums.effective_values(weights), digit_sums.recurrent_weight(weights)
    assert digit_sums.predict_digits(digit_sums.DIGITS, values, U) == pytest.approx(predict(X, weights, "linear")[:, 0])
    assert digit_sums.network_loss(weights) == pytest.approx(mean_squared_error(X, weights))


def test_effective_values_through_an_embedding():
    E = RNG.normal(size=(10, 4))
    weights = Weights(RNG.normal(size=(4, 1)), np.array([[0.7]]), np.array([0.3]))
    assert digit_sums.network_loss(weights, E) == pytest.approx(mean_squared_error(E[digit_sums.DIGITS], weights))


@pytest.mark.parametrize("D", [1, 10])
def test_many_networks_at_once(D):
    many = digit_sums.draw_networks(7, np.linspace(-2, 2, 7), D)
    losses = digit_sums.network_loss(many)
    assert losses.shape == (7,)
    for index, loss in enumerate(losses):
        one = Weights(*(array[index] for array in many if array is not None))
        assert digit_sums.network_loss(one) == pytest.approx(loss)
    assert digit_sums.recurrent_weight(many) == pytest.approx(np.linspace(-2, 2, 7))
    E = RNG.normal(size=(7, 10, D))
    assert digit_sums.effective_values(many, E)[3] == pytest.approx(
        digit_sums.effective_values(Weights(*(array[3] for array in many[:3])), E[3]))


def test_drawn_networks_differ_from_keras_defaults_in_u_alone():
    drawn, default = digit_sums.draw_networks(50, 0, seed=3), draw_weights(1, 1, networks=50, seed=3)
    assert np.array_equal(drawn.Wx, default.Wx) and not drawn.Wh.any() and not drawn.bh.any()
    assert set(digit_sums.recurrent_weight(default)) == {1.0, -1.0}


def test_drawn_networks_can_be_trained():
    trained, _ = fit(SCALAR_X, digit_sums.SUMS[:, None].astype(float), digit_sums.draw_networks(3, 1.0), "linear",
                     learning_rate=0.05, updates=1500)
    assert (digit_sums.network_loss(trained) < 0.01).all()


@pytest.mark.parametrize("network, loss, tolerance", [
    (digit_sums.ONE_HOT, 20.41, 0), (digit_sums.EMBEDDING, 22.40, 5e-6)])
def test_published_networks(network, loss, tolerance):
    predictions = digit_sums.predict_digits(network.digits, network.values, network.U)
    assert predictions.dtype == np.float32
    assert predictions == pytest.approx(network.predictions, abs=tolerance, rel=0)
    assert digit_sums.loss_over_all(network.values, network.U) == pytest.approx(loss, abs=0.005)
    assert digit_sums.curve(network.U) < digit_sums.loss_over_all(network.values, network.U) < digit_sums.GUESS_LOSS


@pytest.mark.parametrize("call, message", [
    (lambda: digit_sums.predict_digits([[10, 0, 0]], np.arange(10.0), 1), "10"),
    (lambda: digit_sums.predict_digits([1, 2], np.arange(10.0), 1), r"\(N, T\)"),
    (lambda: digit_sums.loss_over_all(np.arange(9.0), 1), "V = 10"),
    (lambda: digit_sums.best_line(1, np.arange(9.0)), "V = 10"),
    (lambda: digit_sums.effective_values(Weights(np.ones((2, 1)), np.ones((1, 1)), np.ones(1))), "Wx"),
    (lambda: digit_sums.effective_values(Weights(np.ones((4, 1)), np.ones((1, 1)), np.ones(1)), np.ones((10, 3))),
     "Wx"),
])
def test_wrong_shapes_are_named(call, message):
    with pytest.raises(ValueError, match=message):
        call()


# The curve and the published networks once more, by the recurrent network itself

def best_weights(X, Y, U):
    """W and b at their best for a given U. The output is linear in them: the network itself gives the columns."""
    D = X.shape[2]
    zero, units = np.zeros((D, 1)), [np.eye(D)[:, [d]] for d in range(D)]
    columns = [predict(X, Weights(W, [[U]], [0]), "linear") for W in units]
    columns.append(predict(X, Weights(zero, [[U]], [1]), "linear"))
    solution = np.linalg.lstsq(np.hstack(columns), Y, rcond=None)[0]
    return Weights(solution[:-1], np.array([[U]]), solution[-1])


def loss_of(X, Y, weights):
    return ((predict(X, weights, "linear") - Y) ** 2).mean()


@pytest.fixture(params=["scalar", "one-hot"])
def task(request):
    """X and Y of the sum of three digits."""
    X, Y = sum_of_three()
    return X if request.param == "scalar" else one_hot(X[..., 0]), Y


@pytest.mark.parametrize("U", STOPS)
def test_the_best_loss_at_each_U_is_the_closed_form(task, U):
    best, variance = best_weights(*task, U), digit_sums.VARIANCE
    closed_form = 2 * variance * (U - 1) ** 2 / (U * U - U + 1)
    assert digit_sums.curve(U) == pytest.approx(closed_form, rel=1e-12, abs=1e-12)
    assert loss_of(*task, best) == pytest.approx(closed_form, rel=1e-9, abs=1e-9)
    gradient = gradients(*task, best, "linear")[1]
    assert np.abs(gradient.Wx).max() < 1e-8 and np.abs(gradient.bh).max() < 1e-8  # nothing left to gain from W and b
    # and along U the loss changes as the curve does (the envelope theorem):
    expected = 2 * variance * (U - 1) * (U + 1) / (U * U - U + 1) ** 2
    assert gradient.Wh.item() == pytest.approx(expected, rel=1e-8, abs=1e-8)


def test_training_W_and_b_at_fixed_U_comes_down_to_the_curve(task):
    U = np.array([-2.0, -1.0, 0.0, 0.5, 1.0])
    R, D = len(U), task[0].shape[2]
    start = Weights(np.zeros((R, D, 1)), U.reshape(R, 1, 1), np.zeros((R, 1)))
    trained, history = fit(*task, start, "linear", batch_size=None, updates=8000, learning_rate=0.01,
                           train=("Wx", "bh"))
    assert (trained.Wh == start.Wh).all()
    np.testing.assert_allclose(history.loss[-1], digit_sums.curve(U), atol=1e-3)


def test_the_published_one_hot_network():
    published = digit_sums.ONE_HOT
    network = Weights(digit_sums.ONE_HOT_W[:, None], np.array([[published.U]]), np.array([digit_sums.ONE_HOT_B]))
    answer = predict(one_hot(published.digits).astype(np.float32), network, "linear")
    assert answer.dtype == np.float32
    assert (answer.ravel() == published.predictions).all()  # to the last printed digit: the order of Keras' sum
    X, Y = sum_of_three()
    X = one_hot(X[..., 0])
    assert round(loss_of(X, Y, network), 2) == 20.41
    assert round(digit_sums.curve(-3.0299761), 2) == 20.28
    assert loss_of(X, Y, best_weights(X, Y, -3.0299761)) <= loss_of(X, Y, network)


def test_the_published_embedding_network():
    published = digit_sums.EMBEDDING
    network = Weights(published.values[:, None].astype(float), [[float(published.U)]], [0])
    answer = predict(one_hot(published.digits), network, "linear")
    np.testing.assert_allclose(answer.ravel(), published.predictions, atol=5e-6, rtol=0)
    X, Y = sum_of_three()
    assert round(loss_of(one_hot(X[..., 0]), Y, network), 2) == 22.40
    assert round(digit_sums.curve(published.U), 2) == 20.93


def test_the_answer_adds_thirty_digits_too():
    X, Y = sum_of_digits(30, 50)
    assert (predict(X, Weights([[1]], [[1]], [0]), "linear") == Y).all()
    assert np.abs(predict(X, Weights([[1]], [[0.99]], [0]), "linear") - Y).min() > 5


@pytest.mark.parametrize("loss", [0.0, 12.0, 20.4])
def test_a_hundred_at_one_place_stay_inside_the_picture(loss):
    backdrop = MatplotlibBackdrop(curve_axes, 0, 0, 700, 220)
    drawn = stack_dots(backdrop, np.full(100, -1.0), np.full(100, loss), np.zeros(100, bool))
    left, top, right, bottom = drawn.bounds
    assert backdrop.y <= top and bottom <= backdrop.y + backdrop.height and backdrop.x <= left < right
    assert sum("<circle" in mark for mark in drawn.marks) == 100
