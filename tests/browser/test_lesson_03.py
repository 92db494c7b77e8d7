"""Lesson 3 in a real JupyterLab: it runs, its numbers are on the page, and its checks answer what is typed."""

import nbformat
import pytest

from rnnlab.lessons.lesson_03_batching.explorer import CELL, BatchExplorer, explore_batch
from rnnlab.network.forward import forward
from rnnlab.pictures.primitives import format_number
from tests.helpers.browser.explorer_cells import BATCH, BATCH_EXAMPLE
from tests.helpers.browser.lesson_page import check_image
from tests.helpers.browser.live_explorer import Live, wait_for
from tests.helpers.svg_checks import numbers_at

pytestmark = pytest.mark.browser

LESSON = "03_multi_sample_batching"
FIGURE = "draw_times(sizes"


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    lesson.check_stored_numbers()
    check_live_figure(lesson)
    for theme in ("light", "dark"):
        lesson.photograph(theme, {FIGURE: "figure", "explore_batch(": "explorer"})
    assert lesson.errors == []


def test_checks_answer_what_is_written(lesson):
    lesson.run("l03-code-01")
    head = "def my_batch_states(X, h0, Wx, Wh, bh):\n    h, H = h0, []\n    "
    line = "h = np.tanh({} @ Wx + h @ Wh + bh)\n        H.append(h)\n    return np.stack(H, axis={})"
    right = head + "for t in range(X.shape[1]):\n        " + line.format("X[:, t]", 1)
    assert "Exercise 3.1: correct · 2 of 2 points" in lesson.answer("3.1", right)
    said = lesson.answer("3.1", head + "for t in range(X.shape[1]):\n        " + line.format("X[:, t]", 0))
    assert "Exercise 3.1: not yet · 0 of 2 points" in said and "This is time-major" in said
    said = lesson.answer("3.1", head + "for x in X:\n        " + line.format("x", 1))
    assert "Each round takes a sample, not a step." in said
    assert lesson.errors == []


def check_live_figure(lesson):
    """It has its alternative text, and is not saved."""
    check_image(lesson.cell_with(FIGURE).locator("img"), alt="Seconds for the whole batch against N", width=299)
    # Saved, it is a sentence: times are nobody else's
    lesson.save()
    cell = nbformat.read(lesson.lab.folder / lesson.name, 4).cells[lesson.place_of(FIGURE)]
    assert "image/png" not in str(cell.outputs) and "Run this cell to draw" in str(cell.outputs)


def test_the_explorer_by_keyboard_shows_what_forward_computes(run_cells):
    names = {}
    exec(BATCH_EXAMPLE, names)
    X, weights = names["X"], names["weights"]
    page = run_cells(BATCH)
    live, sheet, H = Live(page.cell(0)), BatchExplorer(X, weights, "tanh", None), forward(X, weights)
    x, y, columns = sheet.rows()[-1]
    for keys, sample, t in ((["Home"], 0, 0), (["Home", "ArrowRight"], 1, 1), (["End"], 2, 9)):
        live.press("sample n", *keys)
        live.press("index t of the step", *keys)
        shown = numbers_at(live.svg, x, y, 3, columns, CELL)
        assert shown == [[format_number(value) for value in row] for row in H[:, t]]
        assert live.caption == explore_batch(X, weights).caption(sample=sample, t=t)
        wait_for(lambda: page.python("print(explorer.values)") == str({"sample": sample, "t": t}))
    assert page.errors == []


def test_a_page_never_run_has_its_picture(lesson):
    check_image(lesson.stored_image("explore_batch("), alt=100)
    lesson.screenshot("lesson-03-never-run")
    wait_for(lambda: "Run this cell to draw the figure" in lesson.output(lesson.place_of(FIGURE)))
