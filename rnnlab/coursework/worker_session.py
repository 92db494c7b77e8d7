"""The worker session of one submission: its cells run in a worker, and in a new one whenever the last has ended."""

import time
from typing import Any

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.cell_selection import choose_cells, strip_whitespace
from rnnlab.coursework.error_words import ErrorWords, code, error_line
from rnnlab.coursework.grading_rules import GradingRules
from rnnlab.coursework.notebook_exercise import NotebookExercise, slug_of
from rnnlab.coursework.sandbox.inside.messages import MalformedMessage
from rnnlab.coursework.sandbox.worker_process import Worker, WorkerDied
from rnnlab.coursework.submission import Cell

START_SECONDS = 60
MAX_CELLS_NAMED, MAX_STATEMENTS_NAMED = 10, 3  # that were left out; the statements are those of one cell
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
        self.answer_names = {name for exercise in assignment.notebook_exercises for name in exercise.answers}
        self.words = ErrorWords(all_cells)
        self.worker: Worker | None = None
        # Place of a cell to what is wrong with it, and whether it ends the worker.
        self.faults: dict[int, tuple[str, bool]] = {}
        # Number of an exercise to the options that were chosen.
        self.choices: dict[str, list[str]] = {}
        # Place of a cell to what was left out of it, in Markdown.
        self.left_out: dict[int, list[str]] = {
            cell.place: [f"`{cell.fault}`" if cell.fault else "it is in another language"]
            for cell in all_cells
            if cell.fault or (cell.source.strip() and not cell.code.strip())
        }
        self.workers_started = 0
        self.ends = time.monotonic() + rules.limits.total_seconds

    def ready(self) -> Worker:
        """A worker in which all cells have run, except those that ended a worker before. Raises SubmissionTimeout."""
        self._check_time(self.workers_started >= MAX_WORKERS)
        if self.worker and self.worker.process.poll() is None:
            return self.worker
        self.close()
        self.workers_started += 1
        rules = self.rules
        self.worker = Worker(
            rules.student_package, rules.limits, self.assignment.lesson_values, rules.hidden, rules.isolation
        )
        self.worker.peer.to_exception, self.worker.peer.type_name = self.words.exception, self.words.type_name
        before = time.monotonic()
        self.worker.evaluate("0", START_SECONDS)  # the start of Python and NumPy does not count
        self.ends += time.monotonic() - before
        for cell in self.cells:
            if cell.fault or self.faults.get(cell.place, ("", False))[1]:
                self.faults.setdefault(cell.place, (f"**Python cannot read your cell:** `{cell.fault}`", True))
                continue
            self.faults.pop(cell.place, None)
            self.left_out.pop(cell.place, None)
            self._check_time()
            try:
                is_answer = bool(cell.binds & self.answer_names)
                reports = self.worker.run_cell(cell.code, is_answer, cell.place, cell.number, self.seconds_left())
                errors = [self.words.describe(report) for report in reports[: MAX_STATEMENTS_NAMED + 1]]
            except (WorkerDied, MalformedMessage) as error:
                self.worker.end()
                self.faults[cell.place] = (f"**Your cell {describe_end(error)}.**", True)
                self.left_out[cell.place] = [f"it {describe_end(error)}"]
                return self.ready()
            except Exception as error:
                self.faults[cell.place] = (f"**Your cell stops with an error:** {error_line(error)}", False)
                self.left_out[cell.place] = [f"it stops with {error_line(error)}"]
                continue
            if errors:
                self.faults[cell.place] = (f"**A statement of your cell fails:** {errors[0]}", False)
                self.left_out[cell.place] = errors
        return self.worker

    def cells_of(self, notebook_exercise: NotebookExercise) -> list[Cell]:
        """The student's cells that define or change the names of an exercise."""
        names = set(notebook_exercise.answers)
        return [cell for cell in self.cells if (cell.binds | cell.changes) & names]

    def _check_time(self, ended: bool = False) -> None:
        if ended or time.monotonic() > self.ends:
            raise SubmissionTimeout(f"the time of the submission, {self.rules.limits.total_seconds:g} s, was used up")

    def seconds_left(self) -> float:
        """The time limit of the next call."""
        return min(self.rules.limits.call_seconds, self.total_seconds_left())

    def total_seconds_left(self) -> float:
        """What is left of the submission's time."""
        return max(self.ends - time.monotonic(), 0.1)

    def answer(self, expression: str) -> Any:
        """The value of a name in the student's cells; Ellipsis where there is none."""
        try:
            return self.ready().evaluate(expression, self.seconds_left())
        except NameError:
            return ...

    def describe_left_out(self) -> list[str]:
        """What has not been run of the student's own cells, a line of Markdown a cell."""
        lines = []
        own_cells = set(map(strip_whitespace, self.assignment.own_cells))
        for cell in self.all_cells:
            parts = self.left_out.get(cell.place)
            if parts and strip_whitespace(cell.source) not in own_cells:
                first = next(filter(str.strip, cell.source.split("\n")), "")
                here = "; ".join(parts[:MAX_STATEMENTS_NAMED]).replace(f" of code cell {cell.place}: ", ": ")
                more = "; and more" if len(parts) > MAX_STATEMENTS_NAMED else ""
                lines.append(f"Code cell {cell.place} ({code(first)}): {here}{more}")
        count = len(lines) - MAX_CELLS_NAMED
        return [*lines[:MAX_CELLS_NAMED], f"and something in {count} more"] if count > 0 else lines

    def renamed(self, notebook_exercise: NotebookExercise) -> bool:
        """Whether the attempt cell is there and changed, but defines other names."""
        return any(
            cell.grade_id == f"{slug_of(notebook_exercise.number)}-attempt"
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
