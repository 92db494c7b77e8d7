"""All lessons as coursework: the reference scores full marks, the blank release none, and no solution is given out."""

import inspect
import re
from dataclasses import replace

import pytest

from rnnlab.cli import main
from rnnlab.coursework import self_test as self_test_module
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.cell_selection import choose_cells
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.notebook_exercise import AssignmentError, cell_role
from rnnlab.coursework.release import leaks, release
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.self_test import SelfTestError, reference_submission, self_test
from rnnlab.coursework.submission import read_cells
from rnnlab.exercises.verdict import fill_labels
from rnnlab.notebook_tools.files import read_notebook, write_notebook
from tests.helpers.students import LESSONS, cell_of, grade, points, reference_attempts, solved_notebook
from tools.launch_links import install_cell, repository

ALL = [read_assignment(path) for path in LESSONS]
each_lesson = pytest.mark.parametrize("assignment", ALL, ids=lambda assignment: assignment.name)


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(11, Limits()) as rules:
        yield rules


@each_lesson
def test_the_reference_scores_full_marks_and_the_blank_release_none(assignment, rules):
    self_test(assignment, rules)


@each_lesson
def test_other_inputs_change_nothing(assignment, tmp_path):
    for seed in (1, 2):
        with make_grading_rules(seed, Limits()) as rules:
            assert grade(reference_submission(assignment), tmp_path, rules, assignment).points == assignment.maximum


@each_lesson
def test_each_exercise_counts_by_itself(assignment, tmp_path, rules):
    for number, source in reference_attempts(assignment).items():
        result = grade(solved_notebook({number: source}, assignment), tmp_path, rules, assignment)
        assert points(result) == [
            exercise.maximum * (other == number) for other, exercise in assignment.exercises.items()
        ]


@each_lesson
def test_no_line_of_a_solution_is_released(assignment):
    """`leaks` finds none in the release, and finds one that is planted."""
    lesson, student = read_notebook(assignment.path), release(assignment)
    text = "\n".join(cell.source for cell in student.cells)
    assert leaks(lesson, student) == []
    assert not re.search(r"\w+_solution\b", text) and "ollapsed solution" not in text
    assert [cell.metadata.tags for cell in student.cells if cell.get("outputs")] == [["opening"]]
    solutions = [cell.source for cell in lesson.cells if cell_role(cell) == "solution"]
    secret = next(line.strip() for source in solutions for line in source.splitlines() if "_solution" in line)
    student.cells[0].source += f"\n\nnp.tanh: H.append(h)  {secret}"
    assert secret in leaks(lesson, student)


@each_lesson
def test_the_line_for_colab_is_released_and_not_graded(assignment, tmp_path):
    file = tmp_path / assignment.path.name
    write_notebook(release(assignment), file)
    cells, *_ = read_cells(file)
    assert cells[0].source == install_cell(repository()) and not cells[0].fault
    assert cells[0] not in choose_cells(cells, assignment)


@each_lesson
def test_no_line_of_a_hidden_check_is_released(assignment):
    """Neither a right function of the lesson's module nor the words of a diagnosis."""
    text = "\n".join(cell.source for cell in release(assignment).cells)
    for exercise in assignment.exercises.values():
        for mistake in getattr(exercise, "mistakes", ()):
            assert mistake.message not in text
        for question in getattr(exercise, "questions", ()):
            assert not any(fill_labels(message, {}) in text for message in question.wrong.values())
        if hasattr(exercise, "solution"):
            lines = [line.strip() for line in inspect.getsource(exercise.solution).splitlines() if "return" in line]
            own = {
                line.strip()
                for cell in read_notebook(assignment.path).cells
                for line in cell.source.splitlines()
                if cell_role(cell) != "solution"
            }
            assert not any(line in text for line in lines if line not in own)


