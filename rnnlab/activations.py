"""The activations, by Keras' names."""

import numpy as np


def tanh(z, out=None):
    return np.tanh(z, out=out)


def linear(z, out=None):
    return z


def relu(z, out=None):
    return np.maximum(z, 0, out=out)


def sigmoid(z, out=None):
    with np.errstate(over="ignore"):  # far to the left exp(-z) is infinite, and 1 / (1 + inf) is the right answer
        h = np.exp(np.negative(z, out=out), out=out)
    return np.reciprocal(np.add(h, 1, out=out), out=out)


ACTIVATIONS = {"tanh": tanh, "linear": linear, "relu": relu, "sigmoid": sigmoid}


def get_activation(name):
    """Look an activation up by its name.

    Parameters
    ----------
    name : {"tanh", "linear", "relu", "sigmoid"}

    Returns
    -------
    callable
        A function that takes an array of floats of any shape and returns one of the same shape; with ``out`` it may
        write its result there.

    Raises
    ------
    ValueError
        If there is no activation of that name.
    """
    if not isinstance(name, str) or name not in ACTIVATIONS:
        raise ValueError(f"activation is {name!r}, it should be one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[name]
