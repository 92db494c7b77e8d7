"""The grade sheet as a learning-management system imports it, and feedback pages for Moodle's bulk upload.

Canvas reads a table in its `lib/gradebook_importer.rb` and names downloaded files in `lib/content_zipper.rb`. Moodle
takes the same table in two places: *Grades, Import, CSV file*, where the teacher says which column is which, and
*Upload grading worksheet* of an assignment, which looks for the columns Identifier, Grade and Last modified (grade)
(`mod/assign/feedback/offline/importgradeslib.php`). It reads feedback files in
`mod/assign/feedback/file/importziplib.php`.
"""

import collections
import html
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_records import student_file_name
from rnnlab.coursework.grade_sheet import write_table
from rnnlab.coursework.grading_outputs import GradingOutputs
from rnnlab.coursework.safe_text import without_links
from rnnlab.coursework.submitted_names import Owner, owner_of
from rnnlab.notebook_tools.atomic_write import replace_file


def write_for_gradebook(
    outputs: GradingOutputs,
    folder: Path,
    submissions: Sequence[Submission],
    rows: Sequence[dict[str, Any]],
    assignment: Assignment,
    name: str | None = None,
) -> list[str]:
    """Write what the system of `outputs` imports of a lesson; nothing where that is a spreadsheet.

    Parameters
    ----------
    outputs : GradingOutputs
    folder : pathlib.Path
        Of the class.
    submissions : sequence of Submission
    rows : sequence of dict
        From `sheet_row`, one for each submission.
    assignment : Assignment
    name : str, optional
        Of the assignment in Canvas, with its number in brackets at the end.

    Returns
    -------
    list of str
        What was written beside, in words.
    """
    if outputs.kind == "csv":
        return []
    columns = {name or assignment.name.replace("_", " "): ("grade", assignment.maximum)}
    write_gradebook(outputs.kind, with_system_numbers(rows, submissions, folder), columns, outputs.out)
    lines = [f"{outputs.sheet}: the grade sheet with everything in it"]
    if outputs.kind == "moodle":
        pages = {one.student: outputs.feedback / f"{student_file_name(one.student)}.html" for one in submissions}
        count = write_feedback_archive(submissions, folder, pages, outputs.feedback_archive)
        lines.append(
            f"{outputs.feedback_archive}: {count} of {len(rows)} feedback pages"
            if count
            else "No archive of feedback pages: no folder has Moodle's name, Anna Arendt_4711_assignsubmission_file"
        )
    return lines


def canvas_table(rows: Iterable[dict[str, Any]], columns: dict[str, tuple[str, float]]) -> list[list[Any]]:
    """A table for *Grades, Import* in Canvas.

    Canvas finds a student by the first of ID, SIS User ID, SIS Login ID and name that it knows, and an assignment by
    the number in brackets at the end of a column's name, or else by the whole name.

    Parameters
    ----------
    rows : iterable of dict
        Of students: column of the grade sheet to value; ``canvas`` is Canvas' number of the student, where it is known.
    columns : dict
        Name of the assignment in Canvas to the column of `rows` and the maximum.
    """
    return [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *columns],
        ["    Points Possible", "", "", "", "", *(maximum for _, maximum in columns.values())],
        *(
            [
                row["student"],
                row.get("canvas", ""),
                row.get("id", ""),
                row.get("login") or row.get("email", ""),
                "",
                *(_points(row, column) for column, _ in columns.values()),
            ]
            for row in rows
        ),
    ]


def moodle_table(rows: Iterable[dict[str, Any]], columns: dict[str, tuple[str, float]]) -> list[list[Any]]:
    """A table for *Grades, Import, CSV file* in Moodle; with one column a grading worksheet of an assignment too.

    Parameters
    ----------
    rows : iterable of dict
        As in `canvas_table`; ``moodle`` is Moodle's number of the participant, where it is known.
    columns : dict
        Name of a lesson to the column of `rows` and the maximum.
    """
    lines = [["Identifier", "Full name", "ID number", "Email address"]]
    worksheet = len(columns) == 1
    lines[0] += ["Grade", "Maximum Grade", "Last modified (grade)", "Feedback comments"] if worksheet else columns
    for row in rows:
        number = row.get("moodle", "")
        line = [f"Participant {number}" if number else "", row["student"], row.get("id", ""), row.get("email", "")]
        line += [_points(row, column) for column, _ in columns.values()]
        if worksheet:
            (maximum,) = (maximum for _, maximum in columns.values())
            line += [maximum, "", html.escape(without_links(row.get("words", "")))]
        lines.append(line)
    return lines


