"""Lesson 7: what its explorer of clipping shows, against differences and the package's gradient."""

import itertools
import re

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import clipping_explorer as clipping
from rnnlab.network.bptt import gradients
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures.primitives import format_number
from tests.helpers.svg_checks import faults_of, points, visible, within_axes, words


@pytest.fixture(scope="module")
def explorer():
    return clipping.explore_clipping()


def test_every_frame_is_sound_and_all_are_small(explorer):
    assert faults_of(explorer) == []
    assert len(explorer.to_html()) < 1_000_000


def test_a_step_goes_down_the_gradient():
    for U in clipping.U_STOPS:
        e = 1e-6
        dW = (clipping.mean_loss(0.8 + e, U) - clipping.mean_loss(0.8 - e, U)) / (2 * e)
        dU = (clipping.mean_loss(0.8, U + e) - clipping.mean_loss(0.8, U - e)) / (2 * e)
        length = np.hypot(dW, dU)
        assert clipping.one_step(U) == pytest.approx((0.8 - 0.001 * dW, U - 0.001 * dU, length), rel=1e-4)
        share = 0.001 * min(1, 100 / length)
        assert clipping.one_step(U, 100) == pytest.approx((0.8 - share * dW, U - share * dU, length), rel=1e-4)


def test_the_words_about_clipping(explorer):
    assert clipping.mean_loss(1.0, 1.0) == 0
    longer = [U for U in clipping.U_STOPS if "changes nothing" not in explorer.caption(U=U)]
    assert longer == [-1.2, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4]
    assert "leads to U = −7.00 and W = −0.06, with the loss above 10,000,000. Clipped to the length 100, it leads " \
           "to U = 1.00 and W = 0.79, with the loss 4.76." in explorer.caption(U=1.1)
    off = [U for U in clipping.U_STOPS if "without clipping: off the map" in words(explorer.svg(U=U))]
    assert off == [-1.2, 1.1, 1.2, 1.4]


def test_every_start_has_its_numbers_in_the_picture_and_in_the_caption(explorer):
    """Both steps of every start, by the package's gradient and another forward pass; clipped and not."""
    X = np.random.default_rng(7).integers(0, 2, (40, 20, 1)).astype(float)

    def two(value):
        return format_number(value) if abs(value) < 100 else format_number(float(f"{value:.3g}"), 0)

    def loss_at(W, U):
        last = forward(X, Weights([[W]], [[U]], [0.0]), "linear")[:, -1, 0]
        loss = np.square(last - X.sum((1, 2))).mean()
        return "above 10,000,000" if loss > 1e7 else f"{float(f'{loss:.3g}'):,.0f}" if loss >= 100 else f"{loss:.2f}"
    for U in clipping.U_STOPS:
        _, found = gradients(X, X.sum(1), Weights([[0.8]], [[U]], [0.0]), "linear")
        slopes = np.array([found.Wx.item(), found.Wh.item()])
        shown, caption = words(explorer.svg(U=U)), explorer.caption(U=U)
        for longest in (np.inf, 100):
            W_next, U_next = (0.8, U) - 0.001 * min(1, longest / np.linalg.norm(slopes)) * slopes
            place = [re.sub(r"(\d)(?=(\d{3})+$)", r"\1,", two(value)) for value in (U_next, W_next)]
            assert "U = {},  W = {}".format(*place) in shown and f"loss {loss_at(W_next, U_next)}" in shown
            assert "U = {} and W = {}, with the loss ".format(*place) + loss_at(W_next, U_next) in caption
        assert f"loss {loss_at(0.8, U)}" in shown


def test_the_arrows_end_where_the_steps_do(explorer):
    """At its end, or at the edge of the map on the way there."""
    drawn = clipping.loss_map()
    for U, (css, longest) in itertools.product(clipping.U_STOPS, (("wrong", None), ("accent", 100))):
        W, U_next, _ = clipping.one_step(U, longest)
        tip = next(points(visible(explorer.svg(U=U), f"{css}")[1].get("d")))
        start, whole = np.array(drawn.to_pixels(U, 0.8)), np.array(drawn.to_pixels(U_next, W))
        way, gone = whole - start, np.array(tip) - start
        assert abs(way[0] * gone[1] - way[1] * gone[0]) < 0.12 * np.hypot(*way)  # the same direction, to 0.1 pixels
        if within_axes(drawn, U_next, W):
            assert np.hypot(*(gone - way)) < 0.12
        else:
            assert tip[0] == pytest.approx(drawn.to_pixels(*clipping.U_RANGE)[0], abs=0.1) or not (
                within_axes(drawn, *np.add((U, 0.8), 1.05 * np.array([U_next - U, W - 0.8]) * np.hypot(*gone)
                                           / np.hypot(*way))))


def test_a_click_on_the_map_chooses_the_nearest_start(explorer):
    """The strips of the starts share the map out between them, and each is nearer to its own start than to any."""
    drawn, svg = clipping.loss_map(), explorer.svg()
    strips = [(float(mark.get("x")), float(mark.get("x")) + float(mark.get("width")),
               float(mark.get("data-value").replace("−", "-"))) for mark in visible(svg, "target")]
    ends = [drawn.to_pixels(U, 1)[0] for U in clipping.U_RANGE]
    assert strips[0][0] == pytest.approx(ends[0], abs=0.1) and strips[-1][1] == pytest.approx(ends[1], abs=0.1)
    starts = {U: drawn.to_pixels(U, 1)[0] for U in clipping.U_STOPS}
    for (_, right, _), (left, _, _) in itertools.pairwise(strips):
        assert right == pytest.approx(left, abs=0.11)
    for left, right, U in strips:
        for x in np.linspace(left + 0.1, right - 0.1, 5):
            assert min(starts, key=lambda other: abs(starts[other] - x)) == U
