"""Numerical gradients by central differences: no formula is needed but that of the loss.

    dL/dw ≈ (L(w + e) - L(w - e)) / 2e

This costs two forward passes a weight, too slow to train with and good enough to check with. In float64 its error is
smallest near e = ε^(1/3), about 6e-6 (Nocedal and Wright, "Numerical Optimization", 2006, section 8.1), which leaves
ten good digits or so. In float32, or with a far smaller e, rounding is all that is left.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnlab.network.activations import get_activation
from rnnlab.network.forward import unroll
from rnnlab.network.gradient_inputs import prepare_arrays
from rnnlab.network.losses import get_loss
from rnnlab.network.weights import Weights

STEP_SIZE = 6e-6  # e, for weights up to 1; larger weights take a step as many times larger


def difference_quotients(function: Callable[[np.ndarray], Any], array: npt.ArrayLike,
                         step: float = STEP_SIZE) -> np.ndarray:
    """The partial derivative of a function with respect to each number of an array, by central differences.

    Parameters
    ----------
    function : callable
        Takes an array like `array` (float64) and returns one number.
    array : array_like
        The point at which the derivatives are taken. Not changed.
    step : float
        For numbers up to 1; a number of size 100 is moved a hundred times as far.

    Returns
    -------
    numpy.ndarray
        float64, in the shape of `array`.
    """
    point = np.array(array, np.float64)
    quotients = np.empty_like(point)
    for index in np.ndindex(point.shape):
        value = point[index]
        size = step * max(1.0, float(abs(value)))
        point[index] = right = value + size
        loss_right = function(point.copy())
        point[index] = left = value - size
        loss_left = function(point.copy())
        point[index] = value
        quotients[index] = (loss_right - loss_left) / (right - left)
    return quotients


def numerical_gradients(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
                        h0: npt.ArrayLike | None = None, step: float = STEP_SIZE, loss: str = "mse",
                        lengths: npt.ArrayLike | None = None) -> tuple[float, Weights]:
    """The gradients of `rnnlab.network.bptt.gradients`, by central differences in float64.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    Y : array_like, shape (N, K) or (N, T, K)
    weights : Weights
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        All as for `rnnlab.network.bptt.gradients`.
    step : float
        See `difference_quotients`.
    loss : {"mse", "binary_crossentropy"}
    lengths : array_like of int, shape (N,), optional
        As for `rnnlab.network.bptt.gradients`.

    Returns
    -------
    loss : float
    gradients : Weights
        Arrays of float64.

    Raises
    ------
    ValueError, TypeError
        As `rnnlab.network.bptt.gradients`. ValueError also if `step` is not a positive number.
    """
    value, dweights, _ = central_differences(X, Y, weights, activation, h0, step, loss, lengths)
    return value, dweights


def central_differences(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str,
                        h0: npt.ArrayLike | None, step: float = STEP_SIZE, loss: str = "mse",
                        lengths: npt.ArrayLike | None = None) -> tuple[float, Weights, bool]:
    """`numerical_gradients`, and whether a relu was at its kink.

    Returns
    -------
    loss : float
    gradients : Weights
    at_kink : bool
        Whether any relu was switched on or off by a step, so that a difference was taken across its kink.
    """
    if not step > 0 or not np.isfinite(step):
        raise ValueError(f"step is {step}, it should be a positive number")
    X, Y, weights, h0, lengths = prepare_arrays(X, Y, weights, activation, h0, loss, lengths)
    T, N, _ = X.shape
    counted = slice(None) if lengths is None else np.arange(T)[:, None] < lengths
    last = np.full(N, T) if lengths is None else lengths
    X, Y, h0 = (array.astype(np.float64) for array in (X, Y, h0))
    parameters = {name: array.astype(np.float64) for name, array in weights._asdict().items() if array is not None}
    f = get_activation(activation).function
    at_kink = False

    def states_of(weights):
        return unroll(X, weights.Wx, weights.Wh, weights.bh, f, h0)[1:]

    active = states_of(Weights(**parameters)) > 0

    def loss_of(**replaced):
        nonlocal at_kink
        weights = Weights(**{**parameters, **replaced})
        H = states_of(weights)
        at_kink = at_kink or (activation == "relu" and bool(((H > 0) != active).any()))
        H, targets = (H[counted], Y[counted]) if Y.ndim == 3 else (H[last - 1, np.arange(N)], Y)
        outputs = H if weights.Wo is None else H @ weights.Wo + weights.bo
        return float(get_loss(loss)(outputs, targets)[0].mean())

    def derivative(name):
        return difference_quotients(lambda moved: loss_of(**{name: moved}), parameters[name], step)

    with np.errstate(over="ignore", invalid="ignore"):  # a point that overflows is reported by its NaN
        dweights = Weights(**{name: derivative(name) for name in parameters})
        return loss_of(), dweights, at_kink
