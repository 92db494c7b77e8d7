"""Honest notebooks that look unusual: the grader gives the points that IPython itself gives, and a real kernel."""

import json
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from rnnlab.coursework.cell_source import MAX_TRANSFORMED_CHARACTERS, to_python
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox.worker_process import MISSING, Limits
from rnnlab.coursework.submission import read_cells
from rnnlab.notebook_tools.cell_names import names_of
from tests.helpers.honest_notebooks import FULL, NOTEBOOKS, WH, WITH_TENSORFLOW, X, cells_of
from tests.helpers.kernel_points import NUMBERS, in_order
from tests.helpers.students import RIGHT, grade, hand_in, points


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(22, Limits(call_seconds=5, total_seconds=30)) as rules:
        yield rules


@pytest.fixture(scope="module")
def in_ipython():
    return points_in_ipython(NOTEBOOKS)


def points_in_ipython(unusual, *options):
    """Name to the points in IPython."""
    notebooks = json.dumps([cells_of(one) for one in unusual.values()])
    command = [sys.executable, "-m", "tests.helpers.kernel_points", *options]
    root = Path(__file__).parents[2]
    answer = subprocess.run(command, input=notebooks, capture_output=True, text=True, cwd=root, check=True)
    return dict(zip(unusual, json.loads(answer.stdout)))


def graded(unusual, folder, rules):
    cells = [nbformat.v4.new_code_cell(cell) for cell in cells_of(unusual)]
    return grade(nbformat.v4.new_notebook(cells=cells), folder, rules)


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_points_are_those_of_ipython(name, tmp_path, rules, in_ipython):
    result = graded(NOTEBOOKS[name], tmp_path, rules)
    assert points(result) == in_ipython[name], result.verdicts


def test_the_notebooks_are_right_in_ipython(in_ipython):
    """So that equal points are no equal failures, but for the one that hands in no number."""
    less = {name for name, earned in in_ipython.items() if earned != FULL}
    assert less == {"a complex result", "lazy objects"}


@pytest.mark.slow
@pytest.mark.parametrize("name", NOTEBOOKS)
def test_the_points_are_those_of_a_kernel(name, tmp_path, in_ipython):
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in in_order(cells_of(NOTEBOOKS[name]))]
    )
    client = NotebookClient(
        notebook, kernel_name="python3", allow_errors=True, resources={"metadata": {"path": tmp_path}}
    )
    client.execute()
    earned = dict.fromkeys(NUMBERS, 0.0)
    for cell in notebook.cells:
        for number in NUMBERS:
            if f'check("{number}"' in cell.source:
                shown = [output.data["text/plain"] for output in cell.outputs if output.output_type == "execute_result"]
                earned[number] = float(shown[0]) if shown else 0.0
    assert list(earned.values()) == in_ipython[name]


@pytest.mark.parametrize("name", WITH_TENSORFLOW)
def test_what_uses_tensorflow_is_left_out(name, tmp_path, rules):
    result = graded(WITH_TENSORFLOW[name], tmp_path, rules)
    assert points(result) == FULL, result.verdicts


@pytest.mark.keras
def test_the_notebooks_with_tensorflow_are_right_in_ipython():
    assert points_in_ipython(WITH_TENSORFLOW, "together") == dict.fromkeys(WITH_TENSORFLOW, FULL)


def test_an_answer_that_tensorflow_computes_says_so(tmp_path, rules):
    answer = "import keras\nlayer = keras.layers.SimpleRNN(2)\nseeing_Wh = layer.get_weights()[1]\n" + X
    result = graded({"2.4": [answer]}, tmp_path, rules)
    assert points(result) == [2, 2, 2, 0]
    assert "keras.layers is not available while grading" in result.verdicts[3]["message"]


@pytest.mark.parametrize("module", MISSING)
def test_what_learners_do_not_have_is_not_pretended(module, tmp_path, rules):
    """Another package than these is not there anyway. Without an `except`, the import is left out and named."""
    needing = RIGHT["2.1"].replace("np.tanh", f"{module}.tanh")
    result = graded(
        {"2.1": [f"import {module}\n{needing}"], "2.3": [f"import {module}\n{RIGHT['2.3']}"]}, tmp_path, rules
    )
    assert (
        points(result) == [0, 0, 2, 2] and f"{module} is not available while grading" in result.verdicts[0]["message"]
    )
    assert any("ModuleNotFoundError" in line for line in result.left_out)


@pytest.mark.parametrize(
    "line",
    [
        "import asyncio, no_such_package\nassert asyncio.sleep",
        "from no_such_package.parts import one as two, three",
        "from math import no_such_name",
        "import no_such_package as pd\ntable = pd.DataFrame([1])\nsize = len(table) + 1",
        "from google.colab import drive\ndrive.mount('/content/drive')\npath = drive.root + '/x'",
        "name = input('Who are you? ')",
        "count = int(input()) + 1\nprint(count)",
    ],
)
def test_what_was_there_in_the_notebook_costs_its_own_statement(line, tmp_path, rules):
    """A package of Colab's, or somebody who answers: the answer below needs neither."""
    assert points(graded({"2.3": [line + "\n" + RIGHT["2.3"]]}, tmp_path, rules)) == FULL


def test_an_answer_that_needs_what_is_not_there_says_so(tmp_path, rules):
    frame = "import no_such_package as pd\nseeing_X = pd.DataFrame([[2, 2], [3, 3]])\n" + WH
    result = graded({"2.3": ["wrong_loop = input()\nreason = 2"], "2.4": [frame]}, tmp_path, rules)
    assert points(result) == [2, 2, 0, 0]
    assert "input is not available while grading" in result.verdicts[2]["message"]
    assert "No module named 'no_such_package'" in result.verdicts[3]["message"]


