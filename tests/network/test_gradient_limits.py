"""A truncated or clipped gradient is blind where it agrees with the right one, wrong where it does not."""

import numpy as np
import pytest

from rnnlab import Weights
from rnnlab.network.activations import ACTIVATIONS
from rnnlab.network.bptt import Gradients, backward, gradients
from rnnlab.network.forward import forward, readout
from rnnlab.network.gradient_check import check_gradients, compare_gradients
from rnnlab.network.gradient_result import gradient_arrays
from rnnlab.network.numerical_gradients import numerical_gradients
from tests.helpers.networks import random_network


def truncated(steps):
    """Tanh, with or without a readout: from each error back through so many steps, itself among them."""
    def gradient(X, Y, weights, activation, h0):
        Wx, Wh, bh = (np.asarray(array, float) for array in weights[:3])
        h0 = np.zeros((len(X), len(bh))) if h0 is None else h0
        H = forward(X, weights, activation, h0)
        before = np.concatenate([h0[:, None], H[:, :-1]], 1)
        outputs = H if weights.Wo is None else readout(H, weights)
        every = Y.ndim == 3
        error = 2 * (outputs - (Y if every else Y[:, None])) / Y.size
        _, right = gradients(X, Y, weights, activation, h0)
        dWx, dWh, dbh = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(bh)
        T = X.shape[1]
        for t in range(T) if every else [T - 1]:
            dh = error[:, t] if weights.Wo is None else error[:, t] @ weights.Wo.T
            for s in range(t, max(t - steps, -1), -1):
                dz = dh * (1 - H[:, s] ** 2)
                dWx, dWh, dbh = dWx + X[:, s].T @ dz, dWh + before[:, s].T @ dz, dbh + dz.sum(0)
                dh = dz @ Wh.T
        return (error ** 2).mean(), Weights(dWx, dWh, dbh, right.Wo, right.bo)
    return gradient


def changed(change):
    """The right gradient, its arrays changed afterwards."""
    def gradient(*point):
        loss, right = gradients(*point)
        return loss, Weights(*change([array for array in right if array is not None]))
    return gradient


def by_number(bound):
    return changed(lambda arrays: [np.clip(array, -bound, bound) for array in arrays])


def by_length(bound):
    return changed(lambda arrays: [array * min(1, bound / np.linalg.norm(array)) for array in arrays])


def by_whole_length(bound):
    def shorten(arrays):
        length = np.sqrt(sum((array ** 2).sum() for array in arrays))
        return [array * min(1, bound / length) for array in arrays]
    return changed(shorten)


def verdicts(gradient, activation="tanh", **network):
    X, Y, weights, h0 = random_network(**network)
    return compare_gradients(X, Y, weights, activation, h0, gradient)


def states(results):
    return {verdict.verdict for verdict in results.values()}


@pytest.mark.parametrize("K", [None, 2])
@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("T, steps", [(1, 1), (3, 3), (3, 4), (5, 5), (4, 10), (2, 20)])
def test_a_truncated_gradient_is_blind_where_nothing_is_cut_off(T, steps, every_step, K):
    results = verdicts(truncated(steps), T=T, N=6, every_step=every_step, K=K)
    for name in ("Wx", "Wh", "bh"):
        assert results[name].verdict == "blind"
        assert f"its way back ends after {steps} step{'s' * (steps > 1)}, and T = {T} is no longer" in results[name].why
    assert {verdict.verdict for name, verdict in results.items() if name[1] == "o"} <= {"exact"}


@pytest.mark.parametrize("every_step", [False, True])
def test_a_truncated_gradient_is_wrong_where_something_is_cut_off(every_step):
    results = verdicts(truncated(4), T=10, every_step=every_step)
    assert {name for name, verdict in results.items() if verdict.verdict == "wrong"} == {"Wx", "Wh", "bh"}


def test_what_is_cut_off_may_be_too_small_to_show():
    X, Y, weights, h0 = random_network(T=12)
    weights = weights._replace(Wh=weights.Wh / 1000)
    why = compare_gradients(X, Y, weights, "tanh", h0, truncated(8))["Wx"].why
    assert "its way back ends after 8 steps, and what is left out is too small to show here" in why


@pytest.mark.parametrize("limit, words", [
    (by_number(5), "it is clipped at ±5 elsewhere, and here no number of it is that large"),
    (by_number(1000), "it is clipped at ±1e+03 elsewhere"),
    (by_length(5), "it is shortened to length 5 where it is longer"),
    (by_whole_length(5), "it is shortened to length 5 where it is longer"),
    (changed(lambda arrays: [array / (1 + (np.abs(array) > 50) * np.sqrt(np.abs(array))) for array in arrays]),
     "where the targets are further off, it is not the right gradient"),
], ids=["number", "large number", "length", "whole length", "something else"])
@pytest.mark.parametrize("every_step", [False, True])
def test_a_clipped_gradient_is_blind_where_nothing_is_that_large(limit, words, every_step):
    results = verdicts(limit, every_step=every_step)
    assert states(results) == {"blind"}
    assert all(words in verdict.why for verdict in results.values())


