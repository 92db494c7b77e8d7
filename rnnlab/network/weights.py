"""The weights (parameters) of a simple recurrent network, and the validation of their shapes."""

from typing import Any, NamedTuple

import numpy as np

from rnnlab.validation import FLOATS, as_numbers, check_array, is_finite


class Weights(NamedTuple):
    """The parameters of a simple recurrent network, in Keras' order.

    Nested lists are accepted wherever weights go in; whatever comes out of a function of the package holds arrays.

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


WEIGHT_SHAPES = {"Wx": ("D", "M"), "Wh": ("M", "M"), "bh": ("M",), "Wo": ("M", "K"), "bo": ("K",)}


def _check_is_weights(weights: Any) -> None:
    if not isinstance(weights, Weights):
        raise TypeError(f"weights has to be a Weights, this is a {type(weights).__name__}")


def _shape_of(array: Any) -> tuple[int, ...] | None:
    """The shape of what may be an array; None where there is none, or it has none."""
    if isinstance(array, np.ndarray):
        return array.shape
    try:
        return None if array is None else np.shape(array)
    except ValueError:
        return None


def _check_layout(weights: Weights, leading: int = 0) -> None:
    """Refuse the arrays of other libraries and of books by name: some of them have shapes that fit by accident.

    `leading` is the number of axes in front of each shape.
    """
    Wx, Wh, bh, Wo = [None if shape is None else shape[leading:] for shape in map(_shape_of, weights[:4])]
    if Wo is not None and len(Wo) == 1 and Wo == bh:
        raise ValueError(f"Wo has shape {Wo}, it should have shape (M, K). These look like PyTorch's four arrays, two "
                         "matrices and two biases: write Weights(weight_ih.T, weight_hh.T, bias_ih + bias_hh)")
    if Wx is not None and Wh is not None and len(Wx) == len(Wh) == 2 and Wh[0] == Wh[1] == Wx[0] != Wx[1]:
        raise ValueError(f"Wx has shape {Wx}, it should have shape (D, M) with M = {Wh[0]}. It is transposed, as in "
                         "PyTorch and in books: take the transpose of each matrix, Wx.T and Wh.T")


def check_recurrent(weights: Weights) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Validate Wx, Wh and bh and return them as arrays that fit together: (D, M), (M, M), (M,).

    Raises
    ------
    ValueError
        If shapes do not fit together, an axis is empty or a number is not finite.
    TypeError
        If `weights` is not a `Weights` or does not hold real numbers.
    """
    _check_is_weights(weights)
    _check_layout(weights)
    return _recurrent_arrays(weights)


def check_readout(weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """Validate Wo and bo and return them as arrays that fit together: (M, K), (K,).

    Raises
    ------
    ValueError
        If one of the two is missing, shapes do not fit together, an axis is empty or a number is not finite.
    TypeError
        If `weights` is not a `Weights` or does not hold real numbers.
    """
    _check_is_weights(weights)
    _check_layout(weights)
    return _readout_arrays(weights)


def check_weights(weights: Weights) -> Weights:
    """Validate all weights of a network and return them as arrays that fit together, Wo and bo both or neither.

    Raises
    ------
    ValueError
        If only one of Wo and bo is there, shapes do not fit together, an axis is empty or a number is not finite.
    TypeError
        If `weights` is not a `Weights` or does not hold real numbers.
    """
    _check_is_weights(weights)
    if _nothing_to_say(weights):
        return weights
    _check_layout(weights)
    Wx, Wh, bh = _recurrent_arrays(weights)
    if weights.Wo is None and weights.bo is None:
        return Weights(Wx, Wh, bh)
    return Weights(Wx, Wh, bh, *_readout_arrays(weights, M=len(bh)))


def _nothing_to_say(weights: Weights) -> bool:
    """Whether all weights are finite arrays of floats that fit together, so that no other check has to be made."""
    Wx, Wh, bh, Wo, bo = weights
    for array in weights if Wo is not None or bo is not None else weights[:3]:
        if type(array) is not np.ndarray or array.dtype not in FLOATS or 0 in array.shape or not is_finite(array):
            return False
    M = bh.shape
    return (Wx.ndim == 2 and Wx.shape[1:] == M and Wh.shape == M + M
            and (Wo is None or bo is None or (bo.ndim == 1 and Wo.shape == M + bo.shape)))


def _recurrent_arrays(weights: Weights) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    Wx = check_array("Wx", weights.Wx, ("D", "M"))
    M = Wx.shape[1]
    return Wx, check_array("Wh", weights.Wh, ("M", "M"), M=M), check_array("bh", weights.bh, ("M",), M=M)


def _readout_arrays(weights: Weights, **sizes: int) -> tuple[np.ndarray, np.ndarray]:
    if weights.Wo is None or weights.bo is None:
        missing = " and ".join(name for name in ("Wo", "bo") if getattr(weights, name) is None)
        raise ValueError(f"{missing} missing: a readout needs Wo of shape (M, K) and bo of shape (K,)")
    Wh, shape = _shape_of(weights.Wh), _shape_of(weights.Wo)
    if Wh is not None and len(Wh) == 2 and shape is not None and shape[1:] == Wh[:1] != shape[:1]:
        raise ValueError(f"Wo has shape {shape}, it should have shape (M, K) with M = {Wh[0]}. It is transposed, as in "
                         "PyTorch and in books: take Wo.T")
    Wo = check_array("Wo", weights.Wo, ("M", "K"), **sizes)
    return Wo, check_array("bo", weights.bo, ("K",), K=Wo.shape[1])


def check_networks(weights: Weights) -> tuple[dict[str, np.ndarray], Weights, int | None]:
    """Validate the weights of one network, or of R networks stacked along a leading axis.

    Parameters
    ----------
    weights : Weights
        Of shapes (D, M), (M, M), (M,), ..., or (R, D, M), (R, M, M), (R, M), ... Only those of R networks are
        compared with each other here.

    Returns
    -------
    parameters : dict of str to numpy.ndarray
        The arrays by name, without those that are None.
    first : Weights
        Those of the single network, or of the first of R.
    networks : int or None
        R, or None for a single network.

    Raises
    ------
    ValueError
        If the shapes of R networks do not fit together, an axis is empty or a number is not finite.
    TypeError
        If `weights` is not a `Weights` or does not hold real numbers.
    """
    _check_is_weights(weights)
    _check_layout(weights, leading=max(len(_shape_of(weights.Wx) or ()) - 2, 0))
    parameters = {name: as_numbers(name, array) for name, array in weights._asdict().items() if array is not None}
    if "Wx" not in parameters or parameters["Wx"].ndim != 3:
        return parameters, weights._replace(**parameters), None
    sizes: dict[str, int] = {}
    for name, array in parameters.items():
        symbols = ("R", *WEIGHT_SHAPES[name])
        check_array(name, array, symbols, **sizes)
        sizes.update(zip(symbols, array.shape))
    return parameters, weights._replace(**{name: array[0] for name, array in parameters.items()}), sizes["R"]
