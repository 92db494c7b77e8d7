"""The lessons as a folder of pages that need no kernel and no network: ``python -m rnnlab.site --to build/site``

nbconvert turns notebooks into HTML, latex2mathml turns formulas into MathML while the page is built, and explorers bring
their frames along (`Explorer.to_html`). Solutions and the answers to predictions are folded.
"""

import argparse
import asyncio
import re
from pathlib import Path

import jinja2
import nbformat
from latex2mathml.converter import convert as to_mathml
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from rnnlab.lessons import LESSONS
from rnnlab.notebooks import execute, read

FOLDER = Path(__file__).parent
NOTE = ("This page has no kernel: its pictures answer you, its code does not run. To run the code, check your exercises and "
        "keep your work, open the lesson in JupyterLab with make lab, or on Binder.")
START, TEACHING = "00_start_here.ipynb", Path("docs/teaching.md")
# Run before a lesson's own cells: whatever can live on a page without a kernel is shown so.
PREPARE = """from rnnlab.explorer import Explorer as _Explorer
from rnnlab.figure import LiveFigure as _LiveFigure
_Explorer._repr_mimebundle_ = lambda self, **_: {"text/html": self.to_html()}
_LiveFigure._repr_mimebundle_ = lambda self, **_: {"text/html": self.html()}"""


class Renderer(IPythonRenderer):
    """Markdown with formulas as MathML, and links between notebooks as links between pages."""

    def block_math(self, body):
        return f'<span class="formula" tabindex="0">{to_mathml(body, display="block")}</span>'

    def inline_math(self, body):
        return to_mathml(body)

    def link(self, text, url, title=None):
        return super().link(text, page_name(url), title)


def page_name(url):
    """The page that stands for a notebook or a Markdown file; other addresses stay."""
    if re.match(r"[a-z]+:", url):
        return url
    name = re.sub(r"^(\.\./)?(notebooks|docs)/", "", url)
    name = "index.html" if name.startswith(START) else re.sub(r"\.(ipynb|md)(?=$|#)", ".html", name)
    return name


def render_markdown(text):
    renderer = Renderer(escape=False, exclude_anchor_links=True)
    return MarkdownWithMath(renderer=renderer).render(text).replace("<th></th>", "<td></td>")


def render_notebook(notebook):
    """An executed notebook as a fragment of HTML."""
    exporter = HTMLExporter(template_name="lesson", extra_template_basedirs=[str(FOLDER)], exclude_input_prompt=True,
                            exclude_output_prompt=True)
    exporter.register_filter("markdown2html", render_markdown)
    exporter.register_filter("clean_html", lambda html: html)  # the lessons are ours
    return exporter.from_notebook_node(notebook)[0]


async def run(path):
    """Execute a lesson so that its explorers bring their frames along."""
    notebook = read(path)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(PREPARE))
    notebook = await execute(notebook, path.parent)
    del notebook.cells[0]
    return notebook


def title_of(text):
    return re.search(r"^# +(.+)$", text, re.MULTILINE)[1]


def page(title, body, here, doors):
    """A whole page around a fragment. What may have to scroll on a narrow page can be reached from the keyboard."""
    body = re.sub(r"<(pre|table)\b", r'<\1 tabindex="0"', body)
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=False)
    style = (FOLDER / "site.css").read_text(encoding="utf-8")
    return environment.get_template("page.html.j2").render(title=title, body=body, here=here, doors=doors, note=NOTE, style=style)


def doors_of(names):
    """The links on top of every page: address, short name, full name."""
    known = {lesson.file: lesson for lesson in LESSONS}
    doors = [("index.html", "Start", "Start here")]
    doors += [(page_name(name), f"{known[name].number}", known[name].question) for name in names if name in known]
    return doors + ([("teaching.html", "Teaching", "For teachers")] if TEACHING.exists() else [])


async def build(notebooks, to, jobs=2):
    """Write the pages.

    Parameters
    ----------
    notebooks : list of pathlib.Path
    to : pathlib.Path
        A folder; made if it is not there.
    jobs : int
        How many lessons are executed at a time.

    Returns
    -------
    list of pathlib.Path

    Raises
    ------
    rnnlab.notebooks.NotebookError
        If a lesson fails to execute. Nothing has been written then.
    """
    places, doors, pages = asyncio.Semaphore(jobs), doors_of([path.name for path in notebooks]), {}

    async def one(path):
        async with places:
            notebook = await run(path)
        here = page_name(path.name)
        pages[here] = page(title_of(notebook.cells[0].source), render_notebook(notebook), here, doors)

    for failed in filter(None, await asyncio.gather(*map(one, notebooks), return_exceptions=True)):
        raise failed
    if TEACHING.exists():
        text = TEACHING.read_text(encoding="utf-8")
        pages["teaching.html"] = page(title_of(text), render_markdown(text), "teaching.html", doors)
    to.mkdir(parents=True, exist_ok=True)
    for name, text in pages.items():
        (to / name).write_text(text, encoding="utf-8")
    return [to / name for name in sorted(pages)]


def main(arguments=None):
    """``python -m rnnlab.site [--to DIR] [names…]``"""
    parser = argparse.ArgumentParser(prog="python -m rnnlab.site", description="Write the lessons as static pages.")
    parser.add_argument("names", nargs="*", type=Path, help="notebook files; all of notebooks/ if none is given")
    parser.add_argument("--to", type=Path, default=Path("build/site"), help="the folder (default build/site)")
    options = parser.parse_args(arguments)
    for path in asyncio.run(build(options.names or sorted(Path("notebooks").glob("[0-9]*.ipynb")), options.to)):
        print(f"{path}: {path.stat().st_size / 1000:.0f} kB")
    return 0
