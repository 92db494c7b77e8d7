"""Lesson 5 in a real JupyterLab: it runs, its checks answer, and its explorer follows the keys."""

import pytest

from rnnlab.lessons.digit_sums import ONE_HOT, ONE_HOT_B, ONE_HOT_W, SHOWN_SEQUENCES, predict_digits
from rnnlab.lessons.lesson_05_one_hot.explorer import KEEP
from rnnlab.pictures.primitives import format_number
from tests.helpers.browser.explorer_cells import BIAS_SHIFT
from tests.helpers.browser.live_explorer import Live, wait_for
from tests.helpers.svg_checks import words

pytestmark = pytest.mark.browser

LESSON = "05_one_hot"


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    lesson.check_stored_numbers()
    for theme in ("light", "dark"):
        lesson.photograph(theme, {"explore_freedom(": "explorer", "show_runs(": "runs"})
    assert lesson.errors == []


def test_checks_answer_what_is_written(lesson):
    lesson.run("l05-code-01", "import ONE_HOT")
    head = "def my_one_hot(digits, depth):\n    return "
    assert "Exercise 5.1: correct · 2 of 2 points" in lesson.answer("5.1", head + "np.eye(depth)[digits]")
    assert "You count places from 1." in lesson.answer("5.1", head + "np.eye(depth)[digits - 1]")
    said = lesson.answer("5.2", "input_shape, parameters = (100, 12), 272")
    assert "One axis is missing." in said and "The bias is missing" in said
    said = lesson.answer("5.3", "other_W, other_b = ONE_HOT_W, 0")
    assert "Exercise 5.3: not yet · 0 of 2 points" in said and "W is as it was." in said
    assert "Exercise 5.4: correct" in lesson.answer("5.4", 'comparable, suspect = "AC", 3')
    assert lesson.errors == []


def test_the_explorer_by_keyboard_shows_what_the_unit_answers(run_cells):
    page = run_cells(BIAS_SHIFT)
    live = Live(page.cell(0))
    slider = "c, what each row of W gains"
    moves = {"End": 3.0, "Home": -3.0}
    still = [format_number(value) for value in predict_digits(SHOWN_SEQUENCES, ONE_HOT.values, ONE_HOT.U)]
    for keep in (False, True):
        if keep:
            live.press(KEEP, "Space")
        for key, c in moves.items():
            live.press(slider, key)
            wait_for(lambda: page.python("print(explorer.values)") == str({"c": c, "keep": keep}))
            W = ONE_HOT_W.astype(float) + c
            values = W + (ONE_HOT_B if keep else ONE_HOT_B - c)
            answers = [format_number(value) for value in predict_digits(SHOWN_SEQUENCES, values, float(ONE_HOT.U))]
            assert words(live.svg)[-5:] == answers and ", ".join(answers) in live.caption
            assert (answers == still) is not keep
            assert all(format_number(value) in words(live.svg) for value in values)
    assert page.errors == []


def test_the_seam_is_dragged(run_cells):
    page = run_cells(BIAS_SHIFT)
    live = Live(page.cell(0))
    places = live.root.locator('.rnnlab-picture [aria-label^="Move c"]')
    begin, end = (places.nth(index).bounding_box() for index in (6, 10))
    mouse = live.root.page.mouse
    mouse.move(begin["x"] + 3, begin["y"] + 9)
    assert page.python("print(explorer.values['c'])") == "0.0"
    mouse.down()
    mouse.move(end["x"] + 3, end["y"] + 9, steps=12)
    mouse.up()
    wait_for(lambda: page.python("print(explorer.values['c'])") == "2.0")
    mouse.move(begin["x"] + 3, begin["y"] + 9, steps=4)
    assert page.python("print(explorer.values['c'])") == "2.0"
    assert page.errors == []
