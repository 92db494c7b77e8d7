"""Subscripts and superscripts: one parser, shown alike in a picture and in HTML."""

import re
from html import unescape

import pytest

from rnnlab.pictures.scripts import scripts_as_html, scripts_as_svg

CASES = [
    ("h_t is h_{t-1} and x_10", "h<sub>t</sub> is h<sub>t−1</sub> and x<sub>10</sub>"),
    ("x_{t−1}, z_5[0], dz_3, ∂h_2", "x<sub>t−1</sub>, z<sub>5</sub>[0], dz<sub>3</sub>, ∂h<sub>2</sub>"),
    ("3 · 10^-11 or 10^{12}, W^2", "3 · 10<sup>−11</sup> or 10<sup>12</sup>, W<sup>2</sup>"),
    ("Y_hat, return_state, my_step, x_, ^2, a ^ b", "Y_hat, return_state, my_step, x_, ^2, a ^ b"),
    ("h_3^2 < W & b", "h<sub>3</sub><sup>2</sup> &lt; W &amp; b"),
    ("", "")]


@pytest.mark.parametrize("words, html", CASES)
def test_scripts_as_html(words, html):
    assert scripts_as_html(words) == html


@pytest.mark.parametrize("words, html", CASES)
def test_a_picture_shows_the_same_text_and_ends_each_script(words, html):
    svg = scripts_as_svg(words)
    assert unescape(re.sub("<[^>]+>", "", svg)) == unescape(re.sub("<[^>]+>", "", html))
    assert svg.count('font-size="78%"') == html.count("<sub>") + html.count("<sup>")


def test_what_follows_a_script_is_on_the_line_again():
    shifts = [float(shift) for shift in re.findall(r'dy="([-.\d]+)"', scripts_as_svg("h_t is 10^-3 long"))]
    assert shifts == [3.5, -3.5, -4.5, 4.5]
