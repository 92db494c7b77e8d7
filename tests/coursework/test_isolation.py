"""What student code can get at, at each level of isolation: a class's files, programs, Keras, the kernel's keys."""

import contextlib
import functools
import os
import signal
import socket
import subprocess
import sys
import time

import pytest

from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox import worker_process
from rnnlab.coursework.sandbox.inside.messages import EVALUATE, RUN
from rnnlab.coursework.sandbox.isolation import (
    AUDIT_HOOK,
    INSIDE,
    KERNEL_FILTER,
    NAMESPACES,
    SYSTEM_LIBRARIES,
    find_isolation,
    readable_folders,
    withheld_folders,
)
from rnnlab.coursework.sandbox.worker_process import Limits, Worker
from tests.helpers.ways_out import CHANGING, KERAS, LOOKING

ORDER = [AUDIT_HOOK, KERNEL_FILTER, NAMESPACES]
OFFERED = ORDER[: ORDER.index(find_isolation()) + 1]


@pytest.fixture(scope="module", params=OFFERED, ids=lambda isolation: isolation.name)
def worker(request):
    limits = Limits(call_seconds=30, total_seconds=300)
    with (
        make_grading_rules(1, limits, isolation=request.param) as rules,
        Worker(rules.student_package, limits, isolation=request.param) as worker,
    ):
        worker.isolation = request.param
        worker.call(RUN, "import os", seconds=60)
        yield worker


@pytest.fixture
def class_folder(tmp_path):
    folder = tmp_path / "class"
    (folder / "old").mkdir(parents=True)
    (folder / "sheet.csv").write_text("sheet,8\n")
    for path in (folder, folder / "old", folder / "sheet.csv"):
        path.chmod(0o777 if path.is_dir() else 0o644)
    return folder


def contents(folder):
    """All that a student could change in a folder."""
    return {
        (path, path.lstat().st_mode, path.lstat().st_mtime_ns, path.read_bytes() if path.is_file() else b"")
        for path in [folder, *folder.rglob("*")]
    }


@functools.cache
def alone(source, class_folder, before="import os"):
    """Run a cell without a worker; what it has found."""
    program = f"{before}\nCLASS = {str(class_folder)!r}\nfound = ''\n{source}\nprint(found)"
    return subprocess.run(
        [sys.executable, "-I", "-c", program], cwd=class_folder.parent, capture_output=True, text=True, timeout=60
    ).stdout


@pytest.mark.parametrize("way", LOOKING)
def test_a_class_is_not_read(worker, way, class_folder):
    before = contents(class_folder)
    with pytest.raises(Exception):  # noqa: B017  which one is the system's
        worker.call(RUN, f"found = ''\nCLASS = {str(class_folder)!r}\n{LOOKING[way]}", True)
    assert "sheet" not in str(worker.call(EVALUATE, "str(found)"))
    assert contents(class_folder) == before


@pytest.mark.parametrize("way", CHANGING)
def test_a_class_is_not_changed(worker, way, class_folder):
    before = contents(class_folder)
    with contextlib.suppress(Exception):
        worker.call(RUN, f"CLASS = {str(class_folder)!r}\n{CHANGING[way]}", True)
    assert contents(class_folder) == before


@pytest.mark.parametrize("way", LOOKING)
def test_a_class_is_read_where_nothing_prevents_it(way, class_folder):
    assert "sheet" in alone(LOOKING[way], class_folder)


@pytest.mark.parametrize("way", CHANGING)
def test_a_class_is_changed_where_nothing_prevents_it(way, class_folder):
    before = contents(class_folder)
    alone(CHANGING[way], class_folder)
    assert contents(class_folder) != before


def test_its_own_folder_is_its_own(worker):
    own = (
        "import pathlib, shutil, tempfile\nos.makedirs('a/b')\nopen('a/b/c', 'w').write('x')\nos.rename('a/b/c', 'd')\n"
        "os.chmod('d', 0o600)\nassert open('d').read() == 'x' and os.listdir() and pathlib.Path('d').stat()\n"
        "os.remove('d')\nshutil.rmtree('a')\nwith tempfile.TemporaryFile() as file:\n    file.write(b'x')\n"
        "with tempfile.TemporaryDirectory() as folder:\n    open(folder + '/x', 'w')\n"
    )
    if worker.isolation == KERNEL_FILTER:
        own = own.replace("os.chmod('d', 0o600)\n", "")  # the kernel cannot tell whose file it is
    worker.call(RUN, own, True)


def test_packages_and_the_library_are_there(worker):
    worker.call(RUN, "import asyncio, decimal, multiprocessing, subprocess, unittest.mock, zoneinfo", True)
    worker.call(RUN, "import matplotlib\nmatplotlib.use('Agg')\nimport matplotlib.pyplot as plt", True)
    worker.call(RUN, "plt.plot([1, 2])\nplt.savefig('a.png')\nassert os.path.getsize('a.png') > 1000", True)
    worker.call(RUN, "import threading\none = threading.Thread(target=print)\none.start()\none.join()", True)
    worker.call(RUN, "await asyncio.sleep(0)", True)


