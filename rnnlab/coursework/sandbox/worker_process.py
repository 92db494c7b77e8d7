"""A worker process for student code, isolated, with limits on what it may use up."""

import contextlib
import json
import math
import os
import select
import shutil
import signal
import struct
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from rnnlab.coursework.sandbox.inside import messages
from rnnlab.coursework.sandbox.inside.cell_runner import MAX_REPORTS
from rnnlab.coursework.sandbox.inside.error_report import read_report
from rnnlab.coursework.sandbox.inside.init_process import MEMORY_EXIT
from rnnlab.coursework.sandbox.inside.rpc import RpcPeer
from rnnlab.coursework.sandbox.inside.serialization import Serializer
from rnnlab.coursework.sandbox.isolation import (
    PACKAGE_FOLDERS,
    WITHHELD_PACKAGES,
    Isolation,
    find_isolation,
    inside_command,
    launch_command,
    open_folders,
    worker_environment,
)
from rnnlab.exercises.answer_values import plain_value
from rnnlab.exercises.failure import Failure, failure_of
from rnnlab.exercises.poisoned_memory import poison_memory
from rnnlab.exercises.product_trace import trace_products
from rnnlab.network.weights import Weights

HOOKS = messages.Hooks(Weights, Failure, failure_of, plain_value, poison_memory, trace_products)
WITHHELD = (*WITHHELD_PACKAGES, "rnnlab.lessons")  # can be imported, but not used
MISSING = ("torch", "jax", "nbgrader")  # learners do not have them: as if they were not installed here either
START_CPU_SECONDS = 10  # of Python and NumPy, on a slow machine
EXIT_SECONDS = 1  # between the end of a worker and that of the process in front of it


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
        Of one worker, enforced by the kernel. cpu_seconds follows total_seconds if it is 0, memory_mb is address space.
    """

    call_seconds: float = 10
    total_seconds: float = 60
    cpu_seconds: int = 0
    memory_mb: int = 1024
    processes: int = 8
    file_mb: int = 16

    def __post_init__(self) -> None:
        if not self.cpu_seconds:
            object.__setattr__(self, "cpu_seconds", math.ceil(self.total_seconds) + START_CPU_SECONDS)


class WorkerDied(messages.ConnectionLost):
    """The worker has exited, or had to be ended. The message says why."""


class Worker:
    """A worker process, to be used in a ``with``.

    Parameters
    ----------
    student_package : path
        From `write_student_package`.
    limits : Limits
    lesson_values : dict
        Module name to names to plain values: what the lesson's cells may import from modules that are not available.
    hidden : sequence of path
        Folders that student code must not read, as far as the isolation can hide them.
    isolation : Isolation, optional
        From `find_isolation`.
    """

    def __init__(
        self,
        student_package: str | Path,
        limits: Limits,
        lesson_values: dict[str, dict[str, Any]] | None = None,
        hidden: Sequence[str | Path] = (),
        isolation: Isolation | None = None,
    ):
        isolation = isolation or find_isolation()
        self.limits, self.deadline = limits, time.monotonic()
        self.scratch = tempfile.mkdtemp(prefix="rnnlab-")
        front, inside = launch_command(isolation, self.scratch, student_package, hidden, limits.memory_mb)
        unlimited = {} if isolation.strong else {"processes": None}  # the kernel would count the teacher's own, too
        encode = Serializer(HOOKS).encode
        settings = messages.Settings(
            limits=asdict(limits) | unlimited,
            packages=list(PACKAGE_FOLDERS),
            withheld=list(WITHHELD),
            missing=list(MISSING),
            lesson_values={
                module: {name: encode(value) for name, value in names.items()}
                for module, names in (lesson_values or {}).items()
            },
            hooks={name: f"{hook.__module__}:{hook.__name__}" for name, hook in vars(HOOKS).items()},
            isolation=isolation.name,
            folders=None if isolation.strong else open_folders(isolation, inside, self.scratch, hidden),
        )
        self.process = subprocess.Popen(
            [*front, *inside_command("worker", "worker.main()", inside), json.dumps(vars(settings))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self.scratch,
            env=worker_environment("/scratch" if isolation.strong else self.scratch),
            start_new_session=True,
        )
        assert self.process.stdin and self.process.stdout
        self.incoming, self.outgoing = self.process.stdout.fileno(), self.process.stdin.fileno()
        os.set_blocking(self.outgoing, False)
        self.peer = RpcPeer(self._receive, self._send, HOOKS)

    def __enter__(self) -> "Worker":
        return self

    def __exit__(self, *error: object) -> None:
        self.end()

    def call(self, opcode: int, *arguments: Any, seconds: float | None = None) -> Any:
        """Call one of the worker's functions.

        Parameters
        ----------
        opcode : int
            Which: RUN, EVALUATE or TRACE of `messages`.
        *arguments
            Plain data.
        seconds : float, optional
            Instead of limits.call_seconds.

        Raises
        ------
        WorkerDied
            If the answer does not come in time, or ever.
        MalformedMessage
            If what comes is no message.
        """
        self.set_timeout(seconds)
        return self.peer.call(opcode, arguments)

    def run_cell(
        self, source: str, is_answer: bool, place: int, number: int, seconds: float
    ) -> list[messages.ErrorReport]:
        """Run a cell, as `CellRunner.run` does; what was left out, as far as the worker tells it."""
        reports = self.call(messages.RUN, source, is_answer, place, number, seconds=seconds)
        if type(reports) is not list or len(reports) > MAX_REPORTS:
            raise messages.MalformedMessage("a cell answers with something else than reports")
        return [read_report(report, HOOKS.failure) for report in reports]

    def evaluate(self, expression: str, seconds: float) -> Any:
        """The value of an expression in the student's namespace."""
        return self.call(messages.EVALUATE, expression, seconds=seconds)

    def set_timeout(self, seconds: float | None = None) -> None:
        """Give the worker so many seconds from now on."""
        self.deadline = time.monotonic() + (seconds or self.limits.call_seconds)

    def _wait(self, descriptor: int, writing: bool) -> None:
        left = self.deadline - time.monotonic()
        ready = select.select([] if writing else [descriptor], [descriptor] if writing else [], [], max(left, 0))
        if not any(ready):
            self.end()
            raise WorkerDied("takes too long")

    def _receive(self) -> bytes:
        size = struct.unpack(">I", self._read_exactly(4))[0]
        if size > messages.MAX_MESSAGE_BYTES:
            raise messages.MalformedMessage("the message is too long")
        return self._read_exactly(size)

    def _read_exactly(self, size: int) -> bytes:
        data = bytearray()
        while len(data) < size:
            self._wait(self.incoming, writing=False)
            part = os.read(self.incoming, min(size - len(data), 2**20))
            if not part:
                raise WorkerDied(self._reason_of_end())
            data += part
        return bytes(data)

    def _send(self, message: bytes) -> None:
        data = memoryview(struct.pack(">I", len(message)) + message)
        while data:
            self._wait(self.outgoing, writing=True)
            try:
                data = data[os.write(self.outgoing, data) :]
            except BlockingIOError:
                continue
            except OSError:
                raise WorkerDied(self._reason_of_end()) from None

    def _reason_of_end(self) -> str:
        """What the worker has done, which has closed the connection. It is ended."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(EXIT_SECONDS)
        self.end()
        return f"uses more than {self.limits.memory_mb} MB" if self.process.poll() == MEMORY_EXIT else "ends Python"

    def end(self) -> None:
        """End the worker and everything that it has started."""
        members = _session_of(self.process.pid)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        for member in members:  # where no namespace ends with its first process
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(member, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


def _session_of(leader: int) -> list[int]:
    """The processes of a session, as far as the system lists processes in `/proc`."""
    members = []
    for entry in filter(str.isdigit, os.listdir("/proc") if os.path.isdir("/proc") else ()):
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if os.getsid(int(entry)) == leader:
                members.append(int(entry))
    return members
