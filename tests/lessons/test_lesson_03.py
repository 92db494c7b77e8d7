"""Lesson 3: its explorer shows what is computed, its exercises see a loop that remains, its figure is never stored."""

import base64
import json
import re

import numpy as np
import pytest
from matplotlib.figure import Figure

from rnnlab.exercises import seeded_rng
from rnnlab.explorer.live_figure import LiveFigure
from rnnlab.lessons.lesson_02_forward_pass.exercise_1_one_step import random_weights
from rnnlab.lessons.lesson_02_forward_pass.exercise_2_all_states import states_right
from rnnlab.lessons.lesson_03_batching.exercise_1_batched_states import batch_cases, batch_right
from rnnlab.lessons.lesson_03_batching.exercise_3_sample_losses import losses_right
from rnnlab.lessons.lesson_03_batching.exercises import check, exercises
from rnnlab.lessons.lesson_03_batching.explorer import CELL, BatchExplorer, explore_batch
from rnnlab.lessons.lesson_03_batching.schedule_explorer import _ScheduleExplorer, explore_schedules
from rnnlab.lessons.lesson_03_batching.timing import count_tanh, draw_times, seconds
from rnnlab.lessons.lesson_06_embeddings.timing import show_costs
from rnnlab.network.forward import forward
from rnnlab.network.forward_trace import forward_trace
from rnnlab.network.weights import Weights
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from rnnlab.pictures.primitives import format_number
from tests.helpers.svg_checks import faults_of, numbers_at, visible, words

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


WAYS_TO_MULTIPLY = {
    "@": lambda a, b: a @ b, "matmul": np.matmul, "dot": lambda a, b: a.dot(b), "np.dot": np.dot,
    "einsum": lambda a, b: np.einsum("...d,dm->...m", a, b), "inner": lambda a, b: np.inner(a, b.T),
    "tensordot": lambda a, b: np.tensordot(a, b, 1), "columns": lambda a, b: (b.T @ a.T).T,
    "sum of products": lambda a, b: (a[..., :, None] * b).sum(-2),
    "a unit at a time": lambda a, b: np.stack([a @ b[:, unit] for unit in range(b.shape[1])], -1),
    "a feature at a time": lambda a, b: sum(a[..., row, None] * b[row] for row in range(len(b))),
}


def in_one_batch(step):
    def function(X, h0, Wx, Wh, bh):
        h, H = h0, []
        for t in range(X.shape[1]):
            h = step(X[:, t], h, Wx, Wh, bh)
            H.append(h)
        return np.stack(H, axis=1)
    return function


def sample_by_sample(step):
    def function(X, h0, Wx, Wh, bh):
        H = np.zeros((*X.shape[:2], len(bh)))
        for n, h in enumerate(h0):
            for t in range(X.shape[1]):
                h = H[n, t] = step(X[n, t], h, Wx, Wh, bh)
        return H
    return function


def steps_that_multiply(product):
    return {
        "plain": lambda x, h, Wx, Wh, bh: np.tanh(product(x, Wx) + product(h, Wh) + bh),
        "float32": lambda x, h, Wx, Wh, bh: np.tanh((product(x, Wx) + product(h, Wh) + bh).astype(np.float32)),
        "tanh from exp": lambda x, h, Wx, Wh, bh: 1 - 2 / (1 + np.exp(2 * (product(x, Wx) + product(h, Wh) + bh))),
    }


EVERY_STEP = [(way, kind, step) for way, product in WAYS_TO_MULTIPLY.items()
              for kind, step in steps_that_multiply(product).items()]
each_step = pytest.mark.parametrize("step", [step for *_, step in EVERY_STEP],
                                    ids=[f"{way}, {kind}" for way, kind, _ in EVERY_STEP])


@each_step
def test_a_loop_over_samples_is_told_however_the_product_is_written(step):
    verdict = check("3.1", sample_by_sample(step))
    assert (verdict.state, verdict.points) == ("correct", 2) and verdict.hint
    assert "they earn the points. But a loop over the samples remains" in verdict.message


@each_step
def test_a_batch_is_never_called_a_loop(step):
    verdict = check("3.1", in_one_batch(step))
    assert (verdict.message, verdict.hint) == (exercises.by_number["3.1"].praise, "")


