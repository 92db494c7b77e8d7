"""A reader's prediction beside the truth, and what is said to the commonest wrong guesses."""

import ast
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from rnnlab.exercises.answer_values import is_unanswered, only_part, same_value
from rnnlab.exercises.prediction_fold import take_held_output, watch_cells

TOLERANCE = 1e-6


@dataclass(frozen=True)
class Prediction:
    """What a lesson knows about one of its predictions.

    Attributes
    ----------
    truth : bool, int, float, str or tuple
        What the lesson's cell computes. Nothing is said to a guess where it has computed something else.
    replies : dict
        Each common wrong guess, and a line in Markdown that says where it comes from.
    choices : tuple
        What the lesson offers to choose from, if it does. A number between them counts as the nearest.
    """

    truth: object
    replies: Mapping[Any, str] = field(default_factory=dict)
    choices: tuple = ()

    def reply_to(self, guess: object, truth: object) -> str:
        """The line for a wrong guess, empty where there is none."""
        if not same_value(truth, self.truth, TOLERANCE):
            return ""
        guess = _nearest_choice(guess, self.choices)
        return next((line for wrong, line in self.replies.items() if same_value(guess, wrong, TOLERANCE)), "")


@dataclass(frozen=True)
class Reveal:
    """A prediction beside the truth, shown as one sentence, with a line for a common wrong guess.

    What the cell has shown before stands in `held` where the prediction is not made yet: it is folded with the truth.
    With `choices` a guess that is none of them is told so.
    """

    guess: object
    truth: object
    reply: str = ""
    held: str = ""
    choices: tuple = ()

    def __str__(self) -> str:
        if is_unanswered(self.guess):
            return "You have not predicted yet."
        return f"{self._opening()} {self.truth!r}.{' ' if self.reply else ''}{self.reply}"

    __repr__ = __str__

    def _opening(self) -> str:
        guess, truth = self.guess, self.truth
        if same_value(guess, truth, TOLERANCE):
            return "You predicted it: the answer is"
        opening = f"You predicted {guess!r}"
        if isinstance(guess, str) and not isinstance(truth, str):
            bare = _without_quotes(guess)
            if same_value(bare, truth, TOLERANCE):
                return f"{opening}. The quotes make it text; without them it is right: the answer is"
            if isinstance(truth, bool) and not isinstance(bare, bool):
                return f"{opening}, which is neither `True` nor `False`. The answer is"
            kind = {bool: "`True` or `False`", tuple: "a tuple"}.get(type(truth), "a number")
            return f"{opening}. The quotes make it text: write {kind} without them. The answer is"
        if (alone := only_part(guess)) is not None and not isinstance(truth, tuple):
            if same_value(alone, truth, TOLERANCE):
                return f"{opening}. The brackets or the comma make more of it; without them it is right: the answer is"
            return f"{opening}, which holds one answer in brackets. The answer is"
        if isinstance(truth, tuple) and isinstance(guess, int | float | np.number):
            return f"{opening}, which is a number and no tuple. The answer is"
        if isinstance(truth, bool) and not isinstance(guess, bool | np.bool_):
            return f"{opening}, which is neither `True` nor `False`. The answer is"
        if isinstance(truth, str) and not isinstance(guess, str):
            return f"{opening}, which is not text in quotes. The answer is"
        if self.choices and not any(same_value(guess, choice, TOLERANCE) for choice in self.choices):
            nearest = _nearest_choice(guess, self.choices)
            if nearest is guess:
                return f"{opening}, which is none of the choices. The answer is"
            right = same_value(nearest, truth, TOLERANCE)
            return f"{opening}, and the nearest choice is {nearest}{': the' if right else '. The'} answer is"
        return f"{opening}. The answer is"

    def _repr_markdown_(self) -> str:
        if is_unanswered(self.guess):
            folded = "\n\n".join(filter(None, [self.held, f"The answer is {self.truth!r}."]))
            return f"{self}\n\n<details><summary>The answer</summary>\n\n{folded}\n\n</details>"
        return str(self)


class Predictions:
    """The predictions of one lesson.

    Parameters
    ----------
    **by_name : Prediction

    Attributes
    ----------
    by_name : dict of str to Prediction
    """

    def __init__(self, **by_name: Prediction):
        self.by_name = by_name
        watch_cells()

    def reveal(self, guess: object, truth: object, name: str = "") -> Reveal:
        """Show a reader's prediction beside the truth, which a cell has computed.

        A common wrong guess is answered in a line; the reason belongs into the text after the cell.

        Parameters
        ----------
        guess : object
            The prediction. `...` is one not made yet: then the truth is folded, and with it what the cell has shown.
        truth : object
            The computed answer.
        name : str
            Of the prediction. Without it no guess is answered.

        Returns
        -------
        Reveal

        Raises
        ------
        ValueError
            If there is no prediction of that name.
        """
        if not name:
            return reveal(guess, truth)
        if name not in self.by_name:
            raise ValueError(f"there is no prediction {name!r} here, there are {', '.join(self.by_name)}")
        bare = guess if isinstance(truth, str) else _without_quotes(guess)
        if (alone := only_part(bare)) is not None and not isinstance(truth, tuple):
            bare = alone
        prediction = self.by_name[name]
        return Reveal(guess, truth, prediction.reply_to(bare, truth), take_held_output(), prediction.choices)


def reveal(guess: object, truth: object) -> Reveal:
    """Show a reader's prediction beside the truth, with no reply to any guess: see `Predictions.reveal`."""
    return Reveal(guess, truth, held=take_held_output())


def _nearest_choice(guess: Any, choices: tuple) -> Any:
    """The choice nearest to a number; the guess itself where it is no number, or does not lie between choices."""
    numbers = [choice for choice in choices if isinstance(choice, int | float)]
    if not numbers or isinstance(guess, bool) or not isinstance(guess, int | float | np.number):
        return guess
    between = min(numbers) <= guess <= max(numbers)
    return min(numbers, key=lambda choice: abs(choice - guess)) if between else guess


def _without_quotes(guess: object) -> object:
    """What a text spells, where it spells a value of Python: ``"57"`` is 57, ``"true"`` is True."""
    if not isinstance(guess, str):
        return guess
    text = guess.strip()
    try:
        return ast.literal_eval(text.capitalize() if text.lower() in ("true", "false") else text)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return guess
