"""The exercises of a lesson as its notebook has them: a text, and three cells, an attempt, a check and a solution.

Where they stand and what they ask for is read from the check cells' metadata, see `exercise_manifest`. That is for the
lessons of this course: in a file from a student only the code counts.
"""

import ast
import re
from dataclasses import dataclass
from typing import NamedTuple

import nbformat

from rnnlab.notebook_tools.files import NotebookError

MANIFEST = "rnnlab"  # of a check cell's metadata


class AssignmentError(NotebookError):
    """A lesson that cannot be given as coursework. The message says why."""


@dataclass(frozen=True)
class NotebookExercise:
    """One exercise as the notebook has it.

    Attributes
    ----------
    number : str
    title : str
        Its heading, which begins with the number.
    answers : tuple of str
        The names that the check cell hands over, which the attempt has to define.
    layouts : dict of int to str
        Place of an answer that is a choice to the layout of its list in the text, see `choice_order`.
    text : str
        The Markdown cell that states it.
    stub : str
        The attempt cell as it is given out.
    reference : str
        Source that defines the same names rightly: the solution cell, renamed.
    """

    number: str
    title: str
    answers: tuple[str, ...]
    layouts: dict[int, str]
    text: str
    stub: str
    reference: str


class ExerciseCells(NamedTuple):
    """The Markdown that states an exercise, and its three code cells."""

    text: nbformat.NotebookNode
    attempt: nbformat.NotebookNode
    check: nbformat.NotebookNode
    solution: nbformat.NotebookNode


def cell_role(cell: nbformat.NotebookNode) -> str | None:
    """'attempt', 'check' or 'solution' for the cells of an exercise, else None."""
    grading = cell.metadata.get("nbgrader", {})
    if "solution" in cell.metadata.get("tags", []):
        return "solution"
    return "check" if grading.get("grade") else "attempt" if grading.get("solution") else None


def slug_of(number: str) -> str:
    """The beginning of the ids of an exercise's cells."""
    return f"exercise-{number.replace('.', '-')}"


def exercise_cells(lesson: nbformat.NotebookNode) -> dict[str, ExerciseCells]:
    """The cells of a lesson's exercises by their numbers, as the manifests have them.

    Raises
    ------
    AssignmentError
        If a check has no manifest, or the cells are not where it says.
    """
    by_number: dict[str, ExerciseCells] = {}
    for place, check in enumerate(lesson.cells):
        if cell_role(check) == "check":
            try:
                number, places = check.metadata[MANIFEST]["exercise"], check.metadata[MANIFEST]["cells"]
                text, attempt, solution = (lesson.cells[place + places[one]] for one in ("text", "attempt", "solution"))
                missing = [cell_role(attempt), cell_role(solution)] != ["attempt", "solution"]
            except (KeyError, IndexError):
                missing = True
            if missing:
                where = "does not stand between an attempt and a solution, or its metadata does not say so"
                raise AssignmentError(f"the check {check.source!r} {where}: run rnnlab notebooks")
            if number in by_number or not _heading(number, text.source):
                raise AssignmentError(f"exercise {number} is not stated, or twice: run rnnlab notebooks")
            by_number[number] = ExerciseCells(text, attempt, check, solution)
    return by_number


def _heading(number: str, text: str) -> str:
    """The heading of an exercise in the text that states it."""
    found = re.search(rf"^#+ ({re.escape(number)} .*\S)", text, re.MULTILINE)
    return found[1] if found else ""


def read_exercise(cells: ExerciseCells) -> NotebookExercise:
    """Read an exercise from its cells. Raises AssignmentError."""
    manifest, solution = cells.check.metadata[MANIFEST], cells.solution.source
    number, answers, choices = manifest["exercise"], tuple(manifest["answers"]), manifest["choices"]
    layouts = {place: choices[name] for place, name in enumerate(answers) if name in choices}
    defined = "\n".join(ast.unparse(statement) for statement in ast.parse(solution).body[:-1])
    target = ", ".join(answers) + ("," if len(answers) == 1 else "")
    reference = f"{defined}\n{target} = ({', '.join(check_call(solution)[1])},)\n"
    text = cells.text.source
    return NotebookExercise(number, _heading(number, text), answers, layouts, text, cells.attempt.source, reference)


def check_call(source: str) -> tuple[str, tuple[str, ...]]:
    """Take ``check("2.1", step)`` apart: the number and the answers' sources. Raises AssignmentError."""
    last = ast.parse(source).body[-1]
    call = last.value if isinstance(last, ast.Expr) else None
    if not (
        isinstance(call, ast.Call)
        and ast.unparse(call.func) == "check"
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    ):
        raise AssignmentError(f"this cell does not end with its check: {source!r}")
    return call.args[0].value, tuple(ast.unparse(argument) for argument in call.args[1:])
