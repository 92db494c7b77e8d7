"""Activation functions, by Keras' names, each with its derivative: tanh, linear, relu and sigmoid.

tanh is NumPy's, between -1 and 1: ``(exp(z) - exp(-z)) / (exp(z) + exp(-z))``.

A backward function multiplies by the derivative, f'(z) written in terms of h = f(z): given dL/dh and h it writes
dL/dz = dL/dh * f'(z) to `out` and returns it.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np


class Activation(NamedTuple):
    """An activation function and its derivative.

    Attributes
    ----------
    function : callable
        Takes an array of floats of any shape and returns ``f(z)``; with a second array it may write its result there.
    backward : callable
        Takes dL/dh, h and an array for the result, and returns dL/dz.
    """

    function: Callable[..., np.ndarray]
    backward: Callable[..., np.ndarray]



def _tanh_backward(dh: np.ndarray, h: np.ndarray, out: np.ndarray) -> np.ndarray:
    """The derivative of tanh: ``f'(z) = 1 - h**2``."""
    np.multiply(h, h, out=out)
    np.subtract(1, out, out=out)
    return np.multiply(dh, out, out=out)


def linear(z: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """No activation, the identity: ``z``. `out` is not used."""
    return z


def _linear_backward(dh: np.ndarray, h: np.ndarray, out: np.ndarray) -> np.ndarray:
    """The derivative of the identity: ``f'(z) = 1``."""
    np.copyto(out, dh)
    return out


def relu(z: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Rectified linear unit: ``max(z, 0)``."""
    return np.maximum(z, 0, out=out)


def _relu_backward(dh: np.ndarray, h: np.ndarray, out: np.ndarray) -> np.ndarray:
    """The derivative of relu: ``f'(z) = 1`` where h > 0, else 0; at the kink z = 0 it is 0, as in TensorFlow."""
    return np.multiply(dh, h > 0, out=out)


def sigmoid(z: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """Logistic sigmoid, between 0 and 1: ``1 / (1 + exp(-z))``."""
    with np.errstate(over="ignore"):  # far to the left exp(-z) is infinite, and 1 / (1 + inf) is the right answer
        h = np.exp(np.negative(z, out=out), out=out)
    return np.reciprocal(np.add(h, 1, out=out), out=out)


def _sigmoid_backward(dh: np.ndarray, h: np.ndarray, out: np.ndarray) -> np.ndarray:
    """The derivative of the sigmoid: ``f'(z) = h * (1 - h)``."""
    np.subtract(1, h, out=out)
    np.multiply(h, out, out=out)
    return np.multiply(dh, out, out=out)


ACTIVATIONS = {
    "tanh": Activation(np.tanh, _tanh_backward),
    "linear": Activation(linear, _linear_backward),
    "relu": Activation(relu, _relu_backward),
    "sigmoid": Activation(sigmoid, _sigmoid_backward),
}


def get_activation(name: str) -> Activation:
    """Look an activation up by its name.

    Parameters
    ----------
    name : {"tanh", "linear", "relu", "sigmoid"}

    Returns
    -------
    Activation

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    try:
        return ACTIVATIONS[name]
    except (KeyError, TypeError):
        raise ValueError(f"activation is {name!r}, it should be one of {', '.join(ACTIVATIONS)}") from None
