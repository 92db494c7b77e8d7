"""Backpropagation through time: against differences, at random; what may come in; and the check that must not lie."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from rnnlab import Weights, forward, readout
from rnnlab.network.activations import ACTIVATIONS
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.gradient_check import CLOSE, EXACT, blind_spots, check_gradients, compare_gradients, judge_gradient
from rnnlab.network.numerical_gradients import difference_quotients, numerical_gradients


def draw(N=4, T=5, D=2, M=3, K=2, every_step=False, seed=0):
    """A point that hides nothing: N ≠ T, T ≥ 3, Wh not symmetric, h0 ≠ 0."""
    generator = np.random.default_rng(seed)
    shapes = [(D, M), (M, M), (M,)] + ([] if K is None else [(M, K), (K,)])
    weights = Weights(*(generator.normal(scale=0.6, size=shape) for shape in shapes))
    Y = generator.normal(size=(N, T, K or M) if every_step else (N, K or M))
    return generator.normal(size=(N, T, D)), Y, weights, generator.normal(size=(N, M))


def loss_of(X, Y, weights, activation, h0=None):
    """The mean squared error, from the public forward pass."""
    H = forward(X, weights, activation, h0)
    Y_hat = H if weights.Wo is None else readout(H, weights)
    return ((Y_hat - Y if Y.ndim == 3 else Y_hat[:, -1] - Y) ** 2).mean()


def near_a_kink(X, weights, h0, reach=1e-3):
    """Whether a relu's z is so near 0 that a step could carry it across."""
    H = forward(X, weights, "relu", h0)
    before = np.concatenate([h0[:, None], H[:, :-1]], axis=1)
    return (np.abs(X @ weights.Wx + before @ weights.Wh + weights.bh) < reach).any()


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.data())
def test_gradients_equal_central_differences(data):
    """1e-6 of the largest number in the array, or the rounding of the differences, whatever the sizes."""
    N, T, D, M = (data.draw(st.integers(1, most), name) for most, name in ((4, "N"), (6, "T"), (3, "D"), (4, "M")))
    K = data.draw(st.none() | st.integers(1, 3), "K")
    activation = data.draw(st.sampled_from(list(ACTIVATIONS)), "activation")
    X, Y, weights, h0 = draw(N, T, D, M, K, data.draw(st.booleans(), "every step"),
                             data.draw(st.integers(0, 10_000), "seed"))
    h0 = h0 * data.draw(st.booleans(), "h0")
    assume(activation != "relu" or not near_a_kink(X, weights, h0))
    found = backward(X, Y, weights, activation, h0)
    loss, expected = numerical_gradients(X, Y, weights, activation, h0)
    assert found.loss == pytest.approx(loss, rel=1e-12)
    assert found.loss == pytest.approx(loss_of(X, Y, weights, activation, h0), rel=1e-12)
    pairs = list(zip(found.weights, expected))
    pairs.append((found.dX, difference_quotients(lambda moved: loss_of(moved, Y, weights, activation, h0), X)))
    pairs.append((found.dh0, difference_quotients(lambda moved: loss_of(X, Y, weights, activation, moved), h0)))
    for a, b in pairs:
        if a is None:
            assert b is None
            continue
        assert np.abs(a - b).max() <= max(1e-6 * np.abs(b).max(), 1e-10 * loss)


@pytest.mark.parametrize("activation", ["tanh", "linear", "sigmoid"])
@pytest.mark.parametrize("every_step", [False, True])
def test_the_gradient_of_each_state_is_what_a_push_at_that_state_does(activation, every_step):
    X, Y, weights, h0 = draw(every_step=every_step)
    found = backward(X, Y, weights, activation, h0)
    H = forward(X, weights, activation, h0)
    T = X.shape[1]
    for t in range(T):
        def loss_from(h):  # the network from step t on, with the state there taken as given
            rest = forward(X[:, t + 1:], weights, activation, h) if t + 1 < T else h[:, None][:, :0]
            states = np.concatenate([H[:, :t], h[:, None], rest], axis=1)
            error = readout(states, weights) - Y if every_step else readout(states[:, -1], weights) - Y
            return (error ** 2).mean()

        np.testing.assert_allclose(found.dH[:, t], difference_quotients(loss_from, H[:, t]), rtol=1e-6, atol=1e-10)
    slope = {"tanh": 1 - H ** 2, "linear": np.ones_like(H), "sigmoid": H * (1 - H)}[activation]
    np.testing.assert_allclose(found.dZ, found.dH * slope, rtol=1e-13)


def test_gradients_is_backward():
    X, Y, weights, h0 = draw()
    loss, found = gradients(X, Y, weights, "tanh", h0)
    whole = backward(X, Y, weights, "tanh", h0)
    assert loss == whole.loss and all((a == b).all() for a, b in zip(found, whole.weights))


def test_one_unit_on_paper():
    """X = 1, 2; Wx = 3, Wh = 0.5, b = 0, linear: h = 3, 7.5; y = 7: L = 0.25, dL/dh_2 = 1, dL/dh_1 = 0.5."""
    found = backward([[[1], [2]]], [[7]], Weights([[3]], [[0.5]], [0]), "linear")
    assert found.loss == 0.25
    assert found.dH.ravel().tolist() == [0.5, 1]
    assert [float(array.item()) for array in found.weights[:3]] == [0.5 * 1 + 1 * 2, 1 * 3, 0.5 + 1]
    assert found.dX.ravel().tolist() == [1.5, 3] and found.dh0.item() == 0.25


def test_the_gradient_of_an_embedding_follows_from_that_of_the_input():
    generator = np.random.default_rng(0)
    digits = generator.integers(4, size=(6, 3))  # the fifth digit never occurs
    E = generator.normal(size=(5, 2))
    _, Y, weights, _ = draw(6, 3, D=2)
    dX = backward(E[digits], Y, weights).dX
    dE = np.zeros_like(E)
    np.add.at(dE, digits, dX)
    np.testing.assert_allclose(dE, difference_quotients(lambda moved: loss_of(moved[digits], Y, weights, "tanh"), E),
                               rtol=1e-6, atol=1e-10)
    assert not dE[4].any()


@pytest.mark.parametrize("dtype, other, result", [("float32", "float32", "float32"), ("float32", "float64", "float64"),
                                                  ("float64", "float32", "float64"), ("float32", "int64", "float64")])
def test_dtypes(dtype, other, result):
    X, Y, weights, _ = draw()
    weights = Weights(*(array.astype(dtype) for array in weights))
    found = backward(X.astype(dtype), (10 * Y).astype(other), weights)
    assert isinstance(found.loss, float)
    assert {array.dtype.name for array in (*found.weights, found.dH, found.dZ, found.dX, found.dh0)} == {result}


@pytest.mark.parametrize("function", [gradients, backward, numerical_gradients])
@pytest.mark.parametrize("every_step", [False, True])
def test_nothing_given_is_changed(function, every_step):
    X, Y, weights, h0 = draw(every_step=every_step)
    before = [array.copy() for array in (X, Y, h0, *weights)]
    function(X, Y, weights, "tanh", h0)
    for array, copy in zip((X, Y, h0, *weights), before):
        assert (array == copy).all()


