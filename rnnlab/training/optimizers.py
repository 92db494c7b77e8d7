"""Optimisers: SGD and Adam, with the formulas and defaults of Keras.

An optimiser is called once an update with the parameters and their gradient, two arrays of one shape, and changes the
parameters in place.
"""

from typing import Any

import numpy as np

from rnnlab.validation import check_positive


class SGD:
    """Stochastic gradient descent: ``w -= learning_rate * g``.

    Parameters
    ----------
    learning_rate : float
        Positive; ValueError or TypeError otherwise.
    """

    def __init__(self, learning_rate: float = 0.01) -> None:
        self.learning_rate = check_positive("learning_rate", learning_rate)

    def __call__(self, parameters: np.ndarray, gradient: np.ndarray) -> None:
        """Make one update in place: ``parameters -= learning_rate * gradient``."""
        parameters -= parameters.dtype.type(self.learning_rate) * gradient


class Adam:
    """Adam: steps by the running mean of the gradient, divided by the root of the running mean of its square.

        m += (1 - β₁) (g - m)                       running mean of the gradient
        v += (1 - β₂) (g² - v)                      running mean of its square
        α  = learning_rate √(1 - β₂ᵗ) / (1 - β₁ᵗ)   at update t = 1, 2, ...: both means began at zero
        w -= α m / (√v + ε)

    Kingma and Ba, "Adam: a method for stochastic optimization" (2015), in the form given at the end of their section 2,
    which is the one Keras computes; ε = 1e-7 is Keras' default.

    Parameters
    ----------
    learning_rate : float
        Positive; ValueError or TypeError otherwise.
    beta_1, beta_2, epsilon : float
    """

    def __init__(self, learning_rate: float = 0.001, beta_1: float = 0.9, beta_2: float = 0.999,
                 epsilon: float = 1e-7) -> None:
        self.learning_rate = check_positive("learning_rate", learning_rate)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        self.update = 0
        self.m: Any = None
        self.v: Any = None
        self.buffer: Any = None

    def __call__(self, parameters: np.ndarray, gradient: np.ndarray) -> None:
        """Make one update in place: ``parameters -= α m / (√v + ε)``, after m and v have taken `gradient` in."""
        if self.update == 0:
            self.m, self.v, self.buffer = (np.zeros_like(parameters) for _ in range(3))
        self.update += 1
        number = parameters.dtype.type  # the correction rounds as the parameters do: for float32 that shows
        t = number(self.update)
        alpha = (number(self.learning_rate) * np.sqrt(1 - number(self.beta_2) ** t)
                 / (1 - number(self.beta_1) ** t))
        m, v, buffer = self.m, self.v, self.buffer

        np.subtract(gradient, m, out=buffer)
        buffer *= 1 - self.beta_1
        m += buffer

        np.square(gradient, out=buffer)
        buffer -= v
        buffer *= 1 - self.beta_2
        v += buffer

        np.sqrt(v, out=buffer)
        buffer += self.epsilon
        np.divide(m, buffer, out=buffer)
        buffer *= alpha
        parameters -= buffer


OPTIMIZERS: dict[str, type[SGD] | type[Adam]] = {"sgd": SGD, "adam": Adam}


def get_optimizer(name: str, learning_rate: float) -> SGD | Adam:
    """A new optimiser by its name, ``"sgd"`` or ``"adam"``; ValueError for any other."""
    if not isinstance(name, str) or name not in OPTIMIZERS:
        raise ValueError(f"optimizer is {name!r}, it should be one of {', '.join(OPTIMIZERS)}")
    return OPTIMIZERS[name](learning_rate)
