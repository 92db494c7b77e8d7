"""What a gradient is computed from: inputs, targets, weights, first state and lengths, validated and in one dtype."""

import numpy as np
import numpy.typing as npt

from rnnlab.network.activations import get_activation
from rnnlab.network.forward import prepare_inputs
from rnnlab.network.losses import get_loss
from rnnlab.network.weights import Weights, check_weights
from rnnlab.validation import as_numbers, check_array, check_lengths


def prepare_arrays(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
                   h0: npt.ArrayLike | None = None, loss: str = "mse", lengths: npt.ArrayLike | None = None
                   ) -> tuple[np.ndarray, np.ndarray, Weights, np.ndarray, np.ndarray | None]:
    """Validate what `rnnlab.network.bptt.gradients` takes, and return it in one dtype with the steps in front.

    Parameters, errors and dtype are those of that function.

    Returns
    -------
    X : numpy.ndarray, shape (T, N, D)
    Y : numpy.ndarray, shape (N, K) or (T, N, K)
    weights : Weights
    h0 : numpy.ndarray, shape (N, M)
    lengths : numpy.ndarray of int, shape (N,), or None
    """
    get_activation(activation)
    get_loss(loss)
    weights = check_weights(weights)
    Y = as_numbers("Y", Y)
    X, first, weights = prepare_inputs(X, h0, weights, Y)
    T, N, _ = X.shape
    M = len(weights.bh)
    K = M if weights.bo is None else len(weights.bo)
    Y = check_array("Y", Y, ("N", "T", "K") if Y.ndim == 3 else ("N", "K"), N=N, T=T, K=K)
    if loss == "binary_crossentropy" and (outside := np.argwhere((Y < 0) | (Y > 1)).tolist()):
        raise ValueError(f"Y holds {Y[tuple(outside[0])]:g} at index {outside[0]}: "
                         "a target of binary_crossentropy is from 0 to 1")
    lengths = None if lengths is None else check_lengths(lengths, N, T)
    Y, h0 = Y.astype(X.dtype, copy=False), np.broadcast_to(np.asarray(first, X.dtype), (N, M))
    return X, Y.swapaxes(0, 1) if Y.ndim == 3 else Y, weights, h0, lengths
