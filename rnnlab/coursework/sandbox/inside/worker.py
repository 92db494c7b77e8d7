"""The worker: runs a student's cells and answers the grader's calls.

Everything in this process belongs to the student as soon as the first cell has run. So nothing here is trusted: not the
limits (the kernel enforces those), not the answers (the grader compares them), and there is no solution to be found.
"""

import contextlib
import json
import os
import pkgutil
import resource
import shutil
import struct
import sys
import types
from collections.abc import Callable
from typing import Any, BinaryIO

from .messages import Hooks, Settings, read_fields

MEGABYTE = 2**20


def _set_limits(limits: dict[str, Any]) -> None:
    """Let the kernel enforce the limits: they cannot be raised again."""
    for name, amount in (
        ("RLIMIT_CPU", limits["cpu_seconds"]),
        ("RLIMIT_AS", limits["memory_mb"] * MEGABYTE),
        ("RLIMIT_FSIZE", limits["file_mb"] * MEGABYTE),
        ("RLIMIT_NOFILE", 64),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NPROC", limits["processes"]),
    ):
        if amount is None or not hasattr(resource, name):
            continue
        with contextlib.suppress(ValueError, OSError):  # macOS refuses a limit of address space
            resource.setrlimit(getattr(resource, name), (amount, amount))


def _take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Keep the pipes from and to the grader; print() and input() get the null device."""
    pipes = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    null_device = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null_device, descriptor)
    return pipes


def _receive_from(pipe: BinaryIO) -> bytes:
    size = pipe.read(4)
    if not size:
        os._exit(0)
    return pipe.read(struct.unpack(">I", size)[0])


def _send_to(pipe: BinaryIO, message: bytes) -> None:
    pipe.write(struct.pack(">I", len(message)) + message)
    pipe.flush()


def _restrict(level: str, folders: dict[str, list[str]]) -> None:
    """Where no namespace keeps files, processes and the network away, the kernel does, as far as it can, and Python."""
    import _posixsubprocess
    import posix
    import subprocess  # so that student code does not load it anew

    from . import audit_hook

    sys.dont_write_bytecode = True
    shutil._use_fd_functions = False  # type: ignore[attr-defined]  # what works with open folders is refused
    private = audit_hook.private_copy_of(audit_hook)
    hook = private.make_hook(**folders)
    if level == "kernel filter":
        from . import kernel_filter

        kernel_filter.restrict_files(**folders)
        kernel_filter.restrict_system_calls(alone=True)
    private.remove_functions_without_event([os, posix, subprocess, _posixsubprocess])
    sys.addaudithook(hook)


def _offer_package(settings: Settings, lesson_values: dict[str, dict[str, Any]]) -> Hooks:
    """Let what there is of rnnlab be imported, and stand-ins for the rest of it. The hooks are in it."""
    from . import withheld

    sys.meta_path.insert(0, withheld.WithheldFinder(settings.withheld, settings.missing, lesson_values))
    rest = withheld.RnnlabFinder((), (), lesson_values)
    sys.meta_path.append(rest)
    hooks = Hooks(**{name: pkgutil.resolve_name(place) for name, place in settings.hooks.items()})
    sys.meta_path.append(sys.meta_path.pop(sys.meta_path.index(rest)))  # behind the finder of old paths
    withheld.complete_modules("rnnlab")
    return hooks


def main() -> None:
    settings = read_fields(Settings, json.loads(sys.argv[1]))
    incoming, outgoing = _take_pipes()
    sys.path.extend(settings.packages)
    from . import cell_runner, rpc, withheld

    lesson_values: dict[str, dict[str, Any]] = {}
    hooks = _offer_package(settings, lesson_values)
    hooks.poison_memory()  # what a student's code leaves unwritten is no answer
    peer = rpc.RpcPeer(lambda: _receive_from(incoming), lambda data: _send_to(outgoing, data), hooks)
    for module, names in settings.lesson_values.items():
        lesson_values[module] = {name: peer.decode(tree) for name, tree in names.items()}
        if module in sys.modules:
            vars(sys.modules[module]).update(lesson_values[module])
    student = types.ModuleType("__main__")
    vars(student).update(display=print, quit=sys.exit, exit=sys.exit)
    sys.modules["__main__"] = student
    sys.argv[:] = [""]
    sys.path.insert(0, "")  # as in a notebook, whose own files can be imported

    run = cell_runner.CellRunner(vars(student), hooks.failure_of).run

    def evaluate(expression: str) -> Any:
        value = eval(compile(expression, "<answer>", "eval"), vars(student))
        if isinstance(value, withheld.Withheld):
            raise NameError(f"the statement that defines {expression!r} was left out")
        return value

    def trace(function: Callable[..., Any], *arguments: Any) -> list[Any]:
        return hooks.trace_products(lambda *given: function(*given), arguments)  # whatever attributes it has

    peer.functions[:] = [run, evaluate, trace]  # in the order of messages.RUN, EVALUATE, TRACE
    _set_limits(settings.limits)
    if settings.folders:
        _restrict(settings.isolation, settings.folders)
    while True:
        peer.serve(peer.get())
