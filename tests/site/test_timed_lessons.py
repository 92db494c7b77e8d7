"""Lessons that measure time are executed alone."""

import asyncio
from pathlib import Path

import nbformat
import pytest

from rnnlab.notebook_tools.files import read_notebook
from rnnlab.site import builder
from rnnlab.site.timed_lessons import measures_time

TIMED = "from rnnlab.lessons.lesson_03_batching import seconds"


def notebook_of(source):
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# A question?"),
                                           nbformat.v4.new_code_cell(source)])


@pytest.mark.parametrize("source, timed", [
    ("from timeit import repeat", True), ("import time", True), (TIMED, True), ("import numpy as np\ntime = 3", False),
    ("from rnnlab.lessons.lesson_01_shapes import check", False)])
def test_a_clock_is_found_in_the_notebook_or_in_its_lessons_folder(source, timed):
    assert measures_time(notebook_of(source)) == timed


def test_which_lessons_do():
    timed = [path.name[:2] for path in sorted(Path("notebooks").glob("0*.ipynb")) if measures_time(read_notebook(path))]
    assert timed == ["03", "06"]


def test_they_are_executed_alone(tmp_path, monkeypatch):
    running, seen = set(), {}

    async def watched(path, stored):
        running.add(path.stem)
        await asyncio.sleep(0.01)
        seen[path.stem] = set(running)
        running.remove(path.stem)
        return read_notebook(path)

    monkeypatch.setattr(builder, "execute_lesson", watched)
    paths = [tmp_path / f"{name}.ipynb" for name in "abcd"]
    for path in paths:
        nbformat.write(notebook_of(TIMED if path.stem in "ac" else "x = 1"), path)
    lessons = asyncio.run(builder._execute_lessons(paths, jobs=4, stored=False))
    assert seen == {"a": {"a"}, "b": {"b", "d"}, "c": {"c"}, "d": {"d"}} and len(lessons) == 4
