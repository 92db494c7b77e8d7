"""What one side of a connection tells the other about an exception: its classes, message and line."""

import builtins
import re
from dataclasses import dataclass

from rnnlab.coursework.sandbox.inside.serialization import MalformedMessage, replace_surrogates, type_name

CELL_FILE = re.compile(r"<cell (\d+)>")
MAX_TEXT_CHARACTERS = 300
MAX_CLASSES = 10


@dataclass(frozen=True)
class ErrorReport:
    """An exception of the other side. Whatever it says may be forged.

    Attributes
    ----------
    classes : tuple of str
        The name of its class, then those of the base classes.
    text : str
        The first line of its message.
    cell, line : int
        The place of the code cell and the line in it; 0 where it comes from elsewhere.
    """

    classes: tuple[str, ...]
    text: str = ""
    cell: int = 0
    line: int = 0


def report_error(error: BaseException) -> list:
    """An exception as plain data: the fields of an `ErrorReport`."""
    try:
        classes = [str(one.__name__) for one in type(error).__mro__[:MAX_CLASSES]]
        text = (str(error).splitlines() or [""])[0][:MAX_TEXT_CHARACTERS]
        return [classes, text, *_place_of(error)]
    except BaseException:  # its class is student code too
        return [["Exception"], "", 0, 0]


def _place_of(error: BaseException) -> tuple[int, int]:
    """The cell and the line of the last call that stands in a cell."""
    place = (0, 0)
    if isinstance(error, SyntaxError) and (match := CELL_FILE.fullmatch(error.filename or "")):
        place = int(match[1]), int(error.lineno or 0)
    trace = error.__traceback__
    while trace is not None:
        if match := CELL_FILE.fullmatch(trace.tb_frame.f_code.co_filename):
            place = int(match[1]), int(trace.tb_lineno or 0)
        trace = trace.tb_next
    return place


def read_report(data: object) -> ErrorReport:
    """The report that came over the connection. Raises MalformedMessage."""
    if isinstance(data, list) and len(data) == 4:
        classes, text, cell, line = data
        if (
            isinstance(classes, list)
            and 0 < len(classes) <= MAX_CLASSES
            and isinstance(text, str)
            and type(cell) is type(line) is int
        ):
            return ErrorReport(
                tuple(map(type_name, classes)), replace_surrogates(text[:MAX_TEXT_CHARACTERS]), cell, line
            )
    raise MalformedMessage("malformed exception")


def make_exception(name: str, text: str, where: str = "") -> Exception:
    """An exception of that class's name, which is a built-in class where there is one, and with that message.

    Parameters
    ----------
    name, text : str
    where : str
        Its attribute of that name: the place in words, for `rnnlab.exercises.call_result.call_safely`.
    """
    base = getattr(builtins, name, None)
    base = base if isinstance(base, type) and issubclass(base, Exception) else Exception
    members = {"__str__": lambda self: text, "where": where}
    try:
        return type(name, (base,), members)(text)
    except TypeError:
        return type(name, (Exception,), members)(text)
