"""Every explorer of every lesson, run in JupyterLab: whole and legible on a phone, a small and a wide screen."""

import pytest

from rnnlab.explorer.ghost_controls import INVITATION
from rnnlab.site.quick_build import needed_cells
from tests.helpers.browser.jupyter_server import ROOT
from tests.helpers.browser.lesson_page import LessonPage
from tests.helpers.browser.live_explorer import CUT_TEXTS, Live

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
SIZES = {1400: 900, 1000: 800, 360: 740}
TALLEST, SMALLEST = 600, 12  # pixels: an explorer on a wide screen, a letter
MEASURE = """root => {
    const right = root.closest('.jp-OutputArea-output').getBoundingClientRect().right + 1;
    const sizes = [...root.querySelectorAll('.rnnlab-panel text')].filter(mark => !mark.closest('[display=none]'))
        .map(mark => parseFloat(getComputedStyle(mark).fontSize) * mark.getScreenCTM().a);
    const beyond = [...root.querySelectorAll('*')].filter(one => one.getBoundingClientRect().right > right
        && !one.closest('svg, .rnnlab-caption') && one.checkVisibility());
    const scrolling = [...root.querySelectorAll('.rnnlab-panel')].filter(one => one.scrollWidth > one.clientWidth + 1);
    return {height: root.getBoundingClientRect().height, letter: Math.min(...sizes, 99),
            wide: [...new Set([...beyond, ...scrolling])].map(one => one.className)};
}"""
STORED = """output => [...output.querySelectorAll('img')].map(
    image => image.getBoundingClientRect().width / image.naturalWidth)"""


def live_cells(lesson):
    """The places of the cells that show something to move, and of all cells that they need."""
    for cell in lesson.cells:
        cell.metadata.pop("tags", None)  # some of them are not for the site
    shown = [place for place, cell in enumerate(lesson.cells) if cell.cell_type == "code" and (
        "type_sentences(" in cell.source or INVITATION[:20] in str(cell.outputs))]
    needed = {cell.id for cell in needed_cells(lesson)}
    return shown, [place for place, cell in enumerate(lesson.cells) if cell.id in needed or place in shown]


def faults(root, width):
    """What is wrong with an explorer at this width of the window."""
    found = root.evaluate(MEASURE)
    wrong = [f"beyond the edge: {css}" for css in found["wide"]]
    wrong += [f"cut: {words}" for words in root.evaluate(CUT_TEXTS)]
    if found["letter"] < SMALLEST:
        wrong.append(f"letters of {found['letter']:.1f} px")
    if width == 1400 and found["height"] > TALLEST:
        wrong.append(f"{found['height']:.0f} px tall")
    return wrong


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_explorers_are_whole_and_legible_at_any_width(open_notebook, lab, path):
    page = open_notebook(lab.copy(path).name, kind=LessonPage, width=1400, alone=True)
    page.evaluate("app.shell.collapseLeft();")
    notebook = type("Notebook", (), {"cells": page.cells})
    shown, needed = live_cells(notebook)
    assert shown
    wrong = []
    page.page.set_viewport_size({"width": 360, "height": 740})
    for place in shown:  # as they are stored
        scales = page.cell(place).locator(".jp-OutputArea-output").first.evaluate(STORED)
        wrong += [(page.cells[place].id, f"stored, shrunk to {scale:.2f}") for scale in scales if scale < 0.85]
    for place in needed:
        page.run_cell(place)
    for place in shown:
        live = Live(page.cell(place))
        for end in ("start", "Home", "End"):
            for control in live.root.locator("input[type=range]").all() if end != "start" else ():
                control.focus()
                page.page.keyboard.press(end)
            for width, height in SIZES.items():
                page.page.set_viewport_size({"width": width, "height": height})
                page.page.wait_for_timeout(250)
                wrong += [(page.cells[place].id, width, end, fault) for fault in faults(live.root, width)]
        page.page.set_viewport_size({"width": 1400, "height": 900})
        page.screenshot(f"every {path.stem} {page.cells[place].id}", of=live.root)
    assert (wrong, page.errors) == ([], [])
