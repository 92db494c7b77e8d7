"""Benchmark of grading: time and memory for classes of 10, 100 and 1,000.

    make bench-grading
    make bench-grading SIZES="10 100"

Of five submissions to lesson 2 three are solved, one is blank, and the function of one stops with an error. Memory is
what all processes of the grader hold together (a shared page counts once), looked at five times a second. Time is of
this machine, at this moment.
"""

import contextlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import psutil

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.release import release
from rnnlab.coursework.self_test import reference_submission
from rnnlab.notebook_tools.files import write_notebook

LESSON = Path("notebooks/02_manual_forward_pass.ipynb")
SIZES = (10, 100, 1000)


def _held_by(process):
    """What a process holds of memory, in bytes; 0 once it has ended."""
    try:
        return getattr(process.memory_full_info(), "pss", 0) or process.memory_info().rss
    except psutil.Error:
        return 0


class Memory(threading.Thread):
    """The most that a process and its descendants have held together so far, in MB."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.process, self.peak, self.end = psutil.Process(pid), 0.0, threading.Event()

    def run(self):
        while not self.end.wait(0.2):
            held = 0
            with contextlib.suppress(psutil.NoSuchProcess):
                for one in [self.process, *self.process.children(recursive=True)]:
                    held += _held_by(one)
            self.peak = max(self.peak, held / 1e6)


def write_class(folder, size):
    """Write the notebooks of a class: a folder for each student."""
    assignment = read_assignment(LESSON)
    solved, blank, failing = reference_submission(assignment), release(assignment), reference_submission(assignment)
    first = assignment.notebook_exercises[0]
    cell = next(cell for cell in failing.cells if cell.source.startswith(first.reference[:20]))
    cell.source = f"def {first.answers[0]}(*arguments):\n    return arguments[99]"
    for place in range(size):
        path = folder / f"student {place:04}" / LESSON.name
        path.parent.mkdir(parents=True)
        write_notebook([solved, solved, solved, blank, failing][place % 5], path)


def measure(size):
    """Seconds and MB that it takes to grade a class."""
    with tempfile.TemporaryDirectory() as folder:
        write_class(Path(folder) / "submitted", size)
        command = [sys.executable, "-m", "rnnlab", "grade", f"{folder}/submitted", "--out", f"{folder}/grades.csv"]
        start = time.monotonic()
        grader = subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        memory = Memory(grader.pid)
        memory.start()
        if grader.wait() != 0:
            sys.exit(f"the grader has failed on {size} submissions")
        memory.end.set()
        return time.monotonic() - start, memory.peak


def main():
    print(f"{'submissions':>11}{'time':>10}{'memory':>10}   load average")
    for size in [int(argument) for argument in sys.argv[1:]] or SIZES:
        seconds, peak = measure(size)
        print(f"{size:11}{seconds:8.1f} s{peak:7.0f} MB   {os.getloadavg()[0]:.1f}", flush=True)


if __name__ == "__main__":
    main()
