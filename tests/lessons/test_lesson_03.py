"""Lesson 3: its explorer shows what is computed, its exercises see a loop that remains, its figure is never stored."""

import base64
import json
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from rnnlab.exercises import seeded_rng
from rnnlab.exercises.matmul_counter import count_matmuls
from rnnlab.explorer.live_figure import LiveFigure
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import random_weights
from rnnlab.lessons.lesson_02_forward_pass.exercise_2_all_states import states_right
from rnnlab.lessons.lesson_03_batching.exercise_1_batched_states import BATCH_MISTAKES, batch_cases, batch_right
from rnnlab.lessons.lesson_03_batching.exercise_3_sample_losses import losses_right
from rnnlab.lessons.lesson_03_batching.exercises import check
from rnnlab.lessons.lesson_03_batching.explorer import CELL, BatchExplorer, explore_batch
from rnnlab.lessons.lesson_03_batching.timing import count_tanh, draw_times, seconds
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from rnnlab.pictures.primitives import format_number
from tests.helpers.svg_checks import faults_of, numbers_at

# The exercises


def two_loops(X, h0, Wx, Wh, bh):
    return np.stack([states_right(sequence, h, Wx, Wh, bh) for sequence, h in zip(X, h0)])


def batch_at_once(X, h0, Wx, Wh, bh):
    Z, h, H = X @ Wx + bh, h0, np.empty((*X.shape[:2], len(bh)))
    for t in range(X.shape[1]):
        h = H[:, t] = np.tanh(Z[:, t] + h @ Wh)
    return H


def in_place(X, h0, Wx, Wh, bh):
    h, H = h0.copy(), []
    for x in X.transpose(1, 0, 2):
        z = np.dot(x, Wx)
        z += h @ Wh
        z += bh
        np.tanh(z, out=z)
        H.append(z)
        h = z
    return np.stack(H, axis=1)


@pytest.mark.parametrize("right", [batch_right, batch_at_once, in_place])
def test_every_way_without_a_loop_over_samples_is_right(right):
    verdict = check("3.1", right)
    assert (verdict.state, verdict.points) == ("correct", 2)


def test_a_loop_over_samples_is_named():
    verdict = check("3.1", two_loops)
    assert (verdict.state, verdict.points) == ("correct", 2) and verdict.hint
    assert "a loop over the samples remains" in verdict.message
    assert "60 matrix products" in verdict.message and "enough: 12" in verdict.message
    assert "they earn the points" in verdict.message


def test_products_are_counted():
    arguments = batch_cases(seeded_rng("3.1"))[0].arguments
    N, T, _ = arguments[0].shape
    assert count_matmuls(batch_right, arguments) == 2 * T
    assert count_matmuls(batch_at_once, arguments) == T + 1
    assert count_matmuls(in_place, arguments) == 2 * T
    assert count_matmuls(two_loops, arguments) == 2 * N * T
    assert count_matmuls(lambda *arguments: 1 / 0, arguments) == 0


def test_no_two_mistakes_with_the_batch_agree():
    """Else a learner would be told of another learner's mistake."""
    case = batch_cases(seeded_rng("3.1"))[1]
    found = []
    for mistake in BATCH_MISTAKES:
        try:
            found.append(mistake.function(*case.arguments))
        except (ValueError, IndexError):
            continue
    for index, one in enumerate(found):
        for other in found[index + 1:]:
            assert one.shape != other.shape or not np.allclose(one, other)


def test_the_loss_of_each_sample_averages_to_that_of_keras():
    from rnnlab.network.keras_reference import load_keras
    rng = np.random.default_rng(1)
    Y_hat, Y = rng.normal(size=(6, 3)), rng.normal(size=(6, 3))
    losses = load_keras().losses.mean_squared_error(Y, Y_hat)
    assert np.allclose(losses_right(Y_hat, Y), losses, atol=1e-6)


def test_one_line_broadcasts_and_two_stop():
    X, h, Wx, Wh, bh = np.ones((4, 6, 3)), np.ones((4, 5)), np.ones((3, 5)), np.ones((5, 5)), np.ones(5)
    assert (X[:, 0] @ Wx + h @ Wh + bh).shape == (4, 5)
    for line in (lambda: X[:, 0] @ Wx + h @ Wh + bh[:, np.newaxis], lambda: X[0] @ Wx + h @ Wh + bh):
        with pytest.raises(ValueError):
            line()
    assert check("3.4", "C", (np.ones((4, 1)) - np.ones(4)).shape).state == "correct"


def test_a_copy_that_reads_the_sizes_of_the_notebook_is_told_so():
    """The lesson's own loop, its sizes taken from the notebook: by hand, not from the list of mistakes."""
    N, T, M = 4, 10, 5

    def copied(X, h0, Wx, Wh, bh):
        H, h = np.empty((N, T, M)), h0
        for t in range(T):
            h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)
            H[:, t] = h
        return H

    assert check("3.1", copied).message.startswith("**A size of the notebook is built in.**")


# What it costs

