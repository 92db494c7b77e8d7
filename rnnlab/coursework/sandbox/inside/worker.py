"""The worker: runs a student's cells and answers the grader's calls. Started as a script inside the sandbox.

Everything in this process belongs to the student as soon as the first cell has run. So nothing here is trusted: not the
limits (the kernel enforces those), not the answers (the grader compares them), and there is no solution to be found.
"""

import ast
import contextlib
import importlib.abc
import importlib.machinery
import json
import os
import resource
import struct
import sys
import types
from collections.abc import Callable, Iterable
from typing import Any

MEGABYTE = 2**20


def _set_limits(limits: dict) -> None:
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


def _take_pipes() -> tuple[int, int]:
    """Keep the pipes from and to the grader; print() and input() get the null device."""
    incoming, outgoing = os.dup(0), os.dup(1)
    null_device = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null_device, descriptor)
    return incoming, outgoing


def _read_exactly(descriptor: int, size: int) -> bytes:
    parts = []
    while size:
        part = os.read(descriptor, min(size, MEGABYTE))
        if not part:
            os._exit(0)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _receive_from(descriptor: int) -> bytes:
    return _read_exactly(descriptor, struct.unpack(">I", _read_exactly(descriptor, 4))[0])


def _send_to(descriptor: int, message: bytes) -> None:
    data = memoryview(struct.pack(">I", len(message)) + message)
    while data:
        data = data[os.write(descriptor, data) :]


class _NotAvailable(Exception):
    """Something that a graded attempt has to do without."""


def _run_statements(source: str, names: dict) -> None:
    """Run a cell. A statement that needs what is not available is left out, and so is what then fails without it."""
    missing: Exception | None = None
    for statement in ast.parse(source).body:
        try:
            exec(compile(ast.Module([statement], []), "<cell>", "exec"), names)
        except Exception as error:
            if missing is None and not isinstance(error, _NotAvailable):
                raise
            missing = missing or error
    if missing:
        raise missing


class _WithheldModule(types.ModuleType):
    """A module that is not available: its names can be imported, so that other lines of the cell run, but not used."""

    __path__ = ()  # type: ignore[assignment]

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("check", "reveal", "for_class"):
            return lambda *arguments, **options: None

        def withheld(*arguments, **options):
            raise _NotAvailable(f"{self.__name__}.{name} is not available while grading")

        return withheld


class _WithheldFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Puts a `_WithheldModule` in the place of modules; some of them still have plain values, `lesson_values`."""

    def __init__(self, withheld: Iterable[str], lesson_values: dict[str, dict]):
        self.withheld, self.lesson_values = tuple(withheld), lesson_values

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        if name in self.withheld or name.startswith(tuple(f"{withheld}." for withheld in self.withheld)):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        return _WithheldModule(spec.name)

    def exec_module(self, module: types.ModuleType) -> None:
        lessons = "rnnlab.lessons."  # older copies of a notebook import from other modules of its lesson
        for path, values in self.lesson_values.items():
            if path == module.__name__ or (path.startswith(lessons) and module.__name__.startswith(lessons)):
                vars(module).update(values)


class _RnnlabFinder(_WithheldFinder):
    """Like `_WithheldFinder`, for the modules of rnnlab that are not in the student package."""

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.startswith("rnnlab.") else None


def _add_audit_hook(forbidden: Iterable[str], allowed: Iterable[str]) -> None:
    """Where the system cannot hide files and stop processes, at least Python does. It stops no determined attacker."""
    forbidden, allowed = tuple(map(os.path.realpath, forbidden)), tuple(map(os.path.realpath, allowed))
    processes = ("fork", "exec", "posix_spawn", "system", "kill", "killpg")
    stopped = tuple(f"os.{name}" for name in (*processes, "chdir", "link", "symlink"))
    stopped += ("subprocess.", "pty.", "socket.", "ctypes.dlopen", "signal.")

    def within(path: str, folders: tuple[str, ...]) -> bool:
        return any(path == folder or path.startswith(folder + os.sep) for folder in folders)

    def hook(event: str, arguments: tuple) -> None:
        if event.startswith(stopped):
            raise PermissionError(f"{event} is not allowed while grading")
        if event in ("open", "os.listdir", "os.scandir", "shutil.copyfile") and isinstance(arguments[0], str | bytes):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if within(path, forbidden) and not within(path, allowed):
                raise PermissionError(f"{event} is not allowed there while grading")

    sys.addaudithook(hook)


def main() -> None:
    settings = json.loads(sys.argv[1])
    incoming, outgoing = _take_pipes()
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:0] = [here]
    sys.path.extend(settings["packages"])
    import rpc

    from rnnlab.network.weights import Weights

    peer = rpc.RpcPeer(lambda: _receive_from(incoming), lambda data: _send_to(outgoing, data), Weights)
    lesson_values = {
        module: {name: peer.decode(tree) for name, tree in names.items()}
        for module, names in settings["lesson_values"].items()
    }
    sys.meta_path.insert(0, _WithheldFinder(settings["withheld"], lesson_values))
    sys.meta_path.append(_RnnlabFinder((), lesson_values))
    vars(sys.modules["rnnlab"]).update(
        __getattr__=_WithheldModule("rnnlab").__getattr__, **lesson_values.get("rnnlab", {})
    )
    student = types.ModuleType("__main__")
    vars(student).update(display=print, quit=sys.exit, exit=sys.exit)
    sys.modules["__main__"] = student
    sys.argv[:] = [""]

    def run(source: str) -> None:
        _run_statements(source, vars(student))

    def evaluate(expression: str) -> Any:
        return eval(compile(expression, "<answer>", "eval"), vars(student))

    def count(function: Callable, *arguments: Any) -> int:
        from matmul_counter import count_matmuls

        return count_matmuls(function, arguments)

    peer.functions[:] = [run, evaluate, count]  # in the order of serialization.RUN, EVALUATE, COUNT
    _set_limits(settings["limits"])
    if settings["forbidden"]:
        _add_audit_hook(settings["forbidden"], [*settings["packages"], here])
    while True:
        peer.serve(peer.get())


if __name__ == "__main__":
    main()
