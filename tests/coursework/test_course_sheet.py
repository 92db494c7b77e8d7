"""The sheet of a course: the sheets of its lessons, student by student."""

import csv

import pytest

from rnnlab.cli import main
from rnnlab.coursework.course_sheet import course_rows, read_grade_sheets
from rnnlab.coursework.tables import CollectError
from tests.helpers.students import read_sheet

TWO, THREE = "02_manual_forward_pass", "03_multi_sample_batching"
HEADER = ["student", "id", "email", "lesson", "grade", "maximum", "status", "words"]


def sheet(path, *rows, header=HEADER, encoding="utf-8-sig", separator=","):
    """Write a grade sheet: each row is the beginning of a line."""
    with open(path, "w", encoding=encoding, newline="") as file:
        writer = csv.writer(file, delimiter=separator)
        writer.writerows([header, *(list(row) + [""] * (len(header) - len(row)) for row in rows)])
    return path


def merged(tmp_path, *rows):
    return course_rows(read_grade_sheets([sheet(tmp_path / "s.csv", *rows)]))[0]


@pytest.fixture
def two_lessons(tmp_path):
    sheet(
        tmp_path / "g2.csv",
        ("Anna Müller", "17", "anna@uni.edu", TWO, "7.2", "8.0", "late", "2.1: order"),
        ("bert", "", "", TWO, "0.0", "8.0", "missing", "nothing was handed in"),
        ("carl", "19", "", TWO, "0.0", "8.0", "failed", "the grader failed"),
        ("'=dora()", "", "", TWO, "0.0", "8.0", "unreadable", "the file is empty"),
    )
    sheet(
        tmp_path / "g3.csv",
        ("Müller, Anna", "17", "", THREE, "9.0", "9.0", "graded"),
        ("BERT", "", "", THREE, "4.5", "9.0", "graded"),
        ("eve", "", "", THREE, "1.0", "9.0", "graded"),
    )
    return [str(tmp_path / "g3.csv"), str(tmp_path / "g2.csv"), "--out", str(tmp_path / "course.csv")]


def test_sums_and_what_is_missing(tmp_path, two_lessons, capsys):
    assert main(["sheet", *two_lessons]) == 0
    assert f"5 students, {TWO}, {THREE}" in capsys.readouterr().out
    rows = read_sheet(tmp_path / "course.csv")
    columns = ("id", "email", TWO, THREE, "sum", "maximum", "missing", "not graded")
    assert {student.casefold(): [row[column] for column in columns] for student, row in rows.items()} == {
        "müller, anna": ["17", "anna@uni.edu", "7.2", "9.0", "16.2", "17.0", "", ""],
        "bert": ["", "", "0.0", "4.5", "4.5", "17.0", TWO, ""],
        "carl": ["19", "", "", "", "0", "17.0", THREE, f"{TWO}: the grader failed"],
        "'=dora()": ["", "", "0.0", "", "0.0", "17.0", THREE, f"{TWO}: the file is empty"],
        "eve": ["", "", "", "1.0", "1.0", "17.0", TWO, ""],
    }
    before = (tmp_path / "course.csv").read_bytes()
    assert main(["sheet", *two_lessons]) == 0 and (tmp_path / "course.csv").read_bytes() == before


def test_a_gradebook_of_all_lessons(tmp_path, two_lessons, capsys):
    names = ["--assignment", "L2 (11)", "--assignment", "L3 (12)"]
    assert main(["sheet", *two_lessons, "--format", "canvas", *names]) == 0
    with open(tmp_path / "course.csv", encoding="utf-8-sig", newline="") as file:
        header, possible, *lines = csv.reader(file)
    assert header == ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "L2 (11)", "L3 (12)"]
    assert possible[5:] == ["8.0", "9.0"] and lines[-1] == ["eve", "", "", "", "", "", "1.0"]
    assert main(["sheet", *two_lessons, "--format", "moodle"]) == 0
    assert main(["sheet", *two_lessons, "--format", "canvas", *names[:2]]) == 1
    assert f"one for each of {TWO}, {THREE}" in capsys.readouterr().err


