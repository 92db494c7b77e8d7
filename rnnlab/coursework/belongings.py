"""Whose each thing in the folder of a class is: what belongs to one student, and who of the roster that is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rnnlab.coursework.class_folder import Entry
from rnnlab.coursework.student_names import PART_OF_A_NAME, Student, StudentFinder
from rnnlab.coursework.submitted_names import Owner, owner_of

MAX_SUGGESTIONS = 50  # where more match nobody, it is another class's roster


@dataclass
class Belongings:
    """What belongs to one student.

    Attributes
    ----------
    owner : Owner
        By the first name that was found.
    entries : list of Entry
    owners : dict of pathlib.Path to Owner
        By the name of what holds each file.
    student : Student or None
        Of the roster.
    may_be : list of Student
        Of the roster, where the names do not say which.
    notes : list of str
    """

    owner: Owner
    entries: list[Entry] = field(default_factory=list)
    owners: dict[Path, Owner] = field(default_factory=dict)
    student: Student | None = None
    may_be: list[Student] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def files(self) -> list[Path]:
        return [path for entry in self.entries for path in entry.files if path.name != "timestamp.txt"]


def belongings(entries: Iterable[Entry], lesson: str, roster: Sequence[Student]) -> tuple[list[Belongings], list[str]]:
    """What belongs to whom, and what could not be matched with the roster, in words."""
    found: dict[tuple[str, ...], Belongings] = {}
    for entry in entries:
        owner = owner_of(entry.name, [lesson], not entry.folder)
        key = owner.key
        if key in found and entry.name != entry.path.name:  # the same text, from a name in other bytes
            key = (*key, ascii(entry.path.name))
        one = found.setdefault(key, Belongings(owner))
        one.entries.append(entry)
        one.owner = replace(one.owner, late=one.owner.late or owner.late)
        one.owners.update(dict.fromkeys(entry.files, owner))
    remarks = _match(list(found.values()), roster) if roster else []
    return _merged(found.values()), remarks


def _match(found: Sequence[Belongings], roster: Sequence[Student]) -> list[str]:
    """Give each its student of the roster. What does not tell two students apart is said, and matched with none."""
    finder = StudentFinder(roster)
    claims: dict[Student, list[tuple[int, Belongings]]] = {}
    unmatched: list[Belongings] = []
    for one in found:
        rank, students = finder.find(one.owner.name, one.owner.login, one.owner.number)
        if len(students) == 1:
            claims.setdefault(students[0], []).append((rank, one))
            continue
        one.may_be = students
        names = " or ".join(student.name for student in students)
        nearest = finder.nearest(one.owner.name) if len(unmatched) < MAX_SUGGESTIONS else ""
        one.notes.append(f"it may be {names}" if names else f"not in the roster{nearest}")
        unmatched.append(one)
    for student, claimed in claims.items():
        sure = [one for rank, one in claimed if rank < PART_OF_A_NAME or len(claimed) == 1]
        two = len({one.owner.number for one in sure} - {""}) > 1  # what was named by hand has no number
        for _, one in claimed:
            if one in sure and not two:
                one.student = student
            else:
                one.may_be = [student]
                one.notes.append(f"it may be {student.name}, and so may something else")
                unmatched.append(one)
    return [f"{one.entries[0].name}: {one.notes[-1]}" for one in unmatched]


def _merged(found: Iterable[Belongings]) -> list[Belongings]:
    """One for each student: what belongs to the same one of the roster is put together."""
    result: dict[object, Belongings] = {}
    for one in found:
        first = result.setdefault(one.student or id(one), one)
        if first is not one:
            first.entries += one.entries
            first.owners |= one.owners
    return list(result.values())


def identities(found: Sequence[Belongings], roster: Sequence[Student]) -> list[Student]:
    """Who each is: of the roster, or by the name that was found. No two have the same name."""
    names = [one.owner.name for one in found]
    taken = {student.name for student in roster}
    result = []
    for one in found:
        aliases = tuple(dict.fromkeys(entry.name for entry in one.entries))
        if one.student:
            result.append(replace(one.student, aliases=(*one.student.aliases, *aliases)))
            continue
        name, apart = one.owner.name, one.owner.number or one.owner.login
        if apart and (name in taken or names.count(name) > 1):
            name = f"{name} ({apart})"
        if name in taken:
            name = one.entries[0].path.name.encode("utf-8", "backslashreplace").decode("utf-8")
        while name in taken:
            name += " (not in the roster)" if roster else " (2)"
        taken.add(name)
        result.append(Student(name, login=one.owner.login, numbers=(one.owner.number,), aliases=aliases))
    return result
