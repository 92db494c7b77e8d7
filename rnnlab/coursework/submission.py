"""Read a submission, which may be any file: the code cells of its notebook, and the names that each binds and needs."""

import ast
import hashlib
import json
import re
import symtable
from dataclasses import dataclass, field
from pathlib import Path

from rnnlab.notebook_tools.cell_names import symbol_table

MAX_FILE_BYTES = 200_000_000
MAX_CELL_CHARACTERS = 100_000


class Unreadable(Exception):
    """A file that is not a notebook. The message is the reason, for the grade sheet."""


@dataclass(frozen=True)
class Cell:
    """A code cell of a student's notebook.

    Attributes
    ----------
    place : int
        Its place among the code cells, counted from 1.
    source : str
        As it stands in the notebook.
    code : str
        Without the lines that only Jupyter understands.
    grade_id : str
    binds : frozenset of str
        Names that it defines, or changes a part of, at the top level.
    needs : frozenset of str
        Names that it takes from elsewhere.
    fault : str
        The syntax error, where there is one. Then `binds` is guessed from the text.
    """

    place: int
    source: str
    code: str = ""
    grade_id: str = ""
    binds: frozenset[str] = field(default_factory=frozenset)
    needs: frozenset[str] = field(default_factory=frozenset)
    fault: str = ""


def read_cells(path: Path) -> tuple[list[Cell], list[str], str]:
    """Read the code cells of a file that may be anything.

    Returns
    -------
    cells : list of Cell
    notes : list of str
        What a teacher may want to know.
    digest : str
        Of the file.

    Raises
    ------
    Unreadable
    """
    if path.is_symlink() or not path.is_file():
        raise Unreadable("this is not a file")
    size = path.stat().st_size
    if size == 0:
        raise Unreadable("the file is empty")
    if size > MAX_FILE_BYTES:
        raise Unreadable(f"the file has {size / 1e6:.0f} MB, {MAX_FILE_BYTES / 1e6:.0f} MB is the most")
    data = path.read_bytes()
    text, notes = _to_text(data)
    if size > 20_000_000:
        notes.append(f"the file has {size / 1e6:.0f} MB")
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("this is not a notebook: it is not JSON") from None
    cells = content.get("cells") if isinstance(content, dict) else None
    if not isinstance(cells, list) or content.get("nbformat") != 4:
        raise Unreadable("this is not a notebook of format 4")
    code = [_read_cell(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    digest = hashlib.sha256(data).hexdigest()
    return [_make_cell(place, *cell) for place, cell in enumerate(code, start=1)], notes, digest


def _to_text(data: bytes) -> tuple[str, list[str]]:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            return data.decode(encoding), [] if encoding == "utf-8-sig" else ["the file is in UTF-16, not in UTF-8"]
        except UnicodeDecodeError:
            continue
    if b"\0" in data[:4096]:
        raise Unreadable("this is not a notebook: it is not text")
    return data.decode("cp1252", errors="replace"), ["the file is not in UTF-8: letters with accents may be wrong"]


def _read_cell(cell: dict) -> tuple[str, str]:
    """Source and grade_id of a cell, whatever stands there instead."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = cell.get("metadata")
    grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = grading.get("grade_id", "") if isinstance(grading, dict) else ""
    return source if isinstance(source, str) else "", grade_id if isinstance(grade_id, str) else ""


def _make_cell(place: int, source: str, grade_id: str) -> Cell:
    source = source.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no text
    if len(source) > MAX_CELL_CHARACTERS:
        return Cell(place, source[:2000], grade_id=grade_id, fault="the cell is too long")
    code = _without_magic(source)
    try:
        ast.parse(code)
        binds, needs = _names_of(code)
        return Cell(place, source, code, grade_id, frozenset(binds), frozenset(needs))
    except SyntaxError as error:
        fault = f"SyntaxError: {error.msg} (line {error.lineno})"
    except (ValueError, RecursionError, MemoryError) as error:
        fault = f"SyntaxError: {error}"
    guessed = re.findall(r"^\s*(?:def|class)\s+(\w+)|^([A-Za-z_]\w*)\s*=", code, re.MULTILINE)
    return Cell(
        place, source, code, grade_id, frozenset(function or variable for function, variable in guessed), fault=fault
    )


def _without_magic(source: str) -> str:
    """Leave out what only Jupyter understands: ``%matplotlib inline``, ``!pip install``, ``step?``."""
    if source.lstrip().startswith("%%"):
        return ""
    return "\n".join("" if re.match(r"\s*[%!?]|\s*[\w.]+\?\??\s*$", line) else line for line in source.split("\n"))


def _names_of(code: str) -> tuple[set[str], set[str]]:
    """The names that a cell binds at the top level, and those that it takes from elsewhere."""
    binds: set[str] = set()
    needs: set[str] = set()

    def walk(table: symtable.SymbolTable, top: bool) -> None:
        for symbol in table.get_symbols():
            name = symbol.get_name()
            bound = symbol.is_assigned() or symbol.is_imported() or symbol.is_namespace()
            if (top and bound) or (symbol.is_declared_global() and symbol.is_assigned()):
                binds.add(name)
            if symbol.is_referenced() and (top or symbol.is_global()):
                needs.add(name)
        for child in table.get_children():
            walk(child, False)

    walk(symbol_table(code), True)
    changed: set[str] = set()
    for statement in ast.parse(code).body:
        for node in ast.walk(statement):
            if isinstance(node, ast.Subscript | ast.Attribute) and isinstance(node.ctx, ast.Store):
                target: ast.expr = node
                while isinstance(target, ast.Subscript | ast.Attribute):
                    target = target.value
                changed |= {target.id} if isinstance(target, ast.Name) else set()
        if isinstance(statement, ast.AugAssign) and isinstance(statement.target, ast.Name):
            changed.add(statement.target.id)
    changed &= needs | binds
    return binds | changed, (needs - binds) | changed
