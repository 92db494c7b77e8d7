"""Exercises with many right answers: something that has a property."""

from collections.abc import Callable
from dataclasses import dataclass

from rnnlab.exercises.call_result import is_unanswered
from rnnlab.exercises.verdict import graded, not_attempted


@dataclass(frozen=True)
class DesignExercise:
    """An exercise with many right answers: something that has a property.

    Attributes
    ----------
    number : str
    parts : dict of str to float
        What is handed in, in order, and the points of each.
    judge : callable
        Takes the answers and returns a dict from a part's name to its diagnosis in Markdown, empty where all is well. It
        may raise ValueError or TypeError on unfit input: the message becomes the diagnosis, and no points are given.
    """

    number: str
    parts: dict
    judge: Callable
    hint: str
    praise: str = ""

    @property
    def maximum(self):
        return float(sum(self.parts.values()))

    def check(self, *answers, rng=None):
        if len(answers) != len(self.parts):
            raise ValueError(f"exercise {self.number} takes {', '.join(self.parts)}, here are {len(answers)} answers")
        unset = [part for part, answer in zip(self.parts, answers) if is_unanswered(answer)]
        if len(unset) == len(self.parts):
            return not_attempted(self)
        if unset:
            return graded(self, 0.0, f"**Still open:** {', '.join(unset)}. All of them together can be judged.")
        try:
            wrong = self.judge(*answers)
        except (ValueError, TypeError) as error:
            return graded(self, 0.0, f"**This cannot be used:** {error}.")
        points = float(sum(worth for part, worth in self.parts.items() if part not in wrong))
        return graded(self, points, "\n\n".join(wrong.values()))