@pytest.mark.parametrize(
    "line, kind",
    [
        ("x = 1 / 0", "ZeroDivisionError"),
        ("def helper(y=no_such): pass", "NameError"),
        ("1 / 0", "ZeroDivisionError"),
        ("if RIGHT_IS_UNKNOWN:\n    pass_mark = 1", "NameError"),
    ],
)
def test_an_error_in_an_answers_cell_is_still_the_students(line, kind, tmp_path, rules):
    result = graded({"2.3": [line + "\n" + RIGHT["2.3"]]}, tmp_path, rules)
    assert points(result) == [2, 2, 0, 2] and kind in result.verdicts[2]["message"]


@pytest.mark.parametrize("line", ["print(no_such)", "assert Wx_keras is None", "for x in X_keras:\n    print(x)"])
def test_what_only_looks_may_fail_in_an_answers_cell(line, tmp_path, rules):
    assert points(graded({"2.3": [line + "\n" + RIGHT["2.3"]]}, tmp_path, rules)) == FULL


def test_hundreds_of_magics_are_bounded(tmp_path, rules):
    """IPython reads the cell anew for each. What is refused says so."""
    few, many = "%pwd\n" * 60 + RIGHT["2.3"], "%pwd\n" * 600 + RIGHT["2.3"]
    before = time.process_time()
    result = graded({"2.3": [many], "2.1": [few.replace(RIGHT["2.3"], RIGHT["2.1"])]}, tmp_path, rules)
    assert points(result) == [2, 2, 0, 2] and "too many magic commands" in result.verdicts[2]["message"]
    result = graded({"2.3": ["%%time\n" * 10_000 + RIGHT["2.3"]]}, tmp_path, rules)
    assert points(result) == [2, 2, 0, 2] and "too many magic commands" in result.verdicts[2]["message"]
    assert time.process_time() - before < 30 and MAX_TRANSFORMED_CHARACTERS < 10**7


def test_a_cell_that_is_too_long_says_so(tmp_path, rules):
    result = graded({"2.4": [f"{X}\n{WH}\n" + "# much\n" * 20_000]}, tmp_path, rules)
    assert points(result) == [2, 2, 2, 0] and "the cell is too long" in result.verdicts[3]["message"]


@pytest.mark.parametrize(
    "code, binds, changes, needs",
    [
        ("%time y = f(1)", {"y"}, set(), {"f"}),
        ("x = !ls {folder}\nnp.tanh?", {"x"}, set(), set()),
        ("%%timeit\nA.sort()", set(), {"A"}, {"A"}),
        ("h = np.tanh(h)", {"h"}, set(), {"h", "np"}),
        ("for x in X:\n    h = x + h\n    y = h\n    print(y)", {"x", "h", "y"}, set(), {"X", "h", "print"}),
        ("random.shuffle(A[0])", set(), {"A"}, {"A", "random"}),
        ("A[0].append(1)\ndel B[1], C.d", set(), {"A", "B", "C"}, {"A", "B", "C"}),
        ("n = A.pop() + A.mean()", {"n"}, {"A"}, {"A"}),
        ("print(A, B)\ncheck('2.1', A)", set(), set(), {"A", "B", "print", "check"}),
        ("def f():\n    L.append(1)\n    K = []\n    K.append(2)", {"f"}, {"L"}, {"L"}),
        ("[x for x in x]", set(), set(), {"x"}),
        ("from numpy import *", {"*"}, set(), {"numpy.py"}),
        ("y = _", {"y"}, set(), {"_"}),
        ("y = Out[3] + _4", {"y"}, set(), {"Out", "_3", "_4"}),
        ("y = In[2]", {"y"}, set(), {"In", "_i2"}),
        ("%%writefile a.py\nx = 1", set(), {"a.py"}, {"a.py"}),
        ("import a.b", {"a"}, set(), {"a.py"}),
        ("%run a.py", {"*"}, {"a.py"}, {"a.py"}),
        ("y = open('d.txt')", {"y"}, {"d.txt"}, {"d.txt", "open"}),
        ("import __main__\n__main__.y = 1", {"__main__", "*"}, {"__main__"}, {"__main__", "__main__.py"}),
        ("get_ipython().push({'y': 1})", {"*"}, set(), set()),
    ],
)
def test_names_of_a_cell(code, binds, changes, needs):
    names = names_of(to_python(code))
    changed = (names.changes | names.may_change) - {"random"}
    assert (names.binds, changed, names.needs) == (binds, changed & changes | changes, needs)


def test_a_call_of_a_modules_function_does_not_change_the_module(tmp_path):
    cells = [
        nbformat.v4.new_code_cell(source) for source in ("import numpy as np", "np.dot(A, B)", "np.random.seed(1)")
    ]
    read = read_cells(hand_in(nbformat.v4.new_notebook(cells=cells), tmp_path / "student.ipynb"))[0]
    assert [cell.number for cell in read] == [1, 2, 3] and {"_", "_2", "_i2"} <= read[1].binds
    assert [cell.changes for cell in read] == [set(), {"A", "B"}, {"np"}]


def test_the_processor_time_follows_the_time_of_the_submission():
    assert Limits(total_seconds=720).cpu_seconds > 720 and Limits(cpu_seconds=7).cpu_seconds == 7
