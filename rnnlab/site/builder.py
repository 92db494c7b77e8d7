"""The lessons as a folder of pages that need no kernel and no network: ``rnnlab site --to build/site``.

nbconvert turns notebooks into HTML, latex2mathml turns formulas into MathML while the page is built, and explorers
bring their frames along (`Explorer.to_html`). Solutions and answers are folded, and left out in print.
"""

import asyncio
import copy
from pathlib import Path

import nbformat

from rnnlab.lessons import LESSONS
from rnnlab.notebook_tools.execution import execute_notebook
from rnnlab.notebook_tools.files import read_notebook
from rnnlab.site.quick_build import needed_cells, put_explorers
from rnnlab.site.render import GUIDES, NOTE, page, page_name, render_markdown, render_notebook, title_of

DOCS = Path("docs")
# Run before a lesson's own cells: whatever can live on a page without a kernel is shown so.
PREPARE = """from rnnlab.explorer import Explorer as _Explorer
from rnnlab.explorer.live_figure import LiveFigure as _LiveFigure
_Explorer._repr_mimebundle_ = lambda self, **_: {"text/html": self.to_html()}
_LiveFigure._repr_mimebundle_ = lambda self, **_: {"text/html": self.html()}"""


async def execute_lesson(path, stored=False):
    """Execute a lesson, or the part that its explorers need, so that its explorers bring their frames along."""
    notebook = read_notebook(path)
    part = copy.copy(notebook)
    part.cells = [nbformat.v4.new_code_cell(PREPARE)] + (needed_cells(notebook) if stored else notebook.cells)
    executed = await execute_notebook(part, path.parent)
    del executed.cells[0]
    return put_explorers(notebook, executed) if stored else executed


def _navigation(names):
    """The links on top of every page: address, short name, full name."""
    known = {lesson.file: lesson for lesson in LESSONS}
    doors = [("index.html", "Start", "Start here")]
    doors += [(page_name(name), f"{known[name].number}", known[name].question) for name in names if name in known]
    return doors + [(page_name(name), *words) for name, words in GUIDES.items() if (DOCS / name).exists()]


async def build_site(notebooks, to, jobs=2, stored=False):
    """Write the pages.

    Parameters
    ----------
    notebooks : list of pathlib.Path
    to : pathlib.Path
        A folder; made if it is not there.
    jobs : int
        How many lessons are executed at a time.
    stored : bool
        Show the outputs that the notebooks store and execute only what the explorers need.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    rnnlab.notebook_tools.files.NotebookError
        If a lesson fails to execute, or an explorer is not the stored one any more. Nothing has been written then.
    """
    places, doors, pages = asyncio.Semaphore(jobs), _navigation([path.name for path in notebooks]), {}

    async def one(path):
        async with places:
            notebook = await execute_lesson(path, stored)
        here = page_name(path.name)
        pages[here] = page(title_of(notebook.cells[0].source), render_notebook(notebook), here, doors, NOTE)

    for failed in filter(None, await asyncio.gather(*map(one, notebooks), return_exceptions=True)):
        raise failed
    for name in filter(lambda name: (DOCS / name).exists(), GUIDES):
        text = (DOCS / name).read_text(encoding="utf-8")
        pages[page_name(name)] = page(title_of(text), render_markdown(text), page_name(name), doors)
    to.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (to / name).write_text(text, encoding="utf-8")
    return [to / name for name in sorted(pages)]
