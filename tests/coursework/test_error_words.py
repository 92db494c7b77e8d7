"""The words of an error: Python's and NumPy's own are shown as they are, what the code has composed is not."""

import re

import pytest

from rnnlab.coursework.error_messages import PATTERNS
from rnnlab.coursework.error_words import KNOWN_ERRORS, ErrorWords
from rnnlab.coursework.sandbox.inside.error_report import read_report, report_error
from rnnlab.coursework.sandbox.inside.messages import ErrorReport, MalformedMessage
from rnnlab.coursework.submission import Cell
from rnnlab.exercises.failure import Failure, failure_of

# A statement that fails, and what is shown where that is not all that Python says.
OWN_WORDS = {
    "no_such": None,
    "np.no_such": None,
    "[].no_such": None,
    "import no_such": None,
    "from math import no_such": "ImportError: cannot import name 'no_such' from 'math'…",
    "(lambda x: x)()": None,
    "def f(x, y): pass\nf()": None,
    "def f(x, y, z): pass\nf()": "TypeError: f() missing 3 required positional arguments: …",
    "def f(x): pass\nf(1, 2)": None,
    "def f(x): pass\nf(1, x=2)": None,
    "def f(x): pass\nf(y=2)": None,
    "def f():\n    y += 1\nf()": None,
    "1 + '1'": None,
    "'1' + 1": None,
    "[] < 1": None,
    "-'1'": None,
    "None[0]": None,
    "1()": None,
    "a, b = 1, 2, 3": None,
    "a, b = [1]": None,
    "a, b = 1": None,
    "len(1)": None,
    "{[]: 1}": None,
    "[1][2]": None,
    "[1]['a']": None,
    "'abc'[1] = 2": None,
    "{}['key']": None,
    "{}[7]": None,
    "{}[1234567]": "KeyError: …",
    "1 / 0": None,
    "np.ones((2, 3)) @ np.ones((2, 3))": None,
    "np.ones(3) @ 2": None,
    "np.dot(np.ones((2, 3)), np.ones((2, 3)))": None,
    "np.ones((2, 3)) + np.ones(2)": None,
    "np.zeros(3)[:] = np.ones(2)": None,
    "np.ones(6).reshape(4)": None,
    "np.ones(6)[7]": None,
    "np.ones(6)[0, 0]": None,
    "np.ones(6)['a']": None,
    "np.ones(6).sum(axis=1)": None,
    "np.array([[1], [1, 2]])": "ValueError: setting an array element with a sequence.…",
    "bool(np.ones(2))": None,
    "float(np.ones(2))": None,
    "np.concatenate([])": None,
    "np.linalg.inv(np.zeros((2, 2)))": None,
    "np.zeros(10**15)": "MemoryError: Unable to allocate …",
    "int('abc')": None,
    "float('abc')": None,
    "int('a' * 3)": "ValueError: invalid literal for int() with base 10: …",
    "open('no_such')": None,
    "open('no' + '_such')": "FileNotFoundError: [Errno 2] No such file or directory",
    "[].pop()": None,
    "max([])": None,
    "import math\nmath.sqrt(-1)": None,
    "next(iter([]))": "StopIteration",
    # what the code has composed
    "raise ValueError('x should be an array')": "ValueError",
    "raise KeyError('a' + 'b')": "KeyError: …",
    "assert False, 'composed'": "AssertionError",
    "raise type('Own', (ZeroDivisionError,), {})('division by zero')": "ZeroDivisionError: division by zero",
    "raise type('O' + 'wn', (Exception,), {})('1')": "Exception: 1",
    "raise NameError('name ' + repr('a' + 'b') + ' is not defined')": "NameError: name '…' is not defined",
    "getattr(np, 'a' + 'b')": "AttributeError: module 'numpy' has no attribute '…'",
    "eval('a' + 'b')": "NameError: name '…' is not defined",
    "type('a' + 'b', (), {})()()": "TypeError: '…' object is not callable",
    "np.zeros((1234, 0)) + np.zeros((5, 6, 0))": ("ValueError: operands could not be broadcast together with shapes …"),
    "np.zeros(3)[123456]": "IndexError: index … is out of bounds for axis 0 with size 3",
    "import sys; sys.exit('composed')": "SystemExit",
    "raise ValueError('a\\nb')": "ValueError",
    "raise OSError(2, 'composed')": "FileNotFoundError: [Errno 2] No such file or directory",
    "raise OSError(999, 'composed')": "OSError",
}


