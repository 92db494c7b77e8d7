"""Stock nbgrader takes each lesson as it stands: full, partial and no points come out right. Needs make nbgrader."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.grade_class import make_grading_rules
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.notebook_exercise import cell_role
from rnnlab.coursework.sandbox.worker_process import Limits
from tests.helpers.students import LESSONS, cell_of, reference_attempts
from tests.helpers.wrong_answers import wrong_work

ROOT = Path(__file__).parents[2]
BIN = Path(os.environ.get("NBGRADER_BIN", ROOT / "build" / "nbgrader" / "bin"))
SCORES = """
import json
from nbgrader.api import Gradebook
with Gradebook("sqlite:///gradebook.db") as book:
    print(json.dumps({one.student.id: [one.score, one.max_score] for one in book.assignment_submissions("lesson")}))
"""


def run(course, *command):
    """Run a program of nbgrader's environment; notebooks run in this environment's kernel, the learners' own."""
    kernels = course / "jupyter" / "kernels" / "python3"
    kernels.mkdir(parents=True, exist_ok=True)
    (kernels / "kernel.json").write_text(
        json.dumps(
            {
                "argv": [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"],
                "display_name": "Python 3",
                "language": "python",
            }
        )
    )
    environment = os.environ | {
        "JUPYTER_PATH": str(course / "jupyter"),
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    done = subprocess.run(
        [BIN / command[0], *command[1:]], cwd=course, env=environment, capture_output=True, text=True, timeout=900
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


def test_nbgrader_has_a_lock_of_its_own_and_learners_do_not_get_it():
    """Its environment adds to the learners' versions and changes none; it leaves out what only Keras needs."""
    learners, teachers = (
        (ROOT / f"requirements{name}.lock").read_text(encoding="utf-8") for name in ("", "-coursework")
    )
    pins = [dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE)) for text in (learners, teachers)]
    shared = pins[0].keys() & pins[1].keys()
    assert {"numpy", "jupyter-client", "ipython"} <= shared and {"keras", "nbgrader"}.isdisjoint(shared)
    assert "nbgrader" in pins[1] and all(pins[0][name] == pins[1][name] for name in shared)
    for recipe in ("requirements.lock", "environment.yml", "binder/environment.yml"):
        assert "nbgrader" not in (ROOT / recipe).read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_stock_nbgrader_gives_the_points_that_the_grader_gives(tmp_path, path):
    """Right, wrong and no work in one class. Partial credit is among the wrong work of most lessons."""
    assignment = read_assignment(path)
    shutil.copyfile(ROOT / "docs" / "nbgrader_config.py", tmp_path / "nbgrader_config.py")
    (tmp_path / "source" / "lesson").mkdir(parents=True)
    shutil.copyfile(path, tmp_path / "source" / "lesson" / path.name)
    run(tmp_path, "nbgrader", "generate_assignment", "lesson")
    released = nbformat.read(tmp_path / "release" / "lesson" / path.name, as_version=4)
    assert "solution" not in map(cell_role, released.cells) and "_solution" not in nbformat.writes(released)
    known = {one.number: wrong_work(one, assignment.exercises[one.number]) for one in assignment.notebook_exercises}
    classes = {
        "right": (reference_attempts(assignment), assignment.maximum),
        "none": ({}, 0),
        "wrong": (
            {number: answers[0][0] for number, answers in known.items()},
            sum(answers[0][1] for answers in known.values()),
        ),
    }
    for student, (attempts, _) in classes.items():
        notebook = copy.deepcopy(released)
        for number, source in attempts.items():
            cell_of(notebook, number).source = source
        folder = tmp_path / "submitted" / student / "lesson"
        folder.mkdir(parents=True)
        nbformat.write(notebook, folder / path.name)
    run(tmp_path, "nbgrader", "autograde", "lesson")
    scores = json.loads(run(tmp_path, "python", "-c", SCORES))
    assert scores == {student: [points, assignment.maximum] for student, (_, points) in classes.items()}
    with make_grading_rules(7, Limits()) as rules:
        for student, (points, _) in scores.items():
            notebook = tmp_path / "submitted" / student / "lesson" / path.name
            assert grade_submission(notebook, student, assignment, rules).points == points
