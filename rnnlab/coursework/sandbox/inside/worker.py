"""The worker: runs a student's cells and answers the judge's calls. Started as a script inside the sandbox.

Everything in this process belongs to the student as soon as the first cell has run. So nothing here is trusted: not the
limits (the kernel keeps those), not the answers (the judge compares them), and there is no solution to be found.
"""

import ast
import importlib.abc
import importlib.machinery
import json
import os
import resource
import struct
import sys
import types

MEGABYTE = 2**20


def _limit(limits):
    """Hand the limits to the kernel: they cannot be raised again."""
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
        try:
            resource.setrlimit(getattr(resource, name), (amount, amount))
        except (ValueError, OSError):
            pass  # macOS refuses a limit of address space


def _take_line():
    """Keep the line to the judge; print() and input() get nothing to talk to."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    for number in (0, 1, 2):
        os.dup2(nothing, number)
    return incoming, outgoing


def _read_exactly(number, size):
    parts = []
    while size:
        part = os.read(number, min(size, MEGABYTE))
        if not part:
            os._exit(0)
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _receive_from(number):
    return _read_exactly(number, struct.unpack(">I", _read_exactly(number, 4))[0])


def _send_to(number, data):
    data = memoryview(struct.pack(">I", len(data)) + data)
    while data:
        data = data[os.write(number, data) :]


class NotAvailable(Exception):
    """Something that a graded attempt has to do without."""


def _run_statements(source, names):
    """Run a cell. A statement for which something is not at hand is left out, and so is what then fails without it."""
    missing = None
    for statement in ast.parse(source).body:
        try:
            exec(compile(ast.Module([statement], []), "<cell>", "exec"), names)
        except Exception as error:
            if missing is None and not isinstance(error, NotAvailable):
                raise
            missing = missing or error
    if missing:
        raise missing


class Withheld(types.ModuleType):
    """A module that is not at hand: its names can be imported, so that other lines of the cell run, but not used."""

    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("check", "reveal", "for_class"):
            return lambda *arguments, **options: None

        def withheld(*arguments, **options):
            raise NotAvailable(f"{self.__name__}.{name} is not at hand while grading")

        return withheld


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Puts `Withheld` in the place of modules; `given` are plain values that some of them still have."""

    def __init__(self, withheld, given):
        self.withheld, self.given = tuple(withheld), given

    def find_spec(self, name, path=None, target=None):
        if name in self.withheld or name.startswith(tuple(f"{one}." for one in self.withheld)):
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return Withheld(spec.name)

    def exec_module(self, module):
        lessons = "rnnlab.lessons."  # older copies of a notebook import from other modules of its lesson
        for path, values in self.given.items():
            if path == module.__name__ or (path.startswith(lessons) and module.__name__.startswith(lessons)):
                vars(module).update(values)


class Rnnlab(Finder):
    """Like `Finder`, for the modules of rnnlab that are not in the view."""

    def find_spec(self, name, path=None, target=None):
        return importlib.machinery.ModuleSpec(name, self, is_package=True) if name.startswith("rnnlab.") else None


def _forbid(forbidden, allowed):
    """Where the system cannot hide files and stop processes, at least Python does. This is a fence, not a wall."""
    spell = os.path.realpath
    forbidden, allowed = tuple(map(spell, forbidden)), tuple(map(spell, allowed))
    stopped = (
        "os.fork",
        "os.exec",
        "os.posix_spawn",
        "os.system",
        "os.kill",
        "os.killpg",
        "subprocess.",
        "pty.",
        "socket.",
        "ctypes.dlopen",
        "os.chdir",
        "os.link",
        "os.symlink",
        "signal.",
    )

    def within(path, folders):
        return any(path == folder or path.startswith(folder + os.sep) for folder in folders)

    def hook(event, arguments):
        if event.startswith(stopped):
            raise PermissionError(f"{event} is not allowed while grading")
        if event in ("open", "os.listdir", "os.scandir", "shutil.copyfile") and isinstance(arguments[0], str | bytes):
            path = spell(os.fsdecode(arguments[0]))
            if within(path, forbidden) and not within(path, allowed):
                raise PermissionError(f"{event} is not allowed there while grading")

    sys.addaudithook(hook)


def main():
    settings = json.loads(sys.argv[1])
    incoming, outgoing = _take_line()
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:0] = [here]
    sys.path.extend(settings["packages"])
    import rpc

    from rnnlab.network.weights import Weights

    peer = rpc.RpcPeer(lambda: _receive_from(incoming), lambda data: _send_to(outgoing, data), Weights)
    given = {
        module: {name: peer.decode(tree) for name, tree in names.items()} for module, names in settings["given"].items()
    }
    sys.meta_path.insert(0, Finder(settings["withheld"], given))
    sys.meta_path.append(Rnnlab((), given))
    vars(sys.modules["rnnlab"]).update(__getattr__=Withheld("rnnlab").__getattr__, **given.get("rnnlab", {}))
    student = types.ModuleType("__main__")
    student.display, student.quit, student.exit = print, sys.exit, sys.exit
    sys.modules["__main__"] = student
    sys.argv[:] = [""]

    def run(source):
        _run_statements(source, vars(student))

    def evaluate(expression):
        return eval(compile(expression, "<answer>", "eval"), vars(student))

    def count(function, *arguments):
        from matmul_counter import count_matmuls

        return count_matmuls(function, arguments)

    peer.functions[:] = [run, evaluate, count]  # in the order of serialization.RUN, EVALUATE, COUNT
    _limit(settings["limits"])
    if settings["forbidden"]:
        _forbid(settings["forbidden"], [*settings["packages"], here])
    while True:
        peer.serve(peer.get())


if __name__ == "__main__":
    main()
