"""Isolation of student code: which level this system offers, and the command that starts a program under it.

The stronger level is Linux namespaces, built by `unshare` and a shell script. The weaker one is Python's audit hook,
set by the worker itself (`inside/worker.py`).
"""

import functools
import os
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGE_FOLDERS = tuple(dict.fromkeys(sysconfig.get_path(name) for name in ("purelib", "platlib")))
# A new root: the system's programs, Python, its packages without rnnlab, the student package, a scratch
# folder, and nothing else.
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
class Isolation:
    """A level of isolation.

    Attributes
    ----------
    name : {"namespaces", "Python"}
    description : str
        For the report.
    """

    name: str
    description: str

    @property
    def strong(self) -> bool:
        """Whether the kernel isolates, not Python."""
        return self.name == "namespaces"


NAMESPACES = Isolation(
    "namespaces",
    "Linux namespaces: no network, no other process in sight, a file system with neither the checkout nor the "
    "submissions in it, a scratch folder in memory, limits on time, memory, processes and files kept by the kernel.",
)
AUDIT_HOOK = Isolation(
    "Python",
    "This system offers no namespaces (Linux with unprivileged user namespaces has them). Limits on time, memory and "
    "files are kept by the kernel; files, network and processes are forbidden by Python only, which stops what is "
    "usual but not a determined attacker. For a class that you do not trust, grade in a container on Linux.",
)


def launch_command(
    isolation: Isolation, root: str, student_package: str | Path, hidden: Sequence[str | Path] = ()
) -> tuple[list[str], Path]:
    """The command in front of the worker's own, and where the worker finds the student package.

    Parameters
    ----------
    isolation : Isolation
    root : str
        An empty folder, for the worker's root file system.
    student_package : path
        From `write_student_package`.
    hidden : sequence of path
        Folders that are hidden even where a folder around them is not.
    """
    if not isolation.strong:
        return [], Path(student_package)
    python = sys.base_prefix
    binds = [
        *((folder, folder) for folder in ("/usr", "/bin", "/sbin", "/lib", "/lib64")),
        *((path, path) for path in ("/etc/ld.so.cache", "/etc/alternatives")),
        *((f"/dev/{name}", f"/dev/{name}") for name in ("null", "zero", "urandom", "random")),
        *((folder, folder) for folder in (python, *PACKAGE_FOLDERS) if not Path(folder).is_relative_to("/usr")),
        (str(student_package), "/student_package"),
    ]
    arguments = [part for pair in binds for part in ("bind", *pair)]
    hide = [*(f"{folder}/rnnlab" for folder in PACKAGE_FOLDERS), *hidden]
    arguments += [part for folder in hide for part in ("hide", str(folder))]
    root_user = os.geteuid() == 0
    # As root no user namespace is needed, and a user of the worker's own makes the kernel count its processes.
    unshare = ["unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    unshare += [] if root_user else ["-U", "-r"]
    user_id = str(2_000_000 + os.getpid() % 1_000_000)
    user = ["--reuid", user_id, "--regid", user_id, "--clear-groups"] if root_user else []
    drop = ["setpriv", *user, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    build = ["sh", "-c", BUILD_ROOT, "sh", str(root), *arguments, "--"]
    return ["setpriv", "--pdeathsig", "KILL", *unshare, *build, *drop], Path("/student_package")


@functools.cache
def find_isolation() -> Isolation:
    """Find out which isolation this system offers, by trying it."""
    if not sys.platform.startswith("linux") or not all(map(shutil.which, ("unshare", "setpriv", "chroot", "mount"))):
        return AUDIT_HOOK
    with tempfile.TemporaryDirectory(prefix="rnnlab-") as root:
        command, _ = launch_command(NAMESPACES, root, root)
        probe = [*command, os.path.realpath(sys.executable), "-I", "-S", "-c", "import socket; print('inside')"]
        try:
            answer = subprocess.run(probe, capture_output=True, timeout=30, env=worker_environment())
        except (OSError, subprocess.TimeoutExpired):
            return AUDIT_HOOK
    return NAMESPACES if answer.stdout == b"inside\n" else AUDIT_HOOK


def worker_environment() -> dict[str, str]:
    """The environment variables of a worker: none of the teacher's."""
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
        "HOME": "/scratch",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }
