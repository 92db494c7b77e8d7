"""The choices of an exercise in another order, so that public answers do not fit.

An order is written as a string: ``"BDAC"`` puts the old B under A, the old D under B, and so on. Only choices that the
exercise's text lists in one of the `LAYOUTS`, each under a letter or a number, can be put in another order.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from rnnlab.exercises import AnswerExercise, Exercise
from rnnlab.exercises.answer_values import is_unanswered
from rnnlab.exercises.function_exercise import seeded_rng

LAYOUTS = {
    "comments": re.compile(  # code   # call A
        r"^(?P<content>[^#\n]*?\S)(?P<gap> +# \w+ )(?P<label>[A-F])$", re.MULTILINE
    ),
    "blocks": re.compile(  # # Loop A
        r"^(?P<head># \w+ )(?P<label>[A-F])\n(?P<content>.*?)(?=\n\n# \w+ [A-F]\n|\n```)", re.MULTILINE | re.DOTALL
    ),
    "table": re.compile(r"^\| (?P<label>[A-F]) \| (?P<content>.*)$", re.MULTILINE),  # | A | … |
    "list": re.compile(r"^(?P<label>[1-9])\. (?P<content>.*)$", re.MULTILINE),  # 1. …
}
NO_OPTION = "none of the options"


def find_layout(text: str, options: Sequence) -> str | None:
    """The layout in which the text of an exercise lists just these options, or None."""
    labels = list(map(str, options))
    fitting = (name for name in LAYOUTS if [match["label"] for match in _matches(text, name)] == labels)
    return next(fitting, None) if labels else None


def _matches(text: str, layout: str) -> list[re.Match]:
    return list(LAYOUTS[layout].finditer(text))


def draw_orders(exercise: Exercise, choices: Iterable[int], seed: int, public: Exercise) -> dict[int, str]:
    """Draw an order for every question of an exercise whose choices its text lists.

    Parameters
    ----------
    exercise : Exercise
        As the class has it.
    choices : iterable of int
        The places of these questions.
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
    for place in choices:
        places_of.setdefault("".join(map(str, exercise.questions[place].options)), []).append(place)
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


def option_texts(text: str, layout: str) -> dict[str, str]:
    """Label to the line beside it in an exercise's Markdown; choices of several lines are left out."""
    matches = _matches(text, layout)
    return {match["label"]: match["content"].strip() for match in matches if "\n" not in match["content"]}


def reorder_choices(text: str, orders: Mapping[int, str], layouts: Mapping[int, str]) -> str:
    """An exercise's Markdown with its choices in other orders.

    Parameters
    ----------
    text : str
    orders, layouts : mapping of int to str
        Place of a question to the order of its choices, and to the layout of their list.
    """
    for order, layout in {order: layouts[place] for place, order in orders.items()}.items():
        matches = _matches(text, layout)
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


def chosen_options(exercise: Exercise, answers: Sequence) -> list[str]:
    """What was chosen for each question that is a choice, as the student sees it; ``""`` where it is still open."""
    return [
        ""
        if is_unanswered(answer)
        else next((str(option) for option in question.options if question.matches(answer, option)), NO_OPTION)
        for question, answer in zip(getattr(exercise, "questions", ()), answers)
        if question.options
    ]
