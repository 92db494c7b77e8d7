"""Lesson 1 in a real JupyterLab: it runs, its numbers are on the page, and its checks answer what is typed."""

import pytest

from tests.helpers.browser.lesson_page import check_image

pytestmark = pytest.mark.browser

LESSON = "01_shapes"


def test_it_runs_and_shows_the_stored_numbers(lesson):
    lesson.run_all()
    lesson.check_stored_numbers()
    for theme in ("light", "dark"):
        lesson.photograph(theme, {"explore_shapes()": "explorer"})
    assert lesson.errors == []


def test_checks_answer_what_is_written(lesson):
    lesson.run("l01-code-01")
    right = "def count_parameters(N, T, D, M, K):\n    return (D + M + 1) * M + (M + 1) * K"
    assert "Exercise 1.2: correct · 2 of 2 points" in lesson.answer("1.2", right)
    said = lesson.answer("1.2", "def count_parameters(N, T, D, M, K):\n    return D * M + M * M + M * K")
    assert "Exercise 1.2: not yet · 0 of 2 points" in said and "Both biases are missing." in said
    said = lesson.answer("1.4", 'running_call, answer_shape = "B", (12, 4)')
    assert "Exercise 1.4: not yet · 0 of 2 points" in said and "Call B stops with an error." in said
    assert lesson.errors == []


def test_a_page_never_run_has_its_picture(lesson):
    check_image(lesson.stored_image("explore_shapes()"), alt=100)
    lesson.screenshot("lesson-01-never-run")
