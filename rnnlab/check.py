"""How an exercise is checked and diagnosed: what the learner reads and what the grader counts.

A learner's mistake never raises here. It becomes a `Verdict`: Markdown for the eye, and the points as plain text, which
nbgrader takes as partial credit.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from rnnlab.outcome import a_or_an, observe, same_value


@dataclass(frozen=True)
class Verdict:
    """What is said about one attempt.

    Attributes
    ----------
    number : str
        The exercise, for example ``"2.1"``.
    state : {"not attempted yet", "correct", "partly correct", "not yet"}
    points, maximum : float
    says : str
        Markdown: the diagnosis, or a word on what was shown.
    hint : str
        Markdown, shown folded. Empty where none is due.
    """

    number: str
    state: str
    points: float
    maximum: float
    says: str = ""
    hint: str = ""

    def _repr_mimebundle_(self, include=None, exclude=None):
        sign = {"correct": "✔", "partly correct": "◐", "not yet": "✘"}.get(self.state, "○")
        lines = [f"{sign} **Exercise {self.number}: {self.state}** · {self.points:g} of {self.maximum:g} points"]
        if self.says:
            lines.append(self.says)
        if self.hint:
            lines.append(f"<details><summary>Hint</summary>\n\n{self.hint}\n\n</details>")
        return {"text/markdown": "\n\n".join(lines), "text/plain": str(float(self.points))}


@dataclass(frozen=True)
class Mistake:
    """A mistake that learners really make.

    Attributes
    ----------
    function : callable
        What such a learner would have written. An attempt is diagnosed by behaving the same.
    says : str
        Markdown: the misconception named in bold, then what it leads to.
    """

    function: Callable
    says: str


@dataclass(frozen=True)
class Case:
    """One call of the learner's function.

    Attributes
    ----------
    part : str
        The part of the exercise this call belongs to. The points of a part are earned when all its cases are right.
    arguments : tuple
    """

    part: str
    arguments: tuple


@dataclass(frozen=True)
class FunctionExercise:
    """An exercise whose answer is a function.

    Attributes
    ----------
    number : str
    parts : dict of str to float
        Points of each part, in the order in which they are reported.
    cases : callable
        Takes a `numpy.random.Generator` and returns a list of `Case`: fresh inputs in which no special case hides.
    solution : callable
    mistakes : tuple of Mistake
        The first that behaves as the attempt does on the first wrong case is the diagnosis.
    hint, praise : str
        Markdown.
    tolerance : float
        The largest difference that counts as equal, absolute and relative.
    """

    number: str
    parts: dict
    cases: Callable
    solution: Callable
    mistakes: tuple
    hint: str
    praise: str = ""
    tolerance: float = 1e-6

    @property
    def maximum(self):
        return float(sum(self.parts.values()))

    def check(self, attempt, rng=None):
        if attempt is None or attempt is Ellipsis:
            return not_attempted(self)
        if not callable(attempt):
            return Verdict(self.number, "not yet", 0.0, self.maximum,
                           f"**This is {a_or_an(type(attempt).__name__)}, not a function.** Hand over the function "
                           "itself, by its name and without brackets after it.", self.hint)
        cases = self.cases(rng or seeded(self.number))
        outcomes = [observe(attempt, case.arguments) for case in cases]
        if any(outcome.kind == "unwritten" for outcome in outcomes):
            return not_attempted(self)
        expected = [observe(self.solution, case.arguments) for case in cases]
        right = [found.equals(wanted, self.tolerance) for found, wanted in zip(outcomes, expected)]
        points = float(sum(worth for part, worth in self.parts.items()
                           if all(good for case, good in zip(cases, right) if case.part == part)))
        if all(right):
            return Verdict(self.number, "correct", points, self.maximum, self.praise)
        first = right.index(False)
        says = self.diagnose(cases[first], outcomes[first], expected[first])
        if len(self.parts) > 1:
            says = f"{says}\n\n{self.tally(cases, right)}"
        return Verdict(self.number, "partly correct" if points else "not yet", points, self.maximum, says, self.hint)

    def diagnose(self, case, found, wanted):
        for mistake in self.mistakes:
            if found.equals(observe(mistake.function, case.arguments), self.tolerance):
                return mistake.says
        return found.describe(wanted, self.tolerance)

    def tally(self, cases, right):
        words = []
        for part in self.parts:
            good = all(ok for case, ok in zip(cases, right) if case.part == part)
            words.append(f"{part}: {'right' if good else 'not yet'}")
        return "Tried on " + "; ".join(words) + "."


@dataclass(frozen=True)
class Question:
    """One value to be answered.

    Attributes
    ----------
    right : int, float, str, bool or tuple
        The answer. Numbers are compared with `tolerance`, strings without case or outer blanks.
    points : float
    wrong : dict
        Markdown for the wrong answers that have a name.
    options : tuple
        The allowed answers where the question is a choice, else empty. Then ``"2"`` counts as 2.
    follows : bool
        Whether it earns points only where the question before is answered right, as a reason does.
    otherwise : str
        Markdown for all other wrong answers.
    """

    right: object
    points: float = 1.0
    wrong: dict = field(default_factory=dict)
    options: tuple = ()
    otherwise: str = "That is not the answer."
    tolerance: float = 1e-6
    follows: bool = False

    def matches(self, answer, wanted):
        if self.options and isinstance(answer, str):
            return same_value(answer, str(wanted), 0)
        return same_value(answer, wanted, self.tolerance)

    def diagnose(self, answer):
        if answer is None or answer is Ellipsis:
            return "**This one is still open.**"
        if callable(answer):
            return "**This is a function, not its value.** Call it, and hand over what it returns."
        for wrong, says in self.wrong.items():
            if self.matches(answer, wrong):
                return says
        if self.options and not any(self.matches(answer, option) for option in self.options):
            return f"**This is not one of the choices.** They are {', '.join(map(repr, self.options))}."
        if isinstance(answer, str) and not isinstance(self.right, str):
            return "**This is text.** Write it without the quotation marks around it."
        if isinstance(self.right, tuple) and isinstance(answer, int | float | np.number):
            return ("**This is a single number, where a tuple is asked for.** Brackets alone make no tuple: `(7)` is 7. A "
                    "tuple of one has a comma, `(7,)`, a longer one is `(7, 8)`.")
        return self.otherwise


@dataclass(frozen=True)
class AnswerExercise:
    """An exercise whose answer is one value or several: a number, a shape, a choice."""

    number: str
    questions: tuple
    hint: str
    praise: str = ""

    @property
    def maximum(self):
        return float(sum(question.points for question in self.questions))

    def check(self, *answers, rng=None):
        if len(answers) != len(self.questions):
            raise ValueError(f"exercise {self.number} takes {len(self.questions)} answers, here are {len(answers)}")
        if all(answer is None or answer is Ellipsis for answer in answers):
            return not_attempted(self)
        right = [question.matches(answer, question.right) for question, answer in zip(self.questions, answers)]
        points, says = 0.0, []
        for place, (question, answer) in enumerate(zip(self.questions, answers)):
            label = f"Answer {place + 1}: " if len(answers) > 1 else ""
            if not right[place]:
                says.append(label + question.diagnose(answer))
            elif not question.follows or right[place - 1]:
                points += question.points
            else:
                says.append(f"{label}it counts once the answer before it is right.")
        if all(right):
            return Verdict(self.number, "correct", points, self.maximum, self.praise)
        return Verdict(self.number, "partly correct" if points else "not yet", points, self.maximum,
                       "\n\n".join(says), self.hint)


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
        if any(answer is None or answer is Ellipsis for answer in answers):
            return not_attempted(self)
        try:
            wrong = self.judge(*answers)
        except (ValueError, TypeError) as error:
            return Verdict(self.number, "not yet", 0.0, self.maximum, f"**This cannot be used:** {error}.", self.hint)
        points = float(sum(worth for part, worth in self.parts.items() if part not in wrong))
        if not wrong:
            return Verdict(self.number, "correct", points, self.maximum, self.praise)
        return Verdict(self.number, "partly correct" if points else "not yet", points, self.maximum,
                       "\n\n".join(wrong.values()), self.hint)


class Exercises:
    """The exercises of one lesson, found by their numbers.

    Parameters
    ----------
    *exercises : FunctionExercise, AnswerExercise or DesignExercise
    """

    def __init__(self, *exercises):
        self.by_number = {exercise.number: exercise for exercise in exercises}

    def check(self, number, *attempt):
        """Check an attempt.

        Parameters
        ----------
        number : str
            The exercise, for example ``"2.1"``.
        *attempt
            The learner's function, or the learner's answers in order.

        Returns
        -------
        Verdict

        Raises
        ------
        ValueError
            If there is no exercise of that number, or it takes another number of answers.
        """
        if number not in self.by_number:
            raise ValueError(f"there is no exercise {number!r} here, there are {', '.join(self.by_number)}")
        return self.by_number[number].check(*attempt)


def not_attempted(exercise):
    return Verdict(exercise.number, "not attempted yet", 0.0, exercise.maximum,
                   "Fill in the cell above, run it, then run this cell again.", exercise.hint)


def seeded(number):
    """The random generator of an exercise: the same for every reader, so that messages never vary."""
    return np.random.default_rng([int(part) for part in number.split(".")])


@dataclass(frozen=True)
class Reveal:
    """A prediction beside the truth."""

    guess: object
    truth: object

    def __str__(self):
        if self.guess is None or self.guess is Ellipsis:
            opening = "You have not predicted yet. The answer is"
        elif same_value(self.guess, self.truth, 1e-6):
            opening = "You predicted it: the answer is"
        else:
            opening = f"You predicted {self.guess!r}. The answer is"
        return f"{opening} {self.truth!r}."

    __repr__ = __str__

    def _repr_markdown_(self):
        return str(self)


def reveal(guess, truth):
    """Show a reader's prediction beside the truth, which a cell has computed. The reason belongs into the text after it.

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
