"""The README's pictures are those that the lesson draws, one for phones among them, and follow light and dark."""

import re
from xml.etree import ElementTree

from tools.readme_pictures import FOLDER, NARROW, draw


def test_the_readme_shows_what_the_lesson_draws():
    stored = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.iterdir()}
    assert stored == draw(), "run .venv/bin/python -m tools.readme_pictures"
    assert all("prefers-color-scheme:dark" in document for document in stored.values())


def test_a_phone_gets_the_panels_below_each_other():
    root = ElementTree.parse(FOLDER / NARROW).getroot()
    panels = root.findall("{*}svg")
    tops, heights = ([float(panel.get(name)) for panel in panels] for name in ("y", "height"))
    assert tops == [0, heights[0]] and float(root.get("height")) == sum(heights)
    assert float(root.get("width")) <= 328  # a phone of 360 px, without GitHub's margins


def test_the_readme_names_no_other_picture():
    root = FOLDER.parents[1]
    named = re.findall(r'(?:src|srcset)="([^"]+)"', (root / "README.md").read_text(encoding="utf-8"))
    assert {root / name for name in named} == set(FOLDER.iterdir())
