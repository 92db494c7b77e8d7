"""The source of a cell as Python: what only IPython understands is translated as IPython translates it."""

import ast
import re
import warnings

from IPython.core.inputtransformer2 import TransformerManager

FILE_MAGICS = ("writefile", "file")  # cell magics that write what stands below them to a file
BODY_MAGICS = ("time", "timeit", "capture", "prun")  # cell magics that run what stands below them
TIMED_MAGICS = ("time", "prun")  # line magics that run a statement as if it stood there alone
MAX_CELL_MAGICS = 20
MAX_TRANSFORMED_CHARACTERS = 2_000_000


class CellTooLong(Exception):
    """A cell that would take too long to read. The message says why."""


class _BoundedTransformer(TransformerManager):
    """IPython's own, which reads the whole cell again for every magic command in it: up to a number of characters."""

    read = 0

    def do_one_token_transform(self, lines: list[str]) -> tuple[bool, list[str]]:
        self.read += sum(map(len, lines))
        if self.read > MAX_TRANSFORMED_CHARACTERS:
            raise CellTooLong("the cell has too many magic commands")
        return super().do_one_token_transform(lines)


def to_python(source: str) -> str:
    """Translate a cell to Python. What cannot be translated comes back as it is.

    Magic commands become calls of ``get_ipython()``. Cell magics that time or capture keep their body, the cells of
    others are empty. Lines keep their numbers.

    Raises
    ------
    CellTooLong
    """
    if _parses(source):
        return source
    transformer = _BoundedTransformer()
    lines = source.splitlines(keepends=True)
    count = len(lines)
    for _ in range(MAX_CELL_MAGICS):
        for transform in transformer.cleanup_transforms:
            lines = transform(lines)
        magic = re.match(r"%%(\S*)", lines[0]) if lines else None
        if not magic or re.match(r"%%\w+\?", lines[0]):
            break
        if magic[1] in FILE_MAGICS:
            line, body = lines[0][len(magic[0]) :].strip(), "".join(lines[1:])
            return f"get_ipython().run_cell_magic({magic[1]!r}, {line!r}, {body!r})"
        if magic[1] not in BODY_MAGICS:
            return ""
        lines = lines[1:]
    else:
        raise CellTooLong("the cell has too many magic commands")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            code = transformer.transform_cell("".join(lines))
        except CellTooLong:
            raise
        except RuntimeError as error:  # IPython itself gives up
            raise CellTooLong("the cell has too many magic commands") from error
        except Exception:  # its parts fail in many ways on what is no Python
            return source
    return "\n" * (count - len(lines)) + _with_timed_statements(code)


def _parses(source: str) -> bool:
    try:
        ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _with_timed_statements(code: str) -> str:
    """The translated code in which ``%time statement`` is the statement."""
    if "run_line_magic(" not in code or not _parses(code):
        return code
    tree = ast.parse(code)
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    lines = code.encode().split(b"\n")
    for node in ast.walk(tree):
        match node:
            case ast.Call(
                func=ast.Attribute(ast.Call(ast.Name("get_ipython")), "run_line_magic"),
                args=[ast.Constant(str(name)), ast.Constant(str(timed))],
                end_col_offset=int(end),
            ) if name in TIMED_MAGICS and not timed.startswith("-"):
                timed = timed if id(node) in alone else f"({timed})"
                line = lines[node.lineno - 1]
                if _parses(timed):
                    lines[node.lineno - 1] = line[: node.col_offset] + timed.encode() + line[end:]
    changed = b"\n".join(lines).decode()
    return changed if _parses(changed) else code
