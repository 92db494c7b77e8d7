"""Scripts and style sheet of the widgets. Each script has that of the panels in front: a widget is one module."""

from pathlib import Path

from rnnlab.pictures.theme import live_stylesheet

_FOLDER = Path(__file__).parent
STYLE_SHEET = live_stylesheet() + (_FOLDER / "widget.css").read_text(encoding="utf-8")
_PANEL, *_SCRIPTS = ((_FOLDER / name).read_text(encoding="utf-8") for name in ("panel.js", "widget.js", "text_box.js"))
EXPLORER_SCRIPT, TEXT_BOX_SCRIPT = (_PANEL + script for script in _SCRIPTS)
