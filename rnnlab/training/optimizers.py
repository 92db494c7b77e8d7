"""How a gradient becomes a step: SGD and Adam, with the formulas and defaults of Keras.

An optimizer is called once an update with the parameters and their gradient, two arrays of one shape, and changes the
parameters in place.
"""

import numpy as np

from rnnlab.validation import check_rate


class SGD:
    """Gradient descent: ``w -= learning_rate * g``.

    Parameters
    ----------
    learning_rate : float
    """

    def __init__(self, learning_rate=0.01):
        self.learning_rate = check_rate(learning_rate)

    def __call__(self, parameters, gradient):
        parameters -= parameters.dtype.type(self.learning_rate) * gradient


class Adam:
    """Steps of a size that does not depend on the gradient's: by its mean, divided by the root of its mean square.

        m += (1 - β₁) (g - m)                       running mean of the gradient
        v += (1 - β₂) (g² - v)                      running mean of its square
        α  = learning_rate √(1 - β₂ᵗ) / (1 - β₁ᵗ)   at update t = 1, 2, ...: both means began at zero
        w -= α m / (√v + ε)

    Kingma and Ba, "Adam: a method for stochastic optimization" (2015), in the form given at the end of their section 2,
    which is the one Keras computes; ε = 1e-7 is Keras' default.

    Parameters
    ----------
    learning_rate : float
    beta_1, beta_2, epsilon : float
    """

    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        self.learning_rate = check_rate(learning_rate)
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon
        self.update = 0
        self.m = self.v = self.work = None

    def __call__(self, parameters, gradient):
        if self.update == 0:
            self.m, self.v, self.work = (np.zeros_like(parameters) for _ in range(3))
        self.update += 1
        number = parameters.dtype.type  # the correction rounds as the parameters do: for float32 that shows
        t = number(self.update)
        alpha = (number(self.learning_rate) * np.sqrt(1 - number(self.beta_2) ** t)
                 / (1 - number(self.beta_1) ** t))
        m, v, work = self.m, self.v, self.work

        np.subtract(gradient, m, out=work)
        work *= 1 - self.beta_1
        m += work

        np.square(gradient, out=work)
        work -= v
        work *= 1 - self.beta_2
        v += work

        np.sqrt(v, out=work)
        work += self.epsilon
        np.divide(m, work, out=work)
        work *= alpha
        parameters -= work


OPTIMIZERS = {"sgd": SGD, "adam": Adam}


def get_optimizer(name, learning_rate):
    """A fresh optimizer by its name, ``"sgd"`` or ``"adam"``; ValueError for any other."""
    if not isinstance(name, str) or name not in OPTIMIZERS:
        raise ValueError(f"optimizer is {name!r}, it should be one of {', '.join(OPTIMIZERS)}")
    return OPTIMIZERS[name](learning_rate)
