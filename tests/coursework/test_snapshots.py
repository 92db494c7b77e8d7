"""Each submitted file is read once, under limits of time and memory; and what it says of its release is heard."""

import json
import subprocess
import sys

import pytest

from rnnlab.coursework import snapshots as snapshots_module
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.class_seed_check import note_other_releases
from rnnlab.coursework.grade_class import grade_class, make_grading_rules
from rnnlab.coursework.grade_records import GradeRecords
from rnnlab.coursework.release import release
from rnnlab.coursework.release_statement import DIGEST_DIGITS, read_statement
from rnnlab.coursework.resource_limits import TimeLimitExceeded, memory_limit, time_limit
from rnnlab.coursework.sandbox.inside.messages import RUN
from rnnlab.coursework.sandbox.worker_process import Limits, Worker
from rnnlab.coursework.snapshots import take_snapshots
from rnnlab.coursework.submission import READ_MEGABYTES, Unreadable, read_cells
from tests.helpers.students import LESSON_2, RIGHT, collect_from, grade, hand_in, points, solved_notebook

NAME = f"{LESSON_2.name}.ipynb"


def test_what_is_graded_is_what_was_read(tmp_path):
    """The files are gone when the grading begins: nobody has to read them again."""
    for student in ("anna", "bert"):
        hand_in(solved_notebook(RIGHT), tmp_path / "class" / student / NAME)
    submissions = collect_from(tmp_path / "class").submissions
    with make_grading_rules(1, Limits()) as rules, take_snapshots(submissions) as snapshots:
        assert all(snapshot.statement.is_notebook for snapshot in snapshots.values())
        for submission in submissions:
            submission.path.unlink()
        grades = grade_class(submissions, LESSON_2, rules, GradeRecords(tmp_path / "r"), snapshots=snapshots)
    assert [grade.points for grade in grades.values()] == [8, 8]
    assert not any(snapshot.path.exists() for snapshot in snapshots.values())


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not keep to a limit of memory")
def test_a_file_of_empty_lists_takes_no_more_memory_than_it_may(tmp_path):
    """40 MB of them took 1 GB."""
    path = tmp_path / "lists.ipynb"
    path.write_text('{"nbformat": 4, "cells": [' + "[]," * 13_000_000 + "[]]}")
    with pytest.raises(Unreadable, match=f"more than {READ_MEGABYTES} MB"):
        read_cells(path)
    program = (
        "import re, sys\nfrom pathlib import Path\nfrom rnnlab.coursework import snapshots\n"
        "one = snapshots._take_snapshot(Path(sys.argv[1]), Path(sys.argv[2]))\n"
        # Not ru_maxrss, in which a new program keeps what the one that started it had.
        "most = int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1])\n"
        "print(one.fault, len(one.digest), most // 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, path, tmp_path / "copy"], capture_output=True, text=True, check=True
    )
    digits, megabytes = map(int, done.stdout.split())
    assert digits == 64 and megabytes < READ_MEGABYTES + 200


def test_a_file_that_takes_too_long_to_copy(tmp_path, monkeypatch):
    def endless(path, copy):
        while True:
            pass

    monkeypatch.setattr(snapshots_module, "COPY_SECONDS", 0.1)
    monkeypatch.setattr(snapshots_module, "file_digest", endless)
    assert snapshots_module._take_snapshot(tmp_path, tmp_path / "copy").fault == "the file takes too long to read"


def test_limits_end_with_their_block():
    with pytest.raises(TimeLimitExceeded), time_limit(0.05):
        while True:
            pass
    if sys.platform == "linux":
        with pytest.raises(MemoryError), memory_limit(50):
            bytearray(100 * 2**20)
    assert len(bytearray(100 * 2**20)) > 0


def test_a_release_says_what_it_was_made_from(tmp_path):
    path = hand_in(release(LESSON_2), tmp_path / "anna" / NAME)
    assert read_statement(path).lesson_digest == LESSON_2.digest[:DIGEST_DIGITS]
    assert read_statement(hand_in(release(read_assignment(LESSON_2.path, 7)), path)).seed == 7


@pytest.mark.parametrize(
    "metadata, noted",
    [
        ({"lesson": LESSON_2.digest[:DIGEST_DIGITS]}, False),
        ({"lesson": "0" * DIGEST_DIGITS}, True),
        ({"lesson": "=cmd()"}, False),
        ({"lesson": ["0"]}, False),
        ([], False),
        (None, False),
    ],
)
def test_a_release_from_another_version_gets_a_note(metadata, noted, tmp_path):
    path = hand_in(solved_notebook({}), tmp_path / "anna" / NAME)
    content = json.loads(path.read_text())
    content["metadata"]["rnnlab"] = metadata
    if metadata is None:
        del content["metadata"]["rnnlab"]
    path.write_text(json.dumps(content))
    submissions = collect_from(tmp_path).submissions
    with take_snapshots(submissions) as snapshots:
        notes = note_other_releases(submissions, LESSON_2, snapshots)[0].notes
    assert ["another version of this lesson" in note for note in notes] == [True] * noted


def test_no_cell_runs_when_the_time_of_a_submission_is_up(tmp_path, monkeypatch):
    """Each of the others had a tenth of a second more: a minute and more for 30,000."""
    runs, call = [], Worker.call
    monkeypatch.setattr(
        Worker, "call", lambda self, opcode, *rest, **more: runs.append(opcode) or call(self, opcode, *rest, **more)
    )
    notebook = solved_notebook(RIGHT)
    first = next(cell for cell in notebook.cells if cell.cell_type == "code")
    slow = [type(first)(first | {"id": f"slow{place}", "source": f"import time\ntime.sleep(0.05)\nmy_step = {place}"})
            for place in range(200)]  # fmt: skip
    notebook.cells[:0] = slow
    with make_grading_rules(1, Limits(call_seconds=1, total_seconds=2)) as rules:
        result = grade(notebook, tmp_path, rules)
    assert points(result) == [0, 0, 0, 0] and "was used up" in result.verdicts[0]["message"]
    assert runs.count(RUN) < 150
