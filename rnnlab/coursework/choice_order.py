"""The choices of an exercise in another order, so that public answers do not fit.

An order is written as a string: ``"BDAC"`` puts the old B under A, the old D under B, and so on. Only what is told by
letters or by a numbered list can be put in another order.
"""

import re
from dataclasses import replace

from rnnlab.exercises.function_exercise import seeded_rng

LAYOUTS = (
    re.compile(r"^(?P<content>[^#\n]*?\S)(?P<gap> +# \w+ )(?P<label>[A-F])$", re.MULTILINE),  # code   # call A
    re.compile(
        r"^(?P<head># \w+ )(?P<label>[A-F])\n(?P<content>.*?)(?=\n\n# \w+ [A-F]\n|\n```)", re.MULTILINE | re.DOTALL
    ),  # # Loop A
    re.compile(r"^\| (?P<label>[A-F]) \| (?P<content>.*)$", re.MULTILINE),  # | A | … |
    re.compile(r"^(?P<label>[1-9])\. (?P<content>.*)$", re.MULTILINE),  # 1. …
)
NAMED = re.compile(r"\b((?:call|loop|line|number) )([A-F]|[1-9])\b", re.IGNORECASE)


def draw_orders(exercise, text, seed, public):
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
    listed = {}
    for place, question in enumerate(getattr(exercise, "questions", ())):
        labels = "".join(map(str, question.options))
        if len(labels) == len(question.options) > 1 and _find_list(text, labels):
            listed.setdefault(labels, []).append(place)
    orders = {}
    for labels, places in listed.items():
        taken = [(str(exercise.questions[place].right), str(public.questions[place].right)) for place in places]
        orders |= dict.fromkeys(places, _draw_order(labels, rng, taken))
    return dict(sorted(orders.items()))


def _draw_order(labels, rng, taken=()):
    """Another order: no choice keeps its label, and none of the old labels `taken` stands under the one beside it."""
    while True:
        order = "".join(rng.permutation(list(labels)))
        label_of = dict(zip(order, labels))
        if all(one != other for one, other in zip(labels, order)) and all(label_of[old] != new for old, new in taken):
            return order


def _find_list(text, labels):
    """The matches of the one layout whose labels are these, or none."""
    for layout in LAYOUTS:
        found = list(layout.finditer(text))
        if "".join(match["label"] for match in found) == labels:
            return found
    return []


def reorder_choices(text, orders):
    """The exercise's Markdown with its choices in these orders."""
    for order in dict.fromkeys(orders.values()):
        found = _find_list(text, "".join(sorted(order)))
        content = {match["label"]: match["content"] for match in found}
        widest = max(map(len, content.values()))
        for match, old in reversed(list(zip(found, order))):
            start, end = match.span("content")
            if "gap" in match.groupdict():
                new = content[old].ljust(widest) + f"    {match['gap'].strip()} "
                end = match.end("gap")
            else:
                new = content[old]
            text = text[:start] + new + text[end:]
    return text


def _to_lesson_order(exercise, answers, orders):
    """Answers as they would be in the lesson's own order."""
    answers = list(answers)
    for place, order in orders.items():
        question = exercise.questions[place]
        for option, old in zip(question.options, order):
            if question.matches(answers[place], option):
                answers[place] = type(option)(old)
                break
    return answers


def to_class_labels(verdict, orders):
    """A verdict that calls the choices by the labels that this class sees."""
    seen = {old: label for order in orders.values() for label, old in zip(sorted(order), order)}

    def name(match):
        return match[1] + seen.get(match[2].upper(), match[2])

    return replace(verdict, message=NAMED.sub(name, verdict.message), hint=NAMED.sub(name, verdict.hint))


def check_in_order(exercise, answers, orders, rng=None):
    """Check answers that were given in these orders."""
    return to_class_labels(exercise.check(*_to_lesson_order(exercise, answers, orders), rng=rng), orders)