@pytest.mark.parametrize("step", [
    lambda x, h, Wx, Wh, bh: np.tanh(x @ Wx + h @ Wh + np.ones((len(x), 1)) @ bh[None]),  # three products a step
    lambda x, h, Wx, Wh, bh: np.tanh(np.hstack([x, h, np.ones((len(x), 1))]) @ np.vstack([Wx, Wh, bh])),
    lambda x, h, Wx, Wh, bh: np.tanh(x @ np.eye(len(Wx)) @ Wx + h @ Wh + bh),
])
def test_products_of_other_numbers_are_right(step):
    assert check("3.1", in_one_batch(step)).message == exercises.by_number["3.1"].praise


def test_a_loop_after_a_product_for_all_is_told():
    def function(X, h0, Wx, Wh, bh):
        Z = X @ Wx + bh
        for n, h in enumerate(h0):
            for t in range(X.shape[1]):
                h = Z[n, t] = np.tanh(Z[n, t] + h @ Wh)
        return Z
    assert "works on the numbers of one sample at a time" in check("3.1", function).message
    assert "an array of shape (4,)" in check("3.1", function).message


def test_what_cannot_be_seen_is_not_praised():
    verdict = check("3.1", lambda *arguments: two_loops(*map(np.array, arguments)))
    assert (verdict.state, verdict.points) == ("correct", 2)
    assert verdict.message.startswith("The numbers are right. Whether a loop over the samples remains, the")


def test_a_planted_wrong_praise_is_seen(monkeypatch):
    """Where the trace sees nothing, the loop is not told: the tests above notice."""
    monkeypatch.setattr("rnnlab.lessons.lesson_03_batching.exercise_1_batched_states.trace_products", lambda *given: [])
    step = steps_that_multiply(np.matmul)["plain"]
    for test in (test_a_loop_over_samples_is_told_however_the_product_is_written, test_a_batch_is_never_called_a_loop):
        with pytest.raises(AssertionError):
            test(step)


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


def test_the_factors_are_those_measured():
    took = {"two loops": [2, 30, 600], "one batch": [1, 2, 5], "Keras": [9, 9, 9]}
    assert draw_times([1, 10, 1000], took).measured == (
        "Measured on this machine: two loops took 2.0 times as long as one batch at N = 1, 15 times at N = 10 and "
        "120 times at N = 1,000. For 10 and 1,000 sequences, one batch took 2.0 and 5.0 times as long as for 1.")


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
    def shifted(*given):
        trace = forward_trace(*given)
        return trace._replace(H=trace.H + 0.01)

    monkeypatch.setattr("rnnlab.lessons.lesson_03_batching.explorer.forward_trace", shifted)
    with pytest.raises(AssertionError):
        test_it_shows_what_is_computed(False)


def test_it_says_whose_row_it_is():
    X, weights, _ = example()
    explorer, H = explore_batch(X, weights), forward(X, weights)
    for sample in range(3):
        for t in range(10):
            caption = explorer.caption(sample=sample, t=t)
            assert caption.startswith(f"Sample {sample}, index {t}: row {sample} of X[:, {t}]")
            state = ", ".join(format_number(value) for value in H[sample, t])
            assert re.search(r"\[([^\[]*)\]\.$", caption)[1] == state


def test_the_sample_is_outlined_in_every_array_that_has_a_row_for_it():
    X, weights, _ = example()
    explorer, layout = explore_batch(X, weights), BatchExplorer(X, weights, "tanh", None)
    for sample in range(3):
        lit = {(float(node.get("x")), float(node.get("y"))) for node in visible(explorer.svg(sample=sample), "lit")
               if node.get("width")}
        assert lit == {(x, y + sample * CELL[1]) for x, y, _ in layout.rows()}


def test_it_refuses_what_forward_refuses():
    X, weights, _ = example()
    with pytest.raises(ValueError, match=r"X has shape \(10, 3\)"):
        explore_batch(X[0], weights)
    with pytest.raises(ValueError, match=r"h0 has shape \(1, 5\)"):
        explore_batch(X, weights, h0=np.zeros((1, 5)))


# The schedules

