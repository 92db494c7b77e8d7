"""The choices of an exercise in another order, so that public answers do not fit.

An order is written as a string: ``"BDAC"`` puts the old B under A, the old D under B, and so on. Only choices that are
labelled by letters or by a numbered list can be put in another order.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import numpy as np

from rnnlab.exercises import AnswerExercise, Exercise, Question, Verdict
from rnnlab.exercises.answer_values import is_unanswered
from rnnlab.exercises.function_exercise import seeded_rng

LAYOUTS = (
    re.compile(r"^(?P<content>[^#\n]*?\S)(?P<gap> +# \w+ )(?P<label>[A-F])$", re.MULTILINE),  # code   # call A
    re.compile(
        r"^(?P<head># \w+ )(?P<label>[A-F])\n(?P<content>.*?)(?=\n\n# \w+ [A-F]\n|\n```)", re.MULTILINE | re.DOTALL
    ),  # # Loop A
    re.compile(r"^\| (?P<label>[A-F]) \| (?P<content>.*)$", re.MULTILINE),  # | A | … |
    re.compile(r"^(?P<label>[1-9])\. (?P<content>.*)$", re.MULTILINE),  # 1. …
)
NO_OPTION = "none of the options"
LABEL_IN_WORDS = re.compile(r"\b((?:call|loop|line|number) )([A-F]|[1-9])\b", re.IGNORECASE)


def draw_orders(exercise: Exercise, text: str, seed: int, public: Exercise) -> dict[int, str]:
    """Draw an order for every question of an exercise whose choices the text lists.

    Parameters
    ----------
    exercise : Exercise
        As the class has it.
    text : str
        The exercise in Markdown.
    seed : int
        Of the class.
    public : Exercise
        As the lesson has it: where its answer is a label of the list, it becomes wrong.

    Returns
    -------
    dict
        Place of the question to its order. Questions with the same list have the same order.
    """
    rng = seeded_rng(exercise.number, seed)
    places_of: dict[str, list[int]] = {}
    if not isinstance(exercise, AnswerExercise) or not isinstance(public, AnswerExercise):
        return {}
    for place, question in enumerate(exercise.questions):
        labels = "".join(map(str, question.options))
        if len(labels) == len(question.options) > 1 and _find_list(text, labels):
            places_of.setdefault(labels, []).append(place)
    orders: dict[int, str] = {}
    for labels, places in places_of.items():
        taken = [(str(exercise.questions[place].right), str(public.questions[place].right)) for place in places]
        orders |= dict.fromkeys(places, _draw_order(labels, rng, taken))
    return dict(sorted(orders.items()))


def _draw_order(labels: str, rng: np.random.Generator, taken: Iterable[tuple[str, str]]) -> str:
    """Another order: no choice keeps its label, and none of the old labels `taken` stands under the one beside it."""
    while True:
        order = "".join(rng.permutation(list(labels)))
        label_of = dict(zip(order, labels))
        if all(label != old for label, old in zip(labels, order)) and all(label_of[old] != new for old, new in taken):
            return order


def _find_list(text: str, labels: str) -> list[re.Match]:
    """The matches of the one layout whose labels are these; empty where there is none."""
    for layout in LAYOUTS:
        matches = list(layout.finditer(text))
        if "".join(match["label"] for match in matches) == labels:
            return matches
    return []


def option_texts(text: str, options: Sequence, orders: dict[int, str]) -> dict[str, str]:
    """Label to the line beside it in the exercise's Markdown, as a class with these orders sees it."""
    matches = _find_list(reorder_choices(text, orders), "".join(map(str, options)))
    return {match["label"]: match["content"].strip() for match in matches if "\n" not in match["content"]}


def reorder_choices(text: str, orders: dict[int, str]) -> str:
    """The exercise's Markdown with its choices in these orders."""
    for order in dict.fromkeys(orders.values()):
        matches = _find_list(text, "".join(sorted(order)))
        content = {match["label"]: match["content"] for match in matches}
        widest = max(map(len, content.values()))
        for match, old in reversed(list(zip(matches, order))):
            start, end = match.span("content")
            if "gap" in match.groupdict():
                new = content[old].ljust(widest) + f"    {match['gap'].strip()} "
                end = match.end("gap")
            else:
                new = content[old]
            text = text[:start] + new + text[end:]
    return text


def _to_lesson_order(exercise: Exercise, answers: Iterable, orders: dict[int, str]) -> list:
    """Answers as they would be in the lesson's own order."""
    answers = list(answers)
    questions: tuple[Question, ...] = getattr(exercise, "questions", ())
    for place, order in orders.items():
        question = questions[place]
        for option, old in zip(question.options, order):
            if question.matches(answers[place], option):
                answers[place] = type(option)(old)
                break
    return answers


def to_class_labels(verdict: Verdict, orders: dict[int, str]) -> Verdict:
    """A verdict that calls the choices by the labels that this class sees."""
    seen = {old: label for order in orders.values() for label, old in zip(sorted(order), order)}

    def relabel(match: re.Match) -> str:
        return match[1] + seen.get(match[2].upper(), match[2])

    return replace(
        verdict, message=LABEL_IN_WORDS.sub(relabel, verdict.message), hint=LABEL_IN_WORDS.sub(relabel, verdict.hint)
    )


def check_in_order(
    exercise: Exercise, answers: Sequence, orders: dict[int, str], rng: np.random.Generator | None = None
) -> Verdict:
    """Check answers that were given in these orders."""
    check: Callable[..., Verdict] = exercise.check
    return to_class_labels(check(*_to_lesson_order(exercise, answers, orders), rng=rng), orders)


def chosen_options(exercise: Exercise, answers: Sequence) -> list[str]:
    """What was chosen for each question that is a choice, as the student sees it; ``""`` where it is still open."""
    return [
        ""
        if is_unanswered(answer)
        else next((str(option) for option in question.options if question.matches(answer, option)), NO_OPTION)
        for question, answer in zip(getattr(exercise, "questions", ()), answers)
        if question.options
    ]


def right_options(exercise: Exercise, orders: dict[int, str]) -> list[tuple[str, tuple]]:
    """For each question that is a choice what is right, as a class with these orders sees it, and all its options."""
    return [
        (_label(str(question.right), orders.get(place, "")), question.options)
        for place, question in enumerate(getattr(exercise, "questions", ()))
        if question.options
    ]


def _label(old: str, order: str) -> str:
    """The label under which an old choice stands in an order."""
    return dict(zip(order, sorted(order))).get(old, old)
