"""Loss functions, by Keras' names, each with its gradient with respect to the outputs: mse and binary_crossentropy.

Both are means over all outputs that count. The cross-entropy takes logits z, of which the probability is σ(z), and is
computed as Keras and TensorFlow compute it, without a large power of e:

    -y log σ(z) - (1 - y) log(1 - σ(z))  =  max(z, 0) - z y + log(1 + exp(-|z|)),    derivative σ(z) - y

See Goodfellow, Bengio and Courville, "Deep Learning" (2016), section 6.2.2.2.
"""

from collections.abc import Callable

import numpy as np

from rnnlab.network.activations import sigmoid


def _squared_error(Y_hat: np.ndarray, Y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The squared error of each output, ``(Y_hat - Y)**2``, and its derivative ``2 (Y_hat - Y)``."""
    error = Y_hat - Y
    return np.square(error), 2 * error


def _cross_entropy(Y_hat: np.ndarray, Y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The binary cross-entropy of each logit, finite however large it is, and its derivative ``σ(Y_hat) - Y``."""
    losses = np.maximum(Y_hat, 0) - Y_hat * Y + np.log1p(np.exp(-np.abs(Y_hat)))
    return losses, sigmoid(Y_hat) - Y


LossFunction = Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, np.ndarray]]
LOSSES: dict[str, LossFunction] = {"mse": _squared_error, "binary_crossentropy": _cross_entropy}


def get_loss(name: str) -> LossFunction:
    """Look a loss up by its name.

    Parameters
    ----------
    name : {"mse", "binary_crossentropy"}

    Returns
    -------
    callable
        Takes outputs and targets of one shape; returns the loss of each output, and its derivative.

    Raises
    ------
    ValueError
        If there is no loss of that name.
    """
    if not isinstance(name, str) or name not in LOSSES:
        raise ValueError(f"loss is {name!r}, it should be one of {', '.join(LOSSES)}")
    return LOSSES[name]


def mean_loss(name: str, Y_hat: np.ndarray, Y: np.ndarray,
              counted: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The mean loss over all outputs that count, and its gradient with respect to the outputs.

    Parameters
    ----------
    name : {"mse", "binary_crossentropy"}
    Y_hat : numpy.ndarray, shape (N, K) or (R, N, K)
    Y : numpy.ndarray
        Of the shape of Y_hat, or one that broadcasts to it.
    counted : numpy.ndarray of bool, shape (N, 1) or (R, N, 1), optional
        The rows that count. All if not given.

    Returns
    -------
    loss : numpy.ndarray, shape () or (R,)
    dY_hat : numpy.ndarray, of the shape of Y_hat
    """
    losses, dY_hat = get_loss(name)(Y_hat, Y)
    N, K = Y_hat.shape[-2:]
    if counted is None:
        dY_hat *= 1 / (N * K)
        return losses.sum((-2, -1)) / (N * K), dY_hat
    outputs = K * counted.sum((-2, -1))
    dY_hat *= counted / outputs[..., None, None]
    return (losses * counted).sum((-2, -1)) / outputs, dY_hat
