"""Find the submissions of a class: which file is whose, when it was handed in, and who of the roster it belongs to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from rnnlab.coursework.belongings import Belongings, belongings, identities
from rnnlab.coursework.class_folder import ClassFolder
from rnnlab.coursework.hand_in_time import hand_in_time, trusted_stamp_folders, trusted_systems
from rnnlab.coursework.student_names import Student, StudentFinder
from rnnlab.coursework.submitted_names import Owner, lesson_pattern, notebook_rank, readable_name
from rnnlab.coursework.tables import Row

MAX_COMPARED = 12  # notebooks of a student
MAX_LISTED = 200


@dataclass(frozen=True)
class Submission:
    """One student's file.

    Attributes
    ----------
    student : str
        No two submissions have the same.
    path : pathlib.Path or None
        None where nothing was handed in, or nothing that can be read.
    submitted : datetime.datetime or None
    notes : tuple of str
    time_source : str
        What the time was taken from.
    fault : str
        Why the file cannot be graded, where that shows before it is read.
    identity : Student or None
        Id, e-mail address and the names that the student was found by.
    extension : datetime.datetime or None
        When the student's own time ends.
    found_as : str
        What the file, or the folder or archive that it is in, is called in the folder of the class.
    """

    student: str
    path: Path | None = None
    submitted: datetime | None = None
    notes: tuple[str, ...] = ()
    time_source: str = ""
    fault: str = ""
    identity: Student | None = None
    extension: datetime | None = None
    found_as: str = ""


@dataclass(frozen=True)
class Collected:
    """What was found in the folder of a class.

    Attributes
    ----------
    submissions : list of Submission
        In the order of the students' names.
    passed_over : list of str
        Students' files that do not count, since another one does, by folder and name.
    without_row : list of str
        Files that are no student's.
    remarks : list of str
        What a teacher should know, each in a line: names and rows of tables that belong to nobody, or to several.
    """

    submissions: list[Submission]
    passed_over: list[str] = field(default_factory=list)
    without_row: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def beside(self) -> dict[str, list[str]]:
        """What was found beside the submissions: title to lines, without what is empty."""
        passed_over = self.passed_over[:MAX_LISTED]
        if more := len(self.passed_over) - len(passed_over):
            passed_over.append(f"{more} more")
        sections = {
            "Files without a row": self.without_row,
            "Names and rows of tables": self.remarks,
            "Files of students that do not count": passed_over,
        }
        return {title: lines for title, lines in sections.items() if lines}


def collect(
    contents: ClassFolder,
    lesson: str,
    roster: Sequence[Student] = (),
    times: Sequence[tuple[Row, datetime]] = (),
    extensions: Sequence[tuple[Row, datetime]] = (),
    find_worked: Callable[[list[Path]], set[Path]] | None = None,
) -> Collected:
    """Find one submission a student.

    Parameters
    ----------
    contents : ClassFolder
        From `read_class_folder`.
    lesson : str
        The name of the lesson's notebook without ``.ipynb``.
    roster : sequence of Student
        From `read_roster`: who has to appear in the grade sheet.
    times, extensions : sequence of Row and datetime.datetime
        From `read_times`. Without a time nbgrader's ``timestamp.txt`` counts, or else the time in a
        name that a system has given, or else when the file was changed last.
    find_worked : callable, optional
        Takes notebooks and returns those that somebody has worked on. They come before newer ones that nobody has.

    Returns
    -------
    Collected
    """
    found, unmatched = belongings(contents.entries, lesson, roster)
    who = identities(found, roster)
    several = [path for one in found if len(_notebooks(one.files)) > 1 for path in _newest_notebooks(one.files)]
    worked = find_worked(several) if find_worked and several else set()
    submissions, passed_over, places = [], [], []
    owners: dict[Path | None, Owner] = {}
    for one, student in zip(found, who):
        submission = _submission(one, student, lesson, worked)
        passed_over += [
            "/".join(dict.fromkeys([entry.name, path.name]))
            for entry in one.entries
            for path in entry.files
            if path not in (submission.path, path.with_name("timestamp.txt"))
        ]
        places += [(entry.path, submission.path) for entry in one.entries if submission.path in entry.files]
        owners |= {path: owner for path, owner in one.owners.items() if path == submission.path}
        submissions.append(submission)
    stamp_folders, systems = trusted_stamp_folders(places, lesson), trusted_systems(owners.values())
    owners = {path: owner for path, owner in owners.items() if owner.system in systems}
    present = {one.student for one in found}
    absent = [student for student in roster if student not in present]
    maybe = {
        student: [f"{one.entries[0].name} may belong here" for one in found if student in one.may_be]
        for student in absent
    }
    submissions += [Submission(student.name, identity=student, notes=tuple(maybe[student])) for student in absent]
    finder = StudentFinder([*who, *absent])
    given, unknown_times = _rows_by_student(times, finder)
    longer, unknown_extensions = _rows_by_student(extensions, finder)
    submissions = [
        replace(_with_time(one, given.get(one.student), stamp_folders, owners), extension=longer.get(one.student))
        for one in submissions
    ]
    return Collected(
        sorted(submissions, key=lambda one: one.student),
        sorted(passed_over),
        sorted(readable_name(path.name) for path in contents.strays),
        [*contents.remarks, *_shared_codes(roster), *unmatched, *unknown_times, *unknown_extensions],
    )


def _notebooks(files: list[Path]) -> list[Path]:
    return [path for path in files if notebook_rank(path.name)]


def _newest_notebooks(files: list[Path]) -> list[Path]:
    """So many that looking into them takes no time to speak of."""
    return sorted(_notebooks(files), key=_changed)[-MAX_COMPARED:]


def _submission(found: Belongings, student: Student, lesson: str, worked: set[Path]) -> Submission:
    """The file of a student that is most likely meant: one that was worked on, of the lesson, the newest."""
    files, pattern = found.files, lesson_pattern(lesson)
    faults = [fault for entry in found.entries for fault in (*entry.faults, *filter(None, [entry.error]))]
    notes = [*found.notes, *faults]
    if found.owner.late:
        notes.append("Canvas marks it as late")
    fitting = _notebooks(files) or files
    named = [path for path in fitting if pattern.search(path.name)] or fitting

    def rank(path: Path) -> tuple[object, ...]:
        named_so = path in named
        return path in worked, named_so, notebook_rank(path.name), found.owners[path].attempt, _changed(path), path

    best = max(fitting, key=rank, default=None)
    if best is not None:
        fitting = named if best in named else fitting
        newer = [path for path in fitting if rank(path)[1:] > rank(best)[1:]]
        how = "the newest that somebody has worked on" if newer else "the newest"
        if len(fitting) > 1:
            notes.append(f"{len(fitting)} files fit, {how} was taken: {best.name}")
        twice = [entry.name for entry in found.entries if _notebooks(entry.files)]
        if len(twice) > 1:
            notes.append(f"handed in twice: {' and '.join(twice)}")
    fault = "; ".join(faults) if best is None else ""
    found_as = next((entry.name for entry in found.entries if best in entry.files), found.entries[0].name)
    return Submission(student.name, best, notes=tuple(notes), fault=fault, identity=student, found_as=found_as)


def _changed(path: Path) -> float:
    """When a file was changed last; long ago if it is gone."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return float("-inf")


