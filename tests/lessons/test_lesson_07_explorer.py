"""Lesson 7: every number of its explorers, and what the prose says of the worked example."""

import itertools
import json
import re

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import explorer as bptt
from rnnlab.lessons.lesson_07_scalar_bptt import worked_example as paper
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.table import museum_picture
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import unit_states
from rnnlab.lessons.lesson_07_scalar_bptt.explorer import (
    LAST,
    LINE,
    TABLE,
    U_STOPS,
    W_STOPS,
    explore_bptt,
)
from rnnlab.lessons.lesson_07_scalar_bptt.published_loss_surface import honest_surface
from rnnlab.network.bptt import gradients
from rnnlab.pictures.primitives import format_number
from tests.helpers.svg_checks import faults, faults_of, visible, words

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
    caption = explorer.caption(step=LAST, W=W, U=1.0, bug="dropped factor")
    assert "dU blind" in caption and "the check tries 24 steps more, too: there it is not the right" in caption
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
    assert not [entry for entry in explorer.frames["texts"] if "No picture" in entry]


def test_the_paper_numbers(explorer):
    """The numbers of the two sheets in the lesson."""
    own = paper.worked_example(0.5, 0.8)
    assert [round(h, 4) for h in own.h] == [0.5, 0.7163, 0.6767, 0.0414]
    assert (round(own.dh[3], 4), round(own.dz[3], 4)) == (-0.9173, -0.9157)
    assert "dW = 0.5625, dU = −0.9815, db = −1.4675" in explorer.caption(step=LAST)
    assert "step 2: dh_2 = −0.7326, dz_2 = −0.3971" in explorer.caption(step=6)


def test_every_frame_is_sound(explorer):
    assert faults_of(explorer) == []
    museum, surface = museum_picture(), honest_surface(0.495, 0.820)
    for document in (*museum.documents(), surface.svg()):
        assert faults(document, museum.caption) == faults(document, surface.caption) == []


def on_picture(svg):
    return " | ".join(words(svg))


@pytest.mark.parametrize("bug", paper.IMPLEMENTATIONS)
def test_the_picture_shows_the_numbers(explorer, bug):
    """All the way back, right or wrong: every slope and every state stands there, a wrong slope with its cross."""
    for W, U in STOPS:
        own, right = paper.worked_example(W, U, bug), paper.worked_example(W, U)
        shown = words(explorer.svg(step=LAST, W=W, U=U, bug=bug))
        for t in range(1, T + 1):
            for label, value, truth in [("dz ", own.dz[t], right.dz[t]), ("dh ", own.dh[t], right.dh[t]),
                                        ("dx ", own.dx[t], right.dx[t])]:
                number = format_number(value, 2 if abs(value) < 100 else 0)
                assert label + number + (" ✗" if paper.differs(value, truth) else "") in shown
            assert f"z{t} = {format_number(own.z[t])}" in shown and f"h{t} = {format_number(own.h[t])}" in shown
            assert format_number(U * own.h[t - 1]) in shown
        assert format_number(own.loss, 4) in shown


def table(svg):
    """The rows of the table: name, the three steps, sum, differences and verdict, each number with its cross.

    The name stands in two more panels, and is taken once.
    """
    rows = {}
    for mark in visible(svg):
        y = float(mark.get("y", 0))
        if mark.tag.endswith("}text") and TABLE - 8 < y < TABLE + 2.5 * LINE:
            rows.setdefault(round((y - TABLE) // LINE * LINE), []).append(
                (float(mark.get("x")), "".join(mark.itertext()), mark.get("text-anchor")))
    in_order = [[words_ for _, words_, _ in sorted(row)] for _, row in sorted(rows.items())]
    assert all(row.count(row[0]) == 3 for row in in_order)
    return [[words_ for place, words_ in enumerate(row) if not place or words_ != row[0]] for row in in_order], \
           {(x, anchor) for row in rows.values() for x, words_, anchor in row if re.fullmatch(r"−?[\d.]+", words_)}


def wrong_rows(explorer, bug):
    """The rows of the table that are not as the worked example has them, as (W, U, name)."""
    found = []
    for W, U in STOPS:
        own, right, verdicts = paper.worked_example(W, U, bug), paper.worked_example(W, U), paper.verdicts(W, U, bug)
        rows, edges = table(explorer.svg(step=LAST, W=W, U=U, bug=bug))
        for row, (name, formula) in zip(rows, {"W": "xt · dzt", "U": "ht−1 · dzt", "b": "dzt"}.items(), strict=True):
            pairs = [*zip(own.contributions[name][1:], right.contributions[name][1:]),
                     (own.sums[name], right.sums[name])]
            expected = [f"d{name}", formula]
            for value, truth in pairs:
                expected += [format_number(value, 3 if abs(value) < 100 else 0)]
                expected += ["✗"] if paper.differs(value, truth) else []
            if row != [*expected, format_number(right.sums[name], 3), verdicts[name].verdict]:
                found.append((W, U, name))
        assert len(edges) == 5 and {anchor for _, anchor in edges} == {"end"}  # five columns, each with one right edge
    return found


@pytest.mark.parametrize("bug", paper.IMPLEMENTATIONS)
def test_the_table_has_every_share_sum_and_verdict(explorer, bug):
    assert wrong_rows(explorer, bug) == []


def test_a_table_without_crosses_would_be_seen(monkeypatch):
    monkeypatch.setattr(bptt, "differs", lambda value, right: False)
    assert {name for *_, name in wrong_rows(explore_bptt(), "own state")} == {"U"}


def test_a_click_goes_to_the_step_that_fills_the_place(explorer):
    """Each button lies over a place that is filled at its step and is not yet at the one before."""
    spots = [(float(mark.get("x")), float(mark.get("y")), float(mark.get("width")), float(mark.get("height")),
              int(mark.get("data-value"))) for mark in visible(explorer.svg(), "target")]
    assert sorted({step for *_, step in spots}) == list(range(LAST + 1))

    def inside(step, x, y, width, height):
        return sum(x <= float(mark.get("x")) <= x + width and y <= float(mark.get("y")) <= y + height
                   for mark in visible(explorer.svg(step=step)) if mark.tag.endswith("}text"))
    for *box, step in spots:
        assert step == 0 or inside(step, *box) > inside(step - 1, *box)


def test_nothing_is_shown_before_its_step(explorer):
    assert "dh −" not in on_picture(explorer.svg(step=T + 1)) and "0.2104" in on_picture(explorer.svg(step=T + 1))
    assert "h2 =" not in on_picture(explorer.svg(step=1)) and "h1 = 0.72" in on_picture(explorer.svg(step=1))
    assert "dz −0.40" in on_picture(explorer.svg(step=6)) and "dz −0.15" not in on_picture(explorer.svg(step=6))
    assert "exact" not in on_picture(explorer.svg(step=LAST - 1)) and "exact" in on_picture(explorer.svg(step=LAST))
    assert explorer.values["step"] == 0
    assert [len(visible(explorer.svg(step=step), "lit")) for step in range(LAST + 1)] == [0, *[1] * (LAST - 1), 0]


def test_the_explorer_fits_on_a_page(explorer):
    assert len(json.dumps(explorer.frames, ensure_ascii=False).encode()) < 1_000_000


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
