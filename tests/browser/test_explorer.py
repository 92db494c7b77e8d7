"""Explorers in JupyterLab, in Chromium: by keyboard, by pointer, by voice, and from one kernel to the next."""

import json
import re

import nbformat
import numpy as np
import pytest

from rnnlab.explorer import Explorer, Slider
from rnnlab.explorer.ghost_controls import INVITATION
from rnnlab.lessons.lesson_01_shapes.explorer import explore_shapes
from rnnlab.lessons.lesson_02_forward_pass.explorer import ForwardExplorer, explore_forward
from rnnlab.network.forward import forward, readout
from rnnlab.network.weights import Weights
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from rnnlab.pictures import Picture, text
from rnnlab.pictures.heatmap import CELL_SIZE
from rnnlab.pictures.scripts import split_scripts
from tests.helpers.browser.explorer_cells import FORWARD, SHAPES
from tests.helpers.browser.live_explorer import (
    CUT_TEXTS,
    OVERLAPPING_TEXTS,
    WIDGETS,
    Live,
    wait_for,
    wrong_on_page,
)
from tests.helpers.svg_checks import outlined, visible, words

pytestmark = pytest.mark.browser

SMALL = """
from rnnlab.explorer import Explorer, Slider
from rnnlab.pictures import Picture, text
def picture(t):
    return Picture(text(20, 20, f"t is {t}"), text(20, 50, 10 // (t - 3)), caption=f"t is {t}.")
small = Explorer(picture, t=Slider(0, 4, label="t", play=True, seconds=0.1))
small"""


def test_forward_by_keyboard_shows_what_forward_computes(run_cells, example):
    page = run_cells(FORWARD)
    live = Live(page.cell(0))
    stops = {"time step t": (1, 6, 10), "unit of h": (0, 2, 4), "sample": (0, 0, 1)}
    keys = {"time step t": ["ArrowRight"] * 5, "unit of h": ["ArrowUp"] * 2, "sample": []}
    for index, first in enumerate((["Home"], ["Home"], ["End"])):
        for label in stops:
            live.press(label, *first, *(keys[label] if index == 1 else []))
        t, unit, sample = (stops[label][index] for label in stops)
        assert wrong_on_page(live, example, t, unit, sample) == []
        wait_for(lambda: page.python("print(explorer.values)") == str({"t": t, "unit": unit, "sample": sample}))
    live.press("time step t", "PageDown")
    t = int(live.control("time step t").get_attribute("aria-valuetext"))
    assert 1 <= t < 10 and wrong_on_page(live, example, t, 4, 1) == []
    # A frame off by one would be seen
    live.press("time step t", "ArrowLeft")
    assert {"x", "h", "y", "caption"} <= set(wrong_on_page(live, example, t, 4, 1))
    assert page.errors == []


def test_python_moves_the_page(run_cells, example):
    page = run_cells(FORWARD, "explorer.move(t=7, unit=3, sample=1)", "explorer.values")
    live = Live(page.cell(0))
    assert wrong_on_page(live, example, 7, 3, 1) == []
    assert live.control("time step t").input_value() == "6"
    assert page.output(2) == "{'t': 7, 'unit': 3, 'sample': 1}"


def test_shapes_by_keyboard_counts_what_there_is(run_cells):
    page = run_cells(SHAPES)
    live = Live(page.cell(0))
    labels = {"N samples": [1, 3, 10], "T steps": [1, 3, 15], "D input features": [1, 3, 6],
              "M hidden units": [1, 3, 8], "K outputs": [1, 3, 5]}
    for index, keys in enumerate((["Home"], ["Home", "ArrowRight", "ArrowRight"], ["End"])):
        for label in labels:
            live.press(label, *keys)
        N, T, D, M, K = (stops[index] for stops in labels.values())
        weights = Weights(np.ones((D, M)), np.ones((M, M)), np.ones(M), np.ones((M, K)), np.ones(K))
        H = forward(np.ones((N, T, D)), weights)
        assert f"H, what the network remembers, has shape {H.shape}" in live.caption
        assert f"Y_hat, which comes out, has shape {readout(H[:, -1], weights).shape}" in live.caption
        assert f"= {sum(array.size for array in weights)} numbers" in live.caption
        assert f"H{H.shape}" in words(live.svg)  # one line: the name, a gap, the shape
    assert page.errors == []


