"""A class's variant of a lesson: its numbers, bugs and order of choices are drawn, so that public answers do not fit.

Everything follows from the class's seed, which the released notebook passes to its check and the teacher to the grader.
"""

import re
from collections.abc import Callable
from typing import Any

from rnnlab.exercises import AnswerExercise, Exercise, ExerciseSet, Verdict, seeded_rng


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


def class_exercise(exercise: Exercise, seed: int | None, orders: dict[int, str]) -> Exercise:
    """An exercise as a class has it, with its choices in the class's orders: place of the question to order."""
    exercise, _ = draw_exercise(exercise, seed)
    return exercise.in_order(orders) if isinstance(exercise, AnswerExercise) else exercise


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
    by_number: dict[str, Exercise] = check.__self__.by_number
    return ExerciseSet(*(class_exercise(one, seed, orders.get(number, {})) for number, one in by_number.items())).check
