"""The tables that a teacher gives along: a roster, when each student handed in, who has longer."""

import csv
import io
import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rnnlab.coursework.student_names import Student

# What stands above a column in the tables of learning-management systems, without signs and in small letters.
HEADERS = {
    "name": "student|name|full name|fullname|student name|display name|vollstandiger name|teilnehmer in|nom complet"
    "|nombre completo",
    "first": "first name|firstname|given name|forename|vorname|prenom|nombre",
    "last": "last name|lastname|surname|family name|nachname|familienname|nom|nom de famille|apellido s|apellidos",
    "email": "email|e mail|mail|email address|e mail address|e mail adresse|primary email|adresse de courriel"
    "|courriel|direccion de correo|correo electronico",
    "login": "username|user name|login|login id|sis login id|user|netid|anmeldename|benutzername|kennung"
    "|nom d utilisateur|nombre de usuario",
    "id": "sis user id|sis id|id number|student id|student number|orgdefinedid|org defined id|matrikelnummer"
    "|matriculation number|id nummer|number|user id|studentid|numero d identification|numero de id|id",
    "number": "identifier|participant|teilnehmer|id|canvas user id|identifiant|identificador",
    "canvas": "canvas user id",
}
csv.field_size_limit(2**31 - 1)  # Moodle's grading worksheet holds whatever students have typed
CANVAS_GRADEBOOK = {"student", "id", "section"}  # there ID is Canvas' own number
KINDS = {kind: headers.split("|") for kind, headers in HEADERS.items()}


class CollectError(Exception):
    """What the teacher should know, in one line."""


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes
    ----------
    place : str
        File and line.
    student : Student
    values : dict of str to str
        The other columns that were asked for.
    """

    place: str
    student: Student
    values: dict[str, str]


def read_roster(path: str | Path | None) -> list[Student]:
    """The students of a table, each once, no two with the same name. Raises CollectError."""
    students: dict[Student, str] = {}
    for row in read_table(path):
        if not (_fold_header(row.student.name) == "points possible" and not row.student.login):  # Canvas' second line
            students.setdefault(row.student, row.place)
    names = [one.name for one in students]
    result = []
    for student, place in students.items():
        if names.count(student.name) > 1:
            apart = student.id or student.email or student.login
            if not apart:
                raise CollectError(f"{place}: there are two of {student.name}, and no id or e-mail tells them apart")
            student = replace(student, name=f"{student.name} ({apart})", aliases=(*student.aliases, student.name))
        result.append(student)
    return result


def read_times(path: str | Path | None, column: str, end_of_day: bool = False) -> list[tuple[Row, datetime]]:
    """Rows with the time in a column. Raises CollectError."""
    times = []
    for row in read_table(path, column):
        try:
            times.append((row, parse_time(row.values[column], end_of_day)))
        except CollectError as error:
            raise CollectError(f"{row.place}: {error}") from None
    return times


def parse_time(text: str, end_of_day: bool = False) -> datetime:
    """Read a time. One without a time zone is this machine's; the answer always is. Raises CollectError.

    Parameters
    ----------
    text : str
    end_of_day : bool
        What a date alone means: the end of that day. Otherwise its beginning.
    """
    try:
        time = datetime.fromisoformat(text.strip())
        if end_of_day and re.fullmatch(r"\d{4}-?\d\d-?\d\d", text.strip()):
            time = time.replace(hour=23, minute=59)
        return time.astimezone().replace(tzinfo=None) if time.tzinfo else time
    except (ValueError, OverflowError, OSError):  # the last two: near the first and the last year
        raise CollectError(f"{text!r} is no time: write it like 2026-11-30T23:59") from None


def _fold_header(text: str) -> str:
    """What stands above a column, without capitals, accents and signs."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return " ".join(re.findall(r"[a-z0-9]+", "".join(one for one in plain if not unicodedata.combining(one))))


