"""Where student code runs: a worker process behind every wall that the system offers, and what those walls are."""

import contextlib
import functools
import json
import os
import select
import shutil
import signal
import struct
import subprocess
import sys
import sysconfig
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from rnnlab.coursework.sandboxed.wire import LARGEST, Hangup, Peer, WireError
from rnnlab.rnn import Weights

WITHHELD = ("tensorflow", "keras", "torch", "jax", "rnnlab.lessons", "nbgrader")
PACKAGES = tuple(dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib")))
HOME = Path(__file__).resolve().parents[2]  # of the package: the checkout, or the folder of all packages
# A new root: the system's programs, Python, its packages without rnnlab, the view, a scratch folder, and nothing else.
BUILD_ROOT = """
set -eu
root=$1; shift
mount -t tmpfs -o size=64m,mode=755,nosuid,nodev scratch "$root"
while [ "$1" != -- ]; do
    case $1 in
    bind) if [ -L "$2" ]; then mkdir -p "$(dirname "$root$3")"; cp -P "$2" "$root$3"
          elif [ -d "$2" ]; then mkdir -p "$root$3"; mount -o bind,ro,nosuid,nodev "$2" "$root$3"
          elif [ -e "$2" ]; then mkdir -p "$(dirname "$root$3")"; : >"$root$3"; mount -o bind "$2" "$root$3"; fi ;;
    hide) if [ -d "$root$2" ]; then mount -t tmpfs -o ro,size=4k,mode=755 hidden "$root$2"; fi ;;
    esac
    if [ "$1" = bind ]; then shift 3; else shift 2; fi
done
shift
mkdir -p "$root/scratch" "$root/tmp"
chmod 777 "$root/scratch" "$root/tmp"
cd "$root/scratch"
exec chroot "$root" /bin/sh -c 'cd /scratch; exec "$@"' sh "$@"
"""


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


@dataclass(frozen=True)
class Isolation:
    """Which walls are up.

    Attributes
    ----------
    name : {"namespaces", "Python"}
    says : str
        For the report.
    """

    name: str
    says: str

    @property
    def strong(self):
        return self.name == "namespaces"


NAMESPACES = Isolation(
    "namespaces",
    (
        "Linux namespaces: no network, no other process in sight, a file system with neither the checkout nor the "
        "submissions in it, a scratch folder in memory, limits on time, memory, processes and files kept by the kernel."
    ),
)
FENCE = Isolation(
    "Python",
    (
        "This system offers no namespaces (Linux with unprivileged user namespaces has them). Limits on time, "
        "memory and "
        "files are kept by the kernel; files, network and processes are forbidden by Python only, which stops what "
        "is usual but "
        "not a determined attacker. For a class that you do not trust, grade in a container on Linux."
    ),
)


def launcher(isolation, root, view, hidden=()):
    """The command in front of the worker's own, and where the view is for the worker."""
    if not isolation.strong:
        return [], Path(view)
    python = Path(sys.base_prefix)
    binds = [
        ("/usr", "/usr"),
        ("/bin", "/bin"),
        ("/sbin", "/sbin"),
        ("/lib", "/lib"),
        ("/lib64", "/lib64"),
        ("/etc/ld.so.cache",) * 2,
        ("/etc/alternatives",) * 2,
        *((f"/dev/{name}",) * 2 for name in ("null", "zero", "urandom", "random")),
        *((str(folder),) * 2 for folder in (python, *PACKAGES) if not folder_within(folder, ["/usr"])),
        (str(view), "/view"),
    ]
    arguments = [part for pair in binds for part in ("bind", *pair)]
    hide = [*(f"{folder}/rnnlab" for folder in PACKAGES), *hidden]
    arguments += [part for folder in hide for part in ("hide", str(folder))]
    root_user = os.geteuid() == 0
    # As root no user namespace is needed, and a user of the worker's own makes the kernel count its processes.
    space = ["unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"] + (
        [] if root_user else ["-U", "-r"]
    )
    number = str(2_000_000 + os.getpid() % 1_000_000)
    user = ["--reuid", number, "--regid", number, "--clear-groups"] if root_user else []
    drop = ["setpriv", *user, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    return [
        "setpriv",
        "--pdeathsig",
        "KILL",
        *space,
        "sh",
        "-c",
        BUILD_ROOT,
        "sh",
        str(root),
        *arguments,
        "--",
        *drop,
    ], Path("/view")


def folder_within(folder, others):
    return any(Path(folder).is_relative_to(other) for other in others)


@functools.cache
def isolation():
    """Find out which walls this system offers, by trying them."""
    if not sys.platform.startswith("linux") or not all(map(shutil.which, ("unshare", "setpriv", "chroot", "mount"))):
        return FENCE
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as root:
        command, _ = launcher(NAMESPACES, root, root)
        probe = [*command, os.path.realpath(sys.executable), "-I", "-S", "-c", "import socket; print('inside')"]
        try:
            answer = subprocess.run(probe, capture_output=True, timeout=30, env=environment())
        except (OSError, subprocess.TimeoutExpired):
            return FENCE
    return NAMESPACES if answer.stdout == b"inside\n" else FENCE


def environment():
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
        "HOME": "/scratch",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }


class Gone(Hangup):
    """The worker is gone, or had to be ended. The message says why."""


class Worker:
    """A worker process, to be used in a ``with``.

    Parameters
    ----------
    view : path
        From `write_view`.
    limits : Limits
    given : dict
        Module name to names to plain values: what the lesson's cells may import from modules that are not at hand.
    hidden : tuple of path
        Folders that student code must not read, as far as the isolation can hide them.
    walls : Isolation, optional
        From `isolation`.
    """

    def __init__(self, view, limits, given=None, hidden=(), walls=None):
        walls = walls or isolation()
        self.limits, self.deadline = limits, time.monotonic()
        self.scratch = tempfile.mkdtemp(prefix="rnnlab-")
        front, inside = launcher(walls, self.scratch, view, hidden)
        kept = asdict(limits) | ({} if walls.strong else {"processes": None})  # there the teacher's own would count
        encode = Peer(None, None, Weights).encode
        settings = {
            "limits": kept,
            "packages": list(PACKAGES),
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
            env=environment(),
            start_new_session=True,
        )
        self.incoming, self.outgoing = self.process.stdout.fileno(), self.process.stdin.fileno()
        os.set_blocking(self.outgoing, False)
        self.peer = Peer(self.receive, self.send, Weights)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.end()

    def call(self, number, *arguments, seconds=None):
        """Call one of the worker's functions (wire.RUN, ...). Gone where it does not come back in time, or ever."""
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
            raise Gone("takes too long")

    def receive(self):
        size = struct.unpack(">I", self.read_exactly(4))[0]
        if size > LARGEST:
            raise WireError("a message that is too long")
        return self.read_exactly(size)

    def read_exactly(self, size):
        data = bytearray()
        while len(data) < size:
            self.wait(self.incoming, writing=False)
            part = os.read(self.incoming, min(size - len(data), 2**20))
            if not part:
                self.end()
                raise Gone("ends Python")
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
                raise Gone("ends Python") from None

    def end(self):
        """End the worker and everything that it has started."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        shutil.rmtree(self.scratch, ignore_errors=True)
