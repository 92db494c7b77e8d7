"""Lesson 4: its derivation, its explorer and its figures against brute force, and its last exercise."""

import copy
import json
import re
from pathlib import Path

import numpy as np
import pytest

from rnnlab.explorer.hotspots import value_text
from rnnlab.lessons import digit_sums
from rnnlab.lessons.digit_sums.dot_stacks import PITCH
from rnnlab.lessons.digit_sums.loss_landscape import (
    HIGHEST,
    PANEL,
    RUNS_HEIGHT,
    curve_axes,
    map_axes,
    map_loss,
    runs_axes,
    show_paths,
    show_runs,
    thin_out,
    to_pixels,
)
from rnnlab.lessons.lesson_04_sum_of_three import exercises as lesson
from rnnlab.lessons.lesson_04_sum_of_three.exercise_2_no_bias import no_bias_right
from rnnlab.lessons.lesson_04_sum_of_three.explorer import STOPS, explain, explore_landscape, train_fourteen
from rnnlab.lessons.lesson_04_sum_of_three.hundred_runs import PUBLISHED, train_hundred
from rnnlab.network.forward import predict
from rnnlab.network.weights import Weights
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from rnnlab.pictures.primitives import format_number
from rnnlab.training.fit import fit
from tests.helpers.svg_checks import faults, faults_of, points, visible, words

X, Y = digit_sums.DIGITS[..., None].astype(float), digit_sums.SUMS[:, None].astype(float)
US, WS = (-2, -1, -0.5, 0, 0.5, 1, 2), (-1.5, 0.5)
RATES = (0.001, 0.01, 0.05)


@pytest.fixture(scope="module")
def rolls():
    U, W = np.array([(U, W) for U in US for W in WS], float).T.reshape(2, 14, 1, 1)
    return {rate: fit(X, Y, Weights(W, U, np.zeros((14, 1))), "linear", learning_rate=rate, updates=3000,
                      sample_every=10)[1] for rate in RATES}


@pytest.fixture(scope="module")
def explorer(rolls):
    return explore_landscape(rolls)


# The derivation

@pytest.mark.parametrize("U", [-2.5, -1, 0, 0.7, 1, 3])
@pytest.mark.parametrize("W", [-1.5, 0.1, 1, 2])
def test_the_map_is_the_loss_with_the_best_b(U, W):
    seen = W * digit_sums.DIGITS @ np.array([U * U, U, 1.0])
    b = (digit_sums.SUMS - seen).mean() / (1 + U + U * U)
    weights = Weights([[W]], [[float(U)]], [b])
    assert map_loss(W, U) == pytest.approx(np.square(predict(X, weights, "linear") - Y).mean())
    for nudge in (-0.01, 0.01):
        assert digit_sums.network_loss(Weights([[W]], [[float(U)]], [b + nudge])) > map_loss(W, U)


@pytest.mark.parametrize("W", [-1.5, 0.1, 2])
def test_the_variance_is_a_parabola_in_w(W):
    """Step 5 of the derivation, with its example at U = 2."""
    U = np.linspace(-5, 5, 101)
    A, C = 1 + U * U + U ** 4, U * U - U + 1
    assert np.allclose((1 + U + U * U) * C, A)
    assert map_loss(W, U) == pytest.approx(digit_sums.VARIANCE * (A * (W - 1 / C) ** 2 + 2 * (U - 1) ** 2 / C))
    assert map_loss(W, 2) == pytest.approx(digit_sums.VARIANCE * (21 * W * W - 14 * W + 3))
    assert map_loss(W, 2) == pytest.approx(digit_sums.VARIANCE * (21 * (W - 1 / 3) ** 2 + 2 / 3))


def test_minus_1_is_the_worst_u():
    U = np.linspace(-50, 50, 1001)
    assert digit_sums.curve(U) == pytest.approx(22 - 5.5 * (U + 1) ** 2 / (U * U - U + 1))


