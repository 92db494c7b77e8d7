"""What a worker starts ends with it, and its memory is counted as a whole: as root, and as a user without rights."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from rnnlab.coursework.sandbox.isolation import find_isolation
from tests.helpers.plain_user import run_as_plain_user

MARK = 800_000 + os.getpid() % 90_000  # seconds of the processor: how the processes of these tests are known
# Leaves the session, the group and the parent of the worker, and what would end it with its parent.
DETACH = """
import contextlib, ctypes, os, time
def detach():
    with contextlib.suppress(OSError):
        os.setsid()
    ctypes.CDLL(None).prctl(1, 0, 0, 0, 0)  # PR_SET_PDEATHSIG
detach()
for _ in range(2):
    if os.fork() == 0:
        detach()
        os.fork()
        time.sleep(1000)
"""
CHILDREN = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        block = bytearray(150 * 2**20)
        time.sleep(1000)
time.sleep(1000)
"""
KEPT = """
import os, time
for _ in range(4):
    if os.fork() == 0:
        read, write = os.pipe()
        blocks = [bytearray(2**20) for _ in range(150)]
        if os.fork():
            os._exit(0)
        os.setsid()
        time.sleep(1000)
time.sleep(1000)
"""
ENDED_THREAD = """
import ctypes, os, platform, threading, time
exit_call = {"x86_64": 60, "aarch64": 93}[platform.machine()]
for _ in range(4):
    if os.fork() == 0:
        block = bytearray(150 * 2**20)
        threading.Thread(target=time.sleep, args=(1000,)).start()
        ctypes.PyDLL(None).syscall(exit_call, 0)
time.sleep(1000)
"""
WITHOUT_PROCESS = {
    "memory files": "import os\nfile = os.memfd_create('a')\nos.write(file, bytes(2**20))",
    "shared memory": "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    "if libc.shmget(0, 2**20, 0o1600) < 0:\n    raise OSError(ctypes.get_errno(), 'shmget')",
    "messages": "import ctypes\nlibc = ctypes.CDLL(None, use_errno=True)\n"
    "if libc.msgget(0, 0o1600) < 0:\n    raise OSError(ctypes.get_errno(), 'msgget')",
    "pages that nobody maps": "import mmap\nblock = mmap.mmap(-1, 2**20)\nblock.madvise(mmap.MADV_DONTNEED)",
    "zeros that are shared": "import mmap\nfile = open('/dev/zero', 'r+b')\nblock = mmap.mmap(file.fileno(), 2**20)",
}
PROGRAM = f"""
import json, os, sys
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.sandbox.inside.messages import RUN
from rnnlab.coursework.sandbox.worker_process import Limits, Worker, WorkerDied
source, end, seconds = json.loads(sys.argv[1] if len(sys.argv) > 1 else ARGUMENT)
limits = Limits(memory_mb=300, cpu_seconds={MARK})
with make_grading_rules(1, limits) as rules, Worker(rules.student_package, limits, isolation=rules.isolation) as worker:
    worker.call(RUN, "1", seconds=60)
    try:
        failed = worker.call(RUN, source, seconds=seconds)
        print(*(f"{{one['classes'][0]}} {{one['text']}}" for one in failed[:1]) if failed else ["done"], flush=True)
    except WorkerDied as error:
        print(error, flush=True)
    except Exception as error:
        print(type(error).__name__, error, flush=True)
    eval(end)
"""


@pytest.fixture(scope="module", params=["as we are", "plain user"], autouse=True)
def run(request):
    """Run a cell in a worker, in a program of its own."""
    if not find_isolation().strong:
        pytest.xfail("this system has no namespaces")

    def run_cell(source, end="0", seconds=60):
        argument = json.dumps([source, end, seconds])
        if request.param == "plain user":
            return run_as_plain_user(f"ARGUMENT = {argument!r}\n{PROGRAM}")
        return subprocess.run([sys.executable, "-c", PROGRAM, argument], capture_output=True, text=True)

    return run_cell


def marked_processes():
    """The processes that still have the mark in the settings they were started with."""
    result = []
    for entry in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                result += [int(entry)] if f'"cpu_seconds": {MARK},'.encode() in file.read() else []
        except OSError:
            continue
    return result


def left_over():
    """The marked processes after a while, for the kernel ends them in its own time. They are ended here, then."""
    for _ in range(100):
        if not marked_processes():
            return []
        time.sleep(0.05)
    left = marked_processes()
    for process in left:
        os.kill(process, signal.SIGKILL)
    return left


@pytest.mark.parametrize("after", ["", "while True: pass"])
def test_nothing_outlives_a_worker(run, after):
    done = run(DETACH + after, seconds=3 if after else 60)
    assert done.stdout == ("takes too long\n" if after else "done\n"), done.stderr
    assert left_over() == []


def test_nothing_outlives_a_grader_that_is_killed(run):
    done = run(DETACH, end="os.kill(os.getpid(), 9)")
    assert (done.stdout, abs(done.returncode)) == ("done\n", signal.SIGKILL), done.stderr
    assert left_over() == []


def test_nothing_outlives_a_worker_that_ends_itself(run):
    assert run(DETACH + "os._exit(0)").stdout == "ends Python\n"
    assert left_over() == []


def test_the_worker_cannot_end_or_stop_the_first_process(run):
    attack = (
        "import contextlib, os\nif os.path.exists('/proc/1'):\n    os._exit(1)\nfor number in range(1, 65):\n"
        "    with contextlib.suppress(OSError):\n"
        "        os.kill(1, number)"
    )
    assert run(attack).stdout == "done\n"


@pytest.mark.parametrize("source", [CHILDREN, KEPT, ENDED_THREAD], ids=["children", "orphans", "threads"])
def test_the_memory_of_children_counts(run, source):
    done = run(source)
    assert done.stdout == "uses more than 300 MB\n", done.stderr
    assert left_over() == []


def test_children_that_share_what_they_have_count_once(run):
    share = (
        "import os, time\nblock = bytearray(100 * 2**20)\nfor _ in range(5):\n    if os.fork() == 0:\n"
        "        time.sleep(1000)\ntime.sleep(1)"
    )
    assert run(share).stdout == "done\n"


def test_files_count(run):
    fill = (
        "import os, time\nfor name in 'abc':\n    with open(name, 'wb') as file:\n"
        "        file.write(bytes(15 * 2**20))\nos.fork()\nblock = bytearray(130 * 2**20)\ntime.sleep(10)"
    )
    assert run(fill).stdout == "uses more than 300 MB\n"


@pytest.mark.parametrize("kind", WITHOUT_PROCESS)
def test_memory_that_belongs_to_no_process_is_refused(run, kind):
    done = run(WITHOUT_PROCESS[kind])
    assert done.stdout.startswith(("PermissionError", "OSError", "FileNotFoundError")), done.stdout + done.stderr
