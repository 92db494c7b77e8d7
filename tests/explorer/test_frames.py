"""Frames: rendered once, a sum over the layers, with a message where one fails."""

import pytest

from rnnlab.explorer import Explorer, Slider, Toggle
from rnnlab.explorer.frames import frame_index, is_active
from rnnlab.pictures import Picture, rect, text
from tests.helpers.frame_cases import CASES, cases_explorer
from tests.helpers.svg_checks import faults_of, words


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["position"]))
def test_a_position_selects_its_frames_and_parts(case):  # tests/browser/test_static_explorer.py has the same cases
    explorer = cases_explorer()
    explorer.move(**case["values"])
    frames, position = explorer.frames, explorer.position
    assert position == case["position"] and explorer.caption() == case["caption"]
    assert [frame_index(frames, layer, position) for layer in frames["layers"]] == case["frames"]
    assert [is_active(part, position) for part in frames["parts"]] == case["active"]
    shown = [active for part, active in zip(frames["parts"], case["active"]) if not part["hotspot"]]
    assert explorer.svg().count('display="none"') == shown.count(False)


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
    assert (len(explorer.frames["drawings"]), len(explorer.frames["texts"])) == (1, 3)  # equal ones are stored once


def test_layers_are_drawn_back_to_front_in_one_size():
    def back():
        return Picture(rect(0, 0, 300, 50, "panel"))

    def front(t):
        return Picture(rect(0, 0, 10, 100 * (t + 1), "bar"), caption=f"{t}")
    explorer = Explorer([back, front], t=Slider(0, 2))
    assert explorer.frames["size"] == [308, 308]
    assert explorer.svg().index("panel") < explorer.svg().index("bar")


def test_frames_are_rendered_when_it_is_built():
    state = {"factor": 1}

    def picture(t):
        return Picture(text(20, 20, t * state["factor"]), caption=str(t * state["factor"]))
    explorer = Explorer(picture, t=Slider(0, 3))
    state["factor"] = 100
    explorer.move(t=2)
    assert explorer.caption() == "2"


def test_what_is_no_picture_is_named():
    def bad(t):
        return "<svg/>"
    with pytest.raises(TypeError, match="bad has to return a Picture, this is a str"):
        Explorer(bad, t=Slider(0, 1))
