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
        The right and the lower edge in pixels. Large enough for the parts if not given.
    left, top : float, optional
        The other two edges, for a panel of an explorer that is not the first. Zero if not given.

    Attributes
    ----------
    pieces : tuple of str and others
        SVG elements, back to front. What is no str says what an explorer's controls do to the element around it.
    marks : str
        All SVG elements, as they are without controls.
    """

    def __init__(self, *parts, caption="", width=None, height=None, left=None, top=None):
        joined = join(*parts)
        _, _, right, bottom = joined.bounds
        self.pieces = joined.marks
        self.caption = str(caption)
        self.left, self.top = left, top
        self.width = math.ceil(width if width is not None else right + PICTURE_MARGIN if parts else 0)
        self.height = math.ceil(height if height is not None else bottom + PICTURE_MARGIN if parts else 0)

    @property
    def marks(self):
        return "".join(piece for piece in self.pieces if isinstance(piece, str))

    def svg(self):
        """The picture as an SVG document of its own: with its style, on its own background."""
        return svg_document(self.marks, self.width, self.height)

    def _repr_mimebundle_(self, **_):
        return mime_bundle(self.caption, self.svg())


class Panels:
    """Pictures that lie beside each other where the page is wide enough, and else below each other.

    Parameters
    ----------
    *pictures : Picture
        From left to right, none wider than a phone.
    caption : str
        As for a `Picture`, of all of them.
    """

    def __init__(self, *pictures, caption):
        self.pictures = pictures
        self.caption = caption

    def documents(self):
        """Each picture as an SVG document, all equally high, so that their tops are level."""
        height = max(picture.height for picture in self.pictures)
        return [svg_document(picture.marks, picture.width, height) for picture in self.pictures]

    def _repr_mimebundle_(self, **_):
        return mime_bundle(self.caption, *self.documents())


def svg_document(marks, width, height, x=0, y=0):
    """Marks from (x, y) on as a whole SVG document that needs nothing from the page."""
    paper = str(svg.Rect(x=x or None, y=y or None, width=width, height=height, class_=["paper"]))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{x} {y} {width} {height}" width="{width}" '
            f'height="{height}"><style>{stored_stylesheet()}</style>{paper}{marks}</svg>')


def mime_bundle(caption, *documents, before=""):
    """What a notebook stores for a picture: its caption and Markdown images, and the caption as plain text.

    The caption comes first, since a collapsed output shows the beginning of its source. It is the alternative text of
    the first image; a page that is too narrow for all of them shows the others below. `before` is Markdown.
    """
    caption = " ".join(caption.split())
    shown = "".join(f"<{kind}>{escape_markdown(piece)}</{kind}>" if kind else escape_markdown(piece)
                    for kind, piece in split_scripts(caption))
    images = "\n".join(markdown_image(document, f"Part {part} of the picture" if part > 1 else caption)
                       for part, document in enumerate(documents, 1))  # JupyterLab calls one without words "Image"
    return {"text/markdown": f"{shown}\n\n{before}{images}", "text/plain": caption}


def data_url(document):
    """An SVG document as an address, for an image that needs no file."""
    return f"data:image/svg+xml;base64,{base64.b64encode(document.encode()).decode()}"


def markdown_image(document, alternative_text):
    """An SVG document as a Markdown image."""
    return f"![{escape_markdown(alternative_text)}]({data_url(document)})"


def escape_markdown(words):
    """Text with every character escaped that means something in Markdown."""
    words = re.sub(r"([\\`*_\[\]#|~])", r"\\\1", words)
    for letter, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("$", "&#36;")):
        words = words.replace(letter, entity)
    return words
