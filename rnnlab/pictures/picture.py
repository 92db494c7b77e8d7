"""A picture: drawings with a caption, as an SVG document and as the MIME bundle that a notebook stores."""

import base64
import math
import re

import svg

from rnnlab.pictures.primitives import join
from rnnlab.pictures.scripts import split_scripts
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
    """What a notebook stores for a picture: its caption and a Markdown image, and the caption as plain text.

    The caption comes first, since a collapsed output shows the beginning of its source.
    """
    image, caption = base64.b64encode(document.encode()).decode(), " ".join(caption.split())
    shown = "".join(f"<{kind}>{escape_markdown(piece)}</{kind}>" if kind else escape_markdown(piece)
                    for kind, piece in split_scripts(caption))
    return {"text/markdown": f"{shown}\n\n![{escape_markdown(caption)}](data:image/svg+xml;base64,{image})",
            "text/plain": caption}


def escape_markdown(words):
    """Text with every character escaped that means something in Markdown."""
    words = re.sub(r"([\\`*_\[\]#|~])", r"\\\1", words)
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        words = words.replace(letter, entity)
    return words
