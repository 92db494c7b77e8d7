"""Notebook files: what normalising keeps and drops, and writing that is atomic."""

import json

import nbformat
import pytest

from rnnlab.notebook_tools.files import KERNELSPEC, NotebookError, normalise_notebook, read_notebook, write_notebook
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from tests.helpers.stored_notebooks import displayed, executed, stream


def test_writing_is_all_or_nothing(tmp_path, monkeypatch):
    path = tmp_path / "a.ipynb"
    write_notebook(executed("1"), path)
    before = path.read_bytes()

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr("os.replace", fail)
    with pytest.raises(OSError, match="no space left"):
        write_notebook(executed(), path)
    assert path.read_bytes() == before and len(list(tmp_path.iterdir())) == 1


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
    assert notebook.metadata.widgets == {"state": {}}, "normalise_notebook has changed its argument"


def test_only_neighbouring_streams_of_one_name_are_merged():
    outputs = [stream("a"), stream("b\n"), displayed(text_plain="picture"), stream("c\n"), stream("d\n", "stderr")]
    result = normalise_notebook(executed(outputs=outputs)).cells[0].outputs
    assert result == [stream("ab\n"), displayed(text_plain="picture"), stream("c\n"), stream("d\n", "stderr")]


def test_a_live_widget_keeps_its_words_and_its_picture():
    output = displayed(text_plain="says", text_markdown="![says](data:image/svg+xml;base64,AA==)")
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
