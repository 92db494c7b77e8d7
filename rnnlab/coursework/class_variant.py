"""A class of its own: numbers, bugs and the order of the choices drawn anew, so that public answers do not fit.

Everything follows from the class's seed, which the released notebook hands to its check and the grader is told.
"""

import re

from rnnlab.coursework.choice_order import check_in_order
from rnnlab.exercises import ExerciseSet, seeded_rng


def draw_exercise(exercise, seed):
    """An exercise as a class has it.

    Returns
    -------
    exercise : Exercise
        The same one where there is no seed, or nothing in it that can be drawn.
    told : dict of str to str
        What the lesson's cells say of its numbers, and what they say to this class.
    """
    if seed is None or not getattr(exercise, "resample", None):
        return exercise, {}
    return exercise.resample(seeded_rng(exercise.number, seed, stream=1))


def substitute(cells, told):
    """Say the numbers of a class in the cells of an exercise.

    Raises
    ------
    ValueError
        If the lesson does not say what its module says that it says.
    """
    if missing := [old for old in told if not any(old in cell.source for cell in cells)]:
        raise ValueError(f"no cell says {missing[0]!r}")
    if told:
        pattern = re.compile("|".join(map(re.escape, told)))
        for cell in cells:
            cell.source = pattern.sub(lambda match: told[match[0]], cell.source)


def for_class(check, orders, seed):
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
    exercises = ExerciseSet(*(draw_exercise(one, seed)[0] for one in check.__self__.by_number.values()))

    def check_here(number, *attempt):
        if number in orders and len(attempt) == len(exercises.by_number[number].questions):
            return check_in_order(exercises.by_number[number], attempt, orders[number])
        return exercises.check(number, *attempt)

    return check_here
