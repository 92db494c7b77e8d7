"""Matplotlib figures that a notebook does not store, since they show what was measured on the reader's machine."""

import base64
import io
from html import escape

import ipywidgets

from rnnlab.explorer.stale_widgets import close_stale_widgets
from rnnlab.pictures.picture import escape_markdown


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

    Raises
    ------
    ValueError
        If the caption is empty.
    """

    def __init__(self, figure, caption):
        if not caption.strip():
            raise ValueError("caption is empty: a figure needs a sentence for readers who do not see it")
        self.figure, self.caption = figure, " ".join(caption.split())

    def html(self):
        """The image with its alternative text, on its own background."""
        image = io.BytesIO()
        self.figure.savefig(image, format="png", dpi=160)
        width = round(self.figure.get_figwidth() * 100)
        return (f'<img alt="{escape(self.caption)}" style="width:{width}px;max-width:100%;height:auto" '
                f'src="data:image/png;base64,{base64.b64encode(image.getvalue()).decode()}">')

    def _repr_mimebundle_(self, **kwargs):
        widget = ipywidgets.HTML(self.html())
        close_stale_widgets(widget)
        live = widget._repr_mimebundle_(**kwargs)
        data, metadata = live if isinstance(live, tuple) else (live, {})
        note = f"*Run this cell to draw the figure from your own machine's times.* {escape_markdown(self.caption)}"
        return data | {"text/markdown": note, "text/plain": self.caption}, metadata
