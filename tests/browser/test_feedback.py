"""A student's feedback page as it opens from disk, on a phone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.helpers.hostile_submission import hostile_page

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    return hostile_page(tmp_path_factory.mktemp("hostile"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_runs_and_fetches_nothing_and_can_be_read(chromium, hostile, tmp_path, scheme):
    """From disk, on a phone: nothing runs, nothing is fetched, nothing is cut off, and it can be read."""
    # Without its policy: the escaping alone has to do.
    bare = re.sub(r"<meta http-equiv[^>]*>", "", hostile)
    (tmp_path / "page.html").write_text(bare, encoding="utf-8")
    page = chromium.new_page(viewport={"width": 360, "height": 700}, color_scheme=scheme)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((tmp_path / "page.html").as_uri())
    assert page.title().startswith("02 manual forward pass") and len(asked) == 1
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    dark = page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(17, 17, 17)"
    assert dark == (scheme == "dark")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    assert Axe().run(page).response["violations"] == []
    page.close()