@pytest.mark.parametrize("limit", [by_number(5), by_length(5), by_whole_length(5)])
def test_a_clipped_gradient_is_wrong_where_it_is_cut(limit):
    X, Y, weights, h0 = random_network()
    assert "wrong" in states(compare_gradients(X, 100 * Y, weights, "tanh", h0, limit))


def test_what_is_wrong_on_a_longer_sequence_is_said_to_have_been_tried_there():
    def right_up_to_ten_steps(X, *point):
        loss, right = gradients(X, *point)
        return loss, Weights(*(array if array is None or X.shape[1] <= 10 else array / 2 for array in right))
    assert {verdict.why for verdict in verdicts(right_up_to_ten_steps, T=3, N=6).values()} == {
        "the check tries 24 steps more, too: there it is not the right gradient"}


UNRESOLVED = "the gradient is as good as zero: a difference cannot resolve it"  # of relus that are off


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("network", [{}, {"M": 1, "D": 1, "K": None}, {"every_step": True}, {"T": 3, "M": 2},
                                     {"dtype": np.float32}, {"N": 1, "T": 12}])
def test_a_right_gradient_is_never_called_limited(activation, network):
    for right in (lambda *point: gradients(*point), numerical_gradients):
        results = verdicts(right, activation, **network)
        assert {verdict.why for verdict in results.values()} <= {"", UNRESOLVED}
        assert states(results) <= {"exact", "close", "blind"}


def test_a_function_that_takes_these_sizes_only_is_not_accused():
    def built_in(X, Y, weights, activation, h0):
        if X.shape != (4, 5, 2) or np.abs(Y).max() > 10:
            raise ValueError("the sizes are built in")
        return gradients(X, Y, weights, activation, h0)
    assert states(verdicts(built_in)) == {"exact"}


def test_what_a_function_prints_is_printed_once(capsys):
    def talking(*point):
        print("here")
        return gradients(*point)
    X, Y, weights, h0 = random_network()
    check_gradients(X, Y, weights, "tanh", h0, talking)
    assert capsys.readouterr().out.count("here") == 1


# What the function under test may return

NAMES = ("Wx", "Wh", "bh", "Wo", "bo")
FORMS = {
    "loss and Weights": lambda loss, found: (loss, found),
    "Weights": lambda loss, found: found,
    "dict": lambda loss, found: found._asdict(),
    "dict with d": lambda loss, found: {f"d{name}": array for name, array in found._asdict().items()} | {"dX": 0},
    "loss and dict": lambda loss, found: (loss, found._asdict()),
    "tuple": lambda loss, found: tuple(found),
    "list": lambda loss, found: list(found),
    "loss and tuple": lambda loss, found: (loss, tuple(found)),
    "loss, then arrays": lambda loss, found: (loss, *found),
    "array of one loss": lambda loss, found: (np.float64(loss), found),
}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_a_gradient_is_taken_in_every_form(form):
    right = verdicts(lambda *point: form(*gradients(*point)))
    assert states(right) == {"exact"} and tuple(right) == NAMES
    wrong = verdicts(lambda *point: form(0.0, gradients(*point)[1]._replace(Wh=np.zeros((3, 3)))))
    assert wrong["Wh"].verdict == "wrong" and wrong["Wx"].verdict == "exact"


def test_the_gradients_of_backward_are_taken():
    assert states(verdicts(lambda *point: backward(*point))) == {"exact"}
    assert isinstance(backward(*random_network()[:3]), Gradients)


@pytest.mark.parametrize("returned, words", [
    (None, "gradient returns nothing, it should return"),
    (3.0, "gradient returns a float"),
    (np.ones(3), "gradient returns a ndarray"),
    ((1.0, 2.0), "gradient returns a tuple of 2"),
    ((np.ones(3), np.ones(3)), "gradient returns a tuple of 2"),
    ([np.ones(1)] * 3, "gradient returns a list of 3"),
    ({"dWax": 1, "dWaa": 2, "dba": 3}, "a dict with the keys dWax, dWaa, dba, it should return"),
    ((0.1, {"dWax": 1}), "a dict with the keys dWax"),
    ({}, r"a dict with the keys \(none\)"),
])
def test_anything_else_is_told_what_is_taken(returned, words):
    X, Y, weights, h0 = random_network()
    with pytest.raises(TypeError, match=words) as raised:
        check_gradients(X, Y, weights, "tanh", h0, lambda *point: returned)
    assert "(loss, Weights); a dict with the keys Wx, Wh, bh, Wo, bo or dWx, dWh" in str(raised.value)


def test_what_a_dict_lacks_is_missing():
    assert gradient_arrays({"Wx": 1}, NAMES) == {"Wx": 1, "Wh": None, "bh": None, "Wo": None, "bo": None}
    results = verdicts(lambda *point: {"Wx": gradients(*point)[1].Wx})
    assert results["Wx"].verdict == "exact" and results["bo"].why == "it is missing"
