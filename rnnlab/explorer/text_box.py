"""A text box in a notebook: what the reader types is drawn by Python, where a kernel runs."""

import anywidget
import traitlets

from rnnlab.explorer.assets import STYLE_SHEET, TEXT_BOX_SCRIPT
from rnnlab.explorer.stale_widgets import close_stale_widgets
from rnnlab.pictures.picture import mime_bundle


class TextBox(anywidget.AnyWidget):
    """A labelled text box, and the picture of the text in it.

    Parameters
    ----------
    draw : callable
        From a str to a `Picture`. The message of a ValueError is shown in the picture's place.
    label : str
        Shown beside the box and read by screen readers.
    text : str
        What stands in the box at first.

    Attributes
    ----------
    marks, size, caption
        Of the present picture; no marks where the text cannot be drawn.

    Notes
    -----
    Its MIME bundle has the first picture too, for a page without a kernel.
    """

    _esm = TEXT_BOX_SCRIPT
    _css = STYLE_SHEET
    label = traitlets.Unicode().tag(sync=True)
    text = traitlets.Unicode().tag(sync=True)
    marks = traitlets.Unicode().tag(sync=True)
    size = traitlets.List(traitlets.Int()).tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    _ipython_display_ = None  # as in `Explorer`

    def __init__(self, draw, label, text):
        self._draw, self._first = draw, draw(text)
        super().__init__(label=label, text=text, **self._drawn(text))

    def _drawn(self, text):
        try:
            picture = self._draw(text)
        except ValueError as error:
            return {"marks": "", "size": [0, 0], "caption": f"This cannot be read: {error}."}
        return {"marks": picture.marks, "size": [picture.width, picture.height], "caption": picture.caption}

    @traitlets.observe("text")
    def _redraw(self, change):
        with self.hold_sync():
            for name, value in self._drawn(change["new"]).items():
                setattr(self, name, value)

    def _repr_mimebundle_(self, **kwargs):
        close_stale_widgets(self)
        data, metadata = super()._repr_mimebundle_(**kwargs)
        return data | mime_bundle(self._first.caption, self._first.svg()), metadata
