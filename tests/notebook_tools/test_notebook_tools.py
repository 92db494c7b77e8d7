"""The notebook tools: what they keep, what they drop, what they refuse."""

import asyncio
import json
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from rnnlab.cli import main
from rnnlab.notebook_tools import execution, output_rules
from rnnlab.notebook_tools.files import KERNELSPEC, NotebookError, normalise_notebook, read_notebook, write_notebook
from rnnlab.notebook_tools.output_rules import forbidden_outputs
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from rnnlab.notebook_tools.student_version import student_version

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


def executed(source="1 + 1", outputs=(), **metadata):
    """A notebook of one cell that looks executed."""
    cell = new_code_cell(source, execution_count=1, outputs=list(outputs), metadata=metadata)
    return new_notebook(cells=[cell])


def stream(text, name="stdout"):
    return new_output("stream", name=name, text=text)


def shown(**data):
    return new_output("display_data", data={key.replace("_", "/"): value for key, value in data.items()})


# --- execute and renew -------------------------------------------------------------------------------------------

def save(path, *sources):
    nbformat.write(new_notebook(cells=[new_code_cell(source) for source in sources]), path)
    return path


def test_renew_stores_outputs_and_a_second_run_changes_no_byte(tmp_path):
    (tmp_path / "beside.txt").write_text("read from the notebook's own folder")
    path = save(tmp_path / "a.ipynb", "x = 20 + 1", "print(open('beside.txt').read())\nprint('again')", "2 * x",
                "import ipywidgets\nipywidgets.IntSlider()")
    assert asyncio.run(execution.renew_notebook(path)) is True
    first = path.read_bytes()
    assert asyncio.run(execution.renew_notebook(path)) is False
    assert path.read_bytes() == first and first.endswith(b"}\n")
    cells = read_notebook(path).cells
    assert [cell.execution_count for cell in cells] == [1, 2, 3, 4]
    assert cells[1].outputs == [stream("read from the notebook's own folder\nagain\n")]
    assert cells[2].outputs[0].data == {"text/plain": "42"}
    assert cells[3].outputs[0].data == {"text/plain": "IntSlider(value=0)"}
    assert b"widget-view" not in first and b"timestamp" not in first


@pytest.mark.parametrize("fault, told", [
    ("1 / 0", "ZeroDivisionError: division by zero"),
    ("import time; time.sleep(30)", "took more than 2 s"),
    ("import os; os._exit(1)", "the kernel died"),
    ("import warnings; warnings.warn('careful')", "writes to stderr"),
    ("print(object())", "a memory address"),
])
def test_a_failing_notebook_is_left_as_it_was(tmp_path, capsys, fault, told):
    path = save(tmp_path / "a.ipynb", "print('fine')", fault)
    before = path.read_bytes()
    assert main(["notebooks", str(path), "--timeout", "2"]) == 1
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ipynb"]
    error = capsys.readouterr().err
    assert "a.ipynb: left as it was" in error and "cell 2 (" in error and told in error


def test_one_failing_notebook_does_not_stop_the_others(tmp_path, capsys):
    good, bad = save(tmp_path / "good.ipynb", "print(1)"), save(tmp_path / "bad.ipynb", "1 / 0")
    assert main(["notebooks", str(bad), str(good)]) == 1
    assert "good.ipynb: rewritten" in capsys.readouterr().out
    assert read_notebook(good).cells[0].outputs == [stream("1\n")]


def test_a_cell_tagged_to_be_skipped_is_executed_all_the_same(tmp_path):
    cell = new_code_cell("print('ran')", metadata={"tags": ["skip-execution"]})
    result = asyncio.run(execution.execute_notebook(new_notebook(cells=[cell]), tmp_path))
    assert result.cells[0].outputs == [stream("ran\n")]


