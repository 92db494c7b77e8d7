"""Which words of an error in student code are shown: those of Python and NumPy, and none that the code has composed.

The message may hold anything that a function was called with, and nothing that the worker says can be trusted. So a
message is shown where it is a known one, and its blanks are filled with what stands in the cells themselves.
"""

import builtins
import errno
import os
import re
import sys
import types
from collections.abc import Iterable

import numpy as np

from rnnlab.coursework.error_messages import CUT, shown_message
from rnnlab.coursework.sandbox.inside.error_report import make_exception
from rnnlab.coursework.sandbox.inside.messages import ErrorReport
from rnnlab.coursework.submission import Cell
from rnnlab.exercises.call_result import MAX_HIDDEN_SIZE
from rnnlab.exercises.failure import Failure

KNOWN_WORDS = {
    *dir(builtins),
    *dir(np),
    *dir(np.ndarray),
    *sys.stdlib_module_names,
    *(value.__name__ for value in vars(types).values() if isinstance(value, type)),
    *("numpy", "locals", "lambda", "deque", "partial"),
}
KNOWN_ERRORS = {
    *(name for name, value in vars(builtins).items() if isinstance(value, type) and issubclass(value, BaseException)),
    *("LinAlgError", "AxisError", "NotAvailable"),
}
SYSTEM_ERROR = re.compile(r"\[Errno (\d{1,3})\] [^']*?(?:: ('.*'|\".*\"))?")
MAX_LINE_CHARACTERS = 80
MAX_COMMAS = 8  # of shapes that are shown
MAX_NUMBERS = 10  # of shapes and indices of a failed operation


class ErrorWords:
    """Makes what is shown of the errors in one submission.

    Parameters
    ----------
    cells : iterable of Cell
        Of the submission: what stands in them is no secret.
    """

    def __init__(self, cells: Iterable[Cell]):
        self.sources = {cell.place: cell.source for cell in cells}
        self.text = "\n".join(self.sources.values())
        self.bare_text = _bare(self.text)
        self.words = KNOWN_WORDS.union(re.findall(r"\w+", self.text))

    def type_name(self, name: object) -> str:
        """The name of a type, if it stands in the cells or is Python's or NumPy's; else ``"object"``."""
        return name if isinstance(name, str) and name.isidentifier() and name in self.words else "object"

    def exception(self, report: ErrorReport) -> Exception:
        """The exception of a report, with the name and the message that are shown."""
        name = next((name for name in report.classes if name in KNOWN_ERRORS), "Exception")
        return make_exception(name, self._message(report.text), self.place(report), self._failure(report.failure))

    def describe(self, report: ErrorReport) -> str:
        """What is shown of an error, in one line of Markdown."""
        return error_line(self.exception(report))

    def place(self, report: ErrorReport) -> str:
        """Where an error comes from, in Markdown; empty where that is unknown."""
        lines = self.sources[report.cell].split("\n") if report.cell in self.sources else []
        if not 0 < report.line <= len(lines):
            return ""
        return f" in line {report.line} of code cell {report.cell}: {code(lines[report.line - 1])}"

    def _failure(self, failure: Failure) -> Failure:
        """The failure, if what it would show stands in the cells and its shapes are small."""
        shown = [failure.expression, *(name for name, _ in failure.operands)]
        numbers = [size for _, shape in failure.operands for size in shape] + [one or 0 for one in failure.asked]
        small = all(abs(number) <= MAX_HIDDEN_SIZE for number in numbers) and len(numbers) <= MAX_NUMBERS
        return failure if small and all(_bare(text) in self.bare_text for text in shown) else Failure()

    def _message(self, text: str) -> str:
        if (match := SYSTEM_ERROR.fullmatch(text)) and int(match[1]) in errno.errorcode:
            name = f": {match[2]}" if match[2] and self._is_known("quoted", match[2]) else ""
            return f"[Errno {match[1]}] {os.strerror(int(match[1]))}{name}"
        return shown_message(text, self._is_known)

    def _is_known(self, kind: str, text: str) -> bool:
        """Whether what fills a blank is no more than what anybody can know."""
        if kind == "word":
            return self.words.issuperset(filter(None, re.split(r"[.<>]", text)))
        if kind == "quoted":
            return f"'{text[1:-1]}'" in self.text or f'"{text[1:-1]}"' in self.text
        if kind in ("n", "shape"):
            return all(len(number) <= 2 for number in re.findall(r"\d+", text)) and text.count(",") <= MAX_COMMAS
        return kind != "end" or not text


def _bare(code: str) -> str:
    """Code without what `ast.unparse` writes in its own way: blanks, brackets and quotes."""
    return re.sub(r"[\s()'\"]|…$", "", code)


def error_line(error: Exception) -> str:
    """An error's type and message, and its place where it is known, in Markdown."""
    words = f"{type(error).__name__}: {error}".removesuffix(": ").replace("`", "'")
    return f"`{words}`{getattr(error, 'where', '')}"


def code(line: str) -> str:
    """A line of a student's code in Markdown, cut where it is long."""
    line = line.strip().replace("`", "'")
    return f"`{line[:MAX_LINE_CHARACTERS]}{CUT * (len(line) > MAX_LINE_CHARACTERS)}`"
