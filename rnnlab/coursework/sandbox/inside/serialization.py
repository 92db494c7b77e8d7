"""Serialization of plain data between two processes that do not trust each other: to trees of JSON, and back.

What is neither data nor a function arrives as an empty object named like its type.
"""

import base64
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from .messages import MAX_MESSAGE_BYTES, TOO_LARGE, TRACE, Hooks, MalformedMessage, Tree, fits

MAX_DEPTH = 20
MAX_ENTRIES = 1000  # of a dictionary: with keys that are made to collide, each has to be compared with every other
INTEGERS = [f"{kind}{bits}" for kind in ("int", "uint") for bits in (8, 16, 32, 64)]
DTYPES = {
    np.dtype(name).str: np.dtype(name) for name in ["bool", *INTEGERS, "float16", "float32", "float64", "complex128"]
}


LITERALS = {"None": None, "Ellipsis": Ellipsis, "True": True, "False": False}


class Serializer:
    """Encodes what one end of a connection sends, and decodes what it receives.

    Parameters
    ----------
    hooks : Hooks
    functions : iterable of callable
        That the other side may call by their indices; those that are sent are added.

    Attributes
    ----------
    type_name : callable
        The name of a type for one that came over the connection.
    """

    def __init__(self, hooks: Hooks, functions: Iterable[Callable[..., Any]] = ()):
        self.hooks, self.functions = hooks, list(functions)
        self.type_name: Callable[[object], str] = type_name
        self.foreign_types: dict[str, type] = {}

    def encode(self, value: Any, depth: int = 0) -> list[Any]:
        """A value as a tree of lists, strings and numbers: the kind, then the content."""
        if depth > MAX_DEPTH:
            return ["foreign", type(value).__name__]
        if value is None or value is Ellipsis or isinstance(value, bool):
            return ["literal", repr(value)]
        if isinstance(value, int):  # of a subclass, what it holds, whatever its own methods say
            number = int.__int__(value)
            return ["int", number] if abs(number) < 2**63 else ["foreign", "int"]
        if isinstance(value, complex):
            value = np.complex128(value)
        if isinstance(value, str):
            return ["str", str.__str__(value)]
        if isinstance(value, np.generic | np.ndarray):
            return self._encode_array(value, depth)
        if isinstance(value, float):
            return ["float", float.__float__(value)]
        if isinstance(value, self.hooks.weights):
            return ["weights", [self.encode(item, depth + 1) for item in value]]
        if isinstance(value, list | tuple):
            return ["list" if isinstance(value, list) else "tuple", [self.encode(item, depth + 1) for item in value]]
        if isinstance(value, dict):
            if len(value) > MAX_ENTRIES:
                raise MemoryError(TOO_LARGE)
            return [
                "dict",
                [[self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in value.items()],
            ]
        if isinstance(value, RemoteFunction):
            return ["yours", value.index]
        if callable(value):
            self.functions.append(value)
            return ["function", len(self.functions) - 1, str(getattr(value, "__name__", "function"))]
        plain = self.hooks.plain_value(value)
        if isinstance(plain, Sequence) and not isinstance(plain, bytes | list):
            raise MemoryError(TOO_LARGE)
        return ["foreign", type(value).__name__] if plain is value else self.encode(plain, depth)

    def _encode_array(self, value: Any, depth: int) -> list[Any]:
        if value.nbytes > MAX_MESSAGE_BYTES // 2:
            raise MemoryError(TOO_LARGE)
        array = np.ascontiguousarray(value).reshape(np.shape(value))
        if array.dtype.char in "gG":  # long doubles
            array = array.astype(array.dtype.char.replace("g", "d").replace("G", "D"))
        if array.dtype.newbyteorder("=").str in DTYPES:
            array = array.astype(array.dtype.newbyteorder("="), copy=False)
            kind = "scalar" if isinstance(value, np.generic) else "array"
            return [kind, array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode("ascii")]
        if array.dtype.kind in "OUS":
            return self.encode(array.tolist(), depth + 1)
        return ["foreign", type(value).__name__]

    def decode(self, tree: Tree, depth: int = 0) -> Any:
        """The value of a tree that may be anything.

        Raises
        ------
        MalformedMessage
            If it is no tree that `encode` makes.
        """
        if not isinstance(tree, list) or len(tree) < 2 or depth > MAX_DEPTH + 1:
            raise MalformedMessage("malformed value")
        kind, content, *more = tree
        if kind in ("array", "scalar") and len(more) == 2:
            array = _decode_array(content, *more)
            return array[()] if kind == "scalar" else array
        if kind == "function" and type(content) is int and len(more) == 1:
            return RemoteFunction(self, content, self.type_name(more[0]))
        if more:
            raise MalformedMessage("malformed value")
        if kind == "literal" and type(content) is str and content in LITERALS:
            return LITERALS[content]
        if kind == "float" and type(content) is float:
            return content
        if kind == "int" and type(content) is int and abs(content) < 2**63:
            return content
        if kind == "str" and type(content) is str:
            return replace_surrogates(content)
        if kind in ("list", "tuple") and isinstance(content, list):
            return {"list": list, "tuple": tuple}[kind](self.decode(item, depth + 1) for item in content)
        if kind == "weights" and isinstance(content, list) and len(content) == 5:
            return self.hooks.weights(*(self.decode(item, depth + 1) for item in content))
        if kind == "dict" and isinstance(content, list) and len(content) <= MAX_ENTRIES:
            return self._decode_dict(content, depth)
        if kind == "yours" and type(content) is int and 0 <= content < len(self.functions):
            return self.functions[content]
        if kind == "foreign":
            name = self.type_name(content)
            return self.foreign_types.setdefault(name, type(name, (), {}))()
        raise MalformedMessage("malformed value")

    def _decode_dict(self, content: list[Any], depth: int) -> dict[Any, Any]:
        try:
            return {self.decode(key, depth + 1): self.decode(item, depth + 1) for key, item in content}
        except (TypeError, ValueError):
            raise MalformedMessage("malformed dictionary") from None


class RemoteFunction:
    """A function of the other side."""

    def __init__(self, peer: Any, index: int, name: str):
        self.peer, self.index, self.__name__ = peer, index, name

    def __call__(self, *arguments: Any) -> Any:
        return self.peer.call(self.index, arguments)

    def __deepcopy__(self, memo: dict[int, Any]) -> "RemoteFunction":
        return self

    def trace_products(self, arguments: Iterable[Any]) -> list[np.ndarray]:
        """What its products saw, as the other side tells it: nothing where it sends anything but arrays of numbers."""
        traced = self.peer.call(TRACE, (self, *arguments))
        fits = isinstance(traced, list) and all(isinstance(array, np.ndarray) for array in traced)
        return [array for array in traced if array.dtype.kind in "fiub" and array.size <= 10_000] if fits else []


def _decode_array(dtype: Any, shape: Any, content: Any) -> np.ndarray:
    if not (fits(dtype, str) and dtype in DTYPES and fits(shape, list[int]) and min(shape, default=0) >= 0):
        raise MalformedMessage("malformed array")
    try:
        data = base64.b64decode(content, validate=True)
        if len(shape) <= 32 and len(data) == math.prod(shape) * DTYPES[dtype].itemsize:
            array = np.frombuffer(data, DTYPES[dtype]).reshape(shape).copy()
            if array.dtype != bool or array.view(np.uint8).max(initial=0) <= 1:
                return array
    except (TypeError, ValueError):
        pass
    raise MalformedMessage("malformed array")


def type_name(name: object) -> str:
    """A name that came over the connection, if it may name a type; else ``"object"``."""
    return name if isinstance(name, str) and name.isidentifier() and len(name) <= 60 else "object"


def replace_surrogates(text: str) -> str:
    """A text that every encoder takes: a question mark in place of each lone half of a surrogate pair."""
    return text.encode("utf-8", "replace").decode("utf-8")
