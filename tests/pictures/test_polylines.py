"""Several lines in one element, with the coordinates that were given."""

import re

import pytest

from rnnlab.pictures.polylines import polylines
from tests.helpers.svg_checks import points


def test_each_line_keeps_its_points():
    lines = [[(1.04, 2), (3.26, 2), (3.26, 7.5), (0, 0)], [(5, 5), (6.1, 4.9)]]
    mark, = polylines(lines, "line <b>").marks
    drawn = [list(points("M" + part)) for part in re.search(r' d="([^"]+)"', mark)[1].split("M")[1:]]
    for line, found in zip(lines, drawn, strict=True):
        assert [pytest.approx(point, abs=0.051) for point in line] == found
    assert "line &lt;b&gt;" in mark


def test_no_line_is_no_mark():
    assert polylines([], "line").marks == ()
