"""Pictures and all their pieces: escaped, within bounds, with style and caption, light to import."""

import base64
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import numpy as np
import pytest

from rnnlab.pictures import (
    Edge,
    Panels,
    Picture,
    arrow,
    box_outline,
    circle,
    heatmap,
    matrix_outline,
    path,
    rect,
    text,
    unrolled,
    vector,
)
from rnnlab.pictures.picture import escape_markdown
from tests.helpers.svg_checks import boxes, every, faults

NASTY = '<b>&"\'x</b>'


@pytest.mark.parametrize("part", [
    lambda: text(20, 20, NASTY), lambda: heatmap(20, 40, [[1]], NASTY, NASTY),
    lambda: vector(20, 40, [1, 2], labels=[NASTY, NASTY]), lambda: arrow((20, 30), (200, 30), NASTY),
    lambda: box_outline(20, 40, 2, 3, 4, NASTY, NASTY),
    lambda: matrix_outline(20, 40, 2, 3, NASTY, NASTY),
    lambda: unrolled(20, 20, 2, nodes={("h", 1): NASTY}, edges={("h", 1): Edge(NASTY, NASTY)})])
def test_text_is_escaped(part):
    picture = Picture(part())
    root = ET.fromstring(picture.svg())
    assert any(NASTY in "".join(mark.itertext()) for mark in every(root, "text"))
    assert not list(every(root, "b"))


def test_wrong_shapes_and_sizes_are_named():
    for wrong, message in ((lambda: heatmap(0, 0, [1, 2], "Wx"), "Wx has shape"),
                           (lambda: heatmap(0, 0, [[1]], visible=[[True, True]]), "visible has shape"),
                           (lambda: vector(0, 0, [[1]], "bh"), "bh has shape"),
                           (lambda: box_outline(0, 0, 0, 1, 1), "N is 0"),
                           (lambda: matrix_outline(0, 0, 2.5, 1), "rows is 2.5"),
                           (lambda: arrow((1, 1), (1, 1)), "no length")):
        with pytest.raises(ValueError, match=message):
            wrong()
    with pytest.raises(TypeError, match="a picture is made of parts"):
        Picture(3, caption="x")


def every_piece():
    rng = np.random.default_rng(1)
    edges = {("h", 1): Edge("0.50", "−1.20"), ("x", 2): Edge("3.00", "0.11", "accent")}
    return Picture(heatmap(20, 40, rng.normal(size=(3, 5)), "Wx", "(D, M)"), circle(400, 30, 5, "node"),
                   vector(60, 160, rng.normal(size=3), "h_t", labels="abc", column=True),
                   box_outline(300, 60, 4, 5, 6, "X"), matrix_outline(300, 180, 2, 3, "W"),
                   unrolled(20, 280, 4, edges=edges, outputs=[4]), path([(10, 10), (20, 10)], "thin"),
                   caption="A picture.")


def test_every_piece_stands_within_the_picture():
    picture = every_piece()
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


def test_a_stored_picture_carries_its_style_and_background():
    svg = every_piece().svg()
    assert "--jp-" not in svg and "url(" not in svg
    assert svg.index('class="paper"') < svg.index('class="cell')
    used = set(re.findall(r"var\((--rnn-[\w-]+)", svg))
    assert used and all(f"{name}:" in svg for name in used)


def test_the_bundle_is_an_image_with_its_caption():
    data = Picture(rect(0, 0, 5, 5, "bar"), caption="W[0] is *3* < 4 & h_t = $5$ `x` \\ | #1")._repr_mimebundle_()
    assert set(data) == {"text/markdown", "text/plain"} and data["text/plain"].startswith("W[0] is *3*")
    found = re.fullmatch(r"(.*)\n\n!\[(.*)\]\(data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)\)", data["text/markdown"])
    assert found[1] == found[2].replace(r"h\_t", "h<sub>t</sub>") != found[2]
    assert base64.b64decode(found[3]).decode().startswith("<svg")


def test_markdown_gives_the_caption_back():
    markdown_it = pytest.importorskip("markdown_it")
    caption = "W[0] is *3* < 4 & h_t_1 = $5$ `x` \\ | #1 ~y~ ![a](b) <i>"
    rendered = markdown_it.MarkdownIt().render(escape_markdown(caption))
    assert ET.fromstring(rendered).text == caption


def test_importing_pictures_is_light():
    code = ("import sys, rnnlab.pictures, rnnlab.pictures.matplotlib_backdrop; "
            "print('matplotlib' in sys.modules, 'tensorflow' in sys.modules)")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout == "False False\n"


def test_panels_are_level_and_say_once_what_they_show():
    low, high = Picture(circle(20, 20, 9, "node")), Picture(circle(20, 90, 9, "node"))
    panels = Panels(low, high, caption="Two circles.")
    heights = [ET.fromstring(document).get("height") for document in panels.documents()]
    bundle = panels._repr_mimebundle_()
    assert heights == ["107", "107"] and bundle["text/plain"] == "Two circles."
    assert re.findall(r"!\[([^\]]+)\]", bundle["text/markdown"]) == ["Two circles.", "Part 2 of the picture"]
