"""Isolation of student code: which level this system offers, and the command that starts a program under it.

The strongest level is Linux namespaces, built by `unshare` and a shell script, with a first process of our own in them
(`inside/init_process.py`). The others are set by the worker itself: limits of the Linux kernel
(`inside/kernel_filter.py`), and Python's audit hook (`inside/audit_hook.py`).
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
WITHHELD_PACKAGES = ("tensorflow", "keras", "tf_keras")
ROOT = Path(__file__).resolve().parents[3]  # of the package: the checkout, or the folder of all packages
SYSTEM_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
INSIDE = Path(__file__).resolve().parent / "inside"
# A new root: the system's programs, Python, its packages without rnnlab and Keras, the student package, a scratch
# folder, and nothing else. The first process stays outside, and starts the worker in it.
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
exec "$@"
"""


@dataclass(frozen=True)
class Isolation:
    """A level of isolation.

    Attributes
    ----------
    name : {"namespaces", "kernel filter", "Python"}
    description : str
        For the report.
    """

    name: str
    description: str

    @property
    def strong(self) -> bool:
        """Whether student code has a file system, a network and processes of its own."""
        return self.name == "namespaces"


NAMESPACES = Isolation(
    "namespaces",
    "Linux namespaces: no network, no other process in sight, a file system with neither the checkout nor the "
    "submissions nor Keras in it, a scratch folder in memory, limits on time, processes and files kept by the kernel, "
    "and on the memory of a submission as a whole.",
)
KERNEL_FILTER = Isolation(
    "kernel filter",
    "This system offers no namespaces, but the Linux kernel keeps student code (by Landlock and seccomp) from opening "
    "files other than Python's and its own, from the network, and from starting or signalling processes. It can see "
    "which files and processes there are. Limits on time, memory and files are kept by the kernel too.",
)
AUDIT_HOOK = Isolation(
    "Python",
    "This system offers neither namespaces nor Landlock (Linux has them). Limits on time, memory and files are kept by "
    "the kernel, as far as it knows them; files, network and processes are forbidden by Python only, which stops what "
    "is usual but not a determined attacker. For a class that you do not trust, grade in a virtual machine with Linux.",
)


def launch_command(
    isolation: Isolation,
    root: str,
    student_package: str | Path,
    hidden: Sequence[str | Path] = (),
    memory_mb: int = 1024,
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
    memory_mb : int
        The most that the worker and all that it starts may use together, with their files. Namespaces only.
    """
    if not isolation.strong:
        return [], Path(student_package)
    outside_usr = [path for path in (sys.base_prefix, *PACKAGE_FOLDERS) if not Path(path).is_relative_to("/usr")]
    binds = [
        *((folder, folder) for folder in ("/usr", "/bin", "/sbin", "/lib", "/lib64")),
        *((path, path) for path in ("/etc/ld.so.cache", "/etc/alternatives")),
        *((f"/dev/{name}", f"/dev/{name}") for name in ("null", "urandom", "random")),
        *((folder, folder) for folder in outside_usr),
        (str(student_package), "/student_package"),
    ]
    arguments = [part for pair in binds for part in ("bind", *pair)]
    arguments += [part for folder in withheld_folders(hidden) for part in ("hide", folder)]
    root_user = os.geteuid() == 0
    # As root no user namespace is needed, and a user of the worker's own makes the kernel count its processes.
    unshare = ["unshare", "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child"]
    unshare += [] if root_user else ["-U", "-r"]
    user_id = str(2_000_000 + os.getpid() % 1_000_000)
    user = ["--reuid", user_id, "--regid", user_id, "--clear-groups"] if root_user else []
    drop = ["setpriv", *user, "--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"]
    build = ["sh", "-c", BUILD_ROOT, "sh", str(root), *arguments, "--"]
    first = [*inside_command("init_process", "init_process.main()"), str(root), str(memory_mb)]
    return ["setpriv", "--pdeathsig", "KILL", *unshare, *build, *first, *drop], Path("/student_package")


def inside_command(module: str, statement: str, folder: Path = INSIDE.parent) -> list[str]:
    """The command that imports a module of `inside`, of which a folder has a copy, and runs a statement."""
    program = f"import sys; sys.path.insert(0, {str(folder)!r}); from inside import {module}; {statement}"
    return [os.path.realpath(sys.executable), "-I", "-S", "-c", program]


def withheld_folders(hidden: Sequence[str | Path] = ()) -> list[str]:
    """Folders that student code must not read, though a folder around them is readable: solutions are in them.

    Parameters
    ----------
    hidden : sequence of path
        More of them.
    """
    versions = ("lib/python3*/site-packages", "lib/python3*/dist-packages", "lib64/python3*/site-packages")
    prefixes = {Path(prefix) for prefix in (sys.base_prefix, "/usr", "/usr/local")}
    installed = {str(folder) for prefix in prefixes for version in versions for folder in prefix.glob(version)}
    own = [f"{folder}/{name}" for folder in PACKAGE_FOLDERS for name in ("rnnlab", *WITHHELD_PACKAGES)]
    return [*own, *sorted(installed.difference(PACKAGE_FOLDERS)), str(ROOT / "rnnlab"), *map(str, hidden)]


def readable_folders() -> list[str]:
    """Folders that student code needs to read: Python's library and its packages."""
    library = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib")]
    return list(dict.fromkeys([*PACKAGE_FOLDERS, *library, "/usr/share/zoneinfo"]))


def open_folders(
    isolation: Isolation, student_package: Path, scratch: str, hidden: Sequence[str | Path]
) -> dict[str, list[str]]:
    """What student code may open where no namespace hides the rest."""
    libraries = SYSTEM_LIBRARIES if isolation == KERNEL_FILTER else ()  # the loader opens them, Python does not
    return {
        "readable": [*readable_folders(), str(student_package), "/dev/urandom", *libraries],
        "writable": [scratch, os.devnull],
        "withheld": withheld_folders(hidden),
    }


@functools.cache
def find_isolation() -> Isolation:
    """Find out which isolation this system offers, by trying it."""
    if not sys.platform.startswith("linux"):
        return AUDIT_HOOK
    if all(map(shutil.which, ("unshare", "setpriv", "mount"))):
        with tempfile.TemporaryDirectory(prefix="rnnlab-") as root:
            command, _ = launch_command(NAMESPACES, root, root)
            if _prints_inside([*command, os.path.realpath(sys.executable), "-I", "-S", "-c", "print('inside')"]):
                return NAMESPACES
    probe = "kernel_filter.restrict_files([], []); kernel_filter.restrict_system_calls(alone=True); print('inside')"
    return KERNEL_FILTER if _prints_inside(inside_command("kernel_filter", probe)) else AUDIT_HOOK


def _prints_inside(command: list[str]) -> bool:
    try:
        answer = subprocess.run(command, capture_output=True, timeout=30, env=worker_environment("/"))
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.stdout == b"inside\n"


def worker_environment(scratch: str) -> dict[str, str]:
    """The environment variables of a worker: none of the teacher's.

    Parameters
    ----------
    scratch : str
        The folder that it may write to.
    """
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin",
        "LANG": "C.UTF-8",
        "HOME": scratch,
        "TMPDIR": scratch,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONHASHSEED": "0",
    }
