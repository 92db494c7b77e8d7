"""Names from the download to the sheet: shown before anything runs, and coming back with id and e-mail."""

import os
import zipfile
from pathlib import Path

import pytest

from rnnlab.cli import main
from rnnlab.coursework import commands
from rnnlab.coursework.safe_text import escape_markdown
from tests.helpers.students import LESSON_2, PARTLY, RIGHT, grade_command, hand_in, read_sheet, solved_notebook

ROOT = Path(__file__).parents[2]
NAME = f"{LESSON_2.name}.ipynb"
FAST = ["--seconds", "3", "--memory", "500"]
TABLES = {"roster": "roster", "times": "times", "overrides": "points"}
MOODLE = "{}_assignsubmission_file_"


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def moodle(tmp_path):
    """A class as Moodle packs it, in an outer folder, and its roster in Windows' own code."""
    outer = tmp_path / "submitted" / "CS-Lesson 2-123"
    hand_in(solved_notebook(RIGHT), outer / MOODLE.format("Anna Müller_1") / NAME)
    os.utime(hand_in(solved_notebook({}), outer / MOODLE.format("Bert Bär_2") / NAME), (2e9, 2e9))
    hand_in(solved_notebook(PARTLY), outer / MOODLE.format("Bert Bär_2") / f"{LESSON_2.name} (1).ipynb")
    hand_in(solved_notebook(RIGHT), outer / MOODLE.format("Eve_3") / NAME)
    (outer / "Anna Müller_1_assignsubmission_onlinetext_").mkdir()
    (outer / "Anna Müller_1_assignsubmission_onlinetext_" / "onlinetext.html").write_text("see the file")
    (outer / "thoughts.py").write_text("")
    roster = (
        "Nachname;Vorname;Matrikelnummer;E-Mail\nMüller;Anna;1111;anna@u\nBär;Bert;2222;bert@u\nZoll;Zoe;3333;zoe@u\n"
    )
    (tmp_path / "roster.csv").write_bytes(roster.encode("cp1252"))
    return tmp_path


def test_a_dry_run_shows_who_was_found_and_writes_nothing(moodle, capsys, monkeypatch):
    monkeypatch.setattr(commands, "grade_class", lambda *rest: pytest.fail("it grades"))
    (moodle / "times.csv").write_text("student,submitted\nEwe,2026-12-01T08:00\n2222,2026-12-01T08:00\n")
    (moodle / "points.csv").write_text("student,exercise,points,reason\n2222,2.1,1,x\nEwa,2.1,1,x\n")
    tables = [f"--{name}={moodle / f'{table}.csv'}" for name, table in TABLES.items()]
    before = sorted(moodle.rglob("*"))
    assert main(["grade", str(moodle / "submitted"), "--dry-run", *tables]) == 0
    assert sorted(moodle.rglob("*")) == before
    shown = capsys.readouterr().out
    assert f"{LESSON_2.name}: 4 students, 3 have handed in. Nothing was graded." in shown
    assert f"Anna Müller (1111, anna@u): Anna Müller_1_assignsubmission_file_/{NAME}" in shown
    assert f"{LESSON_2.name} (1).ipynb, 2026-12-01 08:00 by --times" in shown
    assert "the newest that somebody has worked on was taken" in shown
    assert "Nothing was found of 1:\n  Zoe Zoll (3333, zoe@u)" in shown
    for remark in (
        "CS-Lesson 2-123 holds several students and was looked into",
        "Eve_3_assignsubmission_file_: not in the roster",
        "Files that belong to nobody:\n  thoughts.py",
        "times.csv, line 2: there is no student Ewe; did you mean Eve?",
        "points.csv, line 3: there is no student Ewa",
    ):
        assert remark in shown


def test_id_and_e_mail_come_back_and_what_was_not_found_is_said(moodle, capsys):
    assert main(grade_command(moodle, "--roster", moodle / "roster.csv", *FAST)) == 0
    rows = read_sheet(moodle / "grades.csv")
    assert {name: (row["id"], row["email"], float(row["grade"])) for name, row in rows.items()} == {
        "Anna Müller": ("1111", "anna@u", 8),
        "Bert Bär": ("2222", "bert@u", 2),
        "Eve": ("", "", 8),
        "Zoe Zoll": ("3333", "zoe@u", 0),
    }
    assert "roster" not in rows["Anna Müller"]["notes"] and "not in the roster" in rows["Eve"]["notes"]
    report = (moodle / "grades_report.md").read_text(encoding="utf-8")
    shown = capsys.readouterr().err
    assert "thoughts.py belongs to nobody" in shown and "## Files without a row\n\n- thoughts.py\n" in report
    unmatched = "Eve_3_assignsubmission_file_: not in the roster"
    assert unmatched in shown and escape_markdown(unmatched) in report
    left = report.split("## Files of students that do not count")[1]
    for name in (
        f"Bert Bär_2_assignsubmission_file_/{NAME}",
        "Anna Müller_1_assignsubmission_onlinetext_/onlinetext.html",
    ):
        assert f"- {escape_markdown(name)}\n" in left


def test_an_archive_of_the_class_is_graded_as_it_stands(moodle):
    with zipfile.ZipFile(moodle / "class.zip", "w") as archive:
        for path in (moodle / "submitted").rglob("*.*"):
            archive.write(path, path.relative_to(moodle / "submitted"))
    command = [
        "grade",
        str(moodle / "class.zip"),
        "--out",
        str(moodle / "g.csv"),
        "--roster",
        str(moodle / "roster.csv"),
    ]
    assert main([*command, *FAST]) == 0
    assert [float(row["grade"]) for row in read_sheet(moodle / "g.csv").values()] == [8, 2, 8, 0]


