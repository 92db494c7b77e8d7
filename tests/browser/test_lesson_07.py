"""Lesson 7 in a real JupyterLab: it runs, its explorer goes back through time by keyboard, its checks answer."""

import pytest

from rnnlab.lessons.lesson_07_scalar_bptt.clipping_explorer import explore_clipping
from rnnlab.lessons.lesson_07_scalar_bptt.explorer import explore_bptt
from rnnlab.lessons.lesson_07_scalar_bptt.gradient_decay_explorer import explore_far_back
from tests.helpers.browser.explorer_cells import BPTT, CLIPPING, GRADIENT_DECAY
from tests.helpers.browser.lesson_page import check_image
from tests.helpers.browser.live_explorer import Live, wait_for
from tests.helpers.svg_checks import words

pytestmark = pytest.mark.browser

LESSON = "07_scalar_bptt"
PICTURES = {"explore_bptt()": "explorer", "honest_surface(W_best": "surface",
            "explore_far_back()": "far back", "explore_clipping()": "clipping"}


def test_a_page_never_run_has_its_pictures(lesson):
    for words_ in PICTURES:
        check_image(lesson.stored_image(words_), alt=30)
    lesson.screenshot("lesson-07-never-run")


def test_checks_answer_what_is_written(lesson):
    lesson.run("l07-code-01")
    loop = ("def my_gradients(X, Y, Wx, Wh, bh, h0):\n    H = [h0]\n    for t in range(X.shape[1]):\n"
            "        H.append(np.tanh(X[:, t] @ Wx + H[-1] @ Wh + bh))\n    dH, sums = 2 * (H[-1] - Y) / Y.size, 0\n"
            "    for t in reversed(range(X.shape[1])):\n        dZ = dH * (1 - H[t + 1] ** 2)\n"
            "        sums = sums + np.vstack([X[:, t].T @ dZ, H[t].T @ dZ, dZ.sum(0)])\n        dH = dZ @ {}\n"
            "    return sums")
    assert "Exercise 7.1: correct · 2 of 2 points" in lesson.answer("7.1", loop.format("Wh.T"))
    assert "The transpose is missing on the way back." in lesson.answer("7.1", loop.format("Wh"))
    found = "bug_a, step_a = {}\nbug_b, step_b = 5, 1\nbug_c, step_c = 4, 3"
    assert "Exercise 7.3: correct · 3 of 3 points" in lesson.answer("7.3", found.format("3, 4"))
    said = lesson.answer("7.3", found.format("1, 5"))
    assert "Exercise 7.3: partly correct · 2 of 3 points" in said
    assert "Suspect A is not number 1." in said and "step 5 is still right" in said
    point = "seeing_x, seeing_h0, seeing_U, seeing_y = [1, 2], 0.5, {}, 0"
    assert "Exercise 7.4: correct · 2 of 2 points" in lesson.answer("7.4", point.format(0.5))
    assert "U = 1 hides the first bug." in lesson.answer("7.4", point.format(1))
    assert lesson.errors == []


def test_back_through_time_by_keyboard(run_cells):
    page = run_cells(BPTT)
    live, ours = Live(page.cell(0)), explore_bptt()

    def same(**values):
        wait_for(lambda: live.caption == ours.caption(**values))
        assert words(live.svg) == words(ours.svg(**values))
        wait_for(lambda: page.python(f"print(explorer.values | {values!r} == explorer.values)") == "True")

    same(step=0)
    live.press("step", *["ArrowRight"] * 6)
    same(step=6)
    live.root.get_by_role("button", name="Go to step 2").first.click()
    same(step=2)
    live.press("step", "Home")
    same(step=0)
    live.press("step", "End")
    same(step=8)
    live.press("bug", "d")  # a drop-down list goes to the first entry with this letter
    same(step=8, bug="dropped factor")
    assert "✗" in live.svg and "The first wrong number is dh_2" in live.caption
    live.press("U", "ArrowDown")
    same(step=8, bug="dropped factor", U=1.0)
    assert "✗" not in live.svg and "leaves no trace" in live.caption and "blind" in live.caption
    page.screenshot("lesson-07-dropped-factor-at-one", of=live.root)
    assert page.errors == []


def test_far_back_by_keyboard(run_cells):
    page = run_cells(GRADIENT_DECAY)
    live, ours = Live(page.cell(0)), explore_far_back()
    for key, U in (("Home", 0.5), ("End", 1.5)):
        live.press("U", key)
        wait_for(lambda: live.caption == ours.caption(U=U))
    live.press("tanh", "Space")
    live.control("first state").select_option("0.036014")
    wait_for(lambda: live.caption == ours.caption(U=1.5, tanh=True, h0=0.036014))
    assert words(live.svg) == words(ours.svg(U=1.5, tanh=True, h0=0.036014))
    live.root.get_by_role("button", name="Move the line to U = 0.7").click()
    wait_for(lambda: live.caption == ours.caption(U=0.7, tanh=True, h0=0.036014))
    assert page.errors == []


def test_a_click_on_the_loss_map_chooses_the_start(run_cells):
    page = run_cells(CLIPPING)
    live, ours = Live(page.cell(0)), explore_clipping()
    live.root.get_by_role("button", name="Start at U = 0.9").click()
    wait_for(lambda: live.caption == ours.caption(U=0.9))
    live.press("start at U", "Home")
    wait_for(lambda: live.caption == ours.caption(U=-1.2))
    assert page.errors == []


def test_it_runs_and_shows_the_stored_numbers(executed):
    executed.check_stored_numbers()
    assert executed.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(executed, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorers."""
    executed.photograph(theme, PICTURES, every=3)
