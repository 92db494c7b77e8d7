"""The README as wide as GitHub shows it, and on a phone: only code scrolls sideways, and that only on a phone."""

import mistune
import pytest

from tests.helpers.browser.jupyter_server import ROOT

pytestmark = pytest.mark.browser

GITHUB = """body { margin: 0 16px; font: 16px/1.5 sans-serif } code { font: 13.6px monospace }
table { display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse }
th, td { padding: 6px 13px; border: 1px solid } img { max-width: 100% } pre { padding: 16px; overflow: auto }"""
SIDEWAYS = """() => [...document.querySelectorAll('html, p, table, pre')].filter(
    element => element.scrollWidth > element.clientWidth).map(element => element.tagName)"""


@pytest.mark.parametrize(("width", "may_scroll"), [(862, set()), (360, {"PRE"})])
def test_nothing_but_code_on_a_phone_scrolls_sideways(chromium, width, may_scroll):
    source = (ROOT / "README.md").read_text(encoding="utf-8")
    page = chromium.new_page(viewport={"width": width, "height": 900})
    page.set_content(f"<style>{GITHUB}</style>{mistune.html(source)}")
    assert page.locator("table").count() == 2 and set(page.evaluate(SIDEWAYS)) <= may_scroll
    page.close()
