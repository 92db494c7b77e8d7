"""Slopes without a formula: central differences.

Every loss L of a weight w has a slope that needs no formula, the central difference

    dL/dw ≈ (L(w + e) - L(w - e)) / 2e

It costs two forward passes a weight, too slow to train with and good enough to check with. In float64 its error is
smallest near e = ε^(1/3), about 6e-6 (Nocedal and Wright, "Numerical Optimization", 2006, section 8.1), which leaves
ten good digits or so. In float32, or with a far smaller e, rounding is all that is left.
"""

import numpy as np

from rnnlab.network.activations import get_activation
from rnnlab.network.bptt import flatten_steps, prepare_arrays
from rnnlab.network.forward import matmul, unroll
from rnnlab.network.weights import Weights

STEP_SIZE = 6e-6  # e, for weights up to 1; larger weights take a step as many times larger


def difference_quotients(function, array, step=STEP_SIZE):
    """The slope of a function along each number of an array, by central differences.

    Parameters
    ----------
    function : callable
        Takes an array like `array` (float64) and returns one number.
    array : array_like
        Where to stand. Not changed.
    step : float
        For numbers up to 1; a number of size 100 is moved a hundred times as far.

    Returns
    -------
    numpy.ndarray
        float64, in the shape of `array`.
    """
    array = np.array(array, np.float64)
    slopes = np.empty_like(array)
    for index in np.ndindex(array.shape):
        here = array[index]
        reach = step * max(1, abs(here))
        array[index] = right = here + reach
        above = function(array.copy())
        array[index] = left = here - reach
        below = function(array.copy())
        array[index] = here
        slopes[index] = (above - below) / (right - left)
    return slopes


def numerical_gradients(X, Y, weights, activation="tanh", h0=None, step=STEP_SIZE):
    """The gradients of `rnnlab.network.bptt.gradients`, by central differences in float64.

    Parameters
    ----------
    X, Y, weights, activation, h0
        As for `rnnlab.network.bptt.gradients`, with the same errors.
    step : float
        See `difference_quotients`.

    Returns
    -------
    loss : float
    gradients : Weights
        Arrays of float64.

    Raises
    ------
    ValueError
        Also if `step` is not a positive number.
    """
    loss, slopes, _ = central_differences(X, Y, weights, activation, h0, step)
    return loss, slopes


def central_differences(X, Y, weights, activation, h0, step=STEP_SIZE):
    """`numerical_gradients`, and whether a relu was switched on or off between two neighbouring points."""
    if not step > 0 or not np.isfinite(step):
        raise ValueError(f"step is {step}, it should be a positive number")
    X, Y, weights, h0 = (_double(part) for part in prepare_arrays(X, Y, weights, activation, h0))
    f = get_activation(activation)
    kinked = False

    def states_of(moved):
        return unroll(X, moved.Wx, moved.Wh, moved.bh, f, h0)[1:]

    on = states_of(weights) > 0

    def loss_of(moved):
        nonlocal kinked
        H = states_of(moved)
        kinked = kinked or (activation == "relu" and bool(((H > 0) != on).any()))
        seen, targets = (flatten_steps(H), flatten_steps(Y)) if Y.ndim == 3 else (H[-1], Y)
        outputs = seen if moved.Wo is None else matmul(seen, moved.Wo) + moved.bo
        return float(np.square(outputs - targets).mean())

    with np.errstate(over="ignore", invalid="ignore"):  # a point that overflows is reported by its NaN
        slopes = {name: difference_quotients(lambda moved: loss_of(weights._replace(**{name: moved})), array, step)
                  for name, array in weights._asdict().items() if array is not None}
        return loss_of(weights), Weights(**slopes), kinked


def _double(part):
    if isinstance(part, Weights):
        return Weights(*(None if array is None else array.astype(np.float64) for array in part))
    return part.astype(np.float64)
