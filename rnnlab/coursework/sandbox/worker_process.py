"""Where student code runs: a worker process behind the walls, with limits on what it may use up."""

import contextlib
import json
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from rnnlab.coursework.sandbox.inside.rpc import RpcPeer
from rnnlab.coursework.sandbox.inside.serialization import MAX_MESSAGE_BYTES, ConnectionLost, MalformedMessage
from rnnlab.coursework.sandbox.isolation import PACKAGE_FOLDERS, find_isolation, launch_command, worker_environment
from rnnlab.network.weights import Weights

WITHHELD = ("tensorflow", "keras", "torch", "jax", "rnnlab.lessons", "nbgrader")
HOME = Path(__file__).resolve().parents[3]  # of the package: the checkout, or the folder of all packages


@dataclass(frozen=True)
class Limits:
    """What one submission may use up.

    Attributes
    ----------
    call_seconds : float
        For one cell, or for all calls of one exercise.
    total_seconds : float
        For the whole submission.
    cpu_seconds, memory_mb, processes, file_mb : int
        Of one worker, kept by the kernel. memory_mb is address space.
    """

    call_seconds: float = 10
    total_seconds: float = 60
    cpu_seconds: int = 60
    memory_mb: int = 1024
    processes: int = 8
    file_mb: int = 16


class WorkerDied(ConnectionLost):
    """The worker is gone, or had to be ended. The message says why."""


class Worker:
    """A worker process, to be used in a ``with``.

    Parameters
    ----------
    view : path
        From `write_student_package`.
    limits : Limits
    given : dict
        Module name to names to plain values: what the lesson's cells may import from modules that are not at hand.
    hidden : tuple of path
        Folders that student code must not read, as far as the isolation can hide them.
    walls : Isolation, optional
        From `find_isolation`.
    """

    def __init__(self, view, limits, given=None, hidden=(), walls=None):
        walls = walls or find_isolation()
        self.limits, self.deadline = limits, time.monotonic()
        self.scratch = tempfile.mkdtemp(prefix="rnnlab-")
        front, inside = launch_command(walls, self.scratch, view, hidden)
        kept = asdict(limits) | ({} if walls.strong else {"processes": None})  # there the teacher's own would count
        encode = RpcPeer(None, None, Weights).encode
        settings = {
            "limits": kept,
            "packages": list(PACKAGE_FOLDERS),
            "withheld": WITHHELD,
            "given": {
                module: {name: encode(value) for name, value in names.items()}
                for module, names in (given or {}).items()
            },
            "forbidden": [] if walls.strong else [str(HOME / "rnnlab"), *map(str, hidden)],
        }
        python = os.path.realpath(sys.executable)
        self.process = subprocess.Popen(
            [*front, python, "-I", "-S", str(inside / "worker.py"), json.dumps(settings)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.scratch,
            env=worker_environment(),
            start_new_session=True,
        )
        self.incoming, self.outgoing = self.process.stdout.fileno(), self.process.stdin.fileno()
        os.set_blocking(self.outgoing, False)
        self.peer = RpcPeer(self.receive, self.send, Weights)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()

    def call(self, number, *arguments, seconds=None):
        """Call one of the worker's functions (serialization.RUN, ...). Gone where it does not come back in time, or ever."""
        self.allow(seconds)
        return self.peer.call(number, arguments)

    def allow(self, seconds=None):
        """From now on the worker has so many seconds to answer."""
        self.deadline = time.monotonic() + (seconds or self.limits.call_seconds)

    def wait(self, number, writing):
        left = self.deadline - time.monotonic()
        ready = select.select([] if writing else [number], [number] if writing else [], [], max(left, 0))
        if not any(ready):
            self.end()
            raise WorkerDied("takes too long")

    def receive(self):
        size = struct.unpack(">I", self.read_exactly(4))[0]
        if size > MAX_MESSAGE_BYTES:
            raise MalformedMessage("a message that is too long")
        return self.read_exactly(size)

    def read_exactly(self, size):
        data = bytearray()
        while len(data) < size:
            self.wait(self.incoming, writing=False)
            part = os.read(self.incoming, min(size - len(data), 2**20))
            if not part:
                self.end()
                raise WorkerDied("ends Python")
            data += part
        return bytes(data)

    def send(self, data):
        data = memoryview(struct.pack(">I", len(data)) + data)
        while data:
            self.wait(self.outgoing, writing=True)
            try:
                data = data[os.write(self.outgoing, data) :]
            except BlockingIOError:
                continue
            except OSError:
                self.end()
                raise WorkerDied("ends Python") from None

    def end(self):
        """End the worker and everything that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
