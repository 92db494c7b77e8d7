"""Hand-ins that are the same: byte for byte, or the same code under other names, with other comments and blanks."""

import collections
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.safe_text import plain_text

SAME_FILE, SAME_CODE = "the same file, byte for byte", "the same code, but for names, comments and blanks"
MAX_NAMES = 5


@dataclass(frozen=True)
class SameWork:
    """Students who have handed in the same, and how much the same it is: `SAME_FILE` or `SAME_CODE`."""

    how: str
    students: tuple[str, ...]


def find_same_work(grades: Iterable[Grade]) -> list[SameWork]:
    """The groups of students who have handed in the same. Blank notebooks are nobody's work."""
    files: dict[str, list[str]] = collections.defaultdict(list)
    codes: dict[str, list[str]] = collections.defaultdict(list)
    for grade in sorted(grades, key=lambda grade: grade.student):
        if grade.status == "graded" and any(verdict["state"] != "not attempted yet" for verdict in grade.verdicts):
            files[grade.digest].append(grade.student)
            if grade.work_digest:
                codes[grade.work_digest].append(grade.student)
    same = [SameWork(SAME_FILE, tuple(students)) for students in files.values() if len(students) > 1]
    known = {one.students for one in same}
    return same + [
        SameWork(SAME_CODE, tuple(students))
        for students in codes.values()
        if len(students) > 1 and tuple(students) not in known
    ]


def note_same_work(submissions: Iterable[Submission], same_work: Iterable[SameWork]) -> list[Submission]:
    """The submissions, with a note for the teacher on those who have handed in the same as others."""
    notes: dict[str, list[str]] = collections.defaultdict(list)
    for one in same_work:
        for student in one.students:
            others = [other for other in one.students if other != student]
            notes[student].append(f"{one.how}, as {names_in_short(others)}")
    return [replace(one, notes=(*one.notes, *notes[one.student])) for one in submissions]


def names_in_short(students: Collection[str], most: int = MAX_NAMES) -> str:
    """Names in a line, the first few of many."""
    names = [plain_text(student) for student in students]
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + more
