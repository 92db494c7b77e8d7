"""The regression test of the stored outputs can fail: each kind of fault is planted and has to be noticed.

nbval runs with make's own options, in a process of its own, on small notebooks and on copies of the lessons.
"""

import asyncio
import copy
import re
import shlex
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from rnnlab.notebook_tools import execution
from rnnlab.notebook_tools.files import normalise_notebook, read_notebook
from rnnlab.notebook_tools.output_rules import forbidden_outputs

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
LESSONS = sorted((ROOT / "notebooks").glob("0[1-9]*.ipynb"))  # 00 prints no number of its own
OPTIONS = shlex.split(re.search(r"(--dist .*--nbval .*) notebooks$", (ROOT / "Makefile").read_text(), re.MULTILINE)[1])


def nbval(folder):
    """Run nbval over a folder of notebooks. Returns its exit code and the notebooks' cells that failed."""
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-c", ROOT / "pyproject.toml", "-n", "2", "-rf",
         *OPTIONS, folder], cwd=folder, capture_output=True, text=True)
    return ran.returncode, re.findall(r"^FAILED \S*?(\w+)\.ipynb::Cell (\d+)", ran.stdout, re.MULTILINE)


SOURCES = [
    "x = 6",
    "print(7 * x)",
    "x / 4",
    "display({'text/plain': 'a bar', 'image/svg+xml': '<svg><rect width=\"3\"/></svg>'}, raw=True)",
    "from ipywidgets import IntSlider\nIntSlider(3)",
]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """A small notebook, executed and stored as make notebooks does it."""
    blank = new_notebook(cells=[new_code_cell(source) for source in SOURCES])
    return normalise_notebook(asyncio.run(execution.execute_notebook(blank, tmp_path_factory.mktemp("sound"))))


def change_number(cells):
    cells[1].outputs[0].text = "43\n"


def change_result(cells):
    cells[2].outputs[0].data["text/plain"] = "1.25"


def widen_bar(cells):
    cells[3].outputs[0].data["image/svg+xml"] = '<svg><rect width="4"/></svg>'


def change_widget(cells):
    cells[4].outputs[0].data["text/plain"] = "IntSlider(value=4)"


def drop_output(cells):
    cells[1].outputs = []


def add_output(cells):
    cells[0].outputs = [new_output("stream", text="6\n")]


def raise_error(cells):
    cells[0].source += "\nraise ValueError('planted')"


FAULTS = {change_number: 1, change_result: 2, widen_bar: 3, change_widget: 4, drop_output: 1, add_output: 0,
          raise_error: 0}  # the fault, and the code cell (from 0) that has to fail


def test_a_sound_notebook_passes_and_every_planted_fault_fails(sound, tmp_path):
    nbformat.write(sound, tmp_path / "sound.ipynb")
    assert nbval(tmp_path) == (0, [])
    for fault in FAULTS:
        notebook = copy.deepcopy(sound)
        fault(notebook.cells)
        nbformat.write(notebook, tmp_path / f"{fault.__name__}.ipynb")
    code, failed = nbval(tmp_path)
    assert code == 1
    assert set(failed) == {(fault.__name__, str(cell)) for fault, cell in FAULTS.items()}


def test_an_unexecuted_cell_passes_nbval_unnoticed_so_it_is_refused_elsewhere(sound, tmp_path):
    notebook = copy.deepcopy(sound)
    notebook.cells[0].execution_count = None
    nbformat.write(notebook, tmp_path / "a.ipynb")
    assert nbval(tmp_path) == (0, [])
    (problem,) = forbidden_outputs(notebook)
    assert "has execution count None, it should be 1" in problem


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_fails_where_one_digit_of_one_stored_number_is_changed(path, tmp_path):
    notebook = read_notebook(path)
    code_cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    number, output = next((number, output) for number, cell in enumerate(code_cells) for output in cell.outputs
                          if output.output_type == "stream" and re.search(r"\b\d", output.text))
    output.text = re.sub(r"\b\d", lambda digit: str((int(digit[0]) + 1) % 10), output.text, count=1)
    nbformat.write(notebook, tmp_path / path.name)
    assert nbval(tmp_path) == (1, [(path.stem, str(number))])
