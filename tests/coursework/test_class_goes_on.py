"""What one student hands in, whatever it is called and holds, costs that student's row at most."""

import json
import os
import shutil
import sys
import time
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_output

from rnnlab.cli import main
from rnnlab.coursework import commands, grade_class, submitted_files
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.class_folder import read_class_folder
from rnnlab.coursework.class_seed_check import note_other_classes
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_records import GradeRecords, student_file_name
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.snapshots import take_snapshots
from rnnlab.coursework.tables import CollectError
from tests.helpers.students import LESSON_2, RIGHT, collect_from, grade_command, hand_in, read_sheet, solved_notebook

ROOT = Path(__file__).parents[2]
NAME = f"{LESSON_2.name}.ipynb"
FAST = ["--seconds", "3", "--memory", "500"]
ODD = "\ud800 [x](\udcff) ![y](\udfff)"


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


def with_class_notes(submissions, seed):
    with take_snapshots(submissions) as snapshots:
        return note_other_classes(submissions, seed, snapshots)


def with_first_cell(text, attempts=RIGHT):
    """A solved notebook with something below its first code cell's own lines."""
    notebook = solved_notebook(attempts)
    next(cell for cell in notebook.cells if cell.cell_type == "code").source += f"\n{text}"
    return notebook


@pytest.mark.skipif(sys.platform != "linux", reason="names are text elsewhere")
def test_texts_that_no_encoder_takes(tmp_path, capsys):
    submitted = tmp_path / "submitted"
    hand_in(solved_notebook(RIGHT), submitted / "anna" / NAME)
    hand_in(solved_notebook(RIGHT), submitted / "zoe" / NAME)
    raising = f"raise ValueError({ODD!r})"
    attempts = {
        "2.1": f"def my_step(x, h, Wx, Wh, bh):\n    {raising}",
        "2.2": f"{raising}\ndef my_states(X, h0, Wx, Wh, bh):\n    return 0",
        "2.3": f"wrong_loop = {ODD!r}\nreason = {{{ODD!r}: {ODD!r}}}",
        "2.4": f"seeing_X = {ODD!r}\nseeing_Wh = [{ODD!r}]",
    }
    path = hand_in(solved_notebook(attempts), submitted / "bert" / NAME)
    content = json.loads(path.read_text())
    for cell in content["cells"]:  # as JSON can hold it, in the source itself
        if cell["cell_type"] == "code":
            cell["source"] = (
                [*cell["source"], "\n# \ud800 \udfff"] if isinstance(cell["source"], list) else cell["source"]
            )
    path.write_text(json.dumps(content))
    for name in (b"carl\xe4", b"carl\xf6"):
        folder = submitted / os.fsdecode(name)
        folder.mkdir()
        shutil.copy(submitted / "anna" / NAME, folder / os.fsdecode(b"\xff.ipynb"))
    (submitted / "dora\x1b[31m").mkdir()
    assert main(grade_command(tmp_path, *FAST)) == 0
    rows = read_sheet(tmp_path / "grades.csv")
    assert {student: float(row["grade"]) for student, row in rows.items()} == {
        "anna": 8,
        "bert": 0,
        "carlä": 8,
        "carlö": 8,
        "dora [31m": 0,
        "zoe": 8,
    }
    assert len(list((tmp_path / "grades_feedback").iterdir())) == 12
    assert "\x1b" not in "".join(capsys.readouterr())
    assert main(grade_command(tmp_path, *FAST)) == 0


def test_a_row_a_page_and_a_report_that_fail(tmp_path, monkeypatch, capsys):
    for student in ("anna", "bert", "carl", "dora"):
        hand_in(solved_notebook({}), tmp_path / "submitted" / student / NAME)
    (tmp_path / "grades_feedback" / "dora.html").mkdir(parents=True)
    sheet_row, write_feedback = commands.sheet_row, commands.write_feedback

    def bad_row(submission, *rest):
        return 1 / 0 if submission.student == "bert" else sheet_row(submission, *rest)

    def bad_page(folder, submission, *rest):
        return [][1] if submission.student == "carl" else write_feedback(folder, submission, *rest)

    monkeypatch.setattr(commands, "sheet_row", bad_row)
    monkeypatch.setattr(commands, "write_feedback", bad_page)
    monkeypatch.setattr(commands, "class_report", lambda *rest: {}["x"])
    assert main(grade_command(tmp_path, *FAST)) == 0
    rows = read_sheet(tmp_path / "grades.csv")
    assert [row["status"] for row in rows.values()] == ["graded", "failed", "failed", "failed"]
    assert "ZeroDivisionError" in rows["bert"]["words"] and "IndexError" in rows["carl"]["words"]
    assert "IsADirectoryError" in rows["dora"]["words"] or "PermissionError" in rows["dora"]["words"]
    assert (tmp_path / "grades_feedback" / "dora.md").exists() and (tmp_path / "grades_feedback" / "bert.md").exists()
    assert "The report could not be made: KeyError" in (tmp_path / "grades_report.md").read_text()


