"""Exercises that are answered with a function, and how a wrong function is diagnosed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnlab.exercises.answer_values import is_unanswered
from rnnlab.exercises.call_result import CallResult, a_or_an, call_safely
from rnnlab.exercises.verdict import Verdict, graded, not_attempted


@dataclass(frozen=True)
class Mistake:
    """A mistake that learners really make.

    Attributes
    ----------
    function : callable
        What such a learner would have written. An attempt is diagnosed by behaving the same.
    message : str
        Markdown: the misconception named in bold, then what it leads to.
    """

    function: Callable
    message: str


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
        The diagnosis is the message of the first that has the attempt's result on the first wrong case.
    hint, praise : str
        Markdown.
    tolerance : float
        The largest difference that counts as equal, absolute and relative.
    """

    number: str
    parts: dict[str, float]
    cases: Callable[[np.random.Generator], list[Case]]
    solution: Callable
    mistakes: tuple[Mistake, ...]
    hint: str
    praise: str = ""
    tolerance: float = 1e-6

    @property
    def maximum(self) -> float:
        """The points of all parts."""
        return float(sum(self.parts.values()))

    def check(self, attempt: object, rng: np.random.Generator | None = None) -> Verdict:
        """Call the attempt on all cases and compare the results with the solution's.

        Parameters
        ----------
        attempt : callable
            Anything else is diagnosed, as None and ``...`` are: nothing raises.
        rng : numpy.random.Generator, optional
            For the cases, which are hidden then; by default `seeded_rng` of the exercise's number.
        """
        if is_unanswered(attempt):
            return not_attempted(self)
        if not callable(attempt):
            return graded(
                self,
                0.0,
                f"**This is {a_or_an(type(attempt).__name__)}, not a function.** Hand over the "
                "function itself, by its name and without brackets after it.",
            )
        cases = self.cases(rng or seeded_rng(self.number))
        results = [call_safely(attempt, case.arguments) for case in cases]
        if any(result.kind == "stub" for result in results):
            return not_attempted(self)
        expected = [call_safely(self.solution, case.arguments) for case in cases]
        right = [result.equals(solved, self.tolerance) for result, solved in zip(results, expected)]
        wrong_parts = {case.part for case, good in zip(cases, right) if not good}
        points = float(sum(value for part, value in self.parts.items() if part not in wrong_parts))
        if all(right):
            return graded(self, points)
        first = right.index(False)
        message = self._diagnose(cases[first], results[first], expected[first], hidden=rng is not None)
        if len(self.parts) > 1:
            summary = "; ".join(f"{part}: {'not yet' if part in wrong_parts else 'right'}" for part in self.parts)
            message = f"{message}\n\nTried on {summary}."
        return graded(self, points, message)

    def _diagnose(self, case: Case, result: CallResult, expected: CallResult, hidden: bool) -> str:
        for mistake in self.mistakes:
            if result.equals(call_safely(mistake.function, case.arguments), self.tolerance):
                return mistake.message
        return result.describe(expected, self.tolerance, hidden)


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
