"""Files that are written whole or not at all."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any


@contextlib.contextmanager
def replace_file(path: Path, mode: str = "w", **options: Any) -> Iterator[IO[Any]]:
    """A file that takes the place of `path` when all is written; where that fails, the old one stays as it was.

    Parameters
    ----------
    path : pathlib.Path
    mode : str
    **options
        As for `open`; a text is written in UTF-8 unless they say otherwise.

    Yields
    ------
    file
        In the same folder, under a name that no other process has.
    """
    if "b" not in mode:
        options = {"encoding": "utf-8"} | options
    temporary = path.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with open(temporary, mode, **options) as file:
            yield file
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
