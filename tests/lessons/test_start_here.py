"""The cards of the lessons, the self-check, and that all places which list the lessons list the same."""

import ast
import base64
import re
from pathlib import Path
from types import SimpleNamespace

import nbformat
import numpy as np
import pytest

from rnnlab import predict
from rnnlab.exercises.class_numbers import in_words
from rnnlab.lessons import LESSONS
from rnnlab.lessons.lesson_00_start_here import readiness
from rnnlab.lessons.lesson_00_start_here.lesson_cards import show_lessons
from rnnlab.lessons.lesson_00_start_here.thumbnails import HEIGHT, WIDTH, thumbnail
from tests.helpers.svg_checks import faults, words

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
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
            assert f"{lesson.total_minutes} minutes, " in sentence
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
    opening = "\n\n".join(cell.source for cell in cells[:4] if cell.cell_type == "markdown")
    assert opening.startswith(f"# {lesson.number} · {lesson.question}\n")
    time = re.search(r"\*\*Time\*\* about (\d+) minutes.*?\b(\d+)(?: minutes)? for the exercises", opening)
    assert (int(time[1]), int(time[2])) == (lesson.minutes, lesson.exercise_minutes)
    link = f"[{lesson.question}](notebooks/{lesson.file})"
    assert f"| {lesson.number} | {link}<br>You {lesson.does}. | {lesson.total_minutes} |" in README


def test_the_hours_of_the_course_are_the_sum_of_its_lessons():
    overview = "\n".join(cell.source for cell in START.cells if cell.cell_type == "markdown")
    hours = sum(lesson.total_minutes for lesson in LESSONS) / 60
    for page in (README, overview):
        assert f"about {in_words(round(hours))} hours" in " ".join(page.split())


def test_the_first_page_adds_digits_with_a_network_that_it_trains():
    """Its cell prints each sum as an exact network has it, from weights well inside what the rounding allows."""
    cell = next(cell for cell in START.cells if cell.id == "l00-code-adder")
    shown = ast.literal_eval("{" + re.sub(r"\[(.*)\] -> (.*)", r"(\1): \2,", cell.outputs[0].text) + "}")
    assert len(shown) == 3 and all(total == sum(digits) for digits, total in shown.items())
    namespace = {}
    exec(cell.source, namespace)
    trained = namespace["trained"]
    longest = max(shown, key=len)
    exact = predict(np.reshape(longest, (1, -1, 1)), trained, activation="linear").item()
    assert trained.Wx[0, 0] != 1 and abs(exact - sum(longest)) < 0.02


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
