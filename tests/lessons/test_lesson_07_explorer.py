"""Lesson 7: every number of its explorers, and what the prose says of the worked example."""

import itertools
import json
import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import clipping_explorer as clipping
from rnnlab.lessons.lesson_07_scalar_bptt import gradient_decay_explorer as far
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
from rnnlab.network.forward import forward
from rnnlab.network.weights import Weights
from rnnlab.pictures.primitives import colour_level, format_number
from tests.helpers.svg_checks import every, faults, faults_of, points, visible, within_axes, words

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
    assert faults_of(far.explore_far_back()) == faults_of(clipping.explore_clipping()) == []
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
            assert f"h{t} = {format_number(own.h[t])}" in shown
        assert format_number(own.loss, 4) in shown


def table(svg):
    """The rows of the table: name, the three steps, sum, differences and verdict, each number with its cross."""
    rows = {}
    for mark in visible(svg):
        y = float(mark.get("y", 0))
        if mark.tag.endswith("}text") and TABLE - 8 < y < TABLE + 2.5 * LINE:
            rows.setdefault(round((y - TABLE) // LINE * LINE), []).append(
                (float(mark.get("x")), "".join(mark.itertext()), mark.get("text-anchor")))
    return [[words_ for _, words_, _ in sorted(row)] for _, row in sorted(rows.items())], \
           {(x, anchor) for row in rows.values() for x, words_, anchor in row if re.fullmatch(r"−?[\d.]+", words_)}


@pytest.mark.parametrize("bug", paper.IMPLEMENTATIONS)
def test_the_table_has_every_share_sum_and_verdict(explorer, bug):
    for W, U in STOPS:
        own, right, verdicts = paper.worked_example(W, U, bug), paper.worked_example(W, U), paper.verdicts(W, U, bug)
        rows, edges = table(explorer.svg(step=LAST, W=W, U=U, bug=bug))
        for row, (name, formula) in zip(rows, {"W": "xt · ∂zt", "U": "ht−1 · ∂zt", "b": "∂zt"}.items(), strict=True):
            pairs = [*zip(own.contributions[name][1:], right.contributions[name][1:]),
                     (own.sums[name], right.sums[name])]
            expected = [f"d{name}", formula]
            for value, truth in pairs:
                expected += [format_number(value, 3 if abs(value) < 100 else 0)]
                expected += ["✗"] if paper.differs(value, truth) else []
            assert row == [*expected, format_number(right.sums[name], 3), verdicts[name].verdict]
        assert len(edges) == 5 and {anchor for _, anchor in edges} == {"end"}  # five columns, each with one right edge


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
    assert "∂ −" not in on_picture(explorer.svg(step=T + 1)) and "0.2104" in on_picture(explorer.svg(step=T + 1))
    assert "h2 =" not in on_picture(explorer.svg(step=1)) and "h1 = 0.72" in on_picture(explorer.svg(step=1))
    assert "∂z −0.40" in on_picture(explorer.svg(step=6)) and "∂z −0.15" not in on_picture(explorer.svg(step=6))
    assert "exact" not in on_picture(explorer.svg(step=LAST - 1)) and "exact" in on_picture(explorer.svg(step=LAST))
    assert explorer.values["step"] == 0
    assert [len(visible(explorer.svg(step=step), "lit")) for step in range(LAST + 1)] == [0, *[1] * (LAST - 1), 0]


def test_the_explorer_fits_on_a_page(explorer):
    assert len(json.dumps(explorer.frames, ensure_ascii=False).encode()) < 1_000_000
    assert len(far.explore_far_back().to_html()) < 1_000_000
    assert len(clipping.explore_clipping().to_html()) < 1_000_000


# The explorer of far steps

FAR = list(itertools.product(far.U_STOPS, (False, True), far.FIRST_STATES))


def products_back(U, tanh, h0):
    """What is left of an error at each state, by the products of the factors U f'(z_t)."""
    H = unit_states(np.random.default_rng(7).normal(0, 0.3, 40), 0.5, U, 0.0, h0)
    slopes = 1 - np.array(H)[1:] ** 2 if tanh else np.ones(40)
    return np.append(np.cumprod((U * slopes)[::-1])[::-1], 1.0)


def drawn_levels(svg, U):
    """The colours of the map's row at this U, from its pieces."""
    levels = {}
    for group in every(ET.fromstring(svg), "g"):
        for piece in every(group, "rect") if re.fullmatch(r"v-?\d+", group.get("class", "")) else ():
            if float(piece.get("y")) == far.MAP_Y + far.HIGH * far.U_STOPS[::-1].index(U):
                first = (float(piece.get("x")) - far.MAP_X) / far.WIDE
                for column in range(round(float(piece.get("width")) / far.WIDE)):
                    levels[first + column] = int(group.get("class")[1:])
    return [levels[column] for column in range(41)]


def wrong_far_back(explorer):
    """Where the explorer shows something else than the products, as (U, tanh, h0, what)."""
    found = []
    for U, tanh, h0 in FAR:
        left = products_back(U, tanh, h0)
        svg, caption = explorer.svg(U=U, tanh=tanh, h0=h0), explorer.caption(U=U, tanh=tanh, h0=h0)
        row = explorer.svg(U=far.U_STOPS[0], tanh=tanh, h0=h0)
        bars = np.array([*points(visible(svg, "head")[-1].get("d"))])[1:-2:2, 1]
        height = (far.BARS_Y + far.BARS_HIGH - bars) / far.BARS_HIGH
        number = words(svg)[words(svg).index(str(U)) + 1]
        checks = {"colours": drawn_levels(row, U) == [colour_level(power, 4) for power in np.log10(left)],
                  "bars": np.abs(height - left / left.max()).max() < 0.002,
                  "number": abs(readable(number) / left[0] - 1) < 0.06 and f"arrives at h_0 as {number}." in caption,
                  "unit": f"{'tanh' if tanh else 'linear'} unit from h0 = {h0:g}" in words(svg),
                  "verdict": ("vanishes" if left[0] < 0.05 else "explodes" if left[0] > 20 else "lasts") in caption}
        found += [(U, tanh, h0, name) for name, good in checks.items() if not good]
    return found


def readable(number):
    """A number as it is written: 45, 1,500 or 1/7,500."""
    top, _, bottom = number.replace(",", "").partition("/")
    return float(top) / float(bottom or 1)


@pytest.fixture(scope="module")
def far_back():
    return far.explore_far_back()


def test_far_back_shows_the_products_of_the_factors(far_back):
    assert wrong_far_back(far_back) == []


def test_a_slope_of_tanh_left_out_would_be_seen(monkeypatch):
    monkeypatch.setattr(far, "remaining_errors", lambda U, tanh=False, h0=0.5: U ** np.arange(40, -1, -1.0))
    assert {(tanh, name) for _, tanh, _, name in wrong_far_back(far.explore_far_back())} >= {
        (True, "colours"), (True, "bars"), (True, "number")}
    assert not [tanh for _, tanh, *_ in wrong_far_back(far.explore_far_back()) if not tanh]


def test_the_words_about_far_back(far_back):
    """What the lesson says of the picture."""
    def left(U, tanh=True, h0=0.5):
        return far.remaining_errors(U, tanh, h0)[0]
    assert [U for U in far.U_STOPS if "lasts" in far_back.caption(U=U)] == [1.0]
    assert left(1.5) < left(0.5) * 10 < left(1.0)
    ends = {0.036013: "−0.84", 0.036014: "0.41", 0.036015: "0.83"}
    assert all(f"h_40 = {end}." in far_back.caption(U=1.5, tanh=True, h0=h0) for h0, end in ends.items())
    assert "arrives at h_0 as 2,200,000. It explodes." in far_back.caption(U=1.5, tanh=True, h0=0.036014)
    H = np.array(unit_states(far.X[0, :, 0], 0.5, 1.5, 0.0, 0.036014))
    assert (1.5 * (1 - H[1:] ** 2) > 1).all()
    assert all(left(U, h0=0.036014) < 0.001 for U in far.U_STOPS[:-1])


# The explorer of clipping

def test_a_step_goes_down_the_gradient():
    for U in clipping.U_STOPS:
        e = 1e-6
        dW = (clipping.mean_loss(0.8 + e, U) - clipping.mean_loss(0.8 - e, U)) / (2 * e)
        dU = (clipping.mean_loss(0.8, U + e) - clipping.mean_loss(0.8, U - e)) / (2 * e)
        length = np.hypot(dW, dU)
        assert clipping.one_step(U) == pytest.approx((0.8 - 0.001 * dW, U - 0.001 * dU, length), rel=1e-4)
        share = 0.001 * min(1, 100 / length)
        assert clipping.one_step(U, 100) == pytest.approx((0.8 - share * dW, U - share * dU, length), rel=1e-4)


def test_the_words_about_clipping():
    explorer = clipping.explore_clipping()
    assert clipping.mean_loss(1.0, 1.0) == 0
    longer = [U for U in clipping.U_STOPS if "changes nothing" not in explorer.caption(U=U)]
    assert longer == [-1.2, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4]
    assert "leads to U = −7.00 and W = −0.06, with the loss above 10,000,000. Clipped to the length 100, it leads " \
           "to U = 1.00 and W = 0.79, with the loss 4.76." in explorer.caption(U=1.1)
    off = [U for U in clipping.U_STOPS if "without clipping: off the map" in words(explorer.svg(U=U))]
    assert off == [-1.2, 1.1, 1.2, 1.4]


def test_every_start_has_its_numbers_in_the_picture_and_in_the_caption():
    """Both steps of every start, by the package's gradient and another forward pass; clipped and not."""
    explorer = clipping.explore_clipping()
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


def test_the_arrows_end_where_the_steps_do():
    """At its end, or at the edge of the map on the way there."""
    explorer, drawn = clipping.explore_clipping(), clipping.loss_map()
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


def test_a_click_on_the_map_chooses_the_nearest_start():
    """The strips of the starts share the map out between them, and each is nearer to its own start than to any."""
    drawn, svg = clipping.loss_map(), clipping.explore_clipping().svg()
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
