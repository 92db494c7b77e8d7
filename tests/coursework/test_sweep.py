"""Every known wrong answer of every exercise, graded as a class: each row has the points that are stated."""

import csv

import pytest

from rnnlab.cli import main
from rnnlab.coursework.assignment import read_assignment
from rnnlab.exercises import AnswerExercise
from rnnlab.notebook_tools.files import write_notebook
from tests.helpers.students import LESSONS, solved_notebook
from tests.helpers.wrong_answers import DESIGNS, FUNCTIONS, wrong_work

ALL = [read_assignment(path) for path in LESSONS]
each_lesson = pytest.mark.parametrize("assignment", ALL, ids=lambda one: one.name)


def graded(assignment, students, folder, monkeypatch):
    """The rows of a class in which each student hands in these attempts, number to (source, points, words)."""
    monkeypatch.chdir(LESSONS[0].parent.parent)
    for student, attempts in students.items():
        path = folder / "submitted" / student / assignment.path.name
        path.parent.mkdir(parents=True)
        write_notebook(solved_notebook({number: one[0] for number, one in attempts.items()}, assignment), path)
    assert main(["grade", str(folder / "submitted"), "--out", str(folder / "grades.csv")]) == 0
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def sweep(assignment, rounds, folder, monkeypatch):
    work = {task.number: wrong_work(task, assignment.exercises[task.number]) for task in assignment.tasks}
    students = {
        f"student-{place:02}": {number: known[place % len(known)] for number, known in work.items()}
        for place in rounds(max(map(len, work.values())))
    }
    rows = graded(assignment, students, folder, monkeypatch)
    for student, attempts in students.items():
        found = {number: float(rows[student][number]) for number in attempts}
        assert found == {number: points for number, (_, points, _) in attempts.items()}, (student, rows[student])
        text = (folder / "grades_feedback" / f"{student}.md").read_text(encoding="utf-8")
        for number, (_, _, words) in attempts.items():
            assert words in text, (student, number)
        assert float(rows[student]["grade"]) == sum(found.values()) < assignment.maximum


@each_lesson
def test_one_notebook_in_which_everything_is_wrong(assignment, tmp_path, monkeypatch):
    sweep(assignment, lambda longest: [0], tmp_path, monkeypatch)


@pytest.mark.slow
@each_lesson
def test_every_known_wrong_answer_in_whole_notebooks(assignment, tmp_path, monkeypatch):
    sweep(assignment, range, tmp_path, monkeypatch)


def test_no_exercise_is_left_out():
    exercises = {number: one for assignment in ALL for number, one in assignment.exercises.items()}
    others = {number for number, one in exercises.items() if not isinstance(one, AnswerExercise)}
    assert {*DESIGNS, *FUNCTIONS} == others
    assert all(len(known) >= 7 for known in DESIGNS.values())