def read_table(path: str | Path | None, *columns: str) -> Iterator[Row]:
    """The rows of a table that are not blank. Raises CollectError.

    Parameters
    ----------
    path : path, optional
        Without one there are no rows.
    columns : str
        What is needed besides the student.
    """
    if path is None:
        return
    try:
        data = Path(path).read_bytes()
        if data.startswith(b"PK"):
            raise CollectError(f"{path} is no CSV file: save the table as CSV")
        text = re.sub(r"\Asep=.\r?\n?", "", _decode(data))
        for separator in ",;\t":  # the header shows which
            reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
            names = {_fold_header(name): name for name in reversed(reader.fieldnames or ())}
            kinds = {kind: [names[one] for one in known if one in names] for kind, known in KINDS.items()}
            if names.keys() >= CANVAS_GRADEBOOK:
                kinds["canvas"].append(names["id"])
            missing = [] if any(kinds.values()) else ["student"]
            missing += [column for column in columns if column not in names]
            if not missing:
                break
        if missing:
            raise CollectError(f"{path} has no column {' and no column '.join(missing)}")
        used = {*columns, *map(_fold_header, itertools.chain(*kinds.values()))}
        refuse_twice(path, [name for name in reader.fieldnames or () if _fold_header(name) in used])
        empty = True
        for cells in reader:
            extra = cells.pop(None, None) or []
            row = {name: " ".join((cell or "").split()) for name, cell in cells.items()}
            if len(row) == 1 and any(map(str.strip, extra)):  # Müller, Anna: where the comma separates nothing else
                row = {name: f"{cell}{separator} {' '.join(map(str.strip, extra))}" for name, cell in row.items()}
            if not any(row.values()):
                continue
            empty = False
            place = f"{path}, line {reader.line_num}"
            values = {column: row[names[column]] for column in columns}
            student = _student({kind: [row[name] for name in found] for kind, found in kinds.items()})
            blank = ([] if student.name else ["student"]) + [column for column in columns if not values[column]]
            if blank:
                raise CollectError(f"{place}: the column {' and the column '.join(blank)} is empty")
            yield Row(place, student, values)
        if empty:
            raise CollectError(f"{path} has no row below its header")
    except csv.Error as error:
        place = f"{path}, line {reader.line_num + 1}"
        raise CollectError(
            f"{place} cannot be read: {error}. Is a quotation mark not closed, or not doubled?"
        ) from None
    except OSError as error:
        raise CollectError(f"{path} cannot be read: {error}") from None


def refuse_twice(path: str | Path, header: Sequence[str]) -> None:
    """Raise CollectError where a header stands above two columns: nobody could say which of them counts."""
    seen: set[str] = set()
    for name in header:
        if (folded := _fold_header(name)) in seen:
            raise CollectError(f"{path} has two columns {name!r}: remove one, or give it another name")
        seen |= {folded} - {""}


def _student(cells: dict[str, list[str]]) -> Student:
    """The student of a row: what stands in the columns of each kind."""
    cells = {kind: [value.lstrip("#") for value in values] for kind, values in cells.items()}  # Brightspace's mark
    first = {kind: next(filter(None, values), "") for kind, values in cells.items()}
    full = first["name"] or " ".join(filter(None, (first["first"], first["last"])))
    numbers = [*cells["id"], *(re.sub(r"^\D*(?=\d+$)", "", value) for value in cells["number"])]
    return Student(
        full or first["login"] or first["email"] or first["id"] or first["number"],
        first["id"] or first["number"],
        first["email"] or (first["login"] if "@" in first["login"] else ""),
        first["login"],
        tuple(dict.fromkeys(value for value in numbers if value)),
        canvas=first["canvas"],
    )


def _decode(data: bytes) -> str:
    """The text of a table as Excel and other programs save it: UTF-8, UTF-16 with a mark, or Windows' own code."""
    for encoding in ["utf-16"] if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ["utf-8-sig", "cp1252"]:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
