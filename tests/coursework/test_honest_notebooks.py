"""Honest notebooks of lesson 2 that look unusual: the grader gives the points that IPython itself gives.

A notebook here is its set-up, the four attempts and their checks; extra cells stand before the attempt that they help.
"""

import json
import subprocess
import sys
import time
from pathlib import Path

import nbformat
import pytest

from rnnlab.coursework.cell_names import names_of
from rnnlab.coursework.cell_source import MAX_TRANSFORMED_CHARACTERS, to_python
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox.worker_process import MISSING, Limits
from rnnlab.coursework.submission import read_cells
from tests.helpers.students import RIGHT, grade, hand_in, points

SETUP = "import numpy as np\n\nfrom rnnlab.lessons.lesson_02_forward_pass import check, reveal"
CHECKS = {
    "2.1": 'check("2.1", my_step)',
    "2.2": 'check("2.2", my_states)',
    "2.3": 'check("2.3", wrong_loop, reason)',
    "2.4": 'check("2.4", seeing_X, seeing_Wh)',
}
WH = "seeing_Wh = [[0.5, 1.0], [0.0, -0.5]]"
X = "seeing_X = [[2, 2], [3, 3]]"
FULL = [2, 2, 2, 2]
# What is unlike the usual notebook: number of the exercise to its cells, "setup" to the cells in front.
NOTEBOOKS = {
    "a timed cell": {"2.1": ["%%time\n" + RIGHT["2.1"]]},
    "a captured and timed cell": {"2.2": ["\n%%capture output --no-stderr\n%%time\n" + RIGHT["2.2"]]},
    "a profiled cell": {"2.3": ["%%prun -q\n" + RIGHT["2.3"]]},
    "a timed statement": {"2.3": ['%time wrong_loop = "D"\nreason = %time 1 + 1']},
    "a timing that is kept": {"2.3": ["x = %timeit -o -n 1 -r 1 1\n" + RIGHT["2.3"]]},
    "commands": {"2.1": ["!echo hello\nfiles = !echo hello\nnp.tanh?\n?np.tanh\n%pwd\n" + RIGHT["2.1"]]},
    "a magic in a block": {"2.1": ["if True:\n    %precision 3\n" + RIGHT["2.1"]]},
    "get_ipython": {
        "setup": [
            SETUP,
            'from IPython import get_ipython\nget_ipython().run_line_magic("precision", "3")\nip = get_ipython()',
        ],
        "2.1": ['ip.run_line_magic("pwd", "")\n' + RIGHT["2.1"]],
    },
    "a continued line that begins with %": {
        "2.1": ["def my_step(x, h, Wx, Wh, bh):\n    return np.tanh((x @ Wx + h @ Wh + bh\n    % 1e9))\n"],
        "2.2": [RIGHT["2.2"] + "\nassert (1\n!= 2)\n%pwd\ntimes = (7\n% 4)"],
    },
    "magic words in a text": {
        "2.1": [
            "def my_step(x, h, Wx, Wh, bh):\n    text = '''\n%time\n!ls\nwhat?\n'''\n"
            "    assert text.count('%') == 1 == text.count('!') "
            " and 'what?' in text\n    return np.tanh(x @ Wx + h @ Wh + bh)\n%pwd"
        ]
    },
    "cells in other languages": {
        "2.3": ["%%bash\necho hello", "%%html\n<b>wrong_loop = 1</b>", "%%bash\nwrong_loop=A\necho", RIGHT["2.3"]]
    },
    "prompts": {"2.3": [">>> wrong_loop = 'D'\n>>> reason = 2"]},
    "indented": {"2.3": ["    wrong_loop = 'D'\n    reason = 2"]},
    "future annotations": {
        "setup": ["from __future__ import annotations", SETUP],
        "2.1": [RIGHT["2.1"].replace("(x, h", "(x: Vector, h: Vector")],
    },
    "awaiting": {
        "2.3": [
            "import asyncio\nasync def letter():\n    await asyncio.sleep(0)\n    return 'D'",
            "wrong_loop = await letter()\nreason = 2",
        ],
    },
    "a star import": {
        "setup": [SETUP, "from numpy import *"],
        "2.1": [RIGHT["2.1"].replace("np.", "")],
        "2.2": [RIGHT["2.2"].replace("np.", "")],
    },
    "a package that is not installed": {
        "setup": [SETUP, "try:\n    import jax.numpy as jnp\nexcept ImportError:\n    import numpy as jnp"],
        "2.1": [RIGHT["2.1"].replace("np.", "jnp.")],
    },
    "append": {"2.4": ["seeing_X = []\n" + WH, "seeing_X.append([2, 2])", "seeing_X.append([3, 3])"]},
    "append, in a loop": {"2.4": ["seeing_X = []\n" + WH, "for value in (2, 3):\n    seeing_X.append([value] * 2)"]},
    "append, in a comprehension": {"2.4": ["seeing_X = []\n" + WH, "_ = [seeing_X.append([i, i]) for i in (2, 3)]"]},
    "rows of their own": {"2.4": [WH + "\nrows = []", "rows.append([2, 2])", "rows += [[3, 3]]", "seeing_X = rows"]},
    "a function that appends": {
        "2.4": ["seeing_X = []\n" + WH, "def add(row):\n    seeing_X.append(row)", "add([2, 2])", "add([3, 3])"],
    },
    "put": {"2.4": [X + "\nseeing_Wh = np.zeros((2, 2))", "seeing_Wh.put([0, 1, 3], [0.5, 1.0, -0.5])"]},
    "a function in place": {
        "2.4": [X + "\nseeing_Wh = np.array([[0.0, 1.0], [0.0, 0.0]])", "np.fill_diagonal(seeing_Wh, [0.5, -0.5])"],
    },
    "the argument out": {
        "2.4": [X + "\nseeing_Wh = np.zeros((2, 2))", "same = np.add(seeing_Wh, [[0.5, 1], [0, -0.5]], out=seeing_Wh)"],
    },
    "deleted rows": {
        "2.4": ["seeing_X = [[9, 9], [2, 2], [3, 3], [9, 9]]\n" + WH, "del seeing_X[0]", "last = seeing_X.pop()"]
    },
    "its own value again": {"2.4": ["A = np.array([[1, 1], [2, 2]])\n" + WH, "A = A + 1", "seeing_X = A"]},
    "a loop over its own value": {
        "2.4": [
            "row, rows = 1, []\n" + WH,
            "for _ in range(2):\n    row = row + 1\n    rows.append([row, row])",
            "seeing_X = rows",
        ],
    },
    "an object of its own class": {
        "2.4": [
            "class Rows:\n    X = []\n    def add(self, row):\n        self.X.append(row)\nrows = Rows()\n" + WH,
            "rows.add([2, 2])",
            "rows.add([3, 3])",
            "seeing_X = rows.X",
        ],
    },
    "a dictionary of answers": {
        "2.3": [
            "answers = {}",
            "answers['loop'] = 'D'",
            "answers.update(reason=2)",
            "wrong_loop, reason = answers.values()",
        ],
    },
    "bound in other ways": {
        "2.3": ["print(wrong_loop := 'D')\n[reason := number for number in [2]]"],
        "2.4": ["for seeing_X in [[[2, 2], [3, 3]]]:\n    seeing_Wh: list = [[0.5, 1.0], [0.0, -0.5]]"],
    },
    "bound behind the names": {
        "2.1": ["globals()['my_step'] = lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh + bh)"],
        "2.3": ["exec('wrong_loop = \"D\"; reason = 2')"],
    },
    "a seed of its own": {
        "2.3": ["np.random.seed(3)", "wrong_loop, reason = 'DA'[round(np.random.rand(), 3) != 0.551], 2"],
    },
    "looking at what is not there": {
        "2.4": [X + "\n" + WH, "print(seeing_X)", "np.linalg.cholesky(seeing_Wh)", "print(seeing_X, no_such_name)"],
    },
    "values of many types": {
        "2.3": ["from collections import deque\nwrong_loop = np.array(list('ABCD'))[3]\nreason = np.longdouble(2)"],
        "2.4": [
            "import array\nseeing_X = deque([range(2, 3), array.array('d', [3])])\nseeing_X = [[2, 2], range(3, 4)]\n"
            "seeing_X = np.array([[2, 2], [3, 3]], np.longdouble)\n"
            "seeing_Wh = ((0.5, 1.0), array.array('d', [0.0, -0.5]))"
        ],
    },
    "a text that is a number": {"2.3": ["wrong_loop = 'D'\nreason = '2'"]},
    "a complex result": {
        "2.1": [RIGHT["2.1"] + " + 0j"],
        "2.2": [
            RIGHT["2.2"].replace("my_step(", "my_step_2("),
            "def my_step_2(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + h @ Wh + bh)",
        ],
    },
}
# These need the learners' TensorFlow in IPython.
WITH_TENSORFLOW = {
    "a seed": {"setup": ["import tensorflow as tf; tf.random.set_seed(1)\n" + SETUP]},
    "the version": {"setup": ["import keras\nprint(keras.__version__)\n" + SETUP]},
    "Keras' seed": {"setup": ["import keras\nkeras.utils.set_random_seed(1)\n" + SETUP]},
    "in the answer's cell": {"2.1": ["import tensorflow as tf\ntf.random.set_seed(1)\n" + RIGHT["2.1"]]},
    "every form": {
        "setup": [
            "import tensorflow as tf\nfrom tensorflow.keras import layers\n"
            "from keras.layers import Dense, SimpleRNN as RNN\n"
            "if tf.config.list_physical_devices('GPU'):\n    print('a GPU')\n"
            "with tf.device('/cpu:0'):\n    one = tf.ones(1)\n"
            "class Own(layers.Layer):\n    pass\n@tf.function\ndef twice(x):\n    return 2 * x\n"
            "for number in tf.range(3):\n    print(number)\nsame = one == 1\nanother = one + 1\ntext = f'{one}'\n"
            "isinstance(one, tf.Tensor)\nlayer = Dense(2)\nlist(one)\none.shape\n-one\none[0]\n" + SETUP
        ],
    },
    "hints": {
        "2.1": ["import tensorflow as tf\n" + RIGHT["2.1"].replace("(x, h", "(x: tf.Tensor, h: tf.keras.layers.Layer")]
    },
    "a comparison with Keras' arrays": {
        "setup": [
            SETUP,
            "import keras\nWx = np.ones((5, 5))\nlayer = keras.layers.SimpleRNN(2)\n"
            "layer.build((1, 1, 2))\nWx = layer.get_weights()[0]",
        ],
        "2.3": ["print(np.tanh(np.ones(2) @ Wx))\nassert Wx.shape == (2, 2)\ny = np.ones(2) @ Wx\n" + RIGHT["2.3"]],
    },
}


