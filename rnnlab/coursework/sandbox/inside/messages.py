"""The messages between the grader and the worker: their fields stand here alone, and are checked on arrival.

A message is a JSON object with one item: what kind it is, and its fields. The values in it are trees, see
`serialization`. Nothing is ever unpickled or evaluated.
"""

import functools
import json
import types
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar, Union, get_args, get_origin, get_type_hints

Tree: TypeAlias = object  # JSON that stands for a value: `Serializer.decode` says whether it does
Kind = TypeVar("Kind")
MAX_MESSAGE_BYTES = 16_000_000
MAX_LISTS = 500_000  # in one message: each takes some hundred bytes of memory, and may be two in the message
TOO_LARGE = "the result is too large to hand over"
RUN, EVALUATE, TRACE = range(3)  # opcodes: the indices of the functions that a worker offers


class ConnectionLost(BaseException):
    """The connection is closed. Not an Exception: no check may mistake it for a result."""


class MalformedMessage(ConnectionLost):
    """The other side has sent a malformed message, value or array."""


@dataclass(frozen=True)
class Hooks:
    """What the two sides take from the package around them; the worker is told by name, see `Settings`."""

    weights: type[tuple[Any, ...]]
    failure: type
    failure_of: Callable[[BaseException], Any]
    plain_value: Callable[[Any], Any]
    poison_memory: Callable[[], None]
    trace_products: Callable[[Callable[..., Any], tuple[Any, ...]], list[Any]]


@dataclass(frozen=True)
class Settings:
    """What a worker is started with.

    Attributes
    ----------
    limits : dict
        The fields of `Limits`; None where the kernel is not to enforce one.
    packages : list of str
        Folders to import from.
    withheld, missing : list of str
        Modules that can be imported but not used, and modules that are not there.
    lesson_values : dict
        Module to names to the trees of their values.
    hooks : dict
        Each of the `Hooks` as ``"module:name"``.
    isolation : str
        The name of the level.
    folders : dict or None
        What `restrict_files` takes; None where namespaces keep files away.
    """

    limits: dict[str, int | float | None]
    packages: list[str]
    withheld: list[str]
    missing: list[str]
    lesson_values: dict[str, dict[str, Tree]]
    hooks: dict[str, str]
    isolation: str
    folders: dict[str, list[str]] | None


@dataclass(frozen=True)
class Call:
    """Asks the other side for a call: the index of a function that it has offered, and the tree of a list."""

    function: int
    arguments: Tree


@dataclass(frozen=True)
class Result:
    """What a function has returned, and its arguments where it has changed them in place, else None."""

    value: Tree
    changed: Tree = None


@dataclass(frozen=True)
class Raised:
    """The tree of the fields of an `ErrorReport`, in place of a result."""

    report: Tree


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
    failure : Failure
        Which operation has failed, and the shapes that met there. It comes as a tuple.
    """

    classes: tuple[str, ...]
    text: str
    cell: int
    line: int
    failure: Any


Message = Call | Result | Raised
_KINDS: dict[str, type[Message]] = {"call": Call, "result": Result, "raised": Raised}


def write_message(message: Message) -> bytes:
    """A message as bytes. Raises MemoryError where the other side would not take it."""
    name = next(name for name, kind in _KINDS.items() if type(message) is kind)
    data = json.dumps({name: vars(message)}).encode("ascii")
    if _is_too_large(data):
        raise MemoryError(TOO_LARGE)
    return data


def read_message(data: bytes) -> Message:
    """The message in bytes that may be anything. Raises MalformedMessage."""
    if _is_too_large(data):
        raise MalformedMessage("the message is too long")
    try:
        sent = json.loads(data)
    except (ValueError, RecursionError):
        raise MalformedMessage("the message is not JSON") from None
    if not isinstance(sent, dict) or len(sent) != 1 or (name := next(iter(sent))) not in _KINDS:
        raise MalformedMessage("the message is of no known kind")
    return read_fields(_KINDS[name], sent[name])


def _is_too_large(data: bytes) -> bool:
    return len(data) > MAX_MESSAGE_BYTES or data.count(b"[") + data.count(b"{") > MAX_LISTS


types_of_fields: Callable[[type], dict[str, Any]] = functools.cache(get_type_hints)


def read_fields(kind: type[Kind], fields: object) -> Kind:
    """A dataclass from a dictionary that has all of its fields and no other, each of its type.

    Raises
    ------
    MalformedMessage
        If it is anything else.
    """
    hints = types_of_fields(kind)
    if type(fields) is not dict or fields.keys() != hints.keys():
        raise MalformedMessage(f"a {kind.__name__} has other fields")
    if not all(fits(fields[name], hint) for name, hint in hints.items()):
        raise MalformedMessage(f"a field of a {kind.__name__} is malformed")
    return kind(**fields)


def fits(value: Any, hint: Any) -> bool:
    """Whether a value is exactly of an annotated type: no bool is an int, and no list a tuple."""
    origin, inner = get_origin(hint), get_args(hint)
    if hint in (Any, object):
        return True
    if origin in (Union, types.UnionType):
        return any(fits(value, one) for one in inner)
    if origin is tuple and inner[1:] != (...,):
        return type(value) is tuple and len(value) == len(inner) and all(map(fits, value, inner))
    if origin in (list, tuple):
        return type(value) is origin and all(fits(item, inner[0]) for item in value)
    if origin is dict:
        return type(value) is dict and all(fits(k, inner[0]) and fits(v, inner[1]) for k, v in value.items())
    return type(value) is (type(None) if hint is None else hint)
