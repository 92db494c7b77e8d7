"""Every page of the site in Chromium with the network off: it answers, asks for nothing, is within reach, and prints.

The pages are built once, from the stored outputs (`rnnlab site --stored`); the slow variant executes the lessons, as
`make site` does.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from rnnlab.lessons import LESSONS
from rnnlab.notebook_tools.files import read_notebook
from rnnlab.site.navigation import page_name
from rnnlab.site.quick_build import explorer_cells
from tests.helpers.browser.static_page import (
    LARGEST,
    dead_explorers,
    head_faults,
    kernel_faults,
    keyboard_faults,
    narrow_faults,
    print_faults,
    requests,
    structure_faults,
    unfold,
    violations,
    visit,
)

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
LESSON_PAGES = [Path(lesson.file).stem for lesson in LESSONS if lesson.number]
PAGES = ["index", "00_start_here", *LESSON_PAGES, "teaching", "glossary", "contributing", "search"]
EXPLORERS = {Path(page_name(path.name)).stem: len(explorer_cells(read_notebook(path)))
             for path in (ROOT / "notebooks").glob("[0-9]*.ipynb")}


@pytest.fixture(scope="session", params=["stored", pytest.param("executed", marks=pytest.mark.slow)])
def folder(request, tmp_path_factory):
    to = tmp_path_factory.mktemp(request.param)
    how = ["--stored"] if request.param == "stored" else []
    done = subprocess.run([sys.executable, "-m", "rnnlab.site", "--to", to, *how], cwd=ROOT, capture_output=True,
                          text=True)
    assert done.returncode == 0, done.stderr[-2000:]
    assert sorted(path.stem for path in to.glob("*.html")) == sorted(PAGES)
    return to


@pytest.mark.parametrize("name", PAGES)
def test_page_answers_and_asks_for_nothing(chromium, folder, name):
    with visit(chromium, folder / f"{name}.html") as page:
        assert page.locator(".rnnlab-explorer").count() == EXPLORERS.get(name, 0)
        assert dead_explorers(page) == []
        assert requests(page) == [] and page.errors == []
    assert (folder / f"{name}.html").stat().st_size < LARGEST


@pytest.mark.parametrize("name", PAGES)
def test_page_is_within_reach(chromium, folder, name):
    with visit(chromium, folder / f"{name}.html") as page:
        unfold(page)
        assert violations(page, "light") == []
        assert violations(page, "dark", runOnly=["color-contrast"]) == []  # all else is the same in both
        assert violations(page, "forced", runOnly=["color-contrast"]) == []
        assert narrow_faults(page) == []
        assert requests(page) == [] and page.errors == []


@pytest.mark.parametrize("name", PAGES)
def test_page_knows_its_place(chromium, folder, name):
    with visit(chromium, folder / f"{name}.html") as page:
        assert (head_faults(page), structure_faults(page), kernel_faults(page)) == ([], [], [])
        assert keyboard_faults(page) == []


@pytest.mark.parametrize("name", PAGES)
def test_page_on_paper(chromium, folder, name):
    with visit(chromium, folder / f"{name}.html") as page:
        assert print_faults(page) == []
        assert page.locator(".sheet").count() == (name in LESSON_PAGES)
        if name in LESSON_PAGES:
            assert page.locator(".sheet td .gap").count() >= 2 and page.locator(".sheet pre .gap").count() == 1