@pytest.mark.parametrize("change, error, words", [
    (dict(X=np.zeros((4, 5, 3))), ValueError, ["X has shape (4, 5, 3)", "(N, T, D) with D = 2"]),
    (dict(Y=np.zeros(4)), ValueError, ["Y has shape (4,)", "(N, K) with N = 4, K = 2"]),
    (dict(Y=np.zeros((4, 1))), ValueError, ["Y has shape (4, 1)", "K = 2"]),
    (dict(Y=np.zeros((4, 3, 2))), ValueError, ["Y has shape (4, 3, 2)", "(N, T, K) with N = 4, T = 5, K = 2"]),
    (dict(Y=np.zeros((3, 2))), ValueError, ["Y has shape (3, 2)", "N = 4"]),
    (dict(Y=np.full((4, 2), np.nan)), ValueError, ["Y", "nan"]),
    (dict(Y=None), TypeError, ["Y", "None"]),
    (dict(h0=np.zeros((5, 3))), ValueError, ["h0 has shape (5, 3)", "(N, M)"]),
    (dict(activation="cos"), ValueError, ["'cos'"]),
    (dict(weights=draw(K=None)[2]), ValueError, ["Y has shape (4, 2)", "K = 3"]),
    (dict(weights=draw()[2]._replace(bo=None)), ValueError, ["bo missing"]),
    (dict(weights=draw()[2]._replace(Wo=np.zeros((2, 2)))), ValueError, ["Wo has shape (2, 2)", "M = 3"]),
    (dict(weights=None), TypeError, ["Weights"])])
@pytest.mark.parametrize("function", [gradients, backward, numerical_gradients, check_gradients])
def test_bad_input_is_named(function, change, error, words):
    X, Y, weights, h0 = draw()
    with pytest.raises(error) as caught:
        function(**(dict(X=X, Y=Y, weights=weights, activation="tanh", h0=h0) | change))
    assert all(word in str(caught.value) for word in words), str(caught.value)


@pytest.mark.parametrize("step", [0, -1e-5, np.nan, np.inf])
def test_a_step_of_no_length_is_refused(step):
    with pytest.raises(ValueError, match="step"):
        numerical_gradients(*draw()[:3], step=step)


# The check itself: every planted fault is caught, and every blind spot is really blind.

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
        dh = {"Wh not transposed": lambda: dz @ Wh, "Wh dropped": lambda: dz}.get(fault, lambda: dz @ Wh.T)()
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
    found = compare_gradients(X, Y, weights, "tanh", h0, lambda *all: wrong(*all, fault) if fault else gradients(*all))
    return {name: verdict.verdict for name, verdict in found.items()}


@pytest.mark.parametrize("fault", CAUGHT_IN)
def test_every_planted_fault_is_caught_where_it_is(fault):
    found = verdicts(draw(), fault)
    assert {name for name, verdict in found.items() if verdict == "wrong"} == CAUGHT_IN[fault]
    assert {verdict for name, verdict in found.items() if name not in CAUGHT_IN[fault]} <= {"exact"}


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("every_step", [False, True])
@pytest.mark.parametrize("K", [None, 2])
def test_right_gradients_are_exact(activation, every_step, K):
    X, Y, weights, h0 = draw(K=K, every_step=every_step)
    found = compare_gradients(X, Y, weights, activation, h0)
    assert {verdict.verdict for verdict in found.values()} == {"exact"}
    assert list(found) == [name for name, array in weights._asdict().items() if array is not None]
    assert {verdict.verdict for verdict in
            compare_gradients(X, Y, weights, activation, h0, numerical_gradients).values()} == {"exact"}


def blind_points():
    """(where to stand, the arrays that are blind there, a fault that is invisible there, word of the reason)"""
    X, Y, weights, h0 = draw()
    recurrent, all_arrays = {"Wx", "Wh", "bh"}, {"Wx", "Wh", "bh", "Wo", "bo"}
    at_zero_loss = readout(forward(X, weights, "tanh", h0)[:, -1], weights)
    symmetric = weights._replace(Wh=weights.Wh + weights.Wh.T)
    one = draw(M=1)
    identity = weights._replace(Wh=np.eye(3))
    square = draw(N=5)
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
    assert "wrong" in verdicts(draw(), fault).values()
    assert "wrong" not in verdicts(point, fault).values()
    found = compare_gradients(*point[:3], "tanh", point[3])
    assert all(reason in found[name].why for name in blind)


@pytest.mark.parametrize("point, blind", [case[1:3] for case in blind_points()][1:],
                         ids=[case[0] for case in blind_points()][1:])
