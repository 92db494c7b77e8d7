"""The explorer in Python: positions, frames, bad input, the bundle, the static page."""

import base64
import json
import re
import xml.etree.ElementTree as ET
from html.parser import HTMLParser

import pytest

from rnnlab.explorer import Choice, Explorer, Slider, Toggle, target, visible_when
from rnnlab.explorer import stale_widgets as module
from rnnlab.explorer.frames import frame_at
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW, keep_pictures
from rnnlab.pictures import Picture, rect, text
from tests.helpers.svg_checks import faults_of, visible, words


def picture(t, word="a", loud=False):
    words_ = f"{word} {t} {'!' if loud else '.'}"
    return Picture(text(20, 20, words_), caption=f"It says {words_}")


def make(**controls):
    return Explorer(picture, **controls or dict(t=Slider(0, 3, label="time step t"), word=Choice(["a", "b"]),
                                                loud=Toggle(label="loud")))


def test_it_starts_where_its_controls_start():
    explorer = make(t=Slider(0, 9, value=4), word=Choice(["a", "b"], value="b"), loud=Toggle(value=True))
    assert explorer.values == {"t": 4, "word": "b", "loud": True} and explorer.position == [4, 1, 1]
    assert explorer.caption() == "It says b 4 !" and words(explorer.svg()) == ["b 4 !"]


def test_it_moves_and_tells_those_who_observe():
    explorer, seen = make(), []
    explorer.observe(lambda change: seen.append(change["new"]), "position")
    explorer.move(t=2, word="b")
    assert seen == [[2, 1, 0]] and explorer.values == {"t": 2, "word": "b", "loud": False}
    assert explorer.caption(loud=True) == "It says b 2 !" and explorer.values["loud"] is False
    explorer.set_state({"position": [3, 0, 1]})  # as a message from the browser does
    assert explorer.values == {"t": 3, "word": "a", "loud": True}


@pytest.mark.parametrize("control, values", [
    (Slider(0, 3), (0, 1, 2, 3)), (Slider(-1, 1, 0.5), (-1, -0.5, 0, 0.5, 1)), (Slider(1, 6, 2), (1, 3, 5)),
    (Slider([1, 10, 100]), (1, 10, 100)), (Slider(0, 0.3, 0.1), (0, 0.1, 0.2, 0.3)), (Slider(5, 5), (5,)),
    (Choice(["x", "y"]), ("x", "y")), (Toggle(), (False, True))])
def test_controls_have_these_values(control, values):
    assert control.values == values


@pytest.mark.parametrize("controls, message", [
    (dict(t=Slider(3, 0)), "control t: its range is empty"),
    (dict(t=Slider([])), "control t: its range is empty"),
    (dict(t=Slider(0, 3, 0)), "control t: its range is empty"),
    (dict(t=Slider(0, 3, -1)), "control t: its range is empty"),
    (dict(t=Slider(0, float("inf"))), "control t: its range is empty"),
    (dict(t=Slider(0, float("nan"))), "control t: its range is empty"),
    (dict(t=Slider(0, 3), word=Choice([])), "control word: its range is empty"),
    (dict(t=Slider(0, 3, value=4)), r"control t: 4 is not one of its values \(0 to 3\)"),
    (dict(t=Slider(0, 3, value=True)), "control t: True is not one of its values"),
    (dict(t=Slider(0, 3), word=Choice(["a"], value="c")), "control word: 'c' is not one of its values"),
    (dict(t=Slider(0, 3), loud=Toggle(value=2)), "control loud: 2 is not one of its values"),
    (dict(t=Slider([1, 2, 1])), "control t: 1 is there twice"),
    (dict(t=Slider(0, 3), word=Choice(["a|b"])), "control word: 'a|b' holds a |"),
    (dict(t=Slider(0, 3, label="x"), word=Choice(["a"], label="x")), "control word has the label 'x'.*control t"),
    (dict(t=Slider(0, 3), word=Choice(["a"], label="t")), "control word has the label 't'"),
    (dict(t=Slider(0, 3), size=Slider(0, 3)), "control size: no picture function takes it"),
    (dict(word=Choice(["a"])), "control t: the picture function takes it, but it is not there"),
    (dict(t=Slider(0, 30_000)), "control t: with its 30001 values there would be 30,001 frames")])
