"""Read, normalise and write notebook files."""

import copy
import hashlib
import json
from pathlib import Path

import nbformat

from rnnlab.notebook_tools.atomic_write import replace_file
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW

KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
METADATA_WHITELIST = ("tags", "nbgrader", "editable", "deletable")


class NotebookError(Exception):
    """A notebook that failed to execute, or whose outputs may not be stored. The message names the cell."""


def read_notebook(path):
    """Read a notebook file. Unlike nbformat.read, add no random cell ids where some are missing.

    Raises
    ------
    NotebookError
        If it is no notebook of format 4.
    """
    text = Path(path).read_text(encoding="utf-8")
    try:
        if json.loads(text)["nbformat"] == 4:
            return nbformat.v4.reads(text)
    except (ValueError, KeyError, TypeError):
        pass
    raise NotebookError(f"{path} is not a notebook of format 4")


def write_notebook(notebook, path):
    """Write a notebook file atomically: an interruption leaves the old file. Returns whether the file changed."""
    path = Path(path)
    text = nbformat.writes(notebook) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    with replace_file(path, newline="\n") as file:
        file.write(text)
    return True


def normalise_notebook(notebook):
    """Reduce a notebook to what a reader or a grader needs, so that equal notebooks are equal files.

    Metadata is cut to a whitelist, widget views and widget state are removed, consecutive stream outputs become one, a
    cell without an id of its own gets one from its source.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.

    Returns
    -------
    nbformat.NotebookNode
        A copy. To normalise it again changes nothing.
    """
    notebook = copy.deepcopy(notebook)
    language = {"name": "python"} | notebook.metadata.get("language_info", {})
    language.pop("version", None)  # of Python: it differs between readers
    release = {key: notebook.metadata[key] for key in ("rnnlab",) if key in notebook.metadata}
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": language} | release)
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    used_ids = set()
    for cell in notebook.cells:
        cell.id = _unique_id(cell, used_ids)
        cell.metadata = nbformat.from_dict(_whitelisted_metadata(cell.metadata))
        if cell.cell_type == "code":
            cell.outputs = _merge_streams(cell.outputs)
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def _unique_id(cell, used_ids):
    """The cell's own id; where it has none or another cell has the same, one made from its source."""
    name, count = cell.get("id"), 0
    while not name or name in used_ids:
        name = hashlib.sha256(f"{count} {cell.cell_type} {cell.source}".encode()).hexdigest()[:8]
        count += 1
    used_ids.add(name)
    return name


def _whitelisted_metadata(metadata):
    """The metadata of the whitelist, and what JupyterLab shows collapsed."""
    listed = {key: metadata[key] for key in METADATA_WHITELIST if key in metadata}
    hidden = {key: True for key in ("source_hidden", "outputs_hidden") if metadata.get("jupyter", {}).get(key)}
    return listed | ({"jupyter": hidden} if hidden else {})


def _merge_streams(outputs):
    merged = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.output_type == "stream" == last.get("output_type") and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged
