"""Runs the cells of a submission statement by statement: one that fails for want of something harms no other."""

import __future__

import ast
import importlib
import inspect
import linecache
import os
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

from .error_report import report_error
from .withheld import NotAvailable, Withheld

LOOKING = (ast.Expr, ast.Assert, ast.Pass, ast.Break, ast.Continue)
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith, ast.Try)
FILE_MAGICS = ("writefile", "file")
IMPORTS = (ast.Import, ast.ImportFrom)
MAX_REPORTS = 20  # of one cell
OWN_SCOPE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class _Shell:
    """What ``get_ipython()`` returns: it writes and runs files and runs code, every other method does nothing."""

    def __init__(self, names: dict[str, Any]):
        self.user_ns, self.push = names, names.update

    def run_cell_magic(self, name: str, line: str, body: str) -> None:
        """Write the file of a ``%%writefile``."""
        if name in FILE_MAGICS and (words := line.split()):
            os.makedirs(os.path.dirname(words[-1]) or ".", exist_ok=True)  # what made the folder may be left out
            with open(words[-1], "a" if {"-a", "--append"} & {*words} else "w", encoding="utf-8") as file:
                file.write(body)
            importlib.invalidate_caches()

    def run_line_magic(self, name: str, line: str, *rest: object) -> None:
        """Run the file of a ``%run``."""
        words = line.split()
        files = [word for word in words if word.endswith(".py")]
        if name == "run" and files:
            space = self.user_ns if "-i" in words else {"__name__": "__main__"}
            with open(files[0], encoding="utf-8") as file:
                exec(compile(file.read(), files[0], "exec"), space)
            self.user_ns.update(space)

    def run_cell(self, source: str, *rest: object, **options: object) -> None:
        """Run code in the namespace."""
        exec(source, self.user_ns)

    ex = run_cell

    def __getattr__(self, name: str) -> "_Shell":
        if name.startswith("__"):
            raise AttributeError(name)
        return self

    def __call__(self, *arguments: object, **options: object) -> None:
        return None


class CellRunner:
    """Runs cells in a namespace, as IPython does where nothing fails.

    Parameters
    ----------
    names : dict
        The namespace.
    failure_of : callable
        One of the `Hooks`.
    """

    def __init__(self, names: dict[str, Any], failure_of: Callable[[BaseException], Any]):
        self.names, self.failure_of = names, failure_of
        self.flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # and the future imports so far
        self.loop: Any = None
        self.outputs: dict[int, Any] = {}
        self.inputs: list[str] = [""]
        self.kept: Any = ""  # the last output
        names.update(Out=self.outputs, In=self.inputs, _oh=self.outputs, _ih=self.inputs)
        shell = _Shell(names)
        names.update(get_ipython=lambda: shell, input=Withheld("input"))
        module = types.ModuleType("IPython.core.getipython")
        vars(module).update(get_ipython=names["get_ipython"])
        sys.modules[module.__name__] = module  # for those who import it

    def run(self, source: str, is_answer: bool = False, place: int = 0, number: int = 0) -> list[dict[str, Any]]:
        """Run a cell. What ends it is raised.

        A statement that fails is left out. In the cell of an answer that holds for those that need what is not
        available (a package, an ``input()``), for what fails after these, and for those that only look at something;
        others end the cell.

        Parameters
        ----------
        source : str
        is_answer : bool
            Whether the cell defines an answer.
        place : int
            Of the cell, for the places of errors.
        number : int
            Its number of execution: the 3 of ``Out[3]``.

        Returns
        -------
        list of dict
            The fields of an `ErrorReport` for each statement that was left out.
        """
        self.inputs += [""] * (number + 1 - len(self.inputs))
        self.inputs[number] = self.names[f"_i{number}"] = source
        file = f"<cell {place}>"
        linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)  # to explain an error
        coroutine = self._run_statements(source, is_answer, file, number)
        reports: list[dict[str, Any]]
        if "await" not in source and "async" not in source:
            try:
                coroutine.send(None)
            except StopIteration as end:
                reports = end.value
                return reports
        import asyncio  # here, since it takes long to import

        self.loop = self.loop or asyncio.new_event_loop()
        reports = self.loop.run_until_complete(coroutine)
        return reports

    async def _run_statements(self, source: str, is_answer: bool, file: str, number: int) -> list[dict[str, Any]]:
        reports: list[dict[str, Any]] = []
        unavailable = False
        statements = compile(source, file, "exec", self.flags | ast.PyCF_ONLY_AST, dont_inherit=True).body
        shown = None if source.rstrip().endswith(";") else statements[-1:]
        for statement in statements:
            try:
                if [statement] == shown and isinstance(statement, ast.Expr):
                    self._keep_output(await self._execute(ast.Expression(statement.value), file, self.flags), number)
                else:
                    await self._run_statement(statement, file)
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                lacking = isinstance(error, NotAvailable) or _is_missing_import(statement, error)
                unavailable |= lacking
                if is_answer and not (unavailable or (isinstance(error, Exception) and _only_looks(statement))):
                    raise
                reports.append(vars(report_error(error, self.failure_of)))
                if lacking:
                    self.names.update((name, Withheld(name)) for name in self._left_unbound(statement))
        return reports[:MAX_REPORTS]

    async def _run_statement(self, statement: ast.stmt, file: str) -> None:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                self.flags |= getattr(__future__, alias.name).compiler_flag
        try:
            await self._execute(ast.Module([statement], []), file, self.flags)
        except NotAvailable:
            if not isinstance(statement, ast.FunctionDef):
                raise
            flags = self.flags | __future__.annotations.compiler_flag  # its hints need it
            await self._execute(ast.Module([statement], []), file, flags)

    async def _execute(self, tree: ast.Module | ast.Expression, file: str, flags: int) -> Any:
        """Execute a statement, or evaluate an expression."""
        code = compile(tree, file, "exec" if isinstance(tree, ast.Module) else "eval", flags, dont_inherit=True)
        result = eval(code, self.names)
        return await result if code.co_flags & inspect.CO_COROUTINE else result

    def _left_unbound(self, statement: ast.stmt) -> list[str]:
        """The names that a statement was to bind; one that imports several things may have bound some."""
        if not isinstance(statement, IMPORTS):
            return list(_bound_names(statement))
        names = [alias.asname or alias.name.partition(".")[0] for alias in statement.names]
        return [name for name in names if name not in self.names]

    def _keep_output(self, value: Any, number: int) -> None:
        """Keep the value that a cell shows, as ``_`` and ``Out[number]``."""
        if value is not None and not isinstance(value, Withheld):
            if self.names.get("_", self.kept) is self.kept:  # else it is the student's own name
                self.names.update(_=value, __=self.kept)
                self.kept = value
            self.outputs[number] = self.names[f"_{number}"] = value


def _is_missing_import(statement: ast.stmt, error: BaseException) -> bool:
    return isinstance(statement, IMPORTS) and isinstance(error, ImportError)


def _only_looks(statement: ast.stmt) -> bool:
    """Whether a statement does no more than to look at values that other statements have made."""
    nodes = list(ast.walk(statement))
    return all(isinstance(node, LOOKING + BLOCKS) for node in nodes if isinstance(node, ast.stmt)) and any(
        isinstance(node, ast.Name) for node in nodes
    )


def _bound_names(node: ast.AST) -> Iterator[str]:
    """The names that a statement binds in its own scope."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif not isinstance(node, OWN_SCOPE):
        for child in ast.iter_child_nodes(node):
            yield from _bound_names(child)