def test_bad_controls_are_named(controls, message):
    with pytest.raises(ValueError, match=message):
        make(**controls)


def test_two_controls_of_one_name_cannot_be():
    with pytest.raises(TypeError, match="t"):
        Explorer(picture, **{"t": Slider(0, 1)}, **{"t": Slider(0, 1)})


def test_what_is_no_control_or_no_picture_is_named():
    with pytest.raises(TypeError, match="control t has to be a Slider, Choice or Toggle, this is a range"):
        make(t=range(3))
    with pytest.raises(TypeError, match="bad has to return a Picture, this is a str"):
        def bad(t):
            return "<svg/>"
        Explorer(bad, t=Slider(0, 1))


@pytest.mark.parametrize("move, message", [
    ({"t": 4}, "control t: 4 is not"), ({"t": 1.5}, "control t: 1.5 is not"), ({"t": "1"}, "control t: '1' is not"),
    ({"word": 1.5}, "control word: 1.5 is not"), ({"word": None}, "control word: None is not"),
    ({"speed": 1}, "control speed: there is none"), ({"loud": 2}, "control loud: 2 is not")])
def test_moves_out_of_range_are_refused(move, message):
    explorer = make()
    for go in (explorer.move, explorer.caption, explorer.svg):
        with pytest.raises(ValueError, match=message):
            go(**move)
    assert explorer.position == [0, 0, 0]


@pytest.mark.parametrize("position, message", [
    ([4, 0, 0], "control t: position 4 is outside 0 to 3"), ([0, -1, 0], "control word: position -1"),
    ([0, 0], "2 entries for 3 controls")])
def test_positions_out_of_range_are_refused(position, message):
    explorer = make()
    with pytest.raises(ValueError, match=message):
        explorer.position = position
    assert explorer.position == [0, 0, 0]


