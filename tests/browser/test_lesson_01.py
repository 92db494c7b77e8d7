"""Lesson 1 in a real JupyterLab: it runs, its numbers are on the page, and its checks answer what is typed."""

import re
from pathlib import Path

import nbformat
import pytest
from browser.test_explorer import wait_for

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


def photograph(lesson, theme):
    """Screenshots of every screen, to be looked at."""
    lesson.theme(theme)
    for words, name in {"explore_shapes()": "explorer"}.items():
        lesson.screenshot(f"lesson-01-{theme}-{name}", of=lesson.cell(place_of(words)).locator(".jp-OutputArea"))
    for place in range(0, len(CELLS), 4):
        lesson.cell(place)
        lesson.screenshot(f"lesson-01-{theme}-{place:02d}")


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    for place, cell in enumerate(CELLS):
        if cell.cell_type == "code" and stored_text(cell):
            wait_for(lambda: squeeze(stored_text(cell)) in squeeze(lesson.output(place)))
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    for theme in ("light", "dark"):
        photograph(lesson, theme)
    assert lesson.errors == []


def answer(lesson, number, source):
    """Write an attempt, run it and its check, and return what the check says."""
    attempt, check = (PLACES[f"exercise-{number.replace('.', '-')}-{role}"] for role in ("attempt", "check"))
    lesson.set_source(attempt, source)
    lesson.run_cell(attempt)
    lesson.run_cell(check)
    return lesson.output(check)


def test_checks_answer_what_is_written(lesson):
    lesson.run_cell(PLACES["l01-code-01"])
    right = "def count_parameters(N, T, D, M, K):\n    return (D + M + 1) * M + (M + 1) * K"
    assert "Exercise 1.2: correct · 2 of 2 points" in answer(lesson, "1.2", right)
    said = answer(lesson, "1.2", "def count_parameters(N, T, D, M, K):\n    return D * M + M * M + M * K")
    assert "Exercise 1.2: not yet · 0 of 2 points" in said and "Both biases are missing." in said
    said = answer(lesson, "1.4", 'silent_call, how_many = "B", 10')
    assert "Exercise 1.4: not yet · 0 of 2 points" in said and "Call B stops with an error." in said
    assert lesson.errors == []


def test_a_page_never_run_has_its_picture(lesson):
    image = lesson.cell(place_of("explore_shapes()")).locator(".jp-RenderedMarkdown img")
    assert len(image.get_attribute("alt")) > 100
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
    lesson.screenshot("lesson-01-never-run")