def test_blind_never_covers_up_wrong(point, blind):
    found = compare_gradients(*point[:3], "tanh", point[3],
                              lambda *all: (0, Weights(*(1.01 * array for array in gradients(*all)[1]))))
    assert {verdict.verdict for verdict in found.values()} == {"wrong"}
    assert all(verdict.difference == pytest.approx(0.01, rel=1e-3) for verdict in found.values())


def test_a_relu_at_its_kink_is_blind():
    X, Y, weights, h0 = draw()
    weights = weights._replace(Wx=0 * weights.Wx, Wh=0.1 * np.arange(9.0).reshape(3, 3), bh=np.array([0, 1.0, 1.0]))
    found = compare_gradients(X, Y, weights, "relu", 0 * h0)  # the first unit's z_1 is exactly 0
    assert {verdict.verdict for verdict in found.values()} == {"blind"}
    assert all("kink" in verdict.why for verdict in found.values())


def test_a_point_that_overflows_is_blind_and_a_gradient_that_does_is_wrong():
    slopes = np.ones((2, 2))
    assert judge_gradient(slopes, np.full((2, 2), np.nan)).verdict == "blind"
    assert judge_gradient(np.full((2, 2), np.nan), slopes).verdict == "wrong"
    assert judge_gradient(np.full((2, 2), np.inf), slopes).verdict == "wrong"
    X, Y, weights, h0 = draw()
    huge = weights._replace(Wh=weights.Wh * 1e80)
    with np.errstate(over="ignore", invalid="ignore"):
        found = compare_gradients(X, Y, huge, "linear", h0)
    assert {found[name].verdict for name in ("Wx", "Wh", "bh", "Wo")} == {"blind"}


def test_a_gradient_of_zero_is_blind_unless_something_else_is_claimed():
    X, Y, weights, h0 = draw()
    dead = weights._replace(bh=np.full(3, -50.0))  # no relu ever answers
    found = compare_gradients(X, Y, dead, "relu", h0)
    assert {name for name, verdict in found.items() if verdict.verdict == "blind"} == {"Wx", "Wh", "bh", "Wo"}
    claimed = compare_gradients(X, Y, dead, "relu", h0, lambda *all: (0, Weights(*(
        array + 1e-3 for array in gradients(*all)[1]))))
    assert {verdict.verdict for verdict in claimed.values()} == {"wrong"}


@pytest.mark.parametrize("size, verdict", [(0, "exact"), (EXACT / 2, "exact"), (EXACT * 2, "close"),
                                           (CLOSE / 2, "close"), (CLOSE * 2, "wrong"), (0.5, "wrong")])
def test_the_thresholds(size, verdict):
    slopes = np.array([[1.0, -4.0], [2.0, 0.5]])
    given = slopes.copy()
    given[0, 0] += 4 * size  # relative to the largest
    found = judge_gradient(given, slopes)
    assert found.verdict == verdict and found.difference == pytest.approx(size, abs=1e-12)


def test_a_gradient_in_float32_is_at_least_close():
    X, Y, weights, h0 = draw()
    found = compare_gradients(X, Y, weights, "tanh", h0, lambda X, Y, weights, activation, h0: gradients(
        np.float32(X), np.float32(Y), Weights(*map(np.float32, weights)), activation, np.float32(h0)))
    assert {verdict.verdict for verdict in found.values()} <= {"exact", "close"}


def test_a_verdict_a_line(capsys):
    X, Y, weights, _ = draw()
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
    X, Y, weights, h0 = draw()
    assert not any(blind_spots(X, weights, h0, loss=1.0).values())


@pytest.mark.parametrize("b", [0.1, -0.7])
def test_at_a_met_target_the_right_gradient_is_not_called_wrong(b):
    x, h0 = np.array([1, 0.5, -1]).reshape(1, 3, 1), np.array([[0.5]])
    weights = Weights(np.array([[0.5]]), np.array([[0.8]]), np.array([b]))
    met = forward(x, weights, h0=h0)[:, -1]
    assert {verdict.verdict for verdict in compare_gradients(x, met, weights, h0=h0).values()} == {"blind"}
