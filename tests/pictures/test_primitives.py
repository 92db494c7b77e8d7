"""SVG primitives: numbers, levels and coordinates are exact and finite, subscripts, joined drawings."""

import numpy as np
import pytest

from rnnlab.pictures import Picture, colour_level, format_number, heatmap, join, rect, text
from rnnlab.pictures.primitives import coordinate
from tests.helpers.svg_checks import words


@pytest.mark.parametrize("value, digits, written", [
    (0.125, 2, "0.12"), (-0.004, 2, "0.00"), (-0.0, 1, "0.0"), (-1.5, 2, "−1.50"), (3, 0, "3"), (-0.5, 0, "0"),
    (1234.5, 1, "1234.5"), (0.1 + 0.2, 3, "0.300")])
def test_numbers_are_written_with_fixed_decimals(value, digits, written):
    assert format_number(value, digits) == written


def test_a_rounding_error_does_not_change_what_is_written():
    assert format_number(0.125 + 1e-13) == format_number(0.125 - 1e-13) == format_number(0.125)
    assert colour_level(0.25 + 1e-13, 1) == colour_level(0.25 - 1e-13, 1)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused(value):
    for refuse in (lambda: format_number(value), lambda: colour_level(value, 1), lambda: coordinate(value),
                   lambda: heatmap(0, 0, [[value]]), lambda: text(value, 0, "x")):
        with pytest.raises(ValueError):
            refuse()


def test_levels_are_symmetric_and_clipped():
    assert [colour_level(v, 2) for v in (-9, -2, -0.05, 0, 0.05, 1, 2, 9)] == [-10, -10, 0, 0, 0, 5, 10, 10]
    assert [colour_level(v, 1) for v in (-0.05, 0.05)] == [-1, 1]
    assert colour_level(0, 0) == 0


def test_coordinates_have_no_negative_zero():
    assert str(coordinate(-0.01)) == "0" and str(coordinate(-0.0)) == "0" and str(coordinate(2.0)) == "2"


def test_subscripts():
    assert words(Picture(text(20, 20, "h_{t-1} @ Wh + x_t, h_10, Y_hat, return_state")).svg()) == [
        "ht−1 @ Wh + xt, h10, Y_hat, return_state"]


def test_joined_parts_have_the_box_around_all():
    whole = join(rect(10, 20, 30, 40, "bar"), [rect(0, 50, 5, 5, "bar"), None])
    assert (whole.x, whole.y, whole.width, whole.height, len(whole.marks)) == (0, 20, 40, 40, 2)
