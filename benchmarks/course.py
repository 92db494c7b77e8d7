"""Benchmark of the course: each lesson's time to execute, memory, size, time to its first explorer, slowest cell.

    make bench-course

One kernel at a time, as a reader has it. Memory is the resident set of the kernel process, read ten times a second; the
last line adds the JupyterLab server and the two heaviest kernels. Times are of this machine, at this moment.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import nbformat
import psutil
from nbclient import NotebookClient
from traitlets.config import Config

from rnnlab.notebook_tools.execution import KERNEL_CONFIG
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from rnnlab.notebook_tools.workspace import lab_arguments

NOTEBOOKS = sorted(Path("notebooks").glob("[0-9]*.ipynb"))
LIMITS = {"kernel": 800, "all": 1800}  # MB, the promise for a Binder of 2 GB
# Run before a lesson's own cells: every explorer notes how long its frames took to draw, and how large they are.
LISTEN = """import json as _json, time as _time
from rnnlab.explorer import Explorer as _Explorer
_built, _init = [], _Explorer.__init__
def _timed(self, *arguments, **controls):
    start = _time.perf_counter()
    _init(self, *arguments, **controls)
    _built.append((_time.perf_counter() - start, len(_json.dumps(self.frames, ensure_ascii=False).encode())))
_Explorer.__init__ = _timed"""


class Memory(threading.Thread):
    """The largest resident set of a process so far, in MB."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.process, self.peak, self.end = psutil.Process(pid), 0.0, threading.Event()

    def run(self):
        while not self.end.wait(0.1):
            try:
                self.peak = max(self.peak, self.process.memory_info().rss / 1e6)
            except psutil.NoSuchProcess:
                return


async def measure(path):
    """Execute one lesson.

    Returns
    -------
    dict
        ``built`` the explorers (seconds, bytes), ``seconds`` from the start of the kernel to the end of the last cell,
        ``first`` to the end of the first cell that shows an explorer (None without one), ``memory`` and ``early`` (MB;
        early is before TensorFlow), ``size`` in kB, ``slowest`` the seconds and the id of the slowest cell but for the
        one that imports TensorFlow.
    """
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(LISTEN))
    notebook.cells.append(nbformat.v4.new_code_cell("print(_json.dumps(_built))"))
    client = NotebookClient(notebook, timeout=300, kernel_name="python3", config=Config(KERNEL_CONFIG),
                            resources={"metadata": {"path": str(path.parent)}}, store_widget_state=False)
    start, first, early, slowest = time.monotonic(), None, None, (0.0, "")
    async with client.async_setup_kernel():
        memory = Memory(client.km.provisioner.pid)
        memory.start()
        for index, cell in enumerate(notebook.cells):
            if cell.cell_type != "code":
                continue
            if early is None and "load_keras" in cell.source:
                early = memory.peak
            began = time.monotonic()
            await client.async_execute_cell(cell, index)
            if "load_keras" not in cell.source:
                slowest = max(slowest, (time.monotonic() - began, cell.get("id", "")))
            if first is None and any(WIDGET_VIEW in output.get("data", {}) for output in cell.outputs):
                first = time.monotonic() - start
        seconds = time.monotonic() - start
        await asyncio.sleep(0.2)
        memory.end.set()
    built = json.loads(notebook.cells[-1].outputs[0].text)
    return {"built": built, "seconds": seconds, "first": first, "memory": memory.peak, "early": early,
            "size": path.stat().st_size / 1000, "slowest": slowest}


def server_memory():
    """The resident set of a JupyterLab server that has served its page, in MB."""
    with tempfile.TemporaryDirectory() as folder:
        root, runtime = Path(folder), Path(folder) / "runtime"
        command = [sys.executable, "-m", "jupyterlab", *lab_arguments(root, root / "any.ipynb"), "--no-browser"]
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                  env=os.environ | {"JUPYTER_RUNTIME_DIR": str(runtime)})
        memory = Memory(server.pid)
        memory.start()
        try:
            while not (files := list(runtime.glob("jpserver-*.json"))):
                if server.poll() is not None:
                    raise RuntimeError("JupyterLab did not start")
                time.sleep(0.1)
            running = json.loads(files[0].read_text(encoding="utf-8"))
            urllib.request.urlopen(f"{running['url']}lab?token={running['token']}").read()
            time.sleep(2)
            return memory.peak
        finally:
            memory.end.set()
            server.terminate()
            server.wait()


def main():
    print(f"{'lesson':28}{'execute':>9}{'explorer':>10}{'before TF':>11}{'kernel':>9}{'notebook':>10}"
          "   slowest cell          explorers: built in, size")
    peaks = []
    for path in NOTEBOOKS:
        cost = asyncio.run(measure(path))
        peaks.append(cost["memory"])
        first = f"{cost['first']:.1f} s" if cost["first"] else "none"
        early = f"{cost['early']:.0f} MB" if cost["early"] else "–"
        slow = f"{cost['slowest'][0]:.1f} s {cost['slowest'][1]}"
        built = ", ".join(f"{took:.2f} s {size / 1000:.0f} kB" for took, size in cost["built"])
        print(f"{path.stem:28}{cost['seconds']:7.1f} s{first:>10}{early:>11}{cost['memory']:6.0f} MB"
              f"{cost['size']:7.0f} kB   {slow:22}{built}", flush=True)
    server = server_memory()
    together = server + sum(sorted(peaks)[-2:])
    print(f"\nserver {server:.0f} MB, with the two heaviest kernels {together:.0f} MB (at most {LIMITS['all']} MB)")
    if max(peaks) > LIMITS["kernel"] or together > LIMITS["all"]:
        sys.exit("over the promised memory")


if __name__ == "__main__":
    main()
