"""What a function is called with cannot be read off the feedback, and is another thing as soon as the file changes."""

from dataclasses import replace

import nbformat
import numpy as np
import pytest

from rnnlab.coursework.assignment import exercises_of
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.feedback import feedback_page, write_feedback
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox.worker_process import Limits
from tests.helpers.hostile_submission import row
from tests.helpers.students import LESSON_2, RIGHT, grade, points, solved_notebook

# What is to be got out, made where the code runs only: a word, and a number of ten digits.
WORD = "WordThatIsComposed"
NUMBER = 1_234_567_899
SECRET = f"s = {WORD[::-1]!r}[::-1]\nn = {NUMBER // 3} * 3\n"
STEP = "def my_step(x, h, Wx, Wh, bh):\n"
LEAKS = {
    "a message": "raise ValueError(s)",
    "a message of two lines": "raise ValueError('\\n' + s)",
    "an assertion": "assert False, s",
    "a class of its own": "raise type(s, (Exception,), {})()",
    "a class of its own, of a base class": "raise type(s, (ValueError,), {'__module__': s})(s)",
    "a class with a text": "raise type('E', (Exception,), {'__str__': lambda self: s})()",
    "a key": "{}[s]",
    "a key that is a number": "{}[n]",
    "a text that is no number": "int(s)",
    "a text that is no number, for float": "float(s)",
    "a file": "open(s)",
    "a module": "__import__(s)",
    "an attribute": "getattr(np, s)",
    "a name": "eval(s)",
    "a function's name": "f = lambda: 0\nf.__name__ = f.__qualname__ = s\nf(1)",
    "a type's name": "type(s, (), {})() + 1",
    "a syntax error": "compile(s + ' ' + s, s, 'exec')",
    "an imitated message": "raise NameError(f\"name '{s}' is not defined\")",
    "an imitated message, about sizes": "raise ValueError(f'cannot reshape array of size {n} into shape ({n},{n})')",
    "an imitated message, at its end": "raise ValueError(f'setting an array element with a sequence. {s}')",
    "an error of the system": "raise OSError(2, s, s)",
    "an exit": "raise SystemExit(s)",
    "a note": "e = ValueError()\ne.add_note(s)\nraise e",
    "a cause": "raise ValueError() from KeyError(s)",
    "a group": "raise ExceptionGroup(s, [ValueError(s)])",
    "a place of its own": "e = ValueError()\ne.where = s\nraise e",
    "a line of its own": "exec(compile('\\n' * 10 ** 6 + 'raise ValueError', '<cell 1>', 'exec'))",
    "a file of its own": "exec(compile('raise ValueError', s, 'exec'))",
    "a warning": "import warnings\nwarnings.warn(s)",
    "a print": "print(s)\nreturn s",
    "sizes": "np.zeros((n, 0)) + np.zeros((n + 1, 0))",
    "an index": "x[n]",
    "memory": "np.zeros((n, n))",
    "a result": "return n * np.ones(4)",
    "a number": "return n",
    "a small part of a result": "return n / 1e10 * np.ones(4 if x.ndim == 1 else (len(x), 4))",
    "a result's shape": "return np.zeros((n, 0))",
    "a result's shape, in many axes": "return np.zeros([int(digit) for digit in str(n)])",
    "a result's type": "return type(s, (), {})()",
    "a text": "return s",
    "a dictionary": "return {s: n}",
    "a function": "f = lambda: 0\nf.__name__ = s\nreturn f",
    "the answers": "seeing_X[:] = [[n, n]]\nglobals().update(wrong_loop=s, reason=n, seeing_Wh=[[n, s]])",
    "a failed product": "return np.ones(n // 10**6) @ np.ones(3)",
    "a failed index": "return x[n]",
    "a failed place": "x[:3] = np.zeros(n // 10**6)\nreturn x",
    "a worker that lies about what failed": "from inside import rpc\n"
    "fail = ('product', s, ((s, (n,)), ('x', (n,))), (n,), s)\n"
    "rpc.report_error = lambda *a: rpc.ErrorReport(('ValueError',), '', 1, 1, fail)\n1 / 0",
    "a worker that lies": "from inside import rpc\n"
    "rpc.report_error = lambda *a: rpc.ErrorReport((s,), s, 1, n, ())\n1 / 0",
    "a worker that lies about its types": "from inside import serialization\n"
    "serialization.Serializer.encode = lambda *a: ['foreign', s]",
}


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(22, Limits(call_seconds=5, total_seconds=30)) as rules:
        yield rules


def function_of(statements):
    return STEP + "".join(f"    {line}\n" for line in (SECRET + statements).splitlines())


