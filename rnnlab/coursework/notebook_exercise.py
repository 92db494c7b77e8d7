"""The exercises of a lesson as its notebook has them: three cells each, an attempt, a check and a solution."""

import ast
import re
from dataclasses import dataclass

import nbformat


class AssignmentError(Exception):
    """A lesson that cannot be given as coursework. The message says why."""


@dataclass(frozen=True)
class NotebookExercise:
    """One exercise as the notebook has it.

    Attributes
    ----------
    number : str
    slug : str
        The beginning of its cells' ids: ``"exercise-2-1"``.
    answers : tuple of str
        What the check cell hands over, as Python expressions.
    names : tuple of str
        The names in them, which the attempt has to define.
    stub : str
        The attempt cell as it is given out.
    reference : str
        Source that defines the same names rightly: the solution cell, renamed.
    """

    number: str
    slug: str
    answers: tuple[str, ...]
    names: tuple[str, ...]
    stub: str
    reference: str


def lesson_module_of(notebook: nbformat.NotebookNode) -> str | None:
    """The module of rnnlab.lessons that a notebook takes its `check` from, or None."""
    return next(filter(None, map(check_import, notebook.cells)), None)


def check_import(cell: nbformat.NotebookNode) -> str | None:
    """The module of rnnlab.lessons that this cell takes `check` from, or None."""
    match = re.search(r"from rnnlab\.lessons\.(\w+) import .*\bcheck\b", cell.source)
    return match[1] if match and cell.cell_type == "code" else None


def cell_role(cell: nbformat.NotebookNode) -> str | None:
    """'attempt', 'check' or 'solution' for the cells of an exercise, else None."""
    grading = cell.metadata.get("nbgrader", {})
    if "solution" in cell.metadata.get("tags", []):
        return "solution"
    return "check" if grading.get("grade") else "attempt" if grading.get("solution") else None


def slug_of(number: str) -> str:
    """The beginning of the ids of an exercise's cells."""
    return f"exercise-{number.replace('.', '-')}"


def text_cell_index(notebook: nbformat.NotebookNode, slug: str) -> int:
    """The index of the Markdown cell in front of an attempt."""
    grade_ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return grade_ids.index(f"{slug}-attempt") - 1


def read_exercise(code: list, place: int) -> NotebookExercise:
    """Read the three cells of one exercise: attempt, check, solution.

    Parameters
    ----------
    code : list of nbformat.NotebookNode
        The notebook's code cells.
    place : int
        The index of the check among them.

    Raises
    ------
    AssignmentError
    """
    cells = code[place - 1 : place + 2]
    if [cell_role(cell) for cell in cells] != ["attempt", "check", "solution"]:
        raise AssignmentError(f"the check {code[place].source!r} does not stand between an attempt and a solution")
    attempt, check, solution = (cell.source for cell in cells)
    number, answers = _check_call(check)
    _, right = _check_call(solution)
    names = tuple(
        dict.fromkeys(
            node.id
            for answer in answers
            for node in ast.walk(ast.parse(answer.lstrip("*"), mode="eval"))
            if isinstance(node, ast.Name)
        )
    )
    if not all(answer.isidentifier() for answer in answers):
        raise AssignmentError(
            f"the check of exercise {number} hands over {', '.join(answers)}: it should be names only"
        )
    defined = "\n".join(ast.unparse(statement) for statement in ast.parse(solution).body[:-1])
    target = ", ".join(answers) + ("," if len(answers) == 1 else "")
    reference = f"{defined}\n{target} = ({', '.join(right)},)\n"
    return NotebookExercise(number, slug_of(number), answers, names, attempt, reference)


def _check_call(source: str) -> tuple[str, tuple[str, ...]]:
    """Take ``check("2.1", step)`` apart: the number and the answers' sources."""
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
