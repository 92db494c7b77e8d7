"""Lesson 7: every number of its explorers, and what the prose says of the worked example."""

import itertools
import json
import re

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import gradient_decay_explorer as far
from rnnlab.lessons.lesson_07_scalar_bptt import worked_example as paper
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.table import museum_picture
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import unit_states
from rnnlab.lessons.lesson_07_scalar_bptt.explorer import LAST, U_STOPS, W_STOPS, explore_bptt
from rnnlab.lessons.lesson_07_scalar_bptt.published_loss_surface import honest_surface
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.weights import Weights
from rnnlab.pictures.primitives import format_number
from tests.helpers.svg_checks import faults, faults_of, visible, within_axes, words

STOPS = list(itertools.product(W_STOPS, U_STOPS))
T = paper.T


@pytest.fixture(scope="module")
def explorer():
    return explore_bptt()


# The explorer of three steps

def nudged_loss(W, U, kind, t, e):
    """The loss when one number of step t is moved by e: x_t, z_t, h_t, or the W, U or b of that step alone."""
    def move(here, at):
        return e if (here, at) == (kind, t) else 0.0
    h = paper.H0_PAPER + move("h", 0)
    for step, x in enumerate(paper.X_PAPER, start=1):
        z = (W + move("W", step)) * (x + move("x", step)) + (U + move("U", step)) * h + move("b", step)
        h = np.tanh(z + move("z", step)) + move("h", step)
    return (h - paper.Y_PAPER) ** 2


def slope(W, U, kind, t, e=6e-6):
    return (nudged_loss(W, U, kind, t, e) - nudged_loss(W, U, kind, t, -e)) / (2 * e)


@pytest.mark.parametrize("W, U", STOPS)
def test_every_number_on_every_edge_is_its_central_difference(W, U):
    own = paper.worked_example(W, U)
    close = dict(rel=1e-6, abs=1e-9)
    assert own.loss == pytest.approx(nudged_loss(W, U, "none", 0, 0), rel=1e-12)
    for t in range(T + 1):
        assert own.dh[t] == pytest.approx(slope(W, U, "h", t), **close)
    for t in range(1, T + 1):
        assert own.dz[t] == pytest.approx(slope(W, U, "z", t), **close)
        assert own.dx[t] == pytest.approx(slope(W, U, "x", t), **close)
        for name in "WUb":
            assert own.contributions[name][t] == pytest.approx(slope(W, U, name, t), **close)
    for name in "WUb":
        assert own.sums[name] == pytest.approx(sum(own.contributions[name][1:]), rel=1e-12)


@pytest.mark.parametrize("W, U", STOPS)
def test_the_verdict_beside_the_picture_is_true(W, U):
    for bug in paper.IMPLEMENTATIONS:
        wrong = {name for name in "WUb"
                 if paper.differs(paper.worked_example(W, U, bug).sums[name], paper.worked_example(W, U).sums[name])}
        found = paper.verdicts(W, U, bug)
        assert {name for name in "WUb" if found[name].verdict in ("wrong", "close")} == wrong, bug


def test_which_bugs_leave_no_trace_where():
    silent = {bug: {(W, U) for W, U in STOPS if not paper.wrong_numbers(W, U, bug)} for bug in paper.IMPLEMENTATIONS}
    everywhere, at_one = set(STOPS), {stop for stop in STOPS if stop[1] == 1}
    assert silent.pop("none") == silent.pop("missing transpose") == everywhere
    assert silent.pop("dropped factor") == at_one
    assert all(stops == set() for stops in silent.values())


