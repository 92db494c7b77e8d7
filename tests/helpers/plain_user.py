"""Run a program as a user without rights, from tests that run as root: Python may lie where only root can look."""

import os
import subprocess
import sys
from pathlib import Path

NOBODY = "65534"
# In a namespace of its own mounts: the closed folder above Python is covered by one that is open and holds only Python.
SCRIPT = """
set -eu
closed=$1; prefix=$2; shift 2
if [ -n "$closed" ]; then
    kept=$(mktemp -d); mount --bind "$prefix" "$kept"
    mount -t tmpfs -o mode=755 open "$closed"
    mkdir -p "$prefix"; mount --move "$kept" "$prefix"; rmdir "$kept"
fi
exec setpriv --reuid "$0" --regid "$0" --clear-groups "$@"
"""


def run_as_plain_user(program: str, **options) -> subprocess.CompletedProcess:
    """Run a program of Python as a user without rights; as it is where the tests have none themselves."""
    command = [sys.executable, "-c", program]
    if os.geteuid() == 0:
        prefix = Path(sys.base_prefix)
        closed = [folder for folder in reversed(prefix.parents) if not folder.stat().st_mode & 0o001]
        where = [str(closed[0]) if closed else "", str(prefix)]
        command = ["unshare", "--mount", "sh", "-c", SCRIPT, NOBODY, *where, *command]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | {"HOME": "/"}, **options)
