"""The result of checking an attempt at an exercise.

A notebook shows it as Markdown. Its plain text is the points, which nbgrader takes as partial credit.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from rnnlab.exercises.exercise_set import Exercise

LABEL = re.compile(r"\{([A-F1-9])\}")
State = Literal["not attempted yet", "correct", "partly correct", "not yet"]


@dataclass(frozen=True)
class Verdict:
    """The result of checking one attempt.

    Attributes
    ----------
    number : str
        The exercise, for example ``"2.1"``.
    state : {"not attempted yet", "correct", "partly correct", "not yet"}
    points, maximum : float
    message : str
        Markdown: the diagnosis, or the praise.
    hint : str
        Markdown, shown folded. Empty where none is due.
    """

    number: str
    state: State
    points: float
    maximum: float
    message: str = ""
    hint: str = ""

    @property
    def sign(self) -> str:
        """A symbol for the state."""
        return {"correct": "✔", "partly correct": "◐", "not yet": "✘"}.get(self.state, "○")

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        # IPython passes include and exclude
        lines = [f"{self.sign} **Exercise {self.number}: {self.state}** · {self.points:g} of {self.maximum:g} points"]
        if self.message:
            lines.append(self.message)
        if self.hint:
            lines.append(f"<details><summary>Hint</summary>\n\n{self.hint}\n\n</details>")
        return {"text/markdown": "\n\n".join(lines), "text/plain": str(float(self.points))}


def fill_labels(text: str, labels: Mapping[str, str] | None) -> str:
    """The text with a label for each ``{A}``: the one in `labels`, or else the lesson's. None leaves it as it is."""
    return text if labels is None else LABEL.sub(lambda match: labels.get(match[1], match[1]), text)


def not_attempted(exercise: "Exercise") -> Verdict:
    """The verdict on an attempt cell that is as it was given out."""
    return Verdict(
        exercise.number,
        "not attempted yet",
        0.0,
        exercise.maximum,
        "Fill in the cell above, run it, then run this cell again.",
        fill_labels(exercise.hint, getattr(exercise, "labels", None)),
    )


def graded(exercise: "Exercise", points: float, diagnosis: str = "") -> Verdict:
    """The verdict on an attempt: with the praise of the exercise where it has all points, else with the diagnosis."""
    hint, praise = (fill_labels(text, getattr(exercise, "labels", None)) for text in (exercise.hint, exercise.praise))
    if points == exercise.maximum:
        return Verdict(exercise.number, "correct", points, exercise.maximum, praise)
    state: State = "partly correct" if points else "not yet"
    return Verdict(exercise.number, state, points, exercise.maximum, diagnosis, hint)
