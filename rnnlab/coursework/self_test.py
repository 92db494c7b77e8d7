"""The grader's self-test: the reference has to earn full marks, and the blank release none."""

import tempfile
from pathlib import Path

import nbformat

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.release import release
from rnnlab.notebook_tools.files import write_notebook


class SelfTestError(Exception):
    """The grader does not grade its own examples correctly on this machine, so it must not grade a class."""


def reference_submission(assignment: Assignment) -> nbformat.NotebookNode:
    """The released notebook with every exercise solved as its author solves it."""
    notebook = release(assignment)
    solved = {one.stub: one.reference for one in assignment.notebook_exercises}
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = solved.get(cell.source, cell.source)
    return notebook


def self_test(assignment: Assignment, rules: GradingRules) -> None:
    """Grade the reference and the blank release: full marks and none, or SelfTestError."""
    with tempfile.TemporaryDirectory() as folder:
        for name, notebook, expected in (
            ("reference", reference_submission(assignment), assignment.maximum),
            ("blank release", release(assignment), 0),
        ):
            path = Path(folder) / "submission.ipynb"
            write_notebook(notebook, path)
            grade = grade_submission(path, name, assignment, rules)
            if grade.points != expected:
                details = "; ".join(
                    f"{verdict['number']}: {verdict['points']:g} of {verdict['maximum']:g}, {verdict['message']}"
                    for verdict in grade.verdicts
                )
                raise SelfTestError(
                    f"{assignment.name}: the {name} scores {grade.points:g}, it should score {expected:g}. {details}"
                )
