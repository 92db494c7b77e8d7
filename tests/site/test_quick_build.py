"""The quick build executes what the explorers need, not much more, and refuses outputs that are out of date."""

import asyncio
from pathlib import Path

import nbformat
import pytest

from rnnlab.notebook_tools.execution import execute_notebook
from rnnlab.notebook_tools.files import NotebookError, normalise_notebook, read_notebook
from rnnlab.site import builder
from rnnlab.site.quick_build import explorer_cells, needed_cells

EXPLORER = """from rnnlab.explorer import Explorer, Slider
from rnnlab.pictures import Picture, text

def picture(t):
    return Picture(text(20, 20, f"{values[t]:.0f}"), caption=f"At {t}.")

Explorer(picture, t=Slider(0, 2))"""
CELLS = {"import": "import numpy as np", "dear": "dear = np.arange(9) ** 9\nprint('dear')",
         "values": "values = np.arange(3)", "change": "values[0] = 7",
         "other": "[x for values in 'ab' for x in values]",
         "explorer": EXPLORER, "after": "values = None"}


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    """A small lesson, executed and stored."""
    path = tmp_path_factory.mktemp("stored") / "09_trial.ipynb"
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell("# 9 · A question?", id="title"),
        *(nbformat.v4.new_code_cell(source, id=name) for name, source in CELLS.items())])
    nbformat.write(normalise_notebook(asyncio.run(execute_notebook(notebook, path.parent))), path)
    return path


@pytest.mark.parametrize("made, needed", [
    (["x = 0", "x += y", "y = 1"], "0 1"),
    (["x, y = 0, 1", "z = y + (x := 2)", "x.sort()", "print(x)"], "0 1 2"),
    (["layer = Layer()", "layer.set_weights(w)", "w = layer.get_weights()"], "0 1"),
    (["import numpy as np", "np.show_config()", "x = np.ones(3)", "np.dot(x, x)"], "0 2 3"),
    (["from data import *", "def g(x):\n    return x", "y = [x for x in 'ab']"], "0"),
    (["def f():\n    global x\n    x = 1", "f()", "[x for layer in rows]"], "0 1"),
])
def test_the_cells_that_make_change_or_give_what_an_explorer_needs(made, needed):
    cells = [*map(nbformat.v4.new_code_cell, made), nbformat.v4.new_code_cell("explore_it(x, layer)")]
    notebook = nbformat.v4.new_notebook(cells=cells)
    assert needed_cells(notebook) == [*(cells[int(place)] for place in needed.split()), cells[-1]]


def test_only_what_the_explorer_draws_on_is_needed(lesson):
    notebook = read_notebook(lesson)
    assert explorer_cells(notebook) == {"explorer"}
    assert [cell.id for cell in needed_cells(notebook)] == ["import", "values", "change", "explorer"]


def test_the_quick_page_has_the_explorer_alive_and_the_stored_outputs(lesson):
    notebook = asyncio.run(builder.execute_lesson(lesson, stored=True))
    by_id = {cell.id: cell for cell in notebook.cells}
    assert "rnnlab-static" in by_id["explorer"].outputs[0].data["text/html"]
    assert by_id["dear"].outputs[0].text == "dear\n"
    assert list(by_id) == ["title", *CELLS]


def test_an_explorer_that_is_not_the_stored_one_is_refused(lesson, tmp_path):
    notebook = read_notebook(lesson)
    next(cell for cell in notebook.cells if cell.id == "change").source = "values[0] = 8"
    nbformat.write(notebook, tmp_path / "09_trial.ipynb")
    with pytest.raises(NotebookError, match="explorer: the explorer does not begin as its stored picture does"):
        asyncio.run(builder.build_site([tmp_path / "09_trial.ipynb"], tmp_path / "out", stored=True))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("path", sorted(Path("notebooks").glob("0[1-9]*.ipynb")), ids=lambda path: path.stem)
def test_every_lessons_explorers_are_found(path):
    notebook = read_notebook(path)
    assert explorer_cells(notebook)
    needed = needed_cells(notebook)
    assert len(needed) <= len(notebook.cells) / 4, "most of a lesson is not executed"
