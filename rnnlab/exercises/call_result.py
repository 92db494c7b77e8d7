"""The result of calling a learner's function, in a form that can be compared and described; comparison of answers."""

import copy
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from rnnlab.exercises.answer_values import plain_value
from rnnlab.exercises.error_sentences import sentence_for
from rnnlab.exercises.failure import Failure, failure_of
from rnnlab.exercises.poisoned_memory import unwritten

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
    error : BaseException or None
        The exception itself. Where it has an attribute `where`, that is its place in words.
    """

    kind: str
    value: Any = None
    text: str = ""
    error: BaseException | None = None

    @cached_property
    def failure(self) -> Failure:
        """Where and how the exception was raised."""
        return failure_of(self.error) if self.error else Failure()

    def equals(self, other: "CallResult", tolerance: float) -> bool:
        """Whether two calls have the same result: equal numbers in equal shapes, or the same failure."""
        if self.kind != other.kind:
            return False
        if self.kind == "error":
            if self.failure.operation and other.failure.operation:
                return self.failure.same_place(other.failure)
            return (self.text, self.failure.instruction) == (other.text, other.failure.instruction)
        if self.kind == "array":
            return self.value.shape == other.value.shape and bool(
                np.allclose(self.value, other.value, rtol=tolerance, atol=tolerance, equal_nan=True)
            )
        return self.text == other.text

    def has_form_of(self, expected: "CallResult") -> bool:
        """Whether this can be compared number by number, or is no result at all: an error, or nothing."""
        if self.kind == "not numeric":
            return False
        return self.kind != "array" or self.value.shape == expected.value.shape

    def describe_form(self, expected: "CallResult") -> str:
        """Describe in Markdown the kind and shape of what was returned, whatever its numbers are."""
        if self.kind == "not numeric":
            return f"Your function returns {a_or_an(self.text)}."
        if self.value.ndim == 0:
            return "Your function returns a single number."
        return f"As one array, your result has shape `{self.value.shape}`, it should be `{expected.value.shape}`."

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
            place = str(getattr(self.error, "where", ""))
            described = self.failure.describe()
            if described:
                return f"{described}{' It stands' if place else ''}{place}"
            return sentence_for(self.text, place)
        if self.kind == "none":
            return (
                "**Your function returns nothing.** A function without `return` gives `None`, even if it prints. So "
                "does `return H.append(h)`, or `return np.add.at(…)`: these change what is there, and return nothing."
            )
        if self.kind == "not numeric":
            what = "a number is" if expected.value.ndim == 0 else "an array of numbers is"
            lazy = self.text in ("generator", "map", "zip", "filter", "reversed")
            way = " Nothing is computed yet: put `list( … )` around it." if lazy else ""
            return f"**Your function returns {a_or_an(self.text)}**, where {what} needed.{way}"
        if self.kind == "changed argument":
            return (
                f"**Your function changes its argument number {self.text} in place.** The caller still needs it: "
                "`h = h + z` makes a new array, `h += z` and `h[...] = z` write into the old one."
            )
        if self.value.shape != expected.value.shape:
            if hidden and (self.value.ndim > MAX_HIDDEN_AXES or max(self.value.shape, default=0) > MAX_HIDDEN_SIZE):
                return f"**The shape is not right.** It should be `{expected.value.shape}`, yours is a larger one."
            if expected.value.ndim == 0 and self.value.size == 1:
                alone = replace(self, value=self.value.reshape(()))
                judged = "is right" if alone.equals(expected, tolerance) else "itself is not right yet either"
                return (
                    f"**This is an array with one number in it, where the number itself is needed.** Its shape is "
                    f"`{self.value.shape}`; `.item()` takes the number out of an array, and `[0]` out of a list. The "
                    f"number {judged}."
                )
            if expected.value.ndim == 0:
                return f"**A single number is needed.** Yours is an array of shape `{self.value.shape}`."
            if self.value.ndim == 0:
                return f"**This is a single number,** where an array of shape `{expected.value.shape}` is needed."
            return f"**The shape is not right.** Yours is `{self.value.shape}`, it should be `{expected.value.shape}`."
        if missing := int(unwritten(self.value).sum()):
            return (
                f"**Not every number was written.** {missing} of {self.value.size} are what `np.empty` found in "
                "memory, or were computed from that. It fills nothing in: begin with `np.zeros`, and look which steps "
                "the loop leaves out."
            )
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
        verb = "is" if off.sum() == 1 else "are"
        count = f"**The shape is right, {int(off.sum())} of {off.size} numbers {verb} not.** The first that differs"
        if hidden:
            return f"{count} is{at}."
        return f"{count}{at}: yours is {self.value[where]:.6f}, it should be {expected.value[where]:.6f}."


def call_safely(function: Callable, arguments: tuple, careful: bool = True) -> CallResult:
    """Call a function on copies of the arguments and report the result. Only an interrupt gets through.

    Parameters
    ----------
    function : callable
    arguments : tuple
    careful : bool
        False for a function of ours, which changes no argument and needs no copies.

    Returns
    -------
    CallResult
    """
    copies = copy.deepcopy(arguments) if careful else arguments
    try:
        with warnings.catch_warnings():  # the verdict says what is wrong; nbgrader gives 0 for words on stderr
            warnings.simplefilter("ignore")
            result = function(*copies)
    except NotImplementedError:
        return CallResult("stub")
    except (Exception, SystemExit) as error:
        return CallResult("error", text=f"{type(error).__name__}: {_first_line(error)}".removesuffix(": "), error=error)
    if result is Ellipsis:
        return CallResult("stub")
    if result is None:
        return CallResult("none")
    if callable(result):
        return CallResult("not numeric", text="function")
    try:
        plain = plain_value(result)
        array = np.asarray(plain)
        kind = array.dtype.kind
        if kind == "c":  # its imaginary part would get lost
            return CallResult("not numeric", text="complex array" if array.ndim else "complex number")
        if kind in "US":  # text is no number, even if it spells one
            name = "array of text" if isinstance(result, np.ndarray) else type(result).__name__
            return CallResult("not numeric", text=name)
        value = np.array(plain, dtype=float)
    except (Exception, SystemExit):
        return CallResult("not numeric", text=_describe_parts(result))
    for number, (before, after) in enumerate(zip(arguments, copies), start=1):
        if careful and not _unchanged(before, after):
            return CallResult("changed argument", value, str(number))
    return CallResult("array", value)


def _first_line(error: BaseException) -> str:
    try:
        return (str(error).splitlines() or [""])[0]
    except Exception:  # its __str__ raises
        return ""


def _describe_parts(result: Any) -> str:
    """What is no array of numbers: its type, and for a tuple or a list the shapes of its parts, where they differ."""
    name = type(result).__name__
    try:
        shapes = [np.shape(part) for part in result] if isinstance(result, tuple | list) else []
    except Exception:
        return name
    return f"{name} whose parts have the shapes {', '.join(map(str, shapes))}" if len(set(shapes)) > 1 else name


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
