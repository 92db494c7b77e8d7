"""Comparison with Keras: build a SimpleRNN, exchange weights with it, ask it for predictions.

TensorFlow is imported here and in `rnnlab.network.keras_tape` only, and only when one of their functions is called.

Weights go in and come out as `rnnlab.network.weights.Weights`, in Keras' own order: the SimpleRNN's ``kernel``,
``recurrent_kernel`` and ``bias``, then the Dense layer's ``kernel`` and ``bias``. Every layer has a name of its own
("X", "h0", "rnn", "readout"): the names Keras would choose count the cells that have run.
"""

import logging
import os
from importlib import import_module
from types import ModuleType
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnlab.network.activations import get_activation
from rnnlab.network.keras_layers import find_layers
from rnnlab.network.keras_missing import missing_keras, why_missing
from rnnlab.network.weights import Weights, check_readout, check_recurrent

KERAS_ENVIRONMENT = {
    "CUDA_VISIBLE_DEVICES": "-1",
    "TF_ENABLE_ONEDNN_OPTS": "0",  # oneDNN announces itself on stderr at import, whatever the log level
}
# The reader's keras.json may name another backend or float64. Where it is looked for now, there is no file.
KERAS_SETTINGS = {"KERAS_BACKEND": "tensorflow", "KERAS_HOME": os.path.join(os.devnull, "keras"),
                  "TF_CPP_MIN_LOG_LEVEL": "3"}


def load_keras() -> ModuleType:
    """Import Keras on TensorFlow, quietly and on the CPU, and return the module.

    Sets the variables of `KERAS_ENVIRONMENT` in the environment where they are not set already, which hides every GPU
    from this process, and leaves out the reader's own settings of Keras and of TensorFlow's log. The first call takes
    some ten seconds.

    Raises
    ------
    ImportError
        If Keras cannot be used. The message says in a sentence or two why, and how to get it.
    """
    for name, value in KERAS_ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    os.environ |= KERAS_SETTINGS
    os.environ.pop("NO_COLOR", None)  # a model's summary has its numbers coloured
    for name in ("tensorflow", "keras"):
        try:
            module = import_module(name)
        except Exception as error:  # a broken installation raises what it likes
            raise missing_keras(why_missing(error)) from None
        if not hasattr(module, "__version__"):
            place = os.path.relpath(module.__file__ or module.__path__[0])
            raise missing_keras(f"{place} hides {name}, which has the same name; give yours another name and restart "
                                "the kernel.")
    keras = module
    if keras.config.backend() != "tensorflow":
        raise missing_keras(f"Keras computes with {keras.config.backend()} here, because it was imported before "
                            "load_keras was called; restart the kernel and call load_keras first.")
    # A cell that is run again builds its models again, and TensorFlow would warn of retracing.
    logging.getLogger("tensorflow").setLevel("ERROR")
    return keras


def build_keras(T: int | None, D: int, M: int, K: int | None = None, activation: str = "tanh", form: str = "functional",
                weights: Weights | None = None, seed: int = 0, every_step: bool = False, initial_state: bool = False,
                dtype: str = "float32") -> Any:
    """Build a SimpleRNN, with a Dense readout where K is given. `load_keras` imports Keras, and hides every GPU.

    Parameters
    ----------
    T : int or None
        Steps; None for sequences of any length.
    D, M : int
        Input features, hidden units.
    K : int, optional
        Outputs of the Dense layer. Without it the model ends at the hidden state.
    activation : {"tanh", "linear", "relu", "sigmoid"}
        Of the SimpleRNN. The readout is linear.
    form : {"functional", "sequential"}
        The RNN is ``layers[1]`` in the functional form and ``layers[0]`` in the sequential one.
    weights : Weights, optional
        Set them; otherwise Keras' default initialisers draw them with `seed`.
    seed : int
    every_step : bool
        Put out all T steps, (N, T, K), not only the last one, (N, K).
    initial_state : bool
        Give the model a second input, "h0" of shape (N, M). Functional form only.
    dtype : {"float32", "float64"}

    Returns
    -------
    keras.Model

    Raises
    ------
    ValueError
        If the activation or the form is unknown, `initial_state` is asked of the sequential form, or `weights` do
        not fit D, M and K.
    """
    get_activation(activation)
    if form not in ("functional", "sequential"):
        raise ValueError(f"form is {form!r}, it should be one of functional, sequential")
    if initial_state and form == "sequential":
        raise ValueError("a sequential model has one input only: ask for form='functional' to give it an initial_state")
    keras = load_keras()
    inputs = keras.Input((T, D), name="X", dtype=dtype)
    rnn = keras.layers.SimpleRNN(
        M, activation=activation, return_sequences=every_step, name="rnn", dtype=dtype,
        kernel_initializer=keras.initializers.GlorotUniform(seed),
        recurrent_initializer=keras.initializers.Orthogonal(seed=seed + 1))
    dense = [] if K is None else [keras.layers.Dense(
        K, name="readout", dtype=dtype, kernel_initializer=keras.initializers.GlorotUniform(seed + 2))]
    if form == "sequential":
        model = keras.Sequential([inputs, rnn, *dense], name="sequential")
    else:
        h0 = keras.Input((M,), name="h0", dtype=dtype) if initial_state else None
        outputs = rnn(inputs, initial_state=h0)
        for layer in dense:
            outputs = layer(outputs)
        model = keras.Model([inputs, h0] if initial_state else inputs, outputs, name="functional")
    if weights is not None:
        set_keras_weights(model, weights)
    return model


