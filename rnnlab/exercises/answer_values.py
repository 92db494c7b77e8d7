"""The values that a learner hands in as answers: unanswered or not, right or not."""

from collections.abc import Sequence
from typing import Any, SupportsFloat

import numpy as np

MAX_LENGTH = 2_000_000  # of a range, so that it never fills the memory


def is_unanswered(value: object) -> bool:
    """Whether a value is None or the ``...`` with which an attempt cell is given out."""
    return value is None or value is Ellipsis


def plain_value(value: Any) -> Any:
    """The value that an object holds, in Python's own types and NumPy's.

    Parameters
    ----------
    value : object

    Returns
    -------
    object
        Numbers of other kinds (`fractions.Fraction`, `decimal.Decimal`, SymPy's) as floats; arrays of objects, ranges,
        deques, `array.array`, bytearrays and memoryviews as lists; what can be read as an array as one. The parts of a
        list or a tuple are treated alike. Everything else comes back as it is: text, complex numbers, sets,
        dictionaries.
    """
    try:
        return _plain(value)
    except Exception:  # it only pretends to be a number or a sequence, or is too large for a float
        return value


def _plain(value: Any) -> Any:
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist()) if value.dtype.kind in "OUS" else value
    if value is None or isinstance(value, bool | int | float | complex | str | bytes) or callable(value):
        return value
    if isinstance(value, list | tuple):
        return (list if isinstance(value, list) else tuple)(map(_plain, value))
    if isinstance(value, Sequence):
        return _plain(list(value)) if len(value) <= MAX_LENGTH else value
    if hasattr(value, "__array__"):
        return _plain(np.asarray(value))
    return float(value) if isinstance(value, SupportsFloat) else value


def only_part(value: object) -> Any:
    """What a list, a tuple or an array of one part holds; None for anything else."""
    if isinstance(value, np.ndarray):
        return value.item() if value.size == 1 and value.ndim else None
    return value[0] if isinstance(value, list | tuple) and len(value) == 1 else None


def same_value(answer: object, right: object, tolerance: float) -> bool:
    """Whether an answer is the right one.

    Parameters
    ----------
    answer : object
        It counts as its `plain_value`, an array as its numbers, a list as a tuple.
    right : int, float, str, bool, None or tuple
        Strings are compared without case or outer blanks, tuples item by item. A bool equals no number.
    tolerance : float
        The largest difference of numbers that counts as equal, relative above 1 and absolute below.

    Returns
    -------
    bool
    """
    answer = plain_value(answer)
    if isinstance(answer, np.ndarray | np.generic):
        answer = answer.tolist()
    if isinstance(answer, np.floating):  # a long double, which Python has no number for
        answer = float(answer)
    if isinstance(right, tuple):
        return (
            isinstance(answer, tuple | list)
            and len(answer) == len(right)
            and all(same_value(one, other, tolerance) for one, other in zip(answer, right))
        )
    if isinstance(right, str):
        return isinstance(answer, str) and answer.strip().lower() == right.strip().lower()
    if right is None:
        return answer is None
    if isinstance(right, bool) or isinstance(answer, bool):
        return isinstance(answer, bool) and answer is right
    if isinstance(answer, int | float) and isinstance(right, int | float):
        return bool(abs(answer - right) <= tolerance * max(1.0, abs(right)))
    return False
