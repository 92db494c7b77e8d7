"""What Canvas and Moodle import: the columns that their importers look for, and whom these find by them."""

import csv
import re
import zipfile
from pathlib import Path

import pytest

from rnnlab.cli import main
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_sheet import sheet_row
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.gradebook_import import (
    canvas_table,
    moodle_table,
    with_system_numbers,
    write_feedback_archive,
)
from rnnlab.coursework.late_penalty import LatePenalty
from tests.helpers.students import (
    LESSON_2,
    RIGHT,
    collect_from,
    grade_command,
    hand_in,
    read_sheet,
    solved_notebook,
)

ROOT = Path(__file__).parents[2]
NAME = f"{LESSON_2.name}.ipynb"
FAST = ["--seconds", "3", "--memory", "500"]
MOODLE_FOLDER = "Anna Müller_12345_assignsubmission_file"


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


def lines_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def canvas_reads(lines):
    """Student to assignment to grade, as lib/gradebook_importer.rb goes through a table: by places and names."""
    header = lines[0]
    assert "Student" in header[0] and "ID" in header[1]
    assert re.search(r"SIS\s+User\s+ID", header[2]) and re.search(r"SIS\s+Login\s+ID", header[3])
    assert "Section" in header[4]
    students, possible = {}, {}
    for line in lines[1:]:
        assert len(line) == len(header)
        grades = {name.rsplit(" (", 1)[-1].rstrip(")"): value for name, value in zip(header[5:], line[5:])}
        if "Points Possible" in line[0]:
            possible = grades
        else:
            students[line[1] or line[2] or line[3] or line[0]] = grades
    return students, possible


def moodle_reads(path, participants):
    """Participant to file, as mod/assign/feedback/file/importziplib.php takes the names in an archive apart."""
    files = {}
    with zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            parts = name.split("/")
            _, number, plugin_type, plugin, rest = parts[0].split("_", 4)
            assert number.isdigit() and (plugin_type, plugin, rest) == ("assignsubmission", "file", "")
            if int(number) in participants:
                files[int(number)] = (parts[-1], archive.read(name).decode("utf-8"))
    return files


ROWS = [
    {"student": "Müller, Anna", "id": "m17", "email": "anna@uni.edu", "canvas": "901", "grade": 7.2, "words": "<b>x"},
    {"student": "bert", "grade": 0.0, "status": "missing", "words": "", "moodle": "12346"},
    {"student": "carl", "id": "m19", "grade": 0.0, "status": "failed", "words": "the grader failed"},
]


def test_canvas_finds_students_and_assignments():
    students, possible = canvas_reads(
        [[str(cell) for cell in line] for line in canvas_table(ROWS, {"Lesson 2 (4711)": ("grade", 8.0)})]
    )
    assert possible == {"4711": "8.0"}
    assert students == {"901": {"4711": "7.2"}, "bert": {"4711": "0.0"}, "m19": {"4711": ""}}


@pytest.mark.parametrize(
    "roster, columns",
    [
        (
            "Student,ID,SIS User ID,SIS Login ID,Section\nAnna Arendt,901,,aarendt,A\nBert Blau,902,,bblau,A\n",
            [["901", "901", "aarendt"], ["902", "902", "bblau"]],
        ),
        (
            "name,id,e-mail,login\nAnna Arendt,17,anna@uni.edu,aarendt\nBert Blau,18,bert@uni.edu,\n",
            [["", "17", "aarendt"], ["", "18", "bert@uni.edu"]],
        ),
    ],
    ids=["Canvas' own", "a teacher's"],
)
def test_canvas_gets_the_login_and_its_own_number_from_the_roster(tmp_path, roster, columns):
    """Its column SIS Login ID is compared with logins; an e-mail address is one only where nothing else is known."""
    (tmp_path / "roster.csv").write_text(roster, encoding="utf-8")
    hand_in(solved_notebook({}), tmp_path / "submitted" / "Anna Arendt" / NAME)
    collected = collect_from(tmp_path / "submitted", roster=tmp_path / "roster.csv").submissions
    rows = [sheet_row(one, Grade(one.student, "missing"), LESSON_2, LatePenalty()) for one in collected]
    rows = with_system_numbers(rows, collected, tmp_path / "submitted")
    header, _, *lines = canvas_table(rows, {"Lesson 2": ("grade", 8.0)})
    assert header[1:4] == ["ID", "SIS User ID", "SIS Login ID"] and [line[1:4] for line in lines] == columns


def test_moodles_grading_worksheet_has_the_columns_that_are_looked_for():
    header, *lines = moodle_table(ROWS, {"Lesson 2": ("grade", 8.0)})
    assert {"Identifier", "Grade", "Last modified (grade)", "Email address", "ID number"} <= set(header)
    rows = [dict(zip(header, line)) for line in lines]
    assert [row["Identifier"] for row in rows] == ["", "Participant 12346", ""]
    assert [row["Grade"] for row in rows] == [7.2, 0.0, ""]  # nobody gets a 0 because the grader has failed
    assert rows[0]["Feedback comments"] == "&lt; b&gt;x" and rows[0]["Email address"] == "anna@uni.edu"


