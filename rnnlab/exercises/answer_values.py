"""The values that a learner hands in as answers: unanswered or not, right or not."""

import numpy as np


def is_unanswered(value: object) -> bool:
    """Whether a value is None or the ``...`` with which an attempt cell is given out."""
    return value is None or value is Ellipsis


def unpacked(value: object) -> object:
    """An array of objects as the list of what it holds; everything else as it is."""
    return value.tolist() if isinstance(value, np.ndarray) and value.dtype == object else value


def same_value(answer: object, right: object, tolerance: float) -> bool:
    """Whether an answer is the right one.

    Parameters
    ----------
    answer : object
        An array counts as its numbers, a list as a tuple.
    right : int, float, str, bool, None or tuple
        Strings are compared without case or outer blanks, tuples item by item. A bool equals no number.
    tolerance : float
        The largest difference of numbers that counts as equal, relative above 1 and absolute below.

    Returns
    -------
    bool
    """
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