@pytest.mark.parametrize("W", W_STOPS)
def test_the_two_questions_have_one_answer_each(explorer, W):
    """Which bug has crosses at every U but 1, and which has none at any? Read from the frames themselves."""
    crosses = {bug: {U for U in U_STOPS if "✗" in explorer.svg(step=LAST, W=W, U=U, bug=bug)}
               for bug in paper.IMPLEMENTATIONS if bug != "none"}
    assert [bug for bug, where in crosses.items() if where == set(U_STOPS) - {1}] == ["dropped factor"]
    assert [bug for bug, where in crosses.items() if not where] == ["missing transpose"]
    assert "dU blind" in explorer.caption(step=LAST, W=W, U=1.0, bug="dropped factor")
    assert "dU exact" in explorer.caption(step=LAST, W=W, U=0.8, bug="missing transpose")


@pytest.mark.parametrize("bug, first", [
    ("dropped factor", "dh_2"), ("inverted derivative", "dz_3"), ("one step early", "the share of dW at step 3"),
    ("own state", "the share of dU at step 3"), ("last row first", "the share of dU at step 1"),
    ("loss at the wrong step", "dh_3"), ("detached state", "dh_2"), ("overwritten share", "the sum dW")])
def test_the_first_wrong_number_is_named(explorer, bug, first):
    assert f"The first wrong number is {first}:" in explorer.caption(bug=bug, step=LAST)
    assert f"first wrong number: {first.replace('_', '')}" in re.sub("<[^>]+>", "", explorer.svg(bug=bug, step=LAST))


def test_a_bug_is_marked_by_more_than_colour(explorer):
    for bug in paper.IMPLEMENTATIONS:
        crosses = explorer.svg(bug=bug, step=LAST).count("✗")
        assert (crosses > 0) == bool(paper.wrong_numbers(0.5, 0.8, bug)), bug


def test_every_position_has_its_sentence_and_no_error(explorer):
    for step in range(LAST + 1):
        for W, U in STOPS:
            for bug in paper.IMPLEMENTATIONS:
                caption = explorer.caption(step=step, W=W, U=U, bug=bug)
                assert caption and "No picture" not in caption
    assert not [entry for entry in explorer.frames["pool"] if "No picture" in entry]


def test_the_paper_numbers(explorer):
    """The numbers of the two sheets in the lesson."""
    own = paper.worked_example(0.5, 0.8)
    assert [round(h, 4) for h in own.h] == [0.5, 0.7163, 0.6767, 0.0414]
    assert (round(own.dh[3], 4), round(own.dz[3], 4)) == (-0.9173, -0.9157)
    assert "dW = 0.5625, dU = −0.9815, db = −1.4675" in explorer.caption(step=LAST)
    assert "step 2: dh_2 = −0.7326, dz_2 = −0.3971" in explorer.caption(step=6)


def test_every_frame_is_sound(explorer):
    assert faults_of(explorer) == []
    assert faults_of(far.explore_far_back()) == []
    for picture in (museum_picture(), honest_surface(0.495, 0.820)):
        assert faults(picture.svg(), picture.caption) == []


def on_picture(svg):
    return " | ".join(words(svg))


def test_the_picture_shows_the_numbers(explorer):
    """All the way back, at a right and at a wrong one: every slope and every share stands there, with its cross."""
    for bug in ("none", "dropped factor"):
        own, right = paper.worked_example(2.0, -1.0, bug), paper.worked_example(2.0, -1.0)
        shown = words(explorer.svg(step=LAST, W=2.0, U=-1.0, bug=bug))
        for t in range(1, T + 1):
            for label, value, truth in [("∂z ", own.dz[t], right.dz[t]), ("∂ ", own.dh[t], right.dh[t]),
                                        ("∂ ", own.dx[t], right.dx[t])]:
                assert label + format_number(value) + (" ✗" if paper.differs(value, truth) else "") in shown
            for name in "WUb":
                value, truth = own.contributions[name][t], right.contributions[name][t]
                assert format_number(value, 3) + (" ✗" if paper.differs(value, truth) else "") in shown
            assert f"h{t} = {format_number(own.h[t])}" in shown
        assert format_number(own.loss, 4) in shown
        assert format_number(right.sums["W"], 3) in shown


