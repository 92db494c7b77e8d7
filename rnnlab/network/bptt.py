"""Backpropagation through time (BPTT): the gradient of the loss with respect to weights, states and inputs.

Forward, with z_t the sum inside f and L the mean squared error over all outputs:

    z_t = x_t @ Wx + h_{t-1} @ Wh + bh,    h_t = f(z_t),    Y_hat = h @ Wo + bo,    L = mean((Y_hat - Y)²)

Backward, writing da for the gradient dL/da, which has the shape of a:

    dY_hat = 2 (Y_hat - Y) / (number of outputs)      (other losses: `rnnlab.network.losses`)
    dWo    = hᵀ @ dY_hat          dbo = dY_hat summed over samples (and steps)
    dh_t   = dY_hat_t @ Woᵀ       where the loss looks at step t: at a sample's last one, or at every one
           + dz_{t+1} @ Whᵀ       what comes back from the step after, where there is one
    dz_t   = dh_t * f'(z_t)
    dWx    = Σ_t x_tᵀ @ dz_t      dWh = Σ_t h_{t-1}ᵀ @ dz_t      dbh = Σ_t dz_t, summed over samples
    dx_t   = dz_t @ Wxᵀ           dh_0 = dz_1 @ Whᵀ

The weights are the same at every step, so each step adds its share: that is the sum over t. The method is described
in Werbos, "Backpropagation through time: what it does and how to do it", Proceedings of the IEEE 78 (1990), and in
Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 10.2.2. Such formulas are tested in
`rnnlab.network.gradient_check`; the derivatives f' are in `rnnlab.network.activations`.
"""

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rnnlab.network.activations import get_activation
from rnnlab.network.forward import matmul, matrix_product, unroll
from rnnlab.network.gradient_inputs import prepare_arrays
from rnnlab.network.losses import mean_loss
from rnnlab.network.weights import Weights


def plain_gradients(X: np.ndarray, Y: np.ndarray, weights: Weights) -> tuple[float, Weights]:
    """The formulas above line by line, for tanh, a readout and targets at the last step; `gradients` is the fast way.

    Parameters
    ----------
    X, Y, weights : as for `gradients`

    Returns
    -------
    loss, gradients : as `gradients`
    """
    Wx, Wh, bh, Wo, bo = weights
    assert Wo is not None and bo is not None
    T = X.shape[1]
    h = {0: np.zeros((len(X), len(bh)))}
    for t in range(1, T + 1):
        h[t] = np.tanh(X[:, t - 1] @ Wx + h[t - 1] @ Wh + bh)  # X counts steps from 0, h from 1
    error = h[T] @ Wo + bo - Y
    dY_hat = 2 * error / error.size
    dWx, dWh, dbh = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(bh)
    dh = dY_hat @ Wo.T
    for t in range(T, 0, -1):
        dz = dh * (1 - h[t] ** 2)
        dWx += X[:, t - 1].T @ dz
        dWh += h[t - 1].T @ dz
        dbh += dz.sum(0)
        dh = dz @ Wh.T
    return float((error ** 2).mean()), Weights(dWx, dWh, dbh, h[T].T @ dY_hat, dY_hat.sum(0))


class Gradients(NamedTuple):
    """The loss, and its gradient with respect to everything it depends on.

    Attributes
    ----------
    loss : float
        Mean over all outputs.
    weights : Weights
        dL/dWx, dL/dWh, ... in the shapes of the weights.
    dH : numpy.ndarray, shape (N, T, M)
        dL/dh_t along all paths: through the output at step t, where there is one, and through the steps after.
    dZ : numpy.ndarray, shape (N, T, M)
        dL/dz_t, where h_t = f(z_t).
    dX : numpy.ndarray, shape (N, T, D)
    dh0 : numpy.ndarray, shape (N, M)
    """

    loss: float
    weights: Weights
    dH: np.ndarray
    dZ: np.ndarray
    dX: np.ndarray
    dh0: np.ndarray


def gradients(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
              h0: npt.ArrayLike | None = None, loss: str = "mse",
              lengths: npt.ArrayLike | None = None) -> tuple[float, Weights]:
    """The loss, and its gradient with respect to every weight.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    Y : array_like, shape (N, K) or (N, T, K)
        Targets at the last step, or at every step. Without a readout K is M: the state itself is the output.
    weights : Weights
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        The hidden state before the first step. Zeros if not given.
    loss : {"mse", "binary_crossentropy"}
        The cross-entropy takes targets from 0 to 1, and the outputs as logits.
    lengths : array_like of int, shape (N,), optional
        The steps that count in each padded sequence. The last of them is read, or, where Y has targets at every step,
        the loss passes over those that come after. All T if not given.

    Returns
    -------
    loss : float
        Mean over N and K (and the steps that count), as Keras' "mse", or its binary cross-entropy from logits.
    gradients : Weights
        Arrays in the shapes of the weights; None where the weights have none. float32 where all arrays given are
        float32, float64 otherwise.

    Raises
    ------
    ValueError
        If shapes do not fit together, an axis is empty, a number is not finite, a target of the cross-entropy is not
        from 0 to 1, a length is not from 1 to T, the activation or the loss is unknown, or only one of Wo and bo is
        there.
    TypeError
        If an array does not hold real numbers or `weights` is not a `Weights`.
    """
    X, Y, weights, h0, lengths = prepare_arrays(X, Y, weights, activation, h0, loss, lengths)
    value, dweights, _, _ = backpropagate(X, Y, weights, activation, h0, Y.ndim == 3, loss=loss, lengths=lengths)
    return float(value), dweights


