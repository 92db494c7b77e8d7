"""Lesson 6: its explorer shows what the package computes, and its exercises tell right from wrong."""

import itertools
import json

import numpy as np
import pytest

from rnnlab.lessons.digit_sums import DIGITS, SUMS, draw_networks, network_loss
from rnnlab.lessons.lesson_06_embeddings.exercise_1_predict import predict_right
from rnnlab.lessons.lesson_06_embeddings.exercise_2_table_gradient import table_gradient_right
from rnnlab.lessons.lesson_06_embeddings.exercises import GIVEN_B, GIVEN_E, GIVEN_W, check, exercises
from rnnlab.lessons.lesson_06_embeddings.explorer import (
    DISC,
    FOLLOWING_DIGITS,
    PLANE,
    PLANE_X,
    PLANE_Y,
    SLIDES,
    EmbeddingExplorer,
    explore_embedding,
)
from rnnlab.lessons.lesson_06_embeddings.snapshots import Snapshot
from rnnlab.lessons.lesson_06_embeddings.timing import show_costs
from rnnlab.network.bptt import backward
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures.primitives import format_number
from rnnlab.training.fit import fit, fit_embedding
from tests.helpers.svg_checks import faults_of, points, visible, words

STOPS = (0, 10, 20, 40, 60, 100, 150, 200, 500)
TWO = format_number


def history(U, size=2, nudge=0.0):
    start = Weights(*(array[0] for array in draw_networks(1, U, D=size, seed=6)[:3]))
    table = np.random.default_rng(6).uniform(-0.05, 0.05, (10, size)) * (1 + nudge)
    return fit_embedding(DIGITS, SUMS[:, None], table, start, "linear", learning_rate=0.05, updates=500,
                         sample_every=10)[2]


@pytest.fixture(scope="module")
def histories():
    return {"from +1": history(1.0), "from −1": history(-1.0)}


@pytest.fixture(scope="module")
def explorer(histories):
    return explore_embedding(histories, STOPS)


def at(histories, run, updates):
    index = list(histories[run].updates).index(updates)
    return histories[run].embedding[index], Weights(*(a if a is None else a[index] for a in histories[run].path))


def wrong_frames(explorer, histories, stops=STOPS):
    """Where the explorer shows another number than `forward` computes, as (run, updates, digit, slide, what)."""
    found, plane = [], EmbeddingExplorer(histories, STOPS)
    for run, updates, digit, slide in itertools.product(histories, stops, range(10), SLIDES):
        E, weights = at(histories, run, updates)
        values = {"run": run, "updates": updates, "digit": digit, "slide": slide}
        svg, caption = explorer.svg(**values), explorer.caption(**values)
        shown = words(svg)
        states = forward(E[[[digit, *FOLLOWING_DIGITS]]], weights, "linear")[0, :, 0]
        W, b = weights.Wx[:, 0], weights.bh[0]
        along = np.array([-W[1], W[0]]) / np.linalg.norm(W)
        row = E[digit] + slide * along
        signed = [f"({TWO(x)})" if TWO(x)[0] == "−" else TWO(x) for x in (row[0], W[0], row[1], W[1], b)]
        total = digit + sum(FOLLOWING_DIGITS)
        lit = [(float(mark.get("cx")), float(mark.get("cy"))) for mark in visible(svg, "lit")]
        discs = [(float(mark.get("cx")), float(mark.get("cy"))) for mark in visible(svg, "node")]
        others = np.delete(E, digit, axis=0)
        checks = {
            "row": f"{TWO(row[0])}   and   {TWO(row[1])}" in shown and f"{TWO(W[0])}   and   {TWO(W[1])}" in shown,
            "products": {"{} · {} + {} · {}".format(*signed), f"+ {signed[4]}  ="} <= set(shown),
            "states": all(TWO(h) in shown for h in states) and f"U = {TWO(weights.Wh[0, 0])}" in shown,
            "goal": f"{digit} + 6 + 7 = {total}" in shown
                    and (f"✗ gap {TWO(states[2] - total)}" in shown) != ("✓ no gap" in shown),
            "caption": f"the states are {', '.join(map(TWO, states))}; the sum is {total}." in caption
                       and f"has the effective value {TWO(states[0])}." in caption
                       and ("slid" in caption) == bool(slide),
            "lit": np.abs(np.array(lit) - [plane.place(row)]).max() < 0.06,
            "discs": np.abs(np.array(discs) - [plane.place(point) for point in others]).max() < 0.06,
            "value": TWO(float(row @ W + b)).lstrip("−") == TWO(states[0]).lstrip("−"),
        }
        found += [(run, updates, digit, slide, name) for name, good in checks.items() if not good]
    return found


