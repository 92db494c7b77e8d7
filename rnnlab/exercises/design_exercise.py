"""Exercises with many right answers: something that has a property."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from rnnlab.exercises.answer_values import is_unanswered, plain_value
from rnnlab.exercises.verdict import Verdict, graded, not_attempted


@dataclass(frozen=True)
class DesignExercise:
    """An exercise with many right answers: something that has a property.

    Attributes
    ----------
    number : str
    parts : dict of str to float
        What is judged, and the points of each: the answers in order, where `answers` is empty.
    judge : callable
        Takes the answers and returns the diagnosis, in Markdown, of each part that is wrong: a dict of str to str,
        empty where another part's says it all. It may raise ValueError or TypeError on unfit input: the message
        becomes the diagnosis, and no points are given.
    hint, praise : str
        Markdown.
    answers : tuple of str
        What is handed in, in order, where it is judged together and not one by one.
    """

    number: str
    parts: dict[str, float]
    judge: Callable[..., dict[str, str]]
    hint: str
    praise: str = ""
    answers: tuple[str, ...] = ()

    @property
    def maximum(self) -> float:
        """The points of all parts."""
        return float(sum(self.parts.values()))

    def check(self, *answers: object, rng: np.random.Generator | None = None) -> Verdict:
        """Check the answers, one a part. `rng` is part of the protocol `Exercise` and not used.

        Raises
        ------
        ValueError
            If the number of answers is not the one that the exercise takes.
        """
        names = self.answers or tuple(self.parts)
        if len(answers) != len(names):
            raise ValueError(
                f"exercise {self.number} takes {len(names)} answers ({', '.join(names)}), here are {len(answers)}"
            )
        answers = tuple(map(plain_value, answers))
        unset = [name for name, answer in zip(names, answers) if is_unanswered(answer)]
        if len(unset) == len(names):
            return not_attempted(self)
        if unset:
            return graded(self, 0.0, f"**Still open:** {', '.join(unset)}. All of them together can be judged.")
        try:
            wrong = self.judge(*answers)
        except (ValueError, TypeError) as error:
            return graded(self, 0.0, f"**This cannot be used:** {error}.")
        points = float(sum(value for part, value in self.parts.items() if part not in wrong))
        return graded(self, points, "\n\n".join(filter(None, wrong.values())))
