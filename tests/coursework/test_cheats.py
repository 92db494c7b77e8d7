"""Attempts to get points without an answer. None gains one; what the same student has really done still counts."""

import json
import os
import pkgutil
import subprocess
import sys

import nbformat
import numpy as np
import pytest

from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.sandbox.inside.messages import EVALUATE, RUN
from rnnlab.coursework.sandbox.isolation import AUDIT_HOOK, KERNEL_FILTER, find_isolation
from rnnlab.coursework.sandbox.worker_process import Limits, Worker
from rnnlab.lessons.lesson_02_forward_pass.exercises import exercises
from tests.helpers.cheats import (
    ANSWERS,
    CHEATS,
    CHECK_FUNCTIONS,
    DESIGNS,
    PACKAGE,
    SEEN,
    WORKER_FUNCTIONS,
)
from tests.helpers.students import LESSON_2, RIGHT, cell_of, grade, hand_in, points, solved_notebook
from tests.helpers.ways_out import READING, WAYS_OUT

WEAKER = [pytest.param(isolation, marks=pytest.mark.slow) for isolation in (KERNEL_FILTER, AUDIT_HOOK)]
ISOLATIONS = [find_isolation(), *WEAKER] if find_isolation().strong else [find_isolation()]


@pytest.fixture(scope="module", params=ISOLATIONS, ids=lambda isolation: isolation.name)
def rules(request):
    with make_grading_rules(
        2026, Limits(call_seconds=5, total_seconds=30, memory_mb=512), isolation=request.param
    ) as rules:
        yield rules


@pytest.mark.parametrize("cheat", CHEATS | WAYS_OUT)
def test_a_false_function_gains_nothing(cheat, tmp_path, rules):
    result = grade(solved_notebook({"2.1": (CHEATS | WAYS_OUT)[cheat]}), tmp_path, rules)
    assert points(result) == [0, 0, 0, 0], result.verdicts


def test_memory_that_is_not_written_is_no_answer(tmp_path, rules):
    """In the worker too, from the first cell on."""
    source = (
        "rows = np.empty((5, 4))\ndef my_step(x, h, Wx, Wh, bh):\n    return rows[: len(h)] if h.ndim == 2 else rows[0]"
    )
    result = grade(solved_notebook({"2.1": source}), tmp_path, rules)
    assert points(result) == [0, 0, 0, 0] and "Not every number was written" in result.verdicts[0]["message"]


@pytest.mark.parametrize("cheat", ANSWERS)
def test_a_false_answer_gains_nothing(cheat, tmp_path, rules):
    source, earned = ANSWERS[cheat]
    result = grade(solved_notebook({"2.3": source, "2.1": RIGHT["2.1"]}), tmp_path, rules)
    assert points(result) == [2, 0, earned, 0], result.verdicts


@pytest.mark.parametrize("cheat", DESIGNS)
def test_a_false_design_gains_nothing(cheat, tmp_path, rules):
    result = grade(solved_notebook({"2.4": DESIGNS[cheat], "2.1": RIGHT["2.1"]}), tmp_path, rules)
    assert points(result) == [2, 0, 0, 0], result.verdicts


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
    result = grade_submission(tmp_path / "link.ipynb", "student", LESSON_2, rules)
    assert (result.status, result.points) == ("unreadable", 0)


def test_a_cheat_costs_nothing_that_was_earned(tmp_path, rules):
    result = grade(solved_notebook(RIGHT | {"2.1": CHEATS["replaced allclose"]}), tmp_path, rules)
    assert points(result) == [0, 0, 2, 2]


def test_the_suite_is_not_vacuous_names():
    """With `np.allclose` replaced in the process that compares, zeros are full marks."""
    program = (
        "import numpy as np\nfrom rnnlab.lessons.lesson_02_forward_pass.exercises import exercises\n"
        "np.allclose = lambda *a, **k: True\n"
        "print(exercises.check('2.1', lambda x, h, Wx, Wh, bh: 0 * h).points)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert float(answer.stdout) == 2.0


@pytest.mark.parametrize(
    "cheat",
    [
        "the visible cases by heart",
        "the reference",
        "the reference, elsewhere",
        "reading the checker",
        "reading the lesson",
        "searching the disk",
        "another Python",
        *READING,
    ],
)
def test_the_suite_is_not_vacuous_solutions(cheat):
    """Without isolation, on the visible inputs, these cheats earn full marks."""
    space = {"np": np}
    exec((CHEATS | WAYS_OUT)[cheat].replace("os.walk('/')", f"os.walk({PACKAGE!r})"), space)
    assert exercises.check("2.1", space["my_step"]).points == 2


def test_what_student_code_can_see(tmp_path):
    """Neither the checkout, nor another submission, nor the network; as far as this system has namespaces."""
    if not find_isolation().strong:
        pytest.xfail("this system has no namespaces")
    other = hand_in(solved_notebook(RIGHT), tmp_path / "class" / "other.ipynb")
    paths = [str(other), str(LESSON_2.path), f"{PACKAGE}/exercises/exercise_set.py", "/proc/1", "/etc/passwd"]
    assert all(map(os.path.exists, paths))
    look = (
        f"import os, socket\nseen = [path for path in {paths!r} if os.path.exists(path)]\n"
        "try:\n    socket.create_connection(('192.0.2.1', 80), 1)\n"
        "except OSError as error:\n    seen.append(error.errno)\nseen.append(os.listdir('.'))"
    )
    with (
        make_grading_rules(1, Limits()) as rules,
        Worker(rules.student_package, rules.limits, isolation=rules.isolation) as worker,
    ):
        worker.call(RUN, look, seconds=60)
        assert worker.call(EVALUATE, "seen", seconds=60) == [101, []]


def test_what_the_attacks_patch_is_there(rules):
    """An attack on a name that is no more would miss, and prove nothing."""
    with Worker(rules.student_package, rules.limits, isolation=rules.isolation) as worker:
        worker.call(RUN, "import inside.rpc, rnnlab.exercises.call_result", seconds=60)
        assert all(worker.call(EVALUATE, f"callable({name})", seconds=60) for name in WORKER_FUNCTIONS)
    assert all(callable(pkgutil.resolve_name(name)) for name in CHECK_FUNCTIONS)


def test_the_seen_results_are_plain_numbers():
    assert len(SEEN) > 2 and json.dumps([*SEEN.values()]) and all(np.isfinite(one).all() for one in SEEN.values())