def test_a_position_that_fails_shows_its_message_and_the_others_work():
    def fragile(t):
        return Picture(text(20, 20, 10 // (t - 2)), caption=f"10 // {t - 2} = {10 // (t - 2)}.")
    explorer = Explorer([lambda: Picture(rect(0, 0, 200, 90, "panel")), fragile], t=Slider(0, 4))
    assert explorer.caption(t=3) == "10 // 1 = 10."
    assert explorer.caption(t=2) == "No picture at t = 2: ZeroDivisionError: integer division or modulo by zero"
    assert words(explorer.svg(t=2)) == [explorer.caption(t=2)]
    assert len(faults_of(explorer)) == 1  # the check of frames does not let it pass


def test_layers_are_a_sum_and_not_a_product():
    calls = []

    def layer(name):
        def draw(**values):
            calls.append((name, *values.values()))
            return Picture(rect(0, 0, 10, 10, "bar"), caption=name)
        return draw

    def back():
        return layer("back")()

    def one(a):
        return layer("one")(a=a)

    def two(b, c):
        return layer("two")(b=b, c=c)
    explorer = Explorer([back, one, two], a=Slider(1, 10), b=Slider(1, 5), c=Toggle())
    assert len(calls) == len(set(calls)) == 1 + 10 + 10
    assert explorer.caption() == "back one two"
    assert len(explorer.frames["pool"]) == 4  # one drawing and three sentences: what is the same is kept once


def test_layers_are_drawn_back_to_front_in_one_size():
    def back():
        return Picture(rect(0, 0, 300, 50, "panel"))

    def front(t):
        return Picture(rect(0, 0, 10, 100 * (t + 1), "bar"), caption=f"{t}")
    explorer = Explorer([back, front], t=Slider(0, 2))
    assert explorer.frames["size"] == [308, 308]
    assert explorer.svg().index("panel") < explorer.svg().index("bar")


def test_frames_are_drawn_when_it_is_built():
    state = {"factor": 1}

    def picture(t):
        return Picture(text(20, 20, t * state["factor"]), caption=str(t * state["factor"]))
    explorer = Explorer(picture, t=Slider(0, 3))
    state["factor"] = 100
    explorer.move(t=2)
    assert explorer.caption() == "2"


def test_parts_come_and_go_with_a_control_at_no_frame():
    def layer():
        return Picture([visible_when(text(20, 20 * k + 20, f"step {k}"), step=range(k, 4)) for k in range(4)],
                       visible_when(text(200, 20, "exact"), bug=["none"]), caption="Steps.")
    explorer = Explorer(layer, step=Slider(0, 3), bug=Choice(["none", "sign"]))
    assert len(explorer.frames["layers"][0]["marks"]) == 1
    assert words(explorer.svg(step=1)) == ["step 0", "step 1", "exact"]
    assert words(explorer.svg(step=3, bug="sign")) == ["step 0", "step 1", "step 2", "step 3"]


@pytest.mark.parametrize("part", [lambda: target(rect(0, 0, 9, 9, "bar"), "go", speed=1),
                                  lambda: target(rect(0, 0, 9, 9, "bar"), "go", t=7),
                                  lambda: visible_when(rect(0, 0, 9, 9, "bar"), speed=[1]),
                                  lambda: visible_when(rect(0, 0, 9, 9, "bar"), t=[1, 7])])
def test_parts_that_name_no_control_or_value_are_refused(part):
    with pytest.raises(ValueError, match="control (speed|t): "):
        Explorer([lambda t: Picture(part(), caption="x")], t=Slider(0, 3))


def test_the_bundle_has_the_live_view_the_image_and_the_sentence():
    explorer = make()
    explorer.move(t=2)
    data, _ = explorer._repr_mimebundle_()
    assert set(data) == {"text/plain", "text/markdown", WIDGET_VIEW}
    assert data["text/plain"] == "It says a 2 ."
    image = re.search(r"base64,([^)]+)\)", data["text/markdown"])[1]
    assert base64.b64decode(image).decode() == explorer.svg()


def test_the_bundle_is_the_same_each_time():
    first, second = (make()._repr_mimebundle_()[0] for _ in range(2))
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
    html = make().to_html()
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


def test_it_closes_and_comes_alive_again():
    explorer = make()
    one = explorer._repr_mimebundle_()[0][WIDGET_VIEW]["model_id"]
    explorer.close()
    assert explorer.comm is None and explorer.values["t"] == 0
    assert explorer._repr_mimebundle_()[0][WIDGET_VIEW]["model_id"] == one and explorer.comm is not None


class Kernel:
    """What `retire_those_before` asks of a kernel."""

    def __init__(self):
        self.run = {}

    def get_parent(self):
        return self.run

    def cell(self, cell, message):
        self.run = {"metadata": {"cellId": cell}, "header": {"msg_id": message}}


@pytest.fixture
def kernel(monkeypatch):
    kernel = Kernel()
    monkeypatch.setattr(module, "get_ipython", lambda: type("Shell", (), {"kernel": kernel})())
    monkeypatch.setattr(module, "_shown_by_cell", {})
    return kernel


def test_running_a_cell_again_leaves_no_widget_behind(kernel):
    def show(cell, message, *explorers):
        kernel.cell(cell, message)
        for explorer in explorers:
            explorer._repr_mimebundle_()

    def alive(*explorers):
        return [explorer.comm is not None for explorer in explorers]
    a, b, c, shared = make(), make(), make(), make()
    show("one", "1", a, b, shared)
    show("two", "2", shared)
    assert alive(a, b, shared) == [True, True, True]
    show("one", "3", c)
    assert alive(a, b, c, shared) == [False, False, True, True]  # another cell still shows the shared one
    show("one", "4", a)
    assert alive(a, c, shared) == [True, False, True]
    show("one", "5", a)
    assert alive(a) == [True]
    show("two", "6", b)
    assert alive(b, shared) == [True, False]


def test_without_a_cell_nothing_is_closed(kernel):
    explorer = make()
    explorer._repr_mimebundle_()
    make()._repr_mimebundle_()
    assert explorer.comm is not None


def test_nothing_is_hidden_that_is_always_there():
    assert len(visible(make().svg(), "paper")) == 1
    ET.fromstring(make().svg())
