"""The static pages: formulas, links, folds, and no request to anywhere."""

import asyncio
import re
from html import unescape
from pathlib import Path

import nbformat
import pytest

from rnnlab.notebook_tools.files import NotebookError, read_notebook
from rnnlab.site import builder
from rnnlab.site.navigation import GUIDES
from rnnlab.site.render import render_markdown

LESSON = """# 9 · A question?

Inline $h_0 = 0$ and a block

$$h_t = f(x_t W_x)$$

A [lesson](02_manual_forward_pass.ipynb#recap), the [start](00_start_here.ipynb), a [guide](../docs/teaching.md),
a [book](https://example.org/a.ipynb), a [file](../LICENSE).

It stays. Run the next cell.
"""
EXPLORER = """from rnnlab.explorer import Explorer, Slider
from rnnlab.pictures import Picture, text
Explorer(lambda t: Picture(text(20, 20, f"step {t}"), caption=f"At {t}."), t=Slider(0, 2))"""


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell(LESSON),
        nbformat.v4.new_code_cell(EXPLORER),
        nbformat.v4.new_code_cell("print('the answer')", metadata={"jupyter": {"outputs_hidden": True}}),
        nbformat.v4.new_code_cell("print('the solution')", metadata={"tags": ["solution"],
                                                                     "jupyter": {"outputs_hidden": True}}),
        nbformat.v4.new_code_cell("print('kernel only')", metadata={"tags": ["needs-kernel"]}),
        nbformat.v4.new_code_cell("from rnnlab.lessons.lesson_00_start_here import show_lessons\n\nshow_lessons()"),
        nbformat.v4.new_code_cell("def f():\n    return 1 < 2  # why")])
    nbformat.write(notebook, folder / "09_trial.ipynb")
    pages = asyncio.run(builder.build_site([folder / "09_trial.ipynb"], folder / "out"))
    return {page.name: page.read_text(encoding="utf-8") for page in pages}


def test_formulas_are_mathml(built):
    page = built["09_trial.html"]
    prose = re.sub(r"<(script|style).*?</\1>", "", page, flags=re.DOTALL)
    assert page.count("<math") == 2 and 'display="block"' in page and "$" not in prose


def test_links_between_notebooks_lead_to_pages_and_other_files_are_no_links(built):
    links = re.findall(r'<a href="([^"]+)">(?:lesson|start|guide|book|file)<', built["09_trial.html"])
    assert links == ["02_manual_forward_pass.html#recap", "00_start_here.html", "teaching.html", "https://example.org/a.ipynb"]


def dead_links(folder):
    """Links between pages that lead to no page, or to no element on it."""
    pages = {path.name: unescape(path.read_text(encoding="utf-8")) for path in folder.glob("*.html")}
    dead = []
    for name, page in pages.items():
        for link in re.findall(r'<a [^>]*href="(?![a-z]+:)([^"]*)"', page):
            there, _, fragment = link.partition("#")
            if (there or name) not in pages or (fragment and f'id="{fragment}"' not in pages[there or name]):
                dead.append(f"{name}: {link}")
    return dead


def test_no_link_of_the_whole_site_is_dead(tmp_path, monkeypatch):
    async def as_stored(path, stored):
        return read_notebook(path)
    monkeypatch.setattr(builder, "execute_lesson", as_stored)
    lessons = sorted(Path("notebooks").glob("[0-9]*.ipynb"))
    asyncio.run(builder.build_site(lessons, tmp_path))
    assert len(list(tmp_path.glob("*.html"))) == len(lessons) + len(GUIDES) + 2
    assert dead_links(tmp_path) == []
    (tmp_path / "glossary.html").unlink()
    (tmp_path / "extra.html").write_text('<a class="x" href="index.html#nowhere">nowhere</a>')
    assert {"extra.html: index.html#nowhere", "teaching.html: glossary.html"} <= set(dead_links(tmp_path))


def test_answers_and_solutions_are_folded_and_a_kernel_is_not_missed(built):
    page = built["09_trial.html"]
    assert re.search(r"<summary>Answer</summary>(?:(?!</details>).)*the answer", page, re.DOTALL)
    assert re.search(r"<summary>Solution</summary>(?:(?!</details>).)*the solution", page, re.DOTALL)
    assert page.count('<details class="fold"') == 2
    assert "kernel only" not in page and "It stays." in page and "Run the next" not in page


def test_an_explorers_code_is_folded_and_no_other_code_is(built):
    page = built["09_trial.html"]
    assert re.search(r"<summary>Code of this picture</summary>(?:(?!</details>).)*lambda", page, re.DOTALL)
    assert re.search(r"<summary>Code of this picture</summary>(?:(?!</details>).)*show_lessons", page, re.DOTALL)
    assert page.count("Code of this picture") == 2


def test_the_explorer_brings_its_frames(built):
    page = built["09_trial.html"]
    assert "rnnlab-static" in page and all(f"step {t}" in page for t in range(3))


def test_nothing_is_fetched(built):
    for page in built.values():
        text = re.sub(r"<script type=.application/json.*?</script>", "", page, flags=re.DOTALL)
        assert not re.findall(r'<(?:script|img|link|iframe)[^>]+(?:src|href)="(?!data:)', text)
        assert "@import" not in text and "url(" not in text


def test_a_lesson_that_fails_leaves_nothing(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Broken?"),
                                               nbformat.v4.new_code_cell("1 / 0")])
    nbformat.write(notebook, tmp_path / "09_broken.ipynb")
    with pytest.raises(NotebookError, match="ZeroDivisionError"):
        asyncio.run(builder.build_site([tmp_path / "09_broken.ipynb"], tmp_path / "out"))
    assert not (tmp_path / "out").exists()


def test_every_formula_of_every_lesson_becomes_mathml():
    for path in sorted(Path("notebooks").glob("*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "markdown":
                html = render_markdown(cell.source)
                prose = re.sub(r"<(pre|code).*?</\1>", "", html, flags=re.DOTALL)
                assert not re.search(r"\$|<mtext>\\", prose), f"{path.name}: {prose[:200]}"
