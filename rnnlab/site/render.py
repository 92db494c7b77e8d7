"""Render notebooks and Markdown as HTML: formulas as MathML, links between notebooks as links between pages."""

import re
from html import escape
from pathlib import Path

import jinja2
from latex2mathml.converter import convert as to_mathml
from nbconvert.exporters import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from rnnlab.site.worksheets import fold_answers, mark_worksheets, open_gaps, open_stubs

FOLDER = Path(__file__).parent
NOTE = (
    "On this page the pictures answer you, and the code does not run. To run it and to check your exercises, "
    "open the lesson in JupyterLab with <code>make lab</code>, or on Binder. "
    "On paper, the parts by hand are worksheets."
)
START = "00_start_here.ipynb"
GUIDES = {"teaching.md": ("Teaching", "For teachers"), "glossary.md": ("Words", "Glossary")}


class _Renderer(IPythonRenderer):
    """Renders formulas as MathML, and links to notebooks and guides as links to their pages."""

    def block_math(self, body):
        return f'<span class="formula" tabindex="0">{to_mathml(body, display="block")}</span>'

    def inline_math(self, body):
        return to_mathml(body).replace("<math ", f'<math alttext="{escape(body)}" ', 1)

    def link(self, text, url, title=None):
        page = page_name(url)
        return super().link(text, page, title) if page else text


def page_name(url):
    """The address of a link on the site.

    Returns
    -------
    str or None
        The page of a notebook or a guide, None for a file that has no page, any other address as it is.
    """
    if re.match(r"[a-z]+:|#", url):
        return url
    path, mark, fragment = url.partition("#")
    name = path.rpartition("/")[2]
    if name == START:
        return "index.html" + mark + fragment
    if name.endswith(".ipynb") or name in GUIDES:
        return Path(name).stem + ".html" + mark + fragment
    return None


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
    exporter.register_filter("markdown2html", render_markdown)
    exporter.register_filter("open_stubs", open_stubs)
    exporter.register_filter("clean_html", lambda html: html)  # the lessons are ours
    return exporter.from_notebook_node(mark_worksheets(notebook))[0]


def title_of(text):
    """The first heading of a Markdown text."""
    return re.search(r"^# +(.+)$", text, re.MULTILINE)[1]


def page(title, body, here, navigation, note=None):
    """Build a whole page around a fragment of HTML. What may scroll on a narrow page gets the keyboard's focus.

    Parameters
    ----------
    title, body : str
    here : str
        The page's own address.
    navigation : list of tuple
        Address, short name and full name of each link at the top.
    note : str, optional
        A paragraph of HTML before the text.
    """
    body = re.sub(r"<(pre|table)\b", r'<\1 tabindex="0"', body)
    body = re.sub(r"<p>(?=<img\b)", '<p class="picture" tabindex="0">', body)
    body = re.sub(r'<div class="(output_html [^"]*)">(?=\s*<img\b)', r'<div class="\1 picture" tabindex="0">', body)
    template = jinja2.Environment(loader=jinja2.FileSystemLoader(FOLDER), autoescape=False).get_template("page.html.j2")
    style = "".join(
        stylesheet.read_text(encoding="utf-8")
        for stylesheet in (FOLDER.parent / "pictures" / "page.css", FOLDER / "site.css")
    )
    return template.render(title=title, body=body, here=here, navigation=navigation, note=note, style=style)
