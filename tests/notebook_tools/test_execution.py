"""Execution: a second run changes no byte, and a notebook that fails is left as it was."""

import asyncio

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from rnnlab.cli import main
from rnnlab.notebook_tools import execution
from rnnlab.notebook_tools.files import NotebookError, read_notebook
from tests.helpers.stored_notebooks import stream


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


@pytest.mark.parametrize("fault, reason", [
    ("1 / 0", "ZeroDivisionError: division by zero"),
    ("import time; time.sleep(30)", "took more than 2 s"),
    ("import os; os._exit(1)", "the kernel died"),
    ("import warnings; warnings.warn('careful')", "writes to stderr"),
    ("print(object())", "a memory address"),
])
def test_a_failing_notebook_is_left_as_it_was(tmp_path, capsys, fault, reason):
    path = save(tmp_path / "a.ipynb", "print('fine')", fault)
    before = path.read_bytes()
    assert main(["notebooks", str(path), "--timeout", "1.5"]) == 1
    assert path.read_bytes() == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.ipynb"]
    error = capsys.readouterr().err
    assert "a.ipynb: left as it was" in error and "cell 2 (" in error and reason in error


@pytest.mark.parametrize("failures, starts", [(1, True), (2, True), (3, False)])
def test_a_kernel_whose_port_is_taken_is_started_again(tmp_path, monkeypatch, failures, starts):
    left = iter([True] * failures)

    class Client(execution.NotebookClient):
        async def async_start_new_kernel_client(self):
            if next(left, False):
                await self._async_cleanup_kernel()
                raise RuntimeError("Kernel died before replying to kernel_info")
            return await super().async_start_new_kernel_client()

    monkeypatch.setattr(execution, "NotebookClient", Client)
    path = save(tmp_path / "a.ipynb", "6 * 7")
    if starts:
        assert asyncio.run(execution.renew_notebook(path)) is True
    else:
        with pytest.raises(NotebookError, match="no kernel starts: Kernel died"):
            asyncio.run(execution.renew_notebook(path))


def test_one_failing_notebook_does_not_stop_the_others(tmp_path, capsys):
    good, bad = save(tmp_path / "good.ipynb", "print(1)"), save(tmp_path / "bad.ipynb", "1 / 0")
    assert main(["notebooks", str(bad), str(good)]) == 1
    assert "good.ipynb: rewritten" in capsys.readouterr().out
    assert read_notebook(good).cells[0].outputs == [stream("1\n")]


def test_a_cell_tagged_to_be_skipped_is_executed_all_the_same(tmp_path):
    cell = new_code_cell("print('ran')", metadata={"tags": ["skip-execution"]})
    result = asyncio.run(execution.execute_notebook(new_notebook(cells=[cell]), tmp_path))
    assert result.cells[0].outputs == [stream("ran\n")]


def test_no_notebook_is_an_error_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for arguments in ([], ["absent.ipynb"]):
        with pytest.raises(SystemExit):
            main(["notebooks", *arguments])
    error = capsys.readouterr().err
    assert "no notebook named" in error and "no such file: absent.ipynb" in error
