"""Hotspots, and parts that a control shows and hides."""

import xml.etree.ElementTree as ET

import pytest

from rnnlab.explorer import Choice, Explorer, Slider, target, visible_when
from rnnlab.pictures import Picture, rect, text
from tests.helpers.example_explorer import example_explorer
from tests.helpers.svg_checks import every, visible, words

NASTY = '<b>&"\'x</b>'


def test_attributes_are_escaped():
    def layer():
        return Picture(target(rect(0, 0, 9, 9, "bar"), NASTY, t=NASTY),
                       visible_when(rect(0, 0, 9, 9, NASTY), t=[NASTY]))
    for picture in (Explorer(layer, t=Choice([NASTY])), layer()):
        button = next(mark for mark in every(ET.fromstring(picture.svg()), "rect") if mark.get("role") == "button")
        assert button.get("aria-label") == NASTY and button.get("tabindex") == "0"
        assert button.get("data-value") == (NASTY if isinstance(picture, Explorer) else None)


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
                                  lambda: target(rect(0, 0, 9, 9, "bar"), "go", t=1, speed=1),
                                  lambda: visible_when(rect(0, 0, 9, 9, "bar"), speed=[1]),
                                  lambda: visible_when(rect(0, 0, 9, 9, "bar"), t=[1, 7])])
def test_parts_that_name_no_control_or_value_are_refused(part):
    with pytest.raises(ValueError, match=r"control (speed|t): "):
        Explorer([lambda t: Picture(part(), caption="x")], t=Slider(0, 3))


def test_nothing_is_hidden_that_is_always_there():
    assert len(visible(example_explorer().svg(), "paper")) == 1
    ET.fromstring(example_explorer().svg())
