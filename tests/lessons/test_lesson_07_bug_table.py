"""Lesson 7: the bug catalogue as a picture and in words, and what the prose counts in it."""

from dataclasses import replace

import pytest

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import CHECKS, DEGENERATE_POINTS, run_check
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import PlainBPTT
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.table import (
    CHECK_COLUMN,
    LEFT,
    POINT_COLUMN,
    ROW,
    TOP,
    exhibit,
    museum_picture,
)
from tests.helpers.svg_checks import visible


def grid(svg):
    """What stands in each row of a table, by the bug's name: {column: "✓" (filled), "(✓)" (not filled), "✗"}."""
    found, names = {}, {}
    for mark in visible(svg):
        if mark.tag.endswith("}text") and mark.get("x") and float(mark.get("y")) > TOP:
            x, row, words = float(mark.get("x")), (float(mark.get("y")) - TOP) // ROW, "".join(mark.itertext())
            if mark.get("text-anchor") == "end":
                names[row] = words
            elif words in ("✓", "✗"):
                css = mark.get("class")
                found.setdefault(row, {})[x] = words if words == "✗" or "on2" in css else "(✓)"
    return {name: found.get(row, {}) for row, name in names.items()}


def test_the_figure_shows_the_museum():
    """Every mark is what its check finds, rows of one check stand together, and each column is counted below."""
    picture = museum_picture()
    rows, points = map(grid, picture.documents())
    bugs = {bug.name: bug for bug in BUG_CATALOGUE}
    checks = [bugs[name].check for name in rows if name in bugs]
    assert list(rows) == list(points) and len(checks) == len(bugs) and checks == sorted(checks, key=list(CHECKS).index)
    counts = []
    for index, check in enumerate(CHECKS):
        x = LEFT + (index + 0.5) * CHECK_COLUMN
        seen = {name for name, bug in bugs.items() if run_check(check, bug.code)}
        assert {name: rows[name].get(x) for name in bugs} == {
            name: None if name not in seen else "✓" if bug.check == check else "(✓)" for name, bug in bugs.items()}
        counts.append(len(seen))
    for index, point in enumerate(DEGENERATE_POINTS):
        x = LEFT + (index + 0.5) * POINT_COLUMN
        missed = {name for name, bug in bugs.items() if point in bug.misses}
        assert {name for name in bugs if points[name].get(x) == "✗"} == missed
        counts.append(len(missed))
    foot = TOP + len(bugs) * ROW
    assert [int("".join(mark.itertext())) for svg in picture.documents() for mark in visible(svg, "strong")
            if float(mark.get("y", 0)) > foot] == counts


def test_the_caption_counts():
    picture = museum_picture()
    assert f"Of {len(BUG_CATALOGUE)} bugs" in picture.caption
    missed = sum(len(bug.misses) for bug in BUG_CATALOGUE)
    assert f"misses it {missed} times out of {len(BUG_CATALOGUE) * len(DEGENERATE_POINTS)}" in picture.caption
    assert "17 at loss = 0." in picture.caption and "gradient check 18" in picture.caption


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
