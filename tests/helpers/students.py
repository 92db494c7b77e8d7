"""Students for the tests of coursework: notebooks as they come back from a class, and the class's grade sheet."""

import csv
from pathlib import Path

from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.class_folder import read_class_folder
from rnnlab.coursework.collect import collect
from rnnlab.coursework.grade_submission import grade_submission
from rnnlab.coursework.notebook_exercise import slug_of
from rnnlab.coursework.release import release
from rnnlab.coursework.tables import read_roster, read_times
from rnnlab.notebook_tools.files import write_notebook

LESSONS = sorted((Path(__file__).parents[2] / "notebooks").glob("0[1-8]_*.ipynb"))
LESSON_2 = read_assignment(next(path for path in LESSONS if path.name.startswith("02")))

RIGHT = {
    "2.1": "def my_step(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + h @ Wh + bh)",
    "2.2": "def my_states(X, h0, Wx, Wh, bh):\n    H = []\n    for x in X:\n"
    "        h0 = my_step(x, h0, Wx, Wh, bh)\n        H.append(h0)\n"
    "    return np.array(H)",
    "2.3": 'wrong_loop = "D"\nreason = 2',
    "2.4": "seeing_X = [[2, 2], [3, 3]]\nseeing_Wh = [[0.5, 1.0], [0.0, -0.5]]",
}
PARTLY = {
    "2.1": "def my_step(x, h, Wx, Wh, bh):\n    return np.tanh(Wx.T @ x + Wh.T @ h + bh)",
    "2.3": 'wrong_loop = "D"\nreason = 3',
}


def solved_notebook(attempts, assignment=LESSON_2):
    """The released notebook with these attempts (number to source) filled in."""
    notebook = release(assignment)
    for notebook_exercise in assignment.notebook_exercises:
        if notebook_exercise.number in attempts:
            cell_of(notebook, notebook_exercise.number).source = attempts[notebook_exercise.number]
    return notebook


def reference_attempts(assignment):
    """Number to source: every exercise as its author solves it."""
    return {
        notebook_exercise.number: notebook_exercise.reference for notebook_exercise in assignment.notebook_exercises
    }


def cell_of(notebook, number, kind="attempt"):
    grade_id = f"{slug_of(number)}-{kind}"
    return next(cell for cell in notebook.cells if cell.metadata.get("nbgrader", {}).get("grade_id") == grade_id)


def hand_in(notebook, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    write_notebook(notebook, path)
    return path


def grade(notebook, folder, rules, assignment=LESSON_2):
    """The Grade of one notebook."""
    return grade_submission(hand_in(notebook, folder / "student.ipynb"), "student", assignment, rules)


def points(grade):
    return [verdict["points"] for verdict in grade.verdicts]


def collect_from(folder, unpacked="/nowhere", lesson=LESSON_2.name, roster=None, times=None, extensions=None, **more):
    """What `collect` finds in the folder of a class. The tables are paths."""
    return collect(
        read_class_folder(folder, unpacked, [path.stem for path in LESSONS]),
        lesson,
        read_roster(roster),
        read_times(times, "submitted"),
        read_times(extensions, "until", end_of_day=True),
        **more,
    )


def grade_command(folder, *options, out="grades.csv"):
    """Arguments of the command line that grades the class in a folder's ``submitted``."""
    return ["grade", str(folder / "submitted"), "--out", str(folder / out), *map(str, options)]


def read_sheet(path):
    """The rows of a grade sheet by student."""
    with open(path, encoding="utf-8-sig", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}
