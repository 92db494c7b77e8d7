"""What the commands release, grade, sheet and isolation of the command line do."""

import argparse
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from rnnlab.coursework.assignment import Assignment, read_assignment
from rnnlab.coursework.class_folder import ClassFolder, guess_lesson, read_class_folder
from rnnlab.coursework.class_report import class_report
from rnnlab.coursework.class_seed_check import note_other_classes, note_other_releases
from rnnlab.coursework.collect import Collected, Submission, collect
from rnnlab.coursework.course_sheet import merge_sheets
from rnnlab.coursework.dry_run import dry_run_lines
from rnnlab.coursework.feedback import remove_feedback, write_feedback
from rnnlab.coursework.grade_class import grade_class, make_grading_rules
from rnnlab.coursework.grade_records import GradeRecords
from rnnlab.coursework.grade_sheet import failed_row, sheet_row, write_sheet
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.gradebook_import import write_for_gradebook
from rnnlab.coursework.grading_outputs import GradingOutputs
from rnnlab.coursework.late_penalty import LatePenalty
from rnnlab.coursework.notebook_exercise import AssignmentError
from rnnlab.coursework.point_overrides import Override, apply_overrides, match_overrides, read_overrides
from rnnlab.coursework.release import write_release
from rnnlab.coursework.safe_text import plain_text
from rnnlab.coursework.same_work import find_same_work, note_same_work
from rnnlab.coursework.sandbox.isolation import find_isolation
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.self_test import SelfTestError, self_test
from rnnlab.coursework.snapshots import take_snapshots
from rnnlab.coursework.student_names import Student, StudentFinder
from rnnlab.coursework.submitted_files import reason_of
from rnnlab.coursework.tables import CollectError, read_roster, read_table, read_times
from rnnlab.coursework.worked_files import worked_files
from rnnlab.notebook_tools import workspace
from rnnlab.notebook_tools.atomic_write import replace_file
from rnnlab.notebook_tools.terminal import print_line


def run(options: argparse.Namespace) -> int:
    """Do what the command line asks for, with its options. Returns the exit code."""
    commands = {"release": _release, "grade": _grade, "sheet": _merge_sheets, "isolation": _print_isolation}
    try:
        commands[options.command](options)
    except (AssignmentError, CollectError, SelfTestError) as error:
        print_line(f"rnnlab: {error}", sys.stderr)
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
        print_line(f"{path}{f': {words}' if options.class_seed is not None else ''}")
    print_line(
        f"Students put what they get into a folder of its own, {workspace.COPIES / 'class'}: "
        f"lessons of the same names, with solutions, may lie in {workspace.COPIES}/ already."
    )


def _has_exercises(path: Path) -> bool:
    try:
        return bool(read_assignment(path))
    except AssignmentError:
        return False


