"""The names that a cell binds, changes and takes from elsewhere, for finding out which cells another one needs."""

import ast
import re
import symtable
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rnnlab.notebook_tools.cell_scopes import symbol_table

# Functions that do nothing to what they are given.
LOOKING = frozenset(["print", "display", "check", "reveal", "help", "len", "type", "repr"])
# Methods that change their object, wherever in a statement they are called.
CHANGING = """
add append appendleft clear difference_update discard extend extendleft fill insert intersection_update pop popitem
popleft put remove resize reverse rotate seed setdefault setfield sort symmetric_difference_update update
__delitem__ __setattr__ __setitem__
"""
# A text that may be a file's name: a cell that has it may write the file, or read what another has written.
FILE_NAME = re.compile(r"[\w./-]*\w\.(py|txt|csv|tsv|dat|npy|npz|json|pkl|pickle)")
# Names of what writes into the namespace.
WRITERS = frozenset(["exec", "globals", "locals", "vars", "builtins", "__builtins__", "__main__"])
SHELL_WRITERS = frozenset(["modules", "user_ns", "push", "run_cell", "ex"])
# Scopes that run where they stand, and not when they are called.
AT_ONCE = ("genexpr", "listcomp", "setcomp", "dictcomp")
EVERY_NAME = "*"  # bound by a star import, and by code that is a text or writes into the namespace
FUTURE = "__future__"  # bound by a future import, which the cells below depend on


@dataclass
class CellNames:
    """Names at the top level of a cell.

    Attributes
    ----------
    binds : set of str
        Those that it assigns, defines or imports.
    changes : set of str
        Those whose object it changes: by an assignment to a part, or a method.
    may_change : set of str
        Those whose object it may change: they stand in a call that is a statement of its own.
    calls : set of str
        Functions that it calls in a statement of its own.
    needs : set of str
        Those that it takes from elsewhere. Beside names these are ``helper.py`` where it imports `helper`, other files,
        ``_3`` for ``Out[3]`` and ``_i3`` for ``In[3]``.
    modules : set of str
        Those that it imports.
    has_output : bool
        Whether its last statement is an expression without a semicolon, whose value the notebook keeps.
    """

    binds: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    may_change: set[str] = field(default_factory=set)
    calls: set[str] = field(default_factory=set)
    needs: set[str] = field(default_factory=set)
    modules: set[str] = field(default_factory=set)
    has_output: bool = False