def test_several_lessons_are_columns_of_moodles_gradebook():
    header, first, *_ = moodle_table(ROWS, {"Lesson 2": ("grade", 8.0), "Lesson 3": ("other", 8.0)})
    assert header[4:] == ["Lesson 2", "Lesson 3"] and first[4:] == [7.2, ""]


@pytest.mark.parametrize(
    "path, numbers",
    [
        (f"{MOODLE_FOLDER}/{NAME}", {"moodle": "12345"}),
        (f"{MOODLE_FOLDER}_/deep/{NAME}", {"moodle": "12345"}),
        (f"Anna_Lena Müller_12345_assignsubmission_file_{NAME}", {"moodle": "12345"}),
        (f"{MOODLE_FOLDER}.zip/{NAME}", {"moodle": "12345"}),
        (f"mülleranna_901_4455_{NAME}", {"canvas": "901"}),
        (f"mülleranna_LATE_901_4455_{NAME}", {"canvas": "901"}),
        (f"outer folder/{MOODLE_FOLDER}/{NAME}", {"moodle": "12345"}),
        (f"anna_{NAME}", {}),
    ],
)
def test_the_numbers_of_the_systems_are_in_the_names_that_these_give(path, numbers):
    (row,) = with_system_numbers([{}], [Submission("anna", Path("class") / path)], Path("class"))
    assert row == numbers


@pytest.mark.parametrize(
    "names, numbers",
    [
        ({"anna": "anna", "bert": "bert", "eve": f"eve/{MOODLE_FOLDER}"}, [{}, {}, {}]),
        ({"anna": "anna", "eve": "eve/anna_901_4455_x"}, [{}, {}]),
        ({"anna": "anna_901_1_x", "eve": "eve_903_1_anna_901_1_x"}, [{"canvas": "901"}, {"canvas": "903"}]),
        ({"anna": MOODLE_FOLDER, "eve": f"Eve_77_assignsubmission_file/{MOODLE_FOLDER}"},
         [{"moodle": "12345"}, {"moodle": "77"}]),
        ({"a": "A_5_assignsubmission_file", "b": "B_5_assignsubmission_file", "c": "C_6_assignsubmission_file"},
         [{}, {}, {"moodle": "6"}]),
    ],
)  # fmt: skip
def test_a_student_does_not_take_the_number_of_another(names, numbers):
    submissions = [Submission(student, Path("class") / name / NAME) for student, name in names.items()]
    assert with_system_numbers([{}] * len(names), submissions, Path("class")) == numbers


def test_no_number_without_a_file():
    assert with_system_numbers([{}], [Submission("a")], Path("class")) == [{}]


def test_moodle_gives_each_page_to_its_student(tmp_path):
    folders = {"anna": MOODLE_FOLDER, "a_b": "A_B C_77_assignsubmission_file_", "zoe": "zoe"}
    pages = {}
    for student in folders:
        pages[student] = tmp_path / f"{student}.html"
        pages[student].write_text(student)
    submissions = [Submission(student, Path("class") / name / NAME) for student, name in folders.items()]
    archive = tmp_path / "feedback.zip"
    assert write_feedback_archive(submissions, Path("class"), pages, archive) == 2
    assert moodle_reads(archive, {12345, 77}) == {12345: ("feedback.html", "anna"), 77: ("feedback.html", "a_b")}
    before = archive.read_bytes()
    write_feedback_archive(submissions, Path("class"), pages, archive)
    assert archive.read_bytes() == before
    assert write_feedback_archive(submissions[2:], Path("class"), pages, archive) == 0
    assert not archive.exists() and len(list(tmp_path.iterdir())) == 3


def test_from_moodles_folders_to_moodles_tables(tmp_path, capsys):
    hand_in(solved_notebook(RIGHT), tmp_path / "submitted" / MOODLE_FOLDER / NAME)
    assert main(grade_command(tmp_path, "--format", "moodle", *FAST)) == 0
    header, line = lines_of(tmp_path / "grades.csv")
    row = dict(zip(header, line))
    assert (row["Identifier"], row["Grade"], row["Maximum Grade"]) == ("Participant 12345", "8.0", "8.0")
    ((name, page),) = moodle_reads(tmp_path / "grades_feedback.zip", {12345}).values()
    assert name == "feedback.html" and "8 of 8 points" in page and "Anna Müller" in page
    (full,) = read_sheet(tmp_path / "grades_full.csv").values()
    assert full["grade"] == "8.0" and (tmp_path / "grades_feedback" / full["feedback"]).exists()
    assert "grades_feedback.zip: 1 of 1 feedback pages" in capsys.readouterr().out
    # The same results for Canvas, over the table of the run before.
    canvas = ("--format", "canvas", "--assignment", "Lesson 2 (4711)")
    assert main(grade_command(tmp_path, *canvas, *FAST)) == 0
    assert canvas_reads(lines_of(tmp_path / "grades.csv"))[1] == {"4711": "8.0"}
    assert main(grade_command(tmp_path, "--assignment", "Lesson 2", *FAST)) == 1
    assert "--assignment goes with --format canvas" in capsys.readouterr().err


def test_a_spreadsheet_knows_the_encoding(tmp_path):
    hand_in(solved_notebook({}), tmp_path / "submitted" / "Müller" / NAME)
    assert main(grade_command(tmp_path, *FAST)) == 0
    data = (tmp_path / "grades.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfstudent,") and "Müller".encode() in data
