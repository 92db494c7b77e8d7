"""The theme: text has contrast, and colour-blind readers tell the signs apart."""

import re

import numpy as np
import pytest

from rnnlab.pictures import theme


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_text_can_be_read(palette):
    for step in range(-theme.COLOUR_LEVELS, theme.COLOUR_LEVELS + 1):
        fill = theme.level_colour(step, palette)
        assert theme.contrast(fill, theme.text_on(fill)) >= 4.5
    for role in ("ink", "quiet", "accent", "wrong", "right", "solved", "lost"):
        assert theme.contrast(palette[role], palette["paper"]) >= 4.5, role
    assert theme.contrast(palette["ink"], palette["soft"]) >= 4.5


def test_text_on_series_can_be_read():
    assert all(theme.contrast(colour, theme.text_on(colour)) >= 4.5 for colour in theme.SERIES_COLOURS)
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_signs_stay_apart_for_colour_blind_readers(palette):
    # Viénot, Brettel and Mollon, 1999: what is left of a colour without long- or middle-wave cones
    protan = np.array([[0.1124, 0.8876, 0], [0.1124, 0.8876, 0], [0.0040, -0.0040, 1]])
    deutan = np.array([[0.2928, 0.7072, 0], [0.2928, 0.7072, 0], [-0.0223, 0.0223, 1]])
    for left in (protan, deutan):
        for step in (3, 6, 10):
            low, high = (left @ np.array(theme.rgb(theme.level_colour(s, palette))) ** 2.2 for s in (-step, step))
            assert np.abs(low - high).max() > 0.02 * step, step


def test_a_page_defines_every_colour_that_it_uses():
    sheet = theme.page_stylesheet()
    used, defined = set(re.findall(r"var\((--[\w-]+)\)", sheet)), set(re.findall(r"(--[\w-]+):", sheet))
    assert used and used <= defined
    assert sheet.count(f"--accent:{theme.LIGHT['accent']}") == sheet.count(f"--accent:{theme.DARK['accent']}") == 1
