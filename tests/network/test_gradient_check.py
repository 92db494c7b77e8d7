"""The gradient check: every planted fault is caught, every blind spot is reported and really blind."""

import numpy as np
import pytest

from rnnlab import Weights, forward, readout
from rnnlab.network.activations import ACTIVATIONS
from rnnlab.network.bptt import gradients
from rnnlab.network.gradient_check import CLOSE, EXACT, blind_spots, check_gradients, compare_gradients, judge_gradient
from rnnlab.network.numerical_gradients import numerical_gradients
from tests.helpers.networks import random_network


@pytest.mark.parametrize("step", [0, -1e-5, np.nan, np.inf])
def test_a_step_of_no_length_is_refused(step):
    with pytest.raises(ValueError, match="step"):
        numerical_gradients(*random_network()[:3], step=step)


def wrong(X, Y, weights, activation, h0, fault):
    """BPTT by loops, for tanh and the last step, with a fault switched on. Returns what `gradients` returns."""
    Wx, Wh, bh, Wo, bo = (np.asarray(array, float) for array in weights)
    X, Y = np.asarray(X, float), np.asarray(Y, float)
    N, T, _ = X.shape
    h0 = np.zeros((N, len(bh))) if h0 is None else h0
    H = [h0]
    for t in range(T):
        H.append(np.tanh(X[:, t] @ Wx + H[-1] @ Wh + bh))
    error = H[-1] @ Wo + bo - Y
    dY = 2 * error / {"divided by T": T * Y.shape[1], "sum for mean": 1}.get(fault, error.size)
    dWx, dWh, dbh = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(bh)
    dh = dY @ Wo.T
    for t in reversed(range(T)):
        dz = dh / (1 - H[t + 1] ** 2) if fault == "inverted tanh" else dh * (1 - H[t + 1] ** 2)
        before = H[t]
        if fault == "one step too early":
            before = H[t - 1] if t else h0
        elif fault == "last row at t = 0" and t == 0:
            before = H[-1]
        elif fault == "nothing at t = 0" and t == 0:
            before = np.zeros_like(h0)
        share = dWx, dWh, dbh = (dWx + X[:, t].T @ dz, dWh + before.T @ dz, dbh + dz.sum(0))
        dh = dz @ Wh if fault == "Wh not transposed" else dz if fault == "Wh dropped" else dz @ Wh.T
        if fault == "no sum over t":
            break
    assert share
    if fault == "not summed over samples":
        dWx = np.einsum("nd,nm->ndm", X[:, -1], dz)
    return (error ** 2).mean(), Weights(dWx, dWh, np.full_like(dbh, np.nan) if fault == "NaN" else dbh,
                                        H[-1].T @ dY, None if fault == "missing" else dY.sum(0))


CAUGHT_IN = {
    "Wh not transposed": {"Wx", "Wh", "bh"},
    "Wh dropped": {"Wx", "Wh", "bh"},
    "no sum over t": {"Wx", "Wh", "bh"},
    "inverted tanh": {"Wx", "Wh", "bh"},
    "one step too early": {"Wh"},
    "last row at t = 0": {"Wh"},
    "nothing at t = 0": {"Wh"},
    "divided by T": {"Wx", "Wh", "bh", "Wo", "bo"},
    "sum for mean": {"Wx", "Wh", "bh", "Wo", "bo"},
    "not summed over samples": {"Wx"},
    "NaN": {"bh"},
    "missing": {"bo"},
}


def verdicts(point, fault=None):
    X, Y, weights, h0 = point
    gradient = (lambda *point: wrong(*point, fault)) if fault else gradients
    results = compare_gradients(X, Y, weights, "tanh", h0, gradient)
    return {name: verdict.verdict for name, verdict in results.items()}


