"""The quick build: stored outputs, and explorers whose frames are rendered again.

A notebook stores no frames, so the cells that make explorers are executed again, with the cells whose names they use;
training that no explorer shows is not. An explorer whose first frame then differs from the stored one is an error: the
outputs around it are out of date.
"""

import ast

from rnnlab.notebook_tools.cell_names import symbol_table
from rnnlab.notebook_tools.files import NotebookError


def _makes_explorer(source):
    """Whether a cell calls a lesson's ``explore_…`` or ``show_opening``, or an `Explorer`."""
    called = {
        node.func.id
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return any(name in ("Explorer", "show_opening") or name.startswith("explore_") for name in called)


def analyse_names(source):
    """Find the global names that a cell binds, changes in place, and uses from other cells.

    Parameters
    ----------
    source : str

    Returns
    -------
    bound, changed, used : set of str
    """
    bound, changed, used = set(), set(), set()
    for statement in ast.parse(source).body:
        table = symbol_table(ast.unparse(statement))
        assigned = {
            symbol.get_name()
            for symbol in table.get_symbols()
            if symbol.is_assigned() or symbol.is_imported() or symbol.is_declared_global()  # the last: [w := x for …]
        }
        loop = (
            {node.id for node in ast.walk(statement.target) if isinstance(node, ast.Name)}
            if isinstance(statement, ast.For)
            else set()
        )
        used |= _used_in(table) - bound - loop
        if not isinstance(statement, (ast.FunctionDef, ast.ClassDef)):
            for node in ast.walk(statement):
                if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
                    changed |= _owner(node)
                elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                    changed |= _owner(node.value.func)  # layer.set_weights(…) changes the layer
                elif isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name):
                    changed.add(node.target.id)
                    assigned.discard(node.target.id)
        bound |= assigned
    return bound, changed, used


def _used_in(table):
    """The global names that are read in a scope or in one inside it."""
    at_top = table.get_type() == "module"
    used = {
        symbol.get_name() for symbol in table.get_symbols() if symbol.is_referenced() and (at_top or symbol.is_global())
    }
    return used.union(*map(_used_in, table.get_children()))


def _owner(node):
    """The name in front of the dots and brackets, if there are any."""
    inner = node
    while isinstance(inner, (ast.Subscript, ast.Attribute)):
        inner = inner.value
    return {inner.id} if inner is not node and isinstance(inner, ast.Name) else set()


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
    for cell in reversed(notebook.cells):
        if cell.cell_type == "code":
            bound, changed, used = analyse_names(cell.source)
            if cell.id in explorers or (bound | changed) & missing:
                needed.insert(0, cell)
                missing = missing - bound | used
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
