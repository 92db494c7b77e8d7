"""Lesson 8 in a real JupyterLab: it runs, its explorer goes word by word, its text box answers, its checks answer."""

import pytest

from rnnlab.lessons.lesson_08_sentences import explore_sentences, explore_way_back, read_sentence
from tests.helpers.browser.explorer_cells import JACOBIAN, SENTENCES, TEXT_BOX
from tests.helpers.browser.lesson_page import check_image
from tests.helpers.browser.live_explorer import Live, wait_for
from tests.helpers.svg_checks import words

pytestmark = pytest.mark.browser

LESSON = "08_sentences"
PICTURES = {"show_opening()": "explorer", "type_sentences()": "box", "read_sentence(\"i am good but not kind\")": "own",
            "explore_way_back()": "way back"}


def test_a_page_never_run_has_its_pictures(lesson):
    for words_ in PICTURES:
        check_image(lesson.stored_image(words_), alt=30)
    lesson.screenshot("lesson-08-never-run")


def test_checks_answer_what_is_written(lesson):
    lesson.run("l08-code-01")
    assert "Exercise 8.2: correct · 2 of 2 points" in lesson.answer(
        "8.2", "def my_logit_slopes(Z, Y):\n    return (0.5 + 0.5 * np.tanh(Z / 2) - Y) / Z.size")
    assert "The mean is missing." in lesson.answer(
        "8.2", "def my_logit_slopes(Z, Y):\n    return 0.5 + 0.5 * np.tanh(Z / 2) - Y")
    matrices = "hiding_Wh = np.ones((3, 3))\nseeing_Wh = np.ones((3, 3))\nseeing_Wh[{}] = 0"
    assert "Exercise 8.3: correct · 2 of 2 points" in lesson.answer("8.3", matrices.format("0, 1"))
    assert "An entry on the diagonal stays where it is" in lesson.answer("8.3", matrices.format("1, 1"))
    assert "Exercise 8.4: partly correct · 1 of 2 points" in lesson.answer("8.4", 'follows, should_do = "A", 2')
    assert lesson.errors == []


def test_word_by_word_by_keyboard(run_cells):
    page = run_cells(SENTENCES)
    live, ours = Live(page.cell(0)), explore_sentences()

    def same(**values):
        wait_for(lambda: live.caption == ours.caption(**values))
        assert words(live.svg) == words(ours.svg(**values))

    same(t=6)
    live.press("step t", "Home", *["ArrowRight"] * 3)
    same(t=3)
    live.press("sentence", "ArrowDown")
    same(t=3, sentence="i am bad")
    live.press("step t", "End")
    same(t=9, sentence="i am bad")
    page.screenshot("lesson-08-padding", of=live.root)
    assert page.errors == []


def test_the_text_box_by_keyboard(run_cells):
    page = run_cells(TEXT_BOX)
    live = Live(page.cell(0))
    for typed in ("you are not very kind", "it is SAD."):
        live.control("your sentence").focus()
        live.control("your sentence").page.keyboard.press("Control+A")
        live.control("your sentence").page.keyboard.type(typed)
        live.control("your sentence").page.keyboard.press("Enter")
        wait_for(lambda: live.caption == read_sentence(typed).caption)
        assert words(live.svg) == words(read_sentence(typed).svg())
    page.screenshot("lesson-08-text-box", of=live.root)
    live.control("your sentence").page.keyboard.type(" glad")
    live.control("your sentence").page.keyboard.press("Enter")
    wait_for(lambda: "has the word 'glad'" in live.caption)
    assert live.root.locator("svg").count() == 0 and page.errors == []


def test_the_way_back_by_keyboard(run_cells):
    page = run_cells(JACOBIAN)
    live, ours = Live(page.cell(0)), explore_way_back()
    live.press("start of Wh", "o")
    live.press("gain", "End")
    wait_for(lambda: live.caption == ours.caption(start="orthogonal", gain=1.5))
    assert page.errors == []


def test_it_runs_and_shows_the_stored_numbers(executed):
    executed.check_stored_numbers()
    assert executed.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(executed, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorers."""
    executed.photograph(theme, PICTURES, every=3)
