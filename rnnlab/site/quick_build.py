"""The quick build: stored outputs, and explorers whose frames are rendered again.

A notebook stores no frames, so the cells that make explorers are executed again, with the cells whose names they use;
training that no explorer shows is not. An explorer whose first frame then differs from the stored one is an error: the
outputs around it are out of date.
"""

import ast
import base64
import re

from rnnlab.notebook_tools.cell_names import EVERY_NAME, names_made, names_of, settle_changes
from rnnlab.notebook_tools.files import NotebookError

GHOST = 'class="ghost'
IMAGE = re.compile(r"data:image/svg\+xml;base64,([\w+/=]+)")


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
            if not _begins_alike(cell.outputs, outputs[cell.id]):
                raise NotebookError(
                    f"{cell.id}: the explorer does not begin as its stored picture does; run make notebooks"
                )
            cell.outputs = outputs[cell.id]
    return notebook


def _begins_alike(stored, fresh):
    """Whether each explorer begins with the picture that is stored, there beneath controls that are only drawn."""
    before, now = [image for image in _images(stored) if GHOST not in _document(image)], _images(fresh)
    return len(before) == len(now) and all(_marks(after) in _document(one) for one, after in zip(before, now))


def _document(image):
    return base64.b64decode(image).decode()


def _marks(image):
    """What stands on the paper of a picture."""
    return re.search(r'class="paper"[^>]*/>(.*)</svg>', _document(image), re.DOTALL)[1]


def _images(outputs):
    """The pictures in a cell's outputs, as stored or on a page."""
    return [
        image
        for output in outputs
        for mime in ("text/html", "text/markdown")
        for image in IMAGE.findall("".join(output.get("data", {}).get(mime, "")))
    ]
