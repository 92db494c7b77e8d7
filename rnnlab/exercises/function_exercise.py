"""Exercises that are answered with a function, and how a wrong one is diagnosed."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnlab.exercises.call_result import a_or_an, call_safely, is_unanswered
from rnnlab.exercises.verdict import graded, not_attempted


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
        The first that behaves as the attempt does on the first wrong case is the diagnosis.
    hint, praise : str
        Markdown.
    tolerance : float
        The largest difference that counts as equal, absolute and relative.
    """

    number: str
    parts: dict
    cases: Callable
    solution: Callable
    mistakes: tuple
    hint: str
    praise: str = ""
    tolerance: float = 1e-6

    @property
    def maximum(self):
        return float(sum(self.parts.values()))

    def check(self, attempt, rng=None):
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
        outcomes = [call_safely(attempt, case.arguments) for case in cases]
        if any(outcome.kind == "unwritten" for outcome in outcomes):
            return not_attempted(self)
        expected = [call_safely(self.solution, case.arguments) for case in cases]
        right = [found.equals(wanted, self.tolerance) for found, wanted in zip(outcomes, expected)]
        points = float(
            sum(
                worth
                for part, worth in self.parts.items()
                if all(good for case, good in zip(cases, right) if case.part == part)
            )
        )
        if all(right):
            return graded(self, points)
        first = right.index(False)
        message = self.diagnose(cases[first], outcomes[first], expected[first])
        if len(self.parts) > 1:
            message = f"{message}\n\n{self.tally(cases, right)}"
        return graded(self, points, message)

    def diagnose(self, case, found, wanted):
        for mistake in self.mistakes:
            if found.equals(call_safely(mistake.function, case.arguments), self.tolerance):
                return mistake.message
        return found.describe(wanted, self.tolerance)

    def tally(self, cases, right):
        words = []
        for part in self.parts:
            good = all(ok for case, ok in zip(cases, right) if case.part == part)
            words.append(f"{part}: {'right' if good else 'not yet'}")
        return "Tried on " + "; ".join(words) + "."


def seeded_rng(number, seed=None, stream=None):
    """The random generator of an exercise: the same for every reader, so that messages never vary.

    Parameters
    ----------
    number : str
    seed, stream : int, optional
        Of a class or a grader, and which of its generators.
    """
    parts = [seed, *map(int, number.split(".")), stream]
    return np.random.default_rng([part for part in parts if part is not None])