@pytest.mark.parametrize("fault", CAUGHT_IN)
def test_every_planted_fault_is_caught_where_it_is(fault):
    results = verdicts(random_network(), fault)
    assert {name for name, verdict in results.items() if verdict == "wrong"} == CAUGHT_IN[fault]
    assert {verdict for name, verdict in results.items() if name not in CAUGHT_IN[fault]} <= {"exact"}


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("K", [None, 2])
def test_right_gradients_are_exact(activation, every_step, K):
    X, Y, weights, h0 = random_network(K=K, every_step=every_step)
    results = compare_gradients(X, Y, weights, activation, h0)
    assert {verdict.verdict for verdict in results.values()} == {"exact"}
    assert list(results) == [name for name, array in weights._asdict().items() if array is not None]
    assert {verdict.verdict for verdict in
            compare_gradients(X, Y, weights, activation, h0, numerical_gradients).values()} == {"exact"}


def blind_points():
    """(evaluation point, the arrays that are blind there, a fault that is invisible there, word of the reason)."""
    X, Y, weights, h0 = random_network()
    recurrent, all_arrays = {"Wx", "Wh", "bh"}, {"Wx", "Wh", "bh", "Wo", "bo"}
    at_zero_loss = readout(forward(X, weights, "tanh", h0)[:, -1], weights)
    symmetric = weights._replace(Wh=weights.Wh + weights.Wh.T)
    one = random_network(M=1)
    identity = weights._replace(Wh=np.eye(3))
    square = random_network(N=5)
    return [
        ("zero loss", (X, at_zero_loss, weights, h0), all_arrays, "sum for mean", "loss is zero"),
        ("N = T", square, all_arrays, "divided by T", "N = T = 5"),
        ("T = 1", (X[:, :1], Y, weights, h0), recurrent, "Wh not transposed", "T = 1"),
        ("identity", (X, Y, identity, h0), recurrent, "Wh dropped", "identity"),
        ("Wh = 1", (one[0], one[1], one[2]._replace(Wh=[[1.0]]), one[3]), recurrent, "Wh dropped", "Wh is 1"),
        ("symmetric", (X, Y, symmetric, h0), recurrent, "Wh not transposed", "symmetric"),
        ("no h0", (X, Y, weights, None), {"Wh"}, "nothing at t = 0", "h0 is zero"),
        ("h0 of zeros", (X, Y, weights, 0 * h0), {"Wh"}, "nothing at t = 0", "h0 is zero"),
    ]


@pytest.mark.parametrize("point, blind, fault, reason", [case[1:] for case in blind_points()],
                         ids=[case[0] for case in blind_points()])
def test_each_blind_spot_is_reported_and_is_really_blind(point, blind, fault, reason):
    assert {name for name, verdict in verdicts(point).items() if verdict == "blind"} == blind
    # ... because this fault, caught elsewhere, changes nothing here:
    assert "wrong" in verdicts(random_network(), fault).values()
    assert "wrong" not in verdicts(point, fault).values()
    results = compare_gradients(*point[:3], "tanh", point[3])
    assert all(reason in results[name].why for name in blind)


@pytest.mark.parametrize("point, blind", [case[1:3] for case in blind_points()][1:],
                         ids=[case[0] for case in blind_points()][1:])
def test_blind_never_covers_up_wrong(point, blind):
    results = compare_gradients(*point[:3], "tanh", point[3],
                              lambda *all: (0, Weights(*(1.01 * array for array in gradients(*all)[1]))))
    assert {verdict.verdict for verdict in results.values()} == {"wrong"}
    assert all(verdict.difference == pytest.approx(0.01, rel=1e-3) for verdict in results.values())


def test_a_relu_at_its_kink_is_blind():
    X, Y, weights, h0 = random_network()
    weights = weights._replace(Wx=0 * weights.Wx, Wh=0.1 * np.arange(9.0).reshape(3, 3), bh=np.array([0, 1.0, 1.0]))
    results = compare_gradients(X, Y, weights, "relu", 0 * h0)  # the first unit's z_1 is exactly 0
    assert {verdict.verdict for verdict in results.values()} == {"blind"}
    assert all("kink" in verdict.why for verdict in results.values())


