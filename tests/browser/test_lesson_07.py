"""Lesson 7 in a real JupyterLab: it runs, its explorer goes back through time by keyboard, its checks answer."""

import re
from pathlib import Path

import nbformat
import pytest
from browser.test_explorer import Live, wait_for
from pictures import words

from rnnlab.lessons.far_back_explorer import explore_far_back
from rnnlab.lessons.scalar_bptt_explorer import explore_bptt

pytestmark = pytest.mark.browser

LESSON = Path(__file__).resolve().parents[2] / "notebooks" / "07_scalar_bptt.ipynb"
CELLS = nbformat.read(LESSON, as_version=4).cells
PLACES = {cell.id: place for place, cell in enumerate(CELLS)}
PICTURES = {"explore_bptt()": "explorer", "honest_surface(W_best": "surface", "museum_picture()": "museum",
            "explore_far_back()": "far back"}


@pytest.fixture
def lesson(open_notebook, lab):
    lab.copy(LESSON)
    return open_notebook(LESSON.name)


def place_of(source):
    """The first code cell with these words in its source."""
    return next(place for place, cell in enumerate(CELLS) if cell.cell_type == "code" and source in cell.source)


def stored_text(cell):
    """What a cell has printed, as it is stored."""
    return "".join(output.text for output in cell.outputs if output.output_type == "stream")


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    for place, cell in enumerate(CELLS):
        hidden = cell.metadata.get("jupyter", {}).get("outputs_hidden")
        if cell.cell_type == "code" and stored_text(cell) and not hidden:
            lesson.cell(place).locator(".jp-OutputArea-output").first.wait_for()
            assert squeeze(stored_text(cell)) in squeeze(lesson.output(place))
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.error"]').count() == 0
    assert lesson.page.locator('[data-mime-type="application/vnd.jupyter.stderr"]').count() == 0
    assert lesson.errors == []


def answer(lesson, number, source):
    """Write an attempt, run it and its check, and return what the check says."""
    attempt, check = (PLACES[f"exercise-{number.replace('.', '-')}-{role}"] for role in ("attempt", "check"))
    lesson.set_source(attempt, source)
    lesson.run_cell(attempt)
    lesson.run_cell(check)
    return lesson.output(check)


def test_checks_answer_what_is_written(lesson):
    lesson.run_cell(PLACES["l07-code-01"])
    line = "def my_step_back(dh, x, h_before, h, W, U):\n    dz = dh * (1 - h ** 2)\n    return {} * dz, x * dz, h_before * dz"
    assert "Exercise 7.1: correct · 2 of 2 points" in answer(lesson, "7.1", line.format("U"))
    assert "W stands where U belongs." in answer(lesson, "7.1", line.format("W"))
    found = "bug_a, step_a = {}\nbug_b, step_b = 5, 1\nbug_c, step_c = 4, 3"
    assert "Exercise 7.3: correct · 3 of 3 points" in answer(lesson, "7.3", found.format("3, 4"))
    said = answer(lesson, "7.3", found.format("1, 5"))
    assert "Exercise 7.3: partly correct · 2 of 3 points" in said
    assert "Suspect A is not number 1." in said and "step 5 is right still" in said
    point = "seeing_x, seeing_h0, seeing_U, seeing_y = [1, 2], 0.5, {}, 0"
    assert "Exercise 7.4: correct · 2 of 2 points" in answer(lesson, "7.4", point.format(0.5))
    assert "U = 1 hides the first bug." in answer(lesson, "7.4", point.format(1))
    assert lesson.errors == []


def test_back_through_time_by_keyboard(open_notebook, lab):
    lab.write("back.ipynb", ["from rnnlab.lessons.scalar_bptt_explorer import explore_bptt\nexplorer = explore_bptt()\nexplorer"])
    page = open_notebook("back.ipynb")
    page.run_all()
    live, ours = Live(page.cell(0)), explore_bptt()

    def same(**values):
        wait_for(lambda: live.says == ours.says(**values))
        assert words(live.svg) == words(ours.svg(**values))
        wait_for(lambda: page.python(f"print(explorer.values | {values!r} == explorer.values)") == "True")

    same(step=8)
    live.press("step", "Home")
    same(step=0)
    live.press("step", *["ArrowRight"] * 6)
    same(step=6)
    live.press("step", "End")
    same(step=8)
    live.press("bug", "d")  # a drop-down list goes to the first entry with this letter
    same(step=8, bug="dropped factor")
    assert "✗" in live.svg and "The first wrong number is dh_2" in live.says
    live.press("U", "ArrowDown")
    same(step=8, bug="dropped factor", U=1.0)
    assert "✗" not in live.svg and "leaves no trace" in live.says and "blind" in live.says
    page.screenshot("lesson-07-dropped-factor-at-one", of=live.root)
    assert page.errors == []


def test_far_back_by_keyboard(open_notebook, lab):
    lab.write("far.ipynb", ["from rnnlab.lessons.far_back_explorer import explore_far_back\nexplore_far_back()"])
    page = open_notebook("far.ipynb")
    page.run_all()
    live, ours = Live(page.cell(0)), explore_far_back()
    for key, U in (("Home", -1.2), ("End", 1.5)):
        live.press("U", key)
        wait_for(lambda: live.says == ours.says(U=U))
    assert page.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_the_explorers(open_notebook, lab, theme):
    lab.write("axe-back.ipynb", ["from rnnlab.lessons.scalar_bptt_explorer import explore_bptt\nexplore_bptt()",
                                 "from rnnlab.lessons.far_back_explorer import explore_far_back\nexplore_far_back()"])
    page = open_notebook("axe-back.ipynb", theme=theme)
    page.run_all()
    for place in (0, 1):
        Live(page.cell(place))
    assert page.axe(".rnnlab-explorer") == []


def test_a_page_never_run_has_its_pictures(lesson):
    for source in PICTURES:
        image = lesson.cell(place_of(source)).locator(".jp-RenderedMarkdown img")
        assert len(image.get_attribute("alt")) > 30
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > 500
    lesson.screenshot("lesson-07-never-run")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(lesson, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorers."""
    lesson.theme(theme)
    lesson.run_all()
    for source, name in PICTURES.items():
        lesson.screenshot(f"lesson-07-{theme}-{name}", of=lesson.cell(place_of(source)).locator(".jp-OutputArea"))
    for place in range(0, len(CELLS), 3):
        lesson.cell(place)
        lesson.screenshot(f"lesson-07-{theme}-{place:02d}")
