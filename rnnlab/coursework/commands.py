"""What the commands release, grade and isolation of the command line do."""

import argparse
import collections
import re
import sys
import time
from pathlib import Path

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.class_report import class_report
from rnnlab.coursework.collect import CollectError, collect, note_other_classes
from rnnlab.coursework.feedback import write_feedback
from rnnlab.coursework.grade_class import grade_class, make_grading_rules
from rnnlab.coursework.grade_records import GradeRecords
from rnnlab.coursework.grade_sheet import sheet_row, write_sheet
from rnnlab.coursework.late_penalty import LatePenalty
from rnnlab.coursework.notebook_exercise import AssignmentError
from rnnlab.coursework.release import write_release
from rnnlab.coursework.sandbox.isolation import find_isolation
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.self_test import SelfTestError, self_test
from rnnlab.notebook_tools import workspace


def run(options: argparse.Namespace) -> int:
    """Release, grade, or say how student code is isolated. The options are those of `rnnlab.cli`; the exit code."""
    commands = {"release": _release, "grade": _grade, "isolation": _print_isolation}
    try:
        commands[options.command](options)
    except (AssignmentError, CollectError, SelfTestError) as error:
        print(f"rnnlab: {error}", file=sys.stderr)
        return 1
    return 0


def _release(options: argparse.Namespace) -> None:
    paths = options.lessons
    if None in paths:
        paths = [path for path in workspace.lessons() if _has_exercises(path)]
    assignments = [read_assignment(path, options.class_seed) for path in paths]
    for assignment, path in zip(assignments, write_release(assignments, options.to)):
        changed = {*assignment.drawn, *assignment.orders}
        own = {
            "drawn anew": assignment.drawn,
            "choices in another order": list(assignment.orders),
            "as they are": [
                notebook_exercise.number
                for notebook_exercise in assignment.notebook_exercises
                if notebook_exercise.number not in changed
            ],
        }
        words = "; ".join(f"{', '.join(numbers)} {how}" for how, numbers in own.items() if numbers)
        print(f"{path}{f': {words}' if options.class_seed is not None else ''}")


def _has_exercises(path: Path) -> bool:
    try:
        return bool(read_assignment(path))
    except AssignmentError:
        return False


def _grade(options: argparse.Namespace) -> None:
    start = time.monotonic()
    assignment = read_assignment(options.lesson or _submitted_lesson(options.folder), options.class_seed)
    submissions = collect(options.folder, assignment.name, options.roster, options.times)
    if not submissions:
        raise CollectError(f"there are no submissions in {options.folder}")
    submissions = note_other_classes(submissions, options.class_seed)
    if unknown := set(options.again) - {submission.student for submission in submissions}:
        raise CollectError(f"there is no student {', '.join(sorted(unknown))} in {options.folder}")
    rule = LatePenalty(options.due, options.late_per_day, options.grace)
    limits = Limits(call_seconds=options.seconds, total_seconds=6 * options.seconds, memory_mb=options.memory)
    base = options.out.with_suffix("")
    records = GradeRecords(base.with_name(f"{base.name}_records"))
    hidden = (options.folder.resolve(), records.folder.resolve(), Path.cwd() / "notebooks")
    if forgotten := records.changes(vars(options)):
        _print_progress(f"unlike the run before: {'; '.join(forgotten)}")
    with make_grading_rules(records.seed(), limits, hidden) as rules:
        _print_progress(f"isolation: {rules.isolation.description}")
        self_test(assignment, rules)
        _print_progress(f"self-test passed: the reference scores {assignment.maximum:g}, the blank release 0")
        grades = grade_class(submissions, assignment, rules, records, options.jobs, set(options.again), _print_progress)
    rows = []
    for submission in submissions:
        one = grades[submission.student]
        rows.append(sheet_row(submission, one, assignment, rule))
        write_feedback(base.with_name(f"{base.name}_feedback"), submission, one, assignment, rows[-1])
    write_sheet(rows, options.out)
    path = base.with_name(f"{base.name}_report.md")
    path.write_text(class_report(rows, grades, assignment, rules, time.monotonic() - start), encoding="utf-8")
    print(f"{options.out}: {len(rows)} students. Feedback in {base.name}_feedback, report in {path.name}")


def _submitted_lesson(folder: Path) -> Path:
    """The lesson that most of the submitted notebooks are called after."""
    lessons = {path.stem: path for path in workspace.lessons()}
    found = [name[0] for path in folder.rglob("*.ipynb") if (name := re.search("|".join(lessons), path.stem))]
    if not found:
        raise CollectError(f"the files in {folder} are not called after a lesson: say which, --lesson 02")
    return lessons[collections.Counter(found).most_common(1)[0][0]]


def _print_isolation(options: argparse.Namespace) -> None:
    print(find_isolation().description)


def _print_progress(line: str) -> None:
    print(line, file=sys.stderr, flush=True)