@pytest.mark.parametrize("text", ["Anna", "anna m", "Müller, Anna", "1111", "anna@u", MOODLE.format("Anna Müller_1")])
def test_one_student_is_graded_again_by_any_name(moodle, capsys, monkeypatch, text):
    seen = []

    def spy(*arguments):
        seen.extend(argument for argument in arguments if isinstance(argument, set))
        raise commands.CollectError("enough")

    monkeypatch.setattr(commands, "grade_class", spy)
    monkeypatch.setattr(commands, "self_test", lambda *rest: None)
    assert main(grade_command(moodle, "--roster", moodle / "roster.csv", "--again", text)) == 1
    assert seen == [{"Anna Müller"}]


def test_a_near_miss_is_suggested_and_two_are_named(moodle, capsys):
    command = grade_command(moodle, "--roster", moodle / "roster.csv", "--again")
    assert main([*command, "Ana"]) == 1
    assert "there is no student Ana; did you mean Anna Müller?" in capsys.readouterr().err
    hand_in(solved_notebook({}), moodle / "submitted" / "CS-Lesson 2-123" / MOODLE.format("Ben Bauer_9") / NAME)
    assert main([*command, "Be"]) == 1
    assert "Be may be Ben Bauer or Bert Bär" in capsys.readouterr().err


def test_an_extension_counts_for_one(moodle):
    (moodle / "times.csv").write_text("id,submitted\n1111,2026-12-02T10:00\n2222,2026-12-02T10:00\n")
    (moodle / "longer.csv").write_text("student,until\nBert Bär,2026-12-01\n")
    given = ("--roster", moodle / "roster.csv", "--times", moodle / "times.csv", "--extensions", moodle / "longer.csv")
    assert main(grade_command(moodle, *given, *FAST)) == 1  # longer than what?
    assert main(grade_command(moodle, *given, "--due", "2026-11-30", *FAST)) == 0
    rows = read_sheet(moodle / "grades.csv")
    assert (rows["Anna Müller"]["days late"], rows["Bert Bär"]["days late"]) == ("2", "1")
    assert rows["Bert Bär"]["extension"] == "2026-12-01T23:59" and rows["Anna Müller"]["extension"] == ""


def test_who_is_late_by_a_files_time_alone_is_said(moodle, capsys):
    """Canvas packs its archive when a teacher asks for it, and all files have that time."""
    os.utime(moodle / "submitted" / "CS-Lesson 2-123" / MOODLE.format("Eve_3") / NAME, (1e9, 1e9))
    (moodle / "times.csv").write_text("student,submitted\nBert Bär,2026-12-01T08:00\n", encoding="utf-8")
    dry_run = ["grade", str(moodle / "submitted"), "--dry-run", "--times", str(moodle / "times.csv")]
    said = "late by the times of their files, which a download may have changed (see --times): 1 of 3 students"
    for due, told in (("2002-01-01", True), ("2100-01-01", False)):
        assert main([*dry_run, "--due", due]) == 0
        assert (said in capsys.readouterr().out) == told
    assert main(dry_run) == 0 and "late by" not in capsys.readouterr().out


def test_points_given_by_hand_survive_the_next_run(moodle, capsys):
    table = moodle / "overrides.csv"
    table.write_text(
        "student;exercise;points;reason\nbert@u;2.1;1,5;asked in class\nZoe Zoll;2,3;1;by word of mouth\n"
        "Eve;3.1;2;another lesson\nnobody;2.1;1;x\n",
        encoding="utf-8",
    )
    command = grade_command(moodle, "--roster", moodle / "roster.csv", "--overrides", table, *FAST)
    for _ in range(2):
        assert main(command) == 0
        rows = read_sheet(moodle / "grades.csv")
        assert {name: float(row["points"]) for name, row in rows.items()} == {
            "Anna Müller": 8,
            "Bert Bär": 2.5,
            "Eve": 8,
            "Zoe Zoll": 1,
        }
        assert rows["Bert Bär"]["2.1"] == "1.5" and rows["Zoe Zoll"]["status"] == "missing"
        assert "2.1: 1.5 instead of 1 points by hand: asked in class" in rows["Bert Bär"]["notes"]
        assert "overrides.csv, line 5: there is no student nobody" in capsys.readouterr().err
    (page,) = (moodle / "grades_feedback").glob("Bert*.md")
    text = page.read_text(encoding="utf-8")
    assert "**Your teacher has given 1.5 instead of 1 points:** asked in class" in text and "book's order" in text
    assert main(command[: command.index("--overrides")] + FAST) == 0
    assert float(read_sheet(moodle / "grades.csv")["Bert Bär"]["points"]) == 2


@pytest.mark.parametrize(
    "row, words",
    [
        ("bert,2.9,1,x", "line 2: there is no exercise 2.9 in 02_manual_forward_pass; there is 2.1, 2.2, 2.3, 2.4"),
        ("bert,loop,1,x", "there is no exercise loop"),
        ("bert,2.1,3,x", "line 2: 2.1 has 0 to 2 points, not '3'"),
        ("bert,2.1,-1,x", "not '-1'"),
        ("bert,2.1,nan,x", "not 'nan'"),
        ("bert,2.1,1,", "line 2: the column reason is empty"),
    ],
)
def test_an_override_that_cannot_be_is_named_with_its_line(moodle, capsys, row, words):
    (moodle / "o.csv").write_text(f"student,exercise,points,reason\n{row}\n")
    assert main(grade_command(moodle, "--overrides", moodle / "o.csv", *FAST)) == 1
    assert words in capsys.readouterr().err and not (moodle / "grades.csv").exists()
