"""What a learner's function did when it was called, in a form that can be compared and put into words."""

import copy
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class CallResult:
    """What came of one call.

    Attributes
    ----------
    kind : {"array", "raised", "nothing", "unwritten", "other", "changed"}
        An array of numbers; an exception; None; the ``...`` of a stub; something that is no array of numbers; an array,
        but one of the arguments was changed on the way.
    value : numpy.ndarray or None
    text : str
        The exception in one line, the type's name, or the place of the changed argument.
    """

    kind: str
    value: np.ndarray | None = None
    text: str = ""

    def equals(self, other, tolerance):
        """Whether two calls did the same: equal numbers in equal shapes, or the same exception."""
        if self.kind != other.kind:
            return False
        if self.kind == "array":
            return self.value.shape == other.value.shape and bool(
                np.allclose(self.value, other.value, rtol=tolerance, atol=tolerance, equal_nan=True)
            )
        return self.text == other.text

    def describe(self, wanted, tolerance):
        """Put into words how this differs from the `wanted` outcome, in Markdown."""
        if self.kind == "raised":
            return f"**Your function stops with an error:** `{self.text}`"
        if self.kind == "nothing":
            return "**Your function returns nothing.** A function without `return` gives `None`, even if it prints."
        if self.kind == "other":
            what = "a number is" if wanted.value.ndim == 0 else "an array of numbers is"
            return f"**Your function returns {a_or_an(self.text)}**, where {what} needed."
        if self.kind == "changed":
            return (
                f"**Your function changes its argument number {self.text} in place.** The caller still needs it: "
                "`h = h + z` makes a new array, `h += z` and `h[...] = z` write into the old one."
            )
        if self.value.shape != wanted.value.shape:
            if wanted.value.ndim == 0:
                return f"**A single number is needed.** Yours is an array of shape `{self.value.shape}`."
            if self.value.ndim == 0:
                return f"**This is a single number,** where an array of shape `{wanted.value.shape}` is needed."
            return f"**The shape is not right.** Yours is `{self.value.shape}`, it should be `{wanted.value.shape}`."
        if not np.isfinite(self.value).all():
            return "**Your result holds NaN or infinity.**"
        if wanted.value.ndim == 0:
            return f"**The number is not right.** Yours is {_format_answer(self.value)}, it should be {_format_answer(wanted.value)}."
        off = ~np.isclose(self.value, wanted.value, rtol=tolerance, atol=tolerance)
        where = tuple(int(index) for index in np.argwhere(off)[0])
        at = f" at index {list(where)}" if where else ""
        return (
            f"**The shape is right, {int(off.sum())} of {off.size} numbers are not.** The first that differs{at}: "
            f"yours is {self.value[where]:.6f}, it should be {wanted.value[where]:.6f}."
        )


def call_safely(function, arguments):
    """Call a function on copies of the arguments and report what came of it. Only an interrupt gets through.

    Parameters
    ----------
    function : callable
    arguments : tuple

    Returns
    -------
    Outcome
    """
    given = copy.deepcopy(arguments)
    try:
        result = function(*given)
    except NotImplementedError:
        return CallResult("unwritten")
    except (Exception, SystemExit) as error:
        first_line = (str(error).splitlines() or [""])[0]
        return CallResult("raised", text=f"{type(error).__name__}: {first_line}".removesuffix(": "))
    if result is Ellipsis:
        return CallResult("unwritten")
    if result is None:
        return CallResult("nothing")
    try:
        if np.asarray(result).dtype.kind in "US":  # text is no number, even if it spells one
            return CallResult(
                "other", text="array of text" if isinstance(result, np.ndarray) else type(result).__name__
            )
        value = np.array(result, dtype=float)
    except (Exception, SystemExit):
        return CallResult("other", text=type(result).__name__)
    for place, (before, after) in enumerate(zip(arguments, given), start=1):
        if not _unchanged(before, after):
            return CallResult("changed", value, str(place))
    return CallResult("array", value)


def a_or_an(name):
    """A name with its article."""
    return f"{'an' if name[0].lower() in 'aeiou' or name == 'ndarray' else 'a'} {name}"


def _format_answer(value):
    """A single number as a learner would write it: a count without decimals."""
    return f"{value:.0f}" if value == np.round(value) else f"{value:.6f}"


def _unchanged(before, after):
    if isinstance(before, tuple):
        return all(_unchanged(one, other) for one, other in zip(before, after))
    return not isinstance(before, np.ndarray) or np.array_equal(before, after)


def is_unanswered(value):
    """Whether a value is what an attempt cell was given out with."""
    return value is None or value is Ellipsis


def same_value(answer, right, tolerance):
    """Whether an answer is the right one: numbers within a tolerance, words without case, tuples place by place."""
    if isinstance(answer, np.ndarray | np.generic):
        answer = answer.tolist()
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
