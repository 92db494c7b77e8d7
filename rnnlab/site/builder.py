"""Build the site: the lessons as a folder of static pages that need no kernel and no network.

nbconvert turns notebooks into HTML, latex2mathml turns formulas into MathML while the page is built, and explorers
carry their frames (`Explorer.to_html`). Solutions and answers are folded, and left out in print.
"""

import asyncio
import copy
from pathlib import Path

import nbformat

from rnnlab.lessons.lesson_04_sum_of_three.hundred_runs import explore_runs, train_hundred
from rnnlab.notebook_tools.execution import execute_notebook
from rnnlab.notebook_tools.files import read_notebook
from rnnlab.site.home import SENTENCE, home_body, home_page
from rnnlab.site.navigation import GLOSSARY, GUIDES, SEARCH, Page, lesson_page, page_name
from rnnlab.site.pages import NAME, note, whole_page
from rnnlab.site.preview import PREVIEW, draw_preview
from rnnlab.site.quick_build import insert_explorers, needed_cells
from rnnlab.site.render import render_markdown, render_notebook, stack_tables, title_of
from rnnlab.site.search import search_body
from rnnlab.site.sections import address_words
from rnnlab.site.timed_lessons import measures_time

# Executed before a lesson's cells: what needs no kernel is shown as HTML, beside what a notebook stores.
PREPARE = """import rnnlab.explorer as _explorer
_explorer.Explorer.static = _explorer.LiveFigure.static = True"""


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


async def _execute_lessons(paths, jobs, stored):
    """Execute lessons, several at a time; those that measure time alone, after all others."""
    slots = asyncio.Semaphore(jobs)

    async def one(path):
        async with slots:
            return await execute_lesson(path, stored)

    alone = [] if stored else [path for path in paths if measures_time(read_notebook(path))]
    together = [path for path in paths if path not in alone]
    executed = dict(zip(together, await asyncio.gather(*map(one, together), return_exceptions=True)))
    for failed in (result for result in executed.values() if isinstance(result, BaseException)):
        raise failed
    for path in alone:
        executed[path] = await execute_lesson(path, stored)
    return [executed[path] for path in paths]


def _guide(name, text):
    html = render_markdown(text)
    return stack_tables(address_words(html) if name == GLOSSARY else html)


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
    executed = await _execute_lessons(notebooks, jobs, stored)
    guides = {name: Path(name).read_text(encoding="utf-8") for name in GUIDES if Path(name).exists()}
    lessons = [lesson_page(path.name, title_of(lesson.cells[0].source)) for path, lesson in zip(notebooks, executed)]
    words = [Page(page_name(name), GUIDES[name], title_of(text), "") for name, text in guides.items()]
    search = Page(SEARCH, "Search", "Search", "A search through all pages.")
    pages, history, written = [home_page(), *lessons, *words, search], train_hundred(), {}
    texts = [(pages[0], home_body(pages, explore_runs(history)), None)]
    texts += [(page, render_notebook(lesson), note(path.name))
              for page, lesson, path in zip(lessons, executed, notebooks)]  # fmt: skip
    texts += [(page, _guide(name, text), None) for page, (name, text) in zip(words, guides.items())]
    sections = []
    for page, body, above in texts:
        written[page.address], found = whole_page(page, body, pages, above)
        sections.append((page, found))
    written[SEARCH], _ = whole_page(search, search_body(sections), pages)
    to.mkdir(parents=True, exist_ok=True)
    for name, text in written.items():
        (to / name).write_text(text, encoding="utf-8")
    draw_preview(history, to / PREVIEW, NAME, SENTENCE)
    return [to / name for name in sorted(written)]
