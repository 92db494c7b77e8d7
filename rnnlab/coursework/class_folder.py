"""The folder of a class as it was downloaded: what in it may be a student's, outer folders and archives looked into."""

import collections
import contextlib
import itertools
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rnnlab.coursework.archives import (
    CLASS_ARCHIVE,
    STUDENT_ARCHIVE,
    ArchiveError,
    ArchiveLimits,
    is_archive,
    unpack,
)
from rnnlab.coursework.outer_folders import MAX_OUTER_FOLDERS, is_part, outer_folders
from rnnlab.coursework.submitted_files import files_in, hidden_entries, is_folder, reason_of, submitted_entries
from rnnlab.coursework.submitted_names import is_download, lesson_pattern, notebook_rank, owner_of, readable_name
from rnnlab.coursework.tables import CollectError


@dataclass
class Entry:
    """What lies in the folder of a class and is one student's.

    Attributes
    ----------
    path : pathlib.Path
    folder : bool
    files : list of pathlib.Path
        At any depth; those of an archive too.
    faults : list of str
        What could not be looked into, in words.
    error : str
        Why nothing is known about it.
    """

    path: Path
    folder: bool = False
    files: list[Path] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def name(self) -> str:
        """Its name as text: bytes that are no UTF-8 are taken for Latin-1."""
        return readable_name(self.path.name)


@dataclass
class ClassFolder:
    """The folder of a class.

    Attributes
    ----------
    entries : list of Entry
    strays : list of pathlib.Path
        Files that are no student's.
    remarks : list of str
        For the teacher: what was looked into.
    """

    entries: list[Entry] = field(default_factory=list)
    strays: list[Path] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def read_class_folder(folder: str | Path, unpacked: str | Path, lessons: Sequence[str] = ()) -> ClassFolder:
    """Look into the folder of a class, or into its zip archive.

    Parameters
    ----------
    folder : path
        A folder is a student, and so is a notebook or an archive that lies directly in it. A folder around the folders
        that a learning-management system has made is looked into, and so is an archive of the whole class.
    unpacked : path
        An empty folder for what archives hold.
    lessons : sequence of str
        The names of all lessons' notebooks without ``.ipynb``.

    Raises
    ------
    CollectError
        If the folder cannot be read, or the archive of the class cannot be unpacked.
    """
    folder = Path(folder)
    found = ClassFolder()
    places = (Path(unpacked) / str(number) for number in itertools.count())
    if folder.is_file():
        folder = _unpack_class(folder, next(places))
    paths = _listed(folder)
    found.strays += hidden_entries(folder)
    for place_of_parts in itertools.islice(places, MAX_OUTER_FOLDERS):
        if not (outer := outer_folders(paths, lessons)):
            break
        inner = {}  # no place twice
        for path in outer:
            if is_archive(path) and path.with_suffix("") in outer:  # somebody has unpacked it
                found.strays.append(path)
                continue
            place = place_of_parts if is_part(path) else next(places)
            inner[_unpack_class(path, place) if is_archive(path) else path] = True
            found.remarks.append(f"{readable_name(path.name)} holds several students and was looked into")
        paths = [path for path in paths if path not in outer] + [path for place in inner for path in _listed(place)]
    left: dict[tuple[str, ...], int] = collections.defaultdict(lambda: STUDENT_ARCHIVE.total_bytes)
    for path in paths:
        entry = _entry(path, places, lessons, left)
        if entry:
            found.entries.append(entry)
        else:
            found.strays.append(path)
    return found


def _listed(folder: Path) -> list[Path]:
    try:
        return submitted_entries(folder)
    except OSError as error:
        missing = isinstance(error, FileNotFoundError | NotADirectoryError)
        raise CollectError(
            f"there is no folder {folder}" if missing else f"{folder} cannot be read: {reason_of(error)}"
        ) from None


def guess_lesson(contents: ClassFolder, lessons: Sequence[str]) -> str | None:
    """The lesson that the files of most students are called after."""
    patterns = {lesson: lesson_pattern(lesson) for lesson in lessons}
    votes: collections.Counter[str] = collections.Counter()
    for entry in contents.entries:
        names = [path.name for path in entry.files if notebook_rank(path.name)]
        votes.update({lesson for lesson, pattern in patterns.items() if any(pattern.search(name) for name in names)})
    return votes.most_common(1)[0][0] if votes else None


def _unpack_class(path: Path, place: Path) -> Path:
    """The folder with what the archive of a class holds."""
    try:
        place.mkdir(parents=True, exist_ok=True)
        unpack(path, place, CLASS_ARCHIVE)
    except (ArchiveError, OSError) as error:
        words = str(error) if isinstance(error, ArchiveError) else reason_of(error)
        raise CollectError(f"{path} cannot be unpacked: {words}") from None
    return place


def _entry(
    path: Path, places: Iterator[Path], lessons: Sequence[str], left: dict[tuple[str, ...], int]
) -> Entry | None:
    """What lies directly in the folder of a class; None where it is no student's.

    `left` says how many bytes may still be unpacked of each student's archives.
    """
    entry = Entry(path)
    try:
        if is_folder(path):
            entry.folder = True
            entry.files, entry.faults = files_in(path)
        elif _may_be_handed_in(path, lessons):
            entry.files = [path]
        else:
            return None
    except OSError as error:
        entry.error = f"{reason_of(error)} while looking for the file"
    for file in [file for file in entry.files if is_archive(file)]:
        entry.files.remove(file)
        owner = owner_of(entry.name, lessons, not entry.folder).key
        files, faults = _unpack_student(file, next(places), replace(STUDENT_ARCHIVE, total_bytes=left[owner]))
        left[owner] -= sum(one.lstat().st_size for one in files)
        entry.files += files
        entry.faults += faults or ([] if files else [f"{readable_name(file.name)} holds no notebook"])
    return entry


def _may_be_handed_in(path: Path, lessons: Sequence[str]) -> bool:
    """Whether a file in the folder of a class is a student's: a notebook, an archive, or what a system has named."""
    name = readable_name(path.name)
    if notebook_rank(name) == 1:
        return is_download(name, lessons) or any(lesson_pattern(lesson).search(name) for lesson in lessons)
    return bool(notebook_rank(name)) or is_archive(path) or is_download(name, lessons)


def _unpack_student(path: Path, place: Path, limits: ArchiveLimits) -> tuple[list[Path], list[str]]:
    """The notebooks of a student's archive, and what is wrong with it, in words."""
    faults: list[str] = []
    try:
        faults += unpack(path, place, limits, notebook_rank)
    except (ArchiveError, OSError) as error:
        words = str(error) if isinstance(error, ArchiveError) else reason_of(error)
        faults.append(f"{readable_name(path.name)}: {words}")
    files, more = files_in(place) if place.is_dir() else ([], [])
    with contextlib.suppress(OSError):
        moment = path.lstat().st_mtime  # the times inside are what the student's clock said
        for file in files:
            os.utime(file, (moment, moment))
    return files, [*faults, *more]
