"""Scripts and style sheet of the widgets. A widget is one module: its script with those that it imports in front."""

from pathlib import Path

from rnnlab.pictures.theme import live_stylesheet

_FOLDER = Path(__file__).parent


def _read(name):
    return (_FOLDER / name).read_text(encoding="utf-8")


def _one_module(*names):
    """Scripts as one module, without the lines by which they import one another."""
    return "".join(line for name in names for line in _read(name).splitlines(keepends=True)
                   if not line.startswith("import "))


STYLE_SHEET = live_stylesheet() + _read("widget.css")
EXPLORER_SCRIPT = _one_module("panel.js", "frames.js", "controls.js", "widget.js")
TEXT_BOX_SCRIPT = _one_module("panel.js", "text_box.js")
