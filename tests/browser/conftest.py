"""One JupyterLab and one Chromium for all browser tests, and pages that know notebooks.

    def test_something(open_notebook, lab):
        lab.write("try.ipynb", ["1 + 1"])              # or lab.copy(path) for a notebook that is there already
        page = open_notebook("try.ipynb")              # theme="dark", width=380
        page.run_all()                                 # waits until the kernel is idle
        assert page.output(0) == "2"
        page.screenshot("try")                         # build/screenshots/try.png
        assert page.errors == []                       # console errors and uncaught exceptions

A module about one lesson names it, ``LESSON = "02_manual_forward_pass"``, and has it as `lesson` and `executed`.
Where Chromium is missing the tests are skipped, but fail under CI (the environment variable of that name).
"""

import os
import re
import shutil

import pytest

from tests.helpers.browser.chromium import CHROMIUM, find_chromium
from tests.helpers.browser.explorer_cells import EXAMPLE
from tests.helpers.browser.jupyter_server import ROOT, Lab
from tests.helpers.browser.lesson_page import LessonPage
from tests.helpers.browser.notebook_page import NotebookPage


@pytest.fixture(scope="session")
def chromium():
    """A headless Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    path = find_chromium()
    if path is None and os.environ.get("CI"):
        pytest.fail("browser tests need Chromium, and there is none")
    if path is None:
        pytest.skip("there is no Chromium here")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def lab(chromium, tmp_path_factory):
    """The JupyterLab server of this session (see `Lab`)."""
    lab = Lab(tmp_path_factory.mktemp("lab"))
    try:
        lab.start()
        yield lab
    finally:
        lab.stop()


class PagePool:
    """Pages of JupyterLab. Where one notebook is closed the next is opened: to load JupyterLab takes a test's time.

    A page on which something went wrong is not used again.
    """

    def __init__(self, chromium, lab):
        self.chromium, self.lab, self.free = chromium, lab, []

    def open(self, name, theme="light", width=1280, height=900, alone=False, kind=NotebookPage):
        if alone or not self.free:
            self.free.append(self.chromium.new_context().new_page())
        page = self.free.pop()
        page.set_viewport_size({"width": width, "height": height})
        notebook = kind(page, self.lab, name)
        notebook.evaluate("arg ? app.shell.collapseLeft() : app.shell.expandLeft();", width < 600)
        notebook.theme(theme)  # the server remembers the last one
        return notebook

    def close(self, notebook, alone=False):
        page = notebook.page
        if not (alone or notebook.errors or page.locator(".jp-Dialog").count()):
            notebook.close()
            self.free.append(page)
            return
        try:
            notebook.close_kernel()
        finally:
            page.context.close()


@pytest.fixture(scope="session")
def pages(chromium, lab):
    return PagePool(chromium, lab)


@pytest.fixture
def open_notebook(pages):
    """Open a notebook of `lab.folder`: ``open_notebook(name, theme="light", width=1280, height=900, alone=False)``.

    ``alone=True`` gives it a page that no other test has used or will use.
    """
    opened = []

    def open_(name, alone=False, **look):
        opened.append((pages.open(name, alone=alone, **look), alone))
        return opened[-1][0]
    yield open_
    for notebook, alone in opened:
        pages.close(notebook, alone)


@pytest.fixture
def run_cells(request, open_notebook, lab):
    """Run code cells in a notebook of their own: ``page = run_cells("1 + 1", theme="dark")``."""
    def run(*cells, **look):
        name = re.sub(r"\W+", "_", request.node.name) + ".ipynb"
        lab.write(name, cells)
        page = open_notebook(name, **look)
        page.run_all()
        return page
    return run


@pytest.fixture(scope="session")
def example():
    """X and weights of the example in `explorer_cells`."""
    names = {}
    exec(EXAMPLE, names)
    return names["X"], names["weights"]


@pytest.fixture
def lesson(request, open_notebook, lab):
    """The module's lesson (see `LessonPage`), just opened."""
    lab.copy(ROOT / "notebooks" / f"{request.module.LESSON}.ipynb")
    return open_notebook(f"{request.module.LESSON}.ipynb", kind=LessonPage)


@pytest.fixture(scope="module")
def executed(request, pages, lab):
    """The module's lesson, run from top to bottom once for all tests of the module."""
    copy = lab.folder / f"executed_{request.module.LESSON}.ipynb"
    shutil.copy(ROOT / "notebooks" / f"{request.module.LESSON}.ipynb", copy)
    page = pages.open(copy.name, kind=LessonPage)
    page.run_all()
    yield page
    pages.close(page)
