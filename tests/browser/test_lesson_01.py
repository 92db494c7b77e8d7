"""Lesson 1 in a real JupyterLab: it runs, its numbers are on the page, and its checks answer what is typed."""

import re
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.browser

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "01_shapes.ipynb"
CELLS = nbformat.read(LESSON, as_version=4).cells
PLACES = {cell.id: place for place, cell in enumerate(CELLS)}


@pytest.fixture
def lesson(open_notebook, lab):
    lab.copy(LESSON)
    return open_notebook(LESSON.name)


def place_of(words):
    """The first code cell with these words in its source."""
    return next(place for place, cell in enumerate(CELLS) if cell.cell_type == "code" and words in cell.source)


def stored_text(cell):
    """What a cell has printed, as it is stored."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    for place, cell in enumerate(CELLS):
        if cell.cell_type == "code" and stored_text(cell):
            lesson.cell(place).locator(".jp-OutputArea-output").first.wait_for()
            assert squeeze(stored_text(cell)) in squeeze(lesson.output(place))
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert lesson.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(lesson, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorer."""
    lesson.theme(theme)
    lesson.run_all()
    for words, name in {"explore_shapes()": "explorer"}.items():
        lesson.screenshot(f"lesson-01-{theme}-{name}", of=lesson.cell(place_of(words)).locator(".jp-OutputArea"))
    for place in range(0, len(CELLS), 4):
        lesson.cell(place)
        lesson.screenshot(f"lesson-01-{theme}-{place:02d}")
