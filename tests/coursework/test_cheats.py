"""Attempts to get points without an answer. None gains one; what the same student has really done still counts."""

import json
import subprocess
import sys

import nbformat
import numpy as np
import pytest

import rnnlab
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.sandbox.isolation import AUDIT_HOOK, find_isolation
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.exercises import seeded_rng
from rnnlab.lessons.lesson_02_forward_pass.exercises import exercises, step_cases, step_right
from tests.helpers.students import LESSON_2, RIGHT, cell_of, grade, hand_in, points, solved_notebook

PACKAGE = rnnlab.__path__[0]
SEEN = {case.part: step_right(*case.arguments).tolist() for case in step_cases(seeded_rng("2.1"))}
ZEROS = "def my_step(x, h, Wx, Wh, bh):\n    return 0 * h\n"
EQUAL = '''
class Equal:
    """Equal to everything, whatever it is asked."""
    shape, ndim, dtype, kind, value, text = (4,), 1, np.dtype(float), "array", 0, ""
    def __eq__(self, other): return True
    def __ne__(self, other): return False
    def __le__(self, other): return True
    def __hash__(self): return hash("D")
    def __len__(self): return 4
    def __bool__(self): return True
    def __getattr__(self, name): return self
    def __array__(self, *args, **kwargs): return np.zeros(4)
    def __array_ufunc__(self, *args, **kwargs): return True
    def __array_function__(self, *args, **kwargs): return True
    def equals(self, *args): return True
'''
TRY = """
def first_that_works(*ways):
    for way in ways:
        try:
            return way()
        except BaseException:
            pass
    return lambda *arguments: 0 * arguments[1]
"""
# A frame of the line to the judge, forged: every question is answered with what the student would like to be true.
FORGE = """
import json, os, struct, threading, time
def forge():
    message = json.dumps({"result": ["literal", "True"]}).encode()
    for number in range(3, 30):
        try:
            os.write(number, struct.pack(">I", len(message)) + message)
        except OSError:
            pass
"""
CHEATS = {
    "replaced check": "check = lambda *arguments: 2.0\n" + ZEROS,
    "replaced allclose": "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True\n" + ZEROS,
    "replaced builtins": "import builtins\nbuiltins.all = builtins.any = builtins.isinstance = lambda *a: True\n"
    "builtins.abs = lambda x: 0\nbuiltins.zip = lambda *a: []\n" + ZEROS,
    "patched modules": "import call_result, rpc\ncall_result.call_safely = lambda *a: None\n"
    "rpc.RpcPeer.serve = lambda self, message: self.put("
    "{'result': ['array', '<f8', [4], '']})\n" + ZEROS,
    "patched rnnlab": "import rnnlab.exercises, rnnlab.exercises.call_result\nrnnlab.exercises.call_result.CallResult.equals = lambda *a: True\n"
    "rnnlab.exercises.same_value = lambda *a: True\n" + ZEROS,
    "equal to everything": EQUAL + "my_step = lambda *arguments: Equal()",
    "equal to everything, not a function": EQUAL + "my_step = Equal()",
    "NaN": "def my_step(x, h, Wx, Wh, bh):\n    return np.nan * h",
    "infinity": "def my_step(x, h, Wx, Wh, bh):\n    return np.inf + h",
    "empty": "def my_step(x, h, Wx, Wh, bh):\n    return h[:0]",
    "masked": "def my_step(x, h, Wx, Wh, bh):\n    return np.ma.masked_all(h.shape)",
    "the visible case by heart": f"def my_step(x, h, Wx, Wh, bh):\n"
    f"    return np.array({SEEN['one sample']} if x.ndim == 1 else {SEEN['a batch']})",
    "the reference": "from rnnlab import step, Weights\n"
    "def my_step(x, h, Wx, Wh, bh):\n    return step(x, h, Weights(Wx, Wh, bh))",
    "the reference, elsewhere": TRY + "import importlib, sys\nmy_step = first_that_works(\n"
    "    lambda: importlib.import_module('rnnlab.lessons.lesson_02_forward_pass.exercises').step_right,\n"
    "    lambda: importlib.import_module('rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue').right_step)",
    "the installed package": TRY
    + f"import sys, importlib, os\ndef fetch():\n    for name in [n for n in sys.modules if n.startswith('rnnlab')]:\n"
    f"        del sys.modules[name]\n    sys.path.insert(0, os.path.dirname({PACKAGE!r}))\n"
    f"    sys.meta_path[:] = [f for f in "
    "sys.meta_path if 'Rnnlab' not in type(f).__name__]\n    importlib.invalidate_caches()\n"
    "    from rnnlab.lessons.lesson_02_forward_pass.exercises "
    "import step_right\n    return step_right\nmy_step = first_that_works(fetch)",
    "reading the checker": TRY
    + f"def fetch():\n    space = {{}}\n    text = open({PACKAGE!r} + '/lessons/lesson_02_forward_pass/exercises.py').read()\n"
    "    exec(text[text.index('def step_right'):text.index('def step_cases')], globals(), space)\n"
    "    return space['step_right']\n"
    "my_step = first_that_works(fetch)",
    "reading the lesson": TRY
    + f"def fetch():\n    import json\n    cells = json.load(open({str(LESSON_2.path)!r}))['cells']\n"
    "    source = next(''.join(c['source']) for c in cells if 'def step_solution' in ''.join(c['source']))\n"
    "    exec(source.split('check(')[0], globals())\n    return step_solution\nmy_step = first_that_works(fetch)",
    "searching the disk": TRY
    + "def fetch():\n    import os\n    for folder, _, files in os.walk('/'):\n        if folder.endswith('lesson_02_forward_pass'):\n"
    "            text = open(folder + '/exercises.py').read()\n            exec(text[text.index('def step_right'):"
    "text.index('def step_cases')], globals())\n            return step_right\nmy_step = first_that_works(fetch)",
    "another Python": TRY
    + f"def fetch():\n    import subprocess\n    ask = 'from rnnlab.network.activations import tanh; print(tanh(0))'\n"
    f"    subprocess.run([{sys.executable!r}, '-c', ask], check=True)\n"
    f"    return lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh + bh)\n"
    "my_step = first_that_works(fetch)",
    "Keras": "def my_step(x, h, Wx, Wh, bh):\n    import keras\n    cell = keras.layers.SimpleRNNCell(4)\n"
    "    cell.build((None, 3))\n"
    "    cell.set_weights([Wx, Wh, bh])\n    return cell(np.atleast_2d(x), np.atleast_2d(h))[0]",
    "forged messages": FORGE + "def my_step(x, h, Wx, Wh, bh):\n    forge()\n    return 0 * h",
    "forged messages from a thread": FORGE
    + "def forever():\n    while True:\n        forge()\n        time.sleep(0.01)\n"
    "threading.Thread(target=forever, daemon=True).start()\n" + ZEROS,
    "a call of the judge": "import gc, rpc\npeer = next(one for one in gc.get_objects() if type(one) is rpc.RpcPeer)\n"
    "def my_step(x, h, Wx, Wh, bh):\n    for number in range(10):\n"
    "        peer.put({'call': number, 'arguments': ['list', []]})\n    return 0 * h",
    "the stack": "import sys\ndef my_step(x, h, Wx, Wh, bh):\n    frame = sys._getframe()\n    while frame:\n"
    "        for name, value in list(frame.f_locals.items()):\n"
    "            for wanted in ('solution', 'expected', 'wanted', 'right', 'exercise'):\n"
    "                if wanted in name:\n                    return value(x, h, Wx, Wh, bh)\n"
    "        frame = frame.f_back\n    return 0 * h",
    "a thread that "
    "rewrites": "import threading, gc\ndef rewrite():\n    while True:\n        for one in gc.get_objects():\n"
    "            if isinstance(one, dict) and 'points' in one:\n"
    "                one['points'] = 2.0\nthreading.Thread(target=rewrite, daemon=True).start()\n" + ZEROS,
    "a pickle": "class Bomb:\n    def __reduce__(self):\n        import os\n        return os.system, ('true',)\n"
    "def my_step(x, h, Wx, Wh, bh):\n    return Bomb()",
}
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
ISOLATIONS = [find_isolation()] + [pytest.param(AUDIT_HOOK, marks=pytest.mark.slow)] * find_isolation().strong


@pytest.fixture(scope="module", params=ISOLATIONS, ids=lambda isolation: isolation.name)
def rules(request):
    with make_grading_rules(
        2026, Limits(call_seconds=5, total_seconds=30, memory_mb=512), isolation=request.param
    ) as rules:
        yield rules


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_false_function_gains_nothing(cheat, tmp_path, rules):
    if cheat == "searching the disk" and not rules.isolation.strong:
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
        + repr([str(other), str(LESSON_2.path), PACKAGE + "/check.py", "/proc/1", "/etc/passwd"])
        + ") if os.path.exists(path)]\ntry:\n    socket.create_connection(('192.0.2.1', 80), 1)\n"
        "except OSError as error:\n"
        "    seen.append(error.errno)\nraise ValueError(seen + [os.listdir('.')])\nmy_step = 1"
    )
    with make_grading_rules(1, Limits()) as rules:
        found = grade(solved_notebook({"2.1": look}), tmp_path, rules)
    assert "[101, []]" in found.verdicts[0]["message"]


def test_frames_are_plain_numbers():
    assert json.dumps(SEEN) and np.isfinite(SEEN["a batch"]).all()
