"""Exercises that are answered with a function, and how a wrong function is diagnosed."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from rnnlab.exercises.answer_values import is_unanswered
from rnnlab.exercises.call_result import CallResult, a_or_an, call_safely
from rnnlab.exercises.mistake import Mistake, recognise
from rnnlab.exercises.notebook_names import describe_names, names_read
from rnnlab.exercises.poisoned_memory import poisoned_memory
from rnnlab.exercises.verdict import Verdict, graded, not_attempted


@dataclass(frozen=True)
class Case:
    """One call of the learner's function.

    Attributes
    ----------
    part : str
        The part of the exercise this call belongs to. The points of a part are earned when all its cases are right.
    arguments : tuple
    """

    part: str
    arguments: tuple


@dataclass(frozen=True)
class FunctionExercise:
    """An exercise whose answer is a function.

    Attributes
    ----------
    number : str
    parts : dict of str to float
        Points of each part, in the order in which they are reported.
    cases : callable
        Takes a `numpy.random.Generator` and returns a list of `Case`: fresh inputs in which no special case hides.
    solution : callable
    mistakes : tuple of Mistake
        The diagnosis is the message of the one that behaves like the attempt, see `recognise`.
    hint, praise : str
        Markdown.
    probes : callable, optional
        As `cases`, a list of arguments for the diagnosis alone: sizes that are all equal, where a wrong product runs;
        an axis of length 1, where what would not fit is repeated; more steps.
    axes : dict of str to str
        The axes of the arrays among the arguments, by name, counted from the right: ``{"X": "NTD"}``.
    tolerance : float
        The largest difference that counts as equal, absolute and relative.
    returns : str
        A sentence that says what the function has to return, where that is more than one array of numbers. It answers
        a result of another kind or shape.
    given_names : tuple of str
        Names of the notebook that the exercise allows the function to read.
    """

    number: str
    parts: dict[str, float]
    cases: Callable[[np.random.Generator], list[Case]]
    solution: Callable
    mistakes: tuple[Mistake, ...]
    hint: str
    praise: str = ""
    probes: Callable[[np.random.Generator], list[tuple]] | None = None
    axes: dict[str, str] = field(default_factory=dict)
    tolerance: float = 1e-6
    returns: str = ""
    given_names: tuple[str, ...] = ()

    @property
    def maximum(self) -> float:
        """The points of all parts."""
        return float(sum(self.parts.values()))

    def check(self, *attempts: object, rng: np.random.Generator | None = None) -> Verdict:
        """Call the attempt on all cases, drawn twice, and compare the results with the solution's.

        Parameters
        ----------
        *attempts : callable
            One function. Anything else is diagnosed, as None and ``...`` are.
        rng : numpy.random.Generator, optional
            For the cases, which are hidden then; by default `seeded_rng` of the exercise's number.

        Raises
        ------
        ValueError
            If there is not exactly one attempt.
        """
        if not attempts:
            raise ValueError(
                f'exercise {self.number} takes your function, here is none: write check("{self.number}", ...) with its '
                "name in place of the dots"
            )
        if len(attempts) > 1:
            raise ValueError(f"exercise {self.number} takes one function, here are {len(attempts)}: check one by one")
        attempt = attempts[0]
        if is_unanswered(attempt):
            return not_attempted(self)
        if not callable(attempt):
            return graded(
                self,
                0.0,
                f"**This is {a_or_an(type(attempt).__name__)}, not a function.** Hand over the "
                "function itself, by its name and without brackets after it.",
            )
        hidden = rng is not None
        rng = rng or seeded_rng(self.number)
        cases: list[Case] = []
        results: list[CallResult] = []
        expected: list[CallResult] = []
        wrong_parts: set[str] = set()
        # Twice, with other numbers: an array that was made before the check, and is never written, holds one answer.
        for draw in (rng, rng.spawn(1)[0]):
            drawn = [case for case in self.cases(draw) if case.part not in wrong_parts]
            with poisoned_memory():
                results += [call_safely(attempt, case.arguments) for case in drawn]
            if any(result.kind == "stub" for result in results):
                return not_attempted(self)
            expected += [call_safely(self.solution, case.arguments) for case in drawn]
            cases += drawn
            right = [result.equals(solved, self.tolerance) for result, solved in zip(results, expected)]
            wrong_parts = {case.part for case, good in zip(cases, right) if not good}
        points = float(sum(value for part, value in self.parts.items() if part not in wrong_parts))
        if all(right):
            return graded(self, points)
        probes = self.probes(rng) if self.probes else []
        with poisoned_memory():
            results += [call_safely(attempt, probe) for probe in probes]
        expected += [call_safely(self.solution, probe) for probe in probes]
        arguments = [*(case.arguments for case in cases), *probes]
        mistake = recognise(results, expected, arguments, self.mistakes, self.tolerance)
        first = right.index(False)
        if mistake:
            message = mistake.message
        else:
            message = self._describe(arguments[first], results[first], expected[first], hidden)
        if len(self.parts) > 1:
            summary = "; ".join(f"{part}: {'not yet' if part in wrong_parts else 'right'}" for part in self.parts)
            message = f"{message}\n\nTried on {summary}."
        if names := [name for name in names_read(attempt) if name not in self.given_names]:
            message = f"{message}\n\n{describe_names(names)}"
        return graded(self, points, message)

    def _describe(self, arguments: tuple, result: CallResult, expected: CallResult, hidden: bool) -> str:
        """Describe what is wrong with a result, and for which sizes."""
        if self.returns and not result.has_form_of(expected):
            return f"**{self.returns}**" + ("" if hidden else f" {result.describe_form(expected)}")
        sizes: dict[str, str] = {}
        for name, value in zip(inspect.signature(self.solution).parameters, arguments):
            if shape := np.shape(value):
                axes = self.axes.get(name, "")[-len(shape) :]
                sizes |= {axis: str(size) for axis, size in zip(axes, shape)}
            elif not hidden:
                sizes[name] = f"{value:.6g}"
        listed = ", ".join(f"{name} = {size}" for name, size in sizes.items())
        where = f" That is with {listed}." if listed else ""
        return result.describe(expected, self.tolerance, hidden) + where


def seeded_rng(number: str, seed: int | None = None, stream: int | None = None) -> np.random.Generator:
    """The random generator of an exercise: the same for every reader, so that messages never vary.

    Parameters
    ----------
    number : str
        Of the exercise, for example ``"2.1"``.
    seed : int, optional
        Of a class or a grader.
    stream : int, optional
        Tells the generators of one exercise and one seed apart.
    """
    parts = [seed, *map(int, number.split(".")), stream]
    return np.random.default_rng([part for part in parts if part is not None])
