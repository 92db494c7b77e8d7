"""Runs the cells of a submission statement by statement: one that fails for want of something harms no other."""

import __future__

import ast
import linecache
import sys
import types
from collections.abc import Iterator
from typing import Any

from rnnlab.coursework.sandbox.inside.withheld import NotAvailable, Withheld

LOOKING = (ast.Expr, ast.Assert, ast.Pass, ast.Break, ast.Continue)
BLOCKS = (ast.If, ast.For, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith, ast.Try)
OWN_SCOPE = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class _Shell:
    """What ``get_ipython()`` returns: every method does nothing."""

    def __init__(self, names: dict[str, Any]):
        self.user_ns = names

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
    """

    def __init__(self, names: dict[str, Any]):
        self.names = names
        self.flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT  # and the future imports so far
        self.loop: Any = None
        self.cells = 0
        shell = _Shell(names)
        names["get_ipython"] = lambda: shell
        module = types.ModuleType("IPython.core.getipython")
        vars(module).update(get_ipython=names["get_ipython"])
        sys.modules[module.__name__] = module  # for those who import it

    def run(self, source: str, is_answer: bool = False) -> None:
        """Run a cell. The first error is raised in the end.

        A statement that fails is left out. In the cell of an answer that holds for those that need what is not
        available, for what fails after these, and for those that only look at something; others end the cell.

        Parameters
        ----------
        source : str
        is_answer : bool
            Whether the cell defines an answer.
        """
        self.cells += 1
        name = f"<cell {self.cells}>"
        linecache.cache[name] = (
            len(source),
            None,
            source.splitlines(keepends=True),
            name,
        )  # for those who explain an error
        coroutine = self._run_statements(source, is_answer)
        if "await" in source or "async" in source:
            import asyncio  # here, since it takes long to import

            self.loop = self.loop or asyncio.new_event_loop()
            error = self.loop.run_until_complete(coroutine)
        else:
            try:
                coroutine.send(None)
            except StopIteration as end:
                error = end.value
        if error is not None:
            raise error

    async def _run_statements(self, source: str, is_answer: bool) -> BaseException | None:
        first, unavailable = None, False
        for statement in compile(
            source, f"<cell {self.cells}>", "exec", self.flags | ast.PyCF_ONLY_AST, dont_inherit=True
        ).body:
            try:
                await self._run_statement(statement)
            except (Exception, SystemExit, KeyboardInterrupt) as error:
                unavailable |= isinstance(error, NotAvailable)
                if is_answer and not (unavailable or (isinstance(error, Exception) and _only_looks(statement))):
                    return error
                first = error if first is None else first
                if isinstance(error, NotAvailable):
                    self.names.update((name, Withheld(name)) for name in _bound_names(statement))
        return first

    async def _run_statement(self, statement: ast.stmt) -> None:
        if isinstance(statement, ast.ImportFrom) and statement.module == "__future__":
            for alias in statement.names:
                self.flags |= getattr(__future__, alias.name).compiler_flag
        try:
            await self._execute(statement, self.flags)
        except NotAvailable:
            if not isinstance(statement, ast.FunctionDef):
                raise
            await self._execute(statement, self.flags | __future__.annotations.compiler_flag)  # its hints need it

    async def _execute(self, statement: ast.stmt, flags: int) -> None:
        code = compile(ast.Module([statement], []), f"<cell {self.cells}>", "exec", flags, dont_inherit=True)
        result = eval(code, self.names)
        if isinstance(result, types.CoroutineType):
            await result


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
