"""The result of calling a learner's function, in a form that can be compared and described; comparison of answers."""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

MAX_HIDDEN_AXES, MAX_HIDDEN_SIZE = 4, 99  # of a wrong shape that is shown where the arguments are hidden


@dataclass(frozen=True)
class CallResult:
    """The result of one call.

    Attributes
    ----------
    kind : {"array", "error", "none", "stub", "not numeric", "changed argument"}
        It returned an array of numbers, raised an exception, returned None, returned the ``...`` of a stub (or raised
        NotImplementedError), returned what is no array of numbers, or returned an array of numbers but changed one of
        its arguments in place.
    value : numpy.ndarray or None
        The array of numbers, of the kinds that have one.
    text : str
        The exception in one line, the name of the returned type, or the number of the changed argument, from 1.
    where : str
        Where the exception comes from, in Markdown, where the exception itself says so.
    """

    kind: str
    value: Any = None
    text: str = ""
    where: str = ""

    def equals(self, other: "CallResult", tolerance: float) -> bool:
        """Whether two calls have the same result: equal numbers in equal shapes, or the same exception."""
        if self.kind != other.kind:
            return False
        if self.kind == "array":
            return self.value.shape == other.value.shape and bool(
                np.allclose(self.value, other.value, rtol=tolerance, atol=tolerance, equal_nan=True)
            )
        return self.text == other.text

    def describe(self, expected: "CallResult", tolerance: float, hidden: bool = False) -> str:
        """Describe in Markdown how this differs from the expected result.

        Parameters
        ----------
        expected : CallResult
        tolerance : float
        hidden : bool
            Whether the learner cannot know the arguments. Then a number would explain nothing, and could carry them.
        """
        if self.kind == "error":
            return f"**Your function stops with an error:** `{self.text}`{self.where}"
        if self.kind == "none":
            return "**Your function returns nothing.** A function without `return` gives `None`, even if it prints."
        if self.kind == "not numeric":
            what = "a number is" if expected.value.ndim == 0 else "an array of numbers is"
            return f"**Your function returns {a_or_an(self.text)}**, where {what} needed."
        if self.kind == "changed argument":
            return (
                f"**Your function changes its argument number {self.text} in place.** The caller still needs it: "
                "`h = h + z` makes a new array, `h += z` and `h[...] = z` write into the old one."
            )
        if self.value.shape != expected.value.shape:
            if hidden and (self.value.ndim > MAX_HIDDEN_AXES or max(self.value.shape, default=0) > MAX_HIDDEN_SIZE):
                return f"**The shape is not right.** It should be `{expected.value.shape}`, yours is a larger one."
            if expected.value.ndim == 0:
                return f"**A single number is needed.** Yours is an array of shape `{self.value.shape}`."
            if self.value.ndim == 0:
                return f"**This is a single number,** where an array of shape `{expected.value.shape}` is needed."
            return f"**The shape is not right.** Yours is `{self.value.shape}`, it should be `{expected.value.shape}`."
        if not np.isfinite(self.value).all():
            return "**Your result holds NaN or infinity.**"
        if hidden and expected.value.ndim == 0:
            return "**The number is not right.**"
        if expected.value.ndim == 0:
            number, right = _format_answer(self.value), _format_answer(expected.value)
            return f"**The number is not right.** Yours is {number}, it should be {right}."
        off = ~np.isclose(self.value, expected.value, rtol=tolerance, atol=tolerance)
        where = tuple(int(index) for index in np.argwhere(off)[0])
        at = f" at index {list(where)}" if where else ""
        count = f"**The shape is right, {int(off.sum())} of {off.size} numbers are not.** The first that differs"
        if hidden:
            return f"{count} is{at}."
        return f"{count}{at}: yours is {self.value[where]:.6f}, it should be {expected.value[where]:.6f}."


def call_safely(function: Callable, arguments: tuple) -> CallResult:
    """Call a function on copies of the arguments and report the result. Only an interrupt gets through.

    Parameters
    ----------
    function : callable
    arguments : tuple

    Returns
    -------
    CallResult
    """
    copies = copy.deepcopy(arguments)
    try:
        result = function(*copies)
    except NotImplementedError:
        return CallResult("stub")
    except (Exception, SystemExit) as error:
        first_line = (str(error).splitlines() or [""])[0]
        text = f"{type(error).__name__}: {first_line}".removesuffix(": ")
        return CallResult("error", text=text, where=str(getattr(error, "where", "")))
    if result is Ellipsis:
        return CallResult("stub")
    if result is None:
        return CallResult("none")
    if callable(result):
        return CallResult("not numeric", text="function")
    try:
        array = np.asarray(result)
        kind = (np.asarray(array.tolist()) if array.dtype == object else array).dtype.kind
        if kind == "c":  # its imaginary part would get lost
            return CallResult("not numeric", text="complex array" if array.ndim else "complex number")
        if kind in "US":  # text is no number, even if it spells one
            name = "array of text" if isinstance(result, np.ndarray) else type(result).__name__
            return CallResult("not numeric", text=name)
        value = np.array(result, dtype=float)
    except (Exception, SystemExit):
        return CallResult("not numeric", text=type(result).__name__)
    for number, (before, after) in enumerate(zip(arguments, copies), start=1):
        if not _unchanged(before, after):
            return CallResult("changed argument", value, str(number))
    return CallResult("array", value)


def a_or_an(name: str) -> str:
    """A name with its article."""
    return f"{'an' if name[0].lower() in 'aeiou' or name == 'ndarray' else 'a'} {name}"


def _format_answer(value: np.ndarray) -> str:
    """A single number as a learner would write it: a count without decimals."""
    return f"{value:.0f}" if value == np.round(value) else f"{value:.6f}"


def _unchanged(before: Any, after: Any) -> bool:
    if isinstance(before, tuple):
        return all(_unchanged(one, other) for one, other in zip(before, after))
    return not isinstance(before, np.ndarray) or np.array_equal(before, after)