def test_the_self_test_stops_a_grader_that_cannot_grade(monkeypatch, rules):
    """As on a machine where a package is missing, or where the blank release scores."""
    assignment = ALL[1]
    last = replace(assignment.notebook_exercises[-1], reference="import no_such_package\nseeing_X = seeing_Wh = 1")
    broken = replace(assignment, notebook_exercises=(*assignment.notebook_exercises[:-1], last))
    with pytest.raises(SelfTestError, match=r"the reference scores 6, it should score 8.*2\.4: 0 of 2"):
        self_test(broken, rules)
    right = reference_submission(assignment)
    monkeypatch.setattr(self_test_module, "release", lambda assignment: right)
    with pytest.raises(SelfTestError, match="the blank release scores 8, it should score 0"):
        self_test(assignment, rules)


def test_a_loop_over_the_samples_is_mentioned(tmp_path, rules):
    """What exercise 3.1 mentions cannot be told from the result: the worker counts the products."""
    assignment = next(one for one in ALL if one.number == "03")
    source = (
        "def my_batch_states(X, h0, Wx, Wh, bh):\n    H = np.empty((*X.shape[:2], len(bh)))\n"
        "    for n in range(len(X)):\n        h = h0[n]\n"
        "        for t in range(X.shape[1]):\n            h = np.tanh(X[n, t] @ Wx + h @ Wh + bh)\n"
        "            H[n, t] = h\n    return H"
    )
    result = grade(solved_notebook({"3.1": source}, assignment), tmp_path, rules, assignment)
    assert points(result)[0] == 2 and "a loop over the samples remains" in result.verdicts[0]["message"]
    result = grade(reference_submission(assignment), tmp_path, rules, assignment)
    assert "remains" not in result.verdicts[0]["message"]


EXPLORING = (
    "from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import case, suspect_a, suspect_b, suspect_c\n"
    "for right, found in zip(back(*case()), suspect_a(*case())):\n    print(found - right)\n"
    "dh, dz, shares = suspect_b(*case())\nprint(dh.round(3))\n"
)


def test_looking_at_the_suspects_in_the_answers_cell_costs_nothing(tmp_path, rules):
    """What is not available while grading is left out; an error of the student's own still ends the cell."""
    assignment = next(one for one in ALL if one.number == "07")
    right = reference_attempts(assignment)["7.3"]
    result = grade(solved_notebook({"7.3": EXPLORING + right}, assignment), tmp_path, rules, assignment)
    assert points(result)[2] == assignment.exercises["7.3"].maximum
    missing = EXPLORING + "bug_a, step_a = dh.argmax(), 4"
    result = grade(solved_notebook({"7.3": missing}, assignment), tmp_path, rules, assignment)
    assert points(result)[2] == 0 and "not available while grading" in result.verdicts[2]["message"]
    result = grade(solved_notebook({"7.3": "1 / 0\n" + right}, assignment), tmp_path, rules, assignment)
    assert points(result)[2] == 0 and "ZeroDivisionError" in result.verdicts[2]["message"]


def test_a_broken_lesson_is_no_assignment(tmp_path):
    with pytest.raises(AssignmentError, match="no exercises"):
        read_assignment(LESSONS[0].parent / "00_start_here.ipynb")
    lesson = read_notebook(LESSONS[1])
    lesson.cells.remove(cell_of(lesson, "2.3"))
    write_notebook(lesson, tmp_path / LESSONS[1].name)
    with pytest.raises(AssignmentError, match="does not stand between an attempt and a solution"):
        read_assignment(tmp_path / LESSONS[1].name)


def test_release_writes_what_is_asked_for(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(LESSONS[0].parent.parent)
    assert main(["release", "02", "3", "--to", str(tmp_path / "class")]) == 0
    assert sorted(path.name for path in (tmp_path / "class").iterdir()) == [LESSONS[1].name, LESSONS[2].name]
    assert "into a folder of its own, work/class: lessons of the same names" in capsys.readouterr().out
    assert main(["release", "all", "--to", str(tmp_path / "all")]) == 0
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [path.name for path in LESSONS]
    with pytest.raises(SystemExit, match="2"):
        main(["release", "12", "--to", str(tmp_path / "none")])
    assert "there is no lesson '12'" in capsys.readouterr().err
