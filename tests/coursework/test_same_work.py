"""Identical hand-ins are named, to the teacher only; work that agrees by chance is not."""

from pathlib import Path

import pytest

from rnnlab.cli import main
from rnnlab.coursework.cell_selection import choose_cells
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.grade_submission import Grade
from rnnlab.coursework.same_work import SAME_CODE, SAME_FILE, SameWork, find_same_work, names_in_short, note_same_work
from rnnlab.coursework.submission import read_cells
from rnnlab.coursework.work_digest import work_digest
from tests.helpers.students import (
    LESSON_2,
    RIGHT,
    cell_of,
    grade_command,
    hand_in,
    read_sheet,
    reference_attempts,
    solved_notebook,
)

STATES = """def my_states(X, h0, Wx, Wh, bh):
    '''All states.'''
    collected: list = []
    for row in X:   # step by step
        h0 = my_step(row, h0, Wx, Wh, bh)

        collected.append(h0)
    return np.array(collected)
"""
DISGUISED = {
    "comments": RIGHT | {"2.1": "# my own work\n" + RIGHT["2.1"] + "  # really\n\n"},
    "blanks": RIGHT | {"2.1": RIGHT["2.1"].replace(" + ", "+").replace(" @ ", "  @  ").replace("    ", "\t")},
    "docstring and names": RIGHT | {"2.2": STATES},
    "brackets": RIGHT | {"2.1": RIGHT["2.1"].replace("x @ Wx", "(x @ Wx)")},
    "parameters": RIGHT | {"2.1": "def my_step(a, b, c, d, e):\n    return np.tanh(a @ c + b @ d + e)"},
    "quotes": RIGHT | {"2.3": "wrong_loop = 'D'\nreason = 2"},
}
OTHERS = {
    "other values": RIGHT | {"2.4": RIGHT["2.4"].replace("3, 3", "3, 4")},
    "another way": RIGHT | {"2.1": RIGHT["2.1"].replace("x @ Wx + h @ Wh", "h @ Wh + x @ Wx")},
    "one more": {number: source for number, source in RIGHT.items() if number != "2.3"},
}


def digest(notebook, tmp_path):
    cells, _, _ = read_cells(hand_in(notebook, tmp_path / "s.ipynb"))
    return work_digest(choose_cells(cells, LESSON_2), LESSON_2)


@pytest.fixture
def right(tmp_path):
    return digest(solved_notebook(RIGHT), tmp_path)


@pytest.mark.parametrize("attempts", DISGUISED.values(), ids=DISGUISED)
def test_a_disguise_changes_nothing(attempts, right, tmp_path):
    assert digest(solved_notebook(attempts), tmp_path) == right != ""


def test_cells_elsewhere_change_nothing(right, tmp_path):
    notebook = solved_notebook(RIGHT)
    moved = cell_of(notebook, "2.1")
    notebook.cells.remove(moved)
    notebook.cells.append(moved)
    cell_of(notebook, "2.3").outputs = []
    assert digest(notebook, tmp_path) == right


@pytest.mark.parametrize("attempts", OTHERS.values(), ids=OTHERS)
def test_other_work_is_other_work(attempts, right, tmp_path):
    assert digest(solved_notebook(attempts), tmp_path) not in (right, "")


@pytest.mark.parametrize("attempts", [{}, {"2.1": RIGHT["2.1"]}, {"2.3": RIGHT["2.3"], "2.4": RIGHT["2.4"]}])
def test_what_is_short_agrees_by_chance(attempts, tmp_path):
    assert digest(solved_notebook(attempts), tmp_path) == ""


def test_code_that_python_cannot_read(tmp_path):
    broken = RIGHT | {"2.2": RIGHT["2.2"] + "\n    return (((\n"}
    spaced = RIGHT | {"2.2": RIGHT["2.2"] + "\n\n    return  (((\n"}
    assert digest(solved_notebook(broken), tmp_path) == digest(solved_notebook(spaced), tmp_path) != ""
    deep = RIGHT | {"2.1": "x = " + "-" * 5000 + "1"}
    assert isinstance(digest(solved_notebook(deep), tmp_path), str)


def test_python_does_not_warn_about_a_students_code(tmp_path, recwarn):
    odd = RIGHT | {"2.1": RIGHT["2.1"] + "\n    '\\d \\\x1b' is 1"}
    assert digest(solved_notebook(odd), tmp_path) != "" and not recwarn.list


def test_the_lessons_own_solutions_are_long_enough(tmp_path):
    assert digest(solved_notebook(reference_attempts(LESSON_2)), tmp_path) != ""


def graded(student, digest, work_digest="", state="correct", status="graded"):
    return Grade(student, status, verdicts=[{"state": state}], digest=digest, work_digest=work_digest)


def test_groups():
    grades = [
        graded("dora", "f1", "w1"),
        graded("anna", "f1", "w1"),
        graded("bert", "f2", "w1"),
        graded("carl", "f3", ""),
        graded("eve", "f4", "w2"),
        graded("fay", "f4", "w2"),
        graded("gus", "blank", "", "not attempted yet"),
        graded("hal", "blank", "", "not attempted yet"),
        graded("ida", "f9", "", status="unreadable"),
        graded("jon", "f9", "", status="unreadable"),
    ]
    assert find_same_work(grades) == [
        SameWork(SAME_FILE, ("anna", "dora")),
        SameWork(SAME_FILE, ("eve", "fay")),
        SameWork(SAME_CODE, ("anna", "bert", "dora")),
    ]


def test_each_of_them_gets_a_note():
    same = [SameWork(SAME_FILE, ("anna", "bert"))]
    anna, bert, carl = note_same_work([Submission("anna", notes=("x",)), Submission("bert"), Submission("carl")], same)
    assert anna.notes == ("x", f"{SAME_FILE}, as bert") and bert.notes == (f"{SAME_FILE}, as anna",)
    assert carl.notes == ()


def test_many_names_are_cut():
    assert names_in_short(["a", "b"]) == "a, b" and names_in_short(list("abcdefgh")) == "a, b, c, d, e and 3 more"


def test_the_teacher_reads_it_and_the_students_do_not(tmp_path, monkeypatch):
    monkeypatch.chdir(Path(__file__).parents[2])
    attempts = {"anna": RIGHT, "bert": RIGHT, "carl": DISGUISED["docstring and names"], "dora": OTHERS["other values"]}
    for student, answers in attempts.items():
        hand_in(solved_notebook(answers), tmp_path / "submitted" / student / f"{LESSON_2.name}.ipynb")
    assert main(grade_command(tmp_path, "--seconds", "3", "--memory", "500")) == 0
    notes = {student: row["notes"] for student, row in read_sheet(tmp_path / "grades.csv").items()}
    assert notes == {
        "anna": f"{SAME_FILE}, as bert; {SAME_CODE}, as bert, carl",
        "bert": f"{SAME_FILE}, as anna; {SAME_CODE}, as anna, carl",
        "carl": f"{SAME_CODE}, as anna, bert",
        "dora": "",
    }
    report = (tmp_path / "grades_report.md").read_text(encoding="utf-8")
    assert f"- {SAME_FILE}: anna, bert\n- {SAME_CODE}: anna, bert, carl\n" in report
    for page in (tmp_path / "grades_feedback").iterdir():
        words = page.read_text(encoding="utf-8")
        assert SAME_FILE not in words and SAME_CODE not in words
