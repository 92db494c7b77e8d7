"""Folders and archives around a class: which of the things that were downloaded hold several students."""

import contextlib
import re
from collections.abc import Sequence
from pathlib import Path

from rnnlab.coursework.archives import is_archive, names_in_archive
from rnnlab.coursework.submitted_files import files_in, is_folder
from rnnlab.coursework.submitted_names import is_download, lesson_pattern, notebook_rank, owner_of, readable_name

MAX_OUTER_FOLDERS = 4
DRIVE = re.compile(r".*-\d{8}T\d{6}Z(-\d+)+\.zip", re.IGNORECASE | re.DOTALL)  # Google's, in parts
NO_STUDENT = re.compile(  # a folder of one student's, in which an attempt lies
    r"(?:attempt|versuch|tentative|intento|submission|abgabe|lesson|lektion|assignment|exercise|homework|hw|week|version"
    r"|try|v|old|new|alt|neu|backup|final|copy|kopie|solution|notebooks?|work|src|data|test)?[\W_]*\d*(?:[\W_]+\d+)*",
    re.IGNORECASE,
)


def outer_folders(paths: list[Path], lessons: Sequence[str]) -> list[Path]:
    """The folders and archives that hold several students each: all that the teacher, and no system, has named.

    A student may hand in a folder with another student's name in it. So a single one of several is not looked into.
    """
    candidates, folders = [], 0
    for path in paths:
        with contextlib.suppress(OSError):
            name = readable_name(path.name)
            if is_download(name, lessons):
                continue
            if is_folder(path):
                folders += 1
                if any(notebook_rank(file.name) or is_archive(file) for file in files_in(path)[0]):
                    candidates.append(path)
            elif is_archive(path):
                candidates.append(path)
            elif notebook_rank(name) == 2:
                return []
    if not candidates:
        return []
    held = {path: _names_in(path) for path in candidates}
    names = {path: {name for parts in held[path] for name in parts[:MAX_OUTER_FOLDERS]} for path in candidates}
    if all(is_part(path) or any(is_download(name, lessons) for name in names[path]) for path in candidates):
        return candidates
    alone = [path for path in candidates if not (is_archive(path) and path.with_suffix("") in candidates)]
    only_one = len(alone) == 1 and folders < 2
    return candidates if only_one and _several_students(held[alone[0]], lessons) else []


def is_part(path: Path) -> bool:
    """Whether a file is called as one of the archives that Google Drive packs a large folder into."""
    return bool(DRIVE.fullmatch(path.name))


def _names_in(path: Path) -> list[tuple[str, ...]]:
    """The places of the files in a folder or an archive, as folders and names."""
    if is_archive(path) and not path.is_dir():
        return [tuple(name.split("/")) for name in names_in_archive(path)]
    return [tuple(map(readable_name, file.relative_to(path).parts)) for file in files_in(path)[0]]


def _several_students(held: list[tuple[str, ...]], lessons: Sequence[str]) -> bool:
    """Whether what lies in an only folder looks like several students, each with a notebook."""
    students = set()
    for parts in held:
        top = parts[0]
        if not notebook_rank(parts[-1]) and not is_archive(Path(parts[-1])):
            continue
        if len(parts) == 1:
            owner = owner_of(top, lessons)
            students.add(owner.name if any(lesson_pattern(lesson).search(top) for lesson in lessons) else "")
        elif not NO_STUDENT.fullmatch(top) and not any(lesson_pattern(lesson).search(top) for lesson in lessons):
            students.add(top)
    names = {name for name in students if name and not any(lesson_pattern(lesson).search(name) for lesson in lessons)}
    if len(names) < 2 and len({parts[0] for parts in held}) == 1 and all(len(parts) > 1 for parts in held):
        return _several_students([parts[1:] for parts in held], lessons)  # one more outer folder
    return len(names) >= 2
