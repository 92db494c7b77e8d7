"""Input validation: real numbers, of the right shape, all finite. Every public function calls it first."""

from typing import Any

import numpy as np
import numpy.typing as npt

FLOATS = (np.dtype(np.float32), np.dtype(np.float64))


def as_numbers(name: str, value: npt.ArrayLike) -> np.ndarray:
    """Turn `value` into an array of float32 or float64.

    float16 and float32 become float32; everything else that counts (float64, integers, booleans) becomes float64.

    Parameters
    ----------
    name : str
        What the array is called in an error message, for example ``"Wx"``.
    value : array_like
        Numbers.

    Returns
    -------
    numpy.ndarray
        `value` itself where it is such an array already, not a copy.

    Raises
    ------
    TypeError
        If `value` holds anything but real numbers.
    ValueError
        If `value` is a ragged list.
    """
    if isinstance(value, np.ndarray) and value.dtype in FLOATS:
        return value
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows differ in length, so it has no shape") from None
    if array.dtype.kind not in "fiub":
        actual = "None" if value is None else f"dtype {array.dtype}"
        raise TypeError(f"{name} has to hold real numbers, this is {actual}")
    return array.astype(np.float32 if array.dtype in (np.float16, np.float32) else np.float64, copy=False)


def check_array(name: str, value: npt.ArrayLike, symbols: tuple[str, ...], **sizes: int) -> np.ndarray:
    """Turn `value` into an array of numbers and validate its shape.

    Parameters
    ----------
    name : str
        What the array is called in an error message.
    value : array_like
        Numbers.
    symbols : tuple of str
        The shape in the symbols of the course, for example ``("N", "T", "D")``. A leading ``"..."`` allows any
        number of axes in front.
    **sizes : int
        The symbols whose sizes are known already, for example ``D=3``.

    Returns
    -------
    numpy.ndarray
        float32 or float64, see `as_numbers`.

    Raises
    ------
    TypeError
        If `value` holds anything but real numbers.
    ValueError
        If the number of axes or a known size differs, an axis is empty, or a number is NaN or infinite. The message
        names the array, the shape it has and the shape it should have.
    """
    array = as_numbers(name, value)
    shape = array.shape
    last_symbols = symbols[1:] if symbols[0] == "..." else symbols
    last_sizes = shape if last_symbols is symbols else shape[len(shape) - len(last_symbols):]
    fits = len(last_sizes) == len(last_symbols)
    for symbol, size in zip(last_symbols, last_sizes):
        fits = fits and sizes.get(symbol, size) == size
    if not fits:
        raise ValueError(f"{name} has shape {shape}, it should have shape {_format_shape(symbols, sizes)}")
    if 0 in shape:
        raise ValueError(f"{name} has shape {shape}: an axis is empty, "
                         f"it should have shape {_format_shape(symbols, sizes)}")
    if not is_finite(array):
        index = tuple(np.argwhere(~np.isfinite(array))[0].tolist())
        raise ValueError(f"{name} has shape {shape} and holds {array[index]} at index {list(index)}: "
                         "every number has to be finite")
    return array


def is_finite(array: np.ndarray) -> bool:
    """Whether all numbers of an array that is not empty are finite."""
    finite = np.isfinite(array)
    return finite.item(finite.argmin())  # at the first False, if there is one: faster than all()


def _format_shape(symbols: tuple[str, ...], sizes: dict[str, int]) -> str:
    """Write a shape in symbols, with the sizes that are known: ``(D, M) with D = 3``."""
    known = [f"{symbol} = {sizes[symbol]}" for symbol in dict.fromkeys(symbols) if symbol in sizes]
    shape = f"({symbols[0]},)" if len(symbols) == 1 else f"({', '.join(symbols)})"
    return shape + (" with " + ", ".join(known) if known else "")


def common_dtype(*arrays: np.ndarray | None) -> type[np.floating[Any]]:
    """The dtype of a result: float32 where every array (None passed over) is float32, else float64."""
    for array in arrays:
        if array is not None and array.dtype != np.float32:
            return np.float64
    return np.float32


def check_digits(name: str, digits: npt.ArrayLike, depth: int) -> np.ndarray:
    """Turn digits into an array of integers and validate that each is whole and from 0 to depth - 1.

    Parameters
    ----------
    name : str
        What the array is called in an error message.
    digits : array_like
        Of any shape; floats that are whole will do.
    depth : int
        How many digits there are.

    Returns
    -------
    numpy.ndarray of int, in the shape of `digits`

    Raises
    ------
    ValueError
        If a digit is not whole, is below 0, or is at least `depth`. The message says which.
    TypeError
        If `digits` holds anything but real numbers.
    """
    return _as_whole(name, as_numbers(name, digits), 0, depth - 1)


def check_lengths(lengths: npt.ArrayLike, N: int, T: int) -> np.ndarray:
    """Turn the lengths of padded sequences into an array of integers, and validate that each is from 1 to T.

    Parameters
    ----------
    lengths : array_like, shape (N,)
    N, T : int
        Samples, and steps of the padded sequences.

    Returns
    -------
    numpy.ndarray of int, shape (N,)

    Raises
    ------
    ValueError
        If the shape does not fit, or a length is not a whole number from 1 to T. The message says which.
    TypeError
        If `lengths` holds anything but real numbers.
    """
    return _as_whole("lengths", check_array("lengths", lengths, ("N",), N=N), 1, T, "T = ")


def _as_whole(name: str, array: np.ndarray, first: int, last: int, symbol: str = "") -> np.ndarray:
    """Integers from numbers that are whole and from `first` to `last`; ValueError that names the first that is not."""
    wrong = ~((array >= first) & (array <= last) & (array == np.floor(array)))  # every comparison with NaN is False
    if wrong.any():
        index = np.argwhere(wrong)[0].tolist()
        raise ValueError(f"{name} holds {array[tuple(index)]:g} at index {index}: "
                         f"every one has to be a whole number from {first} to {symbol}{last}")
    return array.astype(np.intp)


def check_count(name: str, count: Any, minimum: int = 1) -> None:
    """Validate a whole number: TypeError where it is none, ValueError where it is below `minimum`."""
    if not isinstance(count, (int, np.integer)) or isinstance(count, bool):
        raise TypeError(f"{name} has to be a whole number, this is a {type(count).__name__}")
    if count < minimum:
        raise ValueError(f"{name} is {count}, it should be at least {minimum}")


def check_positive(name: str, value: Any) -> float:
    """Validate a setting: TypeError where it is no number, ValueError where it is not positive and finite."""
    if not isinstance(value, (int, float, np.number)) or isinstance(value, bool):
        raise TypeError(f"{name} has to be a number, this is a {type(value).__name__}")
    if not 0 < value < np.inf:
        raise ValueError(f"{name} is {value}, it should be positive and finite")
    return float(value)
