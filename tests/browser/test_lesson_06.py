"""Lesson 6 in a real JupyterLab: it runs, its checks answer, and its explorer follows the keys."""

import re
from pathlib import Path

import nbformat
import pytest
from browser.test_explorer import Live, wait_for
from pictures import numbers_at, words

from rnnlab.drawing import number
from rnnlab.lessons.embeddings_explorer import HIGH, LEFT, REST, TABLE_Y, WIDE
from rnnlab.rnn import Weights, forward

pytestmark = pytest.mark.browser

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "06_embeddings.ipynb"
CELLS = nbformat.read(LESSON, as_version=4).cells
PLACES = {cell.id: place for place, cell in enumerate(CELLS)}
TRAINING = """
import numpy as np
from rnnlab.lessons.adding import DIGITS, SUMS, draw_networks
from rnnlab.rnn import Weights
from rnnlab.train import fit_embedding
histories = {}
for U in (1.0, -1.0):
    start = Weights(*(array[0] for array in draw_networks(1, U, D=2, seed=6)[:3]))
    table = np.random.default_rng(6).uniform(-0.05, 0.05, (10, 2))
    histories[f"from {U:g}"] = fit_embedding(DIGITS, SUMS[:, None], table, start, "linear", learning_rate=0.05,
                                             updates=300, sample_every=50)[2]
"""
EXPLORER = TRAINING + """
from rnnlab.lessons.embeddings_explorer import explore_embedding
explorer = explore_embedding(histories)
explorer"""


@pytest.fixture
def lesson(open_notebook, lab):
    lab.copy(LESSON)
    return open_notebook(LESSON.name)


def place_of(words_):
    """The first code cell with these words in its source."""
    return next(place for place, cell in enumerate(CELLS) if cell.cell_type == "code" and words_ in cell.source)


def stored_text(cell):
    """What a cell has printed, as it is stored."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def photograph(lesson, theme):
    """Screenshots of every screen, to be looked at."""
    lesson.theme(theme)
    for words_, name in {"LiveFigure(": "figure", "explore_embedding(": "explorer"}.items():
        lesson.screenshot(f"lesson-06-{theme}-{name}", of=lesson.cell(place_of(words_)).locator(".jp-OutputArea"))
    for place in range(0, len(CELLS), 4):
        lesson.cell(place)
        lesson.screenshot(f"lesson-06-{theme}-{place:02d}")


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    for place, cell in enumerate(CELLS):
        if cell.cell_type == "code" and stored_text(cell):
            wait_for(lambda: squeeze(stored_text(cell)) in squeeze(lesson.output(place)))
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    image = lesson.cell(place_of("LiveFigure(")).locator("img")
    assert image.get_attribute("alt").startswith("Microseconds for 100 words")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 700
    for theme in ("light", "dark"):
        photograph(lesson, theme)
    assert lesson.errors == []


def answer(lesson, exercise, source):
    """Write an attempt, run it and its check, and return what the check says."""
    attempt, check = (PLACES[f"exercise-{exercise.replace('.', '-')}-{role}"] for role in ("attempt", "check"))
    lesson.set_source(attempt, source)
    lesson.run_cell(attempt)
    lesson.run_cell(check)
    return lesson.output(check)


def test_checks_answer_what_is_written(lesson):
    lesson.run_cell(PLACES["l06-code-01"])
    lesson.run_cell(place_of("import GIVEN_B"))
    loop = ("def my_predict(digits, E, W, U, b):\n    h = 0\n    for t in range(digits.shape[1]):\n        h = {}\n"
            "    return h")
    right = loop.format("E[digits[:, t]] @ W + U * h + b")
    assert "Exercise 6.1: correct · 2 of 2 points" in answer(lesson, "6.1", right)
    assert "The bias is missing." in answer(lesson, "6.1", loop.format("E[digits[:, t]] @ W + U * h"))
    head = "def my_table_gradient(digits, dX, V):\n    dE = np.zeros((V, dX.shape[-1]))\n    {}\n    return dE"
    assert "Exercise 6.2: correct" in answer(lesson, "6.2", head.format("np.add.at(dE, digits, dX)"))
    assert "Repeats are lost." in answer(lesson, "6.2", head.format("dE[digits] += dX"))
    said = answer(lesson, "6.3", "with_table, without_table, row_of_seven = 81568, 160000, 3")
    assert "Exercise 6.3: partly correct · 1 of 3 points" in said and "A table knows no neighbours." in said
    assert "The table is as it was." in answer(lesson, "6.4", "readable_E, readable_W = GIVEN_E, [1, 0]")
    assert lesson.errors == []


@pytest.fixture(scope="module")
def histories():
    names = {}
    exec(TRAINING, names)
    return names["histories"]


def test_the_explorer_by_keyboard_shows_what_forward_computes(open_notebook, lab, histories):
    lab.write("embedding.ipynb", [EXPLORER])
    page = open_notebook("embedding.ipynb")
    page.run_all()
    live = Live(page.cell(0))

    def on_page(run, updates, digit):
        index = list(histories[run].updates).index(updates)
        E = histories[run].embedding[index]
        weights = Weights(*(array if array is None else array[index] for array in histories[run].path))
        states = [number(h) for h in forward(E[[[digit, *REST]]], weights, "linear")[0, :, 0]]
        wait_for(lambda: page.python("print(explorer.values)") == str({"run": run, "updates": updates, "digit": digit}))
        table = numbers_at(live.svg, LEFT, TABLE_Y, 10, 2, (WIDE, HIGH))
        assert table == [[number(value) for value in row] for row in E]
        assert all(state in words(live.svg) for state in states)
        assert f"the states are {', '.join(states)};" in live.says

    for key, updates, digit in (("Home", 0, 0), ("End", 300, 9)):
        live.press("updates", key)
        live.press("digit", key)
        on_page("from 1", updates, digit)
    live.press("digit", "ArrowLeft", "ArrowLeft")
    live.control("network").select_option("from -1")
    on_page("from -1", 300, 7)
    live.root.get_by_role("button", name="Follow the digit 2").click()
    on_page("from -1", 300, 2)
    assert page.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_explorer(open_notebook, lab, theme):
    lab.write("axe-embedding.ipynb", [EXPLORER])
    page = open_notebook("axe-embedding.ipynb", theme=theme)
    page.run_all()
    Live(page.cell(0))
    assert page.axe(".rnnlab-explorer") == []
