"""Exercises whose numbers are drawn for each class, so that public answers do not fit.

Question, diagnoses and hint are made from the same numbers, and so are the sentences of the lesson that state them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from rnnlab.exercises.answer_exercise import AnswerExercise

_NUMBER_WORDS = [
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen"),
]


def with_class_numbers(
    make: Callable[..., AnswerExercise],
    text_for: Callable[..., tuple[str, ...]],
    public: dict,
    draw: Callable[[np.random.Generator], dict],
) -> AnswerExercise:
    """Make an exercise from the numbers in the lesson, and let a class have it with other numbers.

    Parameters
    ----------
    make : callable
        From the numbers, by name, to an `AnswerExercise`.
    text_for : callable
        From the same numbers to the text in the lesson's cells that states them: a tuple of str.
    public : dict of str to object
        The numbers in the lesson as it stands.
    draw : callable
        From a `numpy.random.Generator` to a dict of other numbers.

    Returns
    -------
    AnswerExercise
        Its ``resample`` takes a `numpy.random.Generator`. It returns the exercise with other numbers, and a dict from
        each text in the lesson's cells to its replacement.
    """

    def resample(rng: np.random.Generator) -> tuple[AnswerExercise, dict[str, str]]:
        numbers = draw(rng)
        return make(**numbers), dict(zip(text_for(**public), text_for(**numbers), strict=True))

    return replace(make(**public), resample=resample)


def draw_distinct(
    public: Mapping[str, int], choices: Mapping[str, Sequence[int]]
) -> Callable[[np.random.Generator], dict[str, int]]:
    """Make a function that draws a number for each name: all different from one another, and none the public one.

    Parameters
    ----------
    public : dict of str to int
    choices : dict of str to sequence of int

    Returns
    -------
    callable
        From a `numpy.random.Generator` to a dict of str to int.
    """

    def draw(rng: np.random.Generator) -> dict[str, int]:
        while True:
            numbers = {name: int(rng.choice(values)) for name, values in choices.items()}
            if len(set(numbers.values())) == len(numbers) and all(numbers[name] != public[name] for name in numbers):
                return numbers

    return draw


def in_words(number: int) -> str:
    """A small number as a word, as prose writes it."""
    return _NUMBER_WORDS[number] if number < len(_NUMBER_WORDS) else str(number)
