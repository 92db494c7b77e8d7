"""Grade one submission: its cells run in a worker, its answers come here as data, and meet the lesson's own checks."""

import contextlib
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.choice_order import Exercise, check_in_order, chosen_options
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.notebook_exercise import NotebookExercise
from rnnlab.coursework.sandbox.inside.serialization import MalformedMessage
from rnnlab.coursework.sandbox.worker_process import WorkerDied
from rnnlab.coursework.submission import Cell, Unreadable, read_cells
from rnnlab.coursework.work_digest import work_digest
from rnnlab.coursework.worker_session import SubmissionTimeout, WorkerSession, describe_end
from rnnlab.exercises.function_exercise import seeded_rng
from rnnlab.exercises.verdict import Verdict, graded, not_attempted

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
    work_digest : str
        Of the code that answers, from `work_digest`.
    choices : dict
        Number of an exercise to what was chosen for each of its questions that is a choice, as the class labels it;
        ``""`` where it is still open.
    seconds : float
    """

    student: str
    status: str = "graded"
    reason: str = ""
    verdicts: list[dict[str, Any]] = field(default_factory=list)
    work: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    digest: str = ""
    work_digest: str = ""
    choices: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def points(self) -> float:
        return float(sum(verdict["points"] for verdict in self.verdicts))


class _GradingTimeout(BaseException):
    """The check itself has taken too long. No check may mistake it for a student's error."""


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise _GradingTimeout after a timeout. In the main thread only."""

    def raise_timeout(signal_number: int, frame: object) -> None:
        raise _GradingTimeout

    before = signal.signal(signal.SIGALRM, raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def grade_submission(path: Path, student: str, assignment: Assignment, rules: GradingRules) -> Grade:
    """Grade one submission. Whatever the file is, a Grade comes back."""
    start = time.monotonic()
    try:
        with _time_limit(READ_SECONDS):
            cells, notes, digest = read_cells(path)
            session = WorkerSession(cells, assignment, rules)
    except (Unreadable, _GradingTimeout) as error:
        reason = str(error) or "the file takes too long to read"
        verdicts = [asdict(_zero_points(exercise, reason)) for exercise in assignment.exercises.values()]
        return _with_seconds(Grade(student, "unreadable", reason, verdicts), start)
    grade = Grade(student, notes=notes, digest=digest)
    answer_names = {name for notebook_exercise in assignment.notebook_exercises for name in notebook_exercise.names}
    if not any(answer_names & cell.binds for cell in cells):
        grade.notes.append("no cell of this notebook belongs to this lesson's exercises: is it another lesson's?")
    try:
        for notebook_exercise in assignment.notebook_exercises:
            names = set(notebook_exercise.names)
            student_cells = [cell for cell in session.cells if (cell.binds | cell.changes) & names]
            grade.work.append("\n\n".join(cell.source for cell in student_cells))
            grade.verdicts.append(asdict(_grade_exercise(notebook_exercise, student_cells, session, assignment, rules)))
    finally:
        session.close()
    grade.choices, grade.work_digest = session.choices, work_digest(session.cells, assignment)
    return _with_seconds(grade, start)


def _with_seconds(grade: Grade, start: float) -> Grade:
    grade.seconds = round(time.monotonic() - start, 3)
    return grade


def _grade_exercise(
    notebook_exercise: NotebookExercise,
    student_cells: list[Cell],
    session: WorkerSession,
    assignment: Assignment,
    rules: GradingRules,
) -> Verdict:
    """The verdict on one exercise. Only the teacher's own interrupt gets through."""
    exercise = assignment.exercises[notebook_exercise.number]
    rng = seeded_rng(notebook_exercise.number, rules.seed)
    try:
        answers = [session.answer(answer) for answer in notebook_exercise.answers]
        session.choices[notebook_exercise.number] = chosen_options(exercise, answers)
        names = set(notebook_exercise.names)
        defining_first = sorted(student_cells, key=lambda cell: not cell.binds & names)
        fault = next((session.faults[cell.place][0] for cell in defining_first if cell.place in session.faults), "")
        unbound = any(answer is ... for answer in answers)
        if unbound and fault:
            return _zero_points(exercise, fault)
        if unbound and not student_cells and session.renamed(notebook_exercise):
            missing = " and no ".join(f"`{name}`" for name in notebook_exercise.names)
            return _zero_points(
                exercise,
                f"**There is no {missing}.** The check takes your answer by its name. Keep the names that the cell was "
                "given out with.",
            )
        session.ready().set_timeout(session.seconds_left())
        with _time_limit(3 * rules.limits.call_seconds), np.errstate(all="ignore"):
            verdict = check_in_order(exercise, answers, assignment.orders.get(notebook_exercise.number, {}), rng)
        return verdict if 0 <= verdict.points <= exercise.maximum else not_attempted(exercise)
    except SubmissionTimeout as error:
        return _zero_points(exercise, f"**Not judged:** {error}.")
    except WorkerDied as error:
        return _zero_points(exercise, f"**Your function {describe_end(error)}.**")
    except _GradingTimeout:
        session.close()
        return _zero_points(exercise, "**Your answer takes too long to judge.**")
    except MalformedMessage:
        session.close()
        return _zero_points(exercise, "**Your answer cannot be read.** It is too large, or no plain data.")
    except Exception as error:  # the check met something that its author did not think of
        return _zero_points(
            exercise,
            f"**The check could not judge this answer** (`{type(error).__name__}`). Your teacher will look at it.",
        )


def _zero_points(exercise: Exercise, message: str) -> Verdict:
    return graded(exercise, 0.0, message)
