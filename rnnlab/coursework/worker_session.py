"""The worker session of one submission: its cells run in a worker, and in a new one whenever the last has ended."""

import time
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.cell_selection import choose_cells, strip_whitespace
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.notebook_exercise import NotebookExercise
from rnnlab.coursework.sandbox.inside.serialization import EVALUATE, RUN, MalformedMessage
from rnnlab.coursework.sandbox.worker_process import Worker, WorkerDied
from rnnlab.coursework.submission import Cell

START_SECONDS = 60
MAX_WORKERS = 12  # for one submission: each endless loop or dead worker costs one


class SubmissionTimeout(Exception):
    """The whole submission has had its time."""


class WorkerSession:
    """Runs the cells of one submission, and evaluates its answers. Starts a new worker whenever the last has ended.

    Parameters
    ----------
    all_cells : list of Cell
        Of the submission.
    assignment : Assignment
    rules : GradingRules
    """

    def __init__(self, all_cells: list[Cell], assignment: Assignment, rules: GradingRules):
        self.all_cells, self.assignment, self.rules = all_cells, assignment, rules
        self.cells = choose_cells(all_cells, assignment)
        self.answer_names = {name for exercise in assignment.notebook_exercises for name in exercise.names}
        self.worker: Worker | None = None
        # Place of a cell to what is wrong with it, and whether it ends the worker.
        self.faults: dict[int, tuple[str, bool]] = {}
        # Number of an exercise to the options that were chosen.
        self.choices: dict[str, list[str]] = {}
        self.workers_started = 0
        self.ends = time.monotonic() + rules.limits.total_seconds

    def ready(self) -> Worker:
        """A worker in which all cells have run, except those that ended a worker before. Raises SubmissionTimeout."""
        if time.monotonic() > self.ends or self.workers_started >= MAX_WORKERS:
            raise SubmissionTimeout(f"the time of the submission, {self.rules.limits.total_seconds:g} s, was used up")
        if self.worker and self.worker.process.poll() is None:
            return self.worker
        self.close()
        self.workers_started += 1
        rules = self.rules
        self.worker = Worker(
            rules.student_package, rules.limits, self.assignment.lesson_values, rules.hidden, rules.isolation
        )
        before = time.monotonic()
        self.worker.call(EVALUATE, "0", seconds=START_SECONDS)  # the start of Python and NumPy does not count
        self.ends += time.monotonic() - before
        for cell in self.cells:
            if cell.fault or self.faults.get(cell.place, ("", False))[1]:
                self.faults.setdefault(cell.place, (f"**Python cannot read your cell:** `{cell.fault}`", True))
                continue
            try:
                is_answer = bool(cell.binds & self.answer_names)
                self.worker.call(RUN, cell.code, is_answer, seconds=self.seconds_left())
                self.faults.pop(cell.place, None)
            except (WorkerDied, MalformedMessage) as error:
                self.worker.end()
                self.faults[cell.place] = (f"**Your cell {describe_end(error)}.**", True)
                return self.ready()
            except Exception as error:
                self.faults[cell.place] = (f"**Your cell stops with an error:** `{_error_line(error)}`", False)
        return self.worker

    def seconds_left(self) -> float:
        """The time limit of the next call."""
        return max(min(self.rules.limits.call_seconds, self.ends - time.monotonic()), 0.1)

    def answer(self, expression: str) -> Any:
        """The value of a name in the student's cells; Ellipsis where there is none."""
        try:
            return self.ready().call(EVALUATE, expression, seconds=self.seconds_left())
        except NameError:
            return ...

    def renamed(self, notebook_exercise: NotebookExercise) -> bool:
        """Whether the attempt cell is there and changed, but defines other names."""
        return any(
            cell.grade_id == f"{notebook_exercise.slug}-attempt"
            and strip_whitespace(cell.source) != strip_whitespace(notebook_exercise.stub)
            for cell in self.all_cells
        )

    def close(self) -> None:
        """End the worker."""
        if self.worker:
            self.worker.end()


def describe_end(error: WorkerDied | MalformedMessage) -> str:
    """What a worker did instead of answering, in words."""
    return str(error) if isinstance(error, WorkerDied) else "answers with something that cannot be read"


def _error_line(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".removesuffix(": ").replace("`", "'")
