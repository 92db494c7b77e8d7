"""The page around the lessons in JupyterLab: a column to read, notes that stand out, and only real work is unsaved."""

import re
from statistics import median

import pytest

from rnnlab.notebook_tools.workspace import JUPYTERLAB
from tests.helpers.browser.jupyter_server import ROOT
from tests.helpers.browser.lesson_page import LessonPage
from tests.helpers.browser.live_explorer import wait_for

pytestmark = pytest.mark.browser

LESSONS = sorted((ROOT / "notebooks").glob("[0-9]*.ipynb"))
LEADS = {"Look first.": "look", "Predict.": "predict"}
ANSWERS = """
from IPython.display import display
from rnnlab.exercises.prediction import reveal
from rnnlab.exercises.verdict import Verdict
for state in ("correct", "partly correct", "not yet", "not attempted yet"):
    display(Verdict("2.1", state, 1, 2, "What is said of it.", "A hint."))
display(reveal(3, 3), reveal(2, 3), reveal(..., 3))
"""
READ = """cell => {
    const markdown = cell.querySelector('.jp-RenderedMarkdown'), sheet = cell.closest('.jp-Notebook');
    const letters = paragraph => {
        const line = paragraph.cloneNode(true);
        line.style = 'position: absolute; width: max-content; max-width: none';
        paragraph.after(line);
        const letter = line.offsetWidth / line.textContent.length;
        line.remove();
        return paragraph.clientWidth / letter;
    };
    const paragraphs = [...markdown.querySelectorAll(':scope > p')];
    const left = element => element.getBoundingClientRect().left;
    return {
        sizes: paragraphs.map(paragraph => getComputedStyle(paragraph).fontSize),
        letters: paragraphs.filter(one => !one.dataset.rnnlabNote && !one.querySelector('mjx-container')).map(letters),
        notes: paragraphs.filter(one => one.dataset.rnnlabNote).map(one => [one.dataset.rnnlabNote, one.textContent]),
        right: [...markdown.querySelectorAll(':scope > table, mjx-container[display] > mjx-math')].filter(
            one => left(one) > left(markdown) + 12).map(one => one.textContent),
        wide: [markdown, ...markdown.children].filter(one => one.getBoundingClientRect().right > sheet.clientWidth
            + left(sheet) + 1).map(one => one.outerHTML.slice(0, 200)),
    };
}"""


def read(page):
    """What `READ` sees of every Markdown cell that has a paragraph, joined."""
    found = {}
    for place, cell in enumerate(page.cells):
        if cell.cell_type == "markdown" and re.search(r"^(\w|\*\*)", cell.source, re.MULTILINE):
            for key, values in page.cell(place).evaluate(READ).items():
                found.setdefault(key, []).extend(values)
    return found


@pytest.fixture
def fresh(chromium, lab):
    """Open a lesson in a tab of a browser that has been here never before."""
    opened = []

    def open_(path):
        page = chromium.new_context(viewport={"width": 1400, "height": 900}).new_page()
        opened.append(LessonPage(page, lab, lab.copy(path).name))
        return opened[-1]
    yield open_
    for lesson in opened:
        lesson.close_kernel()
        lesson.page.context.close()


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_reads_like_a_book_and_reading_leaves_nothing_unsaved(fresh, path):
    page = fresh(path)
    wait_for(lambda: page.evaluate("return panel.model.getMetadata('language_info').version"))
    assert page.evaluate("return app.shell.leftCollapsed")
    leads = [lead for cell in page.cells if cell.cell_type == "markdown"
             for lead in re.findall(rf"^\*\*({'|'.join(map(re.escape, LEADS))})\*\*", cell.source, re.MULTILINE)]
    found = read(page)
    assert set(found["sizes"]) == {"16px"} and found["right"] == [] and found["wide"] == []
    assert 70 < median(found["letters"]) < 80 and max(found["letters"]) < 90
    assert [name for name, _ in found["notes"]] == [LEADS[lead] for lead in leads]
    page.page.set_viewport_size({"width": 360, "height": 740})
    assert read(page)["wide"] == []
    assert not page.evaluate("return panel.model.dirty") and page.errors == []


