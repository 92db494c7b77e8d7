"""What greets a reader who typed make lab: the lesson, trusted and alone. No question, nothing from elsewhere.

The reader has a stylesheet of their own, which JupyterLab takes from custom/custom.css.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import pytest

pytestmark = pytest.mark.browser

ORIGINALS = Path(__file__).resolve().parents[2] / "notebooks"


@pytest.fixture
def address(tmp_path):
    """Where a JupyterLab that knows no user yet serves the lessons, as it prints it."""
    shutil.copytree(ORIGINALS, tmp_path / "notebooks", ignore=shutil.ignore_patterns(".*"))
    homes = {name: str(tmp_path / name) for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR")}
    custom = tmp_path / "JUPYTER_CONFIG_DIR" / "custom"
    custom.mkdir(parents=True)
    (custom / "custom.css").write_text("body { --own: 'mine'; }")
    command = [sys.executable, "-m", "rnnlab", "lab", "--no-browser", "--port=0", "--IdentityProvider.token=",
               "--LabApp.custom_css=True"]
    server = subprocess.Popen(command, cwd=tmp_path, env=os.environ | homes, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    with server:
        try:
            lines = (re.search(r"http://127\S+/lab/tree/\S+", line) for line in server.stdout)
            yield next(filter(None, lines))[0]
        finally:
            server.terminate()


def test_the_first_lesson_is_open_trusted_and_nothing_is_asked_or_fetched(chromium, address):
    page = chromium.new_page()
    requested = []
    page.on("request", lambda request: requested.append(request.url))
    page.goto(address)
    page.locator(".jp-NotebookPanel:visible .jp-OutputArea-output").first.wait_for(timeout=60_000)
    page.wait_for_timeout(3_000)  # JupyterLab asks about news some time after it has opened
    first = min(ORIGINALS.glob("[0-9]*.ipynb")).name
    assert page.locator(".lm-TabBar-tab.lm-mod-current", has_text=first).count() == 1
    assert page.locator(".jp-Dialog, .Toastify__toast").all_text_contents() == []
    look = page.evaluate("""() => [getComputedStyle(document.body).getPropertyValue('--own'),
        getComputedStyle(document.querySelector('.jp-Notebook .jp-RenderedMarkdown > p')).fontSize]""")
    assert look == ["'mine'", "16px"]
    assert not page.locator(".jp-DirListing").is_visible(), "the left bar is folded"
    here = urlsplit(address).netloc
    assert {urlsplit(url).netloc for url in requested if url.startswith(("http", "ws"))} == {here}
    with urllib.request.urlopen(f"http://{here}/api/contents/{first}") as answer:
        cells = json.load(answer)["content"]["cells"]
    assert all(cell["metadata"]["trusted"] for cell in cells if cell["cell_type"] == "code")
    page.close()
