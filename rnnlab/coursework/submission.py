"""Read a submission, which may be any file: the code cells of its notebook, and the names that each binds and needs."""

import hashlib
import itertools
import json
import re
import warnings
from dataclasses import dataclass, field, replace
from pathlib import Path

from rnnlab.coursework.cell_source import CellTooLong, to_python
from rnnlab.coursework.resource_limits import memory_limit
from rnnlab.notebook_tools.cell_names import CellNames, names_of, settle_changes

MAX_FILE_BYTES = 100_000_000
READ_MEGABYTES = 500  # three times the largest file, which is bytes, then text, then values; and Python's own
MAX_CELL_CHARACTERS = 100_000
MAX_NUMBER = 10_000  # of an execution that is believed


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
        As Python, see `to_python`.
    grade_id : str
    binds : frozenset of str
        Names that it defines at the top level.
    changes : frozenset of str
        Names whose object it changes, or may change.
    calls : frozenset of str
        Functions that it calls for what they do, not for a value.
    needs : frozenset of str
        Names that it takes from elsewhere.
    fault : str
        The syntax error, where there is one. Then `binds` is guessed from the text.
    number : int
        Of its execution, which its output is known by: as the notebook says, else counted from 1.
    """

    place: int
    source: str
    code: str = ""
    grade_id: str = ""
    binds: frozenset[str] = field(default_factory=frozenset)
    changes: frozenset[str] = field(default_factory=frozenset)
    calls: frozenset[str] = field(default_factory=frozenset)
    needs: frozenset[str] = field(default_factory=frozenset)
    fault: str = ""
    number: int = 0


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
    try:
        with memory_limit(READ_MEGABYTES):
            data = path.read_bytes()
            if not data.strip():
                raise Unreadable("the file is empty")
            code, notes, digest = _read_code(data)
            cells = _make_cells(code)
    except MemoryError:
        raise Unreadable(f"the file takes more than {READ_MEGABYTES} MB of memory to read") from None
    if size > 20_000_000:
        notes.append(f"the file has {size / 1e6:.0f} MB")
    return cells, notes, digest


def _read_code(data: bytes) -> tuple[list[tuple[str, str, int | None]], list[str], str]:
    """What `_read_cell` finds in the code cells, notes, and the digest."""
    text, notes = _to_text(data)
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable("this is not a notebook: it is not JSON") from None
    version = content.get("nbformat") if isinstance(content, dict) else None
    cells = content.get("cells") if version == 4 else _cells_of_format_3(content) if version == 3 else None
    if not isinstance(cells, list):
        raise Unreadable("this is not a notebook of format 4")
    code = [_read_cell(cell) for cell in cells if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    return code, notes, hashlib.sha256(data).hexdigest()


def _cells_of_format_3(content: dict) -> list[dict] | None:
    """The cells of a notebook as IPython saved it before format 4; None where it has none."""
    sheets = content.get("worksheets")
    if not isinstance(sheets, list):
        return None
    found = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    cells = [cell for cells in found if isinstance(cells, list) for cell in cells if isinstance(cell, dict)]
    return [{"source": cell.get("input"), **cell} for cell in cells] or None


def _to_text(data: bytes) -> tuple[str, list[str]]:
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig",):
        try:
            text = data.decode(encoding)
            if "\0" in text[:4096]:
                break
            return text, [] if encoding == "utf-8-sig" else ["the file is in UTF-16, not in UTF-8"]
        except UnicodeDecodeError:
            continue
    if b"\0" in data[:4096]:
        raise Unreadable("this is not a notebook: it is not text")
    return data.decode("cp1252", errors="replace"), ["the file is not in UTF-8: letters with accents may be wrong"]


def _read_cell(cell: dict) -> tuple[str, str, int | None]:
    """Source, grade_id and number of execution of a cell, whatever stands there instead."""
    source = cell.get("source", "")
    if isinstance(source, list):
        source = "".join(line for line in source if isinstance(line, str))
    metadata = cell.get("metadata")
    grading = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = grading.get("grade_id", "") if isinstance(grading, dict) else ""
    number = cell.get("execution_count")
    return (
        source if isinstance(source, str) else "",
        grade_id if isinstance(grade_id, str) else "",
        number if type(number) is int and 0 < number < MAX_NUMBER else None,
    )


def _make_cells(code: list[tuple[str, str, int | None]]) -> list[Cell]:
    """The cells of these sources, grade_ids and numbers of execution."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Python's, about the student's code
        read = [_read_names(source, grade_id) for source, grade_id, _ in code]
    counts = itertools.accumulate(int(bool(source.strip())) for source, _, _ in code)
    numbers = [count if number is None else number for count, (_, _, number) in zip(counts, code)]
    settle_changes([names for _, names in read])
    return [
        replace(
            cell,
            place=place,
            number=number,
            binds=frozenset({*names.binds, f"_i{number}", *(("_", f"_{number}") if names.has_output else ())}),
            changes=frozenset(names.changes),
            calls=frozenset(names.calls),
            needs=frozenset(names.needs),
        )
        for place, ((cell, names), number) in enumerate(zip(read, numbers), start=1)
    ]


def _read_names(source: str, grade_id: str) -> tuple[Cell, CellNames]:
    """A cell and its names, which are guessed from the text where it has a fault."""
    source = code = source.encode("utf-8", "replace").decode("utf-8")  # half a surrogate pair is no text
    try:
        if len(source) > MAX_CELL_CHARACTERS:
            raise CellTooLong("the cell is too long")
        code = to_python(source)
        return Cell(0, source, code, grade_id), names_of(code)
    except CellTooLong as error:
        fault = str(error)
    except SyntaxError as error:
        fault = f"SyntaxError: {error.msg}" + (f" (line {error.lineno})" if error.lineno else "")
    except (RecursionError, MemoryError):
        fault = "SyntaxError: the code is nested too deep"
    except ValueError as error:
        fault = f"SyntaxError: {error}"
    guessed = re.findall(r"^\s*(?:def|class)\s+(\w+)|^[ \t]*([A-Za-z_]\w*)\s*=(?!=)", code, re.MULTILINE)
    names = CellNames({function or variable for function, variable in guessed})
    return Cell(0, source[:MAX_CELL_CHARACTERS], code, grade_id, fault=fault), names
