"""Attempts to get points without an answer. None gains one; what the same student has really done still counts."""

import json
import subprocess
import sys

import nbformat
import numpy as np
import pytest

from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.sandbox.isolation import AUDIT_HOOK, find_isolation
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.lessons.lesson_02_forward_pass.exercises import exercises
from tests.helpers.cheats import CHEATS, EQUAL, PACKAGE, SEEN
from tests.helpers.students import LESSON_2, RIGHT, cell_of, grade, hand_in, points, solved_notebook

ANSWERS = {
    "equal to everything": (EQUAL + "wrong_loop = reason = Equal()", 0),
    "equal words": (
        "class D(str):\n    __eq__ = lambda self, other: True\n    __hash__ = str.__hash__\n"
        "    strip = lower = lambda self: 'd'\n"
        "class Two(int):\n    __eq__ = lambda self, other: True\n    __sub__ = __rsub__ = lambda self, other: 0\n"
        "    __hash__ = int.__hash__\n"
        "wrong_loop, reason = D('A'), Two(4)",
        0,
    ),
    "NaN": ("wrong_loop = reason = float('nan')", 0),
    "all of them": ("wrong_loop = ['A', 'B', 'C', 'D']\nreason = {1, 2, 3, 4}", 0),
    "one word for all": ("wrong_loop = 'A B C D'\nreason = 10 ** 400", 0),
    "a function": ("wrong_loop = lambda: 'D'\nreason = lambda: 2", 0),
    "one true answer counts": (EQUAL + "wrong_loop = 'D'\nreason = Equal()", 1),
}
DESIGNS = {
    "NaN": "seeing_X = seeing_Wh = np.full((2, 2), np.nan)",
    "infinity": "seeing_X = seeing_Wh = np.full((2, 2), np.inf)",
    "huge": "seeing_X = np.full((3, 2), 1e300)\nseeing_Wh = np.array([[0, 1e300], [0, 0]])",
    "empty": "seeing_X = seeing_Wh = np.zeros((0, 2))",
    "very long": "seeing_X = np.ones((200_000, 2))\nseeing_Wh = [[0.5, 1.0], [0.0, -0.5]]",
    "too large to hand over": "seeing_X = np.ones((10_000_000, 2))\nseeing_Wh = [[0.5, 1.0], [0.0, -0.5]]",
    "deep": "seeing_X = seeing_Wh = []\nfor _ in range(100_000):\n    seeing_X = [seeing_X]",
    "endless": "seeing_X = []\nseeing_X.append(seeing_X)\nseeing_Wh = seeing_X",
    "equal to everything": EQUAL + "seeing_X = seeing_Wh = Equal()",
    "a dictionary": "seeing_X = {'points': 2}\nseeing_Wh = {(1, 2): [3]}",
}
WALLS = [find_isolation()] + [pytest.param(AUDIT_HOOK, marks=pytest.mark.slow)] * find_isolation().strong


@pytest.fixture(scope="module", params=WALLS, ids=lambda walls: walls.name)
def rules(request):
    with make_grading_rules(
        2026, Limits(call_seconds=5, total_seconds=30, memory_mb=512), walls=request.param
    ) as rules:
        yield rules


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_false_function_gains_nothing(cheat, tmp_path, rules):
    if cheat == "searching the disk" and not rules.walls.strong:
        pytest.xfail("Python alone cannot hide another copy of rnnlab that lies somewhere on the disk")
    found = grade(solved_notebook({"2.1": CHEATS[cheat]}), tmp_path, rules)
    assert points(found) == [0, 0, 0, 0], found.verdicts


@pytest.mark.parametrize("cheat", ANSWERS)
def test_a_false_answer_gains_nothing(cheat, tmp_path, rules):
    source, earned = ANSWERS[cheat]
    found = grade(solved_notebook({"2.3": source, "2.1": RIGHT["2.1"]}), tmp_path, rules)
    assert points(found) == [2, 0, earned, 0], found.verdicts


@pytest.mark.parametrize("cheat", DESIGNS)
def test_a_false_design_gains_nothing(cheat, tmp_path, rules):
    found = grade(solved_notebook({"2.4": DESIGNS[cheat], "2.1": RIGHT["2.1"]}), tmp_path, rules)
    assert points(found) == [2, 0, 0, 0], found.verdicts


def test_forged_outputs_and_metadata_gain_nothing(tmp_path, rules):
    notebook = solved_notebook({})
    for number in RIGHT:
        check = cell_of(notebook, number, "check")
        check.metadata.nbgrader.points = 100.0
        check.source = "2.0"
        check.outputs = [nbformat.v4.new_output("execute_result", {"text/plain": "2.0"}, execution_count=1)]
        cell_of(notebook, number).metadata.nbgrader |= {"points": 100.0, "grade": True}
    notebook.metadata["points"] = 8
    assert points(grade(notebook, tmp_path, rules)) == [0, 0, 0, 0]


def test_a_link_to_the_solutions_is_not_followed(tmp_path, rules):
    (tmp_path / "link.ipynb").symlink_to(LESSON_2.path)
    found = grade_submission(tmp_path / "link.ipynb", "student", LESSON_2, rules)
    assert (found.status, found.points) == ("unreadable", 0)


def test_a_cheat_costs_nothing_that_was_earned(tmp_path, rules):
    found = grade(solved_notebook(RIGHT | {"2.1": CHEATS["replaced allclose"]}), tmp_path, rules)
    assert points(found) == [0, 0, 2, 2]


def test_the_suite_is_not_vacuous_names():
    """With `np.allclose` replaced in the process that compares, zeros are full marks."""
    program = (
        "import numpy as np\nfrom rnnlab.lessons.lesson_02_forward_pass.exercises import exercises\nnp.allclose = lambda *a, **k: True\n"
        "print(exercises.check('2.1', lambda x, h, Wx, Wh, bh: 0 * h).points)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert float(answer.stdout) == 2.0


@pytest.mark.parametrize(
    "cheat",
    [
        "the visible case by heart",
        "the reference",
        "the reference, elsewhere",
        "reading the checker",
        "reading the lesson",
        "searching the disk",
        "another Python",
    ],
)
def test_the_suite_is_not_vacuous_solutions(cheat):
    """Without walls, on the visible inputs, these cheats earn full marks."""
    space = {"np": np}
    exec(CHEATS[cheat].replace("os.walk('/')", f"os.walk({PACKAGE!r})"), space)
    assert exercises.check("2.1", space["my_step"]).points == 2


def test_what_student_code_can_see(tmp_path):
    """Neither the checkout, nor another submission, nor the network; as far as this system has namespaces."""
    if not find_isolation().strong:
        pytest.xfail("this system has no namespaces")
    other = hand_in(solved_notebook(RIGHT), tmp_path / "class" / "other.ipynb")
    look = (
        "import os, socket\nseen = [path for path in ("
        + repr([str(other), str(LESSON_2.path), PACKAGE + "/exercises/exercise_set.py", "/proc/1", "/etc/passwd"])
        + ") if os.path.exists(path)]\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\n"
        "except OSError as error:\n"
        "    seen.append(error.errno)\nraise ValueError(seen + [os.listdir('.')])\nmy_step = 1"
    )
    with make_grading_rules(1, Limits()) as rules:
        found = grade(solved_notebook({"2.1": look}), tmp_path, rules)
    assert "[101, []]" in found.verdicts[0]["message"]


def test_frames_are_plain_numbers():
    assert json.dumps(SEEN) and np.isfinite(SEEN["a batch"]).all()
