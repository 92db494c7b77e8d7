"""Explorers on a page without a kernel, measured in the browser: room around numbers, tab stops, heights, icons."""

import json

import numpy as np
import pytest

from rnnlab.explorer import Explorer, Slider, target
from rnnlab.explorer.assets import EXPLORER_SCRIPT
from rnnlab.lessons.lesson_01_shapes.explorer import explore_shapes
from rnnlab.lessons.lesson_02_forward_pass.explorer import explore_forward
from rnnlab.lessons.lesson_03_batching.explorer import explore_batch
from rnnlab.network.weights import Weights
from rnnlab.pictures import Picture, area, text
from tests.helpers.browser.live_explorer import Live
from tests.helpers.frame_cases import CASES, cases_explorer

pytestmark = pytest.mark.browser

# What the functions of frames.js select, of every case at once.
SELECT = """async ([script, frames, positions]) => {
    const module = await import(URL.createObjectURL(new Blob([script], { type: "text/javascript" })));
    return positions.map((position) => ({
        frames: frames.layers.map((layer) => module.frameIndex(frames, layer, position)),
        active: frames.parts.map((part) => module.isActive(part, position)),
        moves: frames.parts.filter((part) => part.hotspot).map((part) => module.movedBy(part, position)),
        caption: module.frameAt(frames, position).caption }));
}"""

NEIGHBOURS = """root => {
    const gaps = [...root.querySelectorAll('text:has(> tspan[dx])')].map((line) => {
        const name = line.textContent.length - line.querySelector('tspan[dx]').textContent.length;
        return line.getStartPositionOfChar(name).x - line.getEndPositionOfChar(name - 1).x;
    });
    const air = [...root.querySelectorAll('.cell:has(text)')].map((cell) =>
        cell.querySelector('rect').getBBox().width - cell.querySelector('text').getBBox().width);
    return [gaps, air];
}"""


def example():
    rng = np.random.default_rng(3)
    weights = Weights(*(rng.normal(0, 0.6, shape) for shape in ((3, 5), (5, 5), (5,), (5, 2), (2,))))
    return rng.normal(size=(4, 10, 3)), weights


def small():
    def picture(t, n):
        long = "A caption that is much longer than all others. " * (8 if t == 2 else 0)
        return Picture(text(20, 20, f"h_{t}"), target(area(10, 40, 80, 30), "the end", t=3, n=1),
                       caption=f"{long}Here h_{{t-1}} is 10^-{t} at {n}.")
    return Explorer(picture, t=Slider((0, 1, 2, 3, 3000), label="t", play=True, seconds=60), n=Slider(0, 1, label="n"))


@pytest.fixture
def show(chromium):
    context = chromium.new_context(viewport={"width": 1000, "height": 900})

    def open_page(explorer):
        page = context.new_page()
        page.set_content(explorer.to_html())
        return page, Live(page.locator(".rnnlab-static"))
    yield open_page
    context.close()


def test_a_position_selects_what_python_selects(show):  # tests/explorer/test_frames.py has the same cases
    explorer = cases_explorer()
    page, live = show(explorer)
    selected = page.evaluate(SELECT, [EXPLORER_SCRIPT, explorer.frames, [case["position"] for case in CASES]])
    assert selected == [{key: case[key] for key in ("frames", "active", "moves", "caption")} for case in CASES]
    for case in CASES:
        for (name, value), index in zip(case["values"].items(), case["position"]):
            if isinstance(value, bool):
                live.control(name).set_checked(value)
            elif isinstance(value, str):
                live.control(name).select_option(value)
            else:
                live.control(name).fill(str(index))
        assert live.caption == case["caption"]
        active = live.root.evaluate("""root => [...root.querySelectorAll("[data-part]")].map((part) =>
            part.getAttribute("aria-pressed") === "true" || part.getAttribute("display") === "inline")""")
        assert active == case["active"]


@pytest.mark.parametrize("explore, arguments", [(explore_shapes, ()), (explore_forward, example()),
                                                (explore_batch, example())])
def test_names_numbers_and_shapes_keep_apart(show, explore, arguments):
    page, live = show(explore(*arguments))
    for key in ("Home", "End"):
        for slider in live.root.locator("input[type=range]").all():
            slider.focus()
            page.keyboard.press(key)
        gaps, air = live.root.evaluate(NEIGHBOURS)
        assert gaps and min(gaps) > 4 and min(air, default=9) > 6


def test_the_tab_key_stops_at_controls_and_hotspots_only(show):
    page, _ = show(small())
    stops = []
    for _ in range(6):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.tagName.toLowerCase()"))
    assert stops[:4] == ["input", "button", "input", "rect"] and "svg" not in stops


@pytest.mark.parametrize("width", [1000, 360])
def test_nothing_below_moves_while_a_slider_does(show, width):
    page, live = show(small())
    page.set_viewport_size({"width": width, "height": 900})
    slider, places = live.control("t"), set()
    for key in ["Home"] + 4 * ["ArrowRight"]:
        slider.focus()
        page.keyboard.press(key)
        places.add(json.dumps([live.root.bounding_box()["height"], live.control("Play t").bounding_box()["x"]]))
    assert len(places) == 1


def test_a_caption_has_subscripts_for_the_eye_and_its_words_for_a_screen_reader(show):
    explorer = small()
    _, live = show(explorer)
    live.press("t", "ArrowRight")
    shown = live.root.locator(".rnnlab-shown-caption > :last-child")
    assert shown.inner_html() == "Here h<sub>t−1</sub> is 10<sup>−1</sup> at 0."
    assert live.caption == explorer.caption(t=1) == "Here h_{t-1} is 10^-1 at 0."
    assert live.root.locator(".rnnlab-shown-caption").get_attribute("aria-hidden") == "true"
    assert live.root.locator(".rnnlab-picture svg").get_attribute("aria-labelledby") == live.root.locator(
        ".rnnlab-caption").get_attribute("id")


def test_the_sign_for_a_pause_is_drawn(show):
    _, live = show(small())
    button = live.control("Play t")
    for name in ("Play", "Pause"):
        assert button.inner_text().strip() == name
        assert button.locator("svg[aria-hidden=true] path").bounding_box()["width"] > 5
        button.click()


def test_a_hotspot_moves_two_controls_at_once(show):
    _, live = show(small())
    spot = live.root.get_by_role("button", name="the end")
    assert spot.get_attribute("aria-pressed") == "false"
    spot.click()
    assert live.caption.endswith("10^-3 at 1.") and live.control("t").input_value() == "3"
    assert spot.get_attribute("aria-pressed") == "true"
