"""A reader's prediction beside the truth."""

from dataclasses import dataclass

import numpy as np

from rnnlab.exercises.answer_values import is_unanswered, same_value


@dataclass(frozen=True)
class Reveal:
    """A prediction beside the truth, shown as one sentence."""

    guess: object
    truth: object

    def __str__(self) -> str:
        if is_unanswered(self.guess):
            opening = "You have not predicted yet. The answer is"
        elif same_value(self.guess, self.truth, 1e-6):
            opening = "You predicted it: the answer is"
        elif isinstance(self.truth, bool) and not isinstance(self.guess, (bool, np.bool_)):
            opening = f"You predicted {self.guess!r}, which is neither `True` nor `False`. The answer is"
        else:
            opening = f"You predicted {self.guess!r}. The answer is"
        return f"{opening} {self.truth!r}."

    __repr__ = __str__

    def _repr_markdown_(self) -> str:
        return str(self)


def reveal(guess: object, truth: object) -> Reveal:
    """Show a reader's prediction beside the truth, which a cell has computed.

    The reason belongs into the text after the cell.

    Parameters
    ----------
    guess : object
        The prediction. `...` is one not made yet.
    truth : object
        The computed answer.

    Returns
    -------
    Reveal
    """
    return Reveal(guess, truth)
