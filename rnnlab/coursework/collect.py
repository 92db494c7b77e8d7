"""Find the submissions in a folder as learning-management systems leave it, and when each was handed in."""

import collections
import csv
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rnnlab.coursework.submission import MAX_FILE_BYTES

PASSED_OVER = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}


class CollectError(Exception):
    """What the teacher should know, in one line."""


@dataclass(frozen=True)
class Submission:
    """One student's file.

    Attributes
    ----------
    student : str
    path : pathlib.Path or None
        None where nothing was handed in.
    submitted : datetime.datetime or None
    notes : tuple of str
    """

    student: str
    path: Path | None = None
    submitted: datetime | None = None
    notes: tuple = ()


def collect(folder, lesson, roster=None, times=None):
    """Find one submission a student.

    A folder is a student, named as the folder; any depth inside is searched, so nbgrader's ``submitted/`` fits. A file
    that lies directly in the folder is a student too: its name without the lesson's.

    Parameters
    ----------
    folder : path
    lesson : str
        The name of the lesson's notebook without ``.ipynb``.
    roster : path, optional
        A CSV file with a column ``student``: who has to appear in the grade sheet.
    times : path, optional
        A CSV file with the columns ``student`` and ``submitted`` (ISO 8601). Otherwise nbgrader's ``timestamp.txt``
        counts, or else when the file was changed last.

    Returns
    -------
    list of Submission
        In the order of the students' names.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise CollectError(f"there is no folder {folder}")
    told = {row["student"]: parse_time(row["submitted"]) for row in _read_table(times, "student", "submitted")}
    found = {}
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name in PASSED_OVER:
            continue
        if entry.is_dir() and not entry.is_symlink():
            student, path, notes = entry.name, *_best_file(entry, lesson)
        elif entry.suffix == ".ipynb":
            student, path, notes = _student_of(entry.stem, lesson), entry, ()
        else:
            continue
        if student in found:
            notes = (
                *notes,
                f"handed in twice: {found[student].path.name} and {path.name if path else 'an empty folder'}",
            )
            if path is None or (found[student].path and path.stat().st_mtime < found[student].path.stat().st_mtime):
                path = found[student].path
        found[student] = Submission(student, path, told.get(student) or _handed_in(path), notes)
    for row in _read_table(roster, "student"):
        found.setdefault(row["student"], Submission(row["student"]))
    return [found[student] for student in sorted(found)]


def _best_file(folder, lesson):
    """The file of a student's folder that is most likely meant."""
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file())
        and path.name != "timestamp.txt"
        and not PASSED_OVER & set(path.relative_to(folder).parts)
        and not path.name.startswith(".")
    ]
    named = [path for path in files if path.suffix == ".ipynb"]
    exact = [path for path in named if path.stem == lesson]
    meant = exact or [path for path in named if lesson in path.stem] or named or files
    if not meant:
        return None, ()
    newest = max(meant, key=lambda path: path.lstat().st_mtime)
    return newest, (f"{len(meant)} files fit, the newest was taken: {newest.name}",) if len(meant) > 1 else ()


def _class_seed_of(path):
    """The class that a notebook was released to, as its first code cell says; None where it says nothing."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        return None
    try:
        found = re.search(rb"check = for_class\(check, \{.*?\}, (\d+)\)", path.read_bytes())
    except OSError:
        return None
    return int(found[1]) if found else None


def note_other_classes(submissions, seed):
    """The submissions, with a note on those that belong to another class.

    Raises
    ------
    CollectError
        If most of those that say what class they are of are of another one: then it is the seed that is wrong.
    """
    seeds = {one.student: _class_seed_of(one.path) for one in submissions if one.path and one.path.suffix == ".ipynb"}
    told = collections.Counter(one for one in seeds.values() if one is not None)
    if told and (usual := told.most_common(1)[0][0]) != seed:
        raise CollectError(f"these notebooks were released with --class-seed {usual}: grade with it too")

    def noted(submission):
        own = seeds.get(submission.student, seed)
        if own == seed:
            return submission
        whose = "says no class seed" if own is None else f"is of the class with the seed {own}"
        return replace(submission, notes=(*submission.notes, f"the notebook {whose}: public answers may fit it"))

    return [noted(submission) for submission in submissions]


def _student_of(stem, lesson):
    return re.sub(re.escape(lesson), "", stem, flags=re.IGNORECASE).strip(" _-.") or stem


def _handed_in(path):
    if path is None:
        return None
    stamp = path.parent / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink():
        try:
            return parse_time(stamp.read_text(encoding="utf-8")[:60].strip().removesuffix(" UTC"))
        except (CollectError, UnicodeDecodeError):
            pass
    return datetime.fromtimestamp(path.lstat().st_mtime)


def parse_time(text):
    """Read a time. One without a time zone is this machine's; the answer always is."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CollectError(f"{text!r} is no time: write it like 2026-11-30T23:59") from None
    return time.astimezone().replace(tzinfo=None) if time.tzinfo else time


def _read_table(path, *columns):
    if path is None:
        return []
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
    except (OSError, UnicodeDecodeError) as error:
        raise CollectError(f"{path} cannot be read: {error}") from None
    if rows and (missing := [column for column in columns if column not in rows[0]]):
        raise CollectError(f"{path} has no column {' and no column '.join(missing)}")
    return rows
