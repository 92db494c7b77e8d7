"""The one function through which the command line prints: what it says may hold what somebody else has typed."""

import sys
from typing import TextIO


def print_line(line: str, stream: TextIO | None = None) -> None:
    """Print a line: no escape sequence in it, and only what the terminal can show.

    Parameters
    ----------
    line : str
        A line break becomes a blank, any other character that cannot be printed a question mark.
    stream : text file, optional
        `sys.stdout` if not given.
    """
    stream = sys.stdout if stream is None else stream
    encoding = stream.encoding or "utf-8"
    line = "".join(letter if letter.isprintable() else " " if letter.isspace() else "?" for letter in line)
    print(line.encode(encoding, "replace").decode(encoding), file=stream, flush=True)
