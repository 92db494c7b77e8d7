"""Lesson 4 in a real JupyterLab: it runs, its explorer answers the keyboard, and its checks answer what is typed."""

import pytest

from tests.helpers.browser.lesson_page import squeeze
from tests.helpers.browser.live_explorer import Live

pytestmark = pytest.mark.browser

LESSON = "04_sum_of_three"
EXPLORER = "explore_landscape(rolls)"


def test_the_slope_of_the_curve_unfolds_with_its_formulas(lesson):
    cell = lesson.cell(lesson.place_of("<summary>Its slope", kind="markdown"))
    formulas = cell.locator("details mjx-container")
    assert not any(formula.is_visible() for formula in formulas.all())
    cell.locator("summary").click()
    formulas.last.wait_for()
    assert formulas.count() == 5 and "$" not in cell.inner_text()
    lesson.screenshot("lesson-04-slope-of-the-curve", of=cell)
    assert lesson.errors == []


def test_it_runs_and_shows_the_stored_numbers(executed):
    executed.check_stored_numbers()
    assert executed.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(executed, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorer."""
    executed.photograph(theme, every=3)


def test_checks_answer_what_is_written(executed):
    assert "Exercise 4.1: not attempted yet · 0 of 2 points" in executed.output(executed.attempt_and_check("4.1")[1])
    shares = "def my_factors(W, U, T):\n    return [W * {} for t in range(T)]"
    assert "Exercise 4.1: correct · 2 of 2 points" in executed.answer("4.1", shares.format("U ** (T - 1 - t)"))
    assert "The order is reversed." in executed.answer("4.1", shares.format("U ** t"))
    assert executed.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_explorer_by_keyboard(executed, theme):
    executed.theme(theme)
    executed.run(EXPLORER)
    executed.python("shown = explore_landscape(rolls)")
    live = Live(executed.cell_with(EXPLORER))

    def caption(**values):
        assert squeeze(live.caption) == executed.python(f"print(shown.caption(**{values}))")
    for updates in (10, 30, 100, 300, 1000, 3000):
        live.press("updates made", "ArrowRight")
        caption(updates=updates)
    executed.screenshot(f"lesson-04-explorer-lost-{theme}", of=live.root)
    live.control("W starts at").select_option("−1.5")
    caption(updates=3000, W=-1.5)
    assert "It adds" in live.caption
    executed.screenshot(f"lesson-04-explorer-saved-{theme}", of=live.root)
    live.press("U starts at", "Home")
    caption(updates=3000, W=-1.5, U=-2)
    assert executed.axe(".rnnlab-explorer") == []
    assert executed.errors == []
