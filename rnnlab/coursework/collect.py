"""Find the submissions in a folder as learning-management systems leave it, and when each was handed in."""

import collections
import contextlib
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from rnnlab.coursework.submitted_files import files_in, is_folder, read_start, reason_of, submitted_entries
from rnnlab.coursework.tables import CollectError, parse_time, read_roster, read_times


@dataclass(frozen=True)
class Submission:
    """One student's file.

    Attributes
    ----------
    student : str
    path : pathlib.Path or None
        None where nothing was handed in, or nothing that can be read.
    submitted : datetime.datetime or None
    notes : tuple of str
    time_source : str
        What the time was taken from.
    fault : str
        Why the file cannot be graded, where that shows before it is read.
    """

    student: str
    path: Path | None = None
    submitted: datetime | None = None
    notes: tuple[str, ...] = ()
    time_source: str = ""
    fault: str = ""


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
    folder, enrolled, times_of = Path(folder), read_roster(roster), read_times(times)
    submissions: dict[str, Submission] = {}
    for entry in _entries(folder):
        try:
            submission = _submission_at(entry, lesson)
        except OSError as error:
            submission = Submission(readable_name(entry.name), fault=f"{reason_of(error)} while looking for the file")
        if submission is None:
            continue
        student = submission.student
        if student in submissions and entry.name != readable_name(entry.name):  # another name in other bytes
            student = entry.name.encode("utf-8", "backslashreplace").decode("utf-8")
        if student in submissions:
            submission = _newer(submissions[student], submission)
        submissions[student] = replace(submission, student=student)
    trusted = _trusted_stamp_folders(folder, lesson, submissions.values())
    for student, submission in submissions.items():
        if submission.path:
            submissions[student] = _with_time(submission, submission.path, times_of.get(student), trusted)
    for student in enrolled:
        submissions.setdefault(student, Submission(student))
    return [submissions[student] for student in sorted(submissions)]


def _entries(folder: Path) -> list[Path]:
    try:
        return submitted_entries(folder)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        raise CollectError(
            f"there is no folder {folder}" if missing else f"{folder} cannot be read: {reason_of(error)}"
        ) from None


def readable_name(name: str) -> str:
    """A file name as text: bytes that are no UTF-8 are taken for Latin-1."""
    return re.sub("[\ud800-\udfff]", lambda half: chr(ord(half[0]) & 0xFF), name)


def guess_lesson(folder: Path, names: list[str]) -> str | None:
    """The lesson that the files of most students are called after."""
    votes: collections.Counter[str] = collections.Counter()
    for entry in _entries(folder):
        with contextlib.suppress(OSError):
            files = files_in(entry)[0] if is_folder(entry) else [entry]
            votes.update(
                {name for name in names if any(name in path.stem for path in files if path.suffix == ".ipynb")}
            )
    return votes.most_common(1)[0][0] if votes else None


def _submission_at(entry: Path, lesson: str) -> Submission | None:
    """What lies directly in the folder of a class, as a submission; None where it is none. Raises OSError."""
    if is_folder(entry):
        files, faults = files_in(entry)
        path, notes = _best_file(files, lesson)
        fault = "; ".join(faults) if faults and path is None else ""
        return Submission(readable_name(entry.name), path, notes=(*notes, *faults), fault=fault)
    if entry.suffix == ".ipynb":
        return Submission(_student_of(readable_name(entry.stem), lesson), entry)
    return None


def _best_file(files: list[Path], lesson: str) -> tuple[Path | None, tuple[str, ...]]:
    """The file of a student's folder that is most likely meant."""
    files = [path for path in files if path.name != "timestamp.txt"]
    notebooks = [path for path in files if path.suffix == ".ipynb"]
    exact = [path for path in notebooks if path.stem == lesson]
    candidates = exact or [path for path in notebooks if lesson in path.stem] or notebooks or files
    if not candidates:
        return None, ()
    newest = max(candidates, key=_changed)
    return newest, (f"{len(candidates)} files fit, the newest was taken: {newest.name}",) if len(candidates) > 1 else ()


def _changed(path: Path) -> float:
    """When a file was changed last; long ago if it is gone."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return float("-inf")


def _newer(first: Submission, second: Submission) -> Submission:
    """Of two submissions of one student the newer one, with a note on both."""
    words = " and ".join(one.path.name if one.path else "an empty folder" for one in (first, second))
    newest = max(second, first, key=lambda one: (one.path is not None, _changed(one.path) if one.path else 0.0))
    return replace(newest, notes=(*first.notes, *second.notes, f"handed in twice: {words}"))


def _student_of(stem: str, lesson: str) -> str:
    return re.sub(re.escape(lesson), "", stem, flags=re.IGNORECASE).strip(" _-.") or stem


def _trusted_stamp_folders(folder: Path, lesson: str, submissions: Iterable[Submission]) -> set[str]:
    """The names of the folders whose ``timestamp.txt`` is nbgrader's: ``<student>/<assignment>/timestamp.txt``.

    A student can make such a folder too. So at least half of all students have to have it, and it is called like the
    lesson, or is more than one student's.
    """
    paths = [submission.path for submission in submissions if submission.path]
    depths = [(path.relative_to(folder).parts, path.with_name("timestamp.txt")) for path in paths]
    names = collections.Counter(parts[1] for parts, stamp in depths if len(parts) == 3 and os.path.exists(stamp))
    number = re.escape(lesson.split("_")[0].lstrip("0"))
    called_like_it = re.compile(rf"{re.escape(lesson)}|lesson|(?<!\d)0*{number}(?!\d)", re.IGNORECASE)
    return {
        name for name, count in names.items() if 2 * count >= len(paths) and (count > 1 or called_like_it.search(name))
    }


def _with_time(submission: Submission, path: Path, given: datetime | None, trusted: set[str]) -> Submission:
    """The submission, with the time that counts and what it was taken from."""
    if given:
        return replace(submission, submitted=given, time_source="--times")
    notes = submission.notes
    try:
        stamp = read_start(path.with_name("timestamp.txt"), 60)
    except OSError:
        stamp = None
    if stamp is not None:
        if path.parent.name not in trusted:
            notes = (*notes, "timestamp.txt does not lie where nbgrader writes it, and does not count")
        else:
            words = stamp.decode("utf-8", "replace").strip()
            try:
                time = parse_time(words.removesuffix(" UTC") + "+00:00" * words.endswith(" UTC"))
                return replace(submission, submitted=time, time_source="nbgrader")
            except CollectError:
                notes = (*notes, "nbgrader's timestamp.txt holds no time that can be read")
    try:
        time = datetime.fromtimestamp(path.lstat().st_mtime)
    except (OSError, OverflowError, ValueError) as error:
        return replace(submission, notes=(*notes, f"the file has no time ({type(error).__name__})"))
    return replace(submission, submitted=time, notes=notes, time_source="file")
