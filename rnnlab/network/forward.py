"""The forward pass of a simple recurrent network (Elman network, Keras' SimpleRNN).

    h_t = f(x_t @ Wx + h_{t-1} @ Wh + bh)        the hidden state, from the input and from itself
    y_t = h_t @ Wo + bo                          the readout, where there is one

Row vectors, batch first, in the order in which Keras keeps its weights. The recurrence is Elman's
("Finding structure in time", Cognitive Science 14, 1990).

Symbols: N samples, T steps, D input features, M hidden units, K outputs.

The result is float32 where all arrays given are float32, and float64 otherwise. Integers count as float64.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from rnnlab.network.activations import get_activation
from rnnlab.network.weights import Weights, check_readout, check_recurrent, check_weights
from rnnlab.validation import as_numbers, check_array, check_lengths, common_dtype


def step(x: npt.ArrayLike, h: npt.ArrayLike, weights: Weights, activation: str = "tanh") -> np.ndarray:
    """Take one step in time: ``f(x @ Wx + h @ Wh + bh)``.

    Parameters
    ----------
    x : array_like, shape (N, D) or (D,)
        The input at this step, of a batch or of one sample.
    h : array_like, shape (N, M) or (M,)
        The hidden state before this step.
    weights : Weights
        Only Wx, Wh and bh are used.
    activation : {"tanh", "linear", "relu", "sigmoid"}

    Returns
    -------
    numpy.ndarray, shape (N, M) or (M,)
        The hidden state after this step.

    Raises
    ------
    ValueError
        If shapes do not fit together, an axis is empty, a number is not finite, or the activation is unknown.
    TypeError
        If an array does not hold real numbers or `weights` is not a `Weights`.
    """
    f = get_activation(activation).function
    Wx, Wh, bh = check_recurrent(weights)
    D, M = Wx.shape
    x = as_numbers("x", x)
    if x.ndim == 1:
        x, h = check_array("x", x, ("D",), D=D), check_array("h", h, ("M",), M=M)
    else:
        x = check_array("x", x, ("N", "D"), D=D)
        h = check_array("h", h, ("N", "M"), N=len(x), M=M)
    dtype = common_dtype(x, h, Wx, Wh, bh)
    return f(x @ Wx + h @ Wh + bh).astype(dtype, copy=False)


def forward(X: npt.ArrayLike, weights: Weights, activation: str = "tanh",
            h0: npt.ArrayLike | None = None) -> np.ndarray:
    """Run the recurrence over whole sequences and keep every hidden state.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
        N sequences of T steps with D features each.
    weights : Weights
        Only Wx, Wh and bh are used.
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        The hidden state before the first step. Zeros if not given.

    Returns
    -------
    numpy.ndarray, shape (N, T, M)
        ``H[:, t]`` is the hidden state after step t, counted from 0.

    Raises
    ------
    ValueError
        If shapes do not fit together, an axis is empty, a number is not finite, or the activation is unknown.
    TypeError
        If an array does not hold real numbers or `weights` is not a `Weights`.
    """
    f = get_activation(activation).function
    X, h0, weights = prepare_inputs(X, h0, Weights(*check_recurrent(weights)))
    return unroll(X, *weights[:3], f, h0)[1:].swapaxes(0, 1)


def prepare_inputs(X: npt.ArrayLike, h0: npt.ArrayLike | None, weights: Weights, *others: np.ndarray
                   ) -> tuple[np.ndarray, np.ndarray | int, Weights]:
    """Validate inputs and first state against weights that are validated; all of one dtype, the steps of X in front.

    Returns
    -------
    X : numpy.ndarray, shape (T, N, D)
    h0 : numpy.ndarray, shape (N, M), or 0 where none is given
    weights : Weights
        All in float32 where they and `others` are, else in float64.
    """
    D, M = weights.Wx.shape
    inputs = check_array("X", X, ("N", "T", "D"), D=D)
    first = None if h0 is None else check_array("h0", h0, ("N", "M"), N=len(inputs), M=M)
    dtype = common_dtype(inputs, first, *weights, *others)
    if dtype is np.float64:
        inputs = inputs.astype(dtype, copy=False)
        weights = Weights(*(array.astype(dtype, copy=False) for array in weights if array is not None))
    return inputs.swapaxes(0, 1), 0 if first is None else first, weights


def unroll(X: np.ndarray, Wx: np.ndarray, Wh: np.ndarray, bh: np.ndarray, f: Callable[..., np.ndarray],
           h0: np.ndarray | float) -> np.ndarray:
    """Run the recurrence on validated arrays: the core of `forward`, `rnnlab.network.bptt` and `rnnlab.training.fit`.

    Time comes first here, so that the numbers of one step lie side by side in memory. The pass is vectorised over R
    networks where the weights have a leading axis R.

    Parameters
    ----------
    X : numpy.ndarray, shape (T, N, D), or (R, T, N, D) where each network has inputs of its own
    Wx, Wh, bh : numpy.ndarray, shape (D, M), (M, M), (M,), or all with a leading R
        Of the same dtype as X.
    f : callable
        The function of an `Activation`.
    h0 : numpy.ndarray or 0
        Anything that broadcasts to (N, M).

    Returns
    -------
    numpy.ndarray, shape (T + 1, N, M), or (R, T + 1, N, M)
        h_0, h_1, ..., h_T.
    """
    *input_networks, T, N, D = X.shape
    *networks, _, M = Wx.shape
    states = np.empty((*networks, T + 1, N, M), Wx.dtype)
    states[..., 0, :, :] = h0
    # X @ Wx at all steps in one product: only h @ Wh has to go step by step.
    inputs = states[..., 1:, :, :]
    matmul(X.reshape(*input_networks, T * N, D), Wx, out=inputs.reshape(*networks, T * N, M))
    inputs += bh[..., None, None, :]
    recurrent = np.empty((*networks, N, M), Wx.dtype)
    product = matrix_product(Wh)
    h, *later = states.swapaxes(0, 1) if networks else states
    for z in later:
        z += product(h, Wh, recurrent)
        h = f(z, z)
    return states


def matrix_product(b: np.ndarray) -> Callable[..., np.ndarray]:
    """The fastest function of NumPy for ``a @ b`` with such a b, called with a, b and an optional array to write to."""
    return np.multiply if b.shape[-2] == 1 else np.ndarray.dot if b.ndim == 2 else np.matmul


def matmul(a: np.ndarray, b: np.ndarray, out: np.ndarray | None = None) -> np.ndarray:
    """The matrix product ``a @ b``."""
    return matrix_product(b)(a, b, out)


def readout(H: npt.ArrayLike, weights: Weights) -> np.ndarray:
    """Read outputs out of hidden states: ``H @ Wo + bo``.

    Parameters
    ----------
    H : array_like, shape (..., M)
        Hidden states: all steps, one step, or one sample's one step.
    weights : Weights
        Only Wo and bo are used.

    Returns
    -------
    numpy.ndarray, shape (..., K)

    Raises
    ------
    ValueError
        If `weights` has no Wo or bo, shapes do not fit together, an axis is empty or a number is not finite.
    TypeError
        If an array does not hold real numbers or `weights` is not a `Weights`.
    """
    Wo, bo = check_readout(weights)
    H = check_array("H", H, ("...", "M"), M=Wo.shape[0])
    return (H @ Wo + bo).astype(common_dtype(H, Wo, bo), copy=False)


def predict(X: npt.ArrayLike, weights: Weights, activation: str = "tanh", h0: npt.ArrayLike | None = None,
            lengths: npt.ArrayLike | None = None) -> np.ndarray:
    """Predict one output a sequence: the readout of its last hidden state.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    weights : Weights
        Where it has neither Wo nor bo, the last hidden state itself is the prediction.
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        The hidden state before the first step. Zeros if not given.
    lengths : array_like of int, shape (N,), optional
        The steps that count in each padded sequence: the state after the last of them is read. All T if not given.

    Returns
    -------
    numpy.ndarray, shape (N, K), or (N, M) without a readout

    Raises
    ------
    ValueError
        If shapes do not fit together, an axis is empty, a number is not finite, a length is not from 1 to T, the
        activation is unknown, or only one of Wo and bo is there.
    TypeError
        If an array does not hold real numbers or `weights` is not a `Weights`.
    """
    f = get_activation(activation).function
    X, h0, weights = prepare_inputs(X, h0, check_weights(weights))
    T, N, _ = X.shape
    last = None if lengths is None else check_lengths(lengths, N, T)
    states = unroll(X, *weights[:3], f, h0)
    h = states[T] if last is None else states[last, np.arange(N)]
    return h if weights.Wo is None else h.dot(weights.Wo) + weights.bo
