"""Grade a class: many submissions at a time, each by itself; what is finished is kept."""

import concurrent.futures
import contextlib
import multiprocessing
import os
import tempfile
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from rnnlab.coursework.grade_records import record_key
from rnnlab.coursework.grade_submission import Grade, GradingRules, grade_submission
from rnnlab.coursework.sandbox.isolation import find_isolation
from rnnlab.coursework.sandbox.student_package import write_student_package


@contextlib.contextmanager
def make_grading_rules(seed, limits, hidden=(), walls=None):
    """The rules of a class, and the view that all its workers share."""
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as folder:
        os.chmod(folder, 0o755)
        view = write_student_package(Path(folder) / "view")
        yield GradingRules(seed, limits, walls or find_isolation(), str(view), tuple(map(str, hidden)))


def grade_class(submissions, assignment, rules, records, jobs=2, again=(), progress=print):
    """Grade everyone who is not graded yet.

    Parameters
    ----------
    submissions : list of collect.Submission
    assignment : Assignment
    rules : Rules
    records : Records
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
    grades, waiting = {}, []
    for submission in submissions:
        if submission.path is None:
            grades[submission.student] = Grade(submission.student, "missing", "nothing was handed in")
            continue
        kept = records.load(submission.student, record_key(submission.path, assignment, rules))
        if kept is None or submission.student in again:
            waiting.append(submission)
        else:
            grades[submission.student] = kept
    if grades:
        progress(f"{len(grades)} of {len(submissions)} are finished already or missing")

    def finish(submission, grade):
        grades[submission.student] = grade
        if grade.status != "failed":
            records.save(grade, record_key(submission.path, assignment, rules))
        earned = f"{grade.points:g} of {assignment.maximum:g}" if grade.status == "graded" else grade.reason
        progress(f"{len(grades)} of {len(submissions)}: {submission.student}: {earned} ({grade.seconds:.1f} s)")

    broken = _grade_in_pool(waiting, assignment, rules, jobs, finish)
    for submission in broken:  # one of these has taken the pool with it; alone, each can only harm itself
        if _grade_in_pool([submission], assignment, rules, 1, finish):
            finish(
                submission,
                Grade(submission.student, "failed", "the grader's own process died while judging this submission"),
            )
    return grades


def _grade_in_pool(submissions, assignment, rules, jobs, finish):
    """Judge in processes that never run student code themselves. Returns those that a dead process left undone."""
    if not submissions:
        return []
    broken = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["rnnlab.coursework.grade_class"])
    with concurrent.futures.ProcessPoolExecutor(min(jobs, len(submissions)), mp_context=context) as pool:
        futures = {
            pool.submit(_grade_safely, submission.path, submission.student, assignment, rules): submission
            for submission in submissions
        }
        try:
            for future in concurrent.futures.as_completed(futures):
                try:
                    finish(futures[future], future.result())
                except BrokenProcessPool:
                    broken.append(futures[future])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return broken


def _grade_safely(path, student, assignment, rules):
    """`grade_submission`, where even a fault of the grader costs one row and not the class."""
    try:
        return grade_submission(path, student, assignment, rules)
    except Exception as error:
        return Grade(student, "failed", f"the grader failed on this submission: {type(error).__name__}: {error}")
