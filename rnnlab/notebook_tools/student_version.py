"""Make the student version of a notebook: remove solutions and outputs."""

from rnnlab.notebook_tools.files import normalise_notebook


def student_version(notebook):
    """Remove the solutions and all outputs of a notebook.

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
            cell.outputs, cell.execution_count = [], None
            cell.metadata.get("jupyter", {}).pop("outputs_hidden", None)
    return notebook
