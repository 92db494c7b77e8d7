"""Lesson 5: its explorer shows what the package computes, and its exercises tell right from wrong."""

import json
from pathlib import Path

import numpy as np
import pytest

from rnnlab.explorer.hotspots import value_text
from rnnlab.lessons.digit_sums import (
    DIGITS,
    ONE_HOT,
    ONE_HOT_B,
    ONE_HOT_W,
    SHOWN_SEQUENCES,
    best_line,
    draw_networks,
    loss_over_all,
    network_loss,
)
from rnnlab.lessons.lesson_05_one_hot.exercises import check, exercises
from rnnlab.lessons.lesson_05_one_hot.explorer import BOTTOM, MOVES, TOP, BiasShiftExplorer, explore_freedom
from rnnlab.network.forward import predict
from rnnlab.network.weights import Weights
from rnnlab.pictures.primitives import format_number
from rnnlab.training.datasets import permuted_values
from rnnlab.training.fit import fit
from rnnlab.training.one_hot import one_hot
from tests.helpers.svg_checks import faults_of, visible, words

UNITS = {"adds": (np.arange(10) - 2.5, 1.0, 2.5), "published": (ONE_HOT_W, ONE_HOT.U, ONE_HOT_B)}
BOXES = (False, True)


@pytest.fixture(scope="module")
def explorer():
    return explore_freedom(UNITS)


def answers(unit, c, keep):
    """The five predictions of `rnnlab.network.forward`, for the unit after the move."""
    W, U, b = (np.asarray(array, float) for array in UNITS[unit])
    moved = Weights((W + c)[:, None], U.reshape(1, 1), (b if keep else b - c).reshape(1))
    return predict(one_hot(SHOWN_SEQUENCES), moved, "linear")[:, 0]


def wrong_frames(explorer):
    """The positions at which the explorer shows or says other answers than `predict` computes."""
    found = []
    for unit in UNITS:
        for c in map(float, MOVES):
            for keep in BOXES:
                wanted = [format_number(answer) for answer in answers(unit, c, keep)]
                place = {"unit": unit, "c": c, "keep": keep}
                shown = words(explorer.svg(**place))[-5:]
                if shown != wanted or ", ".join(wanted) not in explorer.caption(**place):
                    found.append((unit, c, keep))
    return found


def test_every_stop_shows_what_predict_computes(explorer):
    assert wrong_frames(explorer) == []


def test_a_wrong_sign_would_be_seen(monkeypatch):
    right = BiasShiftExplorer.moved
    monkeypatch.setattr(BiasShiftExplorer, "moved", lambda self, unit, c, keep: right(self, unit, -c, keep)._replace(
        W=right(self, unit, c, keep).W))
    assert len(wrong_frames(explore_freedom(UNITS))) == 2 * (len(MOVES) - 1)


@pytest.mark.parametrize("unit", UNITS)
def test_predictions_stand_still_unless_b_is_kept(explorer, unit):
    still = answers(unit, 0.0, False)
    U = float(UNITS[unit][1])
    for c in map(float, MOVES):
        assert answers(unit, c, False) == pytest.approx(still, abs=1e-9)
        assert answers(unit, c, True) == pytest.approx(still + (1 + U + U * U) * c, abs=1e-9)
        assert f"{format_number((1 + U + U * U) * c)}:" in explorer.caption(unit=unit, c=c, keep=True) or c == 0


def row_marks(svg, css):
    """The left and right ends of the rectangles of a class, one for each digit."""
    found = [node for node in visible(svg, css) if TOP < float(node.get("y") or 0) < BOTTOM and node.get("width")]
    ends = [(float(node.get("x")), float(node.get("x")) + float(node.get("width")))
            for node in sorted(found, key=lambda node: float(node.get("y")))]
    assert len(ends) == 10
    return np.array(ends)


def number_at(unit, x):
    """The number at a place of the picture's scale."""
    explorer = BiasShiftExplorer(UNITS)
    zero, one = explorer.x_of(unit, 0), explorer.x_of(unit, 1)
    return (x - zero) / (one - zero)


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("keep", BOXES)
@pytest.mark.parametrize("c", [float(c) for c in MOVES])
def test_b_is_laid_down_first_and_w_goes_on_from_there(explorer, unit, keep, c):
    svg = explorer.svg(unit=unit, c=c, keep=keep)
    W, _, b = UNITS[unit]
    W, b = W + c, b if keep else b - c
    first, then = row_marks(svg, "s1"), row_marks(svg, "s0")
    ends = row_marks(svg, "wrong" if keep and c else "right").mean(axis=1)
    assert number_at(unit, first) == pytest.approx(np.tile(sorted([0, b]), (10, 1)), abs=0.02)
    assert number_at(unit, then) == pytest.approx(np.sort([np.full(10, b), W + b], axis=0).T, abs=0.02)
    assert number_at(unit, ends) == pytest.approx(W + b, abs=0.02)
    assert words(svg).count(f"b = {format_number(b)}") == 1


