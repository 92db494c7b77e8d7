"""A whole class, from the command line: every row right, nobody stops the others, what is finished is kept."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from rnnlab.cli import main
from rnnlab.coursework import grade_class
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_records import GradeRecords, student_file_name
from rnnlab.coursework.grade_submission import Grade, grade_submission
from rnnlab.coursework.sandbox.isolation import find_isolation
from rnnlab.coursework.sandbox.worker_process import Limits
from tests.helpers.cheats import CHEATS
from tests.helpers.spoiled_attempts import SPOILED
from tests.helpers.students import (
    LESSON_2,
    PARTLY,
    RIGHT,
    collect_from,
    grade_command,
    hand_in,
    read_sheet,
    reference_attempts,
    solved_notebook,
)

ROOT = Path(__file__).parents[2]
NAME = f"{LESSON_2.name}.ipynb"
ALONE = RIGHT | {"2.2": RIGHT["2.2"].replace("my_step(x, h0, Wx, Wh, bh)", "np.tanh(x @ Wx + h0 @ Wh + bh)")}
FAST = ["--seconds", "3", "--memory", "500"]


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


def class_of_six(folder):
    hand_in(solved_notebook(RIGHT), folder / "anna" / NAME)
    hand_in(solved_notebook(PARTLY), folder / "björn" / NAME)
    hand_in(solved_notebook({}), folder / "=cmd()" / NAME)
    hand_in(solved_notebook(ALONE | {"2.1": SPOILED["endless function"][0]}), folder / f"dora_{NAME}")
    hand_in(solved_notebook({"2.1": CHEATS["reading the checker"]}), folder / "eve" / "attempt 3" / NAME)
    (folder / "fred").mkdir()
    (folder / "fred" / NAME).write_text("")
    return {"anna": 8, "björn": 2, "'=cmd()": 0, "dora": 6, "eve": 0, "fred": 0}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The folder of a graded class of six, and what it should have got."""
    folder = tmp_path_factory.mktemp("class")
    expected = class_of_six(folder / "submitted")
    (folder / "roster.csv").write_text("student,email\nanna,a@b\ngreta,g@b\n", encoding="utf-8")
    before = os.getcwd()
    os.chdir(ROOT)
    try:
        assert main(grade_command(folder, "--roster", folder / "roster.csv", *FAST)) == 0
    finally:
        os.chdir(before)
    return folder, expected


def test_every_row_is_right(graded):
    folder, expected = graded
    rows = read_sheet(folder / "grades.csv")
    assert {student: float(row["grade"]) for student, row in rows.items()} == expected | {"greta": 0}
    assert list(rows) == sorted(rows, key=lambda student: student.lstrip("'"))
    for row in rows.values():
        assert sum(float(row[number]) for number in RIGHT) == float(row["points"]) <= float(row["maximum"]) == 8
    assert (
        rows["greta"]["status"] == "missing"
        and rows["fred"]["status"] == "unreadable"
        and rows["fred"]["words"] == "the file is empty"
    )
    assert rows["anna"]["words"] == "" and "2.1: Your function takes too long" in rows["dora"]["words"]
    assert "This is the book's order, W x" in rows["björn"]["words"] and rows["björn"]["2.1"] == "1.0"


def test_feedback_shows_the_own_work_and_nothing_hidden(graded):
    folder, _ = graded
    text, pages = (
        {path.stem: path.read_text(encoding="utf-8") for path in (folder / "grades_feedback").glob(f"*.{ending}")}
        for ending in ("md", "html")
    )
    assert set(text) == set(pages) == {"anna", "björn", student_file_name("=cmd()"), "dora", "eve", "fred", "greta"}
    assert "<strong>This is the book&#x27;s order, W x.</strong>" in pages["björn"].replace("'", "&#x27;")
    assert "Wx.T @ x + Wh.T @ h" in text["björn"] and "The diagnosis" not in text["björn"]
    assert "**This is the book's order, W x.**" in text["björn"] and "2 of 8 points" in text["björn"]
    seed = (folder / "grades_records" / "seed.txt").read_text()
    for student, words in [*text.items(), *pages.items()]:
        assert seed not in words and str(folder) not in words
        assert student == "eve" or (
            "step_solution" not in words and "step_right" not in words
        )  # eve's own work names them


