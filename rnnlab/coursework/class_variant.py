"""A class's variant of a lesson: its numbers, bugs and order of choices are drawn, so that public answers do not fit.

Everything follows from the class's seed, which the released notebook passes to its check and the teacher to the grader.
"""

import re
from collections.abc import Callable
from typing import Any

from rnnlab.coursework.choice_order import Exercise, check_in_order
from rnnlab.exercises import AnswerExercise, ExerciseSet, Verdict, seeded_rng


def draw_exercise(exercise: Exercise, seed: int | None) -> tuple[Exercise, dict[str, str]]:
    """An exercise as a class has it.

    Returns
    -------
    exercise : Exercise
        The same one where there is no seed, or nothing in it that can be drawn.
    replacements : dict of str to str
        What the lesson's cells say of its numbers, and what they say to this class.
    """
    if seed is None or not isinstance(exercise, AnswerExercise) or not exercise.resample:
        return exercise, {}
    return exercise.resample(seeded_rng(exercise.number, seed, stream=1))


def substitute(cells: list, replacements: dict[str, str]) -> None:
    """Put the numbers of a class into the cells of an exercise.

    Parameters
    ----------
    cells : list of nbformat.NotebookNode
        Changed in place.
    replacements : dict of str to str
        From `draw_exercise`.

    Raises
    ------
    ValueError
        If the lesson does not say what its module says that it says.
    """
    if missing := [old for old in replacements if not any(old in cell.source for cell in cells)]:
        raise ValueError(f"no cell says {missing[0]!r}")
    if replacements:
        pattern = re.compile("|".join(map(re.escape, replacements)))
        for cell in cells:
            cell.source = pattern.sub(lambda match: replacements[match[0]], cell.source)


def for_class(check: Any, orders: dict[str, dict[int, str]], seed: int) -> Callable[..., Verdict]:
    """The check of a lesson that was released to a class.

    Parameters
    ----------
    check : callable
        A lesson's own check.
    orders : dict
        Number of the exercise to place of the question to order.
    seed : int
        Of the class.

    Returns
    -------
    callable
        To be called as `check` is.
    """
    exercises = ExerciseSet(*(draw_exercise(exercise, seed)[0] for exercise in check.__self__.by_number.values()))

    def check_here(number: str, *attempt: Any) -> Verdict:
        exercise = exercises.find(number)
        if number in orders and isinstance(exercise, AnswerExercise) and len(attempt) == len(exercise.questions):
            return check_in_order(exercise, attempt, orders[number])
        return exercise.check(*attempt)

    return check_here