def test_a_point_that_overflows_is_blind_and_a_gradient_that_does_is_wrong():
    slopes = np.ones((2, 2))
    assert judge_gradient(slopes, np.full((2, 2), np.nan)).verdict == "blind"
    assert judge_gradient(np.full((2, 2), np.nan), slopes).verdict == "wrong"
    assert judge_gradient(np.full((2, 2), np.inf), slopes).verdict == "wrong"
    X, Y, weights, h0 = random_network()
    huge = weights._replace(Wh=weights.Wh * 1e80)
    with np.errstate(over="ignore", invalid="ignore"):
        results = compare_gradients(X, Y, huge, "linear", h0)
    assert {results[name].verdict for name in ("Wx", "Wh", "bh", "Wo")} == {"blind"}


def test_a_gradient_of_zero_is_blind_unless_something_else_is_claimed():
    X, Y, weights, h0 = random_network()
    dead = weights._replace(bh=np.full(3, -50.0))  # no relu ever answers
    results = compare_gradients(X, Y, dead, "relu", h0)
    assert {name for name, verdict in results.items() if verdict.verdict == "blind"} == {"Wx", "Wh", "bh", "Wo"}
    claimed = compare_gradients(X, Y, dead, "relu", h0, lambda *all: (0, Weights(*(
        array + 1e-3 for array in gradients(*all)[1]))))
    assert {verdict.verdict for verdict in claimed.values()} == {"wrong"}


@pytest.mark.parametrize("size, verdict", [(0, "exact"), (EXACT / 2, "exact"), (EXACT * 2, "close"),
                                           (CLOSE / 2, "close"), (CLOSE * 2, "wrong"), (0.5, "wrong")])
def test_the_thresholds(size, verdict):
    expected = np.array([[1.0, -4.0], [2.0, 0.5]])
    tested = expected.copy()
    tested[0, 0] += 4 * size  # relative to the largest
    result = judge_gradient(tested, expected)
    assert result.verdict == verdict and result.difference == pytest.approx(size, abs=1e-12)


def test_a_gradient_in_float32_is_at_least_close():
    X, Y, weights, h0 = random_network()
    results = compare_gradients(X, Y, weights, "tanh", h0, lambda X, Y, weights, activation, h0: gradients(
        np.float32(X), np.float32(Y), Weights(*map(np.float32, weights)), activation, np.float32(h0)))
    assert {verdict.verdict for verdict in results.values()} <= {"exact", "close"}


def test_a_verdict_a_line(capsys):
    X, Y, weights, _ = random_network()
    check_gradients(X, Y, weights, gradient=lambda *all: wrong(*all, "divided by T"))
    check_gradients(X, Y, weights, gradient=lambda *all: wrong(*all, "not summed over samples"))
    check_gradients(X, Y, weights)
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 15
    assert lines[0] == "Wx  wrong  largest relative difference 0.2"
    assert lines[5] == "Wx  wrong  it has shape (4, 2, 3), it should have shape (2, 3)"
    assert lines[10] == "Wx  exact  largest relative difference at most 1e-06"
    assert lines[11] == ("Wh  blind  largest relative difference at most 1e-06  "
                         "(h0 is zero: what the first step adds is hidden)")


def test_no_array_is_blind_at_the_recommended_point():
    X, _, weights, h0 = random_network()
    assert not any(blind_spots(X, weights, h0, loss=1.0).values())


@pytest.mark.parametrize("b", [0.1, -0.7])
def test_at_a_met_target_the_right_gradient_is_not_called_wrong(b):
    x, h0 = np.array([1, 0.5, -1]).reshape(1, 3, 1), np.array([[0.5]])
    weights = Weights(np.array([[0.5]]), np.array([[0.8]]), np.array([b]))
    met = forward(x, weights, h0=h0)[:, -1]
    assert {verdict.verdict for verdict in compare_gradients(x, met, weights, h0=h0).values()} == {"blind"}
