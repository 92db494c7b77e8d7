"""Exercises whose numbers a class can have drawn anew, so that public answers do not fit.

Question, diagnoses and hint are made from the same numbers, and so are the sentences of the lesson that state them.
"""

from dataclasses import replace

WORDS = (
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
)


def with_class_numbers(make, tell, public, draw):
    """Make an exercise from the lesson's own numbers, and keep how it is made from others.

    Parameters
    ----------
    make : callable
        From the numbers, by name, to an `AnswerExercise`.
    tell : callable
        From the same numbers to what the lesson's cells say of them: a tuple of str.
    public : dict of str to object
        The numbers of the lesson as it stands.
    draw : callable
        From a `numpy.random.Generator` to a dict of other numbers.

    Returns
    -------
    AnswerExercise
        Its ``drawn`` takes a generator, and returns the exercise with other numbers and a dict from what the lesson
        says to what the class has to read instead.
    """

    def drawn(rng):
        numbers = draw(rng)
        return make(**numbers), dict(zip(tell(**public), tell(**numbers), strict=True))

    return replace(make(**public), drawn=drawn)


def draw_distinct(public, choices):
    """What draws a number for each name: all different from one another, and none the public one.

    Parameters
    ----------
    public : dict of str to int
    choices : dict of str to sequence of int

    Returns
    -------
    callable
        From a `numpy.random.Generator` to a dict of str to int.
    """

    def draw(rng):
        while True:
            numbers = {name: int(rng.choice(values)) for name, values in choices.items()}
            if len(set(numbers.values())) == len(numbers) and all(numbers[name] != public[name] for name in numbers):
                return numbers

    return draw


def in_words(number):
    """A small number as a word, as prose writes it."""
    return WORDS[number] if number < len(WORDS) else str(number)
