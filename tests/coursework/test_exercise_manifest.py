"""What a check cell's metadata says of its exercise: written with the outputs, read in lessons, not in submissions."""

import copy

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from rnnlab.cli import main
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.exercise_manifest import write_manifests
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.notebook_exercise import MANIFEST, AssignmentError
from rnnlab.coursework.release import release
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.notebook_tools.files import read_notebook, write_notebook
from tests.helpers.students import LESSON_2, RIGHT, cell_of, grade, points, solved_notebook

LISTS = "### 2.3 Which?\n\n| A | one |\n| B | two |\n| C | three |\n| D | four |\n\n1. a\n2. b\n3. c\n4. d"


def lesson(check='check("2.3", wrong_loop, reason)', text=LISTS):
    """A small lesson, never executed: an exercise between other cells."""
    return new_notebook(
        cells=[
            new_markdown_cell("# A lesson", id="title"),
            new_code_cell("%matplotlib inline\nfrom rnnlab.lessons.lesson_02_forward_pass import check", id="first"),
            new_markdown_cell(text, id="text"),
            new_code_cell("reading = 1", id="between"),
            new_code_cell("wrong_loop = reason = ...", id="mine", metadata={"nbgrader": {"solution": True}}),
            new_code_cell(check, id="check", metadata={"nbgrader": {"grade": True}}),
            new_code_cell("check('2.3', 'D', 2)", id="ours", metadata={"tags": ["solution"]}),
            new_markdown_cell("The end.", id="end"),
        ]
    )


EXPECTED = {
    "exercise": "2.3",
    "module": "lesson_02_forward_pass",
    "answers": ["wrong_loop", "reason"],
    "choices": {"wrong_loop": "table", "reason": "list"},
    "cells": {"text": -3, "attempt": -1, "solution": 1},
}


def manifests(notebook):
    return {cell.id: cell.metadata[MANIFEST] for cell in notebook.cells if MANIFEST in cell.metadata}


def test_make_notebooks_writes_it_and_changes_nothing_a_second_time(tmp_path, capsys):
    path = tmp_path / "09_small.ipynb"
    nbformat.write(lesson(), path)
    assert main(["notebooks", str(path)]) == 0 and "rewritten" in capsys.readouterr().out
    assert manifests(read_notebook(path)) == {"check": EXPECTED}
    assert main(["notebooks", str(path)]) == 0 and "unchanged" in capsys.readouterr().out


def test_a_lesson_that_cannot_be_described_is_left_as_it_was(tmp_path, capsys):
    path = tmp_path / "09_small.ipynb"
    nbformat.write(lesson('check("2.3", wrong_loop, reason or ...)'), path)
    before = path.read_bytes()
    assert main(["notebooks", str(path)]) == 1 and path.read_bytes() == before
    assert "left as it was\n  the check of 2.3 hands over" in capsys.readouterr().err


def test_it_follows_the_cells():
    notebook = lesson()
    write_manifests(notebook)
    notebook.cells[2].source = notebook.cells[2].source.replace("| D |", "| E |")
    notebook.cells[5].source = 'check("2.3", other_loop, reason)'
    notebook.cells[5].id = "moved"
    notebook.cells[0].metadata[MANIFEST] = {"exercise": "1.1"}
    notebook.cells.insert(5, new_markdown_cell("A word before the check.", id="word"))
    write_manifests(notebook)
    changed = {"answers": ["other_loop", "reason"], "choices": {"reason": "list"}}
    assert manifests(notebook) == {"moved": EXPECTED | changed | {"cells": {"text": -4, "attempt": -2, "solution": 1}}}


@pytest.mark.parametrize(
    "check, words",
    [
        ('check("2.9", a)', "lesson_02_forward_pass has no exercise 2.9"),
        ('check("2.3", a, b + 1)', "hands over a, b \\+ 1: it should be names only"),
        ("check(number, a, b)", "does not end with its check"),
        ("x = 1", "does not end with its check"),
    ],
)
def test_a_check_that_asks_for_no_names_of_an_exercise_is_an_error(check, words):
    with pytest.raises(AssignmentError, match=words):
        write_manifests(lesson(check))


def test_a_students_notebook_has_none():
    released = release(LESSON_2)
    assert manifests(released) == {}
    write_manifests(released)
    assert manifests(released) == {}


def no_manifest(lesson):
    del cell_of(lesson, "2.2", "check").metadata[MANIFEST]


def no_attempt(lesson):
    lesson.cells.remove(cell_of(lesson, "2.2"))


def no_text(lesson):
    del lesson.cells[lesson.cells.index(cell_of(lesson, "2.2")) - 1]


def no_check(lesson):
    lesson.cells.remove(cell_of(lesson, "2.2", "check"))


def no_solution(lesson):
    del lesson.cells[lesson.cells.index(cell_of(lesson, "2.4", "check")) + 1 :]


def stated_twice(lesson):
    place = lesson.cells.index(cell_of(lesson, "2.2"))
    again = copy.deepcopy(lesson.cells[place - 1 : place + 3])
    for cell in again:
        cell.id = f"again-{cell.id}"
    lesson.cells += again


@pytest.mark.parametrize(
    "fault, words",
    [
        (no_manifest, "its metadata does not say so: run rnnlab notebooks"),
        (no_attempt, "does not stand between an attempt and a solution"),
        (no_text, "exercise 2.2 is not stated, or twice"),
        (no_check, "has the exercises 2.1, 2.3, 2.4"),
        (no_solution, "does not stand between an attempt and a solution"),
        (stated_twice, "exercise 2.2 is not stated, or twice"),
    ],
)
def test_a_lesson_that_does_not_say_where_its_exercises_are_is_no_assignment(fault, words, tmp_path):
    lesson = read_notebook(LESSON_2.path)
    fault(lesson)
    write_notebook(lesson, tmp_path / LESSON_2.path.name)
    with pytest.raises(AssignmentError, match=words):
        read_assignment(tmp_path / LESSON_2.path.name)


def test_what_a_student_writes_there_changes_no_grade(tmp_path):
    with make_grading_rules(3, Limits()) as rules:
        for attempts in (RIGHT, RIGHT | {"2.1": "my_step = None", "2.3": "wrong_loop, reason = 'A', 2"}):
            honest = solved_notebook(attempts)
            forged = solved_notebook(attempts)
            for cell in forged.cells:
                forgery = EXPECTED | {"exercise": "2.1", "module": "lesson_08_sentences", "answers": ["np", "np"]}
                cell.metadata[MANIFEST] = nbformat.from_dict(forgery | {"choices": {"np": "list"}})
            assert points(grade(forged, tmp_path, rules)) == points(grade(honest, tmp_path, rules))
