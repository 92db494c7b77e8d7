"""Grade a class: many submissions at a time, each by itself; finished grades are stored."""

import concurrent.futures
import contextlib
import multiprocessing
import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_records import GradeRecords, record_key
from rnnlab.coursework.grade_submission import Grade, grade_submission
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.sandbox.isolation import Isolation, find_isolation
from rnnlab.coursework.sandbox.student_package import write_student_package
from rnnlab.coursework.sandbox.worker_process import Limits


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
    progress: Callable[[str], object] = print,
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

    Returns
    -------
    dict
        Student to Grade, for all submissions.
    """
    grades: dict[str, Grade] = {}
    waiting = []
    for submission in submissions:
        if submission.path is None:
            grades[submission.student] = Grade(submission.student, "missing", "nothing was handed in")
            continue
        finished = records.load(submission.student, record_key(submission.path, assignment, rules))
        if finished is None or submission.student in again:
            waiting.append(submission)
        else:
            grades[submission.student] = finished
    if grades:
        progress(f"{len(grades)} of {len(submissions)} are finished already or missing")

    def store(submission: Submission, grade: Grade) -> None:
        grades[submission.student] = grade
        if grade.status != "failed" and submission.path:
            records.save(grade, record_key(submission.path, assignment, rules))
        earned = f"{grade.points:g} of {assignment.maximum:g}" if grade.status == "graded" else grade.reason
        progress(f"{len(grades)} of {len(submissions)}: {submission.student}: {earned} ({grade.seconds:.1f} s)")

    broken = _grade_in_pool(waiting, assignment, rules, jobs, store)
    for submission in broken:  # one of these has taken the pool with it; alone, each can only harm itself
        if _grade_in_pool([submission], assignment, rules, 1, store):
            store(
                submission,
                Grade(submission.student, "failed", "the grader's own process died while judging this submission"),
            )
    return grades


def _grade_in_pool(
    submissions: list[Submission],
    assignment: Assignment,
    rules: GradingRules,
    jobs: int,
    store: Callable[[Submission, Grade], None],
) -> list[Submission]:
    """Grade in processes that never run student code themselves. Returns those that a dead process left undone."""
    if not submissions:
        return []
    broken = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["rnnlab.coursework.grade_class"])
    with concurrent.futures.ProcessPoolExecutor(min(jobs, len(submissions)), mp_context=context) as pool:
        futures = {
            pool.submit(_grade_safely, submission.path, submission.student, assignment, rules): submission
            for submission in submissions
            if submission.path
        }
        try:
            for future in concurrent.futures.as_completed(futures):
                try:
                    store(futures[future], future.result())
                except BrokenProcessPool:
                    broken.append(futures[future])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return broken


def _grade_safely(path: Path, student: str, assignment: Assignment, rules: GradingRules) -> Grade:
    """`grade_submission`, where even a fault of the grader costs one row and not the class."""
    try:
        return grade_submission(path, student, assignment, rules)
    except Exception as error:
        return Grade(student, "failed", f"the grader failed on this submission: {type(error).__name__}: {error}")
