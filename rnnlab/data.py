"""What the networks learn from: sums of digits, ones to count. Seeded, nothing is downloaded.

Symbols: N samples, T steps. Inputs are (N, T, 1), one number a step; targets are (N, 1). All float64.
"""

from itertools import product

import numpy as np

from rnnlab.arrays import as_numbers, check_array

MANY = 1_000_000  # more sequences than anybody wants to list


def sum_of_three(n=None, seed=0, values=None):
    """Three digits, and their sum.

    Parameters
    ----------
    n : int, optional
        How many sequences to draw, each digit with equal chance. All 1,000, from 000 to 999, if not given.
    seed : int
        Of the drawing.
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


def sum_of_digits(T, n=None, seed=0, values=None):
    """T digits, and their sum. As `sum_of_three`; all sequences can be had up to T = 6."""
    check_count("T", T)
    values = np.arange(10.0) if values is None else check_array("values", values, ("V",), V=10)
    digits = draw(T, 10, n, seed)
    return digits[..., None].astype(np.float64), values[digits].astype(np.float64).sum(1, keepdims=True)


def permuted_values(depth=10, seed=0):
    """A permutation of 0 ... depth - 1 that is not in order: what the digits stand for when their size says nothing.

    Parameters
    ----------
    depth : int
        At least 2.
    seed : int

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
    check_count("depth", depth, least=2)
    generator = np.random.default_rng(seed)
    values = np.arange(depth)
    while (values == np.arange(depth)).all():
        values = generator.permutation(depth)
    return values


def ones_before_last(n=None, T=3, seed=0):
    """Sequences of zeros and ones, and how many ones stand before the last step.

    Parameters
    ----------
    n : int, optional
        How many sequences to draw, each number 0 or 1 with equal chance. If not given, the three of lesson 7:
        001, 011 and 111, whose answers are 0, 1 and 2.
    T : int
        Steps of those drawn.
    seed : int

    Returns
    -------
    X : numpy.ndarray, shape (N, T, 1)
    Y : numpy.ndarray, shape (N, 1)

    Raises
    ------
    ValueError
        If n or T is not positive, or T is given without n.
    TypeError
        If n or T is not a whole number.
    """
    check_count("T", T)
    if n is None and T != 3:
        raise ValueError(f"T is {T}, it should be 3 where n is not given")
    ones = np.array([[0, 0, 1], [0, 1, 1], [1, 1, 1]]) if n is None else draw(T, 2, n, seed)
    return ones[..., None].astype(np.float64), ones[:, :-1].sum(1, keepdims=True).astype(np.float64)


def one_hot(digits, depth=10):
    """A place instead of a size: digit d becomes a row of zeros with a one at index d.

    Parameters
    ----------
    digits : array_like
        Whole numbers from 0 to depth - 1, of any shape; floats that are whole will do.
    depth : int

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


def draw(T, depth, n, seed):
    """n sequences of T whole numbers below `depth`, drawn; or all there are, in order."""
    if n is not None:
        check_count("n", n)
        return np.random.default_rng(seed).integers(depth, size=(n, T))
    if depth ** T > MANY:
        raise ValueError(f"T is {T}: there are {depth}^{T} sequences, say how many to draw with n")
    return np.array(list(product(range(depth), repeat=T)))
