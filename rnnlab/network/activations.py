"""The activations, by Keras' names, and their derivatives."""


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


# dh * f'(z), with f'(z) written in terms of h = f(z)

def tanh_backward(dh, h, out):  # f' = 1 - h²
    np.multiply(h, h, out=out)
    np.subtract(1, out, out=out)
    return np.multiply(dh, out, out=out)


def linear_backward(dh, h, out):  # f' = 1
    np.copyto(out, dh)
    return out


def relu_backward(dh, h, out):  # f' = 1 where h > 0, else 0: also at the kink, as in TensorFlow
    return np.multiply(dh, h > 0, out=out)


def sigmoid_backward(dh, h, out):  # f' = h (1 - h)
    np.subtract(1, h, out=out)
    np.multiply(h, out, out=out)
    return np.multiply(dh, out, out=out)


BACKWARD = {"tanh": tanh_backward, "linear": linear_backward, "relu": relu_backward, "sigmoid": sigmoid_backward}
