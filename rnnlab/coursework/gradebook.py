"""Grade a class: many submissions at a time, each by itself; what is finished is kept."""

import concurrent.futures
import contextlib
import hashlib
import json
import multiprocessing
import os
import re
import secrets
import tempfile
from concurrent.futures.process import BrokenProcessPool
from dataclasses import asdict
from pathlib import Path

from rnnlab import notebooks
from rnnlab.coursework.judge import Grade, Rules, judge
from rnnlab.coursework.release import release
from rnnlab.coursework.view import write_view
from rnnlab.coursework.walls import isolation


class SelfTestError(Exception):
    """The grader does not grade its own examples rightly here. Nobody's work should be graded like that."""


def reference_submission(assignment):
    """The released notebook with every exercise solved as its author solves it."""
    notebook = release(assignment)
    solved = {
        task.stub: task.reference + in_order(task, assignment.orders.get(task.number, {})) for task in assignment.tasks
    }
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = solved.get(cell.source, cell.source)
    return notebook


def in_order(task, orders):
    """Lines that turn the author's answers into those that a class with these orders has to give."""
    lines = []
    for place, order in orders.items():
        old_to_new = dict(zip(order, sorted(order)))
        name = task.answers[place]
        lines.append(f"{name} = type({name})({old_to_new}[str({name})])\n")
    return "".join(lines)


def self_test(assignment, rules):
    """Grade the reference and the blank release: full marks and none, or SelfTestError."""
    with tempfile.TemporaryDirectory() as folder:
        for name, notebook, wanted in (
            ("reference", reference_submission(assignment), assignment.maximum),
            ("blank release", release(assignment), 0),
        ):
            path = Path(folder) / "submission.ipynb"
            notebooks.write(notebook, path)
            grade = judge(path, name, assignment, rules)
            if grade.points != wanted:
                worth = "; ".join(
                    f"{verdict['number']}: {verdict['points']:g} of {verdict['maximum']:g}, {verdict['says']}"
                    for verdict in grade.verdicts
                )
                raise SelfTestError(
                    f"{assignment.name}: the {name} scores {grade.points:g}, it should score {wanted:g}. {worth}"
                )


@contextlib.contextmanager
def make_rules(seed, limits, hidden=(), walls=None):
    """The rules of a class, and the view that all its workers share."""
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as folder:
        os.chmod(folder, 0o755)
        view = write_view(Path(folder) / "view")
        yield Rules(seed, limits, walls or isolation(), str(view), tuple(map(str, hidden)))


class Records:
    """What is finished, a file a student.

    Parameters
    ----------
    folder : path
        Made if it is not there. It keeps the seed too: a student who is graded again meets the inputs of the class.
    """

    def __init__(self, folder):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)

    def seed(self):
        path = self.folder / "seed.txt"
        if not path.exists():
            self.write(path, str(secrets.randbits(62)))
        return int(path.read_text(encoding="utf-8"))

    def changes(self, options):
        """What is asked for otherwise than in the run before, in words; from now on this run is the one before."""
        path = self.folder / "options.txt"
        now = {name: str(options[name]) for name in ("due", "late_per_day", "grace", "times", "roster", "class_seed")}
        try:
            before = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            before = now
        self.write(path, json.dumps(now))
        return [f"--{name.replace('_', '-')} is {now[name]}, it was {before[name]}" for name in now
                if before.get(name, now[name]) != now[name]]

    def path(self, student):
        return self.folder / f"{file_name(student)}.json"

    def load(self, student, key):
        """The finished Grade, or None where there is none that the key fits."""
        try:
            record = json.loads(self.path(student).read_text(encoding="utf-8"))
            return Grade(**record["grade"]) if record["key"] == key and record["grade"]["student"] == student else None
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, grade, key):
        self.write(self.path(grade.student), json.dumps({"key": key, "grade": asdict(grade)}, indent=1))

    @staticmethod
    def write(path, text):
        temporary = path.with_name(f".{path.name}.tmp")
        temporary.write_text(text, encoding="utf-8")
        os.replace(temporary, path)


def file_name(student):
    """A name for a student's files on any system. Two students never share one."""
    plain = re.sub(r"[^\w@+-]", "_", student)[:80]
    return (
        plain if plain == student else f"{plain}-{hashlib.sha256(student.encode('utf-8', 'replace')).hexdigest()[:8]}"
    )


def key_of(path, assignment, rules):
    """Of everything that decides about a grade: another key, another grading."""
    content = "unreadable"
    if path.is_file() and not path.is_symlink():  # a link may lead to a file without an end
        with contextlib.suppress(OSError), open(path, "rb") as file:
            content = hashlib.file_digest(file, "sha256").hexdigest()
    parts = content, assignment.digest, assignment.seed, rules.seed, rules.limits, rules.walls.name
    return hashlib.sha256(repr(parts).encode()).hexdigest()


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
        kept = records.load(submission.student, key_of(submission.path, assignment, rules))
        if kept is None or submission.student in again:
            waiting.append(submission)
        else:
            grades[submission.student] = kept
    if grades:
        progress(f"{len(grades)} of {len(submissions)} are finished already or missing")

    def finish(submission, grade):
        grades[submission.student] = grade
        if grade.status != "failed":
            records.save(grade, key_of(submission.path, assignment, rules))
        earned = f"{grade.points:g} of {assignment.maximum:g}" if grade.status == "graded" else grade.reason
        progress(f"{len(grades)} of {len(submissions)}: {submission.student}: {earned} ({grade.seconds:.1f} s)")

    broken = run_pool(waiting, assignment, rules, jobs, finish)
    for submission in broken:  # one of these has taken the pool with it; alone, each can only harm itself
        if run_pool([submission], assignment, rules, 1, finish):
            finish(
                submission,
                Grade(submission.student, "failed", "the grader's own process died while judging this submission"),
            )
    return grades


def run_pool(submissions, assignment, rules, jobs, finish):
    """Judge in processes that never run student code themselves. Returns those that a dead process left undone."""
    if not submissions:
        return []
    broken = []
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["rnnlab.coursework.gradebook"])
    with concurrent.futures.ProcessPoolExecutor(min(jobs, len(submissions)), mp_context=context) as pool:
        futures = {
            pool.submit(judge_safely, submission.path, submission.student, assignment, rules): submission
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


def judge_safely(path, student, assignment, rules):
    """`judge`, where even a fault of the grader costs one row and not the class."""
    try:
        return judge(path, student, assignment, rules)
    except Exception as error:
        return Grade(student, "failed", f"the grader failed on this submission: {type(error).__name__}: {error}")
