"""What readers do to a lesson: start in its middle, skip its exercises, run a cell again, interrupt it, run all again.

Each lesson lives through all of that in one kernel. What is put out is compared with what is stored, letter by letter.
"""

import contextlib
import copy
import os
import re
import signal
import threading
import time
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient
from traitlets.config import Config

from rnnlab.coursework.notebook_exercise import cell_role
from rnnlab.notebook_tools.cell_names import names_of
from rnnlab.notebook_tools.execution import KERNEL_CONFIG
from rnnlab.notebook_tools.files import KERNELSPEC, normalise_notebook

NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
LESSONS = sorted(NOTEBOOKS.glob("*.ipynb"))
# A part of the source of the cell that trains.
TRAINING = {"04_sum_of_three": "lost.fit(", "05_one_hot": "epochs=30", "06_embeddings": "epochs=30",
            "08_sentences": "epochs=50"}
SOON = 0.5  # seconds into a training
LONG = 2  # seconds: a cell that takes longer is run again only after an interruption


@contextlib.contextmanager
def kernel_of(notebook):
    """Start a kernel; yield a function that runs a cell, given by its place, and returns what it puts out."""
    client = NotebookClient(
        copy.deepcopy(notebook), timeout=300, kernel_name=KERNELSPEC["name"], allow_errors=True, record_timing=False,
        store_widget_state=False, config=Config(KERNEL_CONFIG), resources={"metadata": {"path": str(NOTEBOOKS)}})

    def run(place, interrupt_after=None):
        over = threading.Event()

        def interrupt():  # one that falls into a destructor is lost; two at once cut the message
            for pause in (interrupt_after, 5, 5):
                if not over.wait(pause):
                    os.kill(client.km.provisioner.pid, signal.SIGINT)
        if interrupt_after:
            threading.Thread(target=interrupt, daemon=True).start()
        try:
            return shown(client.execute_cell(client.nb.cells[place], place))
        finally:
            over.set()

    with client.setup_kernel():
        yield run


def shown(cell):
    """A cell's outputs as they would be stored, without their count."""
    outputs = normalise_notebook(nbformat.v4.new_notebook(cells=[cell])).cells[0].outputs
    return [{key: value for key, value in output.items() if key != "execution_count"} for output in outputs]


def error_of(outputs):
    """The class of the error and its message, or None."""
    return next(((output["ename"], output["evalue"]) for output in outputs if output["output_type"] == "error"), None)


def code(notebook):
    return [(place, cell) for place, cell in enumerate(notebook.cells) if cell.cell_type == "code"]


def differs(outputs, cell):
    """How what a cell puts out differs from what is stored, or None."""
    if outputs != shown(cell):
        return error_of(outputs) or "".join(output.get("text", "") for output in outputs)[-300:] or "not what is stored"
    return None


def unclear(outputs, cells):
    """Whether a cell failed otherwise than by a name that one of these cells would have defined."""
    kind, message = error_of(outputs) or ("NameError", None)
    missing = re.fullmatch(r"name '(\w+)' is not defined", message or "")
    bound = set().union(*(names_of(cell.source).binds for cell in cells))
    return kind != "NameError" or (message is not None and not (missing and missing[1] in bound))


def started_in_the_middle(run, notebook):
    """Before anything else was run: explorers, checks, solutions and answers. If they lack something, it is named."""
    for place, cell in code(notebook):
        if cell_role(cell) in ("check", "solution") or re.search(r"\b(explore_\w+|reveal)\(", cell.source):
            before = [earlier for at, earlier in code(notebook) if at < place]
            if unclear(outputs := run(place), before):
                yield f"{cell.id}, run first: {error_of(outputs)}"


def exercises_skipped(run, notebook):
    """All but attempts and checks put out what is stored. A check names what its skipped attempt would have defined."""
    for place, cell in code(notebook):
        if cell_role(cell) in (None, "solution") and (difference := differs(run(place), cell)):
            yield f"{cell.id}, exercises skipped: {difference}"
    for (_, attempt), (place, cell) in zip(code(notebook), code(notebook)[1:]):
        if cell_role(cell) == "check":
            outputs = run(place)
            if error_of(outputs) is None or unclear(outputs, [attempt]):
                yield f"{cell.id}, its attempt skipped: {error_of(outputs)}"