def test_nothing_is_shown_before_its_step(explorer):
    assert "∂ −" not in on_picture(explorer.svg(step=T + 1)) and "0.2104" in on_picture(explorer.svg(step=T + 1))
    assert "h2 =" not in on_picture(explorer.svg(step=1)) and "h1 = 0.72" in on_picture(explorer.svg(step=1))
    assert "∂z −0.40" in on_picture(explorer.svg(step=6)) and "∂z −0.15" not in on_picture(explorer.svg(step=6))
    assert "gradient check" not in on_picture(explorer.svg(step=LAST - 1))
    assert [len(visible(explorer.svg(step=step), "lit")) for step in range(LAST + 1)] == [0, *[1] * (LAST - 1), 0]


def test_the_explorer_fits_on_a_page(explorer):
    assert len(json.dumps(explorer.frames, ensure_ascii=False).encode()) < 1_000_000
    assert len(far.explore_far_back().to_html()) < 1_000_000


# The explorer of far steps

@pytest.mark.parametrize("U", far.U_STOPS)
def test_slopes_far_back_are_rnnlabs(U):
    X, y = far.counting_task()
    found = backward(X[..., None], y[:, None], Weights([[far.W_HERE]], [[U]], [0.0]), "linear")
    slopes = far.slopes_back(U)
    np.testing.assert_allclose(slopes[0], np.abs(found.dh0).mean(), rtol=1e-9)
    np.testing.assert_allclose(slopes[1:], np.abs(found.dH[..., 0]).mean(0), rtol=1e-9)
    assert float(far.mean_loss(far.W_HERE, U)) == pytest.approx(found.loss, rel=1e-9)


def test_the_words_about_far_back():
    explorer = far.explore_far_back()
    verdicts = {U: explorer.caption(U=U) for U in far.U_STOPS}
    assert [U for U, caption in verdicts.items() if "vanishes" in caption] == [-0.8, 0.3, 0.6, 0.8]
    assert [U for U, caption in verdicts.items() if "explodes" in caption] == [-1.2, 1.2, 1.5]
    assert "1 times as much" in verdicts[1.0]
    assert not [caption for caption in verdicts.values() if "No picture" in caption]
    left, right = far.backdrops()
    for U in far.U_STOPS:
        assert within_axes(left, U, far.W_HERE)
        assert all(within_axes(right, t, s) for t, s in enumerate(far.slopes_back(U)))


# What a folded note and two sentences claim

def test_nan_passes_the_one_comparison_and_not_the_other():
    gap = np.abs(np.array([np.nan, 1.0]) - 1)
    assert not (gap > 1e-6).any() and not (gap <= 1e-6).all()


def test_float32_and_a_tiny_step_are_noise_at_the_papers_point():
    def loss(numbers):
        return np.float32(nudged_loss(*np.asarray(numbers, np.float32), "none", 0, 0))
    right = paper.worked_example(0.5, 0.8).sums
    noisy = {"W": loss([0.5 + 1e-7, 0.8]) - loss([0.5 - 1e-7, 0.8]),
             "U": loss([0.5, 0.8 + 1e-7]) - loss([0.5, 0.8 - 1e-7])}
    assert max(abs(rise / 2e-7 / right[name] - 1) for name, rise in noisy.items()) > 0.01


def test_a_larger_weight_does_not_save_the_tanh():
    """At U = 1.5 the factor U f'(z) of the lesson's long sequence stays below 1, because f' does its part."""
    x_far = np.random.default_rng(7).normal(0, 0.3, 40)
    H = unit_states(x_far, 0.5, 1.5, 0.0, 0.5)
    factors = 1.5 * (1 - H[5:] ** 2)
    assert factors.max() < 0.9


def test_the_lessons_gradient_is_rnnlabs():
    point = paper.WorkedExample.point(0.5, 0.8)
    _, found = gradients(*point)
    assert [found.Wx.item(), found.Wh.item(), found.bh.item()] == pytest.approx(
        [paper.worked_example(0.5, 0.8).sums[name] for name in "WUb"], rel=1e-12)
