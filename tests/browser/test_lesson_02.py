"""Lesson 2 in a real JupyterLab: it runs, its numbers are on the page, and its checks answer what is typed."""

import re
from pathlib import Path

import nbformat
import pytest

pytestmark = pytest.mark.browser

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "02_manual_forward_pass.ipynb"
CELLS = nbformat.read(LESSON, as_version=4).cells
PLACES = {cell.id: place for place, cell in enumerate(CELLS)}


@pytest.fixture
def lesson(open_notebook, lab):
    lab.copy(LESSON)
    return open_notebook(LESSON.name)


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


def test_checks_answer_what_is_typed(lesson):
    lesson.run_all()
    attempt, check = PLACES["exercise-2-1-attempt"], PLACES["exercise-2-1-check"]
    assert "Exercise 2.1: not attempted yet · 0 of 2 points" in lesson.output(check)

    type_and_check(lesson, attempt, check, "def my_step(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + h @ Wh + bh)")
    assert "Exercise 2.1: correct · 2 of 2 points" in lesson.output(check)
    lesson.screenshot("lesson-02-correct")

    type_and_check(lesson, attempt, check, "def my_step(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + bh)")
    assert "Exercise 2.1: not yet · 0 of 2 points" in lesson.output(check)
    assert "The recurrence is missing." in lesson.output(check)

    hint = lesson.cell(check).locator("details")
    assert "Three terms are added" not in lesson.output(check)
    hint.locator("summary").click()
    assert "Three terms are added" in lesson.output(check)
    lesson.screenshot("lesson-02-diagnosis")
    assert lesson.errors == []


def type_and_check(lesson, attempt, check, source):
    """Type into the attempt's editor as a reader does, run it, and run its check."""
    lesson.cell(attempt).locator(".cm-content").click()
    lesson.page.keyboard.press("Control+A")
    lesson.page.keyboard.press("Delete")
    for number, line in enumerate(source.split("\n")):
        if number:
            lesson.page.keyboard.press("Enter")
            lesson.page.keyboard.press("Home")
        lesson.page.keyboard.type(line)
    lesson.run_cell(attempt)
    lesson.run_cell(check)


def test_a_prediction_is_not_on_the_page_until_its_cell_is_run(lesson):
    place = next(place for place, cell in enumerate(CELLS) if "reveal(zeros_predicted" in cell.source)
    assert "The answer is" not in lesson.output(place)
    lesson.set_source(place - 1, "zeros_predicted = 2")
    for cell in (1, place - 1, place):
        lesson.run_cell(cell)
    assert "You predicted 2. The answer is 1." in lesson.output(place)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(lesson, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorer."""
    lesson.theme(theme)
    lesson.run_all()
    for place in range(0, len(CELLS), 4):
        lesson.cell(place)
        lesson.screenshot(f"lesson-02-{theme}-{place:02d}")
