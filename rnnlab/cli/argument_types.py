"""What a command line may say: the types of its arguments, and a parser that refuses a wrong one in one sentence.

A type reads the text of one argument and raises ArgumentTypeError where it does not fit.
"""

import argparse
import contextlib
import difflib
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NoReturn, TypeVar

from rnnlab.notebook_tools.terminal import print_line

Number = TypeVar("Number", int, float)
LEAST_MEMORY, MOST_MEMORY = 128, 1_000_000  # MB: with less NumPy cannot be imported, and the kernel counts in 64 bits
DAY, YEAR = 24 * 60 * 60, 365 * 24 * 60  # in seconds, in minutes: longer ones overflow the system's clocks


def refuse(sentence: str) -> NoReturn:
    """End the program because an argument is wrong: one sentence on stderr, exit code 2."""
    print_line(f"rnnlab: {sentence}", sys.stderr)
    raise SystemExit(2)


class Parser(argparse.ArgumentParser):
    """A parser that says one sentence about a wrong argument, and not its whole usage in front of that."""

    def error(self, message: str) -> NoReturn:
        refuse(message.removeprefix("argument ").replace("the following arguments are required", "missing"))

    def refuse_unknown_options(self, arguments: Sequence[str]) -> None:
        """Refuse an unknown option and suggest the nearest one: argparse suggests none, and misses others first."""
        options = list(self._option_string_actions)
        for argument in arguments:
            name = argument.split("=")[0]
            if name.startswith("--") and not any(option.startswith(name) for option in options):
                refuse(f"{self.prog.removeprefix('rnnlab ')} does not know {argument}{nearest(name, options)}")


def nearest(wrong: str, known: Iterable[str]) -> str:
    """The end of a sentence about an unknown name: the one that may be meant, or all that are known."""
    found = difflib.get_close_matches(wrong, known, 1)
    return f"; did you mean {found[0]}?" if found else f"; there is {', '.join(known)}"


def _number(kind: Callable[[str], Number], what: str, fits: Callable[[Number], bool]) -> Callable[[str], Number]:
    def read(text: str) -> Number:
        with contextlib.suppress(ValueError):
            if fits(number := kind(text)):
                return number
        raise argparse.ArgumentTypeError(f"{text!r} is not {what}")

    return read


positive_int = _number(int, "a whole number from 1 on", lambda number: number >= 1)
class_seed = _number(int, "a whole number from 0 on", lambda number: number >= 0)
megabytes = _number(
    int,
    f"a whole number of megabytes from {LEAST_MEMORY} to {MOST_MEMORY}",
    lambda number: LEAST_MEMORY <= number <= MOST_MEMORY,
)
seconds = _number(float, f"a number of seconds above 0 and up to {DAY}", lambda number: 0 < number <= DAY)
minutes = _number(float, f"a number of minutes from 0 to {YEAR}", lambda number: 0 <= number <= YEAR)
percent = _number(float, "a percentage from 0 to 100", lambda number: 0 <= number <= 100)


def part(text: str) -> tuple[int, int]:
    """The 3 and the 8 of ``3/8``."""
    first, _, count = text.partition("/")
    with contextlib.suppress(ValueError):
        if 1 <= int(first) <= int(count):
            return int(first), int(count)
    raise argparse.ArgumentTypeError(f"{text!r} is not a part of a whole, like 3/8")


def time(text: str) -> datetime:
    """A time as `rnnlab.coursework.tables.parse_time` reads it; a date alone is the end of that day."""
    from rnnlab.coursework.tables import CollectError, parse_time

    try:
        return parse_time(text, end_of_day=True)
    except CollectError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def lesson(text: str) -> Path:
    """The notebook of a lesson's number or name. WorkspaceError where the current folder has no lessons at all."""
    from rnnlab.notebook_tools import workspace

    workspace.lessons()
    try:
        return workspace.find_lesson(text)
    except workspace.WorkspaceError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def lesson_or_all(text: str) -> Path | None:
    """As `lesson`; None for ``all``."""
    return None if text == "all" else lesson(text)


def existing_file(text: str) -> Path:
    if not Path(text).is_file():
        raise argparse.ArgumentTypeError(f"no such file: {text}")
    return Path(text)


def _existing_folder(text: str) -> Path:
    if not Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"no such folder: {text}")
    return Path(text)


def folder_or_archive(text: str) -> Path:
    """A folder, or a zip archive of one."""
    return Path(text) if Path(text).suffix.lower() == ".zip" and Path(text).is_file() else _existing_folder(text)


def output_file(text: str) -> Path:
    """A file to be written or overwritten, in a folder that is there."""
    path = Path(text)
    if not path.name or path.is_dir():
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a file")
    _existing_folder(str(path.parent))
    return path


def output_folder(text: str) -> Path:
    """A folder that is there, or that can be made."""
    path = Path(text)
    if not text or any(place.exists() and not place.is_dir() for place in (path, *path.parents)):
        raise argparse.ArgumentTypeError(f"{text!r} is not the name of a folder")
    return path


def notebooks_or_all(named: list[Path], pattern: str = "*.ipynb") -> list[Path]:
    """The notebooks that were named, or those of the folder notebooks/ where none was."""
    return named or sorted(Path("notebooks").glob(pattern)) or refuse("no notebook named, and none in notebooks/")
