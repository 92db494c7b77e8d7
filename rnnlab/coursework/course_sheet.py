"""One sheet for a course: the grade sheets of several lessons, student by student."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rnnlab.coursework.grade_sheet import plain_text, write_sheet
from rnnlab.coursework.gradebook_import import write_gradebook
from rnnlab.coursework.tables import CollectError, refuse_twice

NEEDED = ("student", "lesson", "grade", "maximum", "status")
IDENTITY = ("id", "email", "login")
OWN_HEADERS = (("student", "id", "email"), ("Student", "ID"), ("Identifier", "Full name"))


@dataclass(eq=False)
class _Person:
    """A student of the course: what the sheets call them, and a row for each lesson."""

    student: str
    identity: dict[str, str]  # id, e-mail, login
    rows: dict[str, dict[str, str]] = field(default_factory=dict)


def merge_sheets(
    paths: Sequence[Path], out: Path, kind: str = "csv", assignments: Sequence[str] | None = None
) -> tuple[int, list[str]]:
    """Merge the grade sheets of several lessons, or of several sections, into one file.

    Parameters
    ----------
    paths : sequence of pathlib.Path
    out : pathlib.Path
    kind : {"csv", "canvas", "moodle"}
        Whose gradebook is to import it.
    assignments : sequence of str, optional
        The names of the lessons there.

    Returns
    -------
    count : int
        Of students.
    lessons : list of str

    Raises
    ------
    CollectError
        If a sheet cannot be read or merged, or `out` is something else already.
    """
    _validate(out)
    rows, maxima = course_rows(read_grade_sheets(paths))
    if assignments and (kind != "canvas" or len(assignments) != len(maxima)):
        raise CollectError(f"--assignment goes with --format canvas, one for each of {', '.join(maxima)}")
    if kind == "csv":
        write_sheet(rows, out)
    else:
        names = assignments or [lesson.replace("_", " ") for lesson in maxima]
        write_gradebook(kind, rows, dict(zip(names, maxima.items())), out)
    return len(rows), list(maxima)


def read_grade_sheets(paths: Iterable[Path]) -> list[dict[str, str]]:
    """The rows of grade sheets as `write_sheet` has written them, or a spreadsheet has saved them.

    Raises
    ------
    CollectError
        If a file is no grade sheet, or one of its grades is no number.
    """
    rows = []
    for path in paths:
        header, *lines = _lines(path) or [[]]
        if not lines or not set(NEEDED) <= set(header):
            raise CollectError(
                f"{path} is no grade sheet: it needs rows, and the columns {', '.join(NEEDED)}. The sheet beside a "
                "gradebook's table ends in _full.csv"
            )
        refuse_twice(path, header)
        for place, line in enumerate(lines, start=2):
            row = dict.fromkeys(header, "") | dict(zip(header, line))
            row |= {name: _number(row[name], f"{path}, line {place}") for name in ("grade", "maximum")}
            rows.append(row)
    return rows


def _lines(path: Path) -> list[list[str]]:
    """The lines of a table that are not blank. Raises CollectError."""
    try:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        header = text.partition("\n")[0]
        separator = max(",;\t", key=header.count)
        return [line for line in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if any(line)]
    except (OSError, csv.Error) as error:
        raise CollectError(f"{path} cannot be read: {error}") from None


def _validate(out: Path) -> None:
    """Raise CollectError where writing a course's sheet would overwrite something else."""
    if out.exists() and out.stat().st_size:
        header = (_lines(out) or [[]])[0]
        if "lesson" in header or not any(header[: len(own)] == [*own] for own in OWN_HEADERS):
            raise CollectError(f"{out} is there already, and is no sheet of a course: choose another name")


def _number(text: str, place: str) -> str:
    """A number as Python writes it; some spreadsheets save a comma for its point."""
    try:
        return str(float(text.replace(",", ".")))
    except ValueError:
        raise CollectError(f"{place}: {text!r} is no number") from None


def course_rows(rows: Sequence[dict[str, str]]) -> tuple[list[dict[str, Any]], dict[str, float]]:
    """One row a student: a grade for each lesson, their sum, and what is missing.

    Rows belong to one student where their ids are the same, or else their e-mail addresses, their logins, or their
    names, whatever the capitals. Names do not count between two students whose ids, addresses or logins differ.

    Parameters
    ----------
    rows : sequence of dict
        From `read_grade_sheets`.

    Returns
    -------
    rows : list of dict
        In the order of the names.
    maxima : dict
        Lesson to its maximum, in the order of the lessons.

    Raises
    ------
    CollectError
        If a student has two rows for one lesson, a row may be of two students, or a lesson has two maxima.
    """
    maxima: dict[str, float] = {}
    people: list[_Person] = []
    known: dict[tuple[str, str], list[_Person]] = {}
    for row in sorted(rows, key=lambda row: not _identity(row)):  # those that are known by more than a name first
        lesson = row["lesson"]
        if maxima.setdefault(lesson, float(row["maximum"])) != float(row["maximum"]):
            raise CollectError(f"{lesson} has a maximum of {maxima[lesson]:g} and one of {float(row['maximum']):g}")
        person = _find(row, known)
        if person is None:
            person = _Person(row["student"], {})
            people.append(person)
        if lesson in person.rows:
            raise CollectError(f"{row['student']} has two rows for {lesson}: remove one, or tell them apart by ids")
        person.rows[lesson] = row
        person.identity |= _identity(row)
        for key in (*person.identity.items(), ("name", row["student"])):
            same = known.setdefault((key[0], _folded(key[1])), [])
            if person not in same:
                same.append(person)
    maxima = dict(sorted(maxima.items()))
    return [_course_row(person, maxima) for person in sorted(people, key=lambda one: one.student)], maxima


def _identity(row: dict[str, str]) -> dict[str, str]:
    return {kind: row[kind] for kind in IDENTITY if row.get(kind)}


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _find(row: dict[str, str], known: dict[tuple[str, str], list[_Person]]) -> _Person | None:
    """Whose row it is, of those that are known. Raises CollectError where it may be two students'."""
    identity = _identity(row)
    for kind, value in identity.items():
        if people := known.get((kind, _folded(value))):
            return people[0]
    namesakes = [
        person
        for person in known.get(("name", _folded(row["student"])), [])
        if all(_folded(person.identity.get(kind, value)) == _folded(value) for kind, value in identity.items())
    ]
    if len(namesakes) > 1:
        raise CollectError(
            f"{len(namesakes)} students are called {row['student']}: give the row in {row['lesson']} an id"
        )
    return namesakes[0] if namesakes else None


def _course_row(person: _Person, maxima: dict[str, float]) -> dict[str, Any]:
    rows = dict(sorted(person.rows.items()))
    missing = [lesson for lesson in maxima if lesson not in rows or rows[lesson]["status"] == "missing"]
    grades = {lesson: float(row["grade"]) for lesson, row in rows.items() if row["status"] != "failed"}
    problems = [
        f"{lesson}: {row.get('words', '')}" for lesson, row in rows.items() if row["status"] in ("failed", "unreadable")
    ]
    return {
        "student": plain_text(person.student),
        **{kind: plain_text(person.identity.get(kind, "")) for kind in IDENTITY},
        **{lesson: grades.get(lesson, "") for lesson in maxima},
        "sum": round(sum(grades.values()), 2),
        "maximum": sum(maxima.values()),
        "missing": "; ".join(missing),
        "not graded": plain_text("; ".join(problems)),
    }
