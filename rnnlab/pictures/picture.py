"""A picture: drawings with a caption, as an SVG document and as the MIME bundle that a notebook stores."""

import base64
import math
import re

import svg

from rnnlab.pictures.primitives import join
from rnnlab.pictures.theme import stored_stylesheet

PICTURE_MARGIN = 8


class Picture:
    """Drawings with the caption that says what they show.

    Parameters
    ----------
    *parts : Drawing, str or list of them
        Back to front; a str is an SVG element.
    caption : str
        Shown beneath, and the alternative text for readers who do not see the picture. Empty for a layer of an explorer
        that has nothing to add.
    width, height : float, optional
        The size in pixels. Large enough for the parts if not given.

    Attributes
    ----------
    marks : str
        All SVG elements.
    """

    def __init__(self, *parts, caption="", width=None, height=None):
        joined = join(*parts)
        _, _, right, bottom = joined.bounds
        self.marks = "".join(joined.marks)
        self.caption = str(caption)
        self.width = math.ceil(width if width is not None else right + PICTURE_MARGIN if parts else 0)
        self.height = math.ceil(height if height is not None else bottom + PICTURE_MARGIN if parts else 0)

    def svg(self):
        """The picture as an SVG document of its own: with its style, on its own background."""
        return svg_document(self.marks, self.width, self.height)

    def _repr_mimebundle_(self, **_):
        return mime_bundle(self.svg(), self.caption)


def svg_document(marks, width, height):
    """Marks as a whole SVG document that needs nothing from the page."""
    paper = str(svg.Rect(width=width, height=height, class_="paper"))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
            f'height="{height}"><style>{stored_stylesheet()}</style>{paper}{marks}</svg>')


def mime_bundle(document, caption):
    """What a notebook stores for a picture: a Markdown image with its caption, and the caption as plain text."""
    image = base64.b64encode(document.encode()).decode()
    alternative = escape_markdown(caption)
    return {"text/markdown": f"![{alternative}](data:image/svg+xml;base64,{image})\n\n{alternative}",
            "text/plain": caption}


def escape_markdown(words):
    """Text in one line, with every character escaped that means something in Markdown."""
    words = re.sub(r"([\\`*_\[\]#|~])", r"\\\1", " ".join(words.split()))
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        words = words.replace(letter, entity)
    return words
