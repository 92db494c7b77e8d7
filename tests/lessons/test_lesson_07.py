"""Lesson 7: every number of its explorers, the published network, the suspects, and the figures the prose quotes."""

import itertools
import json
import re
from dataclasses import replace

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import gradient_decay_explorer as far
from rnnlab.lessons.lesson_07_scalar_bptt import published_experiments as variants
from rnnlab.lessons.lesson_07_scalar_bptt import published_network as net
from rnnlab.lessons.lesson_07_scalar_bptt import worked_example as paper
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import DEGENERATE_POINTS, run_check
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import DroppedFactor, FirstContributionForgotten, PlainBPTT
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.table import exhibit, museum_picture
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import (
    LINE_UPS,
    PUBLIC,
    REASONS,
    TRACES,
    case,
    first_wrong_step,
    right_pass,
    unit_states,
)
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_4_seeing_point import point_at, stands_out
from rnnlab.lessons.lesson_07_scalar_bptt.exercises import check
from rnnlab.lessons.lesson_07_scalar_bptt.explorer import LAST, U_STOPS, W_STOPS, explore_bptt
from rnnlab.lessons.lesson_07_scalar_bptt.published_loss_surface import honest_surface
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.weights import Weights
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
    assert "dU blind" in explorer.caption(step=LAST, W=W, U=1.0, bug="dropped factor")
    assert "dU exact" in explorer.caption(step=LAST, W=W, U=0.8, bug="missing transpose")


@pytest.mark.parametrize("bug, first", [
    ("dropped factor", "dh_2"), ("inverted derivative", "dz_3"), ("one step early", "the share of dW at step 3"),
    ("own state", "the share of dU at step 3"), ("last row first", "the share of dU at step 1"),
    ("loss at the wrong step", "dh_3"), ("detached state", "dh_2"), ("overwritten share", "the sum dW")])
def test_the_first_wrong_number_is_named(explorer, bug, first):
    assert f"The first wrong number is {first}:" in explorer.caption(bug=bug, step=LAST)
    assert f"first wrong number: {first}" in re.sub("<[^>]+>", "", explorer.svg(bug=bug, step=LAST))


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
    assert not [entry for entry in explorer.book["pool"] if "No picture" in entry]


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
    assert len(json.dumps(explorer.book, ensure_ascii=False).encode()) < 1_000_000
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
    assert "1 times as much" in verdicts[1.0] and not [caption for caption in verdicts.values() if "No picture" in caption]
    left, right = far.backdrops()
    for U in far.U_STOPS:
        assert left.holds(U, far.W_HERE)
        assert all(right.holds(t, s) for t, s in enumerate(far.slopes_back(U)))


# The published network

X, Y = net.X_PUBLISHED, net.Y_PUBLISHED


def published_differences(theta, faults=()):
    found = []
    for place in range(3):
        ends = []
        for e in (6e-6, -6e-6):
            moved = theta.copy()
            moved[:, place] += e
            ends.append(net.loss(X, Y, *moved.T[:, :, None]))
        found.append((ends[0] - ends[1]) / 1.2e-5)
    return found


