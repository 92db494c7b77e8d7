"""The checks that find a bug in backpropagation through time, and the points at which they are made.

A check takes an implementation (a class with `forward`, `predict` and `gradient`, such as `PlainBPTT` in
`implementations`) and a `Point`. It returns what it has found, in words, or an empty string. No check detects every
bug, so there are five:

    gradient check              the gradient against central differences of the loss of its *own* forward pass
    forward parity              the states against those of `rnnlab.network.forward.forward`, which are Keras'
    prediction against forward  the prediction against a readout of its own last state
    loss by definition          the loss it prints against the mean of its own squared errors
    second call                 the same call once more gives the same, and leaves its arguments as they were
"""

import copy
from typing import NamedTuple

import numpy as np

from rnnlab.network.forward import forward, predict, readout
from rnnlab.network.numerical_gradients import difference_quotients
from rnnlab.network.weights import Weights


class Point(NamedTuple):
    """Where a check is made: the arguments of one call.

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
    """Draw a point that hides no bug: N and T differ, Wh has no symmetry, h_0 and the loss are not zero."""
    rng = np.random.default_rng(seed)
    weights = Weights(rng.normal(0, 0.7, (D, M)), rng.normal(0, 0.7, (M, M)), rng.uniform(0.1, 0.5, M),
                      rng.normal(0, 0.7, (M, K)), rng.uniform(0.1, 0.5, K))
    X, Y, h0 = rng.normal(size=(N, T, D)), rng.normal(size=(N, K)), rng.uniform(0.2, 0.8, (N, M))
    return Point(X, Y, weights, activation, h0)


def _degenerate_points():
    """Points that differ from `INFORMATIVE_POINT` in one thing each (one of them in two), and hide bugs."""
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
        "loss = 0": _with_targets_met(draw_point()),
    }


def _with_targets_met(point):
    """The same point with targets that are met."""
    return point._replace(Y=predict(point.X, point.weights, point.activation, point.h0))


INFORMATIVE_POINT = draw_point()
DEGENERATE_POINTS = _degenerate_points()


def _gradient_check(implementation, point):
    X, Y, weights, activation, h0 = copy.deepcopy(point)
    gradient = implementation().gradient(*copy.deepcopy(point))[1]
    instance = implementation()
    coarse = _machine_epsilon(instance.forward(X, weights, activation, h0))
    step = coarse ** (1 / 3)  # see rnnlab.network.numerical_gradients: 6e-6 in float64, 5e-3 in float32
    reasons = []
    for name, array in weights._asdict().items():
        def loss(moved, name=name):
            moved = weights._replace(**{name: moved})
            return float(np.square(readout(instance.forward(X, moved, activation, h0)[:, -1], moved) - Y).mean())
        numerical, computed = difference_quotients(loss, array, step), np.asarray(getattr(gradient, name))
        if computed.shape != numerical.shape:
            reasons.append(f"d{name} has shape {computed.shape} for {numerical.shape}")
            continue
        tolerance = 1e-6 if max(coarse, _machine_epsilon(computed)) < 1e-10 else 1e-3
        noise = 10 * (coarse * loss(array) / step + step * step)
        # NaN is not smaller than anything, so `not <=` catches it, where `>` would let it pass.
        if not np.abs(computed - numerical).max() <= tolerance * np.abs(numerical).max() + noise:
            reasons.append(f"d{name} differs from the central differences")
    return "; ".join(reasons)


def _machine_epsilon(array):
    return float(np.finfo(array.dtype).eps)


def _forward_parity(implementation, point):
    X, _, weights, activation, h0 = copy.deepcopy(point)
    return difference("the states", implementation().forward(X, weights, activation, h0),
                      forward(X, weights, activation, h0))


def _prediction_against_forward(implementation, point):
    X, _, weights, activation, h0 = copy.deepcopy(point)
    last = implementation().forward(X, weights, activation, h0)[:, -1]
    return difference("the prediction", implementation().predict(X, weights, activation, h0), readout(last, weights))


def _loss_by_definition(implementation, point):
    X, Y, weights, activation, h0 = copy.deepcopy(point)
    printed = implementation().gradient(X, Y, weights, activation, h0)[0]
    last = implementation().forward(X, weights, activation, h0)[:, -1]
    return difference("the loss", printed, np.square(readout(last, weights) - Y).mean(dtype=last.dtype))


def _second_call(implementation, point):
    instance, before = implementation(), copy.deepcopy(point)
    first = copy.deepcopy(instance.gradient(*before))
    again = instance.gradient(*before)
    if not _same_arrays(before, point):
        return "the call changes its arguments"
    return difference("the gradient of the second call", _flatten(again), _flatten(first))


CHECKS = {"gradient check": _gradient_check, "forward parity": _forward_parity,
          "prediction against forward": _prediction_against_forward, "loss by definition": _loss_by_definition,
          "second call": _second_call}


def run_check(check, implementation, point=INFORMATIVE_POINT):
    """Run one check.

    Parameters
    ----------
    check : str
        A name in `CHECKS`.
    implementation : type
        A class like `PlainBPTT`, or a callable that returns a fresh object of the kind.
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
            return CHECKS[check](implementation, point)
    except Exception as error:
        return f"it stops with a {type(error).__name__}"


def checks_that_see(implementation, point=INFORMATIVE_POINT):
    """The names of all checks that find something in an implementation at a point."""
    return [check for check in CHECKS if run_check(check, implementation, point)]


def difference(what, computed, expected):
    """What differs between two arrays, in words, empty if nothing. NaN differs from everything."""
    computed, expected = np.asarray(computed), np.asarray(expected)
    if computed.shape != expected.shape:
        return f"{what}: shape {computed.shape} for {expected.shape}"
    tolerance = 1e-5 if np.float32 in (computed.dtype, expected.dtype) else 1e-9
    return "" if np.allclose(computed, expected, rtol=tolerance, atol=tolerance) else f"{what}: other numbers"


def _flatten(result):
    loss, gradient = result
    return np.concatenate([[loss], *(np.ravel(array) for array in gradient)])


def _same_arrays(one, other):
    return all(a is b or (_same_arrays(a, b) if isinstance(a, tuple) else np.array_equal(a, b))
               for a, b in zip(one, other))
