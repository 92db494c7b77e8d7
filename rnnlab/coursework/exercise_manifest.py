"""What the metadata of a check cell says of its exercise, so that nobody has to search the notebook for it.

`rnnlab notebooks` writes it, from the cells and from the lesson's module::

    {"exercise": "2.3", "module": "lesson_02_forward_pass", "answers": ["wrong_loop", "reason"],
     "choices": {"wrong_loop": "blocks", "reason": "list"}, "cells": {"text": -2, "attempt": -1, "solution": 1}}

The first two are the exercise's number and its lesson in `rnnlab.lessons`. The answers are the names that the check
hands over; the choices are those that the text lists, with the layout of their list, see `choice_order`. Where the
Markdown that states the exercise, the attempt and the solution stand is counted from the check on: some editors give
all cells of a notebook other ids.
"""

import re

import nbformat

from rnnlab.coursework.assignment import exercises_of
from rnnlab.coursework.choice_order import find_layout
from rnnlab.coursework.notebook_exercise import MANIFEST, AssignmentError, cell_role, check_call

IMPORT = re.compile(r"from rnnlab\.lessons\.(\w+) import .*\bcheck\b")


def write_manifests(notebook: nbformat.NotebookNode) -> None:
    """Write the manifests of a lesson into its check cells.

    A check that does not stand between its attempt and its solution has none: the notebook is a student's. To normalise
    a notebook takes them out.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.

    Raises
    ------
    AssignmentError
        If the lesson has no such exercise, or the check hands over something else than names.
    """
    for cell in notebook.cells:
        cell.metadata.pop(MANIFEST, None)
    code = [place for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]
    modules = [match[1] for place in code if (match := IMPORT.search(notebook.cells[place].source))]
    for places in zip(code, code[1:], code[2:]):
        attempt, check, solution = (notebook.cells[place] for place in places)
        if modules and list(map(cell_role, (attempt, check, solution))) == ["attempt", "check", "solution"]:
            text = max({*range(places[0])}.difference(code), default=0)
            asked = _asked(check.source, notebook.cells[text].source, modules[0])
            cells = {"text": text - places[1], "attempt": places[0] - places[1], "solution": places[2] - places[1]}
            check.metadata[MANIFEST] = nbformat.from_dict(asked | {"cells": cells})


def _asked(check: str, text: str, module: str) -> dict:
    """What the check cell and the text ask for, in a lesson with this module."""
    number, answers = check_call(check)
    if number not in exercises_of(module):
        raise AssignmentError(f"{module} has no exercise {number}")
    if not all(map(str.isidentifier, answers)):
        raise AssignmentError(f"the check of {number} hands over {', '.join(answers)}: it should be names only")
    questions = getattr(exercises_of(module)[number], "questions", ())
    layouts = {name: find_layout(text, question.options) for name, question in zip(answers, questions)}
    choices = {name: layout for name, layout in layouts.items() if layout}
    return {"exercise": number, "module": module, "answers": list(answers), "choices": choices}