def test_the_report_says_how_it_was_graded(graded):
    folder, _ = graded
    report = (folder / "grades_report.md").read_text(encoding="utf-8")

    assert (
        find_isolation().description in report
        and "self-test was passed" in report
        and "fred: the file is empty" in report
    )


def test_a_second_run_keeps_what_is_finished_and_changes_nothing(graded, capsys, monkeypatch):
    folder, _ = graded
    before = (folder / "grades.csv").read_bytes()
    monkeypatch.setattr(
        grade_class, "_grade_in_pool", lambda submissions, *rest: [] if not submissions else pytest.fail("graded again")
    )
    assert main(grade_command(folder, "--roster", folder / "roster.csv", *FAST)) == 0
    assert "7 of 7 are finished already or missing" in capsys.readouterr().err
    assert (folder / "grades.csv").read_bytes() == before


def test_one_student_is_graded_again_on_the_same_inputs(graded, tmp_path, capsys):
    folder, _ = graded
    shutil.copytree(folder, tmp_path / "copy")
    folder = tmp_path / "copy"
    seed = (folder / "grades_records" / "seed.txt").read_text()
    hand_in(solved_notebook(RIGHT), folder / "submitted" / "björn" / NAME)
    assert main(grade_command(folder, "--again", "anna", *FAST)) == 0
    shown = capsys.readouterr().err
    assert "anna: 8 of 8" in shown and "björn: 8 of 8" in shown and "dora" not in shown
    assert (folder / "grades_records" / "seed.txt").read_text() == seed
    assert main(grade_command(folder, "--again", "nobody", *FAST)) == 1


@pytest.mark.slow
def test_interrupted_and_run_again(tmp_path):
    class_of_six(tmp_path / "submitted")
    command = [sys.executable, "-m", "rnnlab.coursework", *grade_command(tmp_path, "--jobs", "1", *FAST)]
    process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True, start_new_session=True)
    for line in process.stderr:
        if "anna: 8 of 8" in line:
            break
    os.killpg(process.pid, 9)
    process.wait()
    assert not (tmp_path / "grades.csv").exists() and (tmp_path / "grades_records" / "anna.json").exists()
    again = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert again.returncode == 0 and "finished already" in again.stderr and "anna: 8" not in again.stderr
    assert len(read_sheet(tmp_path / "grades.csv")) == 6


@pytest.mark.slow
def test_a_grader_that_dies_costs_one_row(tmp_path, monkeypatch):
    """One submission takes the grader's own process with it: the others are finished, it gets its reason."""
    for student in ("anna", "bert", "carl"):
        hand_in(solved_notebook(RIGHT), tmp_path / "submitted" / student / NAME)
    monkeypatch.setattr(grade_class, "_grade_safely", die_at_bert)
    with make_grading_rules(1, Limits()) as rules:
        grades = grade_class.grade_class(
            collect_from(tmp_path / "submitted").submissions,
            LESSON_2,
            rules,
            GradeRecords(tmp_path / "records"),
            2,
            progress=lambda line: None,
        )
    assert {student: (grade.status, grade.points) for student, grade in grades.items()} == {
        "anna": ("graded", 8),
        "bert": ("failed", 0),
        "carl": ("graded", 8),
    }


def die_at_bert(path, student, assignment, rules):
    if student == "bert":
        os._exit(9)
    return grade_submission(path, student, assignment, rules)


