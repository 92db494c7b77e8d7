"""Every number of a forward pass, for those who draw it: the products, their sums, the states and the outputs."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from rnnlab.network.activations import get_activation
from rnnlab.network.forward import prepare_inputs, unroll
from rnnlab.network.weights import Weights, check_weights


class ForwardTrace(NamedTuple):
    """A forward pass, number by number.

    Attributes
    ----------
    X : numpy.ndarray, shape (N, T, D)
    weights : Weights
    Zx, Zh : numpy.ndarray, shape (N, T, M)
        What comes in from the inputs, ``X @ Wx``, and from the states before, ``H_before @ Wh``.
    Z : numpy.ndarray, shape (N, T, M)
        ``Zx + Zh + bh``, before the activation.
    H : numpy.ndarray, shape (N, T + 1, M)
        ``H[:, t]`` is h_t, from h_0 on.
    Y_hat : numpy.ndarray, shape (N, T, K), or None
        The readout at every step, where there is one.
    """

    X: np.ndarray
    weights: Weights
    Zx: np.ndarray
    Zh: np.ndarray
    Z: np.ndarray
    H: np.ndarray
    Y_hat: np.ndarray | None


def forward_trace(X: npt.ArrayLike, weights: Weights, activation: str = "tanh",
                  h0: npt.ArrayLike | None = None) -> ForwardTrace:
    """Run the recurrence and keep every number.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    weights : Weights
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        All as for `rnnlab.network.forward.predict`.

    Returns
    -------
    ForwardTrace

    Raises
    ------
    ValueError, TypeError
        As `rnnlab.network.forward.predict`.
    """
    f = get_activation(activation).function
    inputs, first, weights = prepare_inputs(X, h0, check_weights(weights))
    Wx, Wh, bh, Wo, bo = weights
    X, H = inputs.swapaxes(0, 1), unroll(inputs, Wx, Wh, bh, f, first).swapaxes(0, 1)
    Zx, Zh = X @ Wx, H[:, :-1] @ Wh
    Y_hat = None if Wo is None or bo is None else H[:, 1:] @ Wo + bo
    return ForwardTrace(X, weights, Zx, Zh, Zx + Zh + bh, H, Y_hat)
