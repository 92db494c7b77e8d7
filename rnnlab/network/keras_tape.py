"""The gradients of a Keras model, from ``tf.GradientTape``: what those of `rnnlab.network.bptt` are compared with."""

from functools import partial

import numpy as np
import numpy.typing as npt

from rnnlab.network.keras_reference import build_keras, load_keras
from rnnlab.network.losses import get_loss
from rnnlab.network.weights import Weights, check_readout, check_recurrent
from rnnlab.validation import check_array, check_lengths, common_dtype


def keras_gradients(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
                    h0: npt.ArrayLike | None = None, loss: str = "mse",
                    lengths: npt.ArrayLike | None = None) -> tuple[float, Weights]:
    """Loss and gradients as ``tf.GradientTape`` computes them for a Keras model.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    Y : array_like, shape (N, K) or (N, T, K)
        Targets at the last step, or at every step. K is M where there is no readout.
    weights : Weights
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
    loss : {"mse", "binary_crossentropy"}
        The cross-entropy from logits.
    lengths : array_like of int, shape (N,), optional
        The steps that count in each padded sequence: the layer gets a mask.

    Returns
    -------
    loss : float
    gradients : Weights
        Computed in float32 where all arrays given are float32, and in float64 otherwise.

    Raises
    ------
    ValueError
        If the shapes of X, h0, lengths and the weights do not fit together, an axis is empty, a number is not finite,
        the activation or the loss is unknown, or only one of Wo and bo is there.
    TypeError
        If one of these arrays does not hold real numbers or `weights` is not a `Weights`.
    """
    keras = load_keras()
    import tensorflow as tf

    arrays: list[np.ndarray] = [*check_recurrent(weights), *(check_readout(weights) if weights.Wo is not None else ())]
    D, M = arrays[0].shape
    X, Y = check_array("X", X, ("N", "T", "D"), D=D), np.asarray(Y)
    h0 = h0 if h0 is None else check_array("h0", h0, ("N", "M"), N=len(X), M=M)
    dtype = np.dtype(common_dtype(X, Y, h0, *arrays)).name
    model = build_keras(X.shape[1], D, M, None if weights.Wo is None else arrays[3].shape[1], activation,
                        weights=weights, every_step=Y.ndim == 3, initial_state=h0 is not None, dtype=dtype)
    N, T, _ = X.shape
    counted = np.arange(T) < (np.full(N, T) if lengths is None else check_lengths(lengths, N, T))[:, None]
    mask = None if lengths is None else tf.constant(counted)
    get_loss(loss)
    losses_of = (keras.losses.mean_squared_error if loss == "mse"
                 else partial(keras.losses.binary_crossentropy, from_logits=True))
    with tf.GradientTape() as tape:
        Y_hat = model.get_layer("rnn")(tf.constant(X, dtype), mask=mask, training=True,
                                       initial_state=h0 if h0 is None else tf.constant(h0, dtype))
        for layer in [] if weights.Wo is None else [model.get_layer("readout")]:
            Y_hat = layer(Y_hat)
        losses = losses_of(tf.constant(Y, dtype), Y_hat)
        value = tf.reduce_mean(losses if Y.ndim == 2 else tf.boolean_mask(losses, counted))
    gradients = tape.gradient(value, model.trainable_variables)
    return float(value), Weights(*(keras.ops.convert_to_numpy(array) for array in gradients))
