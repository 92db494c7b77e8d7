"""Execute notebooks in a fresh kernel and write them back normalised, unless an output may not be stored.

A second run changes no byte.
"""

import asyncio
import copy
import math
import sys
import time
from pathlib import Path

import zmq
from nbclient import NotebookClient
from nbclient.exceptions import CellControlSignal, DeadKernelError
from traitlets.config import Config

from rnnlab.notebook_tools.files import KERNELSPEC, NotebookError, normalise_notebook, read_notebook, write_notebook
from rnnlab.notebook_tools.output_rules import describe_cell, forbidden_outputs

# Where its connection is not encrypted, every kernel starts with a warning about its open port.
KERNEL_CONFIG = {"KernelManager": {"transport_encryption": "auto" if zmq.has("curve") else "disabled"}}

KERNEL_STARTS = 3  # another process may take the port that a kernel has been given, before the kernel listens


async def execute_notebook(notebook, folder, timeout=300):
    """Execute every cell in a fresh kernel.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.
    folder : path
        Where the kernel starts.
    timeout : float
        Seconds that one cell may take, rounded up: nbclient counts whole ones.

    Returns
    -------
    nbformat.NotebookNode
        A copy with the new outputs.

    Raises
    ------
    NotebookError
        If a cell raises, takes too long, the kernel dies, or none starts.
    """
    notebook, timeout = copy.deepcopy(notebook), math.ceil(timeout)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    started = []
    for tries_left in reversed(range(KERNEL_STARTS)):
        client = NotebookClient(
            notebook,
            timeout=timeout,
            kernel_name=KERNELSPEC["name"],
            resources={"metadata": {"path": str(folder)}},
            config=Config(KERNEL_CONFIG),
            store_widget_state=False,
            record_timing=False,
            skip_cells_with_tag="",
            on_cell_start=lambda cell, cell_index: started.append(cell_index),
        )
        try:
            await client.async_execute()
            break
        except (CellControlSignal, DeadKernelError) as error:
            if hasattr(error, "ename"):
                reason = f"{error.ename}: {error.evalue}"
            else:
                reason = f"took more than {timeout} s" if isinstance(error, TimeoutError) else "the kernel died"
            raise NotebookError(f"{describe_cell(notebook, started[-1])}: {reason}") from None
        except RuntimeError as error:
            if started:
                raise
            if not tries_left:
                raise NotebookError(f"no kernel starts: {error}") from None
    return notebook


async def renew_notebook(path, timeout=300, complete=lambda notebook: None):
    """Execute a notebook file and write it back normalised.

    Parameters
    ----------
    path : path
    timeout : float
        Seconds that one cell may take.
    complete : callable, optional
        Adds to the executed notebook what shall be stored with it. It may raise a NotebookError.

    Returns
    -------
    bool
        Whether the file changed.

    Raises
    ------
    NotebookError
        If a cell fails, or an output may not be stored. The file is as it was.
    """
    path = Path(path)
    notebook = normalise_notebook(await execute_notebook(read_notebook(path), path.parent, timeout))
    complete(notebook)
    if problems := forbidden_outputs(notebook):
        raise NotebookError("\n  ".join(problems))
    return write_notebook(notebook, path)


async def renew_notebooks(paths, jobs, timeout, complete):
    """Renew several notebooks, `jobs` at a time, and say how each went. Returns whether all went well."""
    places = asyncio.Semaphore(jobs)

    async def one(path):
        async with places:
            start = time.monotonic()
            try:
                changed = await renew_notebook(path, timeout, complete)
            except NotebookError as error:
                print(f"{path.name}: left as it was\n  {error}", file=sys.stderr)
                return False
            seconds = time.monotonic() - start
            print(f"{path.name}: {'rewritten' if changed else 'unchanged'}, {seconds:.0f} s", flush=True)
            return True

    return all(await asyncio.gather(*map(one, paths)))
