"""Remote procedure calls between two processes that do not trust each other: they exchange plain data only.

The same module serves the grader and, copied into the sandbox, the worker. A message is a JSON object. Nothing is ever
unpickled or evaluated.
"""

import builtins
import copy
import json
import operator
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from rnnlab.coursework.sandbox.inside.serialization import (
    MAX_MESSAGE_BYTES,
    ConnectionLost,
    MalformedMessage,
    RemoteFunction,
    Serializer,
    replace_surrogates,
    type_name,
)
from rnnlab.exercises.failure import Failure, failure_of


class RpcPeer(Serializer):
    """One end of a connection.

    Parameters
    ----------
    receive : callable
        Returns the next message as bytes.
    send : callable
        Takes a message as bytes.
    weights : type
        The class of `Weights` on this side.
    offered : tuple of callable
        Functions that the other side may call by their indices from the start.
    """

    def __init__(
        self,
        receive: Callable[[], bytes | str],
        send: Callable[[bytes], object],
        weights: type,
        offered: Iterable[Callable] = (),
    ):
        super().__init__(weights, offered)
        self.receive, self.send = receive, send

    def call(self, index: int, arguments: Iterable) -> Any:
        """Call the other side's function of that index.

        In-place changes of arrays come back, and so do exceptions, by name.

        Raises
        ------
        MalformedMessage
            If the answer is malformed.
        """
        arguments = list(arguments)
        answer = self._ask({"call": index, "arguments": self.encode(arguments)})
        if "raised" in answer:
            raise _remote_error(answer["raised"])
        if "changed" in answer:
            _overwrite(arguments, self.decode(answer["changed"]))
        if "result" not in answer:
            raise MalformedMessage("the answer has no result")
        return self.decode(answer["result"])

    def _ask(self, message: dict) -> dict:
        """Send a call and serve the other side's calls until the answer comes."""
        self.put(message)
        while True:
            message = self.get()
            if "call" not in message:
                return message
            self.serve(message)

    def serve(self, message: dict) -> None:
        """Answer one call."""
        index = message.get("call")
        if type(index) is not int or not 0 <= index < len(self.functions):
            raise MalformedMessage("the function that is called was never offered")
        arguments = self.decode(message.get("arguments"))
        before = copy.deepcopy([value for value in arguments if _is_data(value)])
        try:
            result = self.functions[index](*arguments)
            answer = {"result": self.encode(result)}
            after = [value for value in arguments if _is_data(value)]
            if self.encode(before) != self.encode(after):
                answer["changed"] = self.encode(arguments)
        except BaseException as error:
            if isinstance(error, ConnectionLost):
                raise
            answer = {"raised": [type(error).__name__, _first_line(error), failure_of(error)]}
        self.put(answer)

    def put(self, message: dict) -> None:
        """Send a message, or the error that it is too long."""
        data = json.dumps(message).encode("ascii")
        if len(data) > MAX_MESSAGE_BYTES:
            data = json.dumps({"raised": ["MemoryError", "the result is too large to hand over"]}).encode("ascii")
        self.send(data)

    def get(self) -> dict:
        """Receive a message."""
        try:
            message = json.loads(self.receive())
        except (ValueError, RecursionError):
            raise MalformedMessage("the message is not JSON") from None
        if not isinstance(message, dict):
            raise MalformedMessage("the message is not a JSON object")
        return message


def _is_data(value: object) -> bool:
    return not isinstance(value, RemoteFunction)


def _overwrite(sent: object, changed: object) -> None:
    """Write what the other side changed into the arrays that were sent."""
    if isinstance(sent, np.ndarray):
        if isinstance(changed, np.ndarray) and changed.shape == sent.shape and changed.dtype == sent.dtype:
            sent[...] = changed
    elif isinstance(sent, list | tuple) and isinstance(changed, list | tuple) and len(sent) == len(changed):
        for old, new in zip(sent, changed):
            _overwrite(old, new)


def _first_line(error: BaseException) -> str:
    try:
        return (str(error).splitlines() or [""])[0][:300]
    except BaseException:
        return ""


def _remote_error(raised: object) -> Exception:
    """An exception that has the name, the words and the failure of the other side's."""
    if not (isinstance(raised, list) and len(raised) >= 2 and all(isinstance(text, str) for text in raised[:2])):
        raise MalformedMessage("malformed exception")
    name, line = type_name(raised[0]), replace_surrogates(raised[1][:300])
    failure = _as_failure(raised[2] if len(raised) > 2 else None)
    base = getattr(builtins, name, None)
    base = base if isinstance(base, type) and issubclass(base, Exception) else Exception
    members = {"__str__": lambda self: line, "failure": failure}
    try:
        return type(name, (base,), members)(line)
    except TypeError:
        return type(name, (Exception,), members)(line)


def _as_failure(sent: Any) -> Failure:
    """The failure that the other side has sent, if it is one."""
    try:
        operation, expression, operands, asked, instruction = sent
        read = Failure(
            _short(operation),
            _short(expression),
            tuple((_short(name), tuple(map(operator.index, shape))) for name, shape in operands[:4]),
            tuple(None if one is None else operator.index(one) for one in asked[:32]),
            _short(instruction),
        )
        read.describe()
    except (TypeError, ValueError, IndexError):
        return Failure()
    return read


def _short(text: object) -> str:
    if not isinstance(text, str):
        raise TypeError("text is needed")
    return replace_surrogates(" ".join(text.replace("`", "'").split())[:80])
