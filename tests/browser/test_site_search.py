"""The search of the site from the keyboard, opened from disk: from any page to the section that was meant."""

import subprocess
import sys
from urllib.parse import unquote, urlsplit

import pytest

from tests.helpers.browser.jupyter_server import ROOT
from tests.helpers.browser.static_page import violations, visit

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    to = tmp_path_factory.mktemp("search")
    lesson = ROOT / "notebooks" / "02_manual_forward_pass.ipynb"
    subprocess.run([sys.executable, "-m", "rnnlab.site", "--stored", "--to", to, lesson], cwd=ROOT, check=True,
                   capture_output=True)
    return to


def results(page):
    return [(link.inner_text(), unquote(link.get_attribute("href"))) for link in page.locator("#results a").all()]


def test_from_a_lesson_to_a_section_of_another_page_with_keys_alone(chromium, folder):
    with visit(chromium, folder / "02_manual_forward_pass.html") as page:
        page.get_by_label("Search").focus()
        page.keyboard.type("hidden states")
        page.keyboard.press("Enter")
        page.wait_for_url("**/search.html?q=hidden+states")
        assert page.get_by_label("Search").input_value() == "hidden states"
        assert results(page)[0] == ("hidden state", "glossary.html#hidden-state")
        assert page.locator("#found[role=status]").inner_text().endswith("for “hidden states”, the best first.")
        assert violations(page, "light") == []
        for key, place in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0)):
            page.keyboard.press(key)
            assert page.locator("#results a").nth(place).evaluate("it => it === document.activeElement")
        page.keyboard.press("Enter")
        page.wait_for_url("**/glossary.html#hidden-state")
        assert {urlsplit(url).scheme for url in page.asked} <= {"file", "data"} and page.errors == []


def test_results_change_while_one_types_and_lead_to_what_is_there(chromium, folder):
    with visit(chromium, folder / "search.html") as page:
        assert page.evaluate("document.activeElement.id") == "search" and results(page) == []
        page.keyboard.type("Recap")
        assert results(page)[0][1] == "02_manual_forward_pass.html#Recap"
        for query in ("gradient", "keras", "shape", "grade", "one-hot"):
            page.get_by_label("Search").fill(query)
            found = results(page)
            assert found
            for _, address in found:
                name, _, fragment = address.partition("#")
                assert f'id="{fragment}"' in (folder / name).read_text(encoding="utf-8").replace("&#x27;", "'")


@pytest.mark.parametrize("query, said", [
    ("xyzzy", "Nothing was found for “xyzzy”."), ("recap xyzzy", "Nothing was found for “recap xyzzy”."),
    ("<zq>(", "Nothing was found for “<zq>(”."), ("...", "Type a word, for example gradient.")])
def test_what_is_not_found_is_said(chromium, folder, query, said):
    with visit(chromium, folder / "search.html") as page:
        page.keyboard.type(query)
        assert (results(page), page.locator("#found").inner_text()) == ([], said)
        assert page.errors == []