def _shared_codes(roster: Sequence[Student]) -> list[str]:
    """Ids, addresses and logins that stand for two students of the roster, in words."""
    remarks = []
    for kind in ("id", "email", "login"):
        names: dict[str, list[str]] = {}
        for student in roster:
            names.setdefault(getattr(student, kind).casefold(), []).append(student.name)
        shared = [(code, sharing) for code, sharing in names.items() if code and len(sharing) > 1]
        remarks += [f"the roster has one {kind} {code} for {' and '.join(sharing)}" for code, sharing in shared]
    return remarks


def _rows_by_student(
    rows: Sequence[tuple[Row, datetime]], finder: StudentFinder
) -> tuple[dict[str, datetime], list[str]]:
    """The time of each student, and what is wrong with rows that belong to nobody or to several."""
    times: dict[str, datetime] = {}
    remarks = []
    for row, time in rows:
        students = finder.find_row(row.student)
        if len(students) == 1:
            if times.get(students[0].name, time) != time:
                remarks.append(f"{row.place}: a second row for {students[0].name}, which counts")
            times[students[0].name] = time
        else:
            remarks.append(f"{row.place}: {finder.no_single_one(row.student.name, students)}")
    return times, remarks


def _with_time(
    submission: Submission, given: datetime | None, stamp_folders: set[str], owners: dict[Path | None, Owner]
) -> Submission:
    if given:
        return replace(submission, submitted=given, time_source="--times")
    if submission.path is None:
        return submission
    time, source, notes = hand_in_time(submission.path, stamp_folders, owners.get(submission.path))
    return replace(submission, submitted=time, time_source=source, notes=(*submission.notes, *notes))
