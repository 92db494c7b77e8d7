"""What a gradient is computed from: inputs, targets, weights, first state and lengths, validated and in one dtype."""

import numpy as np
import numpy.typing as npt

from rnnlab.network.activations import get_activation
from rnnlab.network.losses import get_loss
from rnnlab.network.weights import Weights, check_readout, check_recurrent
from rnnlab.validation import as_numbers, check_array, check_lengths, common_dtype


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
    Wx, Wh, bh = check_recurrent(weights)
    D, M = Wx.shape
    readout = () if weights.Wo is None and weights.bo is None else check_readout(weights, M=M)
    X = check_array("X", X, ("N", "T", "D"), D=D)
    N, T, _ = X.shape
    Y = as_numbers("Y", Y)
    K = len(readout[1]) if readout else M
    Y = check_array("Y", Y, ("N", "T", "K") if Y.ndim == 3 else ("N", "K"), N=N, T=T, K=K)
    if loss == "binary_crossentropy" and (outside := np.argwhere((Y < 0) | (Y > 1)).tolist()):
        raise ValueError(f"Y holds {Y[tuple(outside[0])]:g} at index {outside[0]}: "
                         "a target of binary_crossentropy is from 0 to 1")
    lengths = None if lengths is None else check_lengths(lengths, N, T)
    h0 = np.zeros((N, M), Wx.dtype) if h0 is None else check_array("h0", h0, ("N", "M"), N=N, M=M)
    dtype = common_dtype(X, Y, h0, Wx, Wh, bh, *readout)
    X, Y, h0, Wx, Wh, bh = (array.astype(dtype, copy=False) for array in (X, Y, h0, Wx, Wh, bh))
    weights = Weights(Wx, Wh, bh, *(array.astype(dtype, copy=False) for array in readout))
    return X.swapaxes(0, 1), Y.swapaxes(0, 1) if Y.ndim == 3 else Y, weights, h0, lengths
