"""Matplotlib axes as a static SVG layer, with data coordinates converted to pixels of the picture.

    def surface(axes):
        axes.contourf(U, W, loss)

    backdrop = MatplotlibBackdrop(surface, x=20, y=20, width=420, height=300)
    Explorer([lambda: Picture(backdrop.drawing),
              lambda t: Picture(circle(*backdrop.to_pixels(*path[t]), 6, "head accent"))], t=Slider(0, 9))

The SVG is byte for byte the same on every machine: text as outlines, fixed ids, rounded coordinates, no date. Its greys
follow the theme of the page.
"""

import hashlib
import io
import re

from rnnlab.pictures.primitives import Drawing, coordinate
from rnnlab.pictures.theme import LIGHT, matplotlib_style

_NUMBER = re.compile(r"-?\d+\.\d+(?:e-?\d+)?")
_COORDINATE_ATTRIBUTE = re.compile(r'(?<= )(?:d|x|y|cx|cy|width|height)="[^"]*"|translate\([^)]*\)')
_BEFORE_ID = re.compile(r'(?<= id=")|(?<=href="#)|(?<=url\(#)')


class MatplotlibBackdrop:
    """Matplotlib axes, drawn once as SVG.

    Parameters
    ----------
    draw : callable
        Called once with a `matplotlib.axes.Axes`, to plot curves, contours or a ``pcolormesh`` on.
    x, y : float
        Left and top in the picture, in pixels.
    width, height : float
        Size in the picture, labels included, in pixels.

    Attributes
    ----------
    drawing : Drawing
        What matplotlib drew. As an explorer's layer of its own it is rendered once for all frames.
    axes : matplotlib.axes.Axes

    Raises
    ------
    ValueError
        If `draw` makes an image of pixels, as ``imshow`` does: pixels differ between machines.
    """

    def __init__(self, draw, x=0, y=0, width=420, height=300):
        from matplotlib import rc_context
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure

        self.x, self.y, self.width, self.height = x, y, width, height
        with rc_context(matplotlib_style()):
            figure = Figure(figsize=(width / 72, height / 72), dpi=72, layout="constrained")
            FigureCanvasSVG(figure)
            self.axes = figure.add_subplot()
            draw(self.axes)
        marks = figure_marks(figure, f"translate({coordinate(x)} {coordinate(y)})")
        self.drawing = Drawing((marks,), x, y, width, height)

    def to_pixels(self, x, y):
        """Convert data coordinates of the axes to pixels of the picture.

        Parameters
        ----------
        x, y : float
            In the axes' data coordinates.

        Returns
        -------
        tuple of float
            From the picture's left and top.
        """
        across, up = self.axes.transData.transform((x, y))
        return self.x + float(across), self.y + self.height - float(up)


def figure_marks(figure, transform=""):
    """A matplotlib figure as one SVG group, the same on every machine; its greys follow the theme of the page.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Its paper is left out. A unit of the figure is a point, a 72nd of an inch.
    transform : str, optional
        The group's, as SVG writes it.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If it has an image of pixels, as ``imshow`` makes: pixels differ between machines.
    """
    from matplotlib import rc_context
    file = io.StringIO()
    metadata = dict.fromkeys(("Creator", "Date", "Format", "Type"))
    with rc_context(matplotlib_style()):
        figure.savefig(file, format="svg", dpi=72, transparent=True, metadata=metadata)
    source = file.getvalue()
    if "<image" in source:
        raise ValueError("a picture cannot have an image of pixels: use pcolormesh or contourf instead of imshow")
    inner = source[source.index(">", source.index("<svg")) + 1:source.rindex("</svg>")]
    inner = re.sub(r"<metadata>.*?</metadata>|<style.*?</style>|<!--.*?-->", "", inner, flags=re.S)
    inner = inner.replace("xlink:href", "href")
    inner = re.sub(r"\s+", " ", inner).replace("> <", "><").strip()
    inner = _COORDINATE_ATTRIBUTE.sub(lambda match: _NUMBER.sub(lambda n: _shorten(n[0]), match[0]), inner)
    for role in ("ink", "quiet", "line", "paper"):
        inner = inner.replace(LIGHT[role], f"var(--rnn-{role},{LIGHT[role]})")
    prefix = "s" + hashlib.sha256(inner.encode()).hexdigest()[:8] + "-"  # ids stay apart on a page with several
    moved = f' transform="{transform}"' if transform else ""
    return f'<g{moved} style="stroke-linejoin:round;stroke-linecap:butt">{_BEFORE_ID.sub(prefix, inner)}</g>'


def _shorten(number):
    """A coordinate with two decimals at most, and no negative zero."""
    value = round(float(number), 2) + 0.0
    return str(int(value)) if value == int(value) else str(value)
