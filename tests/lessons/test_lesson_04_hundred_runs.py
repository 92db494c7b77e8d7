"""Lesson 4's opening picture: what it draws and counts is what training gave."""

import json
import re

import numpy as np
import pytest

from rnnlab.lessons.digit_sums import curve, network_loss
from rnnlab.lessons.digit_sums.dot_stacks import BIN, PITCH
from rnnlab.lessons.digit_sums.loss_landscape import MARGINS, map_loss
from rnnlab.lessons.lesson_04_sum_of_three.hundred_runs import (
    HIGH,
    HIGHEST,
    STOPS,
    TOP,
    U_RANGE,
    W_RANGE,
    WIDE,
    explore_runs,
    train_hundred,
)
from rnnlab.network.weights import Weights
from tests.helpers.svg_checks import faults_of, points, visible, words

LEFT, RIGHT = MARGINS[0], WIDE - MARGINS[1]  # of the map; the curve is WIDE further to the right
LOW, UP = TOP + HIGH - MARGINS[2], TOP + MARGINS[3]  # of both


@pytest.fixture(scope="module")
def history():
    return train_hundred()


@pytest.fixture(scope="module")
def explorer(history):
    return explore_runs(history)


def to_map(U, W):
    """Pixels of points on the map, computed from its axes alone."""
    return np.stack([LEFT + (U - U_RANGE[0]) / (U_RANGE[1] - U_RANGE[0]) * (RIGHT - LEFT),
                     LOW + (W - W_RANGE[0]) / (W_RANGE[1] - W_RANGE[0]) * (UP - LOW)], axis=-1)


def circles(svg, css):
    return np.array([(float(mark.get("cx")), float(mark.get("cy"))) for mark in visible(svg, css)
                     if mark.tag.endswith("circle")]).reshape(-1, 2)


def at_stop(history, updates):
    sample = int(np.flatnonzero(history.updates == updates)[0])
    return Weights(*(array if array is None else array[sample] for array in history.path))


def wrong_stops(explorer, history):
    """The stops at which the explorer draws or counts other networks than those of the run."""
    adding, found = network_loss(at_stop(history, STOPS[-1])) < 5, []
    for updates in STOPS:
        now, svg = at_stop(history, updates), explorer.svg(updates=updates)
        U, W = now.Wh[:, 0, 0], now.Wx[:, 0, 0]
        for css, kind, name in (("solved", adding, "add"), ("lost", ~adding, "do not")):
            dots = circles(svg, css)
            on_map = dots[dots[:, 0] < WIDE]
            expected = to_map(U[kind], W[kind])
            bins = np.sort([round((x - WIDE - LEFT) / (RIGHT - LEFT) * (U_RANGE[1] - U_RANGE[0]) / BIN
                                  + U_RANGE[0] / BIN) for x, y in dots if x >= WIDE])
            wide = 1 if updates == 0 else 0  # a heap of 44 in one place is wider than a bin
            if (on_map.shape != expected.shape or np.abs(on_map - expected).max() > 0.06
                    or np.abs(bins - np.sort(np.round(U[kind] / BIN))).max() > wide
                    or f"{kind.sum()} {name}" not in words(svg)):
                found.append(updates)
    return found


def test_every_frame_is_sound(explorer):
    assert faults_of(explorer) == []


def test_it_is_small(explorer):
    assert len(json.dumps(explorer.frames, ensure_ascii=False).encode()) < 1_000_000


def test_every_stop_shows_what_training_gave(explorer, history):
    assert wrong_stops(explorer, history) == []


def test_a_run_of_other_networks_is_caught(explorer, history):
    other = history._replace(path=Weights(*(array if array is None else array[::-1] for array in history.path)))
    assert wrong_stops(explorer, other)


def test_the_paths_are_those_of_training(explorer, history):
    """Each path starts where its network starts, ends where it ends, and has as many pieces as there are stops."""
    adding = network_loss(at_stop(history, STOPS[-1])) < 5
    for css, kind in (("solved", adding), ("lost", ~adding)):
        pieces = [mark for mark in visible(explorer.svg(), "line") if css in mark.get("class").split()]
        assert len(pieces) == len(STOPS) - 1
        for stop, piece in enumerate(pieces, start=1):
            lines = [list(points("M" + line)) for line in piece.get("d").split("M")[1:]]
            for place, updates in ((0, STOPS[stop - 1]), (-1, STOPS[stop])):
                now = at_stop(history, updates)
                ends = np.array([line[place] for line in lines])
                assert ends == pytest.approx(to_map(now.Wh[kind, 0, 0], now.Wx[kind, 0, 0]), abs=0.06)


def test_the_heaps_rest_on_the_curve(explorer, history):
    svg = explorer.svg(updates=0)
    for css, U in (("solved", 1), ("lost", -1)):
        dots = circles(svg, css)
        lowest = dots[dots[:, 0] > WIDE][:, 1].max() + PITCH / 2
        assert lowest == pytest.approx(LOW + curve(U) / HIGHEST * (UP - LOW), abs=0.06)


def test_the_words_count_what_is_drawn(explorer, history):
    losses = network_loss(at_stop(history, STOPS[-1]))
    plus = history.path.Wh[0, :, 0, 0] == 1
    assert (losses[plus] < 5).all() and not (losses[~plus] < 5).any()
    shown = words(explorer.svg())
    assert {f"{plus.sum()} began at U = +1: all learned to add",
            f"{(~plus).sum()} began at U = −1: 0 learned to add"} <= set(shown)
    U = history.path.Wh[-1, ~plus, 0, 0]
    reach = re.search(r"at U from −(.+) to −(.+) now", explorer.caption()).groups()
    assert reach == (f"{-U.min():.1f}", f"{-U.max():.1f}")
    assert "shows the loss with b at its best" in explorer.caption() and "walk uphill" in explorer.caption()


def test_some_paths_climb_the_map_while_their_own_loss_falls(history):
    """What the picture, its caption and the lesson say, and why: with b at its best there would be nothing to climb."""
    W, U = history.path.Wx[..., 0, 0], history.path.Wh[..., 0, 0]
    climbs = (np.diff(map_loss(W, U), axis=0) > 0.1) & (np.diff(network_loss(history.path), axis=0) < -0.1)
    assert 40 <= climbs.any(axis=0).sum() <= 60


def test_starts_elsewhere_and_stops_not_sampled_are_refused(history):
    with pytest.raises(ValueError, match="sample_every=100"):
        explore_runs(history._replace(updates=history.updates + 1))
    with pytest.raises(ValueError, match="1 or -1"):
        explore_runs(history._replace(path=history.path._replace(Wh=history.path.Wh * 0.5)))


def test_a_stored_picture_is_the_same_on_another_processor(explorer, history):
    """Last digits that another processor changes stay below a tenth of a pixel."""
    rng = np.random.default_rng(4)
    nudged = Weights(*(array if array is None else array * (1 + 1e-11 * rng.normal(size=array.shape))
                       for array in history.path))
    nudged = nudged._replace(Wh=np.where(np.abs(nudged.Wh - history.path.Wh[0]) < 1e-9, history.path.Wh[0], nudged.Wh))
    assert explore_runs(history._replace(path=nudged)).svg() == explorer.svg()