def test_writing_is_all_or_nothing(tmp_path, monkeypatch):
    path = save(tmp_path / "a.ipynb", "1")
    before = path.read_bytes()

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_notebook(executed(), path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


def test_no_notebook_is_an_error_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for arguments in ([], ["absent.ipynb"]):
        with pytest.raises(SystemExit):
            main(["notebooks", *arguments])
    error = capsys.readouterr().err
    assert "no notebook named" in error and "no such file: absent.ipynb" in error


# --- normalise ---------------------------------------------------------------------------------------------------

def test_metadata_is_cut_to_the_whitelist():
    notebook = executed(tags=["solution"], nbgrader={"grade": True}, editable=False, deletable=False, scrolled=True,
                        execution={"iopub.execute_input": "2026-01-01"}, collapsed=True,
                        jupyter={"source_hidden": True, "outputs_hidden": False, "other": 1})
    notebook.metadata = nbformat.from_dict({
        "kernelspec": {"name": "mine", "display_name": "Mine"}, "widgets": {"state": {}},
        "language_info": {"name": "python", "version": "3.11.7"}, "vscode": {}})
    result = normalise_notebook(notebook)
    assert result.metadata == {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    assert result.cells[0].metadata == {"tags": ["solution"], "nbgrader": {"grade": True}, "editable": False,
                                        "deletable": False, "jupyter": {"source_hidden": True}}
    assert notebook.metadata.widgets == {"state": {}}, "normalise has changed its argument"


def test_only_neighbouring_streams_of_one_name_are_merged():
    outputs = [stream("a"), stream("b\n"), shown(text_plain="picture"), stream("c\n"), stream("d\n", "stderr")]
    result = normalise_notebook(executed(outputs=outputs)).cells[0].outputs
    assert result == [stream("ab\n"), shown(text_plain="picture"), stream("c\n"), stream("d\n", "stderr")]


def test_a_live_widget_keeps_its_words_and_its_picture():
    output = shown(text_plain="says", text_markdown="![says](data:image/svg+xml;base64,AA==)")
    output.data[WIDGET_VIEW] = {"model_id": "0a1b"}
    assert set(normalise_notebook(executed(outputs=[output])).cells[0].outputs[0].data) == {
        "text/plain", "text/markdown"}


def test_ids_are_kept_and_missing_or_doubled_ones_are_made_from_the_source(tmp_path):
    cells = [{"cell_type": "markdown", "metadata": {}, "source": source} for source in ("a", "b", "same", "same")]
    cells[0]["id"] = cells[1]["id"] = "mine"
    path = tmp_path / "a.ipynb"
    path.write_text(json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}))
    ids, again = ([cell.id for cell in normalise_notebook(read_notebook(path)).cells] for _ in range(2))
    assert ids[0] == "mine" and len(set(ids)) == 4 and ids == again


@pytest.mark.parametrize("text", ['{"nbformat": 3, "worksheets": []}', "{", "", "[]", "{}"])
def test_another_format_is_refused(tmp_path, text):
    path = tmp_path / "a.ipynb"
    path.write_text(text)
    with pytest.raises(NotebookError, match="not a notebook of format 4"):
        read_notebook(path)


def test_normalising_twice_is_normalising_once():
    notebook = executed(outputs=[stream("a"), stream("b")], scrolled=True)
    once = normalise_notebook(notebook)
    assert normalise_notebook(once) == once
    nbformat.validate(once)


# --- the student's version ---------------------------------------------------------------------------------------

def test_a_student_version_has_neither_solutions_nor_outputs():
    notebook = new_notebook(cells=[
        new_markdown_cell("Exercise 2.1"),
        new_code_cell("def step(): ...", execution_count=1, metadata={"nbgrader": {"solution": True}}),
        new_code_cell("42", execution_count=2, outputs=[stream("42")], metadata={"jupyter": {"outputs_hidden": True}}),
        new_markdown_cell("The answer.", metadata={"tags": ["solution"]}),
        new_code_cell("def step_solution(): ...", execution_count=3, metadata={"tags": ["solution"]}),
    ])
    student = student_version(notebook)
    assert [cell.source for cell in student.cells] == ["Exercise 2.1", "def step(): ...", "42"]
    assert [cell.get("outputs", []) for cell in student.cells] == [[], [], []]
    assert student.cells[1].execution_count is None and student.cells[1].metadata.nbgrader.solution
    assert "outputs_hidden" not in json.dumps(student)
    assert len(notebook.cells) == 5, "student_version has changed its argument"


