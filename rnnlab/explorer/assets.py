"""Scripts and style sheet of the widgets. Each script has that of the panels in front: a widget is one module."""

from pathlib import Path

from rnnlab.pictures.theme import live_stylesheet

_FOLDER = Path(__file__).parent
STYLE_SHEET = live_stylesheet() + (_FOLDER / "widget.css").read_text()
EXPLORER_SCRIPT, TEXT_BOX_SCRIPT = ((_FOLDER / "panel.js").read_text() + (_FOLDER / name).read_text()
                                    for name in ("widget.js", "text_box.js"))