def test_keras_cannot_be_reached(worker):
    with pytest.raises(Exception):  # noqa: B017  which one depends on what it finds first
        worker.call(RUN, f"import numpy as np\nstep = None\n{KERAS}\nstep = with_keras()", True)
    assert worker.call(EVALUATE, "step is None")


def test_keras_is_reached_where_nothing_hides_it(tmp_path):
    assert "function" in alone(f"import numpy as np\n{KERAS}\nfound = with_keras()", tmp_path)


PROBES = {
    "a kernel key": "libc.syscall({'x86_64': 248, 'aarch64': 217}[machine], b'user', b'a', b'b', 1, -2)",
    "a socket to the host": "socket.socket(40, socket.SOCK_STREAM).fileno()",
    "a packet socket": "socket.socket(17, socket.SOCK_RAW).fileno()",
    "a new namespace": "libc.unshare(0x10000000)",
    "tracing": "libc.ptrace(0, 0, 0, 0)",
    "another's priority": "libc.setpriority(0, child, 5)",
    "another's limits": "resource.prlimit(child, resource.RLIMIT_NOFILE)[0]",
}
IMPORTS = """
import ctypes, os, platform, resource, socket, time
libc, machine, child = ctypes.CDLL(None), platform.machine(), os.fork()
if child == 0:
    time.sleep(3)
    os._exit(0)
"""
FILTER = f"import sys; sys.path.insert(0, {str(INSIDE)!r}); import kernel_filter; kernel_filter."


@pytest.mark.parametrize("probe", PROBES)
def test_the_kernel_refuses(probe, tmp_path):
    """The filter alone, without the hook or namespaces."""
    if find_isolation() == AUDIT_HOOK:
        pytest.xfail("this system has no seccomp")
    found = alone(f"found = {PROBES[probe]}", tmp_path, f"{IMPORTS}\n{FILTER}restrict_system_calls()")
    assert found in ("", "-1\n")
    if os.geteuid() == 0:
        assert alone(f"found = {PROBES[probe]}", tmp_path, IMPORTS) not in ("", "-1\n")


@pytest.mark.parametrize("way", LOOKING | CHANGING)
def test_the_kernel_keeps_files(way, class_folder, tmp_path):
    """Landlock and seccomp alone, without the hook."""
    if find_isolation() == AUDIT_HOOK:
        pytest.xfail("this system has no Landlock")
    scratch, before = tmp_path / "scratch", contents(class_folder)
    scratch.mkdir()
    folders = [*readable_folders(), *SYSTEM_LIBRARIES], [str(scratch)], withheld_folders()
    limits = f"{FILTER}restrict_files(*{folders!r}); kernel_filter.restrict_system_calls(alone=True)"
    source = (LOOKING | CHANGING)[way]
    assert "sheet" not in alone(source, class_folder, f"import os\n{limits}\nos.chdir({str(scratch)!r})")
    assert contents(class_folder) == before


CONNECTIONS = {
    "to connect": "found = socket.create_connection(('127.0.0.1', PORT), 5) and 'sheet'",
    "to send": "found = socket.socket(type=socket.SOCK_DGRAM).sendto(b'sheet', ('127.0.0.1', PORT)) and 'sheet'",
    "to listen": "found = socket.create_server(('127.0.0.1', 0)) and 'sheet'",
}


@pytest.mark.parametrize("way", CONNECTIONS)
def test_the_network_is_out_of_reach(worker, way, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as server:
        source = f"import socket\nPORT = {server.getsockname()[1]}\n{CONNECTIONS[way]}"
        assert "sheet" in alone(source, tmp_path)
        with contextlib.suppress(Exception):
            worker.call(RUN, f"found = ''\n{source}", True)
        reached = worker.call(EVALUATE, "found") != ""
        assert not reached or (worker.isolation == NAMESPACES and way == "to listen")  # to itself
        if find_isolation() != AUDIT_HOOK:
            assert "sheet" not in alone(source, tmp_path, f"import os\n{FILTER}restrict_system_calls(alone=True)")


def test_a_session_ends_as_a_whole():
    program = "import subprocess; subprocess.Popen(['sleep', '100'], process_group=0).wait()"
    leader = subprocess.Popen([sys.executable, "-c", program], start_new_session=True)
    try:
        while len({os.getpgid(member) for member in worker_process._session_of(leader.pid)}) < 2:
            assert leader.poll() is None
            time.sleep(0.05)
    finally:
        for member in worker_process._session_of(leader.pid):
            os.kill(member, signal.SIGKILL)
        leader.wait()