def keras_weights(model: Any) -> Weights:
    """Take the weights out of a model with one SimpleRNN and at most one Dense layer behind it.

    An Embedding in front is passed over, and so is Dropout, which does nothing but while training.

    Parameters
    ----------
    model : keras.Model

    Returns
    -------
    Weights
        Copies. Wo and bo are None where the model has no Dense layer; a layer built with ``use_bias=False`` gives a
        bias of zeros.

    Raises
    ------
    ValueError
        If the model computes something else than this package with these weights: other layers, another number of
        them, a Dense layer with an activation, masks, ``go_backwards`` or ``stateful``. The message says which.
    """
    arrays: list[np.ndarray] = []
    for layer in find_layers(model, load_keras()):
        if layer is not None:
            variables = layer.get_weights()
            kernel = variables[0]
            arrays += variables if layer.use_bias else [*variables, np.zeros(kernel.shape[1], kernel.dtype)]
    return Weights(*arrays)


def set_keras_weights(model: Any, weights: Weights) -> None:
    """Put weights into a model with one SimpleRNN and at most one Dense layer.

    Parameters
    ----------
    model : keras.Model
        Changed in place.
    weights : Weights

    Raises
    ------
    ValueError
        If a shape does not fit the model, or only one of the two has a readout; and as `keras_weights`.
    TypeError
        If `weights` is not a `Weights` or does not hold numbers.
    """
    rnn, dense = find_layers(model, load_keras())
    layers: list[tuple[Any, tuple[str, ...], tuple[np.ndarray, ...]]] = [
        (rnn, ("Wx", "Wh", "bh"), check_recurrent(weights))]
    if (weights.Wo is None and weights.bo is None) != (dense is None):
        raise ValueError("the model has " + ("no Dense layer, but weights has Wo" if dense is None else
                         "a Dense layer, but weights has neither Wo nor bo"))
    if dense is not None:
        layers.append((dense, ("Wo", "bo"), check_readout(weights)))
    for layer, names, arrays in layers:
        for name, array, variable in zip(names, arrays, layer.get_weights()):
            if array.shape != variable.shape:
                raise ValueError(
                    f"{name} has shape {array.shape}, it should have shape {variable.shape} for this model")
    for layer, _, arrays in layers:
        layer.set_weights(arrays if layer.use_bias else arrays[:-1])


def keras_predict(model: Any, X: npt.ArrayLike, h0: npt.ArrayLike | None = None) -> np.ndarray:
    """The model's prediction, as a NumPy array.

    The model is called, which gives the numbers of ``model.predict`` without its preparations; for a few sequences
    that is many times faster.

    Parameters
    ----------
    model : keras.Model
    X : array_like, shape (N, T, D)
    h0 : array_like, shape (N, M), optional
        For a model built with ``initial_state=True``.

    Returns
    -------
    numpy.ndarray
        In the model's dtype.
    """
    X = np.asarray(X, model.inputs[0].dtype)
    inputs = X if h0 is None else [X, np.asarray(h0, X.dtype)]
    return load_keras().ops.convert_to_numpy(model(inputs, training=False))
