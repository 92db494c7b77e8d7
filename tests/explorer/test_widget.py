"""The explorer as a widget: positions, the bundle, the static page, closing."""

import base64
import json
import re
from html.parser import HTMLParser

import pytest

from rnnlab.explorer import Choice, Explorer, Slider, Toggle
from rnnlab.explorer.frames import frame_at
from rnnlab.explorer.ghost_controls import INVITATION, ghost_controls
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW, keep_pictures
from rnnlab.pictures import Picture, text
from tests.helpers.example_explorer import example_explorer
from tests.helpers.svg_checks import faults, visible, words


def test_it_starts_where_its_controls_start():
    explorer = example_explorer(t=Slider(0, 9, value=4), word=Choice(["a", "b"], value="b"), loud=Toggle(value=True))
    assert explorer.values == {"t": 4, "word": "b", "loud": True} and explorer.position == [4, 1, 1]
    assert explorer.caption() == "It says b 4 !" and words(explorer.svg()) == ["b 4 !"]


def test_it_moves_and_tells_those_who_observe():
    explorer, seen = example_explorer(), []
    explorer.observe(lambda change: seen.append(change["new"]), "position")
    explorer.move(t=2, word="b")
    assert seen == [[2, 1, 0]] and explorer.values == {"t": 2, "word": "b", "loud": False}
    assert explorer.caption(loud=True) == "It says b 2 !" and explorer.values["loud"] is False
    explorer.set_state({"position": [3, 0, 1]})  # as a message from the browser does
    assert explorer.values == {"t": 3, "word": "a", "loud": True}


@pytest.mark.parametrize("move, message", [
    ({"t": 4}, "control t: 4 is not"), ({"t": 1.5}, "control t: 1.5 is not"), ({"t": "1"}, "control t: '1' is not"),
    ({"word": 1.5}, "control word: 1.5 is not"), ({"word": None}, "control word: None is not"),
    ({"speed": 1}, "control speed: there is none"), ({"loud": 2}, "control loud: 2 is not")])
def test_moves_out_of_range_are_refused(move, message):
    explorer = example_explorer()
    for go in (explorer.move, explorer.caption, explorer.svg):
        with pytest.raises(ValueError, match=message):
            go(**move)
    assert explorer.position == [0, 0, 0]


@pytest.mark.parametrize("position, message", [
    ([4, 0, 0], "control t: position 4 is outside 0 to 3"), ([0, -1, 0], "control word: position -1"),
    ([0, 0], "2 entries for 3 controls")])
def test_positions_out_of_range_are_refused(position, message):
    explorer = example_explorer()
    with pytest.raises(ValueError, match=message):
        explorer.position = position
    assert explorer.position == [0, 0, 0]


def test_the_bundle_has_the_live_view_the_image_and_the_caption():
    explorer = example_explorer()
    explorer.move(t=2)
    data, _ = explorer._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/markdown", WIDGET_VIEW}
    assert data["text/plain"] == "It says a 2 ."
    images = re.findall(r"!\[(.*)\]\(data:[^,]+base64,([^)]+)\)", data["text/markdown"])
    ghosts, picture = (base64.b64decode(image).decode() for _, image in images)
    marks, caption = frame_at(explorer.frames, explorer.position)
    assert marks in picture and words(picture) == ["a 2 ."] and caption == data["text/plain"]
    assert [alternative for alternative, _ in images] == [INVITATION, caption]
    first = words(ghosts).index("time step t")
    assert " ".join(words(ghosts)[:first]) == INVITATION
    assert words(ghosts)[first:] == ["time step t", "2", "word", "a", "loud"]


def test_the_bundle_is_the_same_each_time():
    first, second = (example_explorer()._repr_mimebundle_()[0] for _ in range(2))
    assert first["text/markdown"] == second["text/markdown"] and first["text/plain"] == second["text/plain"]


def test_what_is_saved_is_the_picture():
    data = {WIDGET_VIEW: {}, "text/markdown": "![x](y)", "text/plain": "x"}
    other = {WIDGET_VIEW: {}, "text/plain": "a plain slider"}
    model = {"type": "notebook", "content": {"cells": [
        {"cell_type": "markdown"}, {"outputs": [{"data": data}, {"data": other}, {"name": "stdout", "text": "x"}]}]}}
    keep_pictures(model, path="x")
    assert set(data) == {"text/markdown", "text/plain"} and WIDGET_VIEW in other
    keep_pictures({"type": "file", "content": "x"})
    keep_pictures({"type": "notebook", "content": None})


class Links(HTMLParser):
    """Collects every address in a page."""

    def __init__(self, page):
        super().__init__()
        self.found, self.tags = [], []
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        self.tags.append(tag)
        self.found += [value for key, value in attributes if key in ("src", "href", "srcset", "data")]


def test_the_static_page_asks_for_nothing():
    html = example_explorer().to_html()
    links = Links(html)
    assert links.tags.count("script") == 2 and links.tags.count("img") == 1
    assert all(link.startswith("data:") for link in links.found)
    assert "@import" not in html and "url(" not in html
    assert set(re.findall(r"https?://[^\"'\s<]+", html)) <= {"http://www.w3.org/2000/svg"}


def test_the_static_page_carries_any_text():
    nasty = "</script><script>alert(1)</script> & \" ' <!--"
    explorer = Explorer(lambda t: Picture(text(20, 20, nasty), caption=nasty), t=Slider(0, 1, label=nasty))
    html = explorer.to_html()
    assert html.count("<script") == html.count("</script") == 2
    state = json.loads(re.search(r'<script type="application/json">(.*?)</script>', html)[1])
    assert state["frames"] == explorer.frames and state["position"] == explorer.position
    assert frame_at(state["frames"], [0])[1] == nasty


def test_it_closes_and_works_when_shown_again():
    explorer = example_explorer()
    one = explorer._repr_mimebundle_()[0][WIDGET_VIEW]["model_id"]
    explorer.close()
    assert explorer.comm is None and explorer.values["t"] == 0
    assert explorer._repr_mimebundle_()[0][WIDGET_VIEW]["model_id"] == one and explorer.comm is not None


def test_controls_are_drawn_within_a_phone_however_long_their_names_are():
    controls = {"t": Slider(0, 10_000, 1000, label="how many updates were made so far", play=True), "go": Toggle()}
    ghosts = ghost_controls(controls, {"t": 10_000, "go": True})
    assert ghosts.width <= 320 and faults(ghosts.svg(), ghosts.caption) == []
    lines = {"".join(mark.itertext()): mark.get("y") for mark in visible(ghosts.svg()) if mark.tag.endswith("text")}
    assert lines["10000"] == lines["Play"] != lines["how many updates were made so far"]
