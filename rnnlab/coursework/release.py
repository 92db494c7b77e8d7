"""Release a lesson: the student version, and a check that no solution is left in it."""

import re
from pathlib import Path

import nbformat

from rnnlab.coursework.assignment import Assignment, class_lesson
from rnnlab.coursework.notebook_exercise import AssignmentError, cell_role
from rnnlab.coursework.release_statement import DIGEST_DIGITS, RELEASE_KEY
from rnnlab.notebook_tools.cell_names import names_of
from rnnlab.notebook_tools.files import write_notebook
from rnnlab.notebook_tools.student_version import student_version

# A sentence of the lessons that is not true of a version without solutions.
SOLUTION_FOLLOWS = re.compile(r" ?\b(In your own copy a|A) collapsed solution follows\.")


def release(assignment: Assignment) -> nbformat.NotebookNode:
    """Make the student version of an assignment.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    AssignmentError
        If a line of a solution is still in it.
    """
    lesson = class_lesson(assignment)
    if assignment.seed is not None:
        _use_class_check(lesson, assignment)
    student = student_version(lesson)
    for cell in student.cells:
        if cell.cell_type == "markdown":
            cell.source = SOLUTION_FOLLOWS.sub("", cell.source)
    student.metadata[RELEASE_KEY] = {"lesson": assignment.digest[:DIGEST_DIGITS]}
    if leaked := leaks(lesson, student):
        raise AssignmentError(
            f"{assignment.path.name}: the student version still has a line of a solution: {leaked[0]!r}"
        )
    return student


def _use_class_check(lesson: nbformat.NotebookNode, assignment: Assignment) -> None:
    """Let the notebook's check be the class's."""
    code = [cell for cell in lesson.cells if cell.cell_type == "code"]
    importing = next(cell for cell in code if "check" in names_of(cell.source).binds)
    importing.source += (
        "\n\nfrom rnnlab.coursework.class_variant import for_class\n\n"
        f"check = for_class(check, {assignment.orders!r}, {assignment.seed})"
    )


def leaks(lesson: nbformat.NotebookNode, student: nbformat.NotebookNode) -> list[str]:
    """The lines of solution cells that are in the student version, though they stand nowhere else in the lesson."""
    public = {
        line.strip() for cell in lesson.cells if cell_role(cell) != "solution" for line in cell.source.splitlines()
    }
    text = "\n".join(cell.source for cell in student.cells)
    secret = [
        line.strip() for cell in lesson.cells if cell_role(cell) == "solution" for line in cell.source.splitlines()
    ]
    return [line for line in secret if line and line not in public and line in text]


def write_release(assignments: list[Assignment], folder: str | Path) -> list[Path]:
    """Write the student versions to a folder. Returns their paths."""
    folder = Path(folder)
    versions = [release(assignment) for assignment in assignments]
    folder.mkdir(parents=True, exist_ok=True)
    for assignment, version in zip(assignments, versions):
        write_notebook(version, folder / assignment.path.name)
    return [folder / assignment.path.name for assignment in assignments]
