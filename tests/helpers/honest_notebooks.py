"""Honest notebooks of lesson 2 that look unusual: exercise to its cells, where they are not the usual ones.

A notebook is its set-up, the four attempts and their checks; extra cells stand before the attempt that they help.
"""

from tests.helpers.kernel_points import FIRST
from tests.helpers.students import RIGHT

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
    "a file that is written and imported": {
        "2.1": ["%%writefile own_step.py\nimport numpy as np\n\n" + RIGHT["2.1"], "from own_step import my_step"],
    },
    "a module that is written and imported": {
        "2.1": [
            "%%writefile steps.py\nimport numpy\ndef step(x, h, Wx, Wh, bh):\n"
            "    return numpy.tanh(x @ Wx + h @ Wh + bh)\n",
            "import steps as own\nmy_step = own.step",
        ],
    },
    "a file that is written in parts and run": {
        "2.3": [
            "%%writefile answers.py\nwrong_loop = 'D'\n",
            "%%writefile -a answers.py\nreason = 2\n",
            "%run answers.py",
        ],
    },
    "a file that is run in the notebook": {
        "2.1": [
            "%%file helper.py\ndef my_step(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + h @ Wh + bh)",
            "%run -i helper.py",
        ],
    },
    "a package that is written and imported": {
        "2.3": [
            "import os\nos.mkdir('own')",
            "%%writefile own/__init__.py\nloop = 'D'\nreason = 2",
            "from own import *",
            "wrong_loop = loop",
        ]
    },
    "bound in the built-in names": {
        "2.3": ["import builtins, sys\nbuiltins.letter = 'D'\nsetattr(sys.modules[__name__], 'number', 2)",
                "wrong_loop, reason = letter, number"],
    },
    "a file that was loaded": {"2.3": ["# %load answers.py\nwrong_loop = 'D'\nreason = 2"]},
    "a file that is executed": {
        "2.3": ["%%writefile answers.py\nwrong_loop, reason = 'D', 2", "exec(open('answers.py').read())"],
    },
    "data in a file": {
        "2.4": [WH, "np.save('own.npy', [[2, 2], [3, 3]])", "seeing_X = np.load('own.npy')"],
    },
    "a file of numbers": {
        "2.4": ["%%writefile numbers.txt\n0.5 1\n0 -0.5", "seeing_Wh = np.loadtxt('numbers.txt')\n" + X],
    },
    "the last output": {"2.4": [WH, "[[1, 1], [2, 2]]", "np.array(_) + 1", "seeing_X = _"]},
    "an output by its number": {"2.3": ["'D'", "number = 2;", "wrong_loop = Out[6]\nreason = 2"]},
    "an output by its name": {"2.3": ["'D'", "wrong_loop, reason = _6, 2"]},
    "an input by its number": {"2.3": ["wrong_loop = 'D'", "reason = 2", "exec(In[6])\nexec(_i7)"]},
    "a hidden output": {"2.4": [WH, "[[2, 2], [3, 3]]", "[[9, 9]];", "seeing_X = _"]},
    "display": {
        "2.3": [
            "display('D', 2)\nfrom IPython.display import HTML, Markdown, display\n"
            "display(Markdown('*D*'), HTML('D'))\n"
            "wrong_loop, reason = 'D', 2\ndisplay(wrong_loop)"
        ],
    },
    "asynchronous in every form": {
        "2.4": [
            "import asyncio, contextlib\nasync def rows():\n    for value in (2, 3):\n        yield [value] * 2\n"
            "@contextlib.asynccontextmanager\nasync def own():\n    yield [[0.5, 1.0], [0.0, -0.5]]",
            "seeing_X = [row async for row in rows()]\nasync with own() as seeing_Wh:\n    pass\n"
            "async for row in rows():\n    last = row\ntask = asyncio.create_task(asyncio.sleep(0))\nawait task",
        ],
    },
    "decorators": {
        "2.1": [
            "import functools\ndef noting(function):\n    @functools.wraps(function)\n    def inner(*arguments):\n"
            "        inner.count += 1\n        return function(*arguments)\n    inner.count = 0\n    return inner",
            "@noting\n" + RIGHT["2.1"],
        ],
    },
    "a data class": {
        "2.1": [
            "from dataclasses import dataclass, field\n@dataclass\nclass Cell:\n    Wx: np.ndarray\n"
            "    Wh: np.ndarray\n"
            "    bh: np.ndarray\n    seen: list = field(default_factory=list)\n    def step(self, x, h):\n"
            "        return np.tanh(x @ self.Wx + h @ self.Wh + self.bh)",
            "def my_step(x, h, Wx, Wh, bh):\n    return Cell(Wx, Wh, bh).step(x, h)",
        ],
    },
    "a generator": {
        "2.2": [
            "def states(X, h, Wx, Wh, bh):\n    for x in X:\n        h = my_step(x, h, Wx, Wh, bh)\n        yield h",
            "def my_states(*arguments):\n    return np.stack(list(states(*arguments)))",
        ],
    },
    "a closure": {
        "2.2": [
            "def make(step):\n    calls = 0\n    def states(X, h0, *weights):\n        nonlocal calls\n        H = []\n"
            "        for x in X:\n            calls += 1\n            h0 = step(x, h0, *weights)\n"
            "            H.append(h0)\n"
            "        return np.array(H)\n    return states",
            "my_states = make(my_step)",
        ],
    },
    "an object that can be called": {
        "2.1": [
            "class Step:\n    __slots__ = ()\n    def __call__(self, x, h, Wx, Wh, bh):\n"
            "        return np.tanh(x @ Wx + h @ Wh + bh)\nmy_step = Step()"
        ],
    },
    "a method": {
        "2.1": [
            "class Steps:\n    @staticmethod\n    def one(x, h, Wx, Wh, bh):\n"
            "        return np.tanh(x @ Wx + h @ Wh + bh)\n"
            "    @classmethod\n    def two(cls, *arguments):\n        return cls.one(*arguments)",
            "my_step = Steps().two",
        ],
    },
    "functools": {
        "2.1": [
            "import functools, operator\ndef step(f, x, h, Wx, Wh, bh):\n"
            "    return f(functools.reduce(operator.add, [x @ Wx, h @ Wh, bh]))\n"
            "my_step = functools.partial(step, np.tanh)"
        ],
        "2.2": [
            "import itertools\nmy_states = lambda X, h0, *w: np.array(\n"
            "    list(itertools.accumulate(X, lambda h, x: my_step(x, h, *w), initial=h0))[1:])"
        ],
    },
    "a cache": {
        "2.4": [
            "import functools\n@functools.lru_cache\ndef own(n):\n    return ((0.5, 1.0), (0.0, -0.5))\n" + X,
            "seeing_Wh = own(2)\nassert own(2) is seeing_Wh",
        ],
    },
    "recursion": {
        "2.2": [
            "def my_states(X, h0, *w):\n    if not len(X):\n        return np.empty((0, len(h0)))\n"
            "    h = my_step(X[0], h0, *w)\n    return np.vstack([h, my_states(X[1:], h, *w)])"
        ],
    },
    "a global name": {
        "2.3": ["def answer():\n    global wrong_loop, reason\n    wrong_loop = 'D'\n    reason = 2", "answer()"],
    },
    "deleted and defined again": {
        "2.3": ["wrong_loop = 'A'\nreason = 1", "del wrong_loop, reason", "wrong_loop = 'D'", "reason = 2"],
        "2.1": ["def my_step(*arguments):\n    raise TypeError", RIGHT["2.1"]],
    },
    "try, else and finally": {
        "2.3": [
            "try:\n    wrong_loop = {}['D']\nexcept KeyError as error:\n    wrong_loop = error.args[0]\nelse:\n"
            "    wrong_loop = 'A'\nfinally:\n    reason = 2"
        ],
    },
    "errors that are suppressed": {
        "2.3": [
            "import contextlib\nwrong_loop, reason = 'D', 2\nwith contextlib.suppress(ZeroDivisionError):\n    1 / 0\n"
            "    reason = 3"
        ],
    },
    "exception groups": {
        "2.3": [
            "try:\n    raise ExceptionGroup('', [ValueError('D')])\nexcept* ValueError as group:\n"
            "    wrong_loop = str(group.exceptions[0])\nreason = 2"
        ],
    },
    "lines that go on": {
        "2.1": [
            "def my_step(x, h,\n            Wx, Wh, bh,\n            ):\n"
            "    z = x @ Wx \\\n        + h @ Wh \\\n        + bh\n"
            "    return np.tanh(z)"
        ],
        "2.3": ["wrong_loop = \\\n'D'; reason = (\n\n    # two\n    2\n)"],
    },
    "an assignment in a comprehension": {
        "2.4": ["seeing_X = [[y := value + 1, y] for value in (1, 2)]\n" + WH, "assert y == 3"],
    },
    "match": {
        "2.3": [
            "match {'loops': list('ABCD'), 'n': 2}:\n    case {'loops': [*_, wrong_loop], 'n': int(reason)}:\n"
            "        pass"
        ],
    },
    "hints that nobody evaluates": {
        "2.1": [
            "from __future__ import annotations\nfrom typing import TYPE_CHECKING, Protocol\nif TYPE_CHECKING:\n"
            "    from no_such import Array\nclass Step(Protocol):\n    def __call__(self, x: Array) -> Array: ...",
            RIGHT["2.1"].replace("(x, h", "(x: Array, h: Array[3]").replace("):", ") -> Array:"),
        ],
    },
    "a named tuple and an enumeration": {
        "2.3": [
            "from enum import Enum, IntEnum\nfrom typing import NamedTuple\nclass Loop(str, Enum):\n    FOURTH = 'D'\n"
            "class Reason(IntEnum):\n    SECOND = 2\nclass Answer(NamedTuple):\n    loop: str\n    reason: int",
            "wrong_loop, reason = Answer(Loop.FOURTH.value, Reason.SECOND.value)",
        ],
    },
    "run from below": {"2.4": ["seeing_X = rows\n" + WH, FIRST + "\nrows = [[2, 2], [3, 3]]"]},
    "run from below, in steps": {
        "2.4": [
            "seeing_X = own(rows)\n" + WH,
            FIRST + "\ndef own(rows):\n    return [[row] * 2 for row in rows]",
            FIRST + "\nrows = []",
            FIRST + "\nrows.extend([2, 3])",
        ],
    },
    "NumPy's numbers": {
        "2.3": ["wrong_loop, reason = np.str_('D'), np.int8(2)"],
        "2.4": [
            "seeing_X = [[np.float16(2), np.uint8(2)], np.full(2, 3, np.int16)]\n"
            "seeing_Wh = np.array([[0.5, 1], [0, -0.5]], np.float32)[::1]"
        ],
    },
    "a matrix": {"2.4": ["seeing_X = np.matrix('2 2; 3 3')\nseeing_Wh = np.asmatrix([[0.5, 1], [0, -0.5]])"]},
    "a masked array and an array of objects": {
        "2.4": ["seeing_X = np.ma.masked_array([[2, 2], [3, 3]])\nseeing_Wh = np.array([[0.5, 1], [0, -0.5]], object)"],
    },
    "fractions and decimals": {
        "2.3": [
            "from decimal import Decimal\nfrom fractions import Fraction\nwrong_loop, reason = 'D', int(Fraction(4, 2))"
        ],
        "2.4": [
            "from fractions import Fraction as F\nfrom decimal import Decimal as D\n"
            "seeing_X = [[F(2), F(2)], [F(3), 3]]\n"
            "seeing_Wh = [[D('0.5'), D(1)], [0, D('-0.5')]]"
        ],
    },
    "a letter and a number with names": {
        "2.3": [
            "from enum import Enum, IntEnum\nclass A(str, Enum):\n    D = 'D'\nclass B(IntEnum):\n    LOST = 2\n"
            "wrong_loop, reason = A.D, B.LOST"
        ]
    },
    "a reason that is a fraction": {"2.3": ["from fractions import Fraction\nwrong_loop, reason = 'D', Fraction(2)"]},
    "a reason that is a decimal": {"2.3": ["from decimal import Decimal\nwrong_loop, reason = 'D', Decimal(2)"]},
    "a reason that is true": {"2.3": ["wrong_loop, reason = 'D', True + True"]},
    "a reason in an array": {"2.3": ["wrong_loop = np.array(['D'])[0]\nreason = np.array(2.0)"]},
    "queues and views": {
        "2.4": [
            "from collections import ChainMap, OrderedDict, UserList\nrows = OrderedDict(a=[2, 2], b=[3, 3])\n"
            "seeing_X = list(rows.values())\nseeing_Wh = UserList([[0.5, 1.0], [0.0, -0.5]])"
        ],
    },
    "bytes of an array": {
        "2.4": [
            X,
            "buffer = bytearray(np.array([[0.5, 1], [0, -0.5]]).tobytes())\n"
            "seeing_Wh = np.frombuffer(buffer).reshape(2, 2)",
        ],
    },
    "lazy objects": {"2.4": ["seeing_X = map(list, zip((2, 3), (2, 3)))\n" + WH]},
    "letters of any kind": {
        "2.3": ["wrong_loop, reason = ' d\\n', 2"],
        "2.1": ["def my_step(x, h, Wx, Wh, bh):\n    ζ_t = x @ Wx + h @ Wh + bh\n    ŷ = np.tanh(ζ_t)\n    return ŷ"],
    },
    "formatted": {"2.3": ["letter = chr(0x44)\nwrong_loop = f'{letter!s:>1}'\nreason = int('{:d}'.format(2))"]},
    "in a condition": {
        "2.1": ["if __name__ == '__main__':\n    " + RIGHT["2.1"].replace("\n", "\n    ")],
        "2.3": ["for wrong_loop in 'ABCD':\n    pass\nelse:\n    reason = 2\nwhile reason < 2:\n    reason += 1"],
    },
    "two functions at once": {
        "2.1": [
            "def make():\n    def step(x, h, Wx, Wh, bh):\n        return np.tanh(x @ Wx + h @ Wh + bh)\n"
            "    def states(X, h, *w):\n        return np.array([h := step(x, h, *w) for x in X])\n"
            "    return step, states",
            "my_step, my_states = make()",
        ],
        "2.2": ["print(my_states)"],
    },
    "no products": {
        "2.1": [
            "def my_step(x, h, Wx, Wh, bh):\n"
            "    return np.tanh(np.einsum('...d,dm->...m', x, Wx) + np.tensordot(h, Wh, 1) + bh)"
        ],
        "2.2": [
            "my_states = lambda X, h, *w: np.array([h := my_step(x, h, *w) for x in np.nditer(X, ['external_loop'], "
            "op_axes=None) ]) if 0 else np.array([h := my_step(x, h, *w) for x in iter(X)])"
        ],
    },
    "threads": {
        "2.3": [
            "import concurrent.futures, queue, threading\nwith concurrent.futures.ThreadPoolExecutor(1) as pool:\n"
            "    wrong_loop = pool.submit(lambda: 'D').result()\nanswers = queue.Queue()\n"
            "thread = threading.Thread(target=lambda: answers.put(2))\nthread.start()\nthread.join()",
            "reason = answers.get()",
        ],
    },
    "copied and pickled": {
        "2.4": [
            "import copy, json, pickle\n" + X + "\n" + WH,
            "seeing_X = copy.deepcopy(pickle.loads(pickle.dumps(seeing_X)))\n"
            "seeing_Wh = json.loads(json.dumps(seeing_Wh))",
        ],
    },
    "warnings that are errors": {
        "2.1": [
            "import warnings\nwarnings.simplefilter('error')\nold = np.seterr(all='raise')\n"
            "np.set_printoptions(precision=2)\n"
            + RIGHT["2.1"]
        ],
    },
    "a plot": {
        "2.4": [
            "%matplotlib inline\nimport matplotlib.pyplot as plt\n" + X + "\n" + WH,
            "plt.figure(figsize=(2, 2))\nplt.plot(np.array(seeing_X))\nplt.show();",
        ],
    },
    "bound in the module": {
        "2.3": ["import __main__, sys\n__main__.wrong_loop = 'D'\nsetattr(sys.modules['__main__'], 'reason', 2)"],
    },
    "bound by the shell": {
        "2.3": [
            "get_ipython().push({'wrong_loop': 'D'})\nget_ipython().user_ns['reason'] = 1",
            "ip = get_ipython()\nip.run_cell('reason = 2');",
        ],
    },
    "bound by vars": {"2.3": ["vars()['wrong_loop'] = 'D'\nlocals().update(reason=2)"]},
    "an object that makes its attributes": {
        "2.3": [
            "class Lazy:\n    def __getattr__(self, name):\n        return {'loop': 'D', 'reason': 2}[name]\n"
            "lazy = Lazy()",
            "wrong_loop, reason = lazy.loop, lazy.reason",
        ],
    },
    "Windows' lines and tabs": {
        "2.1": ["def my_step(x, h, Wx, Wh, bh):\r\n\tz = x @ Wx + h @ Wh + bh\r\n\treturn np.tanh(z)\r\n"]
    },
    "a simple namespace": {
        "2.4": [
            "from types import SimpleNamespace\nown = SimpleNamespace()",
            "own.X = [[2, 2]]",
            "own.X += [[3, 3]]",
            "seeing_X = own.X\n" + WH,
        ],
    },
    "an array that is sorted and filled": {
        "2.4": ["A = np.empty((2, 2))\n" + WH, "A[1] = 2", "A[0, ...] = 3", "A.sort(axis=0)", "seeing_X = A"],
    },
    "a swap": {
        "2.4": [X.replace("seeing_X", "A"), WH.replace("seeing_Wh", "B"), "A, B = B, A", "seeing_Wh, seeing_X = A, B"]
    },
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
    "a model that is trained": {
        "setup": [
            SETUP,
            "import keras\nfrom keras import layers\n"
            "model = keras.Sequential([keras.Input((3, 2)), layers.SimpleRNN(2)])\n"
            "model.compile(loss='mse', optimizer=keras.optimizers.Adam(0.01))\n"
            "history = model.fit(np.ones((4, 3, 2)), np.ones((4, 2)), epochs=1, verbose=0)\n"
            "print(history.history['loss'][-1])",
        ],
    },
    "a comparison below, in the answer's cell": {
        "2.1": [
            RIGHT["2.1"] + "\nimport keras\ncell = keras.layers.SimpleRNNCell(2)\ncell.build((None, 2))\n"
            "Wx, Wh, bh = cell.get_weights()\ny, _ = cell(np.ones((1, 2)), [np.zeros((1, 2))])\n"
            "assert np.allclose(y, my_step(np.ones(2), np.zeros(2), Wx, Wh, bh), atol=1e-6)"
        ],
    },
    "a comparison below, in a cell of its own": {
        "2.2": [
            RIGHT["2.2"],
            "import keras\nrnn = keras.layers.SimpleRNN(2, return_sequences=True)\nrnn.build((1, 5, 2))\n"
            "w = rnn.get_weights()\n"
            "print(np.abs(rnn(np.ones((1, 5, 2)))[0] - my_states(np.ones((5, 2)), np.zeros(2), *w)).max())",
        ],
    },
    "where there may be none": {
        "setup": ["try:\n    import tensorflow as tf\nexcept ImportError:\n    tf = None\n" + SETUP],
        "2.3": ["if tf is not None:\n    print(tf.__version__)\n" + RIGHT["2.3"]],
    },
    "in a function that nobody calls": {
        "2.2": [
            "import tensorflow as tf\ndef keras_states(X):\n    return tf.keras.layers.SimpleRNN(2)(X)\n"
            "" + RIGHT["2.2"],
        ],
    },
    "a layer of one's own, below": {
        "2.4": [
            X + "\n" + WH,
            "import keras\n@keras.saving.register_keras_serializable()\nclass Own(keras.layers.Layer):\n"
            "    def call(self, x):\n        return x\nOwn()(np.array(seeing_X))",
        ],
    },
    "a tape": {
        "2.3": [
            "import tensorflow as tf\nx = tf.Variable(2.0)\nwith tf.GradientTape() as tape:\n    y = x * x\n"
            "print(tape.gradient(y, x).numpy())\n" + RIGHT["2.3"],
        ],
    },
    "through the package": {
        "2.4": ["from rnnlab import load_keras\nkeras = load_keras()\nkeras.utils.set_random_seed(2)\n"
        "" + X + "\n" + WH],
    },
    "deleted again": {"2.3": ["import tensorflow as tf\ndel tf\n" + RIGHT["2.3"]]},
    "on one line": {"setup": [SETUP + "\nimport keras; keras.utils.set_random_seed(1); np.random.seed(1); one = 1"]},
    "a helper's default": {
        "2.1": ["import keras\ndef helper(x, layer=keras.layers.Dense(1)):\n    return layer(x)\n" + RIGHT["2.1"]],
    },
    "timed": {"2.3": ["%%time\nimport keras\nlayer = keras.layers.Dense(1)\n%time layer(np.ones((1, 1)))\n"
    "" + RIGHT["2.3"]]},
    "without its messages": {
        "setup": [
            "import os\nos.environ['TF_CPP_MIN_LOG_LEVEL'] = '3'\nimport tensorflow as tf\n"
            "tf.get_logger().setLevel('ERROR')\ngpus = tf.config.list_physical_devices('GPU')\n"
            "if gpus:\n    tf.config.experimental.set_memory_growth(gpus[0], True)\n" + SETUP,
        ],
        "2.3": ["if (n := len(tf.config.list_physical_devices())) > 0:\n    print(n)\n" + RIGHT["2.3"]],
    },
    "a column of numbers": {
        "2.4": [
            "from keras.utils import to_categorical\nprint(to_categorical([0, 1]))\n"
            "other = to_categorical([1])\n" + X + "\n" + WH,
        ],
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
