"""One-hot encoding of digits."""

import numpy as np
import numpy.typing as npt

from rnnlab.validation import check_count, check_digits


def one_hot(digits: npt.ArrayLike, depth: int = 10) -> np.ndarray:
    """One-hot encoding: digit d becomes a row of zeros with a one at index d.

    Parameters
    ----------
    digits : array_like
        Whole numbers from 0 to depth - 1, of any shape; floats that are whole will do.
    depth : int
        How many digits there are.

    Returns
    -------
    numpy.ndarray, shape (*digits.shape, depth)
        float64. From digits (N, T) it is (N, T, depth), ready to be X.

    Raises
    ------
    ValueError
        If a digit is not whole, is below 0, or is at least `depth`.
    TypeError
        If `digits` does not hold real numbers or `depth` is not a whole number.
    """
    check_count("depth", depth)
    return np.eye(depth)[check_digits("digits", digits, depth)]
