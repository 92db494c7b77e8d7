"""Two processes that do not trust each other: they exchange plain data and may call each other's functions.

The same module serves the judge and, copied into the sandbox, the worker. A message is JSON behind its length. Nothing
is ever unpickled or evaluated.
"""

import builtins
import copy
import json

import numpy as np

from rnnlab.coursework.sandbox.inside.serialization import (
    MAX_MESSAGE_BYTES,
    ConnectionLost,
    MalformedMessage,
    Remote,
    Serializer,
    type_name,
)


class RpcPeer(Serializer):
    """One end of the line.

    Parameters
    ----------
    receive : callable
        Returns the next message as bytes.
    send : callable
        Takes a message as bytes.
    weights : type
        The class of `Weights` on this side.
    offered : tuple of callable
        Functions that the other side may call by their numbers from the start.
    """

    def __init__(self, receive, send, weights, offered=()):
        super().__init__(weights, offered)
        self.receive, self.send = receive, send

    def call(self, number, arguments):
        """Call the other side's function. In-place changes of arrays come back, and so do exceptions, by name."""
        answer = self.ask({"call": number, "arguments": self.encode(list(arguments))})
        if "raised" in answer:
            raise _remote_error(answer["raised"])
        if "changed" in answer:
            _overwrite(list(arguments), self.decode(answer["changed"]))
        if "result" not in answer:
            raise MalformedMessage("an answer without a result")
        return self.decode(answer["result"])

    def ask(self, message):
        """Send a question and serve the other side's calls until the answer comes."""
        self.put(message)
        while True:
            message = self.get()
            if "call" not in message:
                return message
            self.serve(message)

    def serve(self, message):
        """Answer one call."""
        number = message.get("call")
        if type(number) is not int or not 0 <= number < len(self.functions):
            raise MalformedMessage("a call of a function that was never offered")
        arguments = self.decode(message.get("arguments"))
        before = copy.deepcopy([one for one in arguments if _is_data(one)])
        try:
            result = self.functions[number](*arguments)
            answer = {"result": self.encode(result)}
            after = [one for one in arguments if _is_data(one)]
            if self.encode(before) != self.encode(after):
                answer["changed"] = self.encode(arguments)
        except BaseException as error:
            if isinstance(error, ConnectionLost):
                raise
            answer = {"raised": [type(error).__name__, _first_line(error)]}
        self.put(answer)

    def put(self, message):
        data = json.dumps(message).encode("ascii")
        if len(data) > MAX_MESSAGE_BYTES:
            data = json.dumps({"raised": ["MemoryError", "the result is too large to hand over"]}).encode("ascii")
        self.send(data)

    def get(self):
        try:
            message = json.loads(self.receive())
        except (ValueError, RecursionError):
            raise MalformedMessage("a message that is none") from None
        if not isinstance(message, dict):
            raise MalformedMessage("a message that is none")
        return message


def _is_data(value):
    return not isinstance(value, Remote)


def _overwrite(given, changed):
    """Write what the other side changed into the arrays at hand."""
    if isinstance(given, np.ndarray):
        if isinstance(changed, np.ndarray) and changed.shape == given.shape and changed.dtype == given.dtype:
            given[...] = changed
    elif isinstance(given, list | tuple) and isinstance(changed, list | tuple) and len(given) == len(changed):
        for one, other in zip(given, changed):
            _overwrite(one, other)


def _first_line(error):
    try:
        return (str(error).splitlines() or [""])[0][:300]
    except BaseException:
        return ""


def _remote_error(raised):
    """An exception that has the name and the words of the other side's."""
    if not (isinstance(raised, list) and len(raised) == 2 and all(isinstance(one, str) for one in raised)):
        raise MalformedMessage("an exception that is none")
    name, line = type_name(raised[0]), raised[1][:300]
    base = getattr(builtins, name, None)
    base = base if isinstance(base, type) and issubclass(base, Exception) else Exception
    try:
        return type(name, (base,), {"__str__": lambda self: line})(line)
    except TypeError:
        return type(name, (Exception,), {"__str__": lambda self: line})(line)
