"""Grade a class: many submissions at a time, each by itself; finished grades are stored."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_records import GradeRecords, record_key
from rnnlab.coursework.grade_submission import Grade, grade_submission
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.process_pool import call_in_processes
from rnnlab.coursework.sandbox.isolation import Isolation, find_isolation
from rnnlab.coursework.sandbox.student_package import write_student_package
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.snapshots import Snapshot, take_snapshots
from rnnlab.coursework.submitted_files import reason_of
from rnnlab.notebook_tools.terminal import print_line


@contextlib.contextmanager
def make_grading_rules(
    seed: int, limits: Limits, hidden: Iterable[str | Path] = (), isolation: Isolation | None = None
) -> Iterator[GradingRules]:
    """The rules of a class, with the student package that all its workers share. To be used in a ``with``."""
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as folder:
        os.chmod(folder, 0o755)
        package = write_student_package(Path(folder) / "student_package")
        yield GradingRules(seed, limits, isolation or find_isolation(), str(package), tuple(map(str, hidden)))


def grade_class(
    submissions: list[Submission],
    assignment: Assignment,
    rules: GradingRules,
    records: GradeRecords,
    jobs: int = 2,
    again: Collection[str] = (),
    progress: Callable[[str], object] = print_line,
    snapshots: dict[str, Snapshot] | None = None,
) -> dict[str, Grade]:
    """Grade everyone who is not graded yet.

    Parameters
    ----------
    submissions : list of collect.Submission
    assignment : Assignment
    rules : GradingRules
    records : GradeRecords
    jobs : int
        How many at a time.
    again : collection of str
        Students to be graded again.
    progress : callable
        Takes one line for each finished student.
    snapshots : dict, optional
        From `take_snapshots`, where the files are read already.

    Returns
    -------
    dict
        Student to Grade, for all submissions.
    """
    if snapshots is None:
        with take_snapshots(submissions, jobs) as snapshots:
            return grade_class(submissions, assignment, rules, records, jobs, again, progress, snapshots)
    grades: dict[str, Grade] = {}
    waiting = []
    for submission in submissions:
        if submission.path is None:
            fault = submission.fault
            grades[submission.student] = Grade(
                submission.student, "failed" if fault else "missing", fault or "nothing was handed in"
            )
            continue
        snapshot = snapshots[submission.student]
        if snapshot.fault:
            grades[submission.student] = Grade(submission.student, "failed", snapshot.fault)
            continue
        finished = records.load(submission.student, record_key(snapshot.digest, assignment, rules))
        if finished is None or submission.student in again:
            waiting.append(submission)
        else:
            grades[submission.student] = finished
    if grades:
        progress(f"{len(grades)} of {len(submissions)} are finished already or missing")

    def store(submission: Submission, grade: Grade) -> None:
        grades[submission.student] = grade
        if grade.status != "failed":
            try:
                grade.digest = snapshots[submission.student].digest
                records.save(grade, record_key(grade.digest, assignment, rules))
            except Exception as error:
                grade.notes.append(f"the record could not be written ({reason_of(error)})")
        earned = f"{grade.points:g} of {assignment.maximum:g}" if grade.status == "graded" else grade.reason
        progress(f"{len(grades)} of {len(submissions)}: {submission.student}: {earned} ({grade.seconds:.1f} s)")

    paths = {submission: snapshots[submission.student].path for submission in waiting}
    broken = _grade_in_pool(paths, assignment, rules, jobs, store)
    for submission in broken:  # one of these has taken the pool with it; alone, each can only harm itself
        if _grade_in_pool({submission: paths[submission]}, assignment, rules, 1, store):
            store(
                submission,
                Grade(submission.student, "failed", "the grader's own process died while judging this submission"),
            )
    return grades


def _grade_in_pool(
    paths: dict[Submission, Path],
    assignment: Assignment,
    rules: GradingRules,
    jobs: int,
    store: Callable[[Submission, Grade], None],
) -> list[Submission]:
    """Grade in processes that never run student code themselves. Returns those that a dead process left undone."""

    def keep(submission: Submission, result: Any) -> None:
        if not isinstance(result, Grade):
            result = Grade(submission.student, "failed", f"the grader failed on this submission: {reason_of(result)}")
        store(submission, result)

    calls = {submission: (path, submission.student, assignment, rules) for submission, path in paths.items()}
    return call_in_processes(_grade_safely, calls, jobs, keep)


def _grade_safely(path: Path, student: str, assignment: Assignment, rules: GradingRules) -> Grade:
    """`grade_submission`, where a fault of the grader costs one row."""
    try:
        return grade_submission(path, student, assignment, rules)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # the time limit of a check is none of the Exceptions
        return Grade(student, "failed", f"the grader failed on this submission: {reason_of(error)}")
