"""Every explorer and opening picture on a page, measured at all its stops: wide, narrow, by Tab, and while it moves."""

import ast
import importlib
from pathlib import Path

import pytest

from rnnlab import lessons
from rnnlab.explorer import Explorer, Slider
from rnnlab.lessons.lesson_04_sum_of_three import explore_landscape, train_fourteen
from rnnlab.pictures import Picture, rect, text
from tests.helpers.browser import explorer_cells
from tests.helpers.browser.live_explorer import CUT_TEXTS, OVERLAPPING_TEXTS, Live

pytestmark = pytest.mark.browser

CELLS = ("FORWARD", "BATCH", "BIAS_SHIFT", "EMBEDDING", "BPTT", "GRADIENT_DECAY", "CLIPPING", "SENTENCES", "JACOBIAN")
OPENINGS = {f"opening {int(folder.name[7:9])}": folder.name
            for folder in sorted(Path(lessons.__file__).parent.glob("lesson_*")) if "00" not in folder.name}
MEASURE = """root => {
    const sizes = [...root.querySelectorAll('.rnnlab-panel text')].filter(mark => !mark.closest('[display=none]'))
        .map(mark => parseFloat(getComputedStyle(mark).fontSize) * mark.getScreenCTM().a);
    const scrolls = [...root.querySelectorAll('.rnnlab-panel')].filter(one => one.scrollWidth > one.clientWidth + 1);
    return [Math.min(...sizes), scrolls.length, document.documentElement.scrollWidth,
            root.getBoundingClientRect().height];
}"""
PLACES = """root => JSON.stringify([root.getBoundingClientRect().height,
    ...[...root.querySelectorAll('input, select, button, output, .rnnlab-panel, p')].flatMap(one => {
        const box = one.getBoundingClientRect();
        return [box.x, box.y, one.matches('output') ? 0 : box.width].map(Math.round);
    })])"""
# Every stop of each control by itself, and all controls at their ends.
STOPS = {"range": ["Home"] + 12 * ["ArrowRight"] + ["End"], "select-one": ["Home"] + 9 * ["ArrowDown"],
         "checkbox": ["Space", "Space"]}


def run(cell):
    """The value of a cell's last line."""
    *statements, last = ast.parse(cell).body
    names = {}
    exec(compile(ast.Module(statements, []), "<cell>", "exec"), names)
    return eval(compile(ast.Expression(last.value), "<cell>", "eval"), names)


@pytest.fixture(scope="module")
def explorers():
    found = {name: run(getattr(explorer_cells, name)) for name in CELLS}
    for name, folder in OPENINGS.items():
        found[name] = importlib.import_module(f"rnnlab.lessons.{folder}").show_opening()
    found["LANDSCAPE"] = explore_landscape(train_fourteen())
    return found


EVERY = (*CELLS, "LANDSCAPE", *OPENINGS)


@pytest.fixture
def show(chromium):
    contexts = []

    def open_page(explorer, width, **look):
        contexts.append(chromium.new_context(viewport={"width": width, "height": 900}, **look))
        page = contexts[-1].new_page()
        page.set_content('<!doctype html><meta name="viewport" content="width=device-width">'
                         f"<style>body {{ margin: 0 16px }}</style>{explorer.to_html()}")
        return page, Live(page.locator(".rnnlab-static"))
    yield open_page
    for context in contexts:
        context.close()


def walk(page, live):
    """Go through the stops; yield at each."""
    for control in live.root.locator("input, select").all():
        for key in STOPS[control.evaluate("one => one.type")]:
            control.focus()
            page.keyboard.press(key)
            yield


@pytest.mark.parametrize("name", EVERY)
def test_a_phone_shows_it_whole_and_legible(explorers, show, name):
    page, live = show(explorers[name], 360, reduced_motion="reduce")
    places = set()
    for _ in walk(page, live):
        least, scrolling, wide, _ = live.root.evaluate(MEASURE)
        assert least >= 12 and not scrolling and wide <= 360
        assert live.root.evaluate(CUT_TEXTS) == []
        places.add(live.root.evaluate(PLACES))
    assert len(places) == 1  # nothing jumps


