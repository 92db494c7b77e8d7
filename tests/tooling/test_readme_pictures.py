"""The README's picture is the one that the lesson draws, and follows light and dark."""

import re

from rnnlab.lessons.lesson_04_sum_of_three.hundred_runs import show_opening
from tools.readme_pictures import PICTURE


def test_the_readme_shows_what_the_lesson_draws():
    stored = PICTURE.read_text(encoding="utf-8")
    assert stored == show_opening().svg() + "\n", "run .venv/bin/python -m tools.readme_pictures"
    assert "prefers-color-scheme:dark" in stored


def test_the_readme_names_no_other_picture():
    root = PICTURE.parents[2]
    named = re.findall(r"!\[[^\]]{20,}\]\((?!https?:)([^)]+)\)", (root / "README.md").read_text(encoding="utf-8"))
    assert [root / name for name in named] == [PICTURE] == list(PICTURE.parent.iterdir())