def states_by_round(function, X, weights, monkeypatch):
    """How many states a function has computed after each of its calls of np.tanh."""
    rounds, tanh = [], np.tanh

    def counted(z):
        rounds.append(len(np.atleast_2d(z)))
        return tanh(z)
    monkeypatch.setattr(np, "tanh", counted)
    function(X, np.zeros((4, 5)), weights.Wx, weights.Wh, weights.bh)
    monkeypatch.setattr(np, "tanh", tanh)
    return np.cumsum(rounds)


def test_the_clock_ticks_with_each_tanh(monkeypatch):
    X, weights, _ = example(N=4)
    explorer = explore_schedules(4, 10)
    loops, batch = (states_by_round(function, X, weights, monkeypatch) for function in (two_loops, batch_right))
    assert len(loops) == 40 and len(batch) == 10
    for round in range(41):
        done = [int(counts[min(round, len(counts)) - 1]) if round else 0 for counts in (loops, batch)]
        assert [line for line in words(explorer.svg(round=round)) if "of 40" in line] == [
            f"{count} of 40 states" for count in done]
        tinted = visible(explorer.svg(round=round), "panel")
        assert len(tinted) == sum(done)


def test_the_states_of_both_schedules_come_in_the_order_of_their_loops():
    explorer = _ScheduleExplorer(3, 2)
    assert explorer.newest(0) == {"Two loops": [], "One batch": []}
    assert explorer.newest(2) == {"Two loops": [(0, 1)], "One batch": [(0, 1), (1, 1), (2, 1)]}
    assert explorer.newest(3) == {"Two loops": [(1, 0)], "One batch": []}
    assert "has waited for 1 round." in explorer.caption(3) and "and has all." in explorer.caption(2)


@pytest.mark.parametrize("sizes", [(4, 10), (1, 1), (1, 3), (2, 1)])
def test_every_round_is_sound(sizes):
    assert faults_of(explore_schedules(*sizes)) == []


def test_there_is_something_to_compute():
    with pytest.raises(ValueError, match="N = 0 samples and T = 3 steps"):
        explore_schedules(0, 3)


# The live figure

def drawn(caption="A line that climbs."):
    figure = Figure(figsize=(3, 2))
    figure.subplots().plot([1, 2])
    return LiveFigure(figure, caption)


def test_a_live_figure_stores_its_sentence_only():
    data = drawn("Times\n   of <today> & *yesterday*")._repr_mimebundle_()
    stored = {mime: text for mime, text in data.items() if mime != WIDGET_VIEW}
    assert set(data) - set(stored) == {WIDGET_VIEW} and set(stored) == {"text/markdown", "text/plain"}
    assert stored["text/plain"] == "Times of <today> & *yesterday*"
    assert "image" not in "".join(stored.values())
    assert r"&lt;today&gt; &amp; \*yesterday\*" in stored["text/markdown"]


def test_what_was_measured_stands_under_the_image_and_is_not_stored():
    shown = LiveFigure(drawn().figure, "A line that climbs.", "It took <7 times> as long.")
    assert shown.html().endswith("It took &lt;7 times&gt; as long.</p>") and "<p" not in drawn().html()
    stored = {mime: text for mime, text in shown._repr_mimebundle_().items() if mime != WIDGET_VIEW}
    assert not any("7 times" in text for text in stored.values())


def test_a_live_figure_has_its_alternative_text():
    html = drawn('A "line" <that> climbs.').html()
    assert html.startswith('<img alt="A &quot;line&quot; &lt;that&gt; climbs."')
    _, image = html.split("base64,")
    assert "prefers-color-scheme:dark" in base64.b64decode(image[:-2]).decode()


def test_figures_of_times_fit_a_phone_with_letters_of_12_pixels():
    for figure in (draw_times([1, 10], {"loops": [1e-4, 1e-3], "batch": [1e-4, 1e-4]}),
                   show_costs([10, 100], [1e-5, 1e-4], [1e-6, 1e-6], 30)):
        _, image = figure.html().split("base64,")
        document = base64.b64decode(image.split('"')[0]).decode()
        assert 300 < float(re.search(r' width="([^"]+)"', document)[1]) <= 328
        assert set(re.findall(r"scale\((\S+) -", document)) == {"0.12"}  # of letters that are 100 units high


def test_a_live_figure_needs_a_sentence():
    with pytest.raises(ValueError, match="caption is empty"):
        drawn("  ")