@pytest.mark.parametrize("name", EVERY)
def test_a_wide_page_has_room_for_it_and_nothing_jumps(explorers, show, name):
    page, live = show(explorers[name], 928, reduced_motion="reduce")  # as wide as a page of the site
    places = set()
    for _ in walk(page, live):
        assert live.root.evaluate(MEASURE)[3] <= 600
        assert live.root.evaluate(CUT_TEXTS) == []
        places.add(live.root.evaluate(PLACES))
    assert len(places) == 1


@pytest.mark.parametrize("name", EVERY)
def test_texts_do_not_lie_over_each_other(explorers, show, name):
    page, live = show(explorers[name], 928, reduced_motion="reduce")
    if name not in ("EMBEDDING", "opening 6"):  # the discs of untrained digits lie over each other
        for _ in walk(page, live):
            assert live.root.evaluate(OVERLAPPING_TEXTS) == []


@pytest.mark.parametrize("name", EVERY)
def test_labels_sliders_and_values_stand_in_columns(explorers, show, name):
    _, live = show(explorers[name], 360)
    for part in ("label", "input[type=range]", "output", "button"):
        lefts = {round(one.bounding_box()["x"]) for one in live.root.locator(f".rnnlab-slider > {part}").all()}
        assert len(lefts) <= 1, part


@pytest.mark.parametrize("width", [360, 928])
@pytest.mark.parametrize("name", EVERY)
def test_the_tab_key_stops_at_controls_and_hotspots_only(explorers, show, name, width):
    page, live = show(explorers[name], width)
    expected = live.root.locator("input, select, button, .target[tabindex='0']").count()
    stops = []
    for _ in range(expected + 1):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("[document.activeElement.tagName, document.activeElement.className.baseVal ?? '']"))
    assert [stop for stop in stops if stop[0] in ("svg", "DIV")] == []
    assert stops[expected - 1][0] in ("INPUT", "SELECT", "BUTTON", "rect") and stops[expected][0] == "BODY"


def moving():
    def picture(t):
        return Picture(rect(20 * t, 20, 30, 30, "lit"), text(9, 80, "words"), caption=f"t is {t}.")
    return Explorer(picture, t=Slider(0, 5, label="t"))


def test_the_new_state_is_there_at_once_and_its_look_follows(show):
    look = """root => {
        const mark = root.querySelector('.lit'), input = root.querySelector('input');
        input.value = 5;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        return [mark.isConnected, mark.getAttribute('x'), parseFloat(getComputedStyle(mark).x)];
    }"""
    page, live = show(moving(), 928)
    kept, x, shown = live.root.evaluate(look)
    assert kept and x == "100" and shown < 50
    page.wait_for_timeout(300)
    assert live.root.locator(".lit").evaluate("mark => parseFloat(getComputedStyle(mark).x)") == 100
    _, live = show(moving(), 928, reduced_motion="reduce")
    assert live.root.evaluate(look) == [True, "100", 100]


def test_a_panel_that_is_too_wide_scrolls_to_what_is_lit(show):
    def picture(t):
        return Picture(rect(100 * t, 20, 60, 30, "lit"), text(9, 80, "words"), caption=f"t is {t}.", width=900)
    page, live = show(Explorer(picture, t=Slider(0, 8, label="t")), 360)
    panel = live.root.locator(".rnnlab-panel")
    assert panel.get_attribute("tabindex") == "0" and "rnnlab-cut-right" in panel.get_attribute("class")
    assert "gradient" in panel.evaluate("one => getComputedStyle(one).maskImage")
    for key in ("End", "Home"):
        live.press("t", key)
        page.wait_for_timeout(250)
        lit, frame = live.root.locator(".lit").bounding_box(), panel.bounding_box()
        assert frame["x"] - 3 <= lit["x"] and lit["x"] + lit["width"] <= frame["x"] + frame["width"] + 3
    page.set_viewport_size({"width": 1100, "height": 800})
    page.wait_for_function("!document.querySelector('.rnnlab-panel').hasAttribute('tabindex')")
