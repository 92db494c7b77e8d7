"""Build the site: the lessons as a folder of static pages that need no kernel and no network.

nbconvert turns notebooks into HTML, latex2mathml turns formulas into MathML while the page is built, and explorers
carry their frames (`Explorer.to_html`). Solutions and answers are folded, and left out in print.
"""

import asyncio
import copy
from pathlib import Path

import nbformat

from rnnlab.lessons import LESSONS
from rnnlab.notebook_tools.execution import execute_notebook
from rnnlab.notebook_tools.files import read_notebook
from rnnlab.site.quick_build import insert_explorers, needed_cells
from rnnlab.site.render import GUIDES, NOTE, page, page_name, render_markdown, render_notebook, title_of

DOCS = Path("docs")
# Executed before a lesson's cells: what is interactive without a kernel is shown as HTML.
PREPARE = """from rnnlab.explorer import Explorer as _Explorer
from rnnlab.explorer.live_figure import LiveFigure as _LiveFigure
_Explorer._repr_mimebundle_ = lambda self, **_: {"text/html": self.to_html()}
_LiveFigure._repr_mimebundle_ = lambda self, **_: {"text/html": self.html()}"""


async def execute_lesson(path, stored=False):
    """Execute a lesson so that its explorers carry their frames.

    Parameters
    ----------
    path : pathlib.Path
    stored : bool
        Execute only what the explorers need, and keep the stored outputs of the other cells.

    Returns
    -------
    nbformat.NotebookNode
    """
    notebook = read_notebook(path)
    part = copy.copy(notebook)
    part.cells = [nbformat.v4.new_code_cell(PREPARE)] + (needed_cells(notebook) if stored else notebook.cells)
    executed = await execute_notebook(part, path.parent)
    del executed.cells[0]
    return insert_explorers(notebook, executed) if stored else executed


def _navigation(names):
    """The links at the top of every page: address, short name, full name."""
    by_file = {lesson.file: lesson for lesson in LESSONS}
    links = [("index.html", "Start", "Start here")]
    links += [(page_name(name), f"{by_file[name].number}", by_file[name].question) for name in names if name in by_file]
    return links + [(page_name(name), *labels) for name, labels in GUIDES.items() if (DOCS / name).exists()]


async def build_site(notebooks, to, jobs=2, stored=False):
    """Write the pages.

    Parameters
    ----------
    notebooks : list of pathlib.Path
    to : pathlib.Path
        A folder; it is created where it does not exist.
    jobs : int
        How many lessons are executed at a time.
    stored : bool
        Show the outputs that the notebooks store and execute only what the explorers need.

    Returns
    -------
    list of pathlib.Path
        The pages.

    Raises
    ------
    rnnlab.notebook_tools.files.NotebookError
        If a lesson fails to execute, or an explorer's first frame differs from the stored one. Nothing has been
        written then.
    """
    slots, navigation, pages = asyncio.Semaphore(jobs), _navigation([path.name for path in notebooks]), {}

    async def one(path):
        async with slots:
            notebook = await execute_lesson(path, stored)
        here = page_name(path.name)
        pages[here] = page(title_of(notebook.cells[0].source), render_notebook(notebook), here, navigation, NOTE)

    for failed in filter(None, await asyncio.gather(*map(one, notebooks), return_exceptions=True)):
        raise failed
    for name in filter(lambda name: (DOCS / name).exists(), GUIDES):
        text = (DOCS / name).read_text(encoding="utf-8")
        pages[page_name(name)] = page(title_of(text), render_markdown(text), page_name(name), navigation)
    to.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (to / name).write_text(text, encoding="utf-8")
    return [to / name for name in sorted(pages)]
