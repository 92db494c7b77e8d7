"""The student version of a notebook: no solutions, no outputs."""

from rnnlab.notebook_tools.files import normalise_notebook


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
    notebook = normalise_notebook(notebook)
    notebook.cells = [cell for cell in notebook.cells if "solution" not in cell.metadata.get("tags", [])]
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
            cell.metadata.get("jupyter", {}).pop("outputs_hidden", None)
    return notebook
