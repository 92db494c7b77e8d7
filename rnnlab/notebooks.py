"""The maintainer's notebook tools: execute a lesson, write it in one spelling, refuse what may not stay.

A second run changes no byte.
"""

import argparse
import asyncio
import copy
import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
import zmq
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from traitlets.config import Config

from rnnlab.guards import place, problems
from rnnlab.saving import WIDGET_VIEW

# Encrypted where the platform can: else every kernel greets with a warning about its open port.
KERNEL_CONFIG = {"KernelManager": {"transport_encryption": "auto" if zmq.has("curve") else "disabled"}}
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}
CELL_METADATA = ("tags", "nbgrader", "editable", "deletable")


class NotebookError(Exception):
    """A notebook that failed to execute, or whose outputs may not be stored. The message names the cell."""


def read(path):
    """Read a notebook of format 4. Unlike nbformat.read this hands out no random cell ids where some are missing."""
    text = Path(path).read_text(encoding="utf-8")
    try:
        if json.loads(text)["nbformat"] == 4:
            return nbformat.v4.reads(text)
    except (ValueError, KeyError, TypeError):
        pass
    raise NotebookError(f"{path} is not a notebook of format 4")


def write(notebook, path):
    """Write a notebook whole or not at all: an interruption leaves the old file. Returns whether the file changed."""
    path = Path(path)
    text = nbformat.writes(notebook) + "\n"
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.stem}.", suffix=".tmp")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
    return True


async def execute(notebook, folder, timeout=300):
    """Execute every cell in a fresh kernel.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.
    folder : path
        Where the kernel starts.
    timeout : float
        Seconds that one cell may take.

    Returns
    -------
    nbformat.NotebookNode
        A copy with the new outputs.

    Raises
    ------
    NotebookError
        If a cell raises, takes too long, or the kernel dies.
    """
    notebook = copy.deepcopy(notebook)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    started = []
    client = NotebookClient(
        notebook, timeout=timeout, kernel_name=KERNELSPEC["name"], resources={"metadata": {"path": str(folder)}},
        config=Config(KERNEL_CONFIG), store_widget_state=False, record_timing=False, skip_cells_with_tag="",
        on_cell_start=lambda cell, cell_index: started.append(cell_index))
    try:
        await client.async_execute()
    except (CellControlSignal, DeadKernelError) as error:
        if hasattr(error, "ename"):
            reason = f"{error.ename}: {error.evalue}"
        else:
            reason = f"took more than {timeout:g} s" if isinstance(error, TimeoutError) else "the kernel died"
        raise NotebookError(f"{place(notebook, started[-1])}: {reason}") from None
    return notebook


def normalise(notebook):
    """Keep what a reader or a grader needs, in one spelling.

    Metadata is cut to a whitelist, widget views and widget state go, consecutive stream outputs become one, a cell
    without an id of its own gets one from its source.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.

    Returns
    -------
    nbformat.NotebookNode
        ``normalise(normalise(n)) == normalise(n)``.
    """
    notebook = copy.deepcopy(notebook)
    language = {"name": "python"} | notebook.metadata.get("language_info", {})
    language.pop("version", None)  # of Python: every reader's differs
    notebook.metadata = nbformat.from_dict({"kernelspec": KERNELSPEC, "language_info": language})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    taken = set()
    for cell in notebook.cells:
        cell.id = unique_id(cell, taken)
        cell.metadata = nbformat.from_dict(kept_metadata(cell.metadata))
        if cell.cell_type == "code":
            cell.outputs = merge_streams(cell.outputs)
            for output in cell.outputs:
                output.get("data", {}).pop(WIDGET_VIEW, None)
    return notebook


def unique_id(cell, taken):
    """The cell's own id; where it has none or another cell has the same, one made from its source."""
    name, count = cell.get("id"), 0
    while not name or name in taken:
        name = hashlib.sha256(f"{count} {cell.cell_type} {cell.source}".encode()).hexdigest()[:8]
        count += 1
    taken.add(name)
    return name


def kept_metadata(metadata):
    kept = {key: metadata[key] for key in CELL_METADATA if key in metadata}
    hidden = {key: True for key in ("source_hidden", "outputs_hidden") if metadata.get("jupyter", {}).get(key)}
    return kept | ({"jupyter": hidden} if hidden else {})


def merge_streams(outputs):
    merged = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.output_type == "stream" == last.get("output_type") and output.name == last.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged


def student_version(notebook):
    """What a learner is given to hand in: no solutions, no outputs.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.

    Returns
    -------
    nbformat.NotebookNode
        Without the cells tagged ``solution``; nothing has been executed.
    """
    notebook = normalise(notebook)
    notebook.cells = [cell for cell in notebook.cells if "solution" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.get("jupyter", {}).pop("outputs_hidden", None)
    return notebook


async def renew(path, timeout=300):
    """Execute a notebook file and write it back. NotebookError where anything is wrong: the file is as it was."""
    path = Path(path)
    notebook = normalise(await execute(read(path), path.parent, timeout))
    if found := problems(notebook):
        raise NotebookError("\n  ".join(found))
    return write(notebook, path)


async def renew_all(paths, jobs, timeout):
    """Renew several notebooks, `jobs` at a time, and say how each went. Returns whether all went well."""
    places = asyncio.Semaphore(jobs)

    async def one(path):
        async with places:
            start = time.monotonic()
            try:
                changed = await renew(path, timeout)
            except NotebookError as error:
                print(f"{path.name}: left as it was\n  {error}", file=sys.stderr)
                return False
            seconds = time.monotonic() - start
            print(f"{path.name}: {'rewritten' if changed else 'unchanged'}, {seconds:.0f} s", flush=True)
            return True

    return all(await asyncio.gather(*map(one, paths)))


def main(arguments=None):
    """``python -m rnnlab notebooks [names…]``"""
    parser = argparse.ArgumentParser(
        prog="python -m rnnlab notebooks", description="Execute notebooks in place and write them back normalised.")
    parser.add_argument("names", nargs="*", type=Path, help="notebook files; all of notebooks/ if none is given")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (default 2)")
    parser.add_argument("--timeout", type=float, default=300, help="seconds one cell may take (default 300)")
    options = parser.parse_args(arguments)
    paths = options.names or sorted(Path("notebooks").glob("*.ipynb"))
    if not paths:
        parser.error("no notebook named, and none in notebooks/")
    if missing := [str(path) for path in paths if not path.is_file()]:
        parser.error(f"no such file: {', '.join(missing)}")
    return 0 if asyncio.run(renew_all(paths, options.jobs, options.timeout)) else 1