def test_every_stop_shows_what_forward_computes(explorer, histories):
    assert wrong_frames(explorer, histories) == []


def test_a_bias_left_out_would_be_seen(monkeypatch, histories):
    right = Snapshot.__init__

    def wrong(self, E, weights):
        right(self, E, weights)
        self.v = E @ self.W
    monkeypatch.setattr(Snapshot, "__init__", wrong)
    found = wrong_frames(explore_embedding(histories, STOPS), histories, (100,))
    assert {name for *_, name in found} >= {"states", "caption"}


def test_a_digit_that_slides_across_its_line_would_be_seen(monkeypatch, histories):
    right = Snapshot.__init__

    def wrong(self, E, weights):
        right(self, E, weights)
        self.along = self.W / np.linalg.norm(self.W)
    monkeypatch.setattr(Snapshot, "__init__", wrong)
    found = wrong_frames(explore_embedding(histories, STOPS), histories, (100,))
    assert {name for *_, name in found} == {"row", "products", "lit"}
    assert {slide for *_, slide, _ in found} == set(SLIDES) - {0}


def test_every_line_joins_points_of_its_value(histories):
    """Both ends of each line have the effective value that is written on it, and every line in view is drawn."""
    plane = EmbeddingExplorer(histories, STOPS)
    for run, updates in itertools.product(histories, STOPS):
        weights = at(histories, run, updates)[1]
        svg = plane.lines_layer(updates, run).svg()
        ends = [list(points(mark.get("d"))) for mark in visible(svg, "thin")]
        labels = [int(word) for word in words(svg) if word != "W"]
        for label, line in zip(labels, ends, strict=True):
            assert all(PLANE_X - 0.1 <= x <= PLANE_X + PLANE + 0.1 for x, _ in line)
            for x, y in line:
                point = plane.centre + np.array([x - PLANE_X - PLANE / 2, PLANE_Y + PLANE / 2 - y]) / plane.unit
                assert point @ weights.Wx[:, 0] + weights.bh[0] == pytest.approx(label, abs=0.01)
        sides = np.array([*itertools.product((-1, 1), repeat=2)])
        reach = (plane.centre + sides * PLANE / 2 / plane.unit) @ weights.Wx[:, 0] + weights.bh[0]
        assert labels == [value for value in range(10) if reach.min() < value < reach.max()]


def test_the_digits_come_out_of_one_spot_and_stand_in_order(histories):
    plane = EmbeddingExplorer(histories, STOPS)

    def spots(run, updates):
        return np.array([plane.place(row) for row in at(histories, run, updates)[0]])
    assert np.ptp(spots("from +1", 0), axis=0).max() < DISC
    steps = np.diff(spots("from +1", 500), axis=0)
    assert (steps[:, 0] > 0).all() and (steps[:, 1] > 0).all() and np.linalg.norm(steps, axis=1).min() > 1.5 * DISC


def test_from_plus_one_the_digits_come_to_their_lines(explorer, histories):
    E, weights = at(histories, "from +1", 500)
    assert np.abs((E @ weights.Wx)[:, 0] + weights.bh - np.arange(10)).max() < 0.005
    assert "are up to 0.00 away from 0 to 9" in explorer.caption(run="from +1", updates=500)
    assert "are up to 0.00 away" not in explorer.caption(run="from −1", updates=500)
    assert "✓ no gap" in words(explorer.svg(run="from +1", updates=500))
    assert "✓ no gap" not in words(explorer.svg(run="from −1", updates=500))


def test_every_frame_is_sound_and_one_network_is_small(explorer, histories):
    assert faults_of(explorer) == []
    assert explorer.frames["size"][1] <= 420
    for name in histories:
        alone = explore_embedding({name: histories[name]}, STOPS)
        assert len(json.dumps(alone.frames, ensure_ascii=False).encode()) < 1_000_000


