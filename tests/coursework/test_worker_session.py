"""What is left out of a submission while it is graded is named in the feedback, with its cell."""

import nbformat
import pytest

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.collect import Submission
from rnnlab.coursework.feedback import write_feedback
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox.worker_process import Limits
from rnnlab.coursework.worker_session import MAX_CELLS_NAMED
from tests.helpers.hostile_submission import row
from tests.helpers.students import LESSONS, RIGHT, grade, points, reference_attempts, solved_notebook

FULL = [2, 2, 2, 2]
# A cell in front of the first attempt, or the attempt at 2.3 itself: what is named, the points.
LEFT_OUT = {
    "a statement": (
        "own = 1 / 0\ny = 3",
        "(`own = 1 / 0`): `ZeroDivisionError: division by zero` in line 1: `own = 1 / 0`",
        FULL,
    ),
    "a package": ("import no_such as own", "`ModuleNotFoundError: No module named 'no_such'` in line 1", FULL),
    "a package that the learners have": ("import keras\nown = keras.ops.ones(1)", "keras.ops is not available", FULL),
    "what needs it": ("import keras\nown = keras.ops.ones(1)\nown + 1", "`NotAvailable: own is not available", FULL),
    "many statements": ("own = y1\nown = y2\nown = y3\nown = y4\nown = y5", "in line 3: `own = y3`; and more", FULL),
    "in another cell": ("def f():\n    return 1 / 0\nown = f()", "in line 2: `return 1 / 0`", FULL),
    "an exit": ("own = 1\nquit()", "(`own = 1`): `SystemExit` in line 2: `quit()`", FULL),
    "no Python": ("own = ((", "(`own = ((`): `SyntaxError: '(' was never closed (line 1)`", FULL),
    "nested too deep": ("own = " + "not " * 20_000 + "1", "`SyntaxError: the code is nested too deep`", FULL),
    "no text": ("own = 1\0", "`SyntaxError: source code string cannot contain null bytes`", FULL),
    "another language": ("%%bash\necho", "(`%%bash`): it is in another language", FULL),
    "too many magics": ("own = 1\n" + "%pwd\n" * 600, "(`own = 1`): `the cell has too many magic commands`", FULL),
    "a cell that is too long": ("own = 1\n" + "# much\n" * 20_000, "(`own = 1`): `the cell is too long`", FULL),
    "a cell that ends Python": ("own = 1\nimport os\nos._exit(1)", "(`own = 1`): it ends Python", FULL),
    "an endless cell": ("own = 1\nwhile True: pass", "(`own = 1`): it takes too long", FULL),
    "below a magic": ("\n\n%%time\nown = 1 / 0", "(`%%time`): `ZeroDivisionError: division by zero` in line 4", FULL),
    "an answer's cell": (
        "wrong_loop = 'D'\nown = 1 / 0\nreason = 2",
        "(`wrong_loop = 'D'`): it stops with `ZeroDivisionError: division by zero` in line 2: `own = 1 / 0`",
        [2, 2, 0, 2],
    ),
    "something to look at": ("wrong_loop = 'D'\nprint(no_such)\nreason = 2", "in line 2: `print(no_such)`", FULL),
}  # fmt: skip


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(22, Limits(call_seconds=2, total_seconds=30)) as rules:
        yield rules


def with_cells(sources, attempts=RIGHT):
    """A solved notebook with these cells in front of the first code cell; 2.3 needs `own`."""
    notebook = solved_notebook(attempts)
    notebook.cells = [nbformat.v4.new_code_cell(source) for source in sources] + notebook.cells
    return notebook


@pytest.mark.parametrize("kind", LEFT_OUT)
def test_what_was_left_out_is_named(kind, tmp_path, rules):
    source, named, earned = LEFT_OUT[kind]
    if "wrong_loop" in source:
        result = grade(solved_notebook(RIGHT | {"2.3": source}), tmp_path, rules)
    else:
        notebook = with_cells([source], RIGHT | {"2.3": RIGHT["2.3"] + "\nprint(own)"})
        result = grade(notebook, tmp_path, rules)
        assert result.left_out[0].startswith("Code cell 1 (")
    assert points(result) == earned and named in result.left_out[0], result.left_out
    write_feedback(tmp_path / "out", Submission("anna"), result, solved_assignment(), row(result))
    page, text = ((tmp_path / "out" / f"anna.{ending}").read_text(encoding="utf-8") for ending in ("html", "md"))
    assert named in text and "This was left out while grading" in text
    assert named.split("`")[0] in page.replace("<code>", "") and "This was left out while grading" in page


def solved_assignment():
    return read_assignment(LESSONS[1])


def test_of_many_cells_some_are_named(tmp_path, rules):
    result = grade(with_cells(["own = (("] * 30), tmp_path, rules)
    assert len(result.left_out) == MAX_CELLS_NAMED + 1 and result.left_out[-1] == "and something in 20 more"


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_the_lessons_own_cells_are_not_named(path, tmp_path, rules):
    """Not those that use Keras; and nothing is named of a right notebook, nor of one that nobody has filled in."""
    assignment = read_assignment(path)
    solved = grade(solved_notebook(reference_attempts(assignment), assignment), tmp_path, rules, assignment)
    assert solved.points == assignment.maximum and solved.left_out == []
    blank = grade(solved_notebook({}, assignment), tmp_path, rules, assignment)
    assert blank.points == 0 and blank.left_out == []
    assert {verdict["state"] for verdict in blank.verdicts} == {"not attempted yet"}
    assert not any("cell above" in verdict["message"] for verdict in blank.verdicts)