def test_pointing_at_a_cell_lights_up_what_it_came_from(run_cells, example):
    page = run_cells(FORWARD)
    live = Live(page.cell(0))
    film = ForwardExplorer(*example, "tanh", None)

    def lit():
        return {box[0] for box in outlined(live.svg) if box[1] == film.rows_y["h"]}
    cell = live.root.get_by_role("button", name="Show what unit 3 of h comes from")
    cell.hover()
    assert lit() == {film.wx_x + 3 * CELL_SIZE[0]} and live.control("unit of h").input_value() == "3"
    assert len(outlined(live.svg)) == 10 and cell.get_attribute("aria-pressed") == "true"
    other = live.root.get_by_role("button", name="Show what unit 1 of h comes from")
    other.focus()
    assert lit() == {film.wx_x + CELL_SIZE[0]} and "h_1[1]" in live.caption
    page.page.keyboard.press("Tab")
    assert lit() == {film.wx_x + 2 * CELL_SIZE[0]}
    column = live.root.get_by_role("button", name="Go to step 7")
    column.hover()
    assert "Step 1 of 10" in live.caption  # the way to the cells leads over the strip
    column.click()
    assert "Step 7 of 10" in live.caption and wrong_on_page(live, example, 7, 2, 0) == []
    wait_for(lambda: page.python("print(explorer.position)") == "[6, 2, 0]")
    assert page.errors == []


def test_no_text_is_wider_than_the_picture_in_this_font(run_cells):
    narrow = ("weights = Weights(draw(6, 2), draw(2, 2), draw(2), draw(2, 1), draw(1))\n"
              "explore_forward(np.full((1, 12, 6), -1.11), weights, 'sigmoid')")
    page = run_cells(FORWARD, SHAPES, narrow)
    for index in range(3):
        live = Live(page.cell(index))
        for control in live.root.locator("input[type=range]").all():
            control.focus()
            page.page.keyboard.press("End")
        assert live.root.evaluate(CUT_TEXTS) == [] and live.root.evaluate(OVERLAPPING_TEXTS) == []


def test_a_position_that_fails_shows_its_message(run_cells):
    page = run_cells(SMALL)
    live = Live(page.cell(0))
    live.press("t", "Home", "ArrowRight", "ArrowRight", "ArrowRight")
    assert live.caption.startswith("No picture at t = 3: ZeroDivisionError") and words(live.svg)[0] == live.caption
    live.press("t", "ArrowRight")
    assert live.caption == "t is 4." and words(live.svg) == ["t is 4", "10"]


def test_play_stops_at_the_end(run_cells):
    page = run_cells(SMALL)
    live = Live(page.cell(0))
    button = live.control("Play t")
    button.focus()
    page.page.keyboard.press("Space")
    assert button.get_attribute("aria-pressed") == "true"
    page.page.wait_for_function("document.querySelector('.rnnlab-caption').textContent === 't is 4.'")
    wait_for(lambda: button.get_attribute("aria-pressed") == "false")
    assert live.root.locator(".rnnlab-caption").get_attribute("aria-live") == "polite"
    wait_for(lambda: page.python("print(small.values)") == "{'t': 4}")
    # From the end it starts anew, and a second click stops it: both at once, since it plays for half a second only.
    assert button.evaluate("""button => [0, 1].map(() => {
        button.click();
        return button.getAttribute("aria-pressed");
    })""") == ["true", "false"]


COUNT_TIMERS = """
window.timers = new Set();
const [set, clear] = [window.setInterval, window.clearInterval];
window.setInterval = (...all) => { const id = set(...all); if (all[1] === 100) window.timers.add(id); return id; };
window.clearInterval = id => { window.timers.delete(id); clear(id); };
"""