# --- what may not be stored: every guard meets the fault it is for -------------------------------------------------

FAULTS = {
    "writes to stderr": executed(outputs=[stream("oops", "stderr")]),
    "stores an error": executed(outputs=[new_output("error", ename="NameError", evalue="x", traceback=[])]),
    "nothing but a live widget": executed(outputs=[shown()]),
    "is empty": executed(source="  \n"),
    "execution count 1, it should be 2": new_notebook(cells=executed().cells + executed().cells),
    "execution count None": new_notebook(cells=[new_code_cell("1")]),
    "is tagged nbval-skip": executed(tags=["nbval-skip"]),
    "is tagged raises-exception": executed(tags=["raises-exception"]),
    "NBVAL comment": executed(source="# NBVAL_IGNORE_OUTPUT\n1"),
}
TEXTS = {
    "a warning": ["x.py:3: RuntimeWarning: overflow encountered", "[IPKernelApp] WARNING | careful"],
    "a log line": ["W0000 00:00:17 cpu_feature_guard", "2026-11-21 20:15:01.123456: I tensorflow/core"],
    "a path of this machine": ["/home/ada/rnnlab/rnn.py", "saved in /tmp/model", r"C:\Users\Ada", "'/Users/ada/x'",
                               "lib/site-packages/keras", "ipykernel_123"],
    "a memory address": ["<rnnlab.Thing object at 0x7f94f66c7250>", "0x00007FF8A1B2"],
    "a progress bar": ["\r 10%", "━━━━━━━━━━ 0s", "4/4 [==============================]", "45%|████▌     | 9/20",
                       "8ms/step - loss: 0.1", "2.00it/s", "4/4 [>......]"],
    "a time measured": ["CPU times: user 3 ms", "Wall time: 2 s", "1.2 ms ± 3 µs per loop (mean ± std)"],
}
ALLOWED = ["h_1 = [0.46, -0.99]", "https://example.org/home/tmp", "3/4 of the runs", "half (50%) | all (100%)", "#0x",
           "a row/column of N/T", "data:image/svg+xml;base64,abc/tmp/x+/home/y", "0x1F", "warnings: none", "d[tmp/x]",
           "2026-11-21", "ratio [1/2]"]


@pytest.mark.parametrize("told", FAULTS)
def test_a_faulty_cell_is_refused(told):
    found = forbidden_outputs(FAULTS[told])
    assert len(found) == 1 and told in found[0] and found[0].startswith("cell ")


@pytest.mark.parametrize("told, text", [(told, text) for told in TEXTS for text in TEXTS[told]])
@pytest.mark.parametrize("kind", ["stream", "text_plain", "text_html", "image_svg+xml"])
def test_a_text_that_cannot_stay_is_refused_wherever_it_stands(told, text, kind):
    output = stream(text) if kind == "stream" else shown(**{kind: text})
    assert any(told in problem for problem in forbidden_outputs(executed(outputs=[output])))


def test_every_forbidden_pattern_has_its_fault():
    assert set(TEXTS) == set(output_rules.FORBIDDEN)


@pytest.mark.parametrize("text", ALLOWED)
def test_an_honest_text_stays(text):
    assert forbidden_outputs(executed(outputs=[stream(text)])) == []


# --- the lessons themselves --------------------------------------------------------------------------------------

@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_is_stored_as_make_notebooks_writes_it(path):
    notebook = read_notebook(path)
    assert forbidden_outputs(notebook) == []
    normalised = nbformat.writes(normalise_notebook(notebook)) + "\n"
    assert path.read_text(encoding="utf-8") == normalised, "run make notebooks"
