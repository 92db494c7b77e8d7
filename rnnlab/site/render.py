"""Render notebooks and Markdown as HTML: formulas as MathML, links between notebooks as links between pages."""

import ast
import re
from html import escape
from pathlib import Path

from latex2mathml.converter import convert as to_mathml
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from rnnlab.site.kernel_sentences import drop_kernel_sentences
from rnnlab.site.navigation import page_name
from rnnlab.site.quick_build import explorer_cells
from rnnlab.site.sections import plain_text
from rnnlab.site.worksheets import fold_answers, mark_worksheets, open_gaps, open_stubs

FOLDER = Path(__file__).parent
LONG = 24  # characters of LaTeX, from which on a formula may be wider than a phone


class _Renderer(IPythonRenderer):
    """Renders formulas as MathML, and links to notebooks and guides as links to their pages."""

    def block_math(self, body):
        return f'<span class="formula">{to_mathml(body, display="block")}</span>'

    def inline_math(self, body):
        formula = to_mathml(body).replace("<math ", f'<math alttext="{escape(body)}" ', 1)
        return formula if len(body) < LONG else f'<span class="formula inline">{formula}</span>'

    def link(self, text, url, title=None):
        page = page_name(url)
        return super().link(text, page, title) if page else text


def render_markdown(text):
    """Render Markdown as a fragment of HTML."""
    renderer = _Renderer(escape=False, exclude_anchor_links=True)
    html = MarkdownWithMath(renderer=renderer).render(text).replace("<th></th>", "<td></td>")
    return fold_answers(open_gaps(re.sub(r'<th>(<math alttext="([^"]+)".*?</math>)</th>', _spell_heading, html)))


def _spell_heading(heading):
    """Add letters to a table heading that is a formula: axe-core and older screen readers ignore MathML."""
    formula, letters = heading[1].replace("<math ", '<math aria-hidden="true" ', 1), heading[2].replace("\\", "")
    return f'<th><span class="spoken">{letters}</span>{formula}</th>'


def render_notebook(notebook):
    """Render an executed notebook as a fragment of HTML."""
    exporter = HTMLExporter(
        template_name="lesson",
        extra_template_basedirs=[str(FOLDER)],
        exclude_input_prompt=True,
        exclude_output_prompt=True,
    )
    exporter.register_filter("markdown2html", lambda text: render_markdown(drop_kernel_sentences(text)))
    exporter.register_filter("open_stubs", open_stubs)
    exporter.register_filter("clean_html", lambda html: html)  # the lessons are ours
    notebook = mark_worksheets(notebook)
    explorers = explorer_cells(notebook)
    for cell in notebook.cells:
        cell.metadata.picture = bool(cell.get("outputs")) and (cell.id in explorers or _only_shows(cell.source))
    return _mark_wide_pictures(exporter.from_notebook_node(notebook)[0])


def stack_tables(html):
    """Let each cell of a table carry its column's heading, so that a phone can show a row as a card."""

    def stack(table):
        before, head, *rows = table[1].split("<tr")
        columns = [escape(plain_text(words)) for words in re.findall(r"<t[hd]>(.*?)</t[hd]>", head, re.DOTALL)]
        return (
            '<table class="stacked">'
            + "<tr".join([before, head, *(_label_cells(row, columns) for row in rows)])
            + "</table>"
        )

    return re.sub(r"<table>(.*?)</table>", stack, html, flags=re.DOTALL)


def _label_cells(row, columns):
    labels = iter(columns)
    return re.sub("<td>", lambda _: f'<td data-label="{next(labels)}">', row)


def _only_shows(source):
    """Whether all that a cell does is to import a picture and to show it."""
    *imports, last = ast.parse(source).body or [None]
    shown = isinstance(last, ast.Expr) and isinstance(last.value, ast.Call)
    return shown and bool(imports) and all(isinstance(one, ast.ImportFrom) for one in imports)


def _mark_wide_pictures(html):
    """Mark the paragraphs and outputs that are a picture: it may be wider than a narrow page, and scrolls there."""
    html = re.sub(r"<p>(?=<img\b)", '<p class="picture">', html)
    return re.sub(r'<div class="(output_html [^"]*)">(?=\s*<img\b)', r'<div class="\1 picture">', html)


def title_of(text):
    """The first heading of a Markdown text."""
    return re.search(r"^# +(.+)$", text, re.MULTILINE)[1]
