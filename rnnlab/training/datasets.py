"""Synthetic data sets: sequences of digits and their sum. Seeded, nothing is downloaded.

Symbols: N samples, T steps. Inputs are (N, T, 1), one number a step; targets are (N, 1). All float64.
"""

from itertools import product

import numpy as np
import numpy.typing as npt

from rnnlab.validation import check_array, check_count

MAX_SEQUENCES = 1_000_000  # all sequences are listed up to here: T = 6 with ten digits


def sum_of_three(n: int | None = None, seed: int = 0,
                 values: npt.ArrayLike | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Three digits, and their sum.

    Parameters
    ----------
    n : int, optional
        How many sequences to draw, each digit with equal chance. All 1,000, from 000 to 999, if not given.
    seed : int
        Of the random generator.
    values : array_like, shape (10,), optional
        What each digit stands for in the sum: `permuted_values` gives labels that have nothing to do with size. The
        digits themselves if not given.

    Returns
    -------
    X : numpy.ndarray, shape (N, 3, 1)
        The digits.
    Y : numpy.ndarray, shape (N, 1)
        The sum of what they stand for.

    Raises
    ------
    ValueError
        If n is not positive, or `values` are not ten finite numbers.
    TypeError
        If n is not a whole number.
    """
    return sum_of_digits(3, n, seed, values)


def sum_of_digits(T: int, n: int | None = None, seed: int = 0,
                  values: npt.ArrayLike | None = None) -> tuple[np.ndarray, np.ndarray]:
    """T digits, and their sum.

    Parameters
    ----------
    T : int
        Digits in a sequence.
    n : int, optional
        How many sequences to draw, each digit with equal chance. All 10^T in order if not given, up to T = 6.
    seed : int
        Of the random generator.
    values : array_like, shape (10,), optional
        What each digit stands for in the sum, as in `sum_of_three`.

    Returns
    -------
    X : numpy.ndarray, shape (N, T, 1)
        The digits.
    Y : numpy.ndarray, shape (N, 1)
        The sum of what they stand for.

    Raises
    ------
    ValueError
        If T or n is not positive, there are too many sequences to list, or `values` are not ten finite numbers.
    TypeError
        If T or n is not a whole number.
    """
    check_count("T", T)
    values = np.arange(10.0) if values is None else check_array("values", values, ("V",), V=10)
    digits = _random_digits(T, 10, n, seed)
    return digits[..., None].astype(np.float64), values[digits].astype(np.float64).sum(1, keepdims=True)


def permuted_values(depth: int = 10, seed: int = 0) -> np.ndarray:
    """A permutation of 0 ... depth - 1 that is not in order: what the digits stand for when their size says nothing.

    Parameters
    ----------
    depth : int
        How many digits, at least 2.
    seed : int
        Of the random generator.

    Returns
    -------
    numpy.ndarray of int, shape (depth,)
        ``values[d]`` is what digit d stands for.

    Raises
    ------
    ValueError
        If `depth` is below 2.
    TypeError
        If `depth` is not a whole number.
    """
    check_count("depth", depth, minimum=2)
    generator = np.random.default_rng(seed)
    values = np.arange(depth)
    while (values == np.arange(depth)).all():
        values = generator.permutation(depth)
    return values


def _random_digits(T: int, depth: int, n: int | None, seed: int) -> np.ndarray:
    """Draw n sequences of T whole numbers below `depth`, or list all of them in order where n is None: (N, T)."""
    if n is not None:
        check_count("n", n)
        return np.random.default_rng(seed).integers(depth, size=(n, T))
    if depth ** T > MAX_SEQUENCES:
        raise ValueError(f"T is {T}: there are {depth}^{T} sequences, say how many to draw with n")
    return np.array(list(product(range(depth), repeat=T)))