@pytest.mark.parametrize("unit", UNITS)
def test_the_seam_moves_and_the_ends_stand_still(explorer, unit):
    def at(c, keep, css):
        return row_marks(explorer.svg(unit=unit, c=c, keep=keep), css)
    assert (at(1.0, False, "right") == at(3.0, False, "right")).all()
    assert (at(1.0, False, "s1") != at(3.0, False, "s1")).any(axis=1).all()
    assert (at(1.0, True, "wrong") != at(3.0, True, "wrong")).all()


def test_the_seam_is_dragged_to_where_it_will_stand(explorer):
    places = BiasShiftExplorer(UNITS)
    hotspots = visible(explorer.svg(unit="published", c=0.0, keep=False), "target")
    assert len(hotspots) == len(MOVES)
    for hotspot, c in zip(hotspots, MOVES):
        seam = places.x_of("published", ONE_HOT_B - c)
        assert float(hotspot.get("x")) < seam < float(hotspot.get("x")) + float(hotspot.get("width"))
        assert hotspot.get("data-value") == value_text(float(c))
    assert visible(explorer.svg(unit="published", c=0.0, keep=True), "target") == []


def test_every_frame_is_sound_and_all_are_small(explorer):
    assert faults_of(explorer) == []
    assert len(json.dumps(explorer.frames, ensure_ascii=False).encode()) < 1_000_000


def test_one_unit_needs_no_choice_and_no_unit_is_an_error():
    assert list(explore_freedom({"one": UNITS["adds"]}).controls) == ["c", "keep"]
    with pytest.raises(ValueError, match="units is empty"):
        explore_freedom({})
    with pytest.raises(ValueError, match="W has shape"):
        explore_freedom({"wrong": (np.zeros(9), 1.0, 0.0)})


# 5.3

@pytest.mark.parametrize(("W", "b"), [
    (ONE_HOT_W + ONE_HOT_B, 0), ((ONE_HOT_W + ONE_HOT_B)[:, None], [0.0]), ((ONE_HOT_W + ONE_HOT_B).tolist(), [[0]])])
def test_a_network_without_bias_is_found_in_any_shape(W, b):
    assert check("5.3", W, b).state == "correct"
    assert loss_over_all(np.ravel(W), ONE_HOT.U) == pytest.approx(loss_over_all(ONE_HOT.values, ONE_HOT.U))


@pytest.mark.parametrize(("W", "b", "message", "points"), [
    (ONE_HOT_W, 0, "W is as it was", 0),
    (ONE_HOT_W, 0, "b counts once W makes up for it", 0),
    (ONE_HOT_W - ONE_HOT_B, 0, "The sign is wrong", 0),
    (ONE_HOT_W + 3 * ONE_HOT_B, 0, "three times", 0),
    (ONE_HOT_W + ONE_HOT_B * np.eye(10)[0], 0, "Only one row", 0),
    (ONE_HOT_W + 1, 0, "This is another network", 0),
    (ONE_HOT_W, ONE_HOT_B, "The bias is still there", 0),
    (ONE_HOT_W + ONE_HOT_B, ONE_HOT_B, "The bias is still there", 1),
    (ONE_HOT_W[:9], 0, "W has shape (9,)", 0),
    (ONE_HOT_W * np.nan, 0, "finite", 0),
    ("W", 0, "W has to hold real numbers", 0)])
def test_wrong_networks_without_bias_are_named(W, b, message, points):
    verdict = check("5.3", W, b)
    assert message in verdict.message and verdict.points == points


# 5.4

@pytest.mark.parametrize("answer", ["AC", "CA", "A C", "a, c", "C and A", "A+C", "A/C", ("C", "A"), ["a", "c"]])
def test_two_letters_are_taken_in_any_form(answer):
    assert check("5.4", answer, 3).state == "correct"


@pytest.mark.parametrize(("answer", "message"), [
    ("B A", "A and B differ in four things"), ("D & C", "C and D differ in the input"), (["D", "B"], "Nearly"),
    ("A", "not one of the choices"), ("AA", "not one of the choices"), ("ACD", "not one of the choices"),
    ("A to C", "not one of the choices"), (3, "not one of the choices"), (["A", 3], "not one of the choices"),
    ({"A", "C"}, "not one of the choices")])  # a set does not reach the grader
def test_other_letters_are_not(answer, message):
    verdict = check("5.4", answer, 3)
    assert message in verdict.message and verdict.points == 1


# What the other exercises and the prose claim

def test_the_counts_are_those_of_keras():
    from rnnlab.network.keras_reference import build_keras
    shape, parameters = (question.right for question in exercises.by_number["5.2"].questions)
    assert build_keras(T=shape[1], D=shape[2], M=8).count_params() == parameters
    assert build_keras(T=3, D=10, M=1).count_params() == 12


