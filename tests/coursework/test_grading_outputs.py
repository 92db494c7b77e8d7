"""A run writes over its own results, and over nothing else."""

from pathlib import Path

import pytest

from rnnlab.cli import main
from rnnlab.coursework.grade_records import GradeRecords
from rnnlab.coursework.grading_outputs import GradingOutputs
from rnnlab.coursework.tables import CollectError
from tests.helpers.students import LESSON_2, LESSONS, grade_command, hand_in, read_sheet, solved_notebook

ROOT = Path(__file__).parents[2]
NAME = f"{LESSON_2.name}.ipynb"
FAST = ["--seconds", "3", "--memory", "500"]


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


@pytest.fixture
def submitted(tmp_path):
    (tmp_path / "submitted").mkdir()
    return tmp_path / "submitted"


def refusal(out, submitted, kind="csv", lesson=LESSON_2.name):
    with pytest.raises(CollectError) as refused:
        GradingOutputs(out, kind).validate(submitted, lesson)
    return str(refused.value)


@pytest.mark.parametrize("place", ["grades.csv", "anna/grades.csv", "../submitted/grades.csv"])
def test_results_do_not_lie_among_the_submissions(submitted, place):
    (submitted / "anna").mkdir()
    assert "among the submissions" in refusal(submitted / place, submitted)


def test_results_beside_the_submissions_and_through_a_link(submitted, tmp_path):
    GradingOutputs(tmp_path / "submitted.csv").validate(submitted, LESSON_2.name)
    (tmp_path / "link").symlink_to(submitted)
    assert "among the submissions" in refusal(tmp_path / "link" / "g.csv", submitted)


def test_another_lessons_sheet_is_not_overwritten(submitted, tmp_path):
    out = tmp_path / "grades.csv"
    out.write_text("student,lesson,grade\nanna,03_multi_sample_batching,8\n")
    words = refusal(out, submitted)
    assert "holds the grades of 03_multi_sample_batching" in words and words.endswith("grades_02.csv")
    GradingOutputs(out).validate(submitted, "03_multi_sample_batching")


@pytest.mark.parametrize("content", ["student,email\nanna,a@b\n", "notes", "student,lesson\n", "\0", "PK\x03\x04\xff"])
@pytest.mark.parametrize("kind", ["csv", "canvas"])
def test_a_file_that_is_no_sheet_is_not_overwritten(submitted, tmp_path, content, kind):
    (tmp_path / "students.csv").write_bytes(content.encode("latin-1"))
    assert "is no grade sheet" in refusal(tmp_path / "students.csv", submitted, kind)


def test_an_empty_file_and_a_gradebooks_table_of_the_same_lesson(submitted, tmp_path):
    out = tmp_path / "grades.csv"
    out.touch()
    GradingOutputs(out).validate(submitted, LESSON_2.name)
    out.write_text("Student,ID\n")
    GradeRecords(tmp_path / "grades_records").save_lesson(LESSON_2.name)
    GradingOutputs(out, "canvas").validate(submitted, LESSON_2.name)
    assert "holds the grades of 02" in refusal(out, submitted, "canvas", "03_multi_sample_batching")


def test_records_of_another_lesson_are_not_mixed(submitted, tmp_path):
    GradeRecords(tmp_path / "grades_records").save_lesson("03_multi_sample_batching")
    assert "holds the grades of 03" in refusal(tmp_path / "grades.csv", submitted)


@pytest.mark.parametrize(
    "out, names",
    [
        ("a.csv", ["a.csv", "a_feedback", "a_records", "a_report.md"]),
        ("week.2.csv", ["week.2.csv", "week.2_feedback", "week.2_records", "week.2_report.md"]),
    ],
)
def test_everything_is_named_after_the_sheet(out, names):
    outputs = GradingOutputs(Path(out))
    assert [path.name for path in (outputs.sheet, outputs.feedback, outputs.records, outputs.report)] == names


def test_from_the_command_line_nothing_is_lost(tmp_path, capsys):
    hand_in(solved_notebook({}), tmp_path / "submitted" / "anna" / NAME)
    assert main(grade_command(tmp_path, *FAST)) == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    other = next(path.name for path in LESSONS if path.name.startswith("03"))
    (tmp_path / "submitted" / "anna" / NAME).rename(tmp_path / "submitted" / "anna" / other)
    assert main(grade_command(tmp_path, *FAST)) == 1
    assert f"holds the grades of {LESSON_2.name}" in capsys.readouterr().err
    assert main(grade_command(tmp_path, "--lesson", "02", *FAST, out="submitted/grades.csv")) == 1
    assert {path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".ipynb"} <= set(before)
    assert (tmp_path / "grades.csv").read_bytes() == before[tmp_path / "grades.csv"]


def test_the_pages_of_students_who_are_gone_are_removed(tmp_path):
    roster, feedback = tmp_path / "roster.csv", tmp_path / "grades_feedback"
    for student in ("anna", "bert"):
        hand_in(solved_notebook({}), tmp_path / "submitted" / student / NAME)
    roster.write_text("student\nanna\nbert\ncarl\n")
    command = grade_command(tmp_path, "--roster", roster, *FAST)
    assert main(command) == 0
    (feedback / "my own notes.md").write_text("the teacher's")
    assert {path.stem for path in feedback.iterdir()} == {"anna", "bert", "carl", "my own notes"}
    roster.write_text("student\nanna\n")
    (tmp_path / "submitted" / "bert" / NAME).unlink()
    (tmp_path / "submitted" / "bert").rmdir()
    assert main(command) == 0
    assert {path.stem for path in feedback.iterdir()} == {"anna", "my own notes"}
    assert list(read_sheet(tmp_path / "grades.csv")) == ["anna"]