def test_a_record_that_cannot_be_written(tmp_path):
    for student in ("anna", "bert"):
        hand_in(solved_notebook({}), tmp_path / "submitted" / student / NAME)
    (tmp_path / "grades_records" / "anna.json").mkdir(parents=True)
    assert main(grade_command(tmp_path, *FAST)) == 0
    rows = read_sheet(tmp_path / "grades.csv")
    assert "the record could not be written" in rows["anna"]["notes"] and rows["bert"]["notes"] == ""


def test_names_at_the_limit_of_the_file_system(tmp_path):
    long = "𐍈" * 63
    for student in (long, "Anna", "ANNA", "con", "ä" * 127):
        hand_in(solved_notebook({}), tmp_path / "submitted" / student / NAME)
    (tmp_path / "submitted" / "zoe").mkdir()
    (tmp_path / "submitted" / "zoe" / ("𐍈" * 60 + ".ipynb")).write_text("{}")
    assert main(grade_command(tmp_path, *FAST)) == 0
    assert len(read_sheet(tmp_path / "grades.csv")) == 6
    assert (tmp_path / "grades_feedback" / f"{student_file_name(long)}.html").exists()


def grades_of(folder, records, submissions=None):
    with make_grading_rules(1, Limits()) as rules:
        submissions = submissions or collect_from(folder).submissions
        return grade_class.grade_class(
            submissions, LESSON_2, rules, GradeRecords(records), 1, progress=lambda line: None
        )


def replace_while_graded(path, student, assignment, rules):
    """The student's blank notebook is the solved one as soon as it has been read."""
    grade = grade_submission(path, student, assignment, rules)
    shutil.copy(os.environ["REPLACED"] + ".new", os.environ["REPLACED"])
    return grade


def replace_before_it_is_read(path, student, assignment, rules):
    """The file system still synchronises: it is empty for a moment."""
    Path(os.environ["REPLACED"]).write_text("")
    grade = grade_submission(path, student, assignment, rules)
    shutil.copy(os.environ["REPLACED"] + ".new", os.environ["REPLACED"])
    return grade


@pytest.mark.parametrize("meanwhile", [replace_while_graded, replace_before_it_is_read])
def test_a_file_that_changes_while_it_is_graded_is_graded_anew(tmp_path, monkeypatch, meanwhile):
    path = hand_in(solved_notebook({}), tmp_path / "class" / "anna" / NAME)
    hand_in(solved_notebook(RIGHT), path.with_name(f"{NAME}.new"))
    monkeypatch.setenv("REPLACED", str(path))
    with make_grading_rules(1, Limits()) as rules, monkeypatch.context() as patch:
        patch.setattr(grade_class, "grade_submission", meanwhile)
        patch.setattr(
            grade_class,
            "call_in_processes",
            lambda function, calls, jobs, keep: [keep(key, function(*arguments)) for key, arguments in calls.items()][
                :0
            ],
        )
        submissions = collect_from(tmp_path / "class").submissions
        grade_class.grade_class(
            submissions, LESSON_2, rules, GradeRecords(tmp_path / "r"), 1, progress=lambda line: None
        )
    assert grades_of(tmp_path / "class", tmp_path / "r")["anna"].points == 8


def test_files_that_are_gone_or_may_not_be_read(tmp_path, monkeypatch):
    for student in ("anna", "bert", "carl"):
        hand_in(solved_notebook({}), tmp_path / "class" / student / NAME)
    (tmp_path / "class" / "dora").mkdir()
    (tmp_path / "class" / "dora" / NAME).symlink_to("nowhere")
    submissions = collect_from(tmp_path / "class").submissions
    (tmp_path / "class" / "bert" / NAME).unlink()
    (tmp_path / "class" / "carl" / NAME).unlink()
    (tmp_path / "class" / "carl" / NAME).mkdir()
    submissions.append(Submission("eve", fault="eve cannot be read: PermissionError"))
    grades = grades_of(None, tmp_path / "r", submissions)
    status = {student: (grade.status, grade.reason) for student, grade in grades.items()}
    assert status == {
        "anna": ("graded", ""),
        "bert": ("failed", "the file cannot be read: FileNotFoundError: No such file or directory"),
        "carl": ("unreadable", "this is not a file"),
        "dora": ("unreadable", "this is not a file"),
        "eve": ("failed", "eve cannot be read: PermissionError"),
    }


def test_a_file_that_is_too_large_is_not_read(tmp_path, monkeypatch):
    path = hand_in(solved_notebook({}), tmp_path / "class" / "anna" / NAME)
    with open(path, "r+b") as file:
        file.truncate(10**12)
    started = time.monotonic()
    assert "the file has 1000000 MB" in grades_of(tmp_path / "class", tmp_path / "r")["anna"].reason
    assert submitted_files.file_digest(path) == submitted_files.TOO_LARGE and time.monotonic() - started < 20


# The class's seed

STATEMENT = "check = for_class(check, {'2.3': {0: 'BADC'}}, 99)"


