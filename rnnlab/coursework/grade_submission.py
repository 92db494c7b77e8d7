"""Grade one submission: its cells run in a worker, its answers come here as data, and meet the lesson's own checks."""

import hashlib
import time
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.choice_order import chosen_options
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.notebook_exercise import NotebookExercise
from rnnlab.coursework.resource_limits import TimeLimitExceeded, time_limit
from rnnlab.coursework.sandbox.inside.messages import MalformedMessage
from rnnlab.coursework.sandbox.worker_process import WorkerDied
from rnnlab.coursework.submission import Unreadable, read_cells
from rnnlab.coursework.work_digest import work_digest
from rnnlab.coursework.worker_session import SubmissionTimeout, WorkerSession, describe_end
from rnnlab.exercises.exercise_set import Exercise
from rnnlab.exercises.function_exercise import FunctionExercise, seeded_rng
from rnnlab.exercises.verdict import Verdict, graded, not_attempted

READ_SECONDS = 60
UNANSWERED = "You have handed in no attempt at this exercise."  # and there is no cell to fill in, as in the notebook


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
    left_out : list of str
        What has not been run, a line of Markdown a cell.
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
    left_out: list[str] = field(default_factory=list)
    digest: str = ""
    work_digest: str = ""
    choices: dict[str, list[str]] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def points(self) -> float:
        return float(sum(verdict["points"] for verdict in self.verdicts))


def grade_submission(path: Path, student: str, assignment: Assignment, rules: GradingRules) -> Grade:
    """Grade one submission. Whatever the file is, a Grade comes back."""
    start = time.monotonic()
    try:
        with time_limit(min(READ_SECONDS, rules.limits.total_seconds)):
            cells, notes, digest = read_cells(path)
            session = WorkerSession(cells, assignment, rules)
    except (Unreadable, TimeLimitExceeded) as error:
        reason = str(error) or "the file takes too long to read"
        verdicts = [asdict(_zero_points(exercise, reason)) for exercise in assignment.exercises.values()]
        return _with_seconds(Grade(student, "unreadable", reason, verdicts), start)
    grade = Grade(student, notes=notes, digest=digest)
    answer_names = {name for notebook_exercise in assignment.notebook_exercises for name in notebook_exercise.answers}
    if not any(answer_names & cell.binds for cell in cells):
        grade.notes.append("no cell of this notebook belongs to this lesson's exercises: is it another lesson's?")
    seed = _hidden_seed(rules.seed, digest)
    verdict_of: dict[str, Verdict] = {}
    try:
        # Functions come last: so what they are called with can reach no answer.
        for notebook_exercise in sorted(assignment.notebook_exercises, key=lambda one: _is_function(assignment, one)):
            verdict_of[notebook_exercise.number] = _grade_exercise(notebook_exercise, session, assignment, rules, seed)
    finally:
        session.close()
    grade.choices, grade.work_digest = session.choices, work_digest(session.cells, assignment)
    for notebook_exercise in assignment.notebook_exercises:
        grade.work.append("\n\n".join(cell.source for cell in session.cells_of(notebook_exercise)))
        grade.verdicts.append(asdict(verdict_of[notebook_exercise.number]))
    grade.left_out = session.describe_left_out()
    return _with_seconds(grade, start)


def _with_seconds(grade: Grade, start: float) -> Grade:
    grade.seconds = round(time.monotonic() - start, 3)
    return grade


def _hidden_seed(seed: int, digest: str) -> int:
    """The seed of the inputs that one submission meets: others as soon as anything in the file has changed."""
    return int.from_bytes(hashlib.sha256(f"{seed} {digest}".encode()).digest()[:8])


def _is_function(assignment: Assignment, notebook_exercise: NotebookExercise) -> bool:
    return isinstance(assignment.exercises[notebook_exercise.number], FunctionExercise)


def _grade_exercise(
    notebook_exercise: NotebookExercise,
    session: WorkerSession,
    assignment: Assignment,
    rules: GradingRules,
    seed: int,
) -> Verdict:
    """The verdict on one exercise. Only the teacher's own interrupt gets through."""
    exercise = assignment.exercises[notebook_exercise.number]
    student_cells = session.cells_of(notebook_exercise)
    rng = seeded_rng(notebook_exercise.number, seed)
    try:
        answers = [session.answer(answer) for answer in notebook_exercise.answers]
        session.choices[notebook_exercise.number] = chosen_options(exercise, answers)
        names = set(notebook_exercise.answers)
        defining_first = sorted(student_cells, key=lambda cell: not cell.binds & names)
        fault = next((session.faults[cell.place][0] for cell in defining_first if cell.place in session.faults), "")
        unbound = any(answer is ... for answer in answers)
        if unbound and fault:
            return _zero_points(exercise, fault)
        if unbound and not student_cells and session.renamed(notebook_exercise):
            missing = " and no ".join(f"`{name}`" for name in notebook_exercise.answers)
            return _zero_points(
                exercise,
                f"**There is no {missing}.** The check takes your answer by its name. Keep the names that the cell was "
                "given out with.",
            )
        session.ready().set_timeout(session.seconds_left())
        with time_limit(min(3 * rules.limits.call_seconds, session.total_seconds_left())), np.errstate(all="ignore"):
            verdict = exercise.check(*answers, rng=rng)
        if verdict.state == "not attempted yet" or not 0 <= verdict.points <= exercise.maximum:
            return replace(not_attempted(exercise), message=UNANSWERED)
        return verdict
    except SubmissionTimeout as error:
        return _zero_points(exercise, f"**Not judged:** {error}.")
    except WorkerDied as error:
        return _zero_points(exercise, f"**Your function {describe_end(error)}.**")
    except TimeLimitExceeded:
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
