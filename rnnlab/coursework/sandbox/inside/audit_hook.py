"""What Python itself refuses to student code where the kernel does not: files, processes, the network, raw memory.

It stops what is usual. Whoever writes to memory that is not theirs gets round any limit that Python sets.
"""

import importlib.util
import os
import posix
import posixpath
import stat
import types
from collections.abc import Callable, Iterable
from typing import Any, NoReturn

REFUSED = (
    *(f"os.{name}" for name in ("fork", "exec", "posix_spawn", "system", "kill", "chdir", "link", "symlink", "chown")),
    *("subprocess.", "pty.", "socket.", "ctypes.", "signal.", "gc.get_", "sqlite3.connect", "webbrowser.", "syslog."),
    "sys.addaudithook",
)
FAMILIES = (-1, 1, 2, 10, 30)  # of sockets that may be: asyncio has a pair; to connect one is an event too
OPENING_IN_C = ("h5py", "_gdbm", "_dbm", "_posixshmem", "readline")  # modules that open files without an event
WITHOUT_EVENT = ("fork_exec", "_fork_exec", "mkfifo", "mknod", "memfd_create", "chroot", "setsid", "sendfile")
READING = ("os.listdir", "os.scandir", "os.getxattr", "os.listxattr")
# Event to the places of its paths, and of the open folders that these may be relative to.
WRITING = {
    "os.mkdir": ((0,), (2,)),
    "os.rename": ((0, 1), (2, 3)),
    "os.remove": ((0,), (1,)),
    "os.rmdir": ((0,), (1,)),
    "os.chmod": ((0,), (2,)),
    "os.utime": ((0,), (3,)),
    "os.chflags": ((0,), ()),
    "os.truncate": ((0,), ()),
    "os.setxattr": ((0,), ()),
    "os.removexattr": ((0,), ()),
}
NO_FOLDER = -1
WRITE_FLAGS = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def make_hook(readable: Iterable[str], writable: Iterable[str], withheld: Iterable[str]) -> Callable[..., None]:
    """The audit hook that lets open only what lies in some folders.

    Parameters
    ----------
    readable, writable : iterable of str
        Folders and files.
    withheld : iterable of str
        Folders in readable ones that are not to be read.
    """
    paths = private_copy_of(posixpath)
    vars(paths).update(os=types.SimpleNamespace(**vars(posix)), stat=types.SimpleNamespace(**vars(stat)))
    realpath, lstat, fspath, decode = paths.realpath, posix.lstat, posix.fspath, os.fsdecode
    own = tuple(map(realpath, writable))
    others, outside = tuple(map(realpath, readable)), tuple(map(realpath, withheld))

    def within(path: str, folders: tuple[str, ...]) -> bool:
        return any(path == folder or path.startswith(folder + "/") for folder in folders)

    def allowed(name: Any, writing: bool) -> bool:
        if type(name) not in (str, bytes):
            name = fspath(name)
        path = realpath(name if type(name) is str else decode(name))
        return within(path, own) or (not writing and within(path, others) and not within(path, outside))

    def is_folder(name: Any) -> bool:
        try:
            return stat.S_ISDIR(lstat(realpath(name)).st_mode)
        except OSError:
            return False

    def refused(event: str, arguments: tuple[Any, ...]) -> bool:
        if event.startswith(REFUSED):
            return event != "socket.__new__" or arguments[1] not in FAMILIES
        if event == "import":
            return arguments[0].split(".")[0] in OPENING_IN_C
        if event == "open":
            name, mode, flags = arguments
            if type(name) is int:
                return False
            # Who has an open folder can open what is relative to it, of which the event says nothing.
            return not allowed(name, bool(flags & WRITE_FLAGS)) or (mode is None and is_folder(name))
        if event in READING:
            name = "." if arguments[0] is None else arguments[0]
            return type(name) is not int and not allowed(name, writing=False)
        if event in WRITING:
            places, folders = WRITING[event]
            if any(arguments[place] != NO_FOLDER for place in folders):
                return True
            names = [arguments[place] for place in places]
            return not all(event == "os.truncate" if type(name) is int else allowed(name, True) for name in names)
        return False

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if refused(event, arguments):
            raise PermissionError(f"{event} is not allowed while grading")

    return hook


def remove_functions_without_event(modules: Iterable[types.ModuleType]) -> None:
    """Replace what does forbidden things without asking the audit hook."""

    def refuse(*arguments: object, **options: object) -> NoReturn:
        raise PermissionError("this is not allowed while grading")

    for module in modules:
        for name in WITHOUT_EVENT:
            if hasattr(module, name):
                setattr(module, name, refuse)


def private_copy_of(module: types.ModuleType) -> types.ModuleType:
    """A module of its own from the same source, whose functions nobody else can replace, nor Python's under them."""
    spec = importlib.util.spec_from_file_location(module.__name__, module.__file__)
    assert spec and spec.loader
    copy = importlib.util.module_from_spec(spec)
    vars(copy)["__builtins__"] = dict(vars(importlib.import_module("builtins")))
    spec.loader.exec_module(copy)
    return copy
