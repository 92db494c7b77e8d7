"""Lesson 2 in a real JupyterLab: it runs, its numbers are on the page, and its checks answer what is typed."""

import pytest

pytestmark = pytest.mark.browser

LESSON = "02_manual_forward_pass"
NEEDED = "zeros_predicted = ", "X_paper = ", "second = "  # what the second prediction takes


def test_a_prediction_is_not_on_the_page_until_its_cell_is_run(lesson):
    place = lesson.place_of("reveal(zeros_predicted")
    assert "The answer is" not in lesson.output(place)
    lesson.set_source(place - 1, "zeros_predicted = 1")
    for cell in (lesson.place("l02-code-01"), place - 1, place):
        lesson.run_cell(cell)
    assert "You predicted 1. The answer is 0. From the input of step 2 alone you would be right" in lesson.output(place)


@pytest.mark.parametrize("ran", [False, True], ids=["stored and not trusted", "run"])
def test_a_prediction_not_made_yet_is_folded_and_can_be_opened(lesson, ran):
    place = lesson.place_of("reveal(changes_predicted")
    if ran:
        for cell in (lesson.place("l02-code-01"), *map(lesson.place_of, NEEDED), place - 1, place):
            lesson.run_cell(cell)
    else:
        lesson.cell(place)
        lesson.evaluate("panel.content.widgets[arg].outputHidden = false;", place)
    assert "You have not predicted yet." in lesson.output(place)
    fold = lesson.cell(place).locator(".jp-RenderedMarkdown details")
    answer = fold.get_by_text("The answer is False.")
    assert fold.count() == 1 and not answer.is_visible()
    lesson.screenshot(f"prediction-folded-{ran}", of=lesson.cell(place))
    fold.locator("summary").click()
    assert answer.is_visible()


def test_it_runs_and_shows_the_stored_numbers(executed):
    executed.check_stored_numbers()
    assert executed.errors == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pictures_of_every_screen(executed, theme):
    """Screenshots to be looked at; what they must hold is tested above and with the explorer."""
    executed.photograph(theme)


def test_checks_answer_what_is_typed(executed):
    attempt, check = executed.attempt_and_check("2.1")
    assert "Exercise 2.1: not attempted yet · 0 of 2 points" in executed.output(check)

    type_and_check(executed, attempt, check, "def my_step(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + h @ Wh + bh)")
    assert "Exercise 2.1: correct · 2 of 2 points" in executed.output(check)
    executed.screenshot("lesson-02-correct")

    type_and_check(executed, attempt, check, "def my_step(x, h, Wx, Wh, bh):\n    return np.tanh(x @ Wx + bh)")
    assert "Exercise 2.1: not yet · 0 of 2 points" in executed.output(check)
    assert "The recurrence is missing." in executed.output(check)

    hint = executed.cell(check).locator("details")
    assert "Three terms are added" not in executed.output(check)
    hint.locator("summary").click()
    assert "Three terms are added" in executed.output(check)
    executed.screenshot("lesson-02-diagnosis")
    assert executed.errors == []


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
