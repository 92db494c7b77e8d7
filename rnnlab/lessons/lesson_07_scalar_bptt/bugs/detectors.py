"""The checks that a gradient by hand has to pass, and the points at which to stand while checking.

A check takes a maker of an implementation (a class with `forward`, `predict` and `gradient`, such as
`rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations.HandWritten`) and a `Point`. It returns what it has found, in words, or an empty string. No check
sees every bug, so there are five:

    gradient check              the gradient against central differences of the loss of its *own* forward pass
    forward parity              the states against those of `rnnlab.network.forward.forward`, which are Keras'
    prediction against forward  the prediction against a readout of its own last state
    loss by definition          the loss it prints against the mean of its own squared errors
    second call                 the same call once more gives the same, and leaves its arguments as they were
"""

import copy
from typing import NamedTuple

import numpy as np

from rnnlab.network.bptt import gradients
from rnnlab.network.forward import forward, predict, readout
from rnnlab.network.numerical_gradients import difference_quotients
from rnnlab.network.weights import Weights


class Point(NamedTuple):
    """Where a check stands.

    Attributes
    ----------
    X, Y, weights, activation, h0
        As for `rnnlab.network.bptt.gradients`; targets at the last step, with a readout.
    """

    X: np.ndarray
    Y: np.ndarray
    weights: Weights
    activation: str = "tanh"
    h0: np.ndarray | None = None


def draw_point(N=3, T=4, D=2, M=3, K=2, activation="tanh", seed=7):
    """A point that hides nothing: N and T differ, Wh has no symmetry, h_0 and the loss are not zero."""
    rng = np.random.default_rng(seed)
    weights = Weights(rng.normal(0, 0.7, (D, M)), rng.normal(0, 0.7, (M, M)), rng.uniform(0.1, 0.5, M),
                      rng.normal(0, 0.7, (M, K)), rng.uniform(0.1, 0.5, K))
    X, Y, h0 = rng.normal(size=(N, T, D)), rng.normal(size=(N, K)), rng.uniform(0.2, 0.8, (N, M))
    return Point(X, Y, weights, activation, h0)


def _unlucky_points():
    """Points that differ from `SEEING` in one thing each (the last in two), and hide bugs."""
    identity = draw_point()
    identity = identity._replace(weights=identity.weights._replace(Wh=np.eye(3)))
    return {
        "N = 1": draw_point(N=1),
        "N = T": draw_point(N=4),
        "T = 1": draw_point(T=1),
        "M = 1": draw_point(M=1),
        "Wh = 1": identity,
        "linear units": draw_point(activation="linear"),
        "h_0 = 0": draw_point()._replace(h0=None),
        "T = 1, h_0 = 0": draw_point(T=1)._replace(h0=None),
        "loss = 0": _solved(draw_point()),
    }


def _solved(point):
    """The same point with targets that are met."""
    return point._replace(Y=predict(point.X, point.weights, point.activation, point.h0))


SEEING = draw_point()
POINTS = _unlucky_points()


def _gradient_check(make, point):
    X, Y, weights, activation, h0 = copy.deepcopy(point)
    found = make().gradient(*copy.deepcopy(point))[1]
    own = make()
    coarse = _machine_epsilon(own.forward(X, weights, activation, h0))
    step = coarse ** (1 / 3)  # see rnnlab.network.numerical_gradients: 6e-6 in float64, 5e-3 in float32
    reasons = []
    for name, array in weights._asdict().items():
        def loss(moved):
            moved = weights._replace(**{name: moved})
            return float(np.square(readout(own.forward(X, moved, activation, h0)[:, -1], moved) - Y).mean())
        slopes, given = difference_quotients(loss, array, step), np.asarray(getattr(found, name))
        if given.shape != slopes.shape:
            reasons.append(f"d{name} has shape {given.shape} for {slopes.shape}")
            continue
        tolerance = 1e-6 if max(coarse, _machine_epsilon(given)) < 1e-10 else 1e-3
        noise = 10 * (coarse * loss(array) / step + step * step)
        if not np.abs(given - slopes).max() <= tolerance * np.abs(slopes).max() + noise:  # so turned, NaN does not pass
            reasons.append(f"d{name} differs from the central differences")
    return "; ".join(reasons)


def _machine_epsilon(array):
    return float(np.finfo(array.dtype).eps)


def _forward_parity(make, point):
    X, _, weights, activation, h0 = copy.deepcopy(point)
    return compare("the states", make().forward(X, weights, activation, h0), forward(X, weights, activation, h0))


def _prediction_against_forward(make, point):
    X, _, weights, activation, h0 = copy.deepcopy(point)
    last = make().forward(X, weights, activation, h0)[:, -1]
    return compare("the prediction", make().predict(X, weights, activation, h0), readout(last, weights))


def _loss_by_definition(make, point):
    X, Y, weights, activation, h0 = copy.deepcopy(point)
    printed = make().gradient(X, Y, weights, activation, h0)[0]
    last = make().forward(X, weights, activation, h0)[:, -1]
    return compare("the loss", printed, np.square(readout(last, weights) - Y).mean(dtype=last.dtype))


def _second_call(make, point):
    one, before = make(), copy.deepcopy(point)
    first = copy.deepcopy(one.gradient(*before))
    again = one.gradient(*before)
    if not _same_arrays(before, point):
        return "the call changes its arguments"
    return compare("the gradient of the second call", _flatten(again), _flatten(first))


CHECKS = {"gradient check": _gradient_check, "forward parity": _forward_parity,
          "prediction against forward": _prediction_against_forward, "loss by definition": _loss_by_definition,
          "second call": _second_call}


def run_check(check, make, point=SEEING):
    """Run one check.

    Parameters
    ----------
    check : str
        A name in `CHECKS`.
    make : callable
        Returns a fresh implementation.
    point : Point, optional

    Returns
    -------
    str
        What was found, empty if nothing. An implementation that stops with an error has been caught.

    Raises
    ------
    ValueError
        If there is no such check.
    """
    if check not in CHECKS:
        raise ValueError(f"check is {check!r}, it should be one of {', '.join(CHECKS)}")
    try:
        with np.errstate(all="ignore"):
            return CHECKS[check](make, point)
    except Exception as error:
        return f"it stops with a {type(error).__name__}"


def run_checks(make, point=SEEING):
    """Run all checks: a dict from the check's name to what was found."""
    return {check: run_check(check, make, point) for check in CHECKS}


def compare(what, given, expected):
    """What differs between two arrays, empty if nothing. NaN differs from everything."""
    given, expected = np.asarray(given), np.asarray(expected)
    if given.shape != expected.shape:
        return f"{what}: shape {given.shape} for {expected.shape}"
    tolerance = 1e-5 if np.float32 in (given.dtype, expected.dtype) else 1e-9
    return "" if np.allclose(given, expected, rtol=tolerance, atol=tolerance) else f"{what}: other numbers"


def _flatten(result):
    loss, found = result
    return np.concatenate([[loss], *(np.ravel(array) for array in found)])


def _same_arrays(one, other):
    return all(a is b or (_same_arrays(a, b) if isinstance(a, tuple) else np.array_equal(a, b))
               for a, b in zip(one, other))


class Library:
    """`rnnlab` itself, as an implementation to be inspected."""

    forward = staticmethod(forward)
    predict = staticmethod(predict)
    gradient = staticmethod(gradients)
