"""Links between notebooks and guides lead to their pages; the navigation knows every lesson by its name."""

from pathlib import Path

import pytest

from rnnlab.lessons import LESSONS
from rnnlab.site.navigation import GUIDES, LESSON_NAMES, START, lesson_page, page_name


@pytest.mark.parametrize("url, page", [
    ("02_x.ipynb#Recap", "02_x.html#Recap"), ("../docs/teaching.md", "teaching.html"),
    ("../README.md#start", "index.html"), ("../CONTRIBUTING.md", "contributing.html"), ("#here", "#here"),
    ("https://example.org/a.ipynb", ) * 2,
    ("../docs/nbgrader_config.py", None)])
def test_addresses(url, page):
    assert page_name(url) == page


def test_every_lesson_has_a_name_and_every_guide_is_there():
    assert list(LESSON_NAMES) == [START, *(lesson.file for lesson in LESSONS)]
    assert all(Path(name).exists() for name in GUIDES)


def test_a_lessons_page_says_what_the_reader_does_there():
    page = lesson_page("02_manual_forward_pass.ipynb", "2 · What does the layer compute?")
    assert page.name == "2 Forward pass" and page.description.startswith("Lesson 2: you compute Keras' output")