def test_the_best_w_and_the_slope_of_the_curve():
    U = np.linspace(-5, 5, 101)
    W = 1 / (U * U - U + 1)
    assert map_loss(W, U) == pytest.approx(digit_sums.curve(U))
    assert (map_loss(W + 0.01, U) > digit_sums.curve(U)).all() and (map_loss(W - 0.01, U) > digit_sums.curve(U)).all()
    slope = 2 * digit_sums.VARIANCE * (U - 1) * (U + 1) / (U * U - U + 1) ** 2
    assert (digit_sums.curve(U + 1e-6) - digit_sums.curve(U - 1e-6)) / 2e-6 == pytest.approx(slope, abs=1e-6)


def test_the_loss_is_the_variance_of_the_error_and_its_mean_squared():
    rng = np.random.default_rng(4)
    for W, U, b in rng.normal(size=(20, 3)):
        mean_off = (4.5 * W + b) * (1 + U + U * U) - 13.5
        assert digit_sums.network_loss(Weights([[W]], [[U]], [b])) == pytest.approx(map_loss(W, U) + mean_off ** 2)


def test_without_the_mean_downhill_is_right_but_for_w_from_0_to_a_third():
    """What the lesson says of centred digits at U = -1."""
    for W in np.linspace(-1.7, 1.7, 35):
        slope = (map_loss(W, -1 + 1e-6) - map_loss(W, -1 - 1e-6)) / 2e-6
        assert slope == pytest.approx(2 * digit_sums.VARIANCE * W * (1 - 3 * W), abs=1e-6)


def test_what_keeps_centred_networks_from_adding():
    """At the published settings: W between 0 and 1/3 at the start, or soon after, while U is still near -1."""
    starts = digit_sums.draw_networks(100, -1, seed=7)
    ends, history = fit(X - 4.5, Y - 13.5, starts, "linear", **PUBLISHED)
    W, U = history.path.Wx[..., 0, 0], history.path.Wh[..., 0, 0]
    fails, between = digit_sums.network_loss(ends) >= 5, (W > 0) & (W < 1 / 3)
    assert between[0].sum() == 12 and fails[between[0]].all()
    others = fails & ~between[0]
    assert (others.sum(), (W[0, others] < 0).sum(), W[0, others].max()) == (9, 8, pytest.approx(0.34, abs=0.01))
    assert (W[0, fails].min(), W[0, fails].max()) == (pytest.approx(-0.34, abs=0.01), pytest.approx(0.34, abs=0.01))
    caught = (between & (U < -0.8)).any(axis=0)
    assert caught[others].all()


# The watershed

def place_of_turn(path):
    """U of each network when 4.5 W + b first turns positive."""
    W, U, b = (array.reshape(len(array), -1) for array in path[:3])
    return U[(4.5 * W + b > 0).argmax(0), range(U.shape[1])]


def test_no_network_that_began_at_minus_1_comes_as_far_as_the_watershed():
    path = train_hundred().path
    began = path.Wh[0, :, 0, 0] == -1
    pushed_right = began & (path.Wx[0, :, 0, 0] < 0)
    assert (began.sum(), pushed_right.sum()) == (44, 21)
    assert path.Wh[:, pushed_right].max() == pytest.approx(-0.53, abs=0.01)
    assert place_of_turn(path)[pushed_right].max() < -0.5
    assert path.Wh[:, began & ~pushed_right].max() < -0.9


@pytest.mark.parametrize("setting, back, right", [
    (PUBLISHED, 0, 50), ({"learning_rate": 0.01, "batch_size": 32, "updates": 3000}, 12, 47),
    ({"learning_rate": 0.05, "batch_size": 32, "updates": 3000}, 41, 40)], ids=["0.001", "0.01", "0.05"])
