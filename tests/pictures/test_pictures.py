"""The picture vocabulary: exact, escaped, finite, within bounds, readable, and the same on every machine."""

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from rnnlab.explorer import target, visible_when
from rnnlab.pictures import (
    Edge,
    Picture,
    arrow,
    box_outline,
    circle,
    colour_level,
    format_number,
    heatmap,
    join,
    matrix_outline,
    path,
    rect,
    text,
    theme,
    unrolled,
    vector,
)
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from rnnlab.pictures.picture import escape_markdown
from rnnlab.pictures.primitives import coordinate
from tests.helpers.svg_checks import boxes, cells, every, faults, within_axes, words

NASTY = '<b>&"\'x</b>'


def draw(*parts, **options):
    return Picture(*parts, caption="A picture.", **options)


@pytest.mark.parametrize("value, digits, written", [
    (0.125, 2, "0.12"), (-0.004, 2, "0.00"), (-0.0, 1, "0.0"), (-1.5, 2, "−1.50"), (3, 0, "3"), (-0.5, 0, "0"),
    (1234.5, 1, "1234.5"), (0.1 + 0.2, 3, "0.300")])
def test_numbers_are_written_with_fixed_decimals(value, digits, written):
    assert format_number(value, digits) == written


def test_a_rounding_error_does_not_change_what_is_written():
    assert format_number(0.125 + 1e-13) == format_number(0.125 - 1e-13) == format_number(0.125)
    assert colour_level(0.25 + 1e-13, 1) == colour_level(0.25 - 1e-13, 1)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_what_is_not_finite_is_refused(value):
    for refuse in (lambda: format_number(value), lambda: colour_level(value, 1), lambda: coordinate(value),
                   lambda: heatmap(0, 0, [[value]]), lambda: text(value, 0, "x")):
        with pytest.raises(ValueError):
            refuse()


def test_levels_are_symmetric_and_clipped():
    assert [colour_level(v, 2) for v in (-9, -2, -0.05, 0, 0.05, 1, 2, 9)] == [-10, -10, 0, 0, 0, 5, 10, 10]
    assert [colour_level(v, 1) for v in (-0.05, 0.05)] == [-1, 1]
    assert colour_level(0, 0) == 0


def test_coordinates_have_no_negative_zero():
    assert str(coordinate(-0.01)) == "0" and str(coordinate(-0.0)) == "0" and str(coordinate(2.0)) == "2"


@pytest.mark.parametrize("part", [
    lambda: text(20, 20, NASTY), lambda: heatmap(20, 40, [[1]], NASTY, NASTY),
    lambda: vector(20, 40, [1, 2], labels=[NASTY, NASTY]), lambda: arrow((20, 30), (200, 30), NASTY),
    lambda: box_outline(20, 40, 2, 3, 4, NASTY, NASTY),
    lambda: matrix_outline(20, 40, 2, 3, NASTY, NASTY),
    lambda: unrolled(20, 20, 2, nodes={("h", 1): NASTY}, edges={("h", 1): Edge(NASTY, NASTY)})])
def test_text_is_escaped(part):
    picture = draw(part())
    root = ET.fromstring(picture.svg())
    assert any(NASTY in "".join(mark.itertext()) for mark in every(root, "text"))
    assert not list(every(root, "b"))


def test_attributes_are_escaped():
    marks = draw(target(rect(0, 0, 9, 9, "bar"), NASTY, t=NASTY), visible_when(rect(0, 0, 9, 9, NASTY), t=[NASTY])).svg()
    button = next(mark for mark in every(ET.fromstring(marks), "rect") if mark.get("role") == "button")
    assert button.get("aria-label") == NASTY and button.get("data-value") == NASTY and button.get("tabindex") == "0"


def test_subscripts():
    assert words(draw(text(20, 20, "h_{t-1} @ Wh + x_t, h_10, Y_hat, return_state")).svg()) == [
        "ht−1 @ Wh + xt, h10, Y_hat, return_state"]


