"""Lesson 4 in a real JupyterLab: it runs, its explorer answers the keyboard, and its checks answer what is typed."""

import re
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.browser

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "04_sum_of_three.ipynb"
CELLS = nbformat.read(LESSON, as_version=4).cells
PLACES = {cell.id: place for place, cell in enumerate(CELLS)}
EXPLORER = next(place for place, cell in enumerate(CELLS) if "explore_landscape(rolls)" in cell.source)


@pytest.fixture
def lesson(open_notebook, lab):
    lab.copy(LESSON)
    return open_notebook(LESSON.name)


def stored_text(cell):
    """What a cell has printed, as it is stored."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def run_up_to(lesson, last):
    for place, cell in enumerate(CELLS[:last + 1]):
        if cell.cell_type == "code":
            lesson.run_cell(place)


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    for place, cell in enumerate(CELLS):
        if cell.cell_type == "code" and stored_text(cell):
            lesson.cell(place).locator(".jp-OutputArea-output:visible").first.wait_for()
            assert squeeze(stored_text(cell)) in squeeze(lesson.output(place))
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0

    attempt, check = PLACES["exercise-4-1-attempt"], PLACES["exercise-4-1-check"]
    assert "Exercise 4.1: not attempted yet · 0 of 2 points" in lesson.output(check)
    for body, answer in (("[W * U ** (T - 1 - t) for t in range(T)]", "Exercise 4.1: correct · 2 of 2 points"),
                         ("[W * U ** t for t in range(T)]", "The order is turned round.")):
        lesson.set_source(attempt, f"def my_shares(W, U, T):\n    return {body}")
        lesson.run_cell(attempt)
        lesson.run_cell(check)
        assert answer in lesson.output(check)
    assert lesson.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_explorer_by_keyboard(lesson, theme):
    lesson.theme(theme)
    run_up_to(lesson, EXPLORER)
    lesson.python("shown = explore_landscape(rolls)")
    explorer = lesson.cell(EXPLORER).locator(".rnnlab-explorer")
    explorer.wait_for()
    updates = explorer.get_by_role("slider", name="updates made")
    says = explorer.locator("[aria-live]")
    updates.focus()
    for stop in (10, 30, 100, 300, 1000, 3000):
        lesson.page.keyboard.press("ArrowRight")
        assert squeeze(says.inner_text()) == lesson.python(f"print(shown.says(updates={stop}))")
    lesson.screenshot(f"lesson-04-explorer-lost-{theme}", of=explorer)
    explorer.get_by_label("W starts at").select_option("−1.5")
    assert squeeze(says.inner_text()) == lesson.python("print(shown.says(updates=3000, W=-1.5))")
    assert "It adds" in says.inner_text()
    lesson.screenshot(f"lesson-04-explorer-saved-{theme}", of=explorer)
    explorer.get_by_label("U starts at").focus()
    lesson.page.keyboard.press("Home")
    assert squeeze(says.inner_text()) == lesson.python("print(shown.says(updates=3000, W=-1.5, U=-2))")
    assert lesson.axe(".rnnlab-explorer") == []
    assert lesson.errors == []


def test_the_derivation_unfolds_with_its_formulas(lesson):
    place = next(place for place, cell in enumerate(CELLS) if "<summary>Step 4 in full" in cell.source)
    cell = lesson.cell(place)
    formulas = cell.locator("details mjx-container")
    assert not any(formula.is_visible() for formula in formulas.all())
    cell.locator("summary").click()
    formulas.last.wait_for()
    assert formulas.count() > 10 and "$" not in cell.inner_text()
    lesson.screenshot("lesson-04-derivation", of=cell)
    assert lesson.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(lesson, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorer."""
    lesson.theme(theme)
    lesson.run_all()
    for place in range(0, len(CELLS), 3):
        lesson.cell(place)
        lesson.screenshot(f"lesson-04-{theme}-{place:02d}")
