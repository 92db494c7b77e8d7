"""Remote procedure calls between two processes that do not trust each other: they exchange plain data only.

The same module serves the grader and, copied into the sandbox, the worker. A message is a JSON object. Nothing is ever
unpickled or evaluated.
"""

import copy
import json
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from rnnlab.coursework.sandbox.inside.error_report import ErrorReport, make_exception, read_report, report_error
from rnnlab.coursework.sandbox.inside.serialization import (
    MAX_MESSAGE_BYTES,
    ConnectionLost,
    MalformedMessage,
    RemoteFunction,
    Serializer,
)


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

    Attributes
    ----------
    to_exception : callable
        Makes an exception of an `ErrorReport` of the other side. By default it has that one's name and message.
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
        self.to_exception: Callable[[ErrorReport], Exception] = lambda report: make_exception(
            report.classes[0], report.text
        )

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
            raise self.to_exception(read_report(answer["raised"]))
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
            answer = {"raised": report_error(error)}
        self.put(answer)

    def put(self, message: dict) -> None:
        """Send a message, or the error that it is too long."""
        data = json.dumps(message).encode("ascii")
        if len(data) > MAX_MESSAGE_BYTES:
            error = MemoryError("the result is too large to hand over")
            data = json.dumps({"raised": report_error(error)}).encode("ascii")
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