def test_a_heat_map_shows_its_numbers_where_its_cells_are():
    values = np.array([[0.5, -1.25, 3], [0, 2, -3]])
    grid = heatmap(10, 30, values, "W", "(D, M)")
    found = cells(draw(grid).svg())
    for (row, column), value in np.ndenumerate(values):
        cell = grid.cell(row, column)
        assert found[cell.x, cell.y] == format_number(value)
    assert (grid.column(1).x, grid.column(1).height) == (56, 52) and (grid.row(-1).y, grid.row(1).width) == (56, 138)
    assert words(draw(grid).svg())[:1] == ["0.50"]


def test_a_heat_maps_colours_follow_the_numbers():
    marks = "".join(heatmap(0, 0, [[-2, 0, 1, 2]]).marks)
    assert re.findall(r'class="cell v(-?\d+)"', marks) == ["-10", "0", "5", "10"]
    blank = "".join(heatmap(0, 0, [[5.0, 6.0]], visible=[[True, False]]).marks)
    assert "6.00" not in blank and "cell blank" in blank


def test_a_vector_stands_upright_or_lies():
    lying, upright = vector(0, 0, [1, 2, 3]), vector(0, 0, [1, 2, 3], column=True)
    assert (lying.width, lying.height, upright.width, upright.height) == (138, 26, 46, 78)
    assert len(vector(30, 30, [1, 2], labels=["a", "b"], column=True, visible=[True, False]).marks) == 4
    with pytest.raises(ValueError, match="labels"):
        vector(0, 0, [1, 2], labels=["a"])


def test_a_box_is_to_scale():
    drawn = box_outline(0, 0, 5, 7, 3, "X", unit=10)
    assert (drawn.width, drawn.height) == (3 * 10 + 5 * 4, 7 * 10 + 5 * 4)
    one = drawn.slice(sample=0, step=0)
    assert (one.width, one.height) == (30 + 4, 10 + 4)
    last = drawn.slice(step=6)
    assert (last.bottom, last.height) == (drawn.bottom, 10 + 20)
    whole = drawn.slice()
    assert (whole.x, whole.y, whole.width, whole.height) == (drawn.x, drawn.y, drawn.width, drawn.height)


def test_the_unrolled_network_carries_numbers_on_its_edges():
    edges = {("x", 1): Edge("1.00", "0.10"), ("h", 2): Edge("2.00", "0.20", "wrong"), ("y", 3): Edge("3.00")}
    svg = draw(unrolled(10, 10, 3, nodes={("h", 0): "0.00"}, edges=edges, outputs=[3])).svg()
    shown_words = words(svg)
    assert [w for w in shown_words if "." in w] == ["1.00", "∂ 0.10", "2.00", "∂ 0.20", "3.00", "0.00"]
    assert {"h0", "h1", "h2", "h3", "x1", "x2", "x3", "y3"} <= set(shown_words) and "y1" not in shown_words
    assert svg.count('class="line wrong"') == 1
    for wrong in (dict(edges={("x", 4): Edge()}), dict(nodes={("y", 1): "0"})):
        with pytest.raises(ValueError, match="there is no"):
            unrolled(0, 0, 3, **wrong)
    with pytest.raises(ValueError, match="T is 0"):
        unrolled(0, 0, 0)


def test_wrong_shapes_and_sizes_are_named():
    for wrong, message in ((lambda: heatmap(0, 0, [1, 2], "Wx"), "Wx has shape"),
                           (lambda: heatmap(0, 0, [[1]], visible=[[True, True]]), "visible has shape"),
                           (lambda: vector(0, 0, [[1]], "bh"), "bh has shape"),
                           (lambda: box_outline(0, 0, 0, 1, 1), "N is 0"),
                           (lambda: matrix_outline(0, 0, 2.5, 1), "rows is 2.5"), (lambda: arrow((1, 1), (1, 1)), "no length")):
        with pytest.raises(ValueError, match=message):
            wrong()
    with pytest.raises(TypeError, match="a picture is made of parts"):
        Picture(3, caption="x")


