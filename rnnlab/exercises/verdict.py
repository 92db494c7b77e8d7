"""What is said about an attempt: Markdown for the eye, and the points as plain text, which nbgrader takes as partial
credit.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Verdict:
    """What is said about one attempt.

    Attributes
    ----------
    number : str
        The exercise, for example ``"2.1"``.
    state : {"not attempted yet", "correct", "partly correct", "not yet"}
    points, maximum : float
    message : str
        Markdown: the diagnosis, or a word on what was shown.
    hint : str
        Markdown, shown folded. Empty where none is due.
    """

    number: str
    state: str
    points: float
    maximum: float
    message: str = ""
    hint: str = ""

    @property
    def sign(self):
        return {"correct": "✔", "partly correct": "◐", "not yet": "✘"}.get(self.state, "○")

    def _repr_mimebundle_(self, include=None, exclude=None):
        lines = [f"{self.sign} **Exercise {self.number}: {self.state}** · {self.points:g} of {self.maximum:g} points"]
        if self.message:
            lines.append(self.message)
        if self.hint:
            lines.append(f"<details><summary>Hint</summary>\n\n{self.hint}\n\n</details>")
        return {"text/markdown": "\n\n".join(lines), "text/plain": str(float(self.points))}


def not_attempted(exercise):
    return Verdict(
        exercise.number,
        "not attempted yet",
        0.0,
        exercise.maximum,
        "Fill in the cell above, run it, then run this cell again.",
        exercise.hint,
    )


def graded(exercise, points, wrong=""):
    """The verdict on an attempt: the praise of the exercise where it has all points, else what is wrong with it."""
    if points == exercise.maximum:
        return Verdict(exercise.number, "correct", points, exercise.maximum, exercise.praise)
    state = "partly correct" if points else "not yet"
    return Verdict(exercise.number, state, points, exercise.maximum, wrong, exercise.hint)