def test_calls_of_tanh_are_counted():
    arguments = batch_cases(seeded_rng("3.1"))[0].arguments
    N, T, _ = arguments[0].shape
    tanh = np.tanh
    assert count_tanh(batch_right, *arguments) == T and count_tanh(two_loops, *arguments) == N * T
    assert np.tanh is tanh


def test_the_shortest_of_three_runs_is_taken(monkeypatch):
    clock = iter([0, 5, 10, 12, 20, 29])
    monkeypatch.setattr("rnnlab.lessons.lesson_03_batching.timing.perf_counter", lambda: next(clock))
    calls = []
    assert seconds(calls.append, 1) == 2 and calls == [1, 1, 1]


def test_the_figure_has_a_line_for_each_way():
    shown = draw_times([1, 10], {"two loops": [1, 10], "one batch": [1, 1]})
    lines = shown.figure.axes[0].lines
    assert [line.get_label() for line in lines] == ["two loops", "one batch"]
    assert [list(line.get_ydata()) for line in lines] == [[1, 10], [1, 1]]
    assert "from 1 to 10" in shown.caption and "two loops, one batch." in shown.caption


# The explorer

def example(N=3, T=10, D=3, M=5, seed=3, h0=False):
    rng = np.random.default_rng(seed)
    X, weights = rng.normal(size=(N, T, D)), Weights(*random_weights(rng, D, M))
    return X, weights, rng.uniform(-1, 1, (N, M)) if h0 else None


@pytest.mark.parametrize("sizes", [{}, {"N": 1, "T": 1, "D": 1, "M": 1}, {"N": 4, "T": 3, "D": 5, "M": 2, "h0": True}])
def test_every_frame_is_sound(sizes):
    X, weights, h0 = example(**sizes)
    assert faults_of(explore_batch(X, weights, h0=h0)) == []


def test_it_is_small():
    assert len(json.dumps(explore_batch(*example()[:2]).frames, ensure_ascii=False).encode()) < 1_000_000


@pytest.mark.parametrize("h0", [False, True])
def test_it_shows_what_is_computed(h0):
    X, weights, h0 = example(h0=h0)
    explorer, layout = explore_batch(X, weights, h0=h0), BatchExplorer(X, weights, "tanh", h0)
    H = forward(X, weights, h0=h0)
    first = np.zeros((3, 5)) if h0 is None else h0
    for t in range(10):
        svg, before = explorer.svg(t=t), H[:, t - 1] if t else first
        wanted = [X[:, t], X[:, t] @ weights.Wx, before, before @ weights.Wh, H[:, t]]
        for (x, y, columns), values in zip(layout.rows(), wanted):
            shown = numbers_at(svg, x, y, 3, columns, CELL)
            assert shown == [[format_number(value) for value in row] for row in values]


def test_a_planted_fault_in_the_numbers_is_seen(monkeypatch):
    monkeypatch.setattr("rnnlab.lessons.lesson_03_batching.explorer.forward", lambda *given: forward(*given) + 0.01)
    with pytest.raises(AssertionError):
        test_it_shows_what_is_computed(False)


def test_it_says_whose_turn_it_is():
    X, weights, _ = example()
    explorer, H = explore_batch(X, weights), forward(X, weights)
    for sample in range(3):
        for t in range(10):
            caption = explorer.caption(sample=sample, t=t)
            assert f"round {10 * sample + t + 1} of 30" in caption and f"round {t + 1} of 10" in caption
            state = ", ".join(format_number(value) for value in H[sample, t])
            assert re.search(r"\[([^\[]*)\]\. Two", caption)[1] == state


def test_it_refuses_what_forward_refuses():
    X, weights, _ = example()
    with pytest.raises(ValueError, match=r"X has shape \(10, 3\)"):
        explore_batch(X[0], weights)
    with pytest.raises(ValueError, match=r"h0 has shape \(1, 5\)"):
        explore_batch(X, weights, h0=np.zeros((1, 5)))


# The live figure

def drawn(caption="A line that climbs."):
    figure = Figure(figsize=(3, 2))
    figure.subplots().plot([1, 2])
    return LiveFigure(figure, caption)


def test_a_live_figure_stores_its_sentence_only():
    data, _ = drawn("Times\n   of <today> & *yesterday*")._repr_mimebundle_()
    stored = {mime: text for mime, text in data.items() if mime != WIDGET_VIEW}
    assert set(data) - set(stored) == {WIDGET_VIEW} and set(stored) == {"text/markdown", "text/plain"}
    assert stored["text/plain"] == "Times of <today> & *yesterday*"
    assert "image" not in "".join(stored.values())
    assert r"&lt;today&gt; &amp; \*yesterday\*" in stored["text/markdown"]


def test_a_live_figure_has_its_alternative_text():
    html = drawn('A "line" <that> climbs.').html()
    assert html.startswith('<img alt="A &quot;line&quot; &lt;that&gt; climbs."')
    _, image = html.split("base64,")
    assert "prefers-color-scheme:dark" in base64.b64decode(image[:-2]).decode()


def test_a_live_figure_needs_a_sentence():
    with pytest.raises(ValueError, match="caption is empty"):
        drawn("  ")
