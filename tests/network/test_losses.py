"""Losses by name, and padded sequences of different lengths: equal to Keras, to differences, and to cut sequences."""

import numpy as np
import pytest

from rnnlab.network.bptt import backward, gradients
from rnnlab.network.forward import forward, predict, readout
from rnnlab.network.gradient_check import compare_gradients
from rnnlab.network.keras_tape import keras_gradients
from rnnlab.network.losses import LOSSES, get_loss
from rnnlab.network.numerical_gradients import numerical_gradients
from rnnlab.network.weights import Weights

LENGTHS = [6, 1, 3, 6]


def example(every_step=False, readout=True, loss="mse", dtype=np.float64, seed=8):
    rng = np.random.default_rng(seed)
    N, T, D, M, K = 4, 6, 3, 5, 2 if readout else 5
    weights = Weights(*(rng.normal(0, 0.6, shape).astype(dtype) for shape in (
        (D, M), (M, M), (M,), *(((M, K), (K,)) if readout else ()))))
    X, h0 = rng.normal(size=(N, T, D)).astype(dtype), rng.normal(size=(N, M)).astype(dtype)
    shape = (N, T, K) if every_step else (N, K)
    Y = rng.normal(size=shape) if loss == "mse" else rng.integers(2, size=shape)
    return X, Y.astype(dtype), weights, "tanh", h0


def largest_difference(one, other):
    return max(np.abs(a - b).max() for a, b in zip(one, other) if a is not None)


CASES = [(loss, every_step, has_readout, lengths) for loss in LOSSES for every_step in (False, True)
         for has_readout in (False, True) for lengths in (None, LENGTHS)]


@pytest.mark.parametrize(("loss", "every_step", "has_readout", "lengths"), CASES)
def test_gradients_agree_with_differences(loss, every_step, has_readout, lengths):
    point = example(every_step, has_readout, loss)
    value, found = gradients(*point, loss=loss, lengths=lengths)
    expected_value, expected = numerical_gradients(*point, loss=loss, lengths=lengths)
    assert value == pytest.approx(expected_value, abs=1e-14) and largest_difference(found, expected) < 1e-9


@pytest.mark.keras
@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float64, 1e-9), (np.float32, 1e-5)])
@pytest.mark.parametrize(("loss", "every_step", "has_readout", "lengths"), CASES)
def test_gradients_agree_with_keras(loss, every_step, has_readout, lengths, dtype, tolerance):
    point = example(every_step, has_readout, loss, dtype)
    value, found = gradients(*point, loss=loss, lengths=lengths)
    expected_value, expected = keras_gradients(*point, loss=loss, lengths=lengths)
    assert found.Wh.dtype == dtype
    assert value == pytest.approx(expected_value, rel=tolerance) and largest_difference(found, expected) < tolerance


@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("every_step", [False, True])
def test_a_padded_sequence_counts_as_the_sequence_that_was_cut(loss, every_step):
    X, Y, weights, activation, h0 = example(every_step, loss=loss)
    together, each = gradients(X, Y, weights, activation, h0, loss, LENGTHS), []
    for n, length in enumerate(LENGTHS):
        targets = Y[n:n + 1, :length] if every_step else Y[n:n + 1]
        each.append(gradients(X[n:n + 1, :length], targets, weights, activation, h0[n:n + 1], loss))
        cut = readout(forward(X[n:n + 1, :length], weights, activation, h0[n:n + 1])[:, -1], weights)
        assert predict(X, weights, activation, h0, LENGTHS)[n] == pytest.approx(cut[0], abs=1e-12)
    share = np.array(LENGTHS if every_step else [1] * 4) / (sum(LENGTHS) if every_step else 4)
    assert together[0] == pytest.approx(share @ [value for value, _ in each])
    for name in Weights._fields:
        expected = sum(part * getattr(found, name) for part, (_, found) in zip(share, each))
        assert getattr(together[1], name) == pytest.approx(expected, abs=1e-12)


def test_what_stands_in_the_padding_changes_nothing_and_gets_no_gradient():
    X, Y, weights, activation, h0 = example()
    found = backward(X, Y, weights, activation, h0, lengths=LENGTHS)
    padding = np.arange(6) >= np.array(LENGTHS)[:, None]
    assert padding.any() and not found.dX[padding].any() and not found.dZ[padding].any()
    other = np.where(padding[..., None], 100.0, X)
    assert gradients(other, Y, weights, activation, h0, lengths=LENGTHS)[0] == found.loss


def test_full_lengths_are_the_same_as_none():
    point = example()
    plain, full = gradients(*point), gradients(*point, lengths=[6] * 4)
    assert plain[0] == full[0] and largest_difference(plain[1], full[1]) == 0


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_loss_of_huge_logits_is_finite(dtype):
    logits = np.array([[1e30], [-1e30], [1e30], [0.0]], dtype)
    losses, derivative = get_loss("binary_crossentropy")(logits, np.array([[1], [0], [0], [1]], dtype))
    assert losses[:, 0] == pytest.approx([0, 0, 1e30, np.log(2)]) and derivative[:, 0] == pytest.approx([0, 0, 1, -0.5])
    assert losses.dtype == derivative.dtype == dtype


def test_the_gradient_check_takes_loss_and_lengths():
    X, Y, weights, activation, h0 = example(loss="binary_crossentropy")
    settings = {"loss": "binary_crossentropy", "lengths": LENGTHS}
    verdicts = compare_gradients(X, Y, weights, activation, h0, **settings)
    assert {verdict.verdict for verdict in verdicts.values()} == {"exact"}

    def last_step_read(X, Y, weights, activation, h0, loss, lengths):
        return gradients(X, Y, weights, activation, h0, loss)
    verdicts = compare_gradients(X, Y, weights, activation, h0, last_step_read, **settings)
    assert verdicts["Wh"].verdict == "wrong"


@pytest.mark.parametrize(("settings", "message"), [
    ({"loss": "hinge"}, "loss is 'hinge', it should be one of mse, binary_crossentropy"),
    ({"loss": "binary_crossentropy"}, r"Y holds -?[\d.]+ at index \[\d, \d\]: a target of binary_crossentropy is"),
    ({"lengths": [1, 2]}, r"lengths has shape \(2,\), it should have shape \(N,\) with N = 4"),
    ({"lengths": [6, 7, 1, 1]}, r"lengths holds 7 at index \[1\]: every one has to be a whole number from 1 to T = 6"),
    ({"lengths": [6, 2, 0, 1]}, r"lengths holds 0 at index \[2\]"),
    ({"lengths": [6, 2, 1.5, 1]}, r"lengths holds 1.5 at index \[2\]"),
])
def test_what_does_not_fit_is_named(settings, message):
    for function in (gradients, numerical_gradients, compare_gradients, backward):
        with pytest.raises(ValueError, match=message):
            function(*example(), **settings)


def test_predict_names_a_length_that_does_not_fit():
    X, _, weights, activation, h0 = example()
    with pytest.raises(ValueError, match="lengths holds 7"):
        predict(X, weights, activation, h0, [6, 7, 1, 1])