def run_each_twice(run, notebook):
    """Every cell two times in a row, but for those that take long. Numbers may differ; errors and stderr are faults."""
    for place, cell in code(notebook):
        start = time.monotonic()
        outputs = run(place)
        if time.monotonic() - start < LONG:
            outputs = run(place)
        stderr = "".join(output["text"] for output in outputs if output.get("name") == "stderr")
        if (complaint := error_of(outputs) or stderr):
            yield f"{cell.id}, two times in a row: {complaint}"


def interrupted(run, notebook, snippet):
    """An interrupted training ends in KeyboardInterrupt; run once more, its cell puts out what is stored."""
    for place, cell in code(notebook):
        if snippet and snippet in cell.source:
            if (error := error_of(run(place, interrupt_after=SOON)) or ("no error",))[0] != "KeyboardInterrupt":
                yield f"{cell.id}, interrupted: {error}"
            if difference := differs(run(place), cell):
                yield f"{cell.id}, after it was interrupted: {difference}"


def run_again(run, notebook):
    """From top to bottom in a kernel in which all of that was done: every cell puts out what is stored."""
    for place, cell in code(notebook):
        if difference := differs(run(place), cell):
            yield f"{cell.id}, run again: {difference}"


def everything(notebook, snippet=None):
    with kernel_of(notebook) as run:
        return [*started_in_the_middle(run, notebook), *exercises_skipped(run, notebook),
                *interrupted(run, notebook, snippet), *run_each_twice(run, notebook), *run_again(run, notebook)]


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_whatever_a_reader_does_a_lesson_names_what_is_missing_and_puts_out_the_same(path):
    assert everything(nbformat.read(path, as_version=4), TRAINING.get(path.stem)) == []


def test_every_lesson_that_trains_a_keras_network_is_interrupted():
    for path in LESSONS:
        notebook = nbformat.read(path, as_version=4)
        trains = any(".fit(" in cell.source for _, cell in code(notebook))
        assert trains == (path.stem in TRAINING)
        assert not trains or sum(TRAINING[path.stem] in cell.source for _, cell in code(notebook)) == 1


SMALL_LESSON = {"first": "start = [1]", "middle": "print(len(start))", "attempt": "mine = None",
          "check": "print(mine == 2)", "solution": "mine_solution = start[0] + 1"}


def faults(snippet=None, **planted):
    """The problems of a small lesson, by cell. Each keyword replaces one of its cells."""
    cells = {name: nbformat.v4.new_code_cell(source, id=name) for name, source in (SMALL_LESSON | planted).items()}
    cells["attempt"].metadata, cells["check"].metadata = {"nbgrader": {"solution": True}}, {"nbgrader": {"grade": True}}
    cells["solution"].metadata = {"tags": ["solution"]}
    for name, text in (("middle", "1\n"), ("check", "False\n")):
        cells[name].outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
    notebook = nbformat.from_dict(nbformat.v4.new_notebook(cells=list(cells.values())))
    return everything(notebook, snippet)


@pytest.mark.slow
def test_each_fault_is_seen():
    assert faults() == []
    key_error = "('KeyError', \"'mine'\")"
    assert faults(check="print(globals()['mine'] == 2)") == [
        f"check, run first: {key_error}", f"check, its attempt skipped: {key_error}"]
    assert faults(check="print(globals().get('mine', 3) == 2)") == ["check, its attempt skipped: None"]
    assert faults(solution="mine_solution = mine") == [
        "solution, exercises skipped: ('NameError', \"name 'mine' is not defined\")"]
    assert faults(first="start = [*globals().get('start', []), 1]") == ["middle, run again: 4\n"]
    assert faults(middle="import sys\nprint(1)\nprint('oh', file=sys.stderr)") == [
        "middle, exercises skipped: 1\noh\n", "middle, two times in a row: oh\n", "middle, run again: 1\noh\n"]
    assert faults(first="start, left = [1], [1]", middle="print(left.pop())") == [
        "middle, two times in a row: ('IndexError', 'pop from empty list')"]
    assert faults("len(", middle="print(len(start))") == ["middle, interrupted: ('no error',)"]
    slow = "import time\nprint(len(start))\nstart.append(1)\ntime.sleep(1)\ndel start[-1]"
    assert faults("sleep", middle=slow) == ["middle, after it was interrupted: 2\n"]
