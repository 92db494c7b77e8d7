"""The grade sheet as a learning-management system imports it, and feedback pages for Moodle's bulk upload.

Canvas reads a table in its `lib/gradebook_importer.rb` and names downloaded files in `lib/content_zipper.rb`. Moodle
takes the same table in two places: *Grades, Import, CSV file*, where the teacher says which column is which, and
*Upload grading worksheet* of an assignment, which looks for the columns Identifier, Grade and Last modified (grade)
(`mod/assign/feedback/offline/importgradeslib.php`). It reads feedback files in
`mod/assign/feedback/file/importziplib.php`.
"""

import html
import os
import re
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_sheet import write_table
from rnnlab.coursework.safe_text import without_links

MOODLE_NAME = re.compile(r"(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?:file|onlinetext)(?:_.*)?", re.DOTALL)
CANVAS_NAME = re.compile(r".+?(?:_LATE)?_(?P<number>\d+)_\d+_.*", re.DOTALL)


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
                row.get("e-mail", ""),
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
        line = [f"Participant {number}" if number else "", row["student"], row.get("id", ""), row.get("e-mail", "")]
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
    rows: Iterable[dict[str, Any]], submissions: Iterable[Submission], folder: Path
) -> list[dict[str, Any]]:
    """The rows, with the numbers that Canvas and Moodle have put into the names of what lies in the class's folder."""
    result = []
    for row, submission in zip(rows, submissions):
        name = _name_in_class(submission, folder)
        matches = {"canvas": CANVAS_NAME.fullmatch(name), "moodle": MOODLE_NAME.fullmatch(name)}
        result.append(row | {system: match["number"] for system, match in matches.items() if match})
    return result


def _name_in_class(submission: Submission, folder: Path) -> str:
    """The name of what lies in the folder of the class and holds the submission. Those below are the student's."""
    if submission.path is None or not submission.path.is_relative_to(folder):
        return ""
    return submission.path.relative_to(folder).parts[0]


def write_gradebook(
    kind: str, rows: Sequence[dict[str, Any]], columns: dict[str, tuple[str, float]], path: Path
) -> None:
    """Write the table of a system, ``"canvas"`` or ``"moodle"``. The other parameters are those of `canvas_table`."""
    write_table({"canvas": canvas_table, "moodle": moodle_table}[kind](rows, columns), path)


def write_feedback_archive(submissions: Iterable[Submission], folder: Path, pages: dict[str, Path], path: Path) -> int:
    """Write the pages of those whose folder or file has Moodle's name, for *Upload multiple feedback files in a zip*.

    Parameters
    ----------
    submissions : iterable of Submission
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
    written = 0
    temporary = path.with_name(f".{path.name}.tmp")
    with zipfile.ZipFile(temporary, "w") as archive:
        for submission in submissions:
            match = MOODLE_NAME.fullmatch(_name_in_class(submission, folder))
            page = pages[submission.student]
            if match and page.is_file():
                student = match["name"].replace("_", " ").encode("utf-8", "replace").decode("utf-8")
                entry = zipfile.ZipInfo(f"{student}_{match['number']}_assignsubmission_file_/feedback.html")
                archive.writestr(entry, page.read_bytes(), zipfile.ZIP_DEFLATED)
                written += 1
    if written:
        os.replace(temporary, path)
    else:
        temporary.unlink()
        path.unlink(missing_ok=True)
    return written
