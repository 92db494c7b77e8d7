"""The cards of the lessons, the self-check, and that all places which list the lessons list the same."""

import base64
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import pytest

from rnnlab.lessons import LESSONS
from rnnlab.lessons.lesson_00_start_here import readiness
from rnnlab.lessons.lesson_00_start_here.lesson_cards import show_lessons
from rnnlab.lessons.lesson_00_start_here.thumbnails import HEIGHT, WIDTH, thumbnail
from tests.helpers.svg_checks import faults, words

ROOT = Path(__file__).parents[2]
START = nbformat.read(ROOT / "notebooks" / "00_start_here.ipynb", as_version=4)


def test_a_card_for_each_lesson_links_to_its_notebook():
    found = re.findall(r"\[!\[([^]]+)\]\(data:image/svg\+xml;base64,([^)]+)\)\]\(([^)]+)\)",
                       show_lessons()._repr_markdown_())
    assert [file for _, _, file in found] == [lesson.file for lesson in LESSONS]
    for (caption, image, file), lesson in zip(found, LESSONS):
        assert (ROOT / "notebooks" / file).exists()
        card = base64.b64decode(image).decode()
        assert faults(card, caption) == [] and caption in repr(show_lessons())
        for sentence in (caption, " ".join(words(card))):
            assert f"{lesson.number}" in sentence and lesson.question in sentence
            assert f"{lesson.minutes} minutes, " in sentence
            assert all(f"after lesson {before}" in sentence for before in lesson.needs)


def test_a_lesson_comes_after_what_it_needs():
    assert all(before < lesson.number for lesson in LESSONS for before in lesson.needs)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.file)
def test_a_thumbnail_fits_its_card(lesson):
    left, top, right, bottom = thumbnail(lesson.number, 10, 20).bounds
    assert 10 <= left < right <= 10 + WIDTH and 20 <= top < bottom <= 20 + HEIGHT


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.file)
def test_a_lesson_is_called_the_same_everywhere(lesson):
    cells = nbformat.read(ROOT / "notebooks" / lesson.file, as_version=4).cells
    opening = "\n\n".join(cell.source for cell in cells[:3] if cell.cell_type == "markdown")
    assert opening.startswith(f"# {lesson.number} · {lesson.question}\n")
    assert int(re.search(r"\*\*Time\*\* about (\d+) minutes", opening)[1]) == lesson.minutes
    row = f"| {lesson.number} | [{lesson.question}]({{}}{lesson.file}) |"
    assert row.format("notebooks/") in (ROOT / "README.md").read_text(encoding="utf-8")
    overview = "\n".join(cell.source for cell in START.cells if cell.cell_type == "markdown")
    assert f"{row.format('')} {lesson.minutes} | {lesson.does} |" in overview


def test_a_machine_that_is_ready_is_told_so():
    lines = readiness.Readiness([(True, "Python is here.")])
    assert lines._repr_markdown_().endswith("You are ready.")
    assert repr(lines) == "ok: Python is here."


@pytest.mark.parametrize("line, word", [
    (readiness.python_fits((3, 10)), "This is Python 3.10. Start the lessons with `make lab`"),
    (readiness.python_fits((3, 14)), "Python 3.14"),
    (readiness.packages_there(("numpy", "no-such-package")), "Not installed: no-such-package."),
    (readiness.memory_free(0.25), "0.2 GB of memory are free"),
    (readiness.memory_free(-1), "0.0 GB of memory are free"),
    (readiness.folder_writable("/no/such/folder"), "cannot be written to"),
])
def test_what_is_missing_is_said_with_what_to_do(line, word):
    met, sentence = line
    assert not met and word in sentence
    shown = readiness.Readiness([(True, "fine"), line])
    assert "✘ **Not yet.**" in shown._repr_markdown_() and "Mend what is marked" in shown._repr_markdown_()
    assert f"NOT YET: {sentence}" in repr(shown)


@pytest.mark.parametrize("limit, met", [
    ("1000", False), (f"{10 ** 15}", True), ("not a number", True), ("-1", True), ("0", True), ("", True)])
def test_on_binder_its_limit_counts_and_a_malformed_one_is_ignored(monkeypatch, limit, met):
    monkeypatch.setenv("MEM_LIMIT", limit)
    monkeypatch.setattr(readiness.psutil, "virtual_memory", lambda: SimpleNamespace(available=5e9))
    assert readiness.memory_free()[0] is met
    monkeypatch.setattr(readiness.psutil, "virtual_memory", lambda: SimpleNamespace(available=0.5e9))
    met, sentence = readiness.memory_free()
    assert not met and sentence.startswith("0.5 GB" if limit != "1000" else "0.0 GB")


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13)])
def test_every_supported_python_fits(version):
    assert readiness.python_fits(version)[0]
