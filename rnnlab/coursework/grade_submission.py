"""Judge one submission: its cells run in a worker, its answers come here as data, and meet the lesson's own checks."""

import contextlib
import signal
import time
from dataclasses import asdict, dataclass, field

import numpy as np

from rnnlab.coursework.choice_order import check_in_order
from rnnlab.coursework.sandbox.inside.serialization import MalformedMessage
from rnnlab.coursework.sandbox.isolation import Isolation
from rnnlab.coursework.sandbox.worker_process import Limits, WorkerDied
from rnnlab.coursework.submission import Unreadable, read_cells
from rnnlab.coursework.worker_session import SubmissionTimeout, WorkerSession, describe_end
from rnnlab.exercises.function_exercise import seeded_rng
from rnnlab.exercises.verdict import graded, not_attempted

READ_SECONDS = 60


@dataclass
class Grade:
    """What a submission has earned.

    Attributes
    ----------
    student : str
    status : {"graded", "unreadable", "missing", "failed"}
    reason : str
        Why it is not graded.
    verdicts : list of dict
        The fields of a `Verdict` for each exercise.
    work : list of str
        For each exercise, the student's cells that define its names.
    notes : list of str
        What else a teacher may want to know.
    digest : str
        Of the file.
    seconds : float
    """

    student: str
    status: str = "graded"
    reason: str = ""
    verdicts: list = field(default_factory=list)
    work: list = field(default_factory=list)
    notes: list = field(default_factory=list)
    digest: str = ""
    seconds: float = 0.0

    @property
    def points(self):
        return float(sum(verdict["points"] for verdict in self.verdicts))


@dataclass(frozen=True)
class GradingRules:
    """How a class is graded: the same for everyone.

    Attributes
    ----------
    seed : int
        Decides about the inputs that nobody has seen.
    limits : sandbox.Limits
    walls : walls.Isolation
    view : str
        From `write_student_package`.
    hidden : tuple of str
        Folders that student code must not read.
    """

    seed: int
    limits: Limits
    walls: Isolation
    view: str
    hidden: tuple = ()


class JudgeTimeout(BaseException):
    """Judging itself has taken too long. No check may mistake it for a student's error."""


@contextlib.contextmanager
def _time_limit(seconds):
    """Ring after so many seconds. In the main thread only."""

    def ring(number, frame):
        raise JudgeTimeout

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def grade_submission(path, student, assignment, rules):
    """Judge one submission. Whatever it is, a Grade comes back."""
    start = time.monotonic()
    try:
        with _time_limit(READ_SECONDS):
            cells, notes, digest = read_cells(path)
            desk = WorkerSession(cells, assignment, rules)
    except (Unreadable, JudgeTimeout) as error:
        reason = str(error) or "the file takes too long to read"
        verdicts = [asdict(_zero_points(task, assignment, reason)) for task in assignment.tasks]
        return _with_seconds(Grade(student, "unreadable", reason, verdicts), start)
    grade = Grade(student, notes=notes, digest=digest)
    if not any(set(task.names) & cell.binds for task in assignment.tasks for cell in cells):
        grade.notes.append("no cell of this notebook belongs to this lesson's exercises: is it another lesson's?")
    try:
        for task in assignment.tasks:
            own = [cell for cell in cells if cell.binds & set(task.names) and cell in desk.cells]
            grade.work.append("\n\n".join(cell.source for cell in own))
            grade.verdicts.append(asdict(_grade_exercise(task, own, desk, assignment, rules)))
    finally:
        desk.close()
    return _with_seconds(grade, start)


def _with_seconds(grade, start):
    grade.seconds = round(time.monotonic() - start, 3)
    return grade


def _grade_exercise(task, own, desk, assignment, rules):
    """The verdict on one exercise. Only the teacher's own interrupt gets through."""
    exercise = assignment.exercises[task.number]
    rng = seeded_rng(task.number, rules.seed)
    try:
        answers = [desk.answer(answer) for answer in task.answers]
        fault = next((desk.faults[cell.place][0] for cell in own if cell.place in desk.faults), "")
        if any(answer is ... for answer in answers) and fault:
            return _zero_points(task, assignment, fault)
        if not own and desk.renamed(task):
            return _zero_points(
                task,
                assignment,
                f"**There is no {' and no '.join(f'`{name}`' for name in task.names)}.** The check takes your "
                "answer by its name. Keep the names that the cell was given out with.",
            )
        desk.ready().allow(desk.seconds_left())
        with _time_limit(3 * rules.limits.call_seconds), np.errstate(all="ignore"):
            verdict = check_in_order(exercise, answers, assignment.orders.get(task.number, {}), rng)
        return verdict if 0 <= verdict.points <= exercise.maximum else not_attempted(exercise)
    except SubmissionTimeout as error:
        return _zero_points(task, assignment, f"**Not judged:** {error}.")
    except WorkerDied as error:
        return _zero_points(task, assignment, f"**Your function {describe_end(error)}.**")
    except JudgeTimeout:
        desk.close()
        return _zero_points(task, assignment, "**Your answer takes too long to judge.**")
    except MalformedMessage:
        desk.close()
        return _zero_points(task, assignment, "**Your answer cannot be read.** It is too large, or no plain data.")
    except Exception as error:  # the check met something that its author did not think of
        return _zero_points(
            task,
            assignment,
            f"**The check could not judge this answer** (`{type(error).__name__}`). Your teacher will look at it.",
        )


def _zero_points(task, assignment, message):
    return graded(assignment.exercises[task.number], 0.0, message)