def test_one_network_has_no_choice_and_unfit_histories_are_refused(histories):
    one = explore_embedding({"one": history(1.0)}, STOPS[:3])
    assert faults_of(one) == [] and list(one.controls) == ["updates", "digit", "slide"]
    start = Weights(*(array[0] for array in draw_networks(1, 1.0)[:3]))
    plain = fit(DIGITS[..., None], SUMS[:, None], start, "linear", updates=20)[1]
    for wrong, words_ in (({}, "histories is empty"), ({"a": plain}, "'a' has shape None"),
                          ({**histories, "b": history(1.0, size=1)}, r"'b' has shape \(10, 1\), it should")):
        with pytest.raises(ValueError, match=words_):
            explore_embedding(wrong, (0,))
    with pytest.raises(ValueError, match="not sampled after 7 updates"):
        explore_embedding(histories, (0, 7))


def test_the_stored_frames_do_not_hang_on_the_last_bits():
    for U in (1.0, -1.0):
        one, other = history(U), history(U, nudge=1e-13)
        assert np.abs(one.embedding - other.embedding).max() < 1e-7


# What the prose claims

SETTING = {"learning_rate": 0.05, "batch_size": 32, "updates": 3000}
ONE_UNIT = Weights([[0.5], [0.5]], [[1.0]], [0.0])


def nearest(spread, nudge=0.0):
    """The nearest row of each digit's row, in a trained table that began with this spread."""
    start = spread * np.random.default_rng(8).uniform(-1, 1, (10, 2)) * (1 + nudge)
    E, weights, _ = fit_embedding(DIGITS, SUMS[:, None], start, ONE_UNIT, "linear", **SETTING)
    assert (E @ weights.Wx)[:, 0] + weights.bh == pytest.approx(np.arange(10), abs=1e-6)
    return np.linalg.norm(E[:, None] - E, axis=2).argsort(1)[:, 1].tolist()


def test_tables_of_one_network_have_neighbours_of_their_start():
    near, spread = nearest(0.05), nearest(20)
    assert np.abs(np.array(near) - np.arange(10)).max() == 1 and spread[2] == 7
    assert [nearest(0.05, 1e-9), nearest(20, 1e-9)] == [near, spread]


@pytest.mark.parametrize("seed", range(7, 11))
def test_rows_that_mean_the_same_to_two_units_meet_and_to_one_need_not(seed):
    worth = np.array([[2, 5], [0, 1], [7, 3], [6, 8], [9, 2], [5, 9], [3, 6], [7, 3], [8, 0], [1, 4]])
    start = np.random.default_rng(seed).uniform(-1, 1, (10, 2))
    apart = []
    for M in (1, 2):
        readers = Weights(np.eye(2)[:, :M], np.eye(M), np.zeros(M))
        E, readers, _ = fit_embedding(DIGITS, worth[DIGITS, :M].sum(1), start, readers, "linear", **SETTING)
        assert E @ readers.Wx + readers.bh == pytest.approx(worth[:, :M], abs=1e-3)
        apart.append(np.linalg.norm(E[2] - E[7]))
    assert apart[1] < 1e-3 and apart[0] > 0.01


def test_adam_moves_rows_that_are_not_in_the_batch_and_plain_descent_does_not():
    E = np.random.default_rng(8).uniform(-0.05, 0.05, (10, 2))
    for optimizer, moved in (("adam", [1, 2, 4]), ("sgd", [2])):
        history = fit_embedding(DIGITS[[144, 222]], SUMS[[144, 222], None], E, ONE_UNIT, "linear", batch_size=1,
                                shuffle=False, updates=2, optimizer=optimizer)[2]
        first, second = np.diff(history.embedding, axis=0).any(axis=2)
        assert np.flatnonzero(first).tolist() == [1, 4] and np.flatnonzero(second).tolist() == moved


def test_no_table_comes_back_from_minus_one():
    for size in (1, 2, 10):
        tables = np.random.default_rng(6).uniform(-0.05, 0.05, (40, 10, size))
        start = draw_networks(40, np.repeat([1, -1], 20), D=size)
        E, weights, _ = fit_embedding(DIGITS, SUMS[:, None], tables, start, "linear", **SETTING)
        losses = network_loss(weights, E)
        assert (losses[:20] < 0.5).all() and (losses[20:] > 15).all()


