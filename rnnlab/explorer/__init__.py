"""Interactive figures: pre-rendered frames, selected in the browser, and a text box that Python answers."""

from rnnlab.explorer.controls import Choice, Control, Slider, Toggle
from rnnlab.explorer.hotspots import target, visible_when
from rnnlab.explorer.live_figure import LiveFigure
from rnnlab.explorer.text_box import TextBox
from rnnlab.explorer.widget import Explorer

__all__ = ["Choice", "Control", "Explorer", "LiveFigure", "Slider", "TextBox", "Toggle", "target", "visible_when"]
