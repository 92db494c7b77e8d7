"""Where one submission is judged: its cells run in a worker, and in a new one whenever the last is gone."""

import time

from rnnlab.coursework.cell_selection import choose_cells, strip_whitespace
from rnnlab.coursework.sandbox.inside.serialization import EVALUATE, RUN, MalformedMessage
from rnnlab.coursework.sandbox.worker_process import Worker, WorkerDied

START_SECONDS = 60
MAX_WORKERS = 12  # for one submission: each endless loop or dead worker costs one


class SubmissionTimeout(Exception):
    """The whole submission has had its time."""


class WorkerSession:
    """Where one submission is judged. Starts a new worker whenever the last one is gone."""

    def __init__(self, all_cells, assignment, rules):
        self.all_cells, self.assignment, self.rules = all_cells, assignment, rules
        self.cells = choose_cells(all_cells, assignment)
        self.worker, self.faults, self.started = None, {}, 0
        self.ends = time.monotonic() + rules.limits.total_seconds

    def ready(self):
        """A worker in which all cells have run, but those that ended one before."""
        if time.monotonic() > self.ends or self.started >= MAX_WORKERS:
            raise SubmissionTimeout(f"the time of the submission, {self.rules.limits.total_seconds:g} s, was used up")
        if self.worker and self.worker.process.poll() is None:
            return self.worker
        self.close()
        self.started += 1
        self.worker = Worker(
            self.rules.view, self.rules.limits, self.assignment.given, self.rules.hidden, self.rules.walls
        )
        before = time.monotonic()
        self.worker.call(EVALUATE, "0", seconds=START_SECONDS)  # Python and NumPy start on nobody's time
        self.ends += time.monotonic() - before
        for cell in self.cells:
            if cell.fault or self.faults.get(cell.place, ("", False))[1]:
                self.faults.setdefault(cell.place, (f"**Python cannot read your cell:** `{cell.fault}`", True))
                continue
            try:
                self.worker.call(RUN, cell.code, seconds=self.seconds_left())
                self.faults.pop(cell.place, None)
            except (WorkerDied, MalformedMessage) as error:
                self.worker.end()
                self.faults[cell.place] = (f"**Your cell {describe_end(error)}.**", True)
                return self.ready()
            except Exception as error:
                self.faults[cell.place] = (f"**Your cell stops with an error:** `{_error_line(error)}`", False)
        return self.worker

    def seconds_left(self):
        return max(min(self.rules.limits.call_seconds, self.ends - time.monotonic()), 0.1)

    def answer(self, expression):
        """The value of a name in the student's cells; Ellipsis where there is none."""
        try:
            return self.ready().call(EVALUATE, expression, seconds=self.seconds_left())
        except NameError:
            return ...

    def renamed(self, task):
        """Whether the attempt cell is there and changed, but defines other names."""
        return any(
            cell.grade_id == f"{task.slug}-attempt" and strip_whitespace(cell.source) != strip_whitespace(task.stub)
            for cell in self.all_cells
        )

    def close(self):
        if self.worker:
            self.worker.end()


def describe_end(error):
    return str(error) if isinstance(error, WorkerDied) else "answers with something that cannot be read"


def _error_line(error):
    return f"{type(error).__name__}: {error}".removesuffix(": ").replace("`", "'")