def test_a_late_student_reads_why(graded, tmp_path):
    folder, _ = graded
    (tmp_path / "times.csv").write_text("student,submitted\nanna,2026-12-01T12:00\n")
    shutil.copytree(folder / "grades_records", tmp_path / "g_records")
    late = ("--times", tmp_path / "times.csv", "--due", "2026-11-30T23:59")
    assert main(grade_command(folder, *late, *FAST, out=tmp_path / "g.csv")) == 0
    row = read_sheet(tmp_path / "g.csv")["anna"]
    columns = ("status", "points", "deducted", "grade", "days late")
    assert [row[column] for column in columns] == ["late", "8.0", "0.8", "7.2", "1"]
    assert "Handed in 1 day late: −0.8." in (tmp_path / "g_feedback" / "anna.md").read_text(encoding="utf-8")


def test_a_forgotten_class_seed_is_noticed(tmp_path, capsys):
    own, answers = read_assignment(LESSON_2.path, 7), reference_attempts(LESSON_2)
    for student, notebook in {
        "anna": solved_notebook(answers, own),
        "bert": solved_notebook({}, own),
        "carl": solved_notebook(RIGHT),
    }.items():
        hand_in(notebook, tmp_path / "submitted" / student / NAME)
    (tmp_path / "submitted" / "dora").mkdir()
    (tmp_path / "submitted" / "dora" / NAME).symlink_to("/dev/zero")
    command = grade_command(tmp_path, *FAST)
    for wrong in ([], ["--class-seed=8"]):
        assert main(command + wrong) == 1
        assert "were released with --class-seed 7: grade with it too" in capsys.readouterr().err
    assert main([*command, "--class-seed=7"]) == 0
    rows = read_sheet(tmp_path / "grades.csv")
    assert "says no class seed" in rows["carl"]["notes"] and rows["anna"]["notes"] == ""
    assert float(rows["anna"]["2.3"]) == 0 and float(rows["carl"]["2.3"]) == 0


def test_an_argument_that_was_left_out_is_told(tmp_path, capsys):
    hand_in(solved_notebook({}), tmp_path / "submitted" / "anna" / NAME)
    command = grade_command(tmp_path, *FAST)
    assert main([*command, "--due", "2026-11-30T23:59"]) == 0
    assert "unlike the run before" not in capsys.readouterr().err
    assert main([*command, "--again", "anna"]) == 0
    assert "unlike the run before: --due is None, it was 2026-11-30 23:59:00" in capsys.readouterr().err
    assert main(command) == 0
    assert "unlike the run before" not in capsys.readouterr().err


def test_an_empty_folder_and_a_lesson_that_cannot_be_told(tmp_path, capsys):
    (tmp_path / "submitted").mkdir()
    assert main(grade_command(tmp_path)) == 1
    assert "not called after a lesson" in capsys.readouterr().err
    assert main(grade_command(tmp_path, "--lesson", "02")) == 1
    assert "no submissions" in capsys.readouterr().err


def test_the_record_of_another_submission_is_not_taken(tmp_path):
    records = GradeRecords(tmp_path)
    records.save(Grade("a b"), "key")
    assert records.load("a b", "key") and not records.load("a b", "other")
    records.path("a b").write_text(json.dumps({"key": "key", "grade": {"student": "c"}}))
    assert records.load("a b", "key") is None


@pytest.mark.slow
def test_a_class_of_sixty(tmp_path):
    expected, kinds, cheats = {}, list(SPOILED), list(CHEATS)
    for place in range(60):
        student = f"student {place:02}"
        if place < 15:
            attempts, earned = RIGHT, 8
        elif place < 25:
            attempts, earned = PARTLY, 2
        elif place < 30:
            attempts, earned = {}, 0
        elif place < 45:
            attempts, earned = ALONE | {"2.1": SPOILED[kinds[place - 30]][0]}, 6
        else:
            attempts, earned = {"2.1": CHEATS[cheats[place - 45]]}, 0
        hand_in(solved_notebook(attempts), tmp_path / "submitted" / student / NAME)
        expected[student] = earned
    assert main(grade_command(tmp_path, *FAST)) == 0
    assert {student: float(row["grade"]) for student, row in read_sheet(tmp_path / "grades.csv").items()} == expected
