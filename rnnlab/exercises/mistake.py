"""Mistakes that learners make, each as a function and its diagnosis, and which of them an attempt is.

An attempt is recognised by its numbers. It is tried on the cases of its exercise and on probes: sizes that are all
equal, say, where a wrong product runs that stops on the real sizes. So it does not matter how a mistake was written.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any

from rnnlab.exercises.call_result import CallResult, call_safely


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
class Slip:
    """A mistake in some of the pieces from which a right function can be built.

    Attributes
    ----------
    pieces : dict of str to object
        What stands in place of the right pieces, by their names. Two slips that hide each other share a piece, if need
        be a right one.
    message : str
        As of a `Mistake`.
    frequent : bool
        Whether it often comes together with another one.
    """

    pieces: dict[str, Any]
    message: str
    frequent: bool = False


def mistakes_from(build: Callable[..., Callable], slips: Sequence[Slip]) -> tuple[Mistake, ...]:
    """A mistake for each slip, then one for each two frequent slips in different pieces.

    Parameters
    ----------
    build : callable
        From pieces, by name, to the function; without any, the right one.
    slips : sequence of Slip
    """
    singles = [Mistake(build(**slip.pieces), slip.message) for slip in slips]
    frequent = [slip for slip in slips if slip.frequent]
    pairs = [
        Mistake(
            build(**one.pieces, **other.pieces),
            f"**Two things are not right.**\n\n1. {one.message}\n2. {other.message}",
        )
        for one, other in combinations(frequent, 2)
        if not one.pieces.keys() & other.pieces.keys()
    ]
    return (*singles, *pairs)


def recognise(
    results: Sequence[CallResult],
    expected: Sequence[CallResult],
    arguments: Sequence[tuple],
    mistakes: Sequence[Mistake],
    tolerance: float,
) -> Mistake | None:
    """Find the mistake that behaves like an attempt.

    Parameters
    ----------
    results, expected : sequence of CallResult
        Of the attempt and of the solution, one for each tuple of arguments.
    arguments : sequence of tuple
    mistakes : sequence of Mistake
    tolerance : float

    Returns
    -------
    Mistake or None
        It gives the same wrong numbers for some of the arguments, and other numbers for none of them if there is such a
        one. Of several, the one that agrees most often.
    """
    wrong = [not result.equals(solved, tolerance) for result, solved in zip(results, expected)]
    runs_somewhere = any(result.kind != "error" and is_wrong for result, is_wrong in zip(results, wrong))
    if runs_somewhere:
        proving = [is_wrong and result.kind != "error" for result, is_wrong in zip(results, wrong)]
    else:  # it fails wherever it is wrong: then the place where it does has to be the mistake's
        proving = wrong

    @cache
    def result_of(mistake: Mistake, place: int) -> CallResult:
        return call_safely(mistake.function, arguments[place], careful=False)

    def score(mistake: Mistake, lenient: bool) -> int:
        """How often it agrees; 0 where it never does with a wrong result, or gives other numbers too often.

        Lenient is less than half of the time, and never in another shape.
        """
        proofs = agreements = disagreements = 0
        for place, (result, proves) in enumerate(zip(results, proving)):
            other = result_of(mistake, place)
            if result.equals(other, tolerance):
                proofs += proves
                agreements += 1
            elif result.kind == other.kind == "error":
                elsewhere = bool(result.failure.operation and other.failure.operation)  # else perhaps at the same place
                agreements += not elsewhere
                disagreements += elsewhere and not runs_somewhere
            elif result.kind == other.kind == "array":
                disagreements += 1
                if result.value.shape != other.value.shape:
                    return 0
            if disagreements and not lenient:
                return 0
        return agreements if proofs and agreements > disagreements else 0

    many_numbers = all(result.kind != "array" or result.value.ndim for result in results)  # one may agree by chance
    for lenient in (False, True)[: 1 + many_numbers]:
        scores = [score(mistake, lenient) for mistake in mistakes]
        if any(scores):
            return mistakes[scores.index(max(scores))]
    return None