def everything():
    rng = np.random.default_rng(1)
    edges = {("h", 1): Edge("0.50", "−1.20"), ("x", 2): Edge("3.00", "0.11", "accent")}
    return draw(heatmap(20, 40, rng.normal(size=(3, 5)), "Wx", "(D, M)"), circle(400, 30, 5, "node"),
                vector(60, 160, rng.normal(size=3), "h_t", labels="abc", column=True),
                box_outline(300, 60, 4, 5, 6, "X"), matrix_outline(300, 180, 2, 3, "W"),
                unrolled(20, 280, 4, edges=edges, outputs=[4]), path([(10, 10), (20, 10)], "thin"))


def test_every_piece_stands_within_the_picture():
    picture = everything()
    assert faults(picture.svg(), picture.caption) == []
    assert len(list(boxes(ET.fromstring(picture.svg())))) > 60


@pytest.mark.parametrize("planted, fault", [
    (lambda: Picture(text(-40, 20, "outside"), caption="x"), "outside the view box"),
    (lambda: Picture(rect(0, 0, 500, 10, "bar"), caption="x", width=100), "outside the view box"),
    (lambda: Picture(text(20, 20, "inf"), caption="x"), "not finite"),
    (lambda: Picture(text(20, 20, "fine"), caption="The loss is nan."), "not finite"),
    (lambda: Picture('<rect width="nan" height="1"/>', caption="x", width=9, height=9), "not finite"),
    (lambda: Picture("<g>", caption="x", width=9, height=9), "not valid"),
    (lambda: Picture(text(20, 20, "fine")), "no caption")])
def test_the_check_of_frames_finds_planted_faults(planted, fault):
    picture = planted()
    assert any(fault in found for found in faults(picture.svg(), picture.caption))


def test_joined_parts_have_the_box_around_all():
    whole = join(rect(10, 20, 30, 40, "bar"), [rect(0, 50, 5, 5, "bar"), None])
    assert (whole.x, whole.y, whole.width, whole.height, len(whole.marks)) == (0, 20, 40, 40, 2)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_every_text_can_be_read(palette):
    for step in range(-theme.COLOUR_LEVELS, theme.COLOUR_LEVELS + 1):
        fill = theme.level_colour(step, palette)
        assert theme.contrast(fill, theme.text_on(fill)) >= 4.5
    for role in ("ink", "quiet", "accent", "wrong", "right"):
        assert theme.contrast(palette[role], palette["paper"]) >= 4.5, role
    assert theme.contrast(palette["ink"], palette["soft"]) >= 4.5


def test_text_on_series_can_be_read():
    assert all(theme.contrast(colour, theme.text_on(colour)) >= 4.5 for colour in theme.SERIES_COLOURS)
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("palette", [theme.LIGHT, theme.DARK], ids=["light", "dark"])
def test_the_signs_stay_apart_for_colour_blind_readers(palette):
    # Viénot, Brettel and Mollon, 1999: what is left of a colour without long- or middle-wave cones
    protan = np.array([[0.1124, 0.8876, 0], [0.1124, 0.8876, 0], [0.0040, -0.0040, 1]])
    deutan = np.array([[0.2928, 0.7072, 0], [0.2928, 0.7072, 0], [-0.0223, 0.0223, 1]])
    for left in (protan, deutan):
        for step in (3, 6, 10):
            low, high = (left @ np.array(theme.rgb(theme.level_colour(s, palette))) ** 2.2 for s in (-step, step))
            assert np.abs(low - high).max() > 0.02 * step, step


def test_a_stored_picture_carries_its_style_and_background():
    svg = everything().svg()
    assert "prefers-color-scheme" not in svg and "--jp-" not in svg and "url(" not in svg
    assert svg.index('class="paper"') < svg.index('class="cell')
    used = set(re.findall(r"var\((--rnn-[\w-]+)", svg))
    assert used and all(f"{name}:" in svg for name in used)


