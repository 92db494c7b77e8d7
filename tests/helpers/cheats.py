"""Attempts to get points without an answer: functions (CHEATS), answers and designs, as source of an attempt cell."""

import sys

import rnnlab
from rnnlab.exercises import seeded_rng
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import step_cases, step_right
from tests.helpers.students import LESSON_2

PACKAGE = rnnlab.__path__[0]
SEEN = {
    case.arguments[0].tobytes(): step_right(*case.arguments).tolist()
    for rng in (seeded_rng("2.1"), seeded_rng("2.1").spawn(1)[0])
    for case in step_cases(rng)
}
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
# A message to the grader, forged: every question is answered with what the student would like to be true.
FORGE = """
import json, os, struct, threading, time
def forge():
    message = json.dumps({"result": {"value": ["literal", "True"], "changed": None}}).encode()
    for number in range(3, 30):
        try:
            os.write(number, struct.pack(">I", len(message)) + message)
        except OSError:
            pass
"""
# What the attacks patch by name, as it is called in the worker and in the package: a test looks that it is there.
WORKER_FUNCTIONS = ("inside.rpc.RpcPeer.serve", "rnnlab.exercises.call_result.call_safely")
CHECK_FUNCTIONS = ("rnnlab.exercises.call_result:CallResult.equals", "rnnlab.exercises.answer_values:same_value")
CHEATS = {
    "replaced check": "check = lambda *arguments: 2.0\n" + ZEROS,
    "replaced allclose": "np.allclose = np.isclose = np.array_equal = lambda *a, **k: True\n" + ZEROS,
    "replaced builtins": "import builtins\nbuiltins.all = builtins.any = builtins.isinstance = lambda *a: True\n"
    "builtins.abs = lambda x: 0\nbuiltins.zip = lambda *a: []\n" + ZEROS,
    "patched modules": f"import inside.rpc, rnnlab.exercises.call_result\n{WORKER_FUNCTIONS[1]} = lambda *a: None\n"
    f"{WORKER_FUNCTIONS[0]} = lambda self, call: self.put(inside.rpc.Result(['array', '<f8', [4], '']))\n"
    + ZEROS,
    "patched rnnlab": "".join(
        f"import {name.split(':')[0]}\n{name.replace(':', '.')} = lambda *a: True\n" for name in CHECK_FUNCTIONS
    )
    + ZEROS,
    "equal to everything": EQUAL + "my_step = lambda *arguments: Equal()",
    "equal to everything, not a function": EQUAL + "my_step = Equal()",
    "NaN": "def my_step(x, h, Wx, Wh, bh):\n    return np.nan * h",
    "infinity": "def my_step(x, h, Wx, Wh, bh):\n    return np.inf + h",
    "empty": "def my_step(x, h, Wx, Wh, bh):\n    return h[:0]",
    "masked": "def my_step(x, h, Wx, Wh, bh):\n    return np.ma.masked_all(h.shape)",
    "the visible cases by heart": f"def my_step(x, h, Wx, Wh, bh):\n    return np.array({SEEN}.get(x.tobytes(), h))",
    "the reference": "from rnnlab import step, Weights\n"
    "def my_step(x, h, Wx, Wh, bh):\n    return step(x, h, Weights(Wx, Wh, bh))",
    "the reference, elsewhere": TRY + "import importlib, sys\nmy_step = first_that_works(\n"
    "    lambda: importlib.import_module('rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step').step_right,\n"
    "    lambda: importlib.import_module('rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue').right_step)",
    "the installed package": TRY
    + f"import sys, importlib, os\ndef fetch():\n    for name in [n for n in sys.modules if n.startswith('rnnlab')]:\n"
    f"        del sys.modules[name]\n    sys.path.insert(0, os.path.dirname({PACKAGE!r}))\n"
    "    sys.meta_path[:] = [f for f in sys.meta_path if isinstance(f, type)]\n    importlib.invalidate_caches()\n"
    "    from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step "
    "import step_right\n    return step_right\nmy_step = first_that_works(fetch)",
    "reading the checker": TRY
    + f"def fetch():\n    space = {{}}\n"
    f"    text = open({PACKAGE!r} + '/lessons/lesson_02_forward_pass/exercise_1_one_step.py').read()\n"
    "    exec(text[text.index('def step_right'):text.index('def step_cases')], globals(), space)\n"
    "    return space['step_right']\n"
    "my_step = first_that_works(fetch)",
    "reading the lesson": TRY
    + f"def fetch():\n    import json\n    cells = json.load(open({str(LESSON_2.path)!r}))['cells']\n"
    "    source = next(''.join(c['source']) for c in cells if 'def step_solution' in ''.join(c['source']))\n"
    "    exec(source.split('check(')[0], globals())\n    return step_solution\nmy_step = first_that_works(fetch)",
    "searching the disk": TRY
    + "def fetch():\n    import os\n    for folder, _, files in os.walk('/'):\n"
    "        if folder.endswith('lesson_02_forward_pass'):\n"
    "            text = open(folder + '/exercise_1_one_step.py').read()\n"
    "            exec(text[text.index('def step_right'):text.index('def step_cases')], globals())\n"
    "            return step_right\nmy_step = first_that_works(fetch)",
    "another Python": TRY
    + f"def fetch():\n    import subprocess\n    ask = 'from rnnlab.network.activations import relu; print(relu(0))'\n"
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
    "a call of the grader": "import gc\nfrom inside import rpc\n"
    "peer = next(one for one in gc.get_objects() if type(one) is rpc.RpcPeer)\n"
    "def my_step(x, h, Wx, Wh, bh):\n    for number in range(10):\n"
    "        peer.put(rpc.Call(number, ['list', []]))\n    return 0 * h",
    "the stack": "import sys\ndef my_step(x, h, Wx, Wh, bh):\n    frame = sys._getframe()\n    while frame:\n"
    "        for name, value in list(frame.f_locals.items()):\n"
    "            for word in ('solution', 'reference', 'expected', 'wanted', 'right', 'exercise'):\n"
    "                if word in name:\n                    return value(x, h, Wx, Wh, bh)\n"
    "        frame = frame.f_back\n    return 0 * h",
    "a thread that rewrites": "import threading, gc\ndef rewrite():\n    while True:\n"
    "        for one in gc.get_objects():\n            if isinstance(one, dict) and 'points' in one:\n"
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