def backward(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
             h0: npt.ArrayLike | None = None, loss: str = "mse", lengths: npt.ArrayLike | None = None) -> Gradients:
    """As `gradients`, and the gradient with respect to states and inputs too.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    Y : array_like, shape (N, K) or (N, T, K)
    weights : Weights
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
    loss : {"mse", "binary_crossentropy"}
    lengths : array_like of int, shape (N,), optional
        All as for `gradients`.

    Returns
    -------
    Gradients
        float32 where all arrays given are float32, float64 otherwise.

    Raises
    ------
    ValueError, TypeError : as `gradients`
    """
    X, Y, weights, h0, lengths = prepare_arrays(X, Y, weights, activation, h0, loss, lengths)
    value, dweights, dstates, dZ = backpropagate(X, Y, weights, activation, h0, Y.ndim == 3, keep_dstates=True,
                                                 loss=loss, lengths=lengths)
    dX = matmul(flatten_steps(dZ), weights.Wx.T).reshape(X.shape)
    return Gradients(float(value), dweights, dstates[1:].swapaxes(0, 1), dZ.swapaxes(0, 1), dX.swapaxes(0, 1),
                     dstates[0])


def backpropagate(X: np.ndarray, Y: np.ndarray, weights: Weights, activation: str, h0: np.ndarray | float,
                  every_step: bool = False, keep_dstates: bool = False, loss: str = "mse",
                  lengths: np.ndarray | None = None) -> tuple[np.ndarray, Weights, Any, np.ndarray]:
    """The formulas at the top of this module, on validated arrays.

    The pass is vectorised over R networks where the weights have a leading axis R. So have the results then, and so
    have X, Y and lengths where each network has inputs of its own.

    Parameters
    ----------
    X : numpy.ndarray, shape (T, N, D)
    Y : numpy.ndarray, shape (N, K) or (T, N, K)
    weights : Weights
    activation : str
    h0 : numpy.ndarray or 0
    every_step : bool
        Whether Y has a target at every step.
    keep_dstates : bool
        Return dh_0, dh_1, ..., dh_T too.
    loss : str
    lengths : numpy.ndarray of int, shape (N,) or (R, N), optional

    Returns
    -------
    loss : numpy.ndarray, shape () or (R,)
    gradients : Weights
    dstates : numpy.ndarray, shape (T + 1, N, M), or None without `keep_dstates`
    dZ : numpy.ndarray, shape (T, N, M)
    """
    Wx, Wh, bh, Wo, bo = weights
    f, f_backward = get_activation(activation)
    *networks, _, M = Wx.shape
    T, N = X.shape[-3:-1]
    states = unroll(X, Wx, Wh, bh, f, h0)

    # H holds the states that the loss depends on directly: all, or those of each sample's last step.
    last = None if lengths is None else np.broadcast_to(lengths, (*networks, N))[..., None, :, None]
    if every_step:
        H = flatten_steps(states[..., 1:, :, :])
    else:
        H = states[..., T, :, :] if last is None else np.take_along_axis(states, last, -3)[..., 0, :, :]
    Y_hat = H if Wo is None or bo is None else matmul(H, Wo) + bo[..., None, :]
    # Steps after a sample's last one do not count.
    counted = flatten_steps(np.arange(1, T + 1)[:, None, None] <= last) if every_step and last is not None else None
    value, dY_hat = mean_loss(loss, Y_hat, flatten_steps(Y) if every_step else Y, counted)

    dWo, dbo = (None, None) if Wo is None else (transpose_last(H) @ dY_hat, dY_hat.sum(-2))
    dH = dY_hat if Wo is None else matmul(dY_hat, transpose_last(Wo))
    dH = dH.reshape(*networks, -1, N, M)  # (T, N, M), or (1, N, M) for the last step only
    if last is not None and not every_step:
        spread = np.zeros((*networks, T, N, M), dH.dtype)
        np.put_along_axis(spread, last - 1, dH, -3)
        dH, every_step = spread, True

    dZ = np.empty((*networks, T, N, M), Wx.dtype)
    dstates = np.empty_like(states) if keep_dstates else None
    h, dz, dh_output = _steps_first(states), _steps_first(dZ), _steps_first(dH)
    dh = [np.empty((*networks, N, M), Wx.dtype)] * (T + 1) if dstates is None else _steps_first(dstates)
    Wh_transposed = transpose_last(Wh)
    product = matrix_product(Wh_transposed)
    dh[T][...] = dh_output[-1]
    for t in range(T, 0, -1):
        f_backward(dh[t], h[t], out=dz[t - 1])  # dz[0] belongs to h[1]
        product(dz[t - 1], Wh_transposed, dh[t - 1])
        if every_step and t > 1:
            dh[t - 1][...] += dh_output[t - 2]

    dZ_flat = flatten_steps(dZ)
    dWx = transpose_last(flatten_steps(X)) @ dZ_flat  # one product over samples and steps: this is the sum over t
    dWh = transpose_last(flatten_steps(states[..., :-1, :, :])) @ dZ_flat
    return value, Weights(dWx, dWh, dZ_flat.sum(-2), dWo, dbo), dstates, dZ


def flatten_steps(array: np.ndarray) -> np.ndarray:
    """Samples of all steps as rows: (..., T, N, M) to (..., T * N, M)."""
    *networks, T, N, M = array.shape
    return array.reshape(*networks, T * N, M)


def _steps_first(array: np.ndarray) -> np.ndarray:
    """A view with the steps in front: of (T, N, M) itself, of (R, T, N, M) as (T, R, N, M)."""
    return array if array.ndim == 3 else array.swapaxes(0, 1)


def transpose_last(matrix: np.ndarray) -> np.ndarray:
    """The transpose of the last two axes: (..., a, b) to (..., b, a)."""
    return matrix.swapaxes(-1, -2)