def test_the_bundle_is_an_image_with_its_sentence():
    data = Picture(rect(0, 0, 5, 5, "bar"), caption="W[0] is *3* < 4 & h_t = $5$ `x` \\ | #1")._repr_mimebundle_()
    assert set(data) == {"text/markdown", "text/plain"} and data["text/plain"].startswith("W[0] is *3*")
    found = re.fullmatch(r"!\[(.*)\]\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\)\n\n(.*)", data["text/markdown"])
    assert found[1] == found[3]
    assert base64.b64decode(found[2]).decode().startswith("<svg")


def test_markdown_gives_the_sentence_back():
    markdown_it = pytest.importorskip("markdown_it")
    caption = "W[0] is *3* < 4 & h_t_1 = $5$ `x` \\ | #1 ~y~ ![a](b) <i>"
    rendered = markdown_it.MarkdownIt().render(escape_markdown(caption))
    assert ET.fromstring(rendered).text == caption


def surface(axes):
    u = np.linspace(-3, 3, 50)
    axes.plot(u, u ** 2)
    axes.contourf(u, u, np.add.outer(u ** 2, u ** 2))
    axes.set(xlabel="U", ylabel="W", title="A curve & its <surface>", xlim=(-3, 3), ylim=(-3, 3))


def test_a_stage_is_the_same_each_time():
    one = MatplotlibBackdrop(surface, 20, 30, 400, 300)
    assert one.drawing == MatplotlibBackdrop(surface, 20, 30, 400, 300).drawing
    mark, = one.drawing.marks
    assert "<metadata" not in mark and "<style" not in mark and "xlink" not in mark and "<text" not in mark
    assert not re.search(r'[ "]-0(\.0+)?[ ",)]', mark)
    assert not re.search(r' d="[^"]*\d\.\d{3,}', mark)
    ET.fromstring(draw(one.drawing).svg())


def test_a_stage_is_the_same_in_another_process():
    code = ("from tests.pictures.test_pictures import surface; "
            "from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop; import hashlib; "
            "print(hashlib.sha256(MatplotlibBackdrop(surface).drawing.marks[0].encode()).hexdigest())")
    found = {subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True,
                            cwd=__file__.rsplit("/tests/", 1)[0], env={"PYTHONHASHSEED": seed}).stdout
             for seed in ("1", "2")}
    assert len(found) == 1


def test_actors_stand_where_matplotlib_drew():
    def dots(axes):
        axes.plot([1, 2], [3, 5], linestyle="", marker="o", gid="dots")
        axes.set(xlim=(0, 3), ylim=(0, 6))
    backdrop = MatplotlibBackdrop(dots, 50, 60, 300, 200)
    mark, = backdrop.drawing.marks
    group = mark[mark.index('dots"'):]
    drawn = [(float(x) + 50, float(y) + 60) for x, y in re.findall(r'<use [^>]*x="([\d.]+)" y="([\d.]+)"', group)[:2]]
    assert np.allclose(drawn, [backdrop.to_pixels(1, 3), backdrop.to_pixels(2, 5)], atol=0.02)
    assert within_axes(backdrop, 1, 3) and not within_axes(backdrop, 4, 3)


def test_the_ids_of_two_stages_differ():
    one, other = (MatplotlibBackdrop(draw_, 0, 0).drawing.marks[0] for draw_ in (surface, lambda axes: axes.plot([1, 2])))
    ids = [set(re.findall(r' id="([^"]+)"', mark)) for mark in (one, other)]
    assert ids[0] and ids[1] and not ids[0] & ids[1]
    for mark, own in zip((one, other), ids):
        assert set(re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', mark)) and all(
            (a or b) in own for a, b in re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', mark))


def test_a_stage_refuses_pixels():
    with pytest.raises(ValueError, match="pcolormesh"):
        MatplotlibBackdrop(lambda axes: axes.imshow([[1, 2], [3, 4]]))
    assert "<path" in MatplotlibBackdrop(lambda axes: axes.pcolormesh([[1, 2], [3, 4]])).drawing.marks[0]


def test_importing_pictures_is_light():
    code = "import sys, rnnlab.pictures, rnnlab.pictures.matplotlib_backdrop; print('matplotlib' in sys.modules, 'tensorflow' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False False\n"
