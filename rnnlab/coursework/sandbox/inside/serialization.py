"""Plain data on its way between two processes that do not trust each other: as trees that JSON can hold, and back.

What is neither data nor a function arrives as an empty object named like its type.
"""

import base64
import math

import numpy as np

MAX_MESSAGE_BYTES = 16_000_000  # bytes of a message
MAX_DEPTH = 20
RUN, EVALUATE, COUNT = range(3)  # what a worker offers
DTYPES = {
    dtype.str: dtype
    for dtype in map(
        np.dtype,
        (
            "bool",
            "int8",
            "int16",
            "int32",
            "int64",
            "uint8",
            "uint16",
            "uint32",
            "uint64",
            "float16",
            "float32",
            "float64",
            "complex128",
        ),
    )
}


class ConnectionLost(BaseException):
    """The other side is gone. Not an Exception: no check may mistake it for a result."""


class MalformedMessage(ConnectionLost):
    """The other side sends something that is no message."""


def _is_weights(value):
    return type(value).__name__ == "Weights" and isinstance(value, tuple) and len(value) == 5


class Serializer:
    """What can be sent and received at one end of the line.

    Parameters
    ----------
    weights : type
        The class of `Weights` on this side.
    functions : iterable of callable
        That the other side may call by their numbers; those that are sent are added.
    """

    def __init__(self, weights, functions=()):
        self.weights, self.functions = weights, list(functions)

    def encode(self, value, depth=0):
        if depth > MAX_DEPTH:
            return ["foreign", type(value).__name__]
        if value is None or value is Ellipsis or isinstance(value, bool):
            return ["literal", repr(value)]
        if isinstance(value, int):
            return ["int", int(value)] if abs(value) < 2**63 else ["foreign", "int"]
        if isinstance(value, np.generic | np.ndarray):
            return self.encode_array(value, depth)
        if isinstance(value, float):
            return ["float", float(value)]
        if isinstance(value, str):
            return ["str", str(value)]
        if _is_weights(value):
            return ["weights", [self.encode(one, depth + 1) for one in value]]
        if isinstance(value, list | tuple):
            return ["list" if isinstance(value, list) else "tuple", [self.encode(one, depth + 1) for one in value]]
        if isinstance(value, dict):
            return ["dict", [[self.encode(key, depth + 1), self.encode(one, depth + 1)] for key, one in value.items()]]
        if isinstance(value, Remote):
            return ["yours", value.number]
        if callable(value):
            self.functions.append(value)
            return ["function", len(self.functions) - 1, str(getattr(value, "__name__", "function"))]
        try:
            return (
                self.encode_array(np.asarray(value), depth)
                if hasattr(value, "__array__")
                else ["foreign", type(value).__name__]
            )
        except Exception:  # an object that only pretends to be an array
            return ["foreign", type(value).__name__]

    def encode_array(self, value, depth):
        if value.nbytes > MAX_MESSAGE_BYTES // 2:
            raise MemoryError("the result is too large to hand over")
        array = np.ascontiguousarray(value).reshape(np.shape(value))
        if array.dtype.newbyteorder("=").str in DTYPES:
            array = array.astype(array.dtype.newbyteorder("="), copy=False)
            kind = "scalar" if isinstance(value, np.generic) else "array"
            return [kind, array.dtype.str, list(array.shape), base64.b64encode(array.tobytes()).decode("ascii")]
        if array.dtype.kind in "OUS" and array.ndim:
            return self.encode(array.tolist(), depth + 1)
        return ["foreign", type(value).__name__]

    def decode(self, tree, depth=0):
        if not isinstance(tree, list) or len(tree) < 2 or depth > MAX_DEPTH + 1:
            raise MalformedMessage("a value that is none")
        kind, content = tree[0], tree[1]
        if kind == "literal" and content in ("None", "Ellipsis", "True", "False"):
            return {"None": None, "Ellipsis": Ellipsis, "True": True, "False": False}[content]
        if (
            (kind == "int" and type(content) is int)
            or (kind == "float" and type(content) is float)
            or (kind == "str" and type(content) is str)
        ):
            return content
        if kind in ("list", "tuple") and isinstance(content, list):
            return {"list": list, "tuple": tuple}[kind](self.decode(one, depth + 1) for one in content)
        if kind == "weights" and isinstance(content, list) and len(content) == 5:
            return self.weights(*(self.decode(one, depth + 1) for one in content))
        if kind == "dict" and isinstance(content, list):
            return self.decode_dict(content, depth)
        if kind in ("array", "scalar") and len(tree) == 4:
            array = _decode_array(*tree[1:])
            return array[()] if kind == "scalar" else array
        if kind == "function" and type(content) is int and len(tree) == 3:
            return Remote(self, content, type_name(tree[2]))
        if kind == "yours" and type(content) is int and 0 <= content < len(self.functions):
            return self.functions[content]
        if kind == "foreign":
            return type(type_name(content), (), {})()
        raise MalformedMessage("a value that is none")

    def decode_dict(self, content, depth):
        try:
            return {self.decode(key, depth + 1): self.decode(one, depth + 1) for key, one in content}
        except (TypeError, ValueError):
            raise MalformedMessage("a dictionary that is none") from None


class Remote:
    """A function of the other side."""

    def __init__(self, peer, number, name):
        self.peer, self.number, self.__name__ = peer, number, name

    def __call__(self, *arguments):
        return self.peer.call(self.number, arguments)

    def __deepcopy__(self, memo):
        return self

    def count_matmuls(self, arguments):
        """How many matrix products it takes of these arguments: counted, and told, by the other side."""
        count = self.peer.call(COUNT, (self, *arguments))
        return count if type(count) is int and count >= 0 else math.inf


def _decode_array(dtype, shape, content):
    if (
        not isinstance(dtype, str)
        or dtype not in DTYPES
        or not isinstance(shape, list)
        or not all(type(size) is int and size >= 0 for size in shape)
    ):
        raise MalformedMessage("an array that is none")
    try:
        data = base64.b64decode(content, validate=True)
        if len(shape) <= 32 and len(data) == math.prod(shape) * DTYPES[dtype].itemsize:
            return np.frombuffer(data, DTYPES[dtype]).reshape(shape).copy()
    except (TypeError, ValueError):
        pass
    raise MalformedMessage("an array that is none")


def type_name(name):
    return name if isinstance(name, str) and name.isidentifier() and len(name) <= 60 else "object"
