"""Lesson 5 in a real JupyterLab: it runs, its checks answer, and its explorer follows the keys."""

import re
from pathlib import Path

import nbformat
import pytest
from browser.test_explorer import Live, wait_for
from pictures import words

from rnnlab.drawing import number
from rnnlab.lessons.adding import ONE_HOT, ONE_HOT_B, ONE_HOT_W, SHOWN, predict_digits
from rnnlab.lessons.one_hot_explorer import KEEP

pytestmark = pytest.mark.browser

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "05_one_hot.ipynb"
CELLS = nbformat.read(LESSON, as_version=4).cells
PLACES = {cell.id: place for place, cell in enumerate(CELLS)}
EXPLORER = """
from rnnlab.lessons.adding import ONE_HOT, ONE_HOT_B, ONE_HOT_W
from rnnlab.lessons.one_hot_explorer import explore_freedom
explorer = explore_freedom({"published": (ONE_HOT_W, ONE_HOT.U, ONE_HOT_B)})
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
    for words_, name in {"explore_freedom(": "explorer", "show_runs(": "runs"}.items():
        lesson.screenshot(f"lesson-05-{theme}-{name}", of=lesson.cell(place_of(words_)).locator(".jp-OutputArea"))
    for place in range(0, len(CELLS), 4):
        lesson.cell(place)
        lesson.screenshot(f"lesson-05-{theme}-{place:02d}")


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


def answer(lesson, exercise, source):
    """Write an attempt, run it and its check, and return what the check says."""
    attempt, check = (PLACES[f"exercise-{exercise.replace('.', '-')}-{role}"] for role in ("attempt", "check"))
    lesson.set_source(attempt, source)
    lesson.run_cell(attempt)
    lesson.run_cell(check)
    return lesson.output(check)


def test_checks_answer_what_is_written(lesson):
    lesson.run_cell(PLACES["l05-code-01"])
    lesson.run_cell(place_of("explore_freedom("))
    head = "def my_one_hot(digits, depth):\n    return "
    assert "Exercise 5.1: correct · 2 of 2 points" in answer(lesson, "5.1", head + "np.eye(depth)[digits]")
    assert "You count places from 1." in answer(lesson, "5.1", head + "np.eye(depth)[digits - 1]")
    said = answer(lesson, "5.2", "input_shape, parameters = (100, 12), 272")
    assert "One axis is missing." in said and "The bias is missing" in said
    said = answer(lesson, "5.3", "other_W, other_b = ONE_HOT_W, 0")
    assert "Exercise 5.3: partly correct · 1 of 2 points" in said and "W is as it was." in said
    assert "Exercise 5.4: correct" in answer(lesson, "5.4", 'comparable, suspect = "AC", 3')
    assert lesson.errors == []


def test_the_explorer_by_keyboard_shows_what_the_unit_answers(open_notebook, lab):
    lab.write("freedom.ipynb", [EXPLORER])
    page = open_notebook("freedom.ipynb")
    page.run_all()
    live = Live(page.cell(0))
    slider = "c, what each row of W gains"
    moves = {"End": 3.0, "Home": -3.0}
    still = [number(value) for value in predict_digits(SHOWN, ONE_HOT.values, ONE_HOT.U)]
    for keep in (False, True):
        if keep:
            live.press(KEEP, "Space")
        for key, c in moves.items():
            live.press(slider, key)
            wait_for(lambda: page.python("print(explorer.values)") == str({"c": c, "keep": keep}))
            W = ONE_HOT_W.astype(float) + c
            values = W + (ONE_HOT_B if keep else ONE_HOT_B - c)
            answers = [number(value) for value in predict_digits(SHOWN, values, float(ONE_HOT.U))]
            assert words(live.svg)[-5:] == answers and ", ".join(answers) in live.says
            assert (answers == still) is not keep
            assert all(number(value) in words(live.svg) for value in W)
    assert page.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_explorer(open_notebook, lab, theme):
    lab.write("axe-freedom.ipynb", [EXPLORER])
    page = open_notebook("axe-freedom.ipynb", theme=theme)
    page.run_all()
    Live(page.cell(0))
    assert page.axe(".rnnlab-explorer") == []
