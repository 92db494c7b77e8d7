"""A digest of a student's code that stays the same under other names, with other comments and blanks."""

import ast
import hashlib
import warnings
from collections.abc import Iterable

from rnnlab.coursework.assignment import Assignment
from rnnlab.coursework.cell_selection import strip_whitespace
from rnnlab.coursework.submission import Cell

MIN_CHARACTERS = 200  # of code: what is shorter agrees by chance, above all where it is right


class _Renamed(ast.NodeTransformer):
    """Replaces the names that the code itself makes by numbers, and drops values that stand alone and annotations."""

    def __init__(self, made: set[str]):
        self.made = made
        self.numbers: dict[str, str] = {}

    def _name(self, name: str) -> str:
        return self.numbers.setdefault(name, f"v{len(self.numbers)}") if name in self.made else name

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._name(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg, node.annotation = self._name(node.arg), None
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        node.name, node.returns = self._name(node.name), None
        return self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if node.value is None:
            return self.generic_visit(node)
        return self.generic_visit(ast.copy_location(ast.Assign([node.target], node.value), node))

    def visit_Expr(self, node: ast.Expr) -> ast.AST | None:
        return None if isinstance(node.value, ast.Constant) else self.generic_visit(node)


def work_digest(cells: Iterable[Cell], assignment: Assignment) -> str:
    """A digest of the cells that answer; ``""`` where there is too little code in them.

    Parameters
    ----------
    cells : iterable of Cell
        Of a submission. Those that are as they were given out do not count.
    assignment : Assignment
    """
    stubs = {strip_whitespace(notebook_exercise.stub) for notebook_exercise in assignment.notebook_exercises}
    changed = [cell for cell in cells if strip_whitespace(cell.source) not in stubs]
    answers = [set(notebook_exercise.answers) for notebook_exercise in assignment.notebook_exercises]
    # In the order of the exercises, wherever a cell stands.
    codes = {cell.place: cell.code for names in answers for cell in changed if (cell.binds | cell.changes) & names}
    code = _without_own_names("\n".join(codes.values()), set().union(*answers))
    return hashlib.sha256(code.encode("utf-8", "replace")).hexdigest() if len(code) >= MIN_CHARACTERS else ""


def _without_own_names(code: str, answer_names: set[str]) -> str:
    """The code with numbers for the names that it makes itself; its words, where Python cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # Python's, about the student's code
            tree = ast.parse(code)
        nodes = list(ast.walk(tree))
        made = {node.id for node in nodes if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        made |= {node.arg for node in nodes if isinstance(node, ast.arg)}
        made |= {node.name for node in nodes if isinstance(node, ast.FunctionDef)}
        # Each statement counts from 0: one who has renamed a loop's variable has not renamed it everywhere.
        statements = [_Renamed(made - answer_names).visit(statement) for statement in tree.body]
        return "\n".join(ast.unparse(statement) for statement in statements if statement is not None)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return " ".join(code.split())