def test_the_honest_slopes_are_central_differences():
    theta = np.random.default_rng(7).normal(size=(5, 3))
    for found, expected in zip(net.slopes(X, Y, *theta.T[:, :, None]), published_differences(theta)):
        np.testing.assert_allclose(found[:, 0], expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("fault", [2, 3, 6])
def test_these_faults_change_the_slopes(fault):
    theta = np.random.default_rng(7).normal(size=(5, 3))
    right, wrong = net.slopes(X, Y, *theta.T[:, :, None]), net.slopes(X, Y, *theta.T[:, :, None], faults=[fault])
    assert any(not np.allclose(one, other) for one, other in zip(right[:2], wrong[:2]))


def test_some_faults_hide_where_n_is_t():
    at = np.full((1, 1), 0.7), np.full((1, 1), -0.4)
    for one, other in zip(net.slopes(X, Y, *at), net.slopes(X, Y, *at, faults=[4])):
        assert np.array_equal(one, other)
    longer, targets = np.ones((2, 3)), np.zeros(2)
    assert not np.allclose(net.loss(longer, targets, *at), net.loss(longer, targets, *at, faults=[4]))
    assert not np.allclose(net.slopes(longer, targets, *at)[0], net.slopes(longer, targets, *at, faults=[4])[0])
    with pytest.raises((ValueError, IndexError)):
        net.slopes(longer, targets, *at, faults=[6])


def test_one_fault_makes_six_numbers_of_two():
    starts = np.stack([np.random.RandomState(seed).randn(2) for seed in range(20)])
    W, U, _ = net.train_published(X, Y, starts, 8000, 0.05, (1,))
    assert W.shape == U.shape == (20, 3) and (3 * net.loss(X, Y, W, U) < 0.01).all()
    W, U, _ = net.train_published(X, Y, starts, 8000, 0.05, (1, 2, 3, 4, 5, 6))
    squares = 3 * net.loss(X, Y, W, U)
    assert (squares < 0.01).sum() == 13 and (squares > 0.6).sum() == 7
    W, U, _ = net.train_published(X, Y, starts, 8000, 0.05)
    assert W.shape == (20, 1) and net.loss(X, Y, W, U) == pytest.approx(0.6003, abs=2e-4)


def test_a_bias_at_every_step_is_exact():
    theta = np.array([[0.849], [5.877], [-2.042]])[..., None]
    assert net.loss(X, Y, *theta)[0] < 1e-5
    with_bias = net.train_published(X, Y, np.array([[0.849, 5.877, -2.042]]), 10, 0.01, bias=True)
    assert net.loss(X, Y, *with_bias)[0] < 1e-5


def test_what_the_variants_can_reach():
    least, W, U = variants.best_honest()
    assert (least, W, U) == pytest.approx((0.6003, 0.495, 0.820), abs=5e-4)
    assert variants.best_readout_bias()[0] == pytest.approx(0.3643, abs=5e-4)
    least, W, U = variants.best_linear()
    assert least == pytest.approx(0.0334, abs=5e-4)
    assert least == pytest.approx(np.square(variants.predict_linear(X, W, U) - Y).mean())
    np.testing.assert_allclose(variants.predict_linear(X, 1, 1, -1 / 3), Y, atol=1e-12)
    trained, *theta = variants.train_with_bias()
    assert trained < 1e-3 and net.loss(X, Y, *theta)[0] < 1e-20
    assert [number.item() for number in theta] == pytest.approx([0.849, 5.877, -2.042], abs=1e-3)


def test_lowest_finds_a_minimum_it_was_not_given():
    least, one, two = variants.grid_minimum(lambda a, b: ((a - 3.3) ** 2 + (b + 7.7) ** 2 + 0.25)[:, 0])
    assert (least, one, two) == pytest.approx((0.25, 3.3, -7.7), abs=1e-6)


def test_what_a_fault_changes_is_said():
    at = np.full((1, 1), 0.7), np.full((1, 1), -0.4)
    found = {fault: tuple(variants.what_changes(fault, *at).values()) for fault in net.FAULTS}
    slopes_wrong, all_same = ("wrong", "wrong", "same", "same"), ("same",) * 4
    assert found == {1: ("3 numbers", "3 numbers", "same", "same"), 2: slopes_wrong, 3: slopes_wrong, 4: all_same,
                     5: ("same", "same", "same", "wrong"), 6: slopes_wrong}


@pytest.mark.parametrize("faults, solved, numbers", [([1], 20, 6), ([1, 2, 3, 4, 5, 6], 13, 6), ([], 0, 2)])
def test_twenty_runs(faults, solved, numbers):
    assert variants.train_twenty(faults)[:2] == (solved, numbers)


def test_a_count_that_would_hang_on_the_machine_is_refused(monkeypatch):
    monkeypatch.setattr(variants, "UNSOLVED", 2.0)
    with pytest.raises(RuntimeError, match="between 0.01 and 2.0"):
        variants.train_twenty([])


def test_the_surface_marks_its_minimum():
    picture = honest_surface(0.495, 0.820)
    assert "0.6003" in picture.caption and "0.6003" in picture.svg()


# The museum's figure, and what the prose says of it

def test_the_figure_shows_the_museum():
    picture = museum_picture()
    drawn = picture.svg()
    assert f"Of {len(BUG_CATALOGUE)} bugs" in picture.caption
    assert drawn.count("✓✓") == len(BUG_CATALOGUE) + 1  # one each, and the legend
    missed = sum(len(bug.misses) for bug in BUG_CATALOGUE)
    assert f"misses it {missed} times out of {len(BUG_CATALOGUE) * len(DEGENERATE_POINTS)}" in picture.caption
    assert all(name in re.sub("<[^>]+>", "", drawn) for name in ("missing transpose", "second call", "loss = 0"))
    for name, found in (("gradient check", 18), ("second call", 3)):
        assert f"{name} {found}" in picture.caption and found == sum(bool(run_check(name, bug.code)) for bug in BUG_CATALOGUE)


def test_a_bug_that_no_check_sees_would_show():
    invisible = replace(BUG_CATALOGUE[0], code=PlainBPTT)
    assert "gradient check 0" in museum_picture((invisible,)).caption


def test_the_prose_counts_right():
    assert len(BUG_CATALOGUE) == 23
    assert sum("T = 1" in bug.misses for bug in BUG_CATALOGUE) == 5
    assert [bug.name for bug in BUG_CATALOGUE if "Wh = 1" in bug.misses] == ["missing transpose", "dropped factor"]
    assert sum("loss = 0" in bug.misses for bug in BUG_CATALOGUE) == 17


def test_an_exhibit_says_what_the_museum_knows():
    for bug in BUG_CATALOGUE:
        caption = exhibit(bug.name).replace("\n       ", " ")
        assert all(words in caption for words in (bug.what, bug.seen, bug.shows, f"check  {bug.check}"))
        assert all(point in caption for point in bug.misses or ["at none of the unlucky points"])
        assert all(other.name in caption for other in BUG_CATALOGUE)
    with pytest.raises(ValueError, match="there is no bug 'moth' here"):
        exhibit("moth")


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


# The suspects

CULPRITS = dict(zip("ABC", LINE_UPS[PUBLIC]))


def test_the_right_way_back_is_rnnlabs():
    x, y, W, U, b, h0 = case()
    dh, dz, contributions = right_pass(*case())
    found = backward(x[None, :, None], [[y]], Weights([[W]], [[U]], [b]), h0=[[h0]])
    np.testing.assert_allclose(dh, [found.dh0.item(), *found.dH.ravel()], rtol=1e-12)
    np.testing.assert_allclose(dz[1:], found.dZ.ravel(), rtol=1e-12)
    np.testing.assert_allclose(contributions.sum(1), [array.item() for array in found.weights if array is not None])
    assert first_wrong_step(lambda *at: (dh, dz, contributions), *case()) is None


@pytest.mark.parametrize("name, step", [("A", 4), ("B", 1), ("C", 3)])
def test_each_suspect_goes_wrong_at_its_step(name, step):
    suspect, reason = CULPRITS[name]
    assert first_wrong_step(suspect, *case()) == step
    assert reason in REASONS and set(REASONS) == set(TRACES)


def test_the_suspects_leave_the_traces_they_are_said_to():
    x, y, W, U, b, h0 = case()
    dh, dz, _ = CULPRITS["A"][0](*case())
    np.testing.assert_allclose(dh[:-1], W * dz[1:])
    dh, dz, contributions = CULPRITS["C"][0](*case())
    assert (dh[:4] == 0).all() and dh[4] != 0
    right = right_pass(*case())
    found = CULPRITS["B"][0](*case())
    assert np.array_equal(right[0], found[0]) and np.array_equal(right[1], found[1])
    assert (~np.isclose(right[2], found[2])).sum() == 1


# Exercise 7.2: any way to the right slopes

@pytest.mark.parametrize("step, ahead, back", [(6e-6, 1, 1), (1e-7, 1, 0)], ids=["central", "forward"])
def test_slopes_by_differences_are_right_and_not_called_the_loop(step, ahead, back):
    def by_differences(x, y, W, U, b, h0):
        def loss(numbers):
            h = h0
            for x_t in x:
                h = np.tanh(numbers[0] * x_t + numbers[1] * h + numbers[2])
            return (h - y) ** 2
        here = np.array([W, U, b])
        return [(loss(here + ahead * e) - loss(here - back * e)) / ((ahead + back) * step) for e in step * np.eye(3)]
    verdict = check("7.2", by_differences)
    assert verdict.points == 2 and "If you moved each weight" in verdict.message and "not the loop" in verdict.message


@pytest.mark.parametrize("number, wrong, message", [
    ("7.1", lambda dh, x, h_before, h, W, U: tuple(part * dh * (1 - h ** 2) for part in (x, h_before, U)),
     "dh_{t-1} comes last here"),
    ("7.1", lambda dh, x, h_before, h, W, U: (U * dh * (1 - h ** 2), np.sum(x * dh * (1 - h ** 2)),
                                              np.sum(h_before * dh * (1 - h ** 2))), "In a batch"),
    ("7.2", lambda *given: right_pass(*given)[2],
     "The shares are not added up"),
    ("7.2", lambda x, y, W, U, b, h0: x[len(x)], "An array of T numbers is asked for number T"),
])
def test_a_learners_own_way_to_a_mistake_is_named_too(number, wrong, message):
    assert check(number, wrong).message.startswith(f"**{message}")


# Exercise 7.4: many right answers, and the wrong ones by name

@pytest.mark.parametrize("answers", [
    ([1, 0.5, -1], 0.5, 0.8, 0.5), ([0.2, 0.1], -0.3, -2, 1), ([0.5] * 4, 1, 0.8, 0), ([1, 0.5, -1], 0.5, 0.9, 0.5),
    ([1, 0.5, -1], 0.5, 0.8, 0.1)])
def test_points_that_see_earn_all(answers):
    assert check("7.4", *answers).points == 2


def test_nearly_met_is_good_enough_where_the_check_can_see():
    x, h0, U = [1, 0.5, -1], 0.5, 0.8
    assert check("7.4", x, h0, U, last_state(x, h0, U) + 1e-6).points == 2


def last_state(x, h0, U):
    for x_t in x:
        h0 = np.tanh(0.5 * x_t + U * h0 + 0.1)
    return h0


@pytest.mark.parametrize("answers, points, message", [
    (([1], 0.5, 0.8, 0.5), 1.5, "One step has no way back"),
    (([1, 0.5, -1], 0, 0.8, 0.5), 1.5, "h_0 = 0 hides the second bug"),
    (([1, 0.5, -1], 0.01, 0.8, 0.5), 1.5, "h_0 is too close to 0"),
    (([1, 0.5, -1], 0.5, 1, 0.5), 1.5, "U = 1 hides the first bug"),
    (([1, 0.5, -1], 0.5, 0.999, 0.5), 1.5, "U = 0.999 is too close to 1"),
    (([1, 0.5, -1], 0.5, 0, 0.5), 1.5, "U = 0 hides the second bug"),
    (([1, 0.5, -1], 0.5, 1e-3, 0.5), 1.5, "With this U too little comes back"),
    (([1, 0.5, -1], 0.5, 50, 0.5), 1.5, "With this U too little comes back"),
    (([1, 0.5, -1], 0, 1, 0.5), 1.0, "h_0 = 0 hides the second bug"),
    (([1, 0.5, -1], 1e-9, 0.9999, 0.5), 1.0, "h_0 is too close to 0"),
    (([90, 90, 90], 0.5, 0.8, 0.5), 1.5, "Too little comes back"),
    (([1] * 6, 1, 0.5, 0), 1.5, "Too little comes back"),
    (([5, 5, 5], 0.5, 0.8, 0.5), 1.5, "Too little comes back"),
    (([0.1] * 40, 0.5, 0.5, 0.5), 1.5, "Too little comes back"),
    (([1, 0.5, -1], 0.5, 0.8, "met"), 1.5, "The loss is as good as zero"),
    (([1, 0.5, -1], 0, 0.8, "met"), 1.0, "The loss is as good as zero"),
    (([1, 0.5, -1], 0.5, 0.8, 1e200), 1.5, "The target is too far off"),
    ((3, 0.5, 0.8, 0.5), 0, "x has shape ()"),
    (([1, 2], [0.5, 1], 0.8, 0.5), 0, "h0 has to be one finite number"),
    (([1, 2], 0.5, np.nan, 0.5), 0, "U has to be one finite number"),
    (([1, 2], 0.5, "big", 0.5), 0, "U has to hold real numbers"),
])
def test_points_that_do_not_see_are_told_why(answers, points, message):
    if answers[3] == "met":
        answers = (*answers[:3], last_state(*answers[:3]))
    verdict = check("7.4", *answers)
    assert message in verdict.message and verdict.points == points


@pytest.mark.parametrize("code", [DroppedFactor, FirstContributionForgotten])
def test_a_point_is_judged_by_the_gradient_check_itself(code):
    seen, unseen = ([1, 0.5, -1], 0.5, 0.8, 0.5), ([1, 0.5, -1], 0.0, 1.0, 0.5)
    assert stands_out(code, *seen) and not stands_out(code, *unseen)
    assert run_check("gradient check", code, point_at(*seen))
    assert not run_check("gradient check", code, point_at(*unseen))
    assert not stands_out(PlainBPTT, *seen)


def test_the_lessons_gradient_is_rnnlabs():
    point = paper.WorkedExample.point(0.5, 0.8)
    _, found = gradients(*point)
    assert [found.Wx.item(), found.Wh.item(), found.bh.item()] == pytest.approx(
        [paper.worked_example(0.5, 0.8).sums[name] for name in "WUb"], rel=1e-12)
