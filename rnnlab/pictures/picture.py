"""The finished picture: a drawing with its size and its sentence, as an SVG document and as a notebook stores it."""

import base64
import math
import re

import svg

from rnnlab.pictures.primitives import join
from rnnlab.pictures.theme import stored_stylesheet

PICTURE_MARGIN = 8


class Picture:
    """A drawing and the sentence that says what it shows.

    Parameters
    ----------
    *parts : Part, str or list of them
        What is drawn, back to front.
    caption : str
        The sentence, for readers who do not see the drawing and for all others beneath it. A layer that says nothing
        leaves it empty.
    width, height : float, optional
        The size. Wide enough for the parts if not given.
    """

    def __init__(self, *parts, caption="", width=None, height=None):
        whole = join(*parts)
        _, _, right, bottom = whole.bounds
        self.marks = "".join(whole.marks)
        self.caption = str(caption)
        self.width = math.ceil(width if width is not None else right + PICTURE_MARGIN if parts else 0)
        self.height = math.ceil(height if height is not None else bottom + PICTURE_MARGIN if parts else 0)

    def svg(self):
        """The drawing as a document of its own: with its style, on its own background."""
        return svg_document(self.marks, self.width, self.height)

    def _repr_mimebundle_(self, **_):
        return mime_bundle(self.svg(), self.caption)


def svg_document(marks, width, height):
    """Marks as a whole SVG document that needs nothing from the page."""
    paper = str(svg.Rect(width=width, height=height, class_="paper"))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}"><style>{stored_stylesheet()}</style>{paper}{marks}</svg>')


def mime_bundle(document, caption):
    """What a notebook stores for a picture: a Markdown image with its sentence, and the sentence as plain text."""
    image = base64.b64encode(document.encode()).decode()
    alternative = escape_markdown(caption)
    return {"text/markdown": f"![{alternative}](data:image/svg+xml;base64,{image})\n\n{alternative}",
            "text/plain": caption}


def escape_markdown(words):
    """Words that Markdown leaves as they are, in one line."""
    words = re.sub(r"([\\`*_\[\]#|~])", r"\\\1", " ".join(words.split()))
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        words = words.replace(letter, entity)
    return words
