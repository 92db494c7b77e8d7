"""Heat maps and vectors: each number is in its cell, in its colour."""

import re

import numpy as np
import pytest

from rnnlab.pictures import Picture, format_number, heatmap, vector
from tests.helpers.svg_checks import cells, words


def test_a_heat_map_shows_its_numbers_where_its_cells_are():
    values = np.array([[0.5, -1.25, 3], [0, 2, -3]])
    grid = heatmap(10, 30, values, "W", "(D, M)")
    found = cells(Picture(grid).svg())
    for (row, column), value in np.ndenumerate(values):
        cell = grid.cell(row, column)
        assert found[cell.x, cell.y] == format_number(value)
    assert (grid.column(1).x, grid.column(1).height) == (54, 48) and (grid.row(-1).y, grid.row(1).width) == (54, 132)
    assert words(Picture(grid).svg())[:1] == ["0.50"]


def test_a_heat_maps_colours_follow_the_numbers():
    marks = "".join(heatmap(0, 0, [[-2, 0, 1, 2]]).marks)
    assert re.findall(r'class="cell v(-?\d+)"', marks) == ["-10", "0", "5", "10"]
    blank = "".join(heatmap(0, 0, [[5.0, 6.0]], visible=[[True, False]]).marks)
    assert "6.00" not in blank and "cell blank" in blank


def test_a_vector_stands_upright_or_lies():
    lying, upright = vector(0, 0, [1, 2, 3]), vector(0, 0, [1, 2, 3], column=True)
    assert (lying.width, lying.height, upright.width, upright.height) == (132, 24, 44, 72)
    assert len(vector(30, 30, [1, 2], labels=["a", "b"], column=True, visible=[True, False]).marks) == 4
    with pytest.raises(ValueError, match="labels"):
        vector(0, 0, [1, 2], labels=["a"])


@pytest.mark.parametrize("width", [24, 30, 44, 60])
def test_numbers_keep_air_in_their_cells(width):
    mark = heatmap(0, 0, [[-0.48, -0.27]], cell=(width, 24)).marks[0]
    size = float((re.findall(r'style="font-size:([\d.]+)px"', mark) or ["12"])[0])
    assert 3.06 * size <= width - 6.9  # −0.48 in DejaVu Sans, a wide font, is 3.06 times the size wide
    assert size >= 12 or width < 44


def test_name_and_shape_are_one_line_of_text():
    mark = heatmap(10, 30, [[1.0]], "Wx", "(D, M) < 3").marks[-1]
    assert re.search(r'class="strong"[^>]*>Wx<tspan dx="7" class="[^"]*">\(D, M\) &lt; 3</tspan></text>', mark)
    assert "tspan" not in heatmap(10, 30, [[1.0]], "Wx").marks[-1]
