"""The weights of a simple recurrent network, and whether they fit together."""

from typing import NamedTuple

import numpy as np

from rnnlab.validation import as_numbers, check_array


class Weights(NamedTuple):
    """The trainable numbers of a simple recurrent network, in Keras' order.

    Attributes
    ----------
    Wx : array_like, shape (D, M)
        Input to hidden: Keras' ``kernel``.
    Wh : array_like, shape (M, M)
        Hidden to hidden: Keras' ``recurrent_kernel``.
    bh : array_like, shape (M,)
        Hidden bias: Keras' ``bias``.
    Wo : array_like, shape (M, K), optional
        Hidden to output: the ``kernel`` of the Dense layer that reads the state out.
    bo : array_like, shape (K,), optional
        Output bias: the ``bias`` of that Dense layer.
    """

    Wx: np.ndarray
    Wh: np.ndarray
    bh: np.ndarray
    Wo: np.ndarray | None = None
    bo: np.ndarray | None = None


def _check_is_weights(weights):
    if not isinstance(weights, Weights):
        raise TypeError(f"weights has to be a Weights, this is a {type(weights).__name__}")


def check_recurrent(weights):
    """Return Wx, Wh and bh as arrays that fit together: (D, M), (M, M), (M,)."""
    _check_is_weights(weights)
    Wx = check_array("Wx", weights.Wx, ("D", "M"))
    M = Wx.shape[1]
    return Wx, check_array("Wh", weights.Wh, ("M", "M"), M=M), check_array("bh", weights.bh, ("M",), M=M)


def check_readout(weights, **sizes):
    """Return Wo and bo as arrays that fit together: (M, K), (K,). M may be known: ``M=5``."""
    _check_is_weights(weights)
    missing = [name for name in ("Wo", "bo") if getattr(weights, name) is None]
    if missing:
        raise ValueError(f"{' and '.join(missing)} missing: a readout needs Wo of shape (M, K) and bo of shape (K,)")
    Wo = check_array("Wo", weights.Wo, ("M", "K"), **sizes)
    return Wo, check_array("bo", weights.bo, ("K",), K=Wo.shape[1])


WEIGHT_SHAPES = {"Wx": ("D", "M"), "Wh": ("M", "M"), "bh": ("M",), "Wo": ("M", "K"), "bo": ("K",)}


def check_networks(weights):
    """Return the arrays there are by name, the first network's own Weights, and R (None for a single network)."""
    if not isinstance(weights, Weights):
        raise TypeError(f"weights has to be a Weights, this is a {type(weights).__name__}")
    given = {name: as_numbers(name, array) for name, array in weights._asdict().items() if array is not None}
    if "Wx" not in given or given["Wx"].ndim != 3:
        return given, Weights(**{**weights._asdict(), **given}), None
    sizes = {}
    for name, array in given.items():
        symbols = ("R", *WEIGHT_SHAPES[name])
        check_array(name, array, symbols, **sizes)
        sizes.update(zip(symbols, array.shape))
    return given, weights._replace(**{name: array[0] for name, array in given.items()}), sizes["R"]
