"""Worksheets: what is asked for by hand is marked, from its heading to its last gap, and nothing else is."""

import re
from pathlib import Path

import nbformat
import pytest

from rnnlab.notebook_tools.files import read_notebook
from rnnlab.site.render import render_markdown, render_notebook
from rnnlab.site.worksheets import fold_answers, mark_worksheets, open_gaps, open_stubs

TABLE = "| a | b |\n|---|---|\n| 1 | … |"


def notebook_of(*cells):
    kinds = {"#": nbformat.v4.new_markdown_cell, "|": nbformat.v4.new_markdown_cell}
    return nbformat.v4.new_notebook(cells=[kinds.get(cell[0], nbformat.v4.new_code_cell)(cell) for cell in cells])


def worksheet_of(notebook):
    return [(cell.source.partition("\n")[0], cell.metadata.worksheet) for cell in mark_worksheets(notebook).cells
            if "worksheet" in cell.metadata]


def test_a_worksheet_ends_with_its_last_gap():
    notebook = notebook_of("# Title", f"## By hand: a sum\n{TABLE}", "x_predicted = ...", "reveal(x_predicted, 2)",
                           "## Play")
    assert worksheet_of(notebook) == [("## By hand: a sum", "first"), ("x_predicted = ...", "last")]


def test_a_worksheet_that_begins_halfway_takes_its_section_along():
    notebook = notebook_of(f"## Before\nWords.\n\n## One unit\nA formula.\n\n### By hand\n{TABLE}", "print(1)")
    assert worksheet_of(notebook) == [("## One unit", "only")]
    begins = [cell.source.partition("\n")[0] for cell in mark_worksheets(notebook).cells]
    assert begins == ["## Before", "## One unit", "print(1)"]
    assert len(notebook.cells) == 2, "the notebook itself stays as it is"


def test_a_section_that_asks_for_nothing_has_no_worksheet():
    assert worksheet_of(notebook_of("## By hand\n| a |\n|---|\n| 1 |", "print(1)", f"## Later\n{TABLE}")) == []


@pytest.mark.parametrize("html, gaps", [
    ("<td>…</td>", 1), ("<td>3 + … = …</td>", 2), ("<td>0.8 · 2 = …</td>", 1),
    ("<td>−1 … 1, unless</td>", 0), ("<th>from … to …</th>", 0), ("<p>0, 1, …, 9</p>", 0)])
def test_gaps(html, gaps):
    marked = open_gaps(html)
    assert marked.count("<span") == gaps and re.sub("<[^>]+>", "", marked) == re.sub("<[^>]+>", "", html)


@pytest.mark.parametrize("source, gaps", [
    ("x_predicted = ...", 1), ("def f():\n    return ...\n", 1), ("answer = ...  # 1, 2 or 3", 1),
    ("x = X[..., 0]", 0), ("f(...)", 0), ('print("...")', 0)])
def test_stubs(source, gaps):
    html = render_notebook(notebook_of(source))
    assert html.count('<span class="o gap">...</span>') == gaps
    assert open_stubs(html) == html, "a gap is marked once"


def test_a_lessons_own_answers_are_folds_and_its_derivations_are_not():
    html = "".join(f"<details>\n<summary>{words}</summary>x</details>"
                   for words in ("Hint", "The answers", "Step 4 in full"))
    assert fold_answers(html).count('<details class="fold">') == 2


@pytest.mark.parametrize("path", sorted(Path("notebooks").glob("0[1-8]*.ipynb")), ids=lambda path: path.stem)
def test_every_lesson_has_one_worksheet_without_its_answer(path):
    notebook = mark_worksheets(read_notebook(path))
    cells = [cell for cell in notebook.cells if "worksheet" in cell.metadata]
    assert [cell.metadata.worksheet for cell in cells] == ["first", *["inside"] * (len(cells) - 2), "last"]
    html = render_notebook(notebook)
    assert html.count('<section class="sheet">') == html.count("</section>") == 1
    worksheet = re.search(r'<section class="sheet">(.*?)</section>', html, re.DOTALL)[1]
    assert len(re.findall(r"<td[^>]*>[^<]*<span class=\"gap", worksheet)) >= 2 and "predicted" in worksheet


def test_a_formula_as_a_heading_is_also_in_letters():
    html = render_markdown("| t | $x_t$ | |\n|---|---|---|\n| 1 | 2 | 3 |")
    assert '<th><span class="spoken">x_t</span><math aria-hidden="true"' in html and "<th></th>" not in html
