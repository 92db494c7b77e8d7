"""The lessons' explorers: every frame is sound, and what it shows is what the package computes."""

import copy
import json
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from rnnlab.lessons.lesson_01_shapes.explorer import UNIT, explore_shapes
from rnnlab.lessons.lesson_02_forward_pass.explorer import ForwardExplorer, explore_forward
from rnnlab.network.forward import forward, readout
from rnnlab.network.weights import Weights
from rnnlab.pictures.heatmap import CELL_SIZE
from rnnlab.pictures.primitives import format_number
from tests.helpers.svg_checks import every, faults, faults_of, numbers_at, outlined, visible, words

WIDE, HIGH = CELL_SIZE


def example(N=2, T=10, D=3, M=5, K=2, seed=3, h0=False):
    rng = np.random.default_rng(seed)

    def draw(*shape):
        return rng.normal(0, 0.6, shape).round(2)
    weights = Weights(draw(D, M), draw(M, M), draw(M), *((draw(M, K), draw(K)) if K else ()))
    return rng.normal(0, 1, (N, T, D)).round(1), weights, draw(N, M) if h0 else None


@pytest.fixture(scope="module")
def explorers():
    X, weights, _ = example()
    return {"forward": explore_forward(X, weights), "shapes": explore_shapes()}


@pytest.mark.parametrize("name", ["forward", "shapes"])
def test_every_frame_is_sound(explorers, name):
    assert faults_of(explorers[name]) == []


@pytest.mark.parametrize("name", ["forward", "shapes"])
def test_an_explorer_is_small(explorers, name):
    assert len(json.dumps(explorers[name].frames, ensure_ascii=False).encode()) < 1_000_000


def write(values):
    return [[format_number(value) for value in row] for row in np.atleast_2d(values)]


def wrong_numbers(explorer, X, weights, activation="tanh", h0=None):
    """Where a forward explorer shows another number than `forward` and `readout` compute, by name."""
    film = ForwardExplorer(X, weights, activation, h0)
    H = forward(X, weights, activation, h0)
    N, T, M = H.shape
    D = X.shape[2]
    found = []
    for sample in range(N):
        for t in range(1, T + 1):
            svg = explorer.svg(t=t, **({"sample": sample} if N > 1 else {}))
            x, h = X[sample, t - 1], H[sample, t - 1]
            before = H[sample, t - 2] if t > 1 else np.zeros(M) if h0 is None else h0[sample]
            zx, zh = x @ weights.Wx, before @ weights.Wh
            expected = {
                "x": (film.x_x, film.matrix_y, x[:, None]), "Wx": (film.wx_x, film.matrix_y, weights.Wx),
                "h before": (film.h_x, film.matrix_y, before[:, None]), "Wh": (film.wh_x, film.matrix_y, weights.Wh),
                "zx": (film.wx_x, film.rows_y["zx"], zx), "zh": (film.wx_x, film.rows_y["zh"], zh),
                "bh": (film.wx_x, film.rows_y["bh"], weights.bh),
                "z": (film.wx_x, film.rows_y["z"], zx + zh + weights.bh), "h": (film.wx_x, film.rows_y["h"], h)}
            if weights.Wo is not None:
                y = readout(h, weights)
                expected |= {"Wo": (film.wo_x, film.wo_y, weights.Wo), "y": (film.wo_x, film.y_y + 2.4 * HIGH, y),
                             "h again": (film.ho_x, film.wo_y, h[:, None]),
                             "bo": (film.wo_x, film.y_y + HIGH, weights.bo)}
            for name, (left, top, values) in expected.items():
                wanted = write(values)
                if numbers_at(svg, left, top, len(wanted), len(wanted[0])) != wanted:
                    found.append(f"{name} at t = {t}, sample {sample}")
    assert len(weights.Wx) == D
    return found


@pytest.mark.parametrize("activation", ["tanh", "linear", "relu", "sigmoid"])
@pytest.mark.parametrize("sizes", [{}, {"h0": True, "N": 1, "T": 4}, {"K": 0, "T": 3},
                                   {"D": 6, "M": 2, "K": 1, "T": 3}], ids=str)
def test_forward_shows_what_forward_computes(activation, sizes):
    X, weights, h0 = example(**sizes)
    X = X * (0.1 if activation == "linear" else 1)
    explorer = explore_forward(X, weights, activation, h0)
    assert wrong_numbers(explorer, X, weights, activation, h0) == []
    assert faults(explorer.svg(), explorer.caption()) == []


def test_a_frame_off_by_one_is_caught():
    X, weights, _ = example()
    explorer = explore_forward(X, weights)
    for index, layer in enumerate(explorer.frames["layers"]):
        if len(set(layer["marks"])) > 10 and len(layer["controls"]) == 2:
            frames = copy.deepcopy(explorer.frames)
            frames["layers"][index]["marks"] = layer["marks"][1:] + layer["marks"][:1]
            explorer.frames = frames
            break
    else:
        pytest.fail("no layer of steps found to plant the fault in")
    assert "h at t = 1, sample 0" in wrong_numbers(explorer, X, weights)


def test_a_unit_lights_up_exactly_what_it_came_from():
    X, weights, _ = example()
    film, explorer = ForwardExplorer(X, weights, "tanh", None), explore_forward(X, weights)
    D, M = weights.Wx.shape
    for unit in range(M):
        svg = explorer.svg(t=4, unit=unit, sample=1)
        at = film.wx_x + unit * WIDE
        column = film.strip_column(4)
        assert outlined(svg) == sorted([
            (round(column.x + 0.5, 1), column.y - 24, round(column.width - 1, 1), column.height + 42),  # where we are
            (film.x_x, film.matrix_y, WIDE, D * HIGH), (at, film.matrix_y, WIDE, D * HIGH),  # all of x, a column of Wx
            (film.h_x, film.matrix_y, WIDE, M * HIGH), (film.wh_x + unit * WIDE, film.matrix_y, WIDE, M * HIGH),
            *((at, film.rows_y[key], WIDE, HIGH) for key in ("zx", "zh", "bh", "z", "h"))])


def test_a_units_sum_of_products_is_written_out():
    X, weights, _ = example()
    explorer = explore_forward(X, weights)
    H = forward(X, weights)
    lines = words(explorer.svg(t=4, unit=2, sample=1))
    products = [*(X[1, 3] * weights.Wx[:, 2]), *(H[1, 2] * weights.Wh[:, 2]), weights.bh[2]]
    first = lines.index("h4[2], product by product") + 1
    shown = [lines[first + 3 * i + 2] for i in range(8)] + [lines[first + 25]]
    assert shown == [format_number(product, 3) for product in products]
    assert format_number(sum(products), 3) in lines[first + 26:] and format_number(H[1, 3, 2], 3) in lines[first + 26:]


def test_forward_says_the_numbers():
    X, weights, _ = example()
    explorer = explore_forward(X, weights)
    H = forward(X, weights)
    caption = explorer.caption(t=10, unit=4, sample=1)
    assert f"h_10[4] = {format_number(H[1, -1, 4])}." in caption
    assert all(format_number(y) in caption for y in readout(H[1, -1], weights))


def test_states_of_later_steps_are_not_shown_yet():
    X, weights, _ = example(N=1)
    explorer = explore_forward(X, weights)
    assert [len(visible(explorer.svg(t=t), "blank")) for t in (1, 5, 10)] == [9 * 5, 5 * 5, 0]


def test_a_long_sequence_still_fits():
    X, weights, _ = example(N=1, T=40)
    explorer = explore_forward(X, weights)
    for t in (1, 40):
        assert faults(explorer.svg(t=t), explorer.caption(t=t)) == []
    with pytest.raises(ValueError, match="T = 41 steps do not fit"):
        explore_forward(np.concatenate([X, X[:, :1]], axis=1), weights)


@pytest.mark.parametrize("bad, message", [
    (dict(X=np.zeros((2, 3))), "X has shape"), (dict(X=np.zeros((1, 3, 4))), "X has shape"),
    (dict(activation="softmax"), "activation"), (dict(h0=np.zeros((5, 5))), "h0 has shape"),
    (dict(X=np.full((1, 3, 3), np.nan)), "X has shape")])
def test_forward_refuses_what_forward_refuses(bad, message):
    X, weights, _ = example()
    with pytest.raises(ValueError, match=message):
        explore_forward(**{"X": X, "weights": weights} | bad)


def test_forward_needs_weights():
    with pytest.raises(TypeError, match="Weights"):
        explore_forward(np.zeros((1, 2, 3)), None)


def test_shapes_starts_at_the_lessons_network():
    explorer = explore_shapes()
    assert explorer.values == {"N": 1, "T": 10, "D": 3, "M": 5, "K": 2}
    assert "15 + 25 + 5 + 10 + 2 = 57 numbers, its parameters: 45 lead from X to H, and 12 from" in explorer.caption()


def test_shapes_counts_every_parameter(explorers):
    explorer = explorers["shapes"]
    for D in range(1, 7):
        for M in range(1, 9):
            for K in range(1, 6):
                weights = Weights(np.ones((D, M)), np.ones((M, M)), np.ones(M), np.ones((M, K)), np.ones(K))
                total = sum(array.size for array in weights)
                assert f"= {total} numbers, its parameters" in explorer.caption(D=D, M=M, K=K)
                assert any(line.endswith(f"= {total} parameters") for line in words(explorer.svg(D=D, M=M, K=K)))


def test_shapes_draws_each_number_as_one_square(explorers):
    svg = explorers["shapes"].svg(D=4, M=6, K=3)
    for name, (columns, rows) in {"s0": (6, 4), "s1": (6, 6), "s2": (6, 1), "s3": (3, 6), "s4": (3, 1)}.items():
        assert (columns * UNIT, rows * UNIT) in sizes(svg, name)


def test_shapes_has_a_letter_on_each_edge(explorers):
    svg = explorers["shapes"].svg(N=3, T=5, D=4, M=6, K=2)
    letters = [line for line in words(svg) if line in "NTDMK"]
    assert sorted(letters) == sorted("NTD" "NTM" "NK" "DM" "MM" "M" "MK" "K")


def sizes(svg, css):
    return [(float(r.get("width")), float(r.get("height"))) for r in every(ET.fromstring(svg), "rect")
            if r.get("class") == css]


def test_shapes_count_ignores_samples_and_steps(explorers):
    explorer = explorers["shapes"]
    tails = {explorer.caption(N=N, T=T).partition("There are")[2] for N in (1, 2, 10) for T in (1, 5, 15)}
    assert len(tails) == 1
