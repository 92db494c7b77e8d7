"""Lesson 7: what its explorer of gradient decay shows, and what the prose says of it."""

import itertools
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import gradient_decay_explorer as far
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import unit_states
from rnnlab.pictures.primitives import colour_level
from tests.helpers.svg_checks import every, faults_of, points, visible, words

FAR = list(itertools.product(far.U_STOPS, (False, True), far.FIRST_STATES))


def products_back(U, tanh, h0):
    """What is left of an error at each state, by the products of the factors U f'(z_t)."""
    H = unit_states(np.random.default_rng(7).normal(0, 0.3, 40), 0.5, U, 0.0, h0)
    slopes = 1 - np.array(H)[1:] ** 2 if tanh else np.ones(40)
    return np.append(np.cumprod((U * slopes)[::-1])[::-1], 1.0)


def drawn_levels(svg, U):
    """The colours of the map's row at this U, from its pieces."""
    levels = {}
    for group in every(ET.fromstring(svg), "g"):
        for piece in every(group, "rect") if re.fullmatch(r"v-?\d+", group.get("class", "")) else ():
            if float(piece.get("y")) == far.MAP_Y + far.HIGH * far.U_STOPS[::-1].index(U):
                first = round((float(piece.get("x")) - far.MAP_X) / far.WIDE)
                for column in range(round(float(piece.get("width")) / far.WIDE)):
                    levels[first + column] = int(group.get("class")[1:])
    return [levels[column] for column in range(41)]


def wrong_far_back(explorer):
    """Where the explorer shows something else than the products, as (U, tanh, h0, what)."""
    found = []
    for U, tanh, h0 in FAR:
        left = products_back(U, tanh, h0)
        svg, caption = explorer.svg(U=U, tanh=tanh, h0=h0), explorer.caption(U=U, tanh=tanh, h0=h0)
        row = explorer.svg(U=far.U_STOPS[0], tanh=tanh, h0=h0)
        bars = np.array([*points(visible(svg, "head")[-1].get("d"))])[1:-2:2, 1]
        height = (far.BARS_Y + far.BARS_HIGH - bars) / far.BARS_HIGH
        number = words(svg)[words(svg).index(str(U)) + 1]
        checks = {"colours": drawn_levels(row, U) == [colour_level(power, 4) for power in np.log10(left)],
                  "bars": np.abs(height - left / left.max()).max() < 0.002,
                  "number": abs(readable(number) / left[0] - 1) < 0.06 and f"arrives at h_0 as {number}." in caption,
                  "unit": f"{'tanh' if tanh else 'linear'} unit from h0 = {h0:g}" in words(svg),
                  "verdict": ("vanishes" if left[0] < 0.05 else "explodes" if left[0] > 20 else "lasts") in caption}
        found += [(U, tanh, h0, name) for name, good in checks.items() if not good]
    return found


def readable(number):
    """A number as it is written: 45, 1,500 or 1/7,500."""
    top, _, bottom = number.replace(",", "").partition("/")
    return float(top) / float(bottom or 1)


@pytest.fixture(scope="module")
def far_back():
    return far.explore_far_back()


def test_every_frame_is_sound_and_all_are_small(far_back):
    assert faults_of(far_back) == []
    assert len(far_back.to_html()) < 1_000_000


def test_far_back_shows_the_products_of_the_factors(far_back):
    assert wrong_far_back(far_back) == []


def test_a_slope_of_tanh_left_out_would_be_seen(monkeypatch):
    monkeypatch.setattr(far, "remaining_errors", lambda U, tanh=False, h0=0.5: U ** np.arange(40, -1, -1.0))
    assert {(tanh, name) for _, tanh, _, name in wrong_far_back(far.explore_far_back())} >= {
        (True, "colours"), (True, "bars"), (True, "number")}
    assert not [tanh for _, tanh, *_ in wrong_far_back(far.explore_far_back()) if not tanh]


def test_the_words_about_far_back(far_back):
    """What the lesson says of the picture."""
    def left(U, tanh=True, h0=0.5):
        return far.remaining_errors(U, tanh, h0)[0]
    assert [U for U in far.U_STOPS if "lasts" in far_back.caption(U=U)] == [1.0]
    assert left(1.5) < left(0.5) * 10 < left(1.0)
    ends = {0.036013: "−0.84", 0.036014: "0.41", 0.036015: "0.83"}
    assert all(f"h_40 = {end}." in far_back.caption(U=1.5, tanh=True, h0=h0) for h0, end in ends.items())
    assert "arrives at h_0 as 2,200,000. It explodes." in far_back.caption(U=1.5, tanh=True, h0=0.036014)
    H = np.array(unit_states(far.X[0, :, 0], 0.5, 1.5, 0.0, 0.036014))
    assert (1.5 * (1 - H[1:] ** 2) > 1).all()
    assert all(left(U, h0=0.036014) < 0.001 for U in far.U_STOPS[:-1])
