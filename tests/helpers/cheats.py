"""Attempts at exercise 2.1 that try to get points without an answer."""

import sys

import rnnlab
from rnnlab.exercises import seeded_rng
from rnnlab.lessons.lesson_02_forward_pass.exercises import step_cases, step_right
from tests.helpers.students import LESSON_2

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
    "patched rnnlab": "import rnnlab.exercises, rnnlab.exercises.call_result\n"
    "rnnlab.exercises.call_result.CallResult.equals = lambda *a: True\n"
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
    + "def fetch():\n    space = {}\n"
    f"    text = open({PACKAGE!r} + '/lessons/lesson_02_forward_pass/exercises.py').read()\n"
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