@pytest.mark.parametrize(
    "text",
    [
        STATEMENT,
        f"# {STATEMENT}",
        f"'''\n{STATEMENT}\n'''",
        f"text = {STATEMENT!r}",
        "check = for_class(check, {" * 20_000,
        "check = for_class(check, {}, " + "9" * 5_000 + ")",
        "%magic\n" + STATEMENT + "\n(",
    ],
    ids=["statement", "comment", "long text", "text", "repeated", "digits", "broken"],
)
def test_one_notebook_of_another_class_stops_nobody(tmp_path, text):
    """It gets a note where it states another seed, and reading it takes no time to speak of."""
    for student, content in {"anna": "", "bert": "", "eve": text}.items():
        hand_in(with_first_cell(content), tmp_path / student / NAME)
    started = time.monotonic()
    notes = {one.student: one.notes for one in with_class_notes(collect_from(tmp_path).submissions, None)}
    assert time.monotonic() - started < 20
    states_another = text == STATEMENT or text.startswith("%magic")
    assert notes["anna"] == notes["bert"] == () and bool(notes["eve"]) == states_another


def test_a_file_of_nothing_but_the_statement_is_read_in_no_time(tmp_path):
    """With 4 MB of it the search took three quarters of an hour."""
    hand_in(with_first_cell(""), tmp_path / "anna" / NAME)
    (tmp_path / "eve").mkdir()
    (tmp_path / "eve" / NAME).write_text(json.dumps({"cells": [], "x": "check = for_class(check, {" * 150_000}))
    started = time.monotonic()
    with_class_notes(collect_from(tmp_path).submissions, None)
    assert time.monotonic() - started < 20


@pytest.mark.parametrize(
    "carried, given, refused",
    [
        ([None, None, 99], None, ""),
        ([None, None, 99], 99, ""),
        ([None, 99], None, ""),
        ([7, 7, None], None, "released with --class-seed 7: grade with it too"),
        (
            [7, 7, None],
            8,
            "no notebook carries --class-seed 8, most were released with --class-seed 7: grade with it too",
        ),
        ([None, None], 7, "no notebook carries --class-seed 7, most carry none"),
        ([7, 8, 9], 9, ""),
        ([7, 8, 9], None, ""),
        (["broken", None], 7, "most carry none"),
        (["broken", "broken"], 7, ""),
        ([7, "broken", "broken"], None, ""),
        (["link", 7, 7], None, "--class-seed 7"),
    ],
)
def test_the_teachers_seed_decides(tmp_path, carried, given, refused):
    for place, seed in enumerate(carried):
        path = tmp_path / f"student {place}" / NAME
        statement = f"check = for_class(check, {{}}, {seed})" if isinstance(seed, int) else ""
        hand_in(with_first_cell(statement), path)
        if seed == "broken":
            path.write_text("[[[")
        elif seed == "link":
            path.unlink()
            path.symlink_to("/dev/zero")
    submissions = collect_from(tmp_path).submissions
    if refused:
        with pytest.raises(CollectError, match=refused):
            with_class_notes(submissions, given)
        return
    for submission, seed in zip(with_class_notes(submissions, given), carried):
        assert bool(submission.notes) == (seed != given and seed != "broken")


def test_the_seed_of_a_release_is_found_in_what_comes_back(tmp_path):
    """Below cells of the student's own, beside a picture, and written in lines by a formatter."""
    own = read_assignment(LESSON_2.path, 7)
    notebook = solved_notebook({}, own)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    first.source = "%matplotlib inline\n" + first.source.replace("for_class(check, ", "for_class(\n    check,\n    ")
    first.outputs = [new_output("stream", name="stdout", text="x" * 10**6)]
    notebook.cells.insert(0, new_code_cell("import numpy as np"))
    hand_in(notebook, tmp_path / "anna" / NAME)
    assert with_class_notes(collect_from(tmp_path).submissions, 7)[0].notes == ()


def test_the_lesson_is_what_most_students_hand_in(tmp_path):
    other = next(path for path in LESSON_2.path.parent.glob("03_*.ipynb"))
    for place in range(9):
        hand_in(solved_notebook({}), tmp_path / "eve" / f"{place}_{other.name}")
    for student in ("anna", "bert"):
        hand_in(solved_notebook({}), tmp_path / student / NAME)
    assert commands._submitted_lesson(read_class_folder(tmp_path, "/nowhere"), tmp_path).stem == LESSON_2.name


def test_a_run_that_fails_is_not_the_run_before(tmp_path, capsys, monkeypatch):
    hand_in(solved_notebook({}), tmp_path / "submitted" / "anna" / NAME)
    command = grade_command(tmp_path, *FAST)
    due = [*command, "--due", "2026-11-30T23:59"]
    assert main(due) == 0
    with monkeypatch.context() as patch:
        patch.setattr(commands, "grade_class", lambda *rest: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            main(command)
    capsys.readouterr()
    assert main(due) == 0
    assert "unlike the run before" not in capsys.readouterr().err
