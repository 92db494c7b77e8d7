"""Which lessons measure time: executed beside others, they would measure these too."""

import ast
import importlib.util
from pathlib import Path

CLOCKS = {"time", "timeit"}


def measures_time(notebook):
    """Whether a notebook uses a clock, itself or through its lesson's folder.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    bool
    """
    cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and "needs-kernel" not in cell.metadata.get("tags", ())
    ]
    imported = set().union(*(_imports(cell.source) for cell in cells))
    files = [file for name in imported if name.startswith("rnnlab.lessons.") for file in _sources(name)]
    return any(CLOCKS & names for names in (imported, *(_imports(file.read_text(encoding="utf-8")) for file in files)))


def _imports(source):
    """The modules that a source imports."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def _sources(module):
    """The Python files of a package, or the one file of a module."""
    spec = importlib.util.find_spec(module)
    folders = spec.submodule_search_locations or ()
    return [file for folder in folders for file in Path(folder).glob("*.py")] or [Path(spec.origin)]
