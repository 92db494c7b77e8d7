"""A class in parts: several processes at once write into the same records, and one run without --part merges them."""

import concurrent.futures
import subprocess
import sys
from pathlib import Path

import pytest

from rnnlab.cli import main
from rnnlab.coursework import grade_class
from rnnlab.coursework.grade_records import GradeRecords
from rnnlab.coursework.grade_submission import Grade
from tests.helpers.students import LESSON_2, PARTLY, RIGHT, grade_command, hand_in, read_sheet, solved_notebook

ROOT = Path(__file__).parents[2]
NAME = f"{LESSON_2.name}.ipynb"
FAST = ["--seconds", "3", "--memory", "500"]
PARTS = 4


@pytest.fixture(autouse=True)
def in_the_checkout(monkeypatch):
    monkeypatch.chdir(ROOT)


def class_of(count, folder):
    """A class: two in three have everything right, each in a way of their own. Student to points."""
    expected = {}
    for place in range(count):
        student = f"student {place:04}"
        own = {"2.4": RIGHT["2.4"].replace("[2, 2]", f"[2, {2 + place / 1000}]")}
        attempts = PARTLY if place % 3 == 2 else RIGHT | own
        hand_in(solved_notebook(attempts), folder / "submitted" / student / NAME)
        expected[student] = 2.0 if place % 3 == 2 else 8.0
    return expected


def grade_in_parts(folder, timeout):
    """Run all parts at once, each in a process of its own. What each of them has said."""
    commands = [
        [sys.executable, "-m", "rnnlab", *grade_command(folder, "--part", f"{part}/{PARTS}", "--jobs", 1, *FAST)]
        for part in range(1, PARTS + 1)
    ]
    running = [
        subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for command in commands
    ]
    said = [process.communicate(timeout=timeout)[0] for process in running]
    assert [process.returncode for process in running] == [0] * PARTS, said
    return said


def merge(folder, monkeypatch):
    """The run without --part, which has nothing left to grade. The grades in the sheet."""
    monkeypatch.setattr(
        grade_class, "_grade_in_pool", lambda submissions, *rest: [] if not submissions else pytest.fail("graded again")
    )
    assert main(grade_command(folder, *FAST)) == 0
    return {student: float(row["grade"]) for student, row in read_sheet(folder / "grades.csv").items()}


def test_four_processes_at_once(tmp_path, monkeypatch):
    expected = class_of(5, tmp_path)
    said = grade_in_parts(tmp_path, 300)
    sizes = [2, 1, 1, 1]
    assert all(
        f"part {part} of 4: {size} submissions" in words for part, (size, words) in enumerate(zip(sizes, said), 1)
    )
    assert not (tmp_path / "grades.csv").exists() and not (tmp_path / "grades_feedback").exists()
    assert merge(tmp_path, monkeypatch) == expected
    assert not list((tmp_path / "grades_records").glob(".*"))


@pytest.mark.slow
def test_four_processes_on_a_thousand_submissions(tmp_path, monkeypatch):
    expected = class_of(1000, tmp_path)
    said = grade_in_parts(tmp_path, 1200)
    assert all("250 submissions" in words for words in said)
    assert merge(tmp_path, monkeypatch) == expected


def test_a_part_in_which_nobody_is(tmp_path, capsys):
    class_of(1, tmp_path)
    assert main(grade_command(tmp_path, "--part", "2/2", *FAST)) == 0
    assert "part 2 of 2: 0 submissions" in capsys.readouterr().out and not (tmp_path / "grades.csv").exists()


def test_the_parts_are_the_class(tmp_path, monkeypatch):
    students = list(class_of(3, tmp_path))
    seen = []

    def graded(submissions, *rest):
        seen.extend(submission.student for submission in submissions)
        return {}

    monkeypatch.setattr("rnnlab.coursework.commands.grade_class", graded)
    monkeypatch.setattr("rnnlab.coursework.commands.self_test", lambda *rest: None)
    for part in (1, 2):
        assert main(grade_command(tmp_path, "--part", f"{part}/2", *FAST)) == 0
    assert seen == [students[0], students[2], students[1]]


def seeds_at_once(folder, count=32):
    """What so many threads, which all start before a seed is there, read as the seed."""
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        return set(pool.map(lambda _: GradeRecords(folder).seed(), range(count)))


def test_all_processes_have_one_seed(tmp_path):
    for attempt in range(20):
        assert len(seeds_at_once(tmp_path / str(attempt))) == 1


@pytest.mark.parametrize("error", [PermissionError, NotImplementedError, OSError])
def test_a_file_system_without_links(tmp_path, monkeypatch, error):
    def no_link(*rest):
        raise error("no links here")

    monkeypatch.setattr("os.link", no_link)
    records = GradeRecords(tmp_path)
    assert records.seed() == records.seed() and [path.name for path in tmp_path.iterdir()] == ["seed.txt"]


def test_two_processes_write_one_record(tmp_path):
    """Whichever comes last: the record is whole, and nothing else is left."""
    records = GradeRecords(tmp_path)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda size: records.save(Grade("anna", notes=["x" * 10_000 * size]), "key"), range(1, 33)))
    assert records.load("anna", "key") is not None and [path.name for path in tmp_path.iterdir()] == ["anna.json"]
