"""Exercises that are answered with values: a number, a shape, a choice."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from rnnlab.exercises.answer_values import is_unanswered, only_part, plain_value, same_value
from rnnlab.exercises.verdict import Verdict, fill_labels, graded, not_attempted


@dataclass(frozen=True)
class Question:
    """One question of an exercise, answered with one value.

    Attributes
    ----------
    right : int, float, str, bool or tuple
        The answer. Numbers are compared with `tolerance`, strings without case or outer blanks.
    points : float
    wrong : dict of object to str
        The diagnosis, in Markdown, of each wrong answer that is a known misconception. It calls a choice ``{A}``, by
        its label in the lesson between braces, because a class may see the choice under another label.
    options : tuple
        The allowed answers where the question is a choice, else empty. Then ``"2"`` counts as 2.
    follows : bool
        Whether it is judged only once the question before is answered right, as a reason is. Until then the reply is
        the same for every answer, so that none gives the question before away.
    otherwise : str
        Markdown for all other wrong answers.
    tolerance : float
        The largest difference of numbers that counts as equal, relative above 1 and absolute below.
    """

    right: object
    points: float = 1.0
    wrong: dict[Any, str] = field(default_factory=dict)
    options: tuple = ()
    otherwise: str = "That is not the answer."
    tolerance: float = 1e-6
    follows: bool = False

    def matches(self, answer: object, expected: object) -> bool:
        """Whether an answer counts as the expected one, which may be a wrong one that is known."""
        if self.options and isinstance(answer, str):
            return same_value(answer, str(expected), 0)
        return same_value(answer, expected, self.tolerance)

    def with_labels(self, labels: Mapping[str, str]) -> "Question":
        """The question with its choices under other labels, given as label in the lesson to label here."""
        new = {option: type(option)(labels.get(str(option), option)) for option in self.options}
        return replace(
            self,
            right=new.get(self.right, self.right),
            wrong={new.get(answer, answer): message for answer, message in self.wrong.items()},
        )

    def diagnose(self, answer: object) -> str:
        """Say in Markdown what is wrong with a wrong answer."""
        if is_unanswered(answer):
            return "**This one is still open.**"
        if callable(answer):
            return "**This is a function, not its value.** Call it, and hand over what it returns."
        for wrong, message in self.wrong.items():
            if self.matches(answer, wrong):
                return message
        if (alone := only_part(answer)) is not None and not isinstance(self.right, tuple):
            judged = "is right" if self.matches(alone, self.right) else "is not right yet either"
            return (
                "**This holds one answer in brackets, where the answer itself is asked for.** A comma behind a number "
                f"makes a tuple of it, too. What is in it {judged}."
            )
        if self.options and not any(self.matches(answer, option) for option in self.options):
            return f"**This is not one of the choices.** They are {', '.join(map(repr, self.options))}."
        if isinstance(answer, str) and not isinstance(self.right, str):
            return "**This is text.** Write it without the quotation marks around it."
        if isinstance(self.right, tuple) and isinstance(answer, np.ndarray) and answer.ndim > 1:
            return "**This is an array, where its shape is asked for.** `.shape` is the shape."
        if isinstance(self.right, tuple) and isinstance(answer, tuple | list) and None in answer:
            return "**`None` is how Keras writes a size that it leaves open.** Here you know it: write the number."
        if isinstance(self.right, tuple) and isinstance(answer, int | float | np.number):
            return (
                "**This is a single number, where a tuple is asked for.** Brackets alone make no tuple: `(7)` is 7. A "
                "tuple of one has a comma, `(7,)`, a longer one is `(7, 8)`."
            )
        return self.otherwise


@dataclass(frozen=True)
class AnswerExercise:
    """An exercise whose answer is one value or several: a number, a shape, a choice.

    Attributes
    ----------
    number : str
    questions : tuple of Question
    hint, praise : str
        Markdown, with ``{A}`` as in the diagnoses.
    resample : callable, optional
        Makes the exercise with other numbers, see `rnnlab.exercises.class_numbers.with_class_numbers`.
    labels : mapping of str to str
        Label of a choice in the lesson to its label here, where that is another one, see `in_order`.
    """

    number: str
    questions: tuple[Question, ...]
    hint: str
    praise: str = ""
    resample: Callable[[np.random.Generator], tuple["AnswerExercise", dict[str, str]]] | None = None
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def maximum(self) -> float:
        """The points of all questions."""
        return float(sum(question.points for question in self.questions))

    def check(self, *answers: object, rng: np.random.Generator | None = None) -> Verdict:
        """Check the answers, one a question. `rng` is part of the protocol `Exercise` and not used.

        Raises
        ------
        ValueError
            If the number of answers is not that of the questions.
        """
        if len(answers) != len(self.questions):
            raise ValueError(f"exercise {self.number} takes {len(self.questions)} answers, here are {len(answers)}")
        answers = tuple(map(plain_value, answers))
        if all(map(is_unanswered, answers)):
            return not_attempted(self)
        right = [question.matches(answer, question.right) for question, answer in zip(self.questions, answers)]
        points, message = 0.0, []
        for index, (question, answer) in enumerate(zip(self.questions, answers)):
            label = f"Answer {index + 1}: " if len(answers) > 1 else ""
            if question.follows and not right[index - 1]:
                message.append(f"{label}it counts once the answer before it is right.")
            elif right[index]:
                points += question.points
            else:
                message.append(label + question.diagnose(answer))
        return graded(self, points, fill_labels("\n\n".join(message), self.labels))

    def in_order(self, orders: Mapping[int, str]) -> "AnswerExercise":
        """Return the exercise with its choices in other orders: what it takes and what it says.

        Parameters
        ----------
        orders : mapping of int to str
            Place of a question to the order of its choices: ``"BDAC"`` puts the old B under A, the old D under B, and
            so on.
        """
        labels = {old: label for order in orders.values() for label, old in zip(sorted(order), order)}
        questions = [
            question.with_labels(labels) if place in orders else question
            for place, question in enumerate(self.questions)
        ]
        return replace(self, questions=tuple(questions), labels=labels)
