"""Make the student version of a notebook: remove solutions, and all outputs but the opening picture."""

from rnnlab.notebook_tools.files import normalise_notebook


def student_version(notebook):
    """Remove the solutions of a notebook, and all outputs but those of the cells tagged ``opening``.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Not changed.

    Returns
    -------
    nbformat.NotebookNode
        A normalised copy without the cells tagged ``solution``, as if never executed.
    """
    notebook = normalise_notebook(notebook)
    notebook.cells = [cell for cell in notebook.cells if "solution" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.execution_count = None
            kept = cell.outputs if "opening" in cell.metadata.get("tags", []) else []
            cell.outputs = [_without_count(output) for output in kept]
            cell.metadata.get("jupyter", {}).pop("outputs_hidden", None)
    return notebook


def _without_count(output):
    if "execution_count" in output:
        output.execution_count = None
    return output
