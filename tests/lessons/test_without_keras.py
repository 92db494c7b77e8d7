"""The lessons without TensorFlow: a cell that does not ask Keras runs, and one that asks shows the sentence alone."""

import os
import re
from pathlib import Path

import pytest
from nbclient import NotebookClient

from rnnlab.network.keras_missing import why_missing
from rnnlab.notebook_tools.files import read_notebook

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("[0-9]*.ipynb"))
ASKS_KERAS = re.compile(r"keras|\bmodel\b|\banything\(|\bbuild\(|tensorflow", re.IGNORECASE)
SENTENCE = why_missing(ModuleNotFoundError(name="tensorflow"))


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem[:2])
def test_every_cell_that_does_not_ask_keras_runs(path, tmp_path, monkeypatch):
    (tmp_path / "sitecustomize.py").write_text("import sys\nsys.modules['tensorflow'] = None\n")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), str(path.parents[1])]))
    notebook = read_notebook(path)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs = []
    folder = {"metadata": {"path": str(path.parent)}}
    NotebookClient(notebook, timeout=300, allow_errors=True, resources=folder).execute()
    failed = 0
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                failed += 1
                assert ASKS_KERAS.search(cell.source), f"{cell.id}: {output.ename}: {output.evalue}"
                assert output.traceback == [SENTENCE], f"{cell.id}: {output.ename}: {output.evalue}"
    assert (failed > 0) == any("_keras(" in cell.source for cell in notebook.cells)
