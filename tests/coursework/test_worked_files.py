"""The newest notebook that somebody has worked on comes before a newer one that is as it was given out."""

import os

import nbformat
import pytest

from rnnlab.coursework import worked_files as module
from rnnlab.coursework.assignment import read_assignment
from rnnlab.coursework.worked_files import worked_files
from rnnlab.notebook_tools.files import read_notebook, write_notebook
from tests.helpers.students import LESSON_2, PARTLY, RIGHT, cell_of, collect_from, hand_in, solved_notebook

NAME = f"{LESSON_2.name}.ipynb"
WORKED = {
    "all": solved_notebook(RIGHT),
    "some": solved_notebook(PARTLY),
    "a fault": solved_notebook({"2.1": "def my_step(x, h, Wx, Wh, bh)\n    return 0"}),
    "a class's": solved_notebook(RIGHT, read_assignment(LESSON_2.path, 7)),
}
BLANK = {
    "the release": solved_notebook({}),
    "the lesson with its solutions": read_notebook(LESSON_2.path),
    "another class's release": solved_notebook({}, read_assignment(LESSON_2.path, 7)),
    "another lesson's": nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1")]),
}


def test_what_is_as_it_was_given_out_is_not_worked_on(tmp_path):
    respelled = solved_notebook({})
    cell = cell_of(respelled, "2.1")
    cell.source = f"{cell.source}  \n\n# to do"
    paths = {
        hand_in(notebook, tmp_path / f"{name}.ipynb"): name in WORKED
        for name, notebook in {**WORKED, **BLANK, "respelled": respelled}.items()
    }
    for content in (b"", b"[[[", b"{}", b"\xff\xfe", b'{"nbformat": 4, "cells": 7}'):
        path = tmp_path / f"broken {len(paths)}.ipynb"
        path.write_bytes(content)
        paths[path] = False
    (tmp_path / "link.ipynb").symlink_to("/dev/zero")
    paths[tmp_path / "link.ipynb"] = False
    assert worked_files(paths, LESSON_2) == {path for path, worked in paths.items() if worked}


@pytest.mark.parametrize(
    "blank, worked",
    [
        (NAME, f"{LESSON_2.name} (1).ipynb"),
        (NAME, f"{LESSON_2.name} - Kopie.ipynb"),
        (NAME, f"{LESSON_2.name}.IPYNB"),
        (NAME, f"{LESSON_2.name}.ipynb.txt"),
        (NAME, "my work.ipynb"),
        (f"{LESSON_2.name} (1).ipynb", NAME),
        (f"Attempt 2/{NAME}", f"Attempt 1/{NAME}"),
    ],
)
def test_the_worked_copy_beats_a_newer_blank_one(tmp_path, blank, worked):
    hand_in(solved_notebook(RIGHT), tmp_path / "anna" / worked)
    hand_in(solved_notebook({}), tmp_path / "anna" / blank)
    os.utime(tmp_path / "anna" / worked, (1e9, 1e9))
    (anna,) = collect_from(tmp_path, find_worked=lambda paths: worked_files(paths, LESSON_2)).submissions
    assert anna.path == tmp_path / "anna" / worked
    assert anna.notes == (f"2 files fit, the newest that somebody has worked on was taken: {anna.path.name}",)


def test_a_notebook_that_takes_long_to_read_is_left(tmp_path, monkeypatch):
    def endless(path):
        while True:
            pass

    path = hand_in(solved_notebook(RIGHT), tmp_path / NAME)
    monkeypatch.setattr(module, "READ_SECONDS", 0.2)
    monkeypatch.setattr(module, "read_cells", endless)
    assert module._is_worked(path, frozenset(), frozenset()) is False


def test_of_two_worked_ones_the_newest(tmp_path):
    for place, name in enumerate((NAME, f"{LESSON_2.name} (1).ipynb", f"{LESSON_2.name} (2).ipynb")):
        write_notebook(solved_notebook(RIGHT if place else {}), tmp_path / name)
        os.utime(tmp_path / name, (1e9 + place, 1e9 + place))
    os.renames(tmp_path, tmp_path.parent / "class" / "anna")
    (anna,) = collect_from(
        tmp_path.parent / "class", find_worked=lambda paths: worked_files(paths, LESSON_2)
    ).submissions
    assert anna.path.name == f"{LESSON_2.name} (2).ipynb" and "the newest was taken" in anna.notes[0]
