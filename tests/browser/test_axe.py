"""No explorer of a lesson has a fault that axe-core knows, in both themes, on a wide page and on a narrow one."""

import pytest

from tests.helpers.browser import explorer_cells
from tests.helpers.browser.live_explorer import Live

pytestmark = pytest.mark.browser

EXPLORERS = ("FORWARD", "SHAPES", "BATCH", "BIAS_SHIFT", "EMBEDDING", "BPTT", "GRADIENT_DECAY", "CLIPPING", "SENTENCES",
             "TEXT_BOX", "JACOBIAN")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 380])
def test_axe_finds_nothing_in_the_explorers(run_cells, theme, width):
    page = run_cells(*(getattr(explorer_cells, name) for name in EXPLORERS), theme=theme, width=width)
    for index, name in enumerate(EXPLORERS):
        live = Live(page.cell(index))
        page.page.wait_for_timeout(200)
        page.screenshot(f"explorer {name.lower()} {theme} {width}", of=live.root)
        box = live.root.bounding_box()
        for control in live.root.locator("input, select, button").all():
            place = control.bounding_box()
            assert box["x"] <= place["x"] and place["x"] + place["width"] <= box["x"] + box["width"] + 1
    assert page.axe(".rnnlab-explorer") == []


def test_axe_finds_a_label_removed(run_cells):
    page = run_cells(explorer_cells.SHAPES)
    Live(page.cell(0))
    assert page.axe(".rnnlab-explorer") == []
    page.page.evaluate("document.querySelector('.rnnlab-control label').remove()")
    assert any(fault.startswith("label:") for fault in page.axe(".rnnlab-explorer"))
