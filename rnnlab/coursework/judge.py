"""Judge one submission: its cells run in a worker, its answers come here as data, and meet the lesson's own checks."""

import contextlib
import signal
import time
from dataclasses import asdict, dataclass, field

import numpy as np

from rnnlab.coursework.desk import Desk, OutOfTime, words_for
from rnnlab.coursework.orders import check_in_order
from rnnlab.coursework.sandbox import Gone, Limits
from rnnlab.coursework.sandboxed.wire_values import WireError
from rnnlab.coursework.submission import Unreadable, read_cells
from rnnlab.coursework.walls import Isolation
from rnnlab.functions import seeded
from rnnlab.verdict import graded, not_attempted

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
class Rules:
    """How a class is graded: the same for everyone.

    Attributes
    ----------
    seed : int
        Decides about the inputs that nobody has seen.
    limits : sandbox.Limits
    walls : walls.Isolation
    view : str
        From `sandbox.write_view`.
    hidden : tuple of str
        Folders that student code must not read.
    """

    seed: int
    limits: Limits
    walls: Isolation
    view: str
    hidden: tuple = ()


class TooLong(BaseException):
    """Judging itself has taken too long. No check may mistake it for a student's error."""


@contextlib.contextmanager
def at_most(seconds):
    """Ring after so many seconds. In the main thread only."""

    def ring(number, frame):
        raise TooLong

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def judge(path, student, assignment, rules):
    """Judge one submission. Whatever it is, a Grade comes back."""
    start = time.monotonic()
    try:
        with at_most(READ_SECONDS):
            cells, notes, digest = read_cells(path)
            desk = Desk(cells, assignment, rules)
    except (Unreadable, TooLong) as error:
        reason = str(error) or "the file takes too long to read"
        verdicts = [asdict(nothing(task, assignment, reason)) for task in assignment.tasks]
        return finish(Grade(student, "unreadable", reason, verdicts), start)
    grade = Grade(student, notes=notes, digest=digest)
    if not any(set(task.names) & cell.binds for task in assignment.tasks for cell in cells):
        grade.notes.append("no cell of this notebook belongs to this lesson's exercises: is it another lesson's?")
    try:
        for task in assignment.tasks:
            own = [cell for cell in cells if cell.binds & set(task.names) and cell in desk.cells]
            grade.work.append("\n\n".join(cell.source for cell in own))
            grade.verdicts.append(asdict(judge_task(task, own, desk, assignment, rules)))
    finally:
        desk.close()
    return finish(grade, start)


def finish(grade, start):
    grade.seconds = round(time.monotonic() - start, 3)
    return grade


def judge_task(task, own, desk, assignment, rules):
    """The verdict on one exercise. Only the teacher's own interrupt gets through."""
    exercise = assignment.exercises[task.number]
    rng = seeded(task.number, rules.seed)
    try:
        answers = [desk.answer(answer) for answer in task.answers]
        fault = next((desk.faults[cell.place][0] for cell in own if cell.place in desk.faults), "")
        if any(answer is ... for answer in answers) and fault:
            return nothing(task, assignment, fault)
        if not own and desk.renamed(task):
            return nothing(
                task,
                assignment,
                f"**There is no {' and no '.join(f'`{name}`' for name in task.names)}.** The check takes your "
                "answer by its name. Keep the names that the cell was given out with.",
            )
        desk.ready().allow(desk.seconds_left())
        with at_most(3 * rules.limits.call_seconds), np.errstate(all="ignore"):
            verdict = check_in_order(exercise, answers, assignment.orders.get(task.number, {}), rng)
        return verdict if 0 <= verdict.points <= exercise.maximum else not_attempted(exercise)
    except OutOfTime as error:
        return nothing(task, assignment, f"**Not judged:** {error}.")
    except Gone as error:
        return nothing(task, assignment, f"**Your function {words_for(error)}.**")
    except TooLong:
        desk.close()
        return nothing(task, assignment, "**Your answer takes too long to judge.**")
    except WireError:
        desk.close()
        return nothing(task, assignment, "**Your answer cannot be read.** It is too large, or no plain data.")
    except Exception as error:  # the check met something that its author did not think of
        return nothing(
            task,
            assignment,
            f"**The check could not judge this answer** (`{type(error).__name__}`). Your teacher will look at it.",
        )


def nothing(task, assignment, says):
    return graded(assignment.exercises[task.number], 0.0, says)
