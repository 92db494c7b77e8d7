"""Lesson 6 in a real JupyterLab: it runs, its checks answer, and its explorer follows the keys."""

import numpy as np
import pytest

from rnnlab.lessons.lesson_06_embeddings.explorer import FOLLOWING_DIGITS
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures.primitives import format_number
from tests.helpers.browser.explorer_cells import EMBEDDING, EMBEDDING_TRAINING
from tests.helpers.browser.lesson_page import check_image
from tests.helpers.browser.live_explorer import Live, wait_for
from tests.helpers.svg_checks import words

pytestmark = pytest.mark.browser

LESSON = "06_embeddings"


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    lesson.check_stored_numbers()
    check_image(lesson.cell_with("show_costs(").locator("img"), alt="Microseconds for 100 words", width=299)
    for theme in ("light", "dark"):
        lesson.photograph(theme, {"show_costs(": "figure", "explore_training(": "explorer"})
    assert lesson.errors == []


def test_checks_answer_what_is_written(lesson):
    lesson.run("l06-code-01", "import GIVEN_B")
    loop = ("def my_predict(digits, E, W, U, b):\n    h = 0\n    for t in range(digits.shape[1]):\n        h = {}\n"
            "    return h")
    right = loop.format("E[digits[:, t]] @ W + U * h + b")
    assert "Exercise 6.1: correct · 2 of 2 points" in lesson.answer("6.1", right)
    assert "The bias is missing." in lesson.answer("6.1", loop.format("E[digits[:, t]] @ W + U * h"))
    head = "def my_table_gradient(digits, dX, V):\n    dE = np.zeros((V, dX.shape[-1]))\n    {}\n    return dE"
    assert "Exercise 6.2: correct" in lesson.answer("6.2", head.format("np.add.at(dE, digits, dX)"))
    assert "Repeats are lost." in lesson.answer("6.2", head.format("dE[digits] += dX"))
    said = lesson.answer("6.3", "with_table, without_table, row_of_seven = 81568, 160000, 3")
    assert "Exercise 6.3: partly correct · 1 of 3 points" in said and "A table knows no neighbours." in said
    assert "The table is as it was." in lesson.answer("6.4", "readable_E, readable_W = GIVEN_E, [1, 0]")
    assert lesson.errors == []


@pytest.fixture(scope="module")
def histories():
    names = {}
    exec(EMBEDDING_TRAINING, names)
    return names["histories"]


def test_the_explorer_by_keyboard_shows_what_forward_computes(run_cells, histories):
    page = run_cells(EMBEDDING)
    live = Live(page.cell(0))

    def on_page(run, updates, digit, slide=0.0):
        index = list(histories[run].updates).index(updates)
        E = histories[run].embedding[index]
        weights = Weights(*(array if array is None else array[index] for array in histories[run].path))
        states = [format_number(h) for h in forward(E[[[digit, *FOLLOWING_DIGITS]]], weights, "linear")[0, :, 0]]
        values = {"run": run, "updates": updates, "digit": digit, "slide": slide}
        wait_for(lambda: page.python("print(explorer.values)") == str(values))
        W = weights.Wx[:, 0]
        row = E[digit] + slide * np.array([-W[1], W[0]]) / np.linalg.norm(W)
        assert "   and   ".join(map(format_number, row)) in words(live.svg)
        assert all(state in words(live.svg) for state in states)
        assert f"the states are {', '.join(states)};" in live.caption

    for key, updates, digit in (("Home", 0, 0), ("End", 300, 9)):
        live.press("updates", key)
        live.press("digit", key)
        on_page("from 1", updates, digit)
    live.press("digit", "ArrowLeft", "ArrowLeft")
    live.control("network").select_option("from -1")
    on_page("from -1", 300, 7)
    live.press("slide it along its line", "End")
    on_page("from -1", 300, 7, 1.0)
    live.root.get_by_role("button", name="Slide it by −0.5").click()
    on_page("from -1", 300, 7, -0.5)
    live.root.get_by_role("button", name="Pick the digit 9").click()
    on_page("from -1", 300, 9, -0.5)
    assert page.errors == []
