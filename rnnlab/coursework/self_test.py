"""The grader's self-test: the reference has to earn full marks, and the blank release none."""

import tempfile
from pathlib import Path

from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.release import release
from rnnlab.notebook_tools.files import write_notebook


class SelfTestError(Exception):
    """The grader does not grade its own examples rightly here. Nobody's work should be graded like that."""


def reference_submission(assignment):
    """The released notebook with every exercise solved as its author solves it."""
    notebook = release(assignment)
    solved = {
        task.stub: task.reference + _reorder_answers(task, assignment.orders.get(task.number, {}))
        for task in assignment.tasks
    }
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = solved.get(cell.source, cell.source)
    return notebook


def _reorder_answers(task, orders):
    """Lines that turn the author's answers into those that a class with these orders has to give."""
    lines = []
    for place, order in orders.items():
        old_to_new = dict(zip(order, sorted(order)))
        name = task.answers[place]
        lines.append(f"{name} = type({name})({old_to_new}[str({name})])\n")
    return "".join(lines)


def self_test(assignment, rules):
    """Grade the reference and the blank release: full marks and none, or SelfTestError."""
    with tempfile.TemporaryDirectory() as folder:
        for name, notebook, wanted in (
            ("reference", reference_submission(assignment), assignment.maximum),
            ("blank release", release(assignment), 0),
        ):
            path = Path(folder) / "submission.ipynb"
            write_notebook(notebook, path)
            grade = grade_submission(path, name, assignment, rules)
            if grade.points != wanted:
                worth = "; ".join(
                    f"{verdict['number']}: {verdict['points']:g} of {verdict['maximum']:g}, {verdict['message']}"
                    for verdict in grade.verdicts
                )
                raise SelfTestError(
                    f"{assignment.name}: the {name} scores {grade.points:g}, it should score {wanted:g}. {worth}"
                )
