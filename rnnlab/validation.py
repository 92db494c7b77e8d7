"""What may come in: numbers, of the right shape, all finite. Every public function asks here first."""


import numpy as np


def as_numbers(name, value):
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
    if isinstance(value, np.ndarray) and value.dtype in (np.float32, np.float64):
        return value
    try:
        array = np.asarray(value)
    except ValueError:
        raise ValueError(f"{name} is ragged: its rows differ in length, so it has no shape") from None
    if array.dtype.kind not in "fiub":
        found = "None" if value is None else f"dtype {array.dtype}"
        raise TypeError(f"{name} has to hold real numbers, this is {found}")
    return array.astype(np.float32 if array.dtype in (np.float16, np.float32) else np.float64, copy=False)


def check_array(name, value, symbols, **sizes):
    """Turn `value` into an array of numbers and insist on its shape.

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
    wanted = symbols[1:] if symbols[0] == "..." else symbols
    own = shape[len(shape) - len(wanted):] if wanted is not symbols else shape
    fits = len(own) == len(wanted) and all(sizes.get(symbol, size) == size for symbol, size in zip(wanted, own))
    if not fits:
        raise ValueError(f"{name} has shape {shape}, it should have shape {_spell_shape(symbols, sizes)}")
    if 0 in shape:
        raise ValueError(f"{name} has shape {shape}: an axis is empty, it should have shape {_spell_shape(symbols, sizes)}")
    if not np.isfinite(array).all():
        where = tuple(int(index) for index in np.argwhere(~np.isfinite(array))[0])
        raise ValueError(f"{name} has shape {shape} and holds {array[where]} at index {list(where)}: "
                         "every number has to be finite")
    return array


def _spell_shape(symbols, sizes):
    """Write a shape in symbols, with the sizes that are known: ``(D, M) with D = 3``."""
    known = [f"{symbol} = {sizes[symbol]}" for symbol in dict.fromkeys(symbols) if symbol in sizes]
    shape = f"({symbols[0]},)" if len(symbols) == 1 else f"({', '.join(symbols)})"
    return shape + (" with " + ", ".join(known) if known else "")


def common_dtype(*arrays):
    """float32 where every array is float32, else float64."""
    return np.float32 if all(array.dtype == np.float32 for array in arrays if array is not None) else np.float64


def check_digits(name, digits, depth):
    """Return whole numbers from 0 to depth - 1 as integers, or say which is not one."""
    digits = as_numbers(name, digits)
    wrong = ~((digits >= 0) & (digits < depth) & (digits == np.floor(digits)))  # NaN answers False to everything
    if wrong.any():
        where = np.argwhere(wrong)[0].tolist()
        raise ValueError(f"{name} holds {digits[tuple(where)]:g} at index {where}: "
                         f"every one has to be a whole number from 0 to {depth - 1}")
    return digits.astype(np.intp)


def check_count(name, count, least=1):
    """Insist on a whole number of at least `least`."""
    if not isinstance(count, (int, np.integer)) or isinstance(count, bool):
        raise TypeError(f"{name} has to be a whole number, this is a {type(count).__name__}")
    if count < least:
        raise ValueError(f"{name} is {count}, it should be at least {least}")


def check_rate(rate):
    """Insist on a positive, finite learning rate."""
    if not isinstance(rate, (int, float, np.number)) or isinstance(rate, bool):
        raise TypeError(f"learning_rate has to be a number, this is a {type(rate).__name__}")
    if not 0 < rate < np.inf:
        raise ValueError(f"learning_rate is {rate}, it should be positive and finite")
    return float(rate)