def names_of(code: str) -> CellNames:
    """Find the names of a cell. Raises SyntaxError."""
    names, tree = CellNames(), ast.parse(code)

    def walk(table: symtable.SymbolTable, top: bool) -> None:
        for symbol in table.get_symbols():
            name = symbol.get_name()
            bound = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
            from_inside = symbol.is_declared_global() and symbol.is_assigned()
            if from_inside or (top and bound):
                names.binds.add(name)
            if from_inside and not top and table.get_name() not in AT_ONCE:  # once the function is called
                names.changes.add(name)
            if symbol.is_referenced() and (top or symbol.is_global()):
                names.needs.add(name)
        for child in table.get_children():
            walk(child, False)

    walk(symbol_table(code), True)
    for node in ast.walk(tree):
        names.changes |= _changed_by(node)
        if isinstance(node, ast.Expr):
            names.may_change |= _given_to(node.value)
            names.calls |= _owner(node.value.func) if isinstance(node.value, ast.Call) else set()
        if isinstance(node, ast.Import):
            names.modules |= {(alias.asname or alias.name).split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.binds |= {EVERY_NAME} if any(alias.name == "*" for alias in node.names) else set()
            names.binds |= {FUTURE} if node.module == "__future__" else set()
    names.has_output = bool(tree.body) and isinstance(tree.body[-1], ast.Expr) and not code.rstrip().endswith(";")
    names.binds |= {EVERY_NAME} if any(map(_writes_names, ast.walk(tree))) else set()
    names.changes &= names.needs | names.binds
    names.may_change &= names.needs | names.binds
    names.needs = (names.needs - names.binds) | names.changes | names.may_change | _read_before_bound(tree)
    names.changes |= set().union(*map(_files_in, ast.walk(tree)))
    names.needs |= names.changes.union(*map(_kept_in, ast.walk(tree)))
    for kind in (names.binds, names.changes, names.may_change, names.needs):
        kind.discard("get_ipython")
    return names


def settle_changes(cells: Sequence[CellNames]) -> None:
    """Count what these cells may change as changed, but for modules: ``plt.plot(x)`` does not change plt."""
    modules = set().union(*(names.modules for names in cells))
    for names in cells:
        names.changes |= names.may_change - modules


def names_made(cells: Sequence[Any]) -> list[frozenset[str]]:
    """What each of these cells binds or changes, also by calling a function of theirs that changes it."""
    functions = {name: cell.changes for cell in cells for name in cell.binds if cell.changes}
    called = [[functions.get(name, ()) for name in cell.calls] for cell in cells]
    return [frozenset(cell.binds).union(cell.changes, *more) for cell, more in zip(cells, called)]


def _writes_names(node: ast.AST) -> bool:
    """Whether a node of a cell's tree may bind names that do not stand in the cell."""
    if isinstance(node, ast.Name):
        return node.id in WRITERS
    if isinstance(node, ast.Attribute):
        return node.attr in SHELL_WRITERS
    return isinstance(node, ast.Constant) and node.value == "run"  # the magic command


def _files_in(node: ast.AST) -> set[str]:
    """The files that a text names, alone or behind a word or two."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or len(node.value) > 200:
        return set()
    words = node.value.split()
    files = list(filter(FILE_NAME.fullmatch, words)) if len(words) <= 3 else []
    packages = [f"{file.removeprefix('./').split('/')[0]}.py" for file in files if file.endswith("/__init__.py")]
    return {*files, *packages}


def _kept_in(node: ast.AST) -> set[str]:
    """What a node needs that another cell may have kept: a module's file, an output or an input by its number."""
    match node:
        case ast.Import(names=aliases):
            return {f"{alias.name.split('.')[0]}.py" for alias in aliases}
        case ast.ImportFrom(module=str(module)):
            return {f"{module.split('.')[0]}.py"}
        case ast.Subscript(value=ast.Name(id="Out"), slice=ast.Constant(value=int(number))):
            return {f"_{number}"}
        case ast.Subscript(value=ast.Name(id="In"), slice=ast.Constant(value=int(number))):
            return {f"_i{number}"}
    return set()


def _changed_by(node: ast.AST) -> set[str]:
    """The names that a node of a cell's tree changes."""
    if isinstance(node, ast.Subscript | ast.Attribute) and not isinstance(node.ctx, ast.Load):
        return _owner(node)
    if isinstance(node, ast.AugAssign):
        return _owner(node.target)
    if isinstance(node, ast.Call):
        method = isinstance(node.func, ast.Attribute) and node.func.attr in CHANGING.split()
        into = [keyword.value for keyword in node.keywords if keyword.arg == "out"]
        return (_owner(node.func) if method else set()).union(*map(_owner, into))
    return set()


def _given_to(call: ast.expr) -> set[str]:
    """The names that a call may change: the owner of its method, and its arguments."""
    call = call.value if isinstance(call, ast.Await) else call
    if not isinstance(call, ast.Call) or (isinstance(call.func, ast.Name) and call.func.id in LOOKING):
        return set()
    owner = _owner(call.func) if isinstance(call.func, ast.Attribute | ast.Subscript) else set()
    return owner.union(*map(_owner, [*call.args, *(keyword.value for keyword in call.keywords)]))


def _owner(node: ast.expr) -> set[str]:
    """The name in front of all dots and brackets."""
    while isinstance(node, ast.Subscript | ast.Attribute | ast.Starred):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


def _read_before_bound(tree: ast.Module) -> set[str]:
    reader = _Reader()
    try:
        reader.visit(tree)
    except RecursionError:  # nested too deep
        return set()
    return reader.early


class _Reader(ast.NodeVisitor):
    """Finds the names that the top level of a cell reads before it binds them: ``h`` of ``h = step(x, h)``."""

    def __init__(self) -> None:
        self.bound: set[str] = set()
        self.early: set[str] = set()

    def visit_all(self, *parts: Any) -> None:
        for part in parts:
            for node in part if isinstance(part, list) else [part]:
                if node is not None:
                    self.visit(node)

    def visit_Name(self, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Store):
            self.bound.add(node.id)
        elif node.id not in self.bound:
            self.early.add(node.id)

    def visit_Assign(self, node: ast.Assign) -> None:
        self.visit_all(node.value, node.targets)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        self.visit_all(node.value, node.target)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self.early |= _owner(node.target) - self.bound
        self.visit_all(node.value, node.target)

    def visit_NamedExpr(self, node: ast.NamedExpr) -> None:
        self.visit_all(node.value, node.target)

    def visit_For(self, node: ast.For | ast.AsyncFor) -> None:
        self.visit_all(node.iter, node.target, node.body, node.orelse)

    visit_AsyncFor = visit_For

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> None:
        self.visit_all(node.decorator_list)
        self.bound.add(node.name)

    visit_AsyncFunctionDef = visit_ClassDef = visit_FunctionDef

    def visit_TypeAlias(self, node: Any) -> None:
        """Its value is evaluated when it is asked for (PEP 695, Python 3.12)."""
        self.visit(node.name)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """Its body is another scope."""

    def visit_ListComp(self, node: ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp) -> None:
        self.visit(node.generators[0].iter)

    visit_SetComp = visit_DictComp = visit_GeneratorExp = visit_ListComp

    def visit_alias(self, node: ast.alias) -> None:
        self.bound.add((node.asname or node.name).split(".")[0])

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        self.bound |= {node.name} if node.name else set()
        self.generic_visit(node)
