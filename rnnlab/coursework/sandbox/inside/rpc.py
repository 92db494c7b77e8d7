"""Remote procedure calls between two processes that do not trust each other: they exchange plain data only.

The same module serves the grader and, copied into the sandbox, the worker.
"""

import copy
from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from .error_report import make_exception, read_report, report_error
from .messages import (
    Call,
    ConnectionLost,
    ErrorReport,
    Hooks,
    MalformedMessage,
    Message,
    Raised,
    Result,
    read_message,
    write_message,
)
from .serialization import RemoteFunction, Serializer


class RpcPeer(Serializer):
    """One end of a connection.

    Parameters
    ----------
    receive : callable
        Returns the next message as bytes.
    send : callable
        Takes a message as bytes.
    hooks : Hooks
    offered : tuple of callable
        Functions that the other side may call by their indices from the start.

    Attributes
    ----------
    to_exception : callable
        Makes an exception of an `ErrorReport` of the other side. By default it has that one's name and message.
    """

    def __init__(
        self,
        receive: Callable[[], bytes],
        send: Callable[[bytes], object],
        hooks: Hooks,
        offered: Iterable[Callable[..., Any]] = (),
    ):
        super().__init__(hooks, offered)
        self.receive, self.send = receive, send
        self.to_exception: Callable[[ErrorReport], Exception] = lambda report: make_exception(
            report.classes[0], report.text, failure=report.failure
        )

    def call(self, index: int, arguments: Iterable[Any]) -> Any:
        """Call the other side's function of that index.

        In-place changes of arrays come back, and so do exceptions, by name.

        Raises
        ------
        MalformedMessage
            If the answer is malformed.
        """
        arguments = list(arguments)
        self.put(Call(index, self.encode(arguments)))
        while isinstance(answer := self.get(), Call):
            self.serve(answer)
        if isinstance(answer, Raised):
            raise self.to_exception(read_report(self.decode(answer.report), self.hooks.failure))
        if answer.changed is not None:
            _overwrite(arguments, self.decode(answer.changed))
        return self.decode(answer.value)

    def serve(self, call: Message) -> None:
        """Answer one call."""
        if not isinstance(call, Call) or not 0 <= call.function < len(self.functions):
            raise MalformedMessage("the function that is called was never offered")
        arguments = self.decode(call.arguments)
        if not isinstance(arguments, list):
            raise MalformedMessage("the arguments of a call are no list")
        before = copy.deepcopy([value for value in arguments if _is_data(value)])
        try:
            result = self.encode(self.functions[call.function](*arguments))
            after = [value for value in arguments if _is_data(value)]
            changed = self.encode(before) != self.encode(after)
            self.put(Result(result, self.encode(arguments) if changed else None))
        except BaseException as error:
            if isinstance(error, ConnectionLost):
                raise
            self.put(Raised(self.encode(vars(report_error(error, self.hooks.failure_of)))))

    def put(self, message: Message) -> None:
        """Send a message. Raises MemoryError where it is too large."""
        self.send(write_message(message))

    def get(self) -> Message:
        """Receive a message."""
        return read_message(self.receive())


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
