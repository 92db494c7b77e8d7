"""The command line: ``python -m rnnlab.coursework release``, ``_grade``, ``isolation``."""

import argparse
import collections
import re
import sys
import time
from pathlib import Path

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.class_report import class_report
from rnnlab.coursework.collect import CollectError, collect, note_other_classes, parse_time
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


def main(arguments=None):
    options = _parser().parse_args(arguments)
    try:
        return {"release": _release, "grade": _grade, "isolation": _tell_isolation}[options.command](options)
    except (AssignmentError, CollectError, SelfTestError, workspace.WorkspaceError) as error:
        print(f"rnnlab: {error}", file=sys.stderr)
        return 1


def _parser():
    parser = argparse.ArgumentParser(
        prog="python -m rnnlab.coursework", description="Assign lessons, and grade what comes back."
    )
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("release", help="write student versions, without solutions and outputs")
    one.add_argument("lessons", nargs="+", metavar="LESSON", help="01, 02, …, or all")
    one.add_argument("--to", type=Path, required=True, metavar="DIR")
    one.add_argument(
        "--class-seed", type=_class_seed, metavar="N", help="draw its numbers and choices anew; grade with the same"
    )
    two = commands.add_parser("grade", help="grade a folder of submissions")
    two.add_argument("folder", type=Path, help="a folder or a notebook for each student")
    two.add_argument("--out", type=Path, required=True, metavar="grades.csv")
    two.add_argument("--lesson", help="where the files' names do not tell")
    two.add_argument("--class-seed", type=_class_seed, metavar="N", help="the number that the lesson was released with")
    two.add_argument("--roster", type=Path, metavar="CSV", help="column student: who has to appear")
    two.add_argument(
        "--times", type=Path, metavar="CSV", help="columns student, submitted; else the files' own times count"
    )
    two.add_argument("--due", type=parse_time, metavar="TIME", help="2026-11-30T23:59")
    two.add_argument(
        "--late-per-day",
        type=float,
        default=10,
        metavar="PERCENT",
        help="of the points, for each day begun (default 10)",
    )
    two.add_argument("--grace", type=float, default=15, metavar="MINUTES", help="not counted as late (default 15)")
    two.add_argument(
        "--again", action="append", default=[], metavar="STUDENT", help="grade again, though finished; may be repeated"
    )
    two.add_argument("--jobs", type=int, default=2, help="how many at a time (default 2)")
    two.add_argument(
        "--seconds", type=float, default=Limits.call_seconds, help="for a cell or an exercise (default 10)"
    )
    two.add_argument("--memory", type=int, default=Limits.memory_mb, metavar="MB", help="address space (default 1024)")
    commands.add_parser("isolation", help="tell which walls stand around student code on this system")
    return parser


def _class_seed(text):
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from 0 on")
    return int(text)


def _release(options):
    names = options.lessons
    if names == ["all"]:
        paths = [path for path in workspace.lessons() if _has_exercises(path)]
    else:
        paths = [workspace.find_lesson(name) for name in names]
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
    return 0


def _has_exercises(path):
    try:
        return bool(read_assignment(path))
    except AssignmentError:
        return False


def _grade(options):
    start = time.monotonic()
    assignment = read_assignment(
        workspace.find_lesson(options.lesson or _lesson_of(options.folder)), options.class_seed
    )
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
        _tell(f"unlike the run before: {'; '.join(forgotten)}")
    with make_grading_rules(records.seed(), limits, hidden) as rules:
        _tell(f"isolation: {rules.isolation.description}")
        self_test(assignment, rules)
        _tell(f"self-test passed: the reference scores {assignment.maximum:g}, the blank release 0")
        grades = grade_class(submissions, assignment, rules, records, options.jobs, set(options.again), _tell)
    rows = []
    for submission in submissions:
        one = grades[submission.student]
        rows.append(sheet_row(submission, one, assignment, rule))
        write_feedback(base.with_name(f"{base.name}_feedback"), submission, one, assignment, rows[-1])
    write_sheet(rows, options.out)
    path = base.with_name(f"{base.name}_report.md")
    path.write_text(class_report(rows, grades, assignment, rules, time.monotonic() - start), encoding="utf-8")
    print(f"{options.out}: {len(rows)} students. Feedback in {base.name}_feedback, report in {path.name}")
    return 0


def _lesson_of(folder):
    """The lesson that most of the submitted notebooks are called after."""
    names = {path.stem: path.stem.split("_")[0] for path in workspace.lessons()}
    found = [name for path in folder.rglob("*.ipynb") if (name := re.search("|".join(names), path.stem))]
    if not found:
        raise CollectError(f"the files in {folder} are not called after a lesson: say which, --lesson 02")
    return collections.Counter(names[name[0]] for name in found).most_common(1)[0][0]


def _tell_isolation(options):
    print(find_isolation().description)
    return 0


def _tell(line):
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
