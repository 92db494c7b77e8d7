"""What comes back from a class, broken in every way: each ends in a grade with its reason and what the rest earned."""

import base64
import gzip
import itertools
import json
import os
from dataclasses import replace

import nbformat
import pytest

from rnnlab.coursework import grade_submission as grading_module
from rnnlab.coursework.assignment import exercises_of, read_assignment
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.sandbox.inside.messages import EVALUATE
from rnnlab.coursework.sandbox.worker_process import Limits, Worker
from tests.helpers.spoiled_attempts import SPOILED
from tests.helpers.students import LESSON_2, LESSONS, RIGHT, cell_of, grade, points, solved_notebook

FULL = [2, 2, 2, 2]
NOTEBOOK = nbformat.writes(solved_notebook(RIGHT)).encode()
MARK = 900_000 + os.getpid() % 90_000


@pytest.fixture(scope="module")
def rules():
    with make_grading_rules(7, Limits(call_seconds=2, total_seconds=20, memory_mb=400, processes=8)) as rules:
        yield rules


@pytest.mark.parametrize(
    "content, reason",
    [
        (b"", "the file is empty"),
        (b"I have done it on paper.", "not JSON"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not text"),
        (b"{}", "not a notebook of format 4"),
        (b"[]", "not a notebook of format 4"),
        (b'{"cells": 7, "nbformat": 4}', "not a notebook of format 4"),
        (b'{"worksheets": [{"cells": []}], "nbformat": 3}', "not a notebook of format 4"),
        (b"[" * 100_000, "not JSON"),
        (b'{"cells": [' + b"[" * 100_000, "not JSON"),
        (b'{"nbformat": 4, "cells": [', "not JSON"),
        (b"<!DOCTYPE html>\n<title>Log in</title>", "not JSON"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "not JSON"),
        (b"PK\x03\x04\x14\0\0\0\x08\0", "not text"),
        (gzip.compress(NOTEBOOK, mtime=0), "not text"),
        (base64.encodebytes(NOTEBOOK), "not JSON"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n", "not JSON"),
        (b"# %%\nimport numpy as np\n\n# %%\nwrong_loop = 'D'\n", "not JSON"),
        (b"From: anna\nContent-Type: application/json\n\n" + NOTEBOOK, "not JSON"),
        (NOTEBOOK[: len(NOTEBOOK) // 2], "not JSON"),
        (NOTEBOOK + NOTEBOOK, "not JSON"),
        (NOTEBOOK.replace(b'"cells"', b'<<<<<<< HEAD\n"cells"', 1), "not JSON"),
        (NOTEBOOK.replace(b'"', b"'"), "not JSON"),
        (NOTEBOOK[:-2] + b",}", "not JSON"),
        (b"\0" * 10_000, "not text"),
        (NOTEBOOK.decode().encode("utf-16-le"), "not text"),
        (NOTEBOOK.decode().encode("utf-32"), "not text"),
        (b" \r\n\t " * 100, "the file is empty"),
        (b"null", "not a notebook of format 4"),
        (b'"wrong_loop = 1"', "not a notebook of format 4"),
        (b"1e999999", "not a notebook of format 4"),
        (b'{"nbformat": "4", "cells": []}', "not a notebook of format 4"),
        (b'{"nbformat": 5, "cells": []}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": {"0": {"cell_type": "code"}}}', "not a notebook of format 4"),
        (b'{"nbformat": 4, "cells": null}', "not a notebook of format 4"),
        (b'{"nbformat": ' + b"4" * 5_000 + b', "cells": []}', "not JSON"),
        (b'{"message": "Not Found", "status": "404"}', "not a notebook of format 4"),
    ],
    ids=lambda value: ascii(value[:12]) if isinstance(value, bytes) else None,
)
def test_a_file_that_is_no_notebook(content, reason, tmp_path, rules):
    (tmp_path / "student.ipynb").write_bytes(content)
    result = grade_submission(tmp_path / "student.ipynb", "student", LESSON_2, rules)
    assert (result.status, result.points) == ("unreadable", 0) and reason in result.reason
    assert [verdict["number"] for verdict in result.verdicts] == list(RIGHT)


def test_a_file_that_is_a_folder_or_a_pipe(tmp_path, rules):
    os.mkfifo(tmp_path / "pipe.ipynb")
    (tmp_path / "folder.ipynb").mkdir()
    for name in ("pipe", "folder", "nowhere"):
        assert grade_submission(tmp_path / f"{name}.ipynb", "student", LESSON_2, rules).reason == "this is not a file"


def test_cells_that_are_no_cells(tmp_path, rules):
    content = json.loads(nbformat.writes(solved_notebook(RIGHT)))
    content["cells"] += [
        7,
        None,
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 7},
        {"cell_type": "code", "source": [1, None]},
        {"cell_type": "code", "source": "x", "metadata": []},
        {"cell_type": "code", "source": "\ud800", "metadata": {"nbgrader": 7}},
    ]
    (tmp_path / "student.ipynb").write_text(json.dumps(content))
    assert points(grade_submission(tmp_path / "student.ipynb", "student", LESSON_2, rules)) == FULL


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_another_encoding(encoding, tmp_path, rules):
    notebook = solved_notebook(RIGHT)
    notebook.cells = [cell for cell in notebook.cells if cell.source.isascii()]
    cell_of(notebook, "2.1").source += "  # schön"
    (tmp_path / "student.ipynb").write_bytes(nbformat.writes(notebook).encode(encoding, "replace"))
    result = grade_submission(tmp_path / "student.ipynb", "student", LESSON_2, rules)
    assert points(result) == FULL
    assert bool(result.notes) == (encoding != "utf-8-sig")


# The source of 2.3 and a word of what its student reads, where it earns nothing.
TYPED = {
    "quotation marks of a word processor": ("wrong_loop = “D”\nreason = 2", "invalid character '“'"),
    "a blank that does not break": ("wrong_loop\u00a0= 'D'\nreason = 2", "invalid non-printable character U+00A0"),
    "a mark of the byte order": ("\ufeffwrong_loop = 'D'\nreason = 2", "invalid non-printable character U+FEFF"),
    "a blank without width": ("wrong_loop = 'D'\u200b\nreason = 2", "invalid non-printable character U+200B"),
    "a sign of another script": ("wrong_loop ＝ 'D'\nreason = 2", "invalid character '＝'"),
    "a minus of a word processor": ("wrong_loop = 'D'\nreason = 4 − 2", "invalid character '−'"),
    "tabs and blanks": ("if True:\n\twrong_loop = 'D'\n        reason = 2", "inconsistent use of tabs and spaces"),
    "indented by accident": ("wrong_loop = 'D'\n  reason = 2", "unexpected indent"),
    "a missing bracket": ("wrong_loop = 'D'\nreason = (2", "'(' was never closed"),
    "the marks of a merge": ("<<<<<<< HEAD\nwrong_loop = 'D'\n=======\nreason = 2\n>>>>>>>", "invalid syntax"),
    "Markdown": ("```python\nwrong_loop = 'D'\nreason = 2\n```", "invalid syntax"),
    "prose": ("wrong_loop = the fourth one\nreason = 2", "invalid syntax"),
    "Python 2": ("print 'D'\nwrong_loop = 'D'\nreason = 2", "Missing parentheses in call to 'print'"),
    "a number with a zero in front": ("wrong_loop = 'D'\nreason = 02", "leading zeros"),
    "half a surrogate pair, as a name": ("wrong_loop\ud800 = 'D'\nreason = 2", "SyntaxError"),
    "other words for True": ("wrong_loop = 'D'\nreason = true + 1", "name 'true' is not defined"),
}
HARMLESS = {
    "the lines of an old Mac": "wrong_loop = 'D'\rreason = 2\r",
    "a form feed": "\x0cwrong_loop = 'D'\n\x0creason = 2",
    "letters that look alike": "𝐰rong_loop = 'D'\nreason = 2",
    "a continued last line": "wrong_loop = 'D'; reason = 2\n# end \\",
    "another encoding, it says": "# -*- coding: latin-1 -*-\nwrong_loop = 'D'\nreason = 2",
    "blank lines without end": "\n" * 20_000 + "wrong_loop = 'D'\nreason = 2",
    "a shebang": "#!/usr/bin/env python\nwrong_loop = 'D'\nreason = 2",
}


@pytest.mark.parametrize("kind", TYPED)
def test_what_python_does_not_read_says_why(kind, tmp_path, rules):
    source, words = TYPED[kind]
    content = json.loads(NOTEBOOK)
    next(cell for cell in content["cells"] if "wrong_loop" in "".join(cell["source"]))["source"] = [source]
    (tmp_path / "student.ipynb").write_text(json.dumps(content))
    result = grade_submission(tmp_path / "student.ipynb", "student", LESSON_2, rules)
    assert points(result) == [2, 2, 0, 2] and words in result.verdicts[2]["message"], result.verdicts[2]


@pytest.mark.parametrize("kind", HARMLESS)
def test_what_python_reads_counts(kind, tmp_path, rules):
    assert points(grade(solved_notebook(RIGHT | {"2.3": HARMLESS[kind]}), tmp_path, rules)) == FULL


def cell_without(key):
    return lambda content: [cell.pop(key, None) for cell in content["cells"]]


def every(key, value):
    return lambda content: [cell.update({key: value}) for cell in content["cells"]]


@pytest.mark.parametrize(
    "change",
    [
        cell_without("metadata"),
        cell_without("outputs"),
        cell_without("id"),
        every("id", 7),
        every("metadata", None),
        every("metadata", {"nbgrader": [], "tags": 7}),
        every("outputs", "none"),
        every("execution_count", "three"),
        every("execution_count", -1),
        every("execution_count", 10**30),
        every("attachments", [None]),
        lambda content: content.update(metadata=7, nbformat_minor="x"),
        lambda content: content["cells"].insert(0, [*content["cells"]]),
        lambda content: content["cells"].append({"cell_type": ["code"], "source": "1 / 0"}),
        lambda content: [cell.update(source=[cell["source"], "".join(cell["source"])]) for cell in content["cells"]],
    ],
)
def test_a_notebook_against_its_format_keeps_its_points(change, tmp_path, rules):
    content = json.loads(NOTEBOOK)
    change(content)
    (tmp_path / "student.ipynb").write_text(json.dumps(content))
    result = grade_submission(tmp_path / "student.ipynb", "student", LESSON_2, rules)
    assert points(result) == FULL, result.verdicts


def in_format_3(content):
    cells = [
        {"cell_type": cell["cell_type"], "input" if cell["cell_type"] == "code" else "source": cell["source"]}
        for cell in content.pop("cells")
    ]
    content.update(nbformat=3, nbformat_minor=0, worksheets=[7, {"cells": None}, {"cells": [None, *cells]}])


def from_colab(content):
    content["metadata"] = {"colab": {"provenance": []}, "accelerator": "GPU", "kernelspec": {"name": "python3"}}
    for cell in content["cells"]:
        cell.pop("id")
        cell["metadata"] = {"id": "aB3", "executionInfo": {"user": {"displayName": "A"}}, "cellView": "form"}
    drive = "from google.colab import drive\ndrive.mount('/content/drive')\n%cd /content/drive/MyDrive"
    content["cells"].insert(0, {"cell_type": "code", "metadata": {}, "outputs": [], "source": drive})


def from_jupytext(content):
    content["metadata"] = {"jupytext": {"formats": "ipynb,py:percent"}, "kernelspec": {"name": "ir", "language": "R"}}
    content["cells"].insert(0, {"cell_type": "raw", "metadata": {}, "source": "---\njupyter: {}\n---"})


def with_numbers_that_are_none(content):
    content["metadata"].update(a=float("nan"), widgets={"state": {str(number): [] for number in range(100_000)}})


@pytest.mark.parametrize("change", [in_format_3, from_colab, from_jupytext, with_numbers_that_are_none])
def test_a_notebook_of_another_program_keeps_its_points(change, tmp_path, rules):
    content = json.loads(NOTEBOOK)
    change(content)
    (tmp_path / "student.ipynb").write_text(json.dumps(content))
    result = grade_submission(tmp_path / "student.ipynb", "student", LESSON_2, rules)
    assert points(result) == FULL, result.verdicts


@pytest.mark.parametrize("sheets", [None, 7, {}])
def test_format_3_without_its_worksheets(sheets, tmp_path, rules):
    (tmp_path / "student.ipynb").write_text(json.dumps({"nbformat": 3, "worksheets": sheets}))
    assert "format 4" in grade_submission(tmp_path / "student.ipynb", "student", LESSON_2, rules).reason


def stripped(notebook):
    for cell in notebook.cells:
        cell.metadata = nbformat.from_dict({})
        cell.pop("id", None)


def reordered(notebook):
    notebook.cells.reverse()


def duplicated(notebook):
    notebook.cells += [cell.copy() for cell in notebook.cells]


def stubs_again(notebook):
    notebook.cells += solved_notebook({}).cells


def only_attempts(notebook):
    notebook.cells = [cell for cell in notebook.cells if "exercise" in cell.id and "attempt" in cell.id]
    notebook.cells.insert(0, nbformat.v4.new_code_cell("import numpy as np"))


def checks_deleted(notebook):
    notebook.cells = [cell for cell in notebook.cells if "check" not in cell.id]


def all_in_one(notebook):
    source = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code" and "attempt" in cell.id)
    notebook.cells = [nbformat.v4.new_code_cell("import numpy as np\n%matplotlib inline\n!pip list\n" + source)]


def magics(notebook):
    notebook.cells.insert(0, nbformat.v4.new_code_cell("%%bash\nrm -rf /"))
    cell_of(notebook, "2.1").source = "%time 1\nnp.tanh?\n" + cell_of(notebook, "2.1").source


def unrelated_errors(notebook):
    for source in ("1 / 0", "while True: pass", "quit()", "x = ", "import nothing_like_it", "raise KeyboardInterrupt"):
        notebook.cells.insert(5, nbformat.v4.new_code_cell(source))


def own_helper_below(notebook):
    cell_of(notebook, "2.1").source = "def my_step(*arguments):\n    return helper(*arguments)"
    notebook.cells.append(
        nbformat.v4.new_code_cell("def helper(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + h @ Wh + bh)")
    )


@pytest.mark.parametrize(
    "change",
    [
        stripped,
        reordered,
        duplicated,
        stubs_again,
        only_attempts,
        checks_deleted,
        all_in_one,
        magics,
        unrelated_errors,
        own_helper_below,
    ],
    ids=lambda change: change.__name__,
)
def test_a_notebook_turned_upside_down_keeps_its_points(change, tmp_path, rules):
    notebook = solved_notebook(RIGHT)
    change(notebook)
    path = tmp_path / "student.ipynb"
    path.write_text(json.dumps(nbformat.from_dict(notebook)))
    result = grade_submission(path, "student", LESSON_2, rules)
    assert points(result) == FULL, result.verdicts


def test_deleted_attempts_count_nothing_and_harm_nothing(tmp_path, rules):
    notebook = solved_notebook(RIGHT)
    notebook.cells.remove(cell_of(notebook, "2.3"))
    assert points(grade(notebook, tmp_path, rules)) == [2, 2, 0, 2]


def test_another_lesson_is_noticed(tmp_path, rules):
    other = read_assignment(next(path for path in LESSONS if path.name.startswith("01")))
    result = grade(solved_notebook({}, other), tmp_path, rules)
    assert result.points == 0 and "another lesson" in result.notes[0]


def test_a_renamed_function_is_told_so(tmp_path, rules):
    result = grade(solved_notebook(RIGHT | {"2.1": RIGHT["2.1"].replace("my_step", "step")}), tmp_path, rules)
    assert points(result) == [0, 0, 2, 2]
    assert "There is no `my_step`" in result.verdicts[0]["message"]


def test_fifty_megabytes_of_output(tmp_path, rules):
    notebook = solved_notebook(RIGHT)
    cell_of(notebook, "2.1").outputs = [nbformat.v4.new_output("stream", text="x" * 50_000_000)]
    result = grade(notebook, tmp_path, rules)
    assert points(result) == FULL and result.notes == ["the file has 50 MB"]


@pytest.mark.parametrize("kind", SPOILED)
def test_one_spoiled_exercise_leaves_the_others_their_points(kind, tmp_path, rules):
    source, word = SPOILED[kind]
    attempts = RIGHT | {
        "2.1": source,
        "2.2": RIGHT["2.2"].replace("my_step(x, h0, Wx, Wh, bh)", "np.tanh(x @ Wx + h0 @ Wh + bh)"),
    }
    result = grade(solved_notebook(attempts), tmp_path, rules)
    assert points(result) == [0, 2, 2, 2]
    assert word.lower() in (result.verdicts[0]["state"] + result.verdicts[0]["message"]).lower(), result.verdicts[0]
    assert result.seconds < 20


def test_a_fork_bomb_leaves_no_process(tmp_path, rules):
    """Each child would fork again, and leave its session to survive the end of its parent."""
    bomb = (
        "import os, time\ndef my_step(*arguments):\n    while True:\n        try:\n            if os.fork() == 0:\n"
        "                os.setsid()\n"
        "        except OSError:\n            time.sleep(0.1)\n"
    )
    with make_grading_rules(
        7, Limits(call_seconds=2, total_seconds=20, memory_mb=400, processes=8, cpu_seconds=MARK)
    ) as rules:
        with Worker(rules.student_package, rules.limits, isolation=rules.isolation) as worker:
            assert worker.call(EVALUATE, "1", seconds=60) == 1 and workers_marked() != []
        assert workers_marked() == []
        result = grade(solved_notebook(RIGHT | {"2.1": bomb, "2.2": "my_states = ..."}), tmp_path, rules)
    assert points(result) == [0, 0, 2, 2]
    assert workers_marked() == []


def workers_marked():
    """The processes that still have the mark in the settings they were started with."""
    result = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                result += [entry] if f'"cpu_seconds": {MARK},'.encode() in file.read() else []
        except OSError:
            continue
    return result


def test_everything_at_once_ends_in_time(tmp_path, rules):
    attempts = {
        "2.1": SPOILED["endless cell"][0],
        "2.2": "def my_states(*arguments):\n    while True: pass",
        "2.3": SPOILED["dead kernel, cell"][0] + "\nwrong_loop = 'D'",
        "2.4": RIGHT["2.4"],
    }
    result = grade(solved_notebook(attempts), tmp_path, rules)
    assert points(result) == [0, 0, 0, 2] and result.seconds < 25


def test_an_answer_that_takes_too_long_to_judge(tmp_path, monkeypatch):
    """A check that hangs on an answer nobody has thought of costs that exercise only."""
    exercise = LESSON_2.exercises["2.4"]
    hanging = replace(exercise, judge=lambda X, Wh: next(one for one in itertools.count() if one < 0))
    monkeypatch.setitem(exercises_of(LESSON_2.module), "2.4", hanging)
    with make_grading_rules(7, Limits(call_seconds=1, total_seconds=20)) as rules:
        result = grade(solved_notebook(RIGHT), tmp_path, rules)
    assert points(result) == [2, 2, 2, 0] and "takes too long to judge" in result.verdicts[3]["message"]


def test_a_file_that_takes_too_long_to_read(tmp_path, monkeypatch, rules):
    monkeypatch.setattr(grading_module, "READ_SECONDS", 0.2)
    monkeypatch.setattr(grading_module, "read_cells", lambda path: next(one for one in itertools.count() if one < 0))
    assert grade(solved_notebook(RIGHT), tmp_path, rules).reason == "the file takes too long to read"
