"""The colour scale of losses: deeper for a lower loss, and pale enough for what is drawn on it."""

import re

import numpy as np
import pytest

from rnnlab.pictures import MatplotlibBackdrop
from rnnlab.pictures.loss_scale import DEEPEST, PALEST, fill_loss
from rnnlab.pictures.theme import DARK, LIGHT, SERIES_COLOURS, contrast, rgb

LEVELS = (0, 1, 4, 9)


def bowl(axes):
    x = np.linspace(-3, 3, 31)
    fill_loss(axes, x, x, np.add.outer(x ** 2, x ** 2), LEVELS)


def test_a_lower_loss_is_deeper_and_every_level_has_its_line():
    mark, = MatplotlibBackdrop(bowl).drawing.marks
    depths = [float(depth) for depth in re.findall(r"fill: #56b4e9; fill-opacity: ([\d.]+)", mark)]
    assert depths == sorted(depths, reverse=True) and depths[0] == DEEPEST and depths[-1] == PALEST
    assert len(depths) == len(LEVELS) - 1
    assert mark.count("stroke-width: 0.6") == len(LEVELS) - 1


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_paths_can_be_seen_on_the_deepest_colour(palette):
    mixed = [DEEPEST * a + (1 - DEEPEST) * b for a, b in zip(rgb(SERIES_COLOURS[4]), rgb(palette["paper"]))]
    deepest = "#" + "".join(f"{round(255 * channel):02x}" for channel in mixed)
    assert all(contrast(palette[role], deepest) > 2.5 for role in ("ink", "accent", "solved"))
