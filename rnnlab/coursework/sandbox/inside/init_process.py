"""The first process of the namespaces: starts the worker, watches the memory of all that it starts, and ends last.

When the first process ends, the kernel ends all others in its namespace, whatever session, group or parent they have
taken. So it is ours and runs no student code. It stays outside the worker's root, where it sees `/proc`.
"""

import argparse
import os
import resource
import select
import signal
import sys
from collections.abc import Iterator

from . import kernel_filter

MEMORY_EXIT = 125
PAUSE_MILLISECONDS = 50
PAGE = resource.getpagesize()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("root")
    parser.add_argument("megabytes", type=int)
    parser.add_argument("command", nargs=argparse.REMAINDER)
    options = parser.parse_args()
    for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
        signal.signal(number, signal.SIG_DFL)  # the kernel then passes over what the worker sends
    root = os.open(options.root, os.O_PATH | os.O_CLOEXEC)
    if not os.path.exists("/proc/thread-self/children"):
        sys.exit("memory cannot be watched: /proc does not say who has started whom")
    worker = os.fork()
    if worker == 0:
        _become_worker(options.root, options.command)
    null_device = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):  # so that the grader sees the end of the worker
        os.dup2(null_device, descriptor)
    _watch(worker, root, options.megabytes * 2**20)


def _become_worker(root: str, command: list[str]) -> None:
    try:
        os.chroot(root)
        os.chdir("/scratch")
        kernel_filter.restrict_system_calls()
        os.execvp(command[0], command)
    finally:
        os._exit(126)


def _watch(worker: int, root: int, most_bytes: int) -> None:
    """Wait for the end of the worker, or for more memory than there may be, and end."""
    descriptor = os.pidfd_open(worker)
    ready = select.poll()
    ready.register(descriptor, select.POLLIN)
    while not ready.poll(PAUSE_MILLISECONDS):
        if _bytes_used(root, exact=False) > most_bytes and _bytes_used(root, exact=True) > most_bytes:
            os._exit(MEMORY_EXIT)
        _reap_orphans(worker)
    os._exit(0)


def _reap_orphans(worker: int) -> None:
    """Take note of the end of processes whose parent has ended before."""
    while (ended := os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOHANG | os.WNOWAIT)) and ended.si_pid != worker:
        os.waitpid(ended.si_pid, os.WNOHANG)


def _bytes_used(root: int, exact: bool) -> int:
    """The memory of all processes and of the files in the root; without `exact` shared memory counts more than once."""
    files = os.fstatvfs(root)
    processes = sum(_proportional_size(pid) if exact else _resident_size(pid) for pid in _descendants("self"))
    return (files.f_blocks - files.f_bfree) * files.f_frsize + processes


def _descendants(pid: str) -> Iterator[str]:
    """The processes that a process has started, and those that these have started. Whoever loses its parent is ours."""
    for task in _tasks(pid):
        for child in _read(f"/proc/{pid}/task/{task}/children").split():
            yield child
            yield from _descendants(child)


def _resident_size(pid: str) -> int:
    statuses = [text.split() for text in _read_of_tasks(pid, "statm")]
    return max((int(fields[1]) * PAGE for fields in statuses), default=0)


def _proportional_size(pid: str) -> int:
    """Resident memory, with what is shared divided among those who share it."""
    lines = [line for text in _read_of_tasks(pid, "smaps_rollup") for line in text.splitlines()]
    sizes = [int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")]
    return max(sizes) if sizes else _resident_size(pid)


def _read_of_tasks(pid: str, name: str) -> Iterator[str]:
    """A file of each thread of a process: of one whose first thread has ended, the others still have the memory."""
    for task in _tasks(pid):
        if text := _read(f"/proc/{pid}/task/{task}/{name}"):
            yield text


def _tasks(pid: str) -> list[str]:
    try:
        return os.listdir(f"/proc/{pid}/task")
    except OSError:
        return []


def _read(path: str) -> str:
    """The text of a file; nothing where its process has ended, or is not to be looked at."""
    try:
        with open(path, encoding="ascii", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
