"""Find the submissions in a folder as learning-management systems leave it, and when each was handed in."""

import collections
import csv
import re
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rnnlab.coursework.submission import MAX_FILE_BYTES

IGNORED_NAMES = {".ipynb_checkpoints", "__MACOSX", "__pycache__"}


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
    notes: tuple[str, ...] = ()


def collect(
    folder: str | Path, lesson: str, roster: str | Path | None = None, times: str | Path | None = None
) -> list[Submission]:
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

    Raises
    ------
    CollectError
        If the folder or a table cannot be read.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise CollectError(f"there is no folder {folder}")
    times_of = {row["student"]: parse_time(row["submitted"]) for row in _read_table(times, "student", "submitted")}
    submissions: dict[str, Submission] = {}
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith(".") or entry.name in IGNORED_NAMES:
            continue
        if entry.is_dir() and not entry.is_symlink():
            student, (path, notes) = entry.name, _best_file(entry, lesson)
        elif entry.suffix == ".ipynb":
            student, (path, notes) = _student_of(entry.stem, lesson), (entry, ())
        else:
            continue
        if student in submissions:
            first = submissions[student].path
            notes = (*notes, f"handed in twice: {first.name} and {path.name if path else 'an empty folder'}")  # type: ignore[union-attr]
            if path is None or (first and path.stat().st_mtime < first.stat().st_mtime):
                path = first
        submissions[student] = Submission(student, path, times_of.get(student) or _submission_time(path), notes)
    for row in _read_table(roster, "student"):
        submissions.setdefault(row["student"], Submission(row["student"]))
    return [submissions[student] for student in sorted(submissions)]


def _best_file(folder: Path, lesson: str) -> tuple[Path | None, tuple[str, ...]]:
    """The file of a student's folder that is most likely meant."""
    files = [
        path
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file())
        and path.name != "timestamp.txt"
        and not IGNORED_NAMES & set(path.relative_to(folder).parts)
        and not path.name.startswith(".")
    ]
    notebooks = [path for path in files if path.suffix == ".ipynb"]
    exact = [path for path in notebooks if path.stem == lesson]
    candidates = exact or [path for path in notebooks if lesson in path.stem] or notebooks or files
    if not candidates:
        return None, ()
    newest = max(candidates, key=lambda path: path.lstat().st_mtime)
    return newest, (f"{len(candidates)} files fit, the newest was taken: {newest.name}",) if len(candidates) > 1 else ()


def _class_seed_of(path: Path) -> int | None:
    """The class that a notebook was released to, as its first code cell says; None where it says nothing."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > MAX_FILE_BYTES:
        return None
    try:
        match = re.search(rb"check = for_class\(check, \{.*?\}, (\d+)\)", path.read_bytes())
    except OSError:
        return None
    return int(match[1]) if match else None


def note_other_classes(submissions: list[Submission], seed: int | None) -> list[Submission]:
    """The submissions, with a note on those that belong to another class.

    Raises
    ------
    CollectError
        If most of those that say what class they are of are of another one: then it is the seed that is wrong.
    """
    seeds = {
        submission.student: _class_seed_of(submission.path)
        for submission in submissions
        if submission.path and submission.path.suffix == ".ipynb"
    }
    counts = collections.Counter(value for value in seeds.values() if value is not None)
    if counts and (usual := counts.most_common(1)[0][0]) != seed:
        raise CollectError(f"these notebooks were released with --class-seed {usual}: grade with it too")

    def with_note(submission: Submission) -> Submission:
        stated = seeds.get(submission.student, seed)
        if stated == seed:
            return submission
        whose = "says no class seed" if stated is None else f"is of the class with the seed {stated}"
        return replace(submission, notes=(*submission.notes, f"the notebook {whose}: public answers may fit it"))

    return [with_note(submission) for submission in submissions]


def _student_of(stem: str, lesson: str) -> str:
    return re.sub(re.escape(lesson), "", stem, flags=re.IGNORECASE).strip(" _-.") or stem


def _submission_time(path: Path | None) -> datetime | None:
    if path is None:
        return None
    stamp = path.parent / "timestamp.txt"
    if stamp.is_file() and not stamp.is_symlink():
        try:
            return parse_time(stamp.read_text(encoding="utf-8")[:60].strip().removesuffix(" UTC"))
        except (CollectError, UnicodeDecodeError):
            pass
    return datetime.fromtimestamp(path.lstat().st_mtime)


def parse_time(text: str) -> datetime:
    """Read a time. One without a time zone is this machine's; the answer always is. Raises CollectError."""
    try:
        time = datetime.fromisoformat(text.strip())
    except ValueError:
        raise CollectError(f"{text!r} is no time: write it like 2026-11-30T23:59") from None
    return time.astimezone().replace(tzinfo=None) if time.tzinfo else time


def _read_table(path: str | Path | None, *columns: str) -> list[dict[str, str]]:
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
