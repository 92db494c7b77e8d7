"""Lesson 3 in a real JupyterLab: it runs, its numbers are on the page, and its checks answer what is typed."""

import re
from pathlib import Path

import nbformat
import pytest
from browser.test_explorer import Live, wait_for
from pictures import numbers_at

from rnnlab.drawing import number
from rnnlab.lessons.batching_explorer import CELL, Sheet, explore_batch
from rnnlab.rnn import forward

pytestmark = pytest.mark.browser

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "03_multi_sample_batching.ipynb"
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
    for words, name in {"draw_times(sizes": "figure", "explore_batch(": "explorer"}.items():
        lesson.screenshot(f"lesson-03-{theme}-{name}", of=lesson.cell(place_of(words)).locator(".jp-OutputArea"))
    for place in range(0, len(CELLS), 4):
        lesson.cell(place)
        lesson.screenshot(f"lesson-03-{theme}-{place:02d}")


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    for place, cell in enumerate(CELLS):
        if cell.cell_type == "code" and stored_text(cell):
            wait_for(lambda: squeeze(stored_text(cell)) in squeeze(lesson.output(place)))
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    check_live_figure(lesson)
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
    lesson.run_cell(PLACES["l03-code-01"])
    head = "def my_batch_states(X, h0, Wx, Wh, bh):\n    h, H = h0, []\n    "
    line = "h = np.tanh({} @ Wx + h @ Wh + bh)\n        H.append(h)\n    return np.stack(H, axis={})"
    right = head + "for t in range(X.shape[1]):\n        " + line.format("X[:, t]", 1)
    assert "Exercise 3.1: correct · 2 of 2 points" in answer(lesson, "3.1", right)
    said = answer(lesson, "3.1", head + "for t in range(X.shape[1]):\n        " + line.format("X[:, t]", 0))
    assert "Exercise 3.1: not yet · 0 of 2 points" in said and "This is time-major" in said
    assert "The loop runs over samples." in answer(lesson, "3.1", head + "for x in X:\n        " + line.format("x", 1))
    assert lesson.errors == []


def check_live_figure(lesson):
    """It has its alternative text, and is not saved."""
    image = lesson.cell(place_of("draw_times(sizes")).locator("img")
    assert image.get_attribute("alt").startswith("Seconds for the whole batch against N")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 700
    # Saved, it is a sentence: times are nobody else's
    lesson.save()
    cell = nbformat.read(lesson.lab.folder / LESSON.name, 4).cells[place_of("draw_times(sizes")]
    assert "image/png" not in str(cell.outputs) and "Run this cell to draw" in str(cell.outputs)


EXAMPLE = """
import numpy as np
from rnnlab.rnn import Weights
rng = np.random.default_rng(3)
X = rng.normal(size=(3, 10, 3))
weights = Weights(rng.normal(0, 0.6, (3, 5)), rng.normal(0, 0.6, (5, 5)), rng.normal(0, 0.6, 5))
"""


def test_the_explorer_by_keyboard_shows_what_forward_computes(open_notebook, lab):
    names = {}
    exec(EXAMPLE, names)
    X, weights = names["X"], names["weights"]
    lab.write("batch.ipynb", [EXAMPLE + "from rnnlab.lessons.batching_explorer import explore_batch\n"
                              "explorer = explore_batch(X, weights)\nexplorer"])
    page = open_notebook("batch.ipynb")
    page.run_all()
    live, sheet, H = Live(page.cell(0)), Sheet(X, weights, "tanh", None), forward(X, weights)
    x, y, columns = sheet.rows()[-1]
    for keys, sample, t in ((["Home"], 0, 0), (["Home", "ArrowRight"], 1, 1), (["End"], 2, 9)):
        live.press("sample n", *keys)
        live.press("index t of the step", *keys)
        shown = numbers_at(live.svg, x, y, 3, columns, CELL)
        assert shown == [[number(value) for value in row] for row in H[:, t]]
        assert live.says == explore_batch(X, weights).says(sample=sample, t=t)
        wait_for(lambda: page.python("print(explorer.values)") == str({"sample": sample, "t": t}))
    assert page.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_explorer(open_notebook, lab, theme):
    lab.write("axe-batch.ipynb", [EXAMPLE + "from rnnlab.lessons.batching_explorer import explore_batch\n"
                                  "explore_batch(X, weights)"])
    page = open_notebook("axe-batch.ipynb", theme=theme)
    page.run_all()
    Live(page.cell(0))
    assert page.axe(".rnnlab-explorer") == []


def test_a_page_never_run_has_its_picture(lesson):
    image = lesson.cell(place_of("explore_batch(")).locator(".jp-RenderedMarkdown img")
    assert len(image.get_attribute("alt")) > 100
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 600
    lesson.screenshot("lesson-03-never-run")
    assert "Run this cell to draw the figure" in lesson.output(place_of("draw_times(sizes"))
