"""Each check of a page is seen to find its fault: a small page that passes all of them is spoiled in one place."""

import subprocess
import sys

import nbformat
import pytest

from tests.helpers.browser.static_page import (
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

TEXT = """# 9 · A question?

## By hand: a sum

A [book](https://example.org/book). Fill in:

| a | b | a + b |
|---|---|---|
| 1 | 2 | 3 |
| 2 | 3 | … |

**Predict.** What is the last one?"""
EXPLORER = """from rnnlab.explorer import Explorer, Slider
from rnnlab.pictures import Picture, text
Explorer(lambda t: Picture(text(20, 20, f"step {t}"), caption=f"At {t}."), t=Slider(0, 2))"""
PICTURE = """from rnnlab.pictures import Picture, text
Picture(text(20, 20, "a wide picture" + 80 * "."), caption="A wide picture.")"""

FIGURE = """from matplotlib.figure import Figure
from rnnlab.explorer.live_figure import LiveFigure
LiveFigure(Figure(figsize=(9, 3)), "An empty figure.")"""


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    answer = {"jupyter": {"outputs_hidden": True}}
    notebook = nbformat.v4.new_notebook(cells=[
        nbformat.v4.new_markdown_cell(TEXT), nbformat.v4.new_code_cell("sum_predicted = ..."),
        nbformat.v4.new_code_cell("print('it is five')", metadata=answer),
        nbformat.v4.new_markdown_cell("## Play"), nbformat.v4.new_code_cell(EXPLORER),
        nbformat.v4.new_code_cell(PICTURE), nbformat.v4.new_code_cell(FIGURE)])
    nbformat.write(notebook, folder / "09_trial.ipynb")
    subprocess.run([sys.executable, "-m", "rnnlab.site", "--to", folder, folder / "09_trial.ipynb"], check=True,
                   capture_output=True)  # a process of its own: Playwright holds this one's event loop
    return folder / "09_trial.html"


CHECKS = {
    "dead": dead_explorers, "asked": requests, "console": lambda page: page.errors,
    "light": lambda page: violations(page, "light"),
    "dark": lambda page: violations(page, "dark", runOnly=["color-contrast"]),
    "forced": lambda page: violations(page, "forced", runOnly=["color-contrast"]),
    "narrow": narrow_faults, "paper": print_faults, "head": head_faults, "structure": structure_faults,
    "keyboard": keyboard_faults, "kernel": kernel_faults,
}


def test_a_sound_page_has_none(chromium, sound):
    with visit(chromium, sound) as page:
        assert {name: check(page) for name, check in CHECKS.items()} == {name: [] for name in CHECKS}


@pytest.mark.parametrize("check, words, old, new", [
    ("asked", "example.org/a.png", "<main", '<img alt="x" src="https://example.org/a.png"><main'),
    ("asked", "example.org/data", "</main>",
     '</main><script>fetch("https://example.org/data").catch(() => 0)</script>'),
    ("asked", "font.woff", "<style>",
     "<style>@font-face{font-family:f;src:url(//example.org/font.woff)}h1{font-family:f}"),
    ("asked", "beside.css", "<style>", '<link rel="stylesheet" href="beside.css"><style>'),
    ("console", "oh no", "</main>", "</main><script>console.error('oh no')</script>"),
    ("console", "thrown", "</main>", "</main><script>throw new Error('thrown')</script>"),
    ("dead", "did not come to life", "hydrate(document);", ""),
    ("dead", "moves nothing", "select(index, field.value())", "0"),
    ("dead", "always says the same", "spoken.textContent = text", "0"),
    ("light", "image-alt", "<main", '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw="><main'),
    ("light", "color-contrast", "</style>", ".highlight .kn{color:#999!important}</style>"),
    ("dark", "color-contrast", "</style>", "@media (prefers-color-scheme: dark){main p{color:#444!important}}</style>"),
    ("forced", "color-contrast", "</style>",
     "main p { forced-color-adjust: none; color: #444; background: #333 }</style>"),
    ("head", "no description", 'name="description"', 'name="nothing"'),
    ("head", "no og:image", 'property="og:image"', 'property="nothing"'),
    ("head", "no icon", 'rel="icon"', 'rel="nothing"'),
    ("structure", "no id: By hand: a sum", ' id="By-hand:-a-sum"', ""),
    ("structure", "leads nowhere", 'href="#Play"', 'href="#Plays"'),
    ("structure", "twice: Play", "<footer>", '<footer><p id="Play"></p>'),
    ("structure", "no neighbours", 'rel="', 'class="'),
    ("structure", "no licence", "licence", "law"),
    ("structure", "no contents", "</main>", '<h2 id="n"></h2>' * 4 + '<div style="height:5000px"></div></main>'),
    ("keyboard", "stops at: P", "<main", '<p tabindex="0">x</p><main'),
    ("keyboard", "stops at: PRE", "if (one.clientWidth && one.scrollWidth > one.clientWidth + 1)", "if (true)"),
    ("keyboard", "more than 20 presses", "<main", '<a href="index.html">x</a>' * 20 + "<main"),
    ("kernel", "Shift and Enter", "</main>", "<p>Press Shift and Enter.</p></main>"),
    ("narrow", "a word a line", "</main>", '<p style="width: 40px">every word has a line of its own</p></main>'),
    ("narrow", "500 px wide", "</main>", '<div style="width:484px;height:9px"></div></main>'),
    ("narrow", "shrunk", ".picture img { max-width: none !important; }", ""),
    ("narrow", "An empty figure", "max-width: none !important", "max-width: 100%"),
    ("narrow", "nothing shows it", "mask-image: linear-gradient", "background: linear-gradient"),
    ("paper", "printed: DETAILS", "header, .note, .fold,", "header, .note,"),
    ("paper", "printed: HEADER", "header, .note, .fold,", ".note, .fold,"),
    ("paper", "missing: TABLE", "</style>", "@media print { .sheet table { display: none } }</style>"),
    ("paper", "no room to write", "</style>", "@media print { .gap { display: inline; } }</style>"),
    ("paper", "dots in a gap", "color: transparent !important;", ""),
    ("paper", "cut off: TABLE", "</main>", '<table style="width:900px"><tr><td>wide</td></tr></table></main>'),
    ("paper", "cut off: PRE",
     "white-space: pre-wrap; overflow: visible; overflow-wrap: anywhere;", "overflow: hidden;"),
    ("paper", "without its address", 'a[href^="http"]::after', "a.none::after"),
], ids=lambda value: value if len(value) < 25 else "")
def test_a_fault_is_found(chromium, sound, check, words, old, new):
    text = sound.read_text(encoding="utf-8")
    if "PRE" in words:
        text = text.replace("it is five", "it is five" + " and so on" * 40)
    assert old in text
    spoiled = sound.with_name("spoiled.html")
    spoiled.write_text(text.replace(old, new), encoding="utf-8")
    with visit(chromium, spoiled) as page:
        unfold(page)
        found = CHECKS[check](page)
    assert any(words in fault for fault in found), found