def _points(row: dict[str, Any], column: str) -> Any:
    """A grade; nothing where it was the grader that failed, so that nobody is given a 0 for that."""
    return "" if row.get("status") == "failed" else row.get(column, "")


def with_system_numbers(
    rows: Iterable[dict[str, Any]], submissions: Sequence[Submission], folder: Path
) -> list[dict[str, Any]]:
    """The rows, with Canvas' and Moodle's numbers: from the names of what lies in the class's folder, or the roster."""
    systems = {system: _owners_by(system, submissions, folder) for system in ("Canvas", "Moodle")}
    return [
        row
        | ({"canvas": one.identity.canvas} if one.identity and one.identity.canvas else {})
        | {system.lower(): given[one.student].number for system, given in systems.items() if one.student in given}
        for row, one in zip(rows, submissions)
    ]


def _owners_by(system: str, submissions: Sequence[Submission], folder: Path) -> dict[str, Owner]:
    """Student to what a system says in the name that it has given to a folder or file of theirs.

    A student can name one so too, with another student's number. So most of the class have to have such names, as deep
    inside the folder, and a number that two students have is nobody's.
    """
    given: dict[str, tuple[int, Owner]] = {}
    files = {one.student: _path_in(folder, one) for one in submissions if one.path}
    for student, file in files.items():
        owners = ((depth, owner_of(part, is_file=False)) for depth, part in enumerate(file.parts))
        if first := next(((depth, owner) for depth, owner in owners if owner.system == system and owner.number), None):
            given[student] = first
    depths = collections.Counter(depth for depth, _ in given.values())
    numbers = collections.Counter(owner.number for _, owner in given.values())
    return {
        student: owner
        for student, (depth, owner) in given.items()
        if 2 * depths[depth] > len(files) and numbers[owner.number] == 1
    }


def _path_in(folder: Path, submission: Submission) -> Path:
    """Where a file lies in the class's folder; that of one from an archive is told by the archive's place."""
    path = submission.path or Path()
    return path.relative_to(folder) if path.is_relative_to(folder) else Path(submission.found_as, path.name)


def write_gradebook(
    kind: str, rows: Sequence[dict[str, Any]], columns: dict[str, tuple[str, float]], path: Path
) -> None:
    """Write the table of a system, ``"canvas"`` or ``"moodle"``. The other parameters are those of `canvas_table`."""
    write_table({"canvas": canvas_table, "moodle": moodle_table}[kind](rows, columns), path)


def write_feedback_archive(submissions: Sequence[Submission], folder: Path, pages: dict[str, Path], path: Path) -> int:
    """Write the pages of those whose folder or file has Moodle's name, for *Upload multiple feedback files in a zip*.

    Parameters
    ----------
    submissions : sequence of Submission
    folder : pathlib.Path
        The folder of the class.
    pages : dict
        Student to the page.
    path : pathlib.Path
        The archive. It is removed where there is nobody to write a page for.

    Returns
    -------
    int
        How many pages there are in it.
    """
    given = _owners_by("Moodle", submissions, folder)
    given = {name: owner for name, owner in given.items() if pages[name].is_file()}
    if not given:
        path.unlink(missing_ok=True)
        return 0
    with replace_file(path, "wb") as file, zipfile.ZipFile(file, "w") as archive:
        for name, owner in given.items():
            student = owner.name.replace("_", " ").encode("utf-8", "replace").decode("utf-8")
            entry = zipfile.ZipInfo(f"{student}_{owner.number}_assignsubmission_file_/feedback.html")
            archive.writestr(entry, pages[name].read_bytes(), zipfile.ZIP_DEFLATED)
    return len(given)