def _grade(options: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as unpacked:
        lessons = [path.stem for path in workspace.lessons()]
        contents = read_class_folder(options.folder, unpacked, lessons)
        assignment = read_assignment(options.lesson or _submitted_lesson(contents, options.folder), options.class_seed)
        outputs = None if options.dry_run else _outputs(options, assignment)
        overrides = read_overrides(list(read_table(options.overrides, "exercise", "points", "reason")), assignment)
        collected = _collect(contents, assignment, options)
        finder = StudentFinder([one.identity or Student(one.student) for one in collected.submissions])
        matched, remarks = match_overrides(overrides, finder)
        collected = replace(collected, remarks=[*collected.remarks, *remarks])
        if outputs is None:
            for line in dry_run_lines(collected, assignment.name):
                print_line(line)
        else:
            again = {_student_named(text, finder) for text in options.again}
            _grade_collected(collected, assignment, options, outputs, Path(unpacked), again, matched)


def _outputs(options: argparse.Namespace, assignment: Assignment) -> GradingOutputs:
    """What is going to be written. Raises CollectError where it would overwrite something else."""
    outputs = GradingOutputs(options.out, options.format)
    outputs.validate(options.folder, assignment.name)
    if options.assignment and options.format != "canvas":
        raise CollectError("--assignment goes with --format canvas")
    return outputs


def _collect(contents: ClassFolder, assignment: Assignment, options: argparse.Namespace) -> Collected:
    """Whose each file is, by the tables that the teacher gives along."""
    if options.extensions and options.due is None:
        raise CollectError("--extensions needs --due: who has longer than when?")
    collected = collect(
        contents,
        assignment.name,
        read_roster(options.roster),
        read_times(options.times, "submitted"),
        read_times(options.extensions, "until", end_of_day=True),
        lambda paths: worked_files(paths, assignment, options.jobs),
    )
    if not collected.submissions:
        raise CollectError(f"there are no submissions in {options.folder}")
    rule = _late_penalty(options)
    late = [
        one for one in collected.submissions if one.time_source == "file" and rule.days(one.submitted, one.extension)
    ]
    if late:
        remark = f"late by the times of their files, which a download may have changed (see --times): {len(late)}"
        collected = replace(
            collected, remarks=[*collected.remarks, f"{remark} of {len(collected.submissions)} students"]
        )
    return collected


def _late_penalty(options: argparse.Namespace) -> LatePenalty:
    return LatePenalty(options.due, options.late_per_day, options.grace)


def _grade_collected(
    collected: Collected,
    assignment: Assignment,
    options: argparse.Namespace,
    outputs: GradingOutputs,
    unpacked: Path,
    again: set[str],
    overrides: list[tuple[str, Override]],
) -> None:
    start = time.monotonic()
    submissions = collected.submissions
    for remark in (*collected.remarks, *(f"{name} belongs to nobody" for name in collected.without_row)):
        _print_progress(remark)
    if options.part:
        first, count = options.part
        submissions = submissions[first - 1 :: count]
    rule = _late_penalty(options)
    limits = Limits(call_seconds=options.seconds, total_seconds=6 * options.seconds, memory_mb=options.memory)
    records = GradeRecords(outputs.records)
    records.save_lesson(assignment.name)
    hidden = (options.folder.resolve(), unpacked.resolve(), records.folder.resolve(), Path.cwd() / "notebooks")
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
    if options.part:
        print_line(f"part {first} of {count}: {len(submissions)} submissions. Without --part the sheet is written")
        return
    grades = apply_overrides(grades, overrides, assignment)
    same_work = find_same_work(grades.values())
    submissions = note_same_work(submissions, same_work)
    rows = [_hand_out(submission, grades, assignment, rule, outputs.feedback) for submission in submissions]
    for name in records.gone(submission.student for submission in submissions):
        remove_feedback(outputs.feedback, name)
    write_sheet(rows, outputs.sheet)
    lines = write_for_gradebook(outputs, options.folder, submissions, rows, assignment, options.assignment)
    for line in lines:
        print_line(line)
    try:
        report = class_report(rows, grades, assignment, rules, time.monotonic() - start, same_work, collected.beside)
    except Exception as error:
        report = f"# {assignment.name}: {len(rows)} students\n\nThe report could not be made: {reason_of(error)}.\n"
    with replace_file(outputs.report, errors="replace") as file:
        file.write(report)
    records.save_options(vars(options))
    written = f"Feedback in {outputs.feedback.name}, report in {outputs.report.name}"
    print_line(f"{options.out}: {len(rows)} students. {written}")


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


def _student_named(text: str, finder: StudentFinder) -> str:
    """The one student whom a teacher means who types a name or a part of it. Raises CollectError."""
    students = finder.search(text)
    if len(students) != 1:
        raise CollectError(f"--again: {finder.no_single_one(text, students)}")
    return students[0].name


def _submitted_lesson(contents: ClassFolder, folder: Path) -> Path:
    """The lesson that most students' notebooks are called after."""
    lessons = {path.stem: path for path in workspace.lessons()}
    name = guess_lesson(contents, list(lessons))
    if name is None:
        raise CollectError(f"the files in {folder} are not called after a lesson: say which, --lesson 02")
    return lessons[name]


def _merge_sheets(options: argparse.Namespace) -> None:
    count, lessons = merge_sheets(options.sheets, options.out, options.format, options.assignment)
    print_line(f"{options.out}: {count} students, {', '.join(lessons)}")


def _print_isolation(options: argparse.Namespace) -> None:
    print_line(find_isolation().description)


def _print_progress(line: str) -> None:
    print_line(line, sys.stderr)