def cells_of(unusual):
    cells = list(unusual.get("setup", [SETUP]))
    for number, check in CHECKS.items():
        cells += [*unusual.get(number, [RIGHT[number]]), check]
    return cells


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(22, Limits(call_seconds=5, total_seconds=30)) as rules:
        yield rules


@pytest.fixture(scope="module")
def in_ipython():
    return points_in_ipython(NOTEBOOKS)


def points_in_ipython(unusual):
    """Name to the points in IPython."""
    notebooks = json.dumps([cells_of(one) for one in unusual.values()])
    command = [sys.executable, "-m", "tests.helpers.kernel_points"]
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
    assert less == {"a complex result"}


@pytest.mark.parametrize("name", WITH_TENSORFLOW)
def test_what_uses_tensorflow_is_left_out(name, tmp_path, rules):
    result = graded(WITH_TENSORFLOW[name], tmp_path, rules)
    assert points(result) == FULL, result.verdicts


@pytest.mark.keras
def test_the_notebooks_with_tensorflow_are_right_in_ipython():
    assert points_in_ipython(WITH_TENSORFLOW) == dict.fromkeys(WITH_TENSORFLOW, FULL)


def test_an_answer_that_tensorflow_computes_says_so(tmp_path, rules):
    answer = "import keras\nlayer = keras.layers.SimpleRNN(2)\nseeing_Wh = layer.get_weights()[1]\n" + X
    result = graded({"2.4": [answer]}, tmp_path, rules)
    assert points(result) == [2, 2, 2, 0]
    assert "keras.layers is not available while grading" in result.verdicts[3]["message"]


@pytest.mark.parametrize("module", MISSING)
def test_what_learners_do_not_have_is_not_pretended(module, tmp_path, rules):
    """Another package than these is not there anyway; and without an `except`, the error is the student's."""
    result = graded({"2.3": [f"import {module}\n" + RIGHT["2.3"]]}, tmp_path, rules)
    assert points(result) == [2, 2, 0, 2] and "ModuleNotFoundError" in result.verdicts[2]["message"]


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
        ("from numpy import *", {"*"}, set(), set()),
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
    assert [cell.changes for cell in read] == [set(), {"A", "B"}, {"np"}]


def test_the_processor_time_follows_the_time_of_the_submission():
    assert Limits(total_seconds=720).cpu_seconds > 720 and Limits(cpu_seconds=7).cpu_seconds == 7