def test_two_sections_of_one_lesson(tmp_path):
    rows = merged(tmp_path, ("anna", "", "", TWO, "8", "8", "graded"), ("bert", "", "", TWO, "7", "8", "graded"))
    assert [(row["student"], row["sum"], row["maximum"]) for row in rows] == [("anna", 8.0, 8.0), ("bert", 7.0, 8.0)]


def test_namesakes_are_two_students(tmp_path):
    rows = merged(
        tmp_path,
        ("Anna", "1", "", TWO, "8", "8", "graded"),
        ("Anna", "2", "", TWO, "7", "8", "graded"),
        ("Anna", "2", "", THREE, "6", "9", "graded"),
        ("Bert", "", "", THREE, "5", "9", "graded"),
    )
    assert [(row["id"], row["sum"]) for row in rows] == [("1", 8.0), ("2", 13.0), ("", 5.0)]


@pytest.mark.parametrize(
    "rows, words",
    [
        ([("anna", "", "", TWO, "8", "8", "graded")] * 2, "anna has two rows for"),
        ([("anna", "", "", TWO, "8", "8", "g"), ("ANNA ", "", "", TWO, "7", "8", "g")], "two rows for"),
        ([("a", "", "", TWO, "8", "8", "g"), ("b", "", "", TWO, "7", "9", "g")], "a maximum of 8 and one of 9"),
        (
            [("a", "1", "", TWO, "8", "8"), ("a", "2", "", TWO, "7", "8"), ("a", "", "", THREE, "7", "9")],
            "2 students are called a",
        ),
        ([("a", "", "", TWO, "many", "8", "g")], "line 2: 'many' is no number"),
        ([("a", "", "", TWO)], "'' is no number"),
        ([], "is no grade sheet"),
    ],
)  # fmt: skip
def test_what_cannot_be_merged_is_said(tmp_path, rows, words):
    with pytest.raises(CollectError, match=words):
        merged(tmp_path, *rows)


def test_a_sheet_with_two_columns_of_one_header_is_refused(tmp_path):
    (tmp_path / "x.csv").write_text("student,lesson,grade,maximum,status,grade\nanna,02,8,8,graded,7\n")
    with pytest.raises(CollectError, match=r"x\.csv has two columns 'grade'"):
        read_grade_sheets([tmp_path / "x.csv"])


@pytest.mark.parametrize("content", ["", "student\nanna\n", "\0\1", "Student,ID\nx,y\n"])
def test_a_file_that_is_no_sheet(tmp_path, content):
    (tmp_path / "x.csv").write_text(content)
    with pytest.raises(CollectError, match=r"x\.csv is no grade sheet"):
        read_grade_sheets([tmp_path / "x.csv"])


@pytest.mark.parametrize("encoding, separator", [("utf-8", ";"), ("cp1252", ";"), ("utf-8-sig", "\t")])
def test_a_sheet_that_a_spreadsheet_has_saved(tmp_path, encoding, separator):
    path = sheet(
        tmp_path / "s.csv", ("Jörg", "", "", TWO, "7,2", "8,0", "late"), encoding=encoding, separator=separator
    )
    ((row,), _) = course_rows(read_grade_sheets([path]))
    assert (row["student"], row["sum"], row["maximum"]) == ("Jörg", 7.2, 8.0)


@pytest.mark.parametrize("content", ["student,lesson,grade\nanna,02,3\n", "student,email\nanna,a@b\n", "notes"])
def test_nothing_else_is_overwritten(tmp_path, two_lessons, content, capsys):
    (tmp_path / "course.csv").write_text(content)
    assert main(["sheet", *two_lessons]) == 1
    assert "is no sheet of a course" in capsys.readouterr().err and (tmp_path / "course.csv").read_text() == content