def error_of(statement):
    import numpy as np

    try:
        exec(compile(statement, "<cell 3>", "exec"), {"np": np, "__name__": "__main__"})
    except BaseException as error:
        return error


def report_of(error):
    """The report of an exception, as it arrives."""
    return read_report(vars(report_error(error, failure_of)), Failure)


def words_of(statement):
    words = ErrorWords([Cell(3, f"import numpy as np\n{statement}")])
    shown = words.exception(report_of(error_of(statement)))
    return f"{type(shown).__name__}: {shown}".removesuffix(": ")


@pytest.mark.parametrize("statement", OWN_WORDS)
def test_the_words_of_an_error(statement):
    error = error_of(statement)
    own = f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}".removesuffix(": ")
    assert words_of(statement) == (own if OWN_WORDS[statement] is None else OWN_WORDS[statement])


def test_the_place_of_an_error():
    source = "def f():\n    return 1 / `0`\n\nf()"
    words = ErrorWords([Cell(3, source)])
    statement = source.replace("`", "")
    report = report_of(error_of(statement))
    assert words.describe(report) == "`ZeroDivisionError: division by zero` in line 2 of code cell 3: `return 1 / '0'`"
    assert words.place(ErrorReport(("E",), "", 3, 4, Failure())) == " in line 4 of code cell 3: `f()`"
    for cell, line in ((3, 0), (3, 5), (3, -1), (4, 1), (0, 0), (3, 10**30)):
        assert words.place(ErrorReport(("E",), "", cell, line, Failure())) == ""


def test_the_line_of_a_syntax_error_that_only_compiling_finds():
    report = report_of(error_of("x = 1\nreturn x"))
    assert (report.cell, report.line) == (3, 2)


class _Lying(Exception):
    def __str__(self):
        raise RuntimeError


def test_an_exception_that_cannot_be_read_is_reported():
    assert report_of(_Lying()) == ErrorReport(("Exception",), "", 0, 0, Failure())


REPORT = {"classes": ("E",), "text": "", "cell": 0, "line": 0, "failure": ()}


@pytest.mark.parametrize(
    "data",
    [7, [], (), [REPORT], {}, {**REPORT, "more": 0}, {name: REPORT[name] for name in [*REPORT][:4]},
     *({**REPORT, "classes": classes} for classes in ("E", ["E"], (), ("E", 7), ("E",) * 100)),
     *({**REPORT, "text": text} for text in (7, None, b"")),
     *({**REPORT, name: place} for name in ("cell", "line") for place in (True, 1.5, "1", None))],
    ids=repr,
)  # fmt: skip
def test_a_forged_report_is_refused(data):
    assert read_report(dict(REPORT), Failure) == ErrorReport(("E",), "", 0, 0, Failure())
    with pytest.raises(MalformedMessage):
        read_report(data, Failure)


def test_a_type_is_named_where_its_name_is_no_secret():
    words = ErrorWords([Cell(1, "class Mine: pass")])
    names = ("Mine", "ndarray", "generator", "NoneType", "set", "Composed", "", 7, "a b", "x" * 1000)
    assert [words.type_name(name) for name in names] == [*names[:5], *["object"] * 5]


def test_the_messages_are_patterns_that_no_text_is_slow_for():
    assert len(PATTERNS) > 100 and {"NameError", "LinAlgError"} <= KNOWN_ERRORS
    for text in ("'" * 300, "shapes " + "(1, " * 70, "a." * 150, "(" * 300, "'a' " * 70):
        words = ErrorWords([Cell(1, "")])
        assert re.fullmatch(r"Exception(: …)?", words.describe(ErrorReport(("Own",), text, 0, 0, Failure())).strip("`"))