def test_codes_that_say_nothing_can_be_learned_as_places_only():
    price = permuted_values(seed=2)
    r = np.corrcoef(np.arange(10), price)[0, 1]
    floor = best_line(1.0, price)[2]
    assert floor == pytest.approx(24.75 * (1 - r**2))
    assert all(best_line(U, price)[2] > floor - 1e-9 for U in np.linspace(-9, 9, 73))
    total = price[DIGITS].sum(1, keepdims=True)
    setting = {"learning_rate": 0.05, "batch_size": 32, "updates": 3000}
    places, _ = fit(one_hot(DIGITS), total, draw_networks(3, 1.0, D=10), "linear", **setting)
    sizes, _ = fit(DIGITS[..., None], total, draw_networks(3, 1.0), "linear", **setting)
    assert network_loss(places, targets=price).max() < 1e-3 < floor < network_loss(sizes, targets=price).min()


SMALL_STEPS = {"learning_rate": 0.005, "batch_size": 8, "updates": 8000}
LARGER_STEPS = {"learning_rate": 0.02, "batch_size": 32, "updates": 3000}
LARGE_STEPS = {"learning_rate": 0.05, "batch_size": 32, "updates": 3000}


def trained(X, start, setting):
    return fit(X, DIGITS.sum(1, keepdims=True), start, "linear", sample_every=5, **setting)


def lowered(start, by):
    return start._replace(Wx=start.Wx - np.reshape(by, (-1, 1, 1)))


@pytest.mark.parametrize("seed", [3, 5])
def test_places_come_back_only_where_u_is_at_the_watershed_when_their_mean_turns_positive(seed):
    """As drawn U is still far to the left by then; with the rows lowered by 4 it has come to -1/2."""
    start = draw_networks(100, -1.0, D=10, seed=seed)
    for by, adding, left, right in ((0, 0, -1.1, -0.8), (4, 100, -0.52, -0.48)):
        weights, history = trained(one_hot(DIGITS), lowered(start, by), SMALL_STEPS)
        assert (network_loss(weights) < 5).sum() == adding
        means = history.path.Wx.mean((2, 3)) + history.path.bh[..., 0]
        U = history.path.Wh[(means > 0).argmax(0), range(100), 0, 0]
        assert left < U.min() and U.max() < right


@pytest.mark.parametrize(("setting", "fewest", "most"), [
    (SMALL_STEPS, (0, 0, 0, 50), (0, 0, 15, 50)), (LARGER_STEPS, (0, 5, 50, 50), (0, 30, 50, 50)),
    (LARGE_STEPS, (0, 50, 50, 0), (0, 50, 50, 0))])
def test_how_far_the_rows_have_to_be_lowered_depends_on_the_steps(setting, fewest, most):
    by = np.repeat([0, 1, 2, 4], 50)
    losses = network_loss(trained(one_hot(DIGITS), lowered(draw_networks(200, -1.0, D=10, seed=3), by), setting)[0])
    assert not ((losses > 0.5) & (losses < 15)).any()  # none is in doubt
    counts = (losses < 5).reshape(4, 50).sum(1)
    assert (np.array(fewest) <= counts).all() and (counts <= most).all()


def test_counts_of_networks_do_not_hang_on_the_last_bits():
    """A start that differs in the thirteenth digit ends in the same place: so will another processor's."""
    for setting in (LARGER_STEPS, LARGE_STEPS):
        ends = []
        for nudge in (0, 1e-13):
            start = draw_networks(100, np.repeat([-1, 1], 50), seed=3)
            ends.append(trained(DIGITS[..., None], start._replace(Wx=start.Wx * (1 + nudge)), setting)[0])
        assert np.abs(network_loss(ends[0]) - network_loss(ends[1])).max() < 1e-6


def test_places_do_not_come_back_and_sizes_arrive_in_time_with_small_steps():
    """What the table of sizes and places shows: none from -1, all from +1; and which setting is judged by mistake."""
    for setting in (SMALL_STEPS, LARGER_STEPS, LARGE_STEPS):
        losses = network_loss(trained(one_hot(DIGITS), draw_networks(100, np.repeat([-1, 1], 50), D=10, seed=3),
                                      setting)[0])
        assert (losses[:50] > 15).all() and (losses[50:] < 0.5).all()
    for X, all_arrive in ((DIGITS[..., None], False), (one_hot(DIGITS), False)):
        losses = network_loss(trained(X, draw_networks(50, 1.0, D=X.shape[2], seed=3),
                                      {"learning_rate": 0.001, "batch_size": 4, "updates": 10_000})[0])
        assert np.abs(losses - 0.1).min() > 1e-4  # none is in doubt
        assert (losses < 0.1).all() == all_arrive


def test_the_prices_on_the_pencil_sheet_are_those_of_the_shop():
    lesson = Path(__file__).parents[2].joinpath("notebooks/05_one_hot.ipynb").read_text(encoding="utf-8")
    price = permuted_values(seed=2)[4]
    assert f"| 4 | {price} | 0 | {price} |" in lesson
