"""Every known wrong answer of every exercise, graded as a class: each row has the points that are stated."""

import pytest

from rnnlab.cli import main
from rnnlab.coursework.assignment import read_assignment
from rnnlab.exercises import AnswerExercise
from tests.helpers.students import LESSONS, grade_command, hand_in, read_sheet, solved_notebook
from tests.helpers.wrong_answers import DESIGNS, FUNCTIONS, wrong_work

ALL = [read_assignment(path) for path in LESSONS]
each_lesson = pytest.mark.parametrize("assignment", ALL, ids=lambda one: one.name)


def grade_sheet(assignment, students, folder, monkeypatch):
    """The rows of a class in which each student hands in these attempts, number to (source, points, words)."""
    monkeypatch.chdir(LESSONS[0].parent.parent)
    for student, attempts in students.items():
        notebook = solved_notebook({number: source for number, (source, _, _) in attempts.items()}, assignment)
        hand_in(notebook, folder / "submitted" / student / assignment.path.name)
    assert main(grade_command(folder)) == 0
    return read_sheet(folder / "grades.csv")


def sweep(assignment, rounds, folder, monkeypatch):
    work = {
        notebook_exercise.number: wrong_work(notebook_exercise, assignment.exercises[notebook_exercise.number])
        for notebook_exercise in assignment.notebook_exercises
    }
    students = {
        f"student-{place:02}": {number: known[place % len(known)] for number, known in work.items()}
        for place in rounds(max(map(len, work.values())))
    }
    rows = grade_sheet(assignment, students, folder, monkeypatch)
    for student, attempts in students.items():
        earned = {number: float(rows[student][number]) for number in attempts}
        assert earned == {number: points for number, (_, points, _) in attempts.items()}, (student, rows[student])
        text = (folder / "grades_feedback" / f"{student}.md").read_text(encoding="utf-8")
        for number, (_, _, words) in attempts.items():
            assert words in text, (student, number)
        assert float(rows[student]["grade"]) == sum(earned.values()) < assignment.maximum


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