def test_what_is_typed_is_unsaved_and_what_the_kernel_adds_does_not_hide_it(fresh):
    page = fresh(LESSONS[0])
    page.set_source(0, "# Mine")
    page.evaluate("panel.model.setMetadata('language_info', {name: 'python', version: '3'});")
    page.page.wait_for_timeout(100)
    assert page.evaluate("return panel.model.dirty")
    page.save()
    assert not page.evaluate("return panel.model.dirty")
    page.evaluate("panel.model.setMetadata('kernelspec', {name: 'another', display_name: 'Another'});")
    page.page.wait_for_timeout(100)
    assert page.evaluate("return panel.model.dirty"), "another kernel is a change"


def test_the_left_bar_stays_as_its_reader_leaves_it(fresh):
    page = fresh(LESSONS[0])
    assert page.evaluate("return app.shell.leftCollapsed")
    page.evaluate("app.shell.expandLeft();")
    page.load()
    assert not page.evaluate("return app.shell.leftCollapsed")


def test_a_printed_line_is_one_line_on_a_phone(run_cells):
    page = run_cells("print('\\n'.join(['0.1234 ' * 12] * 3))", width=360)
    height = page.cell(0).locator(".jp-OutputArea-output pre").evaluate(
        "pre => pre.clientHeight / parseFloat(getComputedStyle(pre).lineHeight)")
    assert 3 <= height < 4.5  # with a bar to scroll it


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_answers_stand_out_by_what_they_say(run_cells, theme):
    page = run_cells(ANSWERS, theme=theme)
    notes = page.cell(0).locator(".jp-OutputArea-output [data-rnnlab-note], .jp-OutputArea-output[data-rnnlab-note]")
    wait_for(lambda: notes.count() == 7)
    assert [note.get_attribute("data-rnnlab-note") for note in notes.all()] == [
        "correct", "partly", "not-yet", "open", "correct", "not-yet", "open"]
    rules = [note.evaluate("note => getComputedStyle(note).borderLeftWidth + getComputedStyle(note).borderLeftColor")
             for note in notes.all()]
    assert len(set(rules[:4])) == 4 and all(rule.startswith("4px") for rule in rules)
    page.screenshot(f"answers {theme}", of=page.cell(0))
    assert page.axe("[data-rnnlab-note]") == []


def test_forced_colours_leave_the_rule_and_the_icon(open_notebook, lab):
    page = open_notebook(lab.copy(LESSONS[2]).name, kind=LessonPage, alone=True)
    page.page.emulate_media(forced_colors="active")
    note = page.cell(0).locator("p[data-rnnlab-note=look]")
    looks = note.evaluate("""note => [getComputedStyle(note).borderLeftColor,
        getComputedStyle(note, '::before').backgroundColor, getComputedStyle(note).color]""")
    page.screenshot("note in forced colours")
    assert looks[0] == looks[1] == looks[2]


def test_a_folded_output_shows_words_first(open_notebook, lab):
    page = open_notebook(lab.copy(LESSONS[7]).name, kind=LessonPage)
    folded = [place for place, cell in enumerate(page.cells) if cell.metadata.get("jupyter", {}).get("outputs_hidden")]
    page.evaluate("panel.content.widgets.forEach(cell => { cell.outputHidden = true; });")
    for place, cell in enumerate(page.cells):
        if cell.get("outputs") and "text/markdown" in cell.outputs[0].get("data", {}):
            placeholder = page.cell(place).locator(".jp-OutputPlaceholder")
            wait_for(lambda: placeholder.inner_text().strip())
            shown = placeholder.inner_text().strip()
            assert not re.search(r"!\[|data:|\\[\\`*_\[\]#|~]|\*\*|</?\w+>|&\w+;", shown), shown
            if place in folded:  # its beginning is what fits into the line
                assert re.match(r"[\w✔○][^<\\|&]{20}", shown)


def test_the_extension_is_of_this_version():
    package = (JUPYTERLAB / "extensions" / "rnnlab" / "package.json").read_text()
    version = re.search(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)[1]
    assert f'"version": "{version}"' in package
