"""What the commands release, grade and isolation of the command line do."""

import argparse
import sys
import time
from pathlib import Path
from typing import Any, TextIO

from rnnlab.coursework.assignment import Assignment, read_assignment
from rnnlab.coursework.class_report import class_report
from rnnlab.coursework.class_seed_check import note_other_classes, note_other_releases
from rnnlab.coursework.collect import CollectError, Submission, collect, guess_lesson, readable_name
from rnnlab.coursework.feedback import write_feedback
from rnnlab.coursework.grade_class import grade_class, make_grading_rules
from rnnlab.coursework.grade_records import GradeRecords
from rnnlab.coursework.grade_sheet import failed_row, plain_text, sheet_row, write_sheet
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.late_penalty import LatePenalty
from rnnlab.coursework.notebook_exercise import AssignmentError
from rnnlab.coursework.release import write_release
from rnnlab.coursework.sandbox.isolation import find_isolation
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.self_test import SelfTestError, self_test
from rnnlab.coursework.snapshots import take_snapshots
from rnnlab.coursework.submitted_files import reason_of
from rnnlab.notebook_tools import workspace


def run(options: argparse.Namespace) -> int:
    """Release, grade, or say how student code is isolated. The options are those of `rnnlab.cli`; the exit code."""
    commands = {"release": _release, "grade": _grade, "isolation": _print_isolation}
    try:
        commands[options.command](options)
    except (AssignmentError, CollectError, SelfTestError) as error:
        _print(f"rnnlab: {error}", sys.stderr)
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
    again = set(map(readable_name, options.again))
    if unknown := again - {submission.student for submission in submissions}:
        raise CollectError(f"there is no student {', '.join(sorted(unknown))} in {options.folder}")
    rule = LatePenalty(options.due, options.late_per_day, options.grace)
    limits = Limits(call_seconds=options.seconds, total_seconds=6 * options.seconds, memory_mb=options.memory)
    base = options.out.with_suffix("")
    records = GradeRecords(base.with_name(f"{base.name}_records"))
    hidden = (options.folder.resolve(), records.folder.resolve(), Path.cwd() / "notebooks")
    if forgotten := records.changes(vars(options)):
        _print_progress(f"unlike the run before: {'; '.join(forgotten)}")
    with take_snapshots(submissions, options.jobs) as snapshots:
        submissions = note_other_classes(submissions, options.class_seed, snapshots)
        submissions = note_other_releases(submissions, assignment, snapshots)
        with make_grading_rules(records.seed(), limits, hidden) as rules:
            _print_progress(f"isolation: {rules.isolation.description}")
            self_test(assignment, rules)
            _print_progress(f"self-test passed: the reference scores {assignment.maximum:g}, the blank release 0")
            grades = grade_class(
                submissions, assignment, rules, records, options.jobs, again, _print_progress, snapshots
            )
    feedback = base.with_name(f"{base.name}_feedback")
    rows = [_hand_out(submission, grades, assignment, rule, feedback) for submission in submissions]
    write_sheet(rows, options.out)
    path = base.with_name(f"{base.name}_report.md")
    try:
        report = class_report(rows, grades, assignment, rules, time.monotonic() - start)
    except Exception as error:
        report = f"# {assignment.name}: {len(rows)} students\n\nThe report could not be made: {reason_of(error)}.\n"
    path.write_text(report, encoding="utf-8", errors="replace")
    records.save_options(vars(options))
    _print(f"{options.out}: {len(rows)} students. Feedback in {feedback.name}, report in {path.name}", sys.stdout)


def _hand_out(
    submission: Submission, grades: dict[str, Grade], assignment: Assignment, rule: LatePenalty, folder: Path
) -> dict[str, Any]:
    """The student's row; the feedback is written. What goes wrong here costs this row and no other."""
    student = submission.student
    try:
        row = sheet_row(submission, grades[student], assignment, rule)
    except Exception as error:
        grades[student] = Grade(student, "failed", f"the row could not be written: {reason_of(error)}")
        row = failed_row(student, assignment, grades[student].reason)
    try:
        write_feedback(folder, submission, grades[student], assignment, row)
    except Exception as error:
        words = plain_text(f"the feedback could not be written: {reason_of(error)}")
        row |= {"status": "failed", "words": "; ".join(filter(None, [words, row["words"]]))}
    return row


def _submitted_lesson(folder: Path) -> Path:
    """The lesson that most students' notebooks are called after."""
    lessons = {path.stem: path for path in workspace.lessons()}
    name = guess_lesson(folder, list(lessons))
    if name is None:
        raise CollectError(f"the files in {folder} are not called after a lesson: say which, --lesson 02")
    return lessons[name]


def _print_isolation(options: argparse.Namespace) -> None:
    print(find_isolation().description)


def _print_progress(line: str) -> None:
    _print(line, sys.stderr)


def _print(line: str, stream: TextIO) -> None:
    """Print a line that may hold what students have typed: no escape sequence, only what the terminal can show."""
    encoding = stream.encoding or "utf-8"
    line = "".join(letter if letter.isprintable() else "?" for letter in line)
    print(line.encode(encoding, "replace").decode(encoding), file=stream, flush=True)
