"""Matplotlib figures that a notebook does not store, since they show what was measured on the reader's machine."""

import base64
from html import escape

import ipywidgets

from rnnlab.explorer.stale_widgets import close_stale_widgets
from rnnlab.notebook_tools.save_hook import WIDGET_VIEW
from rnnlab.pictures.matplotlib_backdrop import figure_marks
from rnnlab.pictures.picture import escape_markdown, svg_document

PIXELS = 72  # of the page, for an inch of the figure: letters of 12 points have 12 pixels


class LiveFigure:
    """A matplotlib figure that is shown where a kernel runs, and of which a notebook stores only the caption.

    The image is inside a widget, and widget views are not stored (see `rnnlab.notebook_tools.execution`). So it may
    differ from run to run, and it has an alternative text, which JupyterLab gives to no plain image output.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Made without pyplot, which would show it once more.
    caption : str
        What the figure shows: the alternative text, and all that a page without a kernel shows. No measured number.
    measured : str, optional
        What was measured, in words: it stands under the image, and is stored as little as the image.

    Raises
    ------
    ValueError
        If the caption is empty.
    """

    static = False  # the site sets it, as `rnnlab.explorer.Explorer.static`

    def __init__(self, figure, caption, measured=""):
        if not caption.strip():
            raise ValueError("caption is empty: a figure needs a sentence for readers who do not see it")
        self.figure, self.caption, self.measured = figure, " ".join(caption.split()), measured

    def html(self):
        """The image with its alternative text, on its own background, light or dark as the page; what was measured."""
        width, height = (round(PIXELS * inches) for inches in self.figure.get_size_inches())
        marks = figure_marks(self.figure)
        image = base64.b64encode(svg_document(marks, width, height).encode()).decode()
        style = f"width:{width}px;max-width:100%;height:auto"
        picture = f'<img alt="{escape(self.caption)}" style="{style}" src="data:image/svg+xml;base64,{image}">'
        words = f'<p style="max-width:44rem;line-height:1.5">{escape(self.measured)}</p>' if self.measured else ""
        return picture + words

    def _repr_mimebundle_(self, **_):
        if self.static:
            return {"text/html": self.html()}
        widget = ipywidgets.HTML(self.html())
        close_stale_widgets(widget)
        live = {"version_major": 2, "version_minor": 0, "model_id": widget.model_id}
        note = f"*Run this cell to draw the figure from your own machine's times.* {escape_markdown(self.caption)}"
        return {WIDGET_VIEW: live, "text/markdown": note, "text/plain": self.caption}
