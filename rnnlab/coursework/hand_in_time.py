"""When a submission was handed in, and what says so. A file that a student may have written decides nothing."""

import collections
import contextlib
import os
import re
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from rnnlab.coursework.submitted_files import read_start
from rnnlab.coursework.submitted_names import Owner
from rnnlab.coursework.tables import CollectError, parse_time

TIMED_SYSTEMS = {"Blackboard", "Brightspace"}  # Canvas' names have numbers that grow, and no time


def trusted_stamp_folders(places: Iterable[tuple[Path, Path]], lesson: str) -> set[str]:
    """The names of the folders whose ``timestamp.txt`` is nbgrader's: ``<student>/<assignment>/timestamp.txt``.

    A student can make such a folder too. So at least half of all students have to have it, and it is called like the
    lesson, or is more than one student's.

    Parameters
    ----------
    places : iterable of pathlib.Path and pathlib.Path
        For each student the folder, and the file that counts.
    lesson : str
    """
    places = list(places)
    inside = [(file.relative_to(folder).parts, file) for folder, file in places if file.is_relative_to(folder)]
    names = collections.Counter(
        parts[0] for parts, file in inside if len(parts) == 2 and os.path.exists(file.with_name("timestamp.txt"))
    )
    number = re.escape(lesson.split("_")[0].lstrip("0"))
    called_like_it = re.compile(rf"{re.escape(lesson)}|lesson|(?<!\d)0*{number}(?!\d)", re.IGNORECASE)
    return {
        name for name, count in names.items() if 2 * count >= len(places) and (count > 1 or called_like_it.search(name))
    }


def trusted_systems(owners: Iterable[Owner]) -> set[str]:
    """The learning-management systems whose times in names count: one that has named more than half of all files.

    A student can give a file such a name too, where no system puts its own in front.

    Parameters
    ----------
    owners : iterable of Owner
        By the name of what holds the file that counts, one for each student.
    """
    systems = [owner.system for owner in owners]
    return {system for system in set(systems) & TIMED_SYSTEMS if 2 * systems.count(system) > len(systems)}


def hand_in_time(
    path: Path, stamp_folders: set[str], owner: Owner | None = None
) -> tuple[datetime | None, str, list[str]]:
    """When a file was handed in, what says so, and what a teacher may want to know.

    Parameters
    ----------
    path : pathlib.Path
    stamp_folders : set of str
        From `trusted_stamp_folders`.
    owner : Owner, optional
        By a name that a system of `trusted_systems` has given.
    """
    notes = []
    try:
        stamp = read_start(path.with_name("timestamp.txt"), 60)
    except OSError:
        stamp = None
    if stamp is not None:
        if path.parent.name not in stamp_folders:
            notes.append("timestamp.txt does not lie where nbgrader writes it, and does not count")
        else:
            words = stamp.decode("utf-8", "replace").strip()
            try:
                return parse_time(words.removesuffix(" UTC") + "+00:00" * words.endswith(" UTC")), "nbgrader", notes
            except CollectError:
                notes.append("nbgrader's timestamp.txt holds no time that can be read")
    if owner is not None:
        with contextlib.suppress(ValueError):
            return datetime.strptime(owner.attempt, "%Y-%m-%d-%H-%M-%S"), owner.system, notes
    try:
        return datetime.fromtimestamp(path.lstat().st_mtime), "file", notes
    except (OSError, OverflowError, ValueError) as error:
        return None, "", [*notes, f"the file has no time ({type(error).__name__})"]