def test_the_counts_of_the_lesson_hold_on_another_processor(setting, back, right):
    """Fifty starts with W < 0: who comes back, and for whom the watershed tells it, also where last digits differ."""
    starts = digit_sums.draw_networks(100, -1, seed=7)
    negative, rng = starts.Wx[:, 0, 0] < 0, np.random.default_rng(1)
    for size in (0, 1e-10):
        nudged = Weights(*(array if array is None else array + size * rng.normal(size=array.shape) for array in starts))
        ends, history = fit(X, Y, nudged, "linear", sample_every=setting["updates"] // 3000, **setting)
        adds = digit_sums.network_loss(ends) < 5
        passed = place_of_turn(history.path) > -0.5
        told = passed == adds
        assert adds[passed & negative].all()
        assert (negative.sum(), adds[negative].sum(), told[negative].sum()) == (50, back, right)
        centred = fit(X - 4.5, Y - 13.5, nudged, "linear", **setting)[0]
        fails = digit_sums.network_loss(centred) >= 5
        assert (~fails).sum() == {0: 79, 12: 83, 41: 88}[back]
        between = np.abs(starts.Wx[:, 0, 0] - 1 / 6) < 1 / 6
        assert between.sum() == 12 and fails[between].all()


def test_a_bias_helps_everywhere_but_at_the_answer():
    """What the praise of exercise 4.2 says."""
    for U in np.linspace(-4, 4, 81):
        gain = lesson.no_bias_right(U) - digit_sums.curve(U)
        assert gain == pytest.approx(0, abs=1e-9) if abs(U - 1) < 1e-9 else gain > 1e-6


# The explorer

def test_every_frame_is_sound(explorer):
    assert faults_of(explorer) == []


def test_it_is_small(explorer):
    assert len(json.dumps(explorer.frames, ensure_ascii=False).encode()) < 1_000_000


def wrong_stops(explorer, rolls):
    """Positions at which the explorer says other numbers than training gives, or draws the ball elsewhere."""
    backdrop = MatplotlibBackdrop(map_axes, 0, 0, *PANEL)
    found = []
    for rate, roll in rolls.items():
        for network in range(len(US) * len(WS)):
            start = {"U": US[network // 2], "W": WS[network % 2], "rate": rate}
            for updates in STOPS:
                place = int(np.flatnonzero(roll.updates == updates)[0])
                now = Weights(*(array[place, network] for array in roll.path[:3]))
                W, U, b = (array.item() for array in now[:3])
                loss = np.square(predict(X, now, "linear") - Y).mean()
                numbers = [format_number(value) for value in (U, W, b, loss, digit_sums.curve(U))]
                caption = explorer.caption(**start, updates=updates)
                said = re.match(r"After (.+) updates U = (.+), W = (.+), b = (.+)\. The loss is (.+); with the best W "
                                r"and b for this U it would be (\S+)\. ", caption).groups()
                balls = visible(explorer.svg(**start, updates=updates), "head")
                drawn = float(balls[0].get("cx")), float(balls[0].get("cy"))
                point = pytest.approx(backdrop.to_pixels(U, W), abs=0.06)
                if list(said) != [f"{updates:,}", *numbers] or drawn != point:
                    found.append((start, updates))
    return found


def test_every_stop_shows_what_training_gave(explorer, rolls):
    assert wrong_stops(explorer, rolls) == []


def test_a_stop_of_another_run_is_caught(explorer, rolls):
    wrong = copy.copy(rolls)
    wrong[0.01] = rolls[0.01]._replace(path=Weights(*(array if array is None else np.roll(array, 1, 1)
                                                      for array in rolls[0.01].path)))
    assert len(wrong_stops(explorer, wrong)) > 14


def test_the_trail_grows_with_the_updates(explorer):
    start = {"U": -1, "W": 0.5, "rate": 0.01}
    pieces = [sum(mark.tag.endswith("path") and next(points(mark.get("d")))[0] < PANEL[0]
                  for mark in visible(explorer.svg(**start, updates=stop), "accent")) for stop in STOPS]
    assert pieces == list(range(len(STOPS)))


def test_a_click_on_the_map_chooses_the_nearest_start(explorer):
    hotspots = [mark for mark in visible(explorer.svg(), "target") if mark.get("data-control") == "U|W"]
    backdrop = MatplotlibBackdrop(map_axes, 0, 0, *PANEL)
    for U, W in np.random.default_rng(4).uniform((-4.2, -1.75), (2.6, 2.2), (50, 2)):
        x, y = backdrop.to_pixels(U, W)
        under = [mark for mark in hotspots if 0 < x - float(mark.get("x")) < float(mark.get("width"))
                 and 0 < y - float(mark.get("y")) < float(mark.get("height"))]
        nearest = min(US, key=lambda start: abs(start - U)), min(WS, key=lambda start: abs(start - W))
        assert [mark.get("data-value") for mark in under] == ["|".join(map(value_text, nearest))]


def levelled(u):
    """4.5 W + b where the mean answer is right."""
    return 13.5 / (1 + u + u * u)


@pytest.mark.parametrize("start, u, loss, updates, words", [
    (-1, -1, 149, 0, "starts on the ridge"), (-2, -2, 100, 0, "starts left of the ridge"),
    (0, 0, 100, 0, "starts right of the ridge"), (1, 1.0, 0.0001, 3000, "It adds"),
    (-1, 1.0, 0.0001, 3000, "it crossed the ridge"), (-1, -2.5, 20, 300, "slides the wrong way"),
    (0, -2.4, 21, 3000, "was thrown across it"), (-1, -2.4, 21, 3000, "far from the answer"),
    (1, 1.06, 0.1, 3000, "too small to arrive"), (0, 0.5, 5, 100, "still moving")])
def test_what_is_said_of_a_place(start, u, loss, updates, words):
    assert words in explain(start, u, levelled(u), loss, updates)


@pytest.mark.parametrize("u", [-2.0, -0.8, -0.2, 0.7])
@pytest.mark.parametrize("pull", [-6.0, 3.0, 40.0])
def test_a_mean_that_is_wrong_pushes_u_to_the_side_where_it_is_less_wrong(u, pull):
    def off(u):
        return abs(pull * (1 + u + u * u) - 13.5)
    side = "right" if off(u + 1e-6) < off(u - 1e-6) else "left"
    said = explain(-1, u, pull, off(u) ** 2 * 1.5, 100)
    assert said.endswith(f"pushes U to the {side}.") and f"{off(u):.1f} too" in said


def test_the_lesson_trains_the_fourteen(rolls):
    for rate, roll in train_fourteen().items():
        assert (roll.path.Wh == rolls[rate].path.Wh).all() and (roll.path.Wx == rolls[rate].path.Wx).all()


def test_the_prose_beside_the_explorer(explorer):
    """What the lesson lets its readers find."""
    def end(**where):
        return explorer.caption(updates=3000, **where)
    assert all("It adds" not in end(U=-1, W=0.5, rate=rate) for rate in RATES)
    assert ["It adds" in end(U=-1, W=-1.5, rate=rate) for rate in RATES] == [False, True, True]
    assert ["It adds" in end(U=0, W=-1.5, rate=rate) for rate in (0.01, 0.05)] == [True, False]
    for rate in RATES:
        assert "updates U = −1." in explorer.caption(U=-1, W=0.5, rate=rate, updates=10)
    slow = [explorer.caption(U=-1, W=-1.5, rate=0.001, updates=updates) for updates in (300, 1000, 3000)]
    for said, place, side in zip(slow, ("−0.77", "−0.56", "−0.94"), ("right", "right", "left")):
        assert f"U = {place}" in said and f"pushes U to the {side}" in said
    assert "U = −2.41" in end(U=0, W=-1.5, rate=0.05) and "loss is 22.76" in end(U=0, W=-1.5, rate=0.05)


def test_rolls_that_do_not_fit_are_refused(rolls):
    few = {rate: roll._replace(path=Weights(*(array if array is None else array[:, :13] for array in roll.path)))
           for rate, roll in rolls.items()}
    with pytest.raises(ValueError, match="one for each pair"):
        explore_landscape(few)
    coarse = {rate: roll._replace(updates=roll.updates + 1) for rate, roll in rolls.items()}
    with pytest.raises(ValueError, match="sample_every=10"):
        explore_landscape(coarse)


# The figures

def test_points_stand_where_the_axes_say():
    for axes in (map_axes, curve_axes):
        backdrop = MatplotlibBackdrop(axes, 10, 20, 700, 250)
        assert to_pixels(backdrop, np.array([0.3, -2]), np.array([1.7, 0.2])) == [
            pytest.approx(backdrop.to_pixels(0.3, 1.7)), pytest.approx(backdrop.to_pixels(-2, 0.2))]


def test_thinning_keeps_both_ends():
    line = [(0.1 * k, 0.0) for k in range(101)]
    kept = thin_out(line)
    assert kept[0] == line[0] and kept[-1] == line[-1] and 5 < len(kept) < 10


def test_runs_are_stacked_over_their_u_at_their_loss():
    """Three networks, of which two stand in one stack; the third and fourth are lost, one of them off the scale."""
    U = np.array([1.0, 0.98, 0.5, -2]).reshape(4, 1, 1)
    networks = Weights(np.array([1, 1, 1.4, 9]).reshape(4, 1, 1), U, np.array([[0.0], [0.1], [0.0], [50]]))
    for with_curve in (True, False):
        picture = show_runs(networks, with_curve=with_curve)
        assert faults(picture.svg(), picture.caption) == []
        backdrop = MatplotlibBackdrop(runs_axes, 0, 0, PANEL[0], RUNS_HEIGHT)
        adding = [mark for mark in visible(picture.svg(), "solved") if mark.tag.endswith("circle")]
        lost = [mark for mark in visible(picture.svg(), "lost") if mark.tag.endswith("circle")]
        place = [(float(mark.get("cx")), float(mark.get("cy")) + PITCH / 2) for mark in adding + lost]
        x, y = backdrop.to_pixels(1, digit_sums.network_loss(networks)[:2].mean())
        assert place[:2] == [pytest.approx((x + side * PITCH / 2, y), abs=0.06) for side in (-1, 1)]
        assert place[2] == pytest.approx(backdrop.to_pixels(-2, HIGHEST), abs=0.06)
        assert place[3] == pytest.approx(backdrop.to_pixels(0.5, digit_sums.network_loss(networks)[2]), abs=0.06)
        assert {"2 add", "2 do not"} <= set(words(picture.svg()))
        assert ("L(U)" in picture.caption) is with_curve


@pytest.mark.parametrize("U, W, near", [(1.0, 1.0, True), (0.8, 1.23, False)])
def test_runs_that_add_far_from_one_are_not_said_to_be_near_it(U, W, near):
    networks = Weights(*(np.reshape(values, shape) for values, shape in (
        ([W, 9], (2, 1, 1)), ([U, -2], (2, 1, 1)), ([0.0, 50], (2, 1)))))
    assert digit_sums.network_loss(networks)[0] < 2
    assert ("1 lie near U = 1 with a loss close to 0, 1 at U" in show_runs(networks).caption) is near


def test_paths_are_numbered_from_their_start(rolls):
    picture = show_paths(rolls[0.01], "Fourteen paths.")
    assert faults(picture.svg(), picture.caption) == []
    assert len(visible(picture.svg(), "node")) == 14 and "U = −½" in words(picture.svg())


def test_paths_without_a_number_are_thin(rolls):
    picture = show_paths(rolls[0.01], "Fourteen paths.", numbered=(3, 2))
    assert faults(picture.svg(), picture.caption) == []
    starts = [(float(mark.get("cx")), float(mark.get("cy"))) for mark in visible(picture.svg(), "node")]
    backdrop = MatplotlibBackdrop(map_axes, 0, 0, *PANEL)
    assert [x for x, _ in starts] == [pytest.approx(backdrop.to_pixels(-1, 0)[0], abs=0.06)] * 2
    assert starts[0][1] < starts[1][1]  # W = 0.5 stands above W = -1.5
    thin = next(mark for mark in visible(picture.svg(), "thin") if mark.get("d").count("M") == 12)
    assert thin is not None


# Exercise 4.4

@pytest.mark.parametrize("network, sequence, points, words", [
    ((0.99, 1, 0), [9] * 10, 2, ""),
    ((1.01, 1.0, 0), [5] * 40, 2, ""),
    ((1, 1, 0.1), [0] * 10, 2, ""),
    ((1, sum([0.1] * 10), -0.15), [0] * 10, 2, ""),  # 1 but for rounding
    ((1, 1, 0), [9] * 10, 0, "This network adds"),
    ((1, 0.99, 0), [9] * 30, 0, "U has to be 1 here, yours is 0.99"),
    ((1, 1.01, 0), [5] * 40, 0, "The sequence is judged once the network has U = 1"),
    ((1, 0.9, 0), [9] * 10, 0, "U has to be 1 here, yours is 0.9"),
    ((0.9, 1, 0), [9] * 10, 0, "fails the test already"),
    ((1, 1, 0.2), [0] * 10, 0, "judged once the network passes the test"),
    ((0.99, 1, 0), [9, 9, 9], 1, "what the test has tried"),
    ((0.99, 1, 0), [0, 0, 0, 1], 1, "does not catch it"),
    ((1, 0.99), [9] * 10, 0, "three finite numbers"),
    ((1, float("nan"), 0), [9] * 10, 0, "three finite numbers"),
    ((1, 0.99 + 1j, 0), [9] * 10, 0, "three finite numbers"),
    ((0.99, 1, 0), [10] * 10, 0, "from 0 to 9"),
    ((0.99, 1, 0), [], 0, "is empty"),
    ((0.99, 1, 0), "999", 0, "list of digits"),
    ("abc", [9] * 10, 0, "cannot be used"),
])
def test_the_impostor(network, sequence, points, words):
    verdict = lesson.check("4.4", network, sequence)
    assert verdict.points == points and words in verdict.message


def test_a_diagnosis_names_the_step_that_chooses_b():
    step = re.search(r"step (\d) of the derivation", lesson.check("4.2", digit_sums.curve).message)[1]
    notebook = Path(__file__).parents[2] / "notebooks" / "04_sum_of_three.ipynb"
    assert f"**{step}. Choose b" in notebook.read_text(encoding="utf-8")


# Exercise 4.2: a least loss found by trying values of W

def best_of(values):
    def least_loss(U):
        seen = digit_sums.DIGITS @ [U * U, U, 1]
        return min(np.mean((W * seen - digit_sums.SUMS) ** 2) for W in values)
    return least_loss


@pytest.mark.parametrize("values", [
    np.linspace(-2, 2, 41), np.linspace(0, 2, 401), np.arange(-5, 5, 0.1), np.linspace(-3, 3, 100),
    np.arange(0, 2, 0.003), np.random.default_rng(1).uniform(-1, 2, 300)], ids=len)
def test_a_least_loss_on_a_grid_is_called_that(values):
    verdict = lesson.check("4.2", best_of(values))
    assert verdict.points == 0 and verdict.message.startswith("**This is the least loss on a grid of W.**")
    assert "it should be" in verdict.message and "Tried on U above zero: not yet" in verdict.message


@pytest.mark.parametrize("wrong", [
    lambda U: no_bias_right(U) + 0.001, lambda U: 1.0001 * no_bias_right(U), lambda U: no_bias_right(U + 0.001),
    lambda U: no_bias_right(U) - 0.001, lambda U: no_bias_right(U) + 0.001 * np.sin(1e4 * U), best_of([0.5]),
    lambda U: np.array([no_bias_right(U)]), lambda U: None, lambda U: 1 / 0])
def test_another_wrong_loss_is_not_called_a_grid(wrong):
    assert "grid" not in lesson.check("4.2", wrong).message


def test_a_grid_that_is_fine_enough_is_right():
    def nested(U):
        W, width = 0.0, 2.0
        for _ in range(8):
            tried = np.linspace(W - width, W + width, 21)
            W, width = min(tried, key=lambda one: best_of([one])(U)), width / 10
        return best_of([W])(U)
    assert lesson.check("4.2", nested).points == 2
