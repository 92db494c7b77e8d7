"""The static pages in Chromium with the network off: explorers answer, nothing is asked for, nothing is out of reach."""

import subprocess
import sys
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
NAMES = ["00_start_here.ipynb", "02_manual_forward_pass.ipynb"]


@pytest.fixture(scope="session")
def folder(tmp_path_factory):
    to = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-m", "rnnlab.site", "--to", to, *(f"notebooks/{name}" for name in NAMES)], cwd=ROOT,
                   check=True, capture_output=True)
    return to


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 380])
@pytest.mark.parametrize("name", ["index", "02_manual_forward_pass"])
def test_page(chromium, folder, name, width, theme):
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, offline=True)
    page, asked, errors = context.new_page(), [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto((folder / f"{name}.html").as_uri())
    page.wait_for_selector(".rnnlab-explorer")

    for explorer in page.locator(".rnnlab-explorer").all():
        says = explorer.locator(".rnnlab-says")
        control = explorer.locator("input[type=range], select").first
        before, drawn = says.inner_text(), explorer.locator("svg").inner_html()
        control.focus()
        page.keyboard.press("End" if control.evaluate("it => it.tagName") == "INPUT" else "ArrowDown")
        assert says.inner_text() != before and explorer.locator("svg").inner_html() != drawn

    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    assert errors == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(rule["id"], node["html"][:120]) for rule in violations for node in rule["nodes"]] == []
    assert (folder / f"{name}.html").stat().st_size < 3e6
    context.close()