def shown(source, folder, rules):
    """All that comes back, and the points."""
    result = grade(solved_notebook(RIGHT | {"2.1": source}), folder, rules)
    write_feedback(folder / "out", Submission("anna"), result, LESSON_2, row(result))
    files = [path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()]
    return "\n".join([*files, str(row(result))]), points(result)


def leaks_into(text):
    """Whether the word, or most of the number's digits in their order, stand in a text."""
    plain = "".join(letter for letter in text if letter not in ", _.()[]")
    return WORD in text or any(str(number)[:9] in plain for number in (NUMBER, NUMBER + 1))


@pytest.mark.parametrize("leak", LEAKS)
def test_nothing_that_a_function_composes_is_shown(leak, tmp_path, rules):
    source = function_of(LEAKS[leak])
    assert not leaks_into(source)
    text, earned = shown(source, tmp_path, rules)
    assert not leaks_into(text), text
    assert earned[0] == 0 and earned[2:] == [2, 2]


def test_a_leak_is_seen():
    assert all(
        map(leaks_into, (WORD, f"({NUMBER}, 0)", f"{NUMBER}.0", "shape (1, 2, 3, 4, 5, 6, 7, 8, 9, 9)", "0.1234567899"))
    )
    assert not leaks_into("shape (12, 34)")


def test_an_error_has_its_type_its_line_and_pythons_own_words(tmp_path, rules):
    text, _ = shown(STEP + "    return np.tanh(x @ Wx\n        + h @ Wh.T + yy)", tmp_path, rules)
    assert "`NameError: name 'yy' is not defined` in line 3 of code cell " in text and ": `+ h @ Wh.T + yy)`" in text
    text, _ = shown(STEP + "    raise ValueError('this is my own')", tmp_path, rules)
    assert "**Your function stops with an error:** `ValueError` in line 2 of code cell" in text


def test_a_wrong_number_is_found_without_the_right_one(tmp_path, rules):
    text, earned = shown(STEP + "    return np.tanh(x @ Wx + h @ Wh + bh) + 0.125", tmp_path, rules)
    assert earned[0] == 0 and "4 of 4 numbers are not.** The first that differs is at index [0]." in text
    assert "it should be" not in text


@pytest.fixture
def inputs(monkeypatch):
    """The arguments that 2.1 is called with."""
    seen, exercise = [], LESSON_2.exercises["2.1"]

    def cases(rng):
        drawn = exercise.cases(rng)
        seen.append([argument.tolist() for case in drawn for argument in case.arguments])
        return drawn

    monkeypatch.setitem(exercises_of(LESSON_2.module), "2.1", replace(exercise, cases=cases))
    return seen


def test_a_changed_submission_meets_new_inputs(tmp_path, rules, inputs):
    """And an unchanged one the same, also when it is graded in another folder and for another student."""
    notebook, changed = solved_notebook(RIGHT), solved_notebook(RIGHT)
    changed.cells.append(nbformat.v4.new_code_cell("# another", id="another"))
    for place, one in enumerate((notebook, changed, notebook)):
        assert points(grade(one, tmp_path / str(place), rules)) == [2, 2, 2, 2]
    first, second, third = inputs[::2]  # each is drawn twice
    assert first == third != second and inputs[1] not in inputs[::2]
    with make_grading_rules(23, Limits()) as others:
        grade(notebook, tmp_path, others)
    assert inputs[6] not in (first, second)


def test_a_table_of_what_was_seen_earns_nothing_the_next_time(tmp_path, rules, inputs):
    right = LESSON_2.exercises["2.1"].solution
    grade(solved_notebook(RIGHT), tmp_path, rules)
    flat = iter(inputs[0])
    results = [right(*map(np.array, arguments)).tolist() for arguments in zip(*[flat] * 5)]
    table = function_of(f"return np.array({results[0]} if x.ndim == 1 else {results[1]})")
    assert points(grade(solved_notebook({"2.1": table}), tmp_path, rules)) == [0, 0, 0, 0]


def test_a_message_of_the_worker_itself_is_no_way_out(tmp_path, rules):
    """The page shows nothing of a forged list of what was left out."""
    source = (
        "from inside import cell_runner, messages\n"
        + SECRET
        + "cell_runner.report_error = lambda *e: messages.ErrorReport((s,), s, 1, 1, ())\nprint(no_such)\n"
        + RIGHT["2.3"]
    )
    result = grade(solved_notebook(RIGHT | {"2.3": source}), tmp_path, rules)
    assert points(result) == [2, 2, 2, 2] and result.left_out
    assert not leaks_into(feedback_page(result, LESSON_2, row(result)).replace(SECRET, ""))