def test_the_figure_draws_microseconds():
    shown = show_costs([10, 10_000], product=[1e-6, 5e-4], lookup=[2e-6, 3e-6], words=100)
    lines = {line.get_label(): list(line.get_ydata()) for line in shown.figure.axes[0].lines}
    assert lines["product with one-hot rows"] == pytest.approx([1, 500]) and lines["lookup"] == pytest.approx([2, 3])
    assert "from 10 to 10,000" in " ".join(shown.caption.split())


# The exercises

def test_the_network_of_6_1_is_that_of_the_package():
    rng = np.random.default_rng(61)
    digits, E, W = rng.integers(7, size=(5, 4)), rng.normal(size=(7, 3)), rng.normal(size=3)
    weights = Weights(W[:, None], [[0.7]], [0.4])
    assert predict_right(digits, E, W, 0.7, 0.4) == pytest.approx(forward(E[digits], weights, "linear")[:, -1, 0])


def test_the_gradient_of_6_2_is_that_of_differences():
    rng = np.random.default_rng(62)
    digits, E, Y = rng.integers(4, size=(3, 5)), rng.normal(size=(6, 2)), rng.normal(size=(3, 1))
    weights = Weights(rng.normal(size=(2, 1)), [[0.8]], [0.3])
    dE = table_gradient_right(digits, backward(E[digits], Y, weights, "linear").dX, 6)
    for place in np.ndindex(E.shape):
        step = np.zeros_like(E)
        step[place] = 1e-6
        up, down = (backward((E + s)[digits], Y, weights, "linear").loss for s in (step, -step))
        assert dE[place] == pytest.approx((up - down) / 2e-6, abs=1e-6)
    assert (dE[4:] == 0).all() and (dE[:4] != 0).any(axis=1).all()


def test_the_counts_of_6_3_are_those_of_keras():
    from rnnlab.network.keras_reference import build_keras, load_keras
    keras = load_keras()
    model = keras.Sequential([keras.Input((9,), dtype="int32"), keras.layers.Embedding(5000, 16),
                              keras.layers.SimpleRNN(32)])
    rights = [question.right for question in exercises.by_number["6.3"].questions]
    assert rights[:2] == [model.count_params(), build_keras(T=9, D=5000, M=32).count_params()]


def test_the_given_table_adds():
    assert (GIVEN_E @ GIVEN_W)[:, 0] + GIVEN_B == pytest.approx(np.arange(10))


GOOD = (GIVEN_E @ GIVEN_W)[:, 0]


@pytest.mark.parametrize("W", [[1, 0], [[1.0], [0.0]], np.array([1, 0])])
@pytest.mark.parametrize("second", [np.zeros(10), np.arange(10) ** 2])
def test_readable_tables_are_taken(W, second):
    assert check("6.4", np.column_stack([GOOD, second]), W).state == "correct"


@pytest.mark.parametrize(("E", "W", "message", "points"), [
    (GIVEN_E, [1, 0], "The table is as it was", 0),
    (GIVEN_E, [1, 0], "W counts once the table fits it", 0),
    (GIVEN_E, GIVEN_W, "W is not (1, 0)", 0),
    (np.column_stack([GOOD, GOOD]), [0, 1], "W is not (1, 0)", 1),
    (np.column_stack([GOOD + 1, GOOD]), [1, 0], "The bias is counted twice", 0),
    (np.column_stack([np.arange(10) + 1, GOOD]), [1, 0], "The bias has the wrong sign", 0),
    (np.column_stack([GOOD - 1, GOOD]), [1, 0], "The bias is taken off twice", 0),
    (GIVEN_E * GIVEN_W.T, [1, 0], "The products are not added up", 0),
    (np.column_stack([np.zeros(10), GOOD]), [1, 0], "The columns are swapped", 0),
    (np.column_stack([2 * GOOD, 3 * GOOD]), [1, 0], "This is another network", 0),
    (GOOD, [1, 0], "E has shape (10,)", 0),
    (GIVEN_E.T, [1, 0], "the lesson prints E.T to save room", 0),
    (GIVEN_E, [1, 0, 0], "W has shape (3,)", 0)])
def test_unfit_tables_are_named(E, W, message, points):
    verdict = check("6.4", E, W)
    assert message in verdict.message and verdict.points == points