def test_a_cell_run_again_leaves_nothing_behind(run_cells):
    page = run_cells(SMALL, "small", alone=True)
    page.page.evaluate(COUNT_TIMERS)
    assert page.page.locator(".rnnlab-explorer").count() == 2
    for _ in range(5):
        Live(page.cell(0)).control("Play t").click()
        page.run_cell(0)
        Live(page.cell(0))
    assert page.page.locator(".rnnlab-explorer").count() == 2  # one a cell: none dead, none doubled
    wait_for(lambda: page.page.evaluate("window.timers.size") == 0)
    assert page.python(WIDGETS) == "2"  # the one that cell 1 shows still, and the newest
    page.run_cell(1)
    assert page.python(WIDGETS) == "1"
    first, second = Live(page.cell(0)), Live(page.cell(1))
    first.press("t", "End")
    wait_for(lambda: second.caption == first.caption == "t is 4.")  # two views of one explorer go together
    assert page.errors == []


def test_two_explorers_do_not_mix(run_cells):
    page = run_cells(SMALL, SMALL.replace("small", "other"))
    first, second = Live(page.cell(0)), Live(page.cell(1))
    first.press("t", "End")
    second.press("t", "Home", "ArrowRight")
    assert (first.caption, second.caption) == ("t is 4.", "t is 1.")
    wait_for(lambda: page.python("print(small.values, other.values)") == "{'t': 4} {'t': 1}")
    ids = page.page.evaluate("[...document.querySelectorAll('.rnnlab-explorer [id]')].map(node => node.id)")
    assert len(ids) == len(set(ids)) > 0


def test_a_restarted_kernel_leaves_pictures_alive(run_cells):
    page = run_cells(SMALL)
    live = Live(page.cell(0))
    page.restart_kernel()
    live.press("t", "End")
    assert live.caption == "t is 4."  # no kernel knows it any more, and it still answers
    for _ in range(2):
        page.run_all()
        live = Live(page.cell(0))
        live.press("t", "Home", "ArrowRight")
        wait_for(lambda: page.python("print(small.values)") == "{'t': 1}")
        assert page.page.locator(".rnnlab-explorer").count() == 1
        page.restart_kernel()
    assert page.errors == []


def test_a_notebook_reopened_shows_its_pictures(run_cells, lab):
    page = run_cells(SMALL)
    Live(page.cell(0)).press("t", "ArrowRight")
    page.save()
    stored = nbformat.read(lab.folder / page.name, 4)
    assert set(stored.cells[0].outputs[0].data) == {"text/plain", "text/markdown"} and "widgets" not in stored.metadata
    page.close_kernel()
    page.load()
    image = page.cell(0).locator("img[alt='t is 0.']")
    image.wait_for()
    assert "model not found" not in page.output(0) and page.page.locator(".rnnlab-explorer").count() == 0
    page.run_all()
    Live(page.cell(0)).press("t", "End")
    assert page.page.locator("img[alt='t is 0.']").count() == 0


def stored(explorer):
    """A cell as a committed notebook holds it."""
    data, _ = explorer._repr_mimebundle_()
    data.pop(WIDGET_VIEW)
    return nbformat.v4.new_code_cell("explorer", execution_count=1, outputs=[
        nbformat.v4.new_output("execute_result", data, execution_count=1)])


@pytest.mark.parametrize("trusted", [True, False])
def test_a_notebook_never_run_shows_its_pictures(open_notebook, lab, example, trusted):
    name = f"stored-{trusted}.ipynb"
    explorers = [explore_forward(*example), explore_shapes()]
    lab.write(name, [stored(explorer) for explorer in explorers])
    if trusted:
        lab.trust(name)
    page = open_notebook(name)
    for index, explorer in enumerate(explorers):
        images = page.cell(index).locator(".jp-RenderedMarkdown img")
        image = images.first  # the controls as ghosts, and then the panels
        image.wait_for()
        assert [one.get_attribute("alt") for one in images.all()] == [
            INVITATION, explorer.caption(), "Part 2 of the picture", "Part 3 of the picture"]
        assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 320
        assert page.output(index) == "".join(piece for _, piece in split_scripts(explorer.caption()))
    page.screenshot(f"stored {'trusted' if trusted else 'untrusted'}")
    assert page.evaluate("return panel.content.widgets.every(cell => cell.model.trusted);") is trusted
    assert page.errors == []


