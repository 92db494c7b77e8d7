"""A lesson on a page of JupyterLab: what the tests of all lessons ask of it."""

import re

import nbformat

from rnnlab.coursework.notebook_exercise import slug_of
from rnnlab.explorer.ghost_controls import INVITATION
from tests.helpers.browser.live_explorer import wait_for
from tests.helpers.browser.notebook_page import NotebookPage


class LessonPage(NotebookPage):
    """A lesson, and how it is stored.

    Attributes
    ----------
    cells : list of nbformat.NotebookNode
        As they were stored when the page was opened.
    """

    def __init__(self, page, lab, name):
        self.cells = nbformat.read(lab.folder / name, as_version=4).cells
        super().__init__(page, lab, name)

    @property
    def number(self):
        return re.search(r"\d\d", self.name)[0]

    def place(self, cell_id):
        """The place of a cell, by its id."""
        return next(place for place, cell in enumerate(self.cells) if cell.id == cell_id)

    def place_of(self, words, kind="code"):
        """The place of the first cell with these words in its source."""
        return next(place for place, cell in enumerate(self.cells) if cell.cell_type == kind and words in cell.source)

    def cell_with(self, words):
        """The first code cell with these words in its source, as a locator."""
        return self.cell(self.place_of(words))

    def run(self, *wanted):
        """Run code cells, each given by its id or by words of its source."""
        ids = [cell.id for cell in self.cells]
        for name in wanted:
            self.run_cell(ids.index(name) if name in ids else self.place_of(name))

    def check_stored_numbers(self):
        """After all cells were run: each prints what is stored, on the page too unless folded, and none complains."""
        for place, (cell, outputs) in enumerate(zip(self.cells, self.outputs())):
            complaints = [output for output in outputs
                          if output["output_type"] == "error" or output.get("name") == "stderr"]
            stored = printed(cell.get("outputs", []))
            assert (cell.id, complaints, printed(outputs)) == (cell.id, [], stored)
            if stored and not cell.metadata.get("jupyter", {}).get("outputs_hidden"):
                wait_for(lambda: stored in squeeze(self.output(place)))
        for kind in ("error", "stderr"):
            assert self.page.locator(f'[data-mime-type="application/vnd.jupyter.{kind}"]').count() == 0

    def answer(self, exercise, source):
        """Write an attempt, ``answer("2.1", source)``, run it and its check, and return what the check says."""
        attempt, check = self.attempt_and_check(exercise)
        self.set_source(attempt, source)
        self.run_cell(attempt)
        self.run_cell(check)
        return self.output(check)

    def attempt_and_check(self, exercise):
        return [self.place(f"{slug_of(exercise)}-{role}") for role in ("attempt", "check")]

    def stored_image(self, words):
        """The image, or the first of several, that stands for an explorer on a page without a kernel."""
        return self.cell_with(words).locator(f".jp-RenderedMarkdown img:not([alt^=\"{INVITATION[:20]}\"])").first

    def photograph(self, theme, parts=None, every=4):
        """Keep screenshots to be looked at: of every screen, and of the outputs named in ``{words: name}``."""
        self.theme(theme)
        for words, name in (parts or {}).items():
            self.screenshot(f"lesson-{self.number}-{theme}-{name}", of=self.cell_with(words).locator(".jp-OutputArea"))
        for place in range(0, len(self.cells), every):
            self.cell(place)
            self.screenshot(f"lesson-{self.number}-{theme}-{place:02d}")


def check_image(image, alt, width=100):
    """An image of a notebook has a text for those who cannot see it, and pixels for those who can.

    Parameters
    ----------
    image : playwright.sync_api.Locator
    alt : str or int
        How its alternative text begins, or how long it is at least.
    width : int
        How many pixels it is wide at least.
    """
    text = image.get_attribute("alt")
    assert text.startswith(alt) if isinstance(alt, str) else len(text) > alt
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") > width


def printed(outputs):
    """All that was printed, with single spaces."""
    return squeeze("".join(output["text"] for output in outputs if output["output_type"] == "stream"))


def squeeze(text):
    return re.sub(r"\s+", " ", text).strip()
