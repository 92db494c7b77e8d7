"""Lesson 7: the bug catalogue as a picture and in words, and what the prose counts in it."""

import re
from dataclasses import replace

import pytest

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import DEGENERATE_POINTS, run_check
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import PlainBPTT
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.table import exhibit, museum_picture


def test_the_figure_shows_the_museum():
    picture = museum_picture()
    drawn = picture.svg()
    assert f"Of {len(BUG_CATALOGUE)} bugs" in picture.caption
    assert drawn.count("✓✓") == len(BUG_CATALOGUE) + 1  # one each, and the legend
    missed = sum(len(bug.misses) for bug in BUG_CATALOGUE)
    assert f"misses it {missed} times out of {len(BUG_CATALOGUE) * len(DEGENERATE_POINTS)}" in picture.caption
    assert all(name in re.sub("<[^>]+>", "", drawn) for name in ("missing transpose", "second call", "loss = 0"))
    for name, found in (("gradient check", 18), ("second call", 3)):
        assert f"{name} {found}" in picture.caption
        assert found == sum(bool(run_check(name, bug.code)) for bug in BUG_CATALOGUE)


def test_a_bug_that_no_check_sees_would_show():
    invisible = replace(BUG_CATALOGUE[0], code=PlainBPTT)
    assert "gradient check 0" in museum_picture((invisible,)).caption


def test_the_prose_counts_right():
    assert len(BUG_CATALOGUE) == 23
    assert sum("T = 1" in bug.misses for bug in BUG_CATALOGUE) == 5
    assert [bug.name for bug in BUG_CATALOGUE if "Wh = 1" in bug.misses] == ["missing transpose", "dropped factor"]
    assert sum("loss = 0" in bug.misses for bug in BUG_CATALOGUE) == 17


def test_an_exhibit_says_what_the_museum_knows():
    for bug in BUG_CATALOGUE:
        caption = exhibit(bug.name).replace("\n       ", " ")
        assert all(words in caption for words in (bug.what, bug.seen, bug.shows, f"check  {bug.check}"))
        assert all(point in caption for point in bug.misses or ["at none of the unlucky points"])
        assert all(other.name in caption for other in BUG_CATALOGUE)
    with pytest.raises(ValueError, match="there is no bug 'moth' here"):
        exhibit("moth")