def test_a_static_page_is_alive_without_a_network(chromium, tmp_path, example):
    small = Explorer(lambda t: Picture(text(20, 20, f"t is {t}"), caption=f"t is {t}."), t=Slider(0, 3, label="t"))
    explorers = [explore_forward(*example), explore_shapes(), small]
    page_file = tmp_path / "page.html"
    page_file.write_text("<!doctype html><html lang=en><meta charset=utf-8><title>A page</title><main><h1>A page</h1>"
                         + "<hr>".join(explorer.to_html() for explorer in explorers) + "</main>", encoding="utf-8")
    for scheme in ("light", "dark"):
        context = chromium.new_context(offline=True, color_scheme=scheme, viewport={"width": 900, "height": 900})
        page = context.new_page()
        asked, wrong = [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: wrong.append(message.text))
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.goto(page_file.as_uri())
        page.locator(".rnnlab-explorer").nth(2).wait_for()
        assert page.locator(".rnnlab-explorer").count() == 3
        lives = [Live(page.locator(".rnnlab-static").nth(index)) for index in range(3)]
        for live in lives:
            for control in live.root.locator("input[type=range]").all():
                control.focus()
                page.keyboard.press("End")
        assert wrong_on_page(lives[0], example, 10, 4, 1) == []
        assert "= 165 numbers" in lives[1].caption and lives[2].caption == "t is 3."
        assert [url for url in asked if not url.startswith(("file:", "data:"))] == [] and wrong == []
        page.screenshot(path=str(tmp_path / f"{scheme}.png"))
        from axe_playwright_python.sync_playwright import Axe
        found = Axe().run(page, context=".rnnlab-explorer").response["violations"]
        assert [rule["id"] for rule in found] == []
        context.close()


def test_play_is_calm_where_the_reader_asks_for_less_motion(chromium, tmp_path):
    explorer = Explorer(lambda t: Picture(text(20, 20, t), caption=f"t is {t}."),
                        t=Slider(0, 3, label="t", play=True, seconds=0.2))
    (tmp_path / "page.html").write_text(explorer.to_html(), encoding="utf-8")
    for motion, at_once in (("no-preference", "t is 1."), ("reduce", "t is 0.")):
        page = chromium.new_page(reduced_motion=motion)
        page.goto((tmp_path / "page.html").as_uri())
        live = Live(page.locator(".rnnlab-static"))
        caption = page.evaluate("""() => {
            document.querySelector('button').click();
            return document.querySelector('.rnnlab-caption').textContent;
        }""")
        assert caption == at_once
        wait_for(lambda: live.caption == "t is 3.")
        wait_for(lambda: live.control("Play t").get_attribute("aria-pressed") == "false")
        page.close()


def test_hidden_parts_are_hidden_on_the_page(run_cells, example):
    page = run_cells(FORWARD)
    live = Live(page.cell(0))
    for keys, t in ((["Home"], 1), (["End"], 10)):
        live.press("time step t", *keys)
        assert len(visible(live.svg, "blank")) == len(visible(explore_forward(*example).svg(t=t), "blank"))


def test_an_explorer_answers_at_once(run_cells):
    page = run_cells(FORWARD)
    live = Live(page.cell(0))
    live.press("time step t", "Home")
    took = json.loads(live.root.evaluate("""async root => {
        const input = root.querySelector('input[type=range]'), took = [];
        for (let move = 0; move < 40; move++) {
            await new Promise(requestAnimationFrame);
            const start = performance.now();
            input.value = 1 + (Number(input.value) % 9);
            input.dispatchEvent(new Event('input', { bubbles: true }));
            took.push(performance.now() - start);
        }
        return JSON.stringify(took);
    }"""))
    assert np.percentile(took, 95) < 17
    assert re.match("Step", live.caption)
