"""What a notebook says of its release: the seed of the class in its first code cell, the lesson's digest in metadata."""

import ast
import json
import re
import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MAX_BYTES = 20_000_000
MAX_CELLS = 5  # a release writes into the first; students put some above it
MAX_CELL_CHARACTERS = 20_000
STATEMENT = re.compile(r"^check = for_class\(check, \{[^\n]{0,2000}\}, (\d{1,18})\)[ \t]*$", re.MULTILINE)
RELEASE_KEY = "rnnlab"  # of the notebook's metadata
DIGEST_DIGITS = 12


@dataclass(frozen=True)
class ReleaseStatement:
    """What a notebook says of its release.

    Attributes
    ----------
    is_notebook : bool
    seed : int or None
        Of the class.
    lesson_digest : str
        Of the lesson that it was made from, the first digits; empty where it says none.
    """

    is_notebook: bool
    seed: int | None = None
    lesson_digest: str = ""


NO_STATEMENT = ReleaseStatement(False)


def read_statement(path: Path) -> ReleaseStatement:
    """What a file says of its release, whatever it is. May take long, or much memory."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return NO_STATEMENT
        data = path.read_bytes()
        content = json.loads(data.decode(json.detect_encoding(data), "replace"))
        code = [cell for cell in content["cells"] if isinstance(cell, dict) and cell.get("cell_type") == "code"]
    except (OSError, ValueError, RecursionError, LookupError, TypeError):
        return NO_STATEMENT
    sources = ["".join(line for line in cell.get("source") or () if isinstance(line, str)) for cell in code[:MAX_CELLS]]
    seeds = (_seed_in(source) for source in sources if len(source) <= MAX_CELL_CHARACTERS and "for_class" in source)
    seed = next((seed for seed in seeds if seed is not None), None)
    return ReleaseStatement(True, seed, _lesson_digest_in(content.get("metadata")))


def _lesson_digest_in(metadata: Any) -> str:
    match metadata:
        case {"rnnlab": {"lesson": str(digest)}} if re.fullmatch(f"[0-9a-f]{{{DIGEST_DIGITS}}}", digest):
            return digest
    return ""


def _seed_in(source: str) -> int | None:
    """The seed of a statement at the top level of a cell. A comment or a text that looks like one is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            statements = ast.parse(re.sub(r"^[ \t]*[%!?][^\n]*", "", source, flags=re.MULTILINE)).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return int(found[1]) if (found := STATEMENT.search(source)) else None
    for statement in statements:
        match statement:
            case ast.Assign(
                targets=[ast.Name("check")],
                value=ast.Call(func=ast.Name("for_class"), args=[_, _, ast.Constant(int(seed))]),
            ) if 0 <= seed < 10**30:
                return seed
    return None
