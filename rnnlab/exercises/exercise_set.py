"""What every kind of exercise has in common, and the set of a lesson's exercises."""

from collections.abc import Callable
from typing import Protocol

from rnnlab.exercises.verdict import Verdict


class Exercise(Protocol):
    """What every kind of exercise has: `FunctionExercise`, `AnswerExercise` and `DesignExercise`.

    Attributes
    ----------
    number : str
        For example ``"2.1"``: the first exercise of lesson 2.
    hint, praise : str
        Markdown: shown with a wrong attempt, and with a right one.
    maximum : float
        The points of a right attempt.
    check : callable
        From the learner's function, or the learner's answers in order, to a `Verdict`. A grader passes a
        `numpy.random.Generator` as ``rng``, so that it draws inputs that the learner has not seen; a kind of exercise
        that draws no inputs takes it too and does not use it.
    """

    @property
    def number(self) -> str: ...
    @property
    def hint(self) -> str: ...
    @property
    def praise(self) -> str: ...
    @property
    def maximum(self) -> float: ...
    @property
    def check(self) -> Callable[..., Verdict]: ...


class ExerciseSet:
    """The exercises of one lesson.

    Parameters
    ----------
    *exercises : Exercise

    Attributes
    ----------
    by_number : dict of str to Exercise
    """

    def __init__(self, *exercises: Exercise):
        self.by_number = {exercise.number: exercise for exercise in exercises}

    def check(self, number: str, *attempt: object) -> Verdict:
        """Check an attempt.

        Parameters
        ----------
        number : str
            The exercise, for example ``"2.1"``.
        *attempt
            The learner's function, or the learner's answers in order.

        Returns
        -------
        Verdict

        Raises
        ------
        ValueError
            If there is no exercise of that number, or it takes another number of answers. A slip in the call itself
            is an error and not a verdict, because a verdict would be graded.
        """
        return self.find(number).check(*attempt)

    def find(self, number: object) -> Exercise:
        """The exercise of a number. ValueError where there is none, or the number is not given as text."""
        known = ", ".join(self.by_number)
        if isinstance(number, str) and number in self.by_number:
            return self.by_number[number]
        if isinstance(number, str):
            raise ValueError(f"there is no exercise {number!r} here, there are {known}")
        if str(number) in self.by_number:
            raise ValueError(
                f'the number of the exercise has to be text: write check("{number}", ...), with the quotes'
            )
        raise ValueError(
            f"the first argument is the number of the exercise, one of {known}, as text; this is {_shorten(number)}"
        )


def _shorten(value: object) -> str:
    """A value in few words: a function by its name, anything else by its type."""
    return f"the function {value.__name__}" if hasattr(value, "__name__") else f"a value of type {type(value).__name__}"
