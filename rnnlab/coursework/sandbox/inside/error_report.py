"""What one side of a connection tells the other about an exception: its classes, message and line."""

import builtins
import re
from collections.abc import Callable
from typing import Any

from .messages import ErrorReport, MalformedMessage, fits, read_fields, types_of_fields
from .serialization import replace_surrogates, type_name

CELL_FILE = re.compile(r"<cell (\d+)>")
MAX_TEXT_CHARACTERS = 300
MAX_CLASSES = 10


def report_error(error: BaseException, failure_of: Callable[[BaseException], Any]) -> ErrorReport:
    """What is told of an exception."""
    try:
        classes = tuple(str(one.__name__)[:MAX_TEXT_CHARACTERS] for one in type(error).__mro__[:MAX_CLASSES])
        text = (str(error).splitlines() or [""])[0][:MAX_TEXT_CHARACTERS]
        return ErrorReport(classes, text, *_place_of(error), failure_of(error))
    except BaseException:  # its class is student code too
        return ErrorReport(("Exception",), "", 0, 0, ())


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


def read_report(fields: object, kind: type) -> ErrorReport:
    """The report that came over the connection; its failure is of a kind, and an empty one where it is malformed.

    Raises
    ------
    MalformedMessage
        If anything else is malformed.
    """
    report = read_fields(ErrorReport, fields)
    if not 0 < len(report.classes) <= MAX_CLASSES:
        raise MalformedMessage("an exception has one class or a few")
    return ErrorReport(
        tuple(map(type_name, report.classes)),
        replace_surrogates(report.text[:MAX_TEXT_CHARACTERS]),
        report.cell,
        report.line,
        _read_failure(report.failure, kind),
    )


def _read_failure(sent: Any, kind: type) -> Any:
    hints = types_of_fields(kind)
    if type(sent) is not tuple or len(sent) != len(hints) or not all(map(fits, sent, hints.values())):
        return kind()
    operation, expression, operands, asked, instruction = sent
    operands = tuple((_short(name), shape) for name, shape in operands[:4])
    failure = kind(_short(operation), _short(expression), operands, asked[:32], _short(instruction))
    try:
        failure.describe()
    except Exception:  # forged: fields that each fit, and do not fit together
        return kind()
    return failure


def _short(text: str) -> str:
    return replace_surrogates(" ".join(text.replace("`", "'").split())[:80])


def make_exception(name: str, text: str, where: str = "", failure: Any = None) -> Exception:
    """An exception of that class's name, which is a built-in class where there is one, and with that message.

    Parameters
    ----------
    name, text : str
    where : str
    failure : Failure, optional
        Its attributes of these names, for `rnnlab.exercises.call_result`: the place in words, and what has failed.
    """
    base = getattr(builtins, name, None)
    base = base if isinstance(base, type) and issubclass(base, Exception) else Exception
    members = {"__str__": lambda self: text, "where": where, "failure": failure}
    error: Exception
    try:
        error = type(name, (base,), members)(text)
    except TypeError:
        error = type(name, (Exception,), members)(text)
    return error
