"""The quick build: stored outputs, and explorers whose frames are rendered again.

A notebook stores no frames, so the cells that make explorers are executed again, with the cells whose names they use;
training that no explorer shows is not. An explorer whose first frame then differs from the stored one is an error: the
outputs around it are out of date.
"""

import ast

from rnnlab.notebook_tools.cell_names import EVERY_NAME, names_made, names_of, settle_changes
from rnnlab.notebook_tools.files import NotebookError


def _makes_explorer(source):
    """Whether a cell calls a lesson's ``explore_…`` or ``show_opening``, or an `Explorer`."""
    called = {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return any(name in ("Explorer", "show_opening") or name.startswith("explore_") for name in called)


def explorer_cells(notebook):
    """The ids of the cells that make explorers, without those that a page without a kernel leaves out."""
    return {
        cell.id
        for cell in notebook.cells
        if cell.cell_type == "code"
        and "needs-kernel" not in cell.metadata.get("tags", ())
        and _makes_explorer(cell.source)
    }


def needed_cells(notebook):
    """The cells to execute for the explorers, in order: theirs, and those that make what they use."""
    explorers, missing, needed = explorer_cells(notebook), set(), []
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    analysed = [names_of(cell.source) for cell in code]
    settle_changes(analysed)
    for cell, names, made in reversed([*zip(code, analysed, names_made(analysed))]):
        if cell.id in explorers or made & missing:
            needed.insert(0, cell)
            missing = missing - names.binds | names.needs | {EVERY_NAME}
    return needed


def insert_explorers(notebook, executed):
    """Replace the stored outputs of explorers by executed ones.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        As stored; changed in place.
    executed : nbformat.NotebookNode
        Its `needed_cells`, executed.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    rnnlab.notebook_tools.files.NotebookError
        If an explorer's first frame differs from the stored one.
    """
    outputs, explorers = {cell.id: cell.outputs for cell in executed.cells}, explorer_cells(notebook)
    for cell in notebook.cells:
        if cell.id in explorers:
            if _stored_texts(cell.outputs) != _stored_texts(outputs[cell.id]):
                raise NotebookError(
                    f"{cell.id}: the explorer does not begin as its stored picture does; run make notebooks"
                )
            cell.outputs = outputs[cell.id]
    return notebook


def _stored_texts(outputs):
    """What a cell's outputs are as Markdown: of an explorer, its first frame."""
    return [output.data["text/markdown"] for output in outputs if "text/markdown" in output.get("data", {})]
