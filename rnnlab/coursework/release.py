"""The student version of a lesson: no solution, no output, and a look whether that is so."""

import re
from pathlib import Path

from rnnlab.coursework.assignment import read_lesson
from rnnlab.coursework.choice_order import reorder_choices
from rnnlab.coursework.notebook_exercise import AssignmentError, cell_role, text_cell_index
from rnnlab.notebook_tools.files import write_notebook
from rnnlab.notebook_tools.student_version import student_version

# A sentence of the lessons that is not true of a version without solutions.
PROMISE = re.compile(r" ?\b(In your own copy a|A) collapsed solution follows\.")


def release(assignment):
    """Make the student version of an assignment.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    AssignmentError
        If a line of a solution is still in it.
    """
    lesson, _ = read_lesson(assignment.path, assignment.seed)
    student = student_version(lesson)
    for cell in student.cells:
        if cell.cell_type == "markdown":
            cell.source = PROMISE.sub("", cell.source)
    if assignment.seed is not None:
        _put_in_order(student, assignment)
    if leaked := leaks(lesson, student):
        raise AssignmentError(
            f"{assignment.path.name}: the student version still has a line of a solution: {leaked[0]!r}"
        )
    return student


def _put_in_order(student, assignment):
    """Put the choices in the class's order in the text, and tell the check what class this is."""
    for task in assignment.tasks:
        if task.number in assignment.orders:
            cell = student.cells[text_cell_index(student, task.slug)]
            cell.source = reorder_choices(cell.source, assignment.orders[task.number])
    first = next(
        cell
        for cell in student.cells
        if cell.cell_type == "code" and f"lessons.{assignment.module} import" in cell.source
    )
    first.source += (
        "\n\nfrom rnnlab.coursework.class_variant import for_class\n\n"
        f"check = for_class(check, {assignment.orders!r}, {assignment.seed})"
    )


def leaks(lesson, student):
    """The lines of solution cells that are in the student version, though nothing else in the lesson says them."""
    public = {
        line.strip() for cell in lesson.cells if cell_role(cell) != "solution" for line in cell.source.splitlines()
    }
    text = "\n".join(cell.source for cell in student.cells)
    secret = [
        line.strip() for cell in lesson.cells if cell_role(cell) == "solution" for line in cell.source.splitlines()
    ]
    return [line for line in secret if line and line not in public and line in text]


def write_release(assignments, folder):
    """Write the student versions to a folder. Returns their paths."""
    folder = Path(folder)
    versions = [release(assignment) for assignment in assignments]
    folder.mkdir(parents=True, exist_ok=True)
    for assignment, version in zip(assignments, versions):
        write_notebook(version, folder / assignment.path.name)
    return [folder / assignment.path.name for assignment in assignments]
