"""SVG primitives: text, rectangles, circles, lines and arrows, byte for byte the same on every machine.

svg.py writes what it is given, so everything that comes in passes through here: text is escaped, coordinates are
rounded and have no negative zero, and a number that is not finite is refused.
"""

import math
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

import svg

from rnnlab.pictures.scripts import scripts_as_svg, split_scripts
from rnnlab.pictures.theme import COLOUR_LEVELS


@lru_cache(maxsize=65536)
def coordinate(value):
    """A coordinate with one decimal, as int where it has none."""
    if not math.isfinite(value):
        raise ValueError(f"a picture cannot be drawn at {value}: every coordinate has to be finite")
    value = round(float(value), 1)
    return int(value) if value == int(value) else value


def format_number(value, digits=2):
    """Write a number for a picture: fixed decimals, a real minus sign, and no minus before a zero.

    >>> format_number(-0.004), format_number(-1.5), format_number(3, digits=0)
    ('0.00', '−1.50', '3')
    """
    value = float(value)
    if not math.isfinite(value):
        raise ValueError(f"a picture cannot show {value}: every number has to be finite")
    written = f"{round(value, 9):.{digits}f}"
    return written[1:] if written.startswith("-") and float(written) == 0 else written.replace("-", "−")


def colour_level(value, vmax):
    """The level of a signed number on the diverging colour scale: -10 at -vmax, 0 at 0, 10 at vmax."""
    if not math.isfinite(value):
        raise ValueError(f"a picture cannot show {value}: every number has to be finite")
    share = round(max(-1.0, min(1.0, value / vmax)) * COLOUR_LEVELS, 6) if vmax else 0
    return int(math.copysign(math.floor(abs(share) + 0.5), share))


@dataclass(frozen=True)
class Drawing:
    """A part of a picture: its SVG elements, its box, and the bounds of the box with all labels.

    Attributes
    ----------
    marks : tuple of str
        SVG elements, back to front. Those of an explorer may have a `rnnlab.explorer.hotspots.ControlledPart` inside.
    x, y, width, height : float
        The box that arrows and neighbours attach to, in pixels.
    bounds : tuple of float, optional
        Left, top, right and bottom, labels included. The box itself if not given.
    """

    marks: tuple
    x: float
    y: float
    width: float = 0
    height: float = 0
    bounds: tuple = field(default=None)

    def __post_init__(self):
        if self.bounds is None:
            object.__setattr__(self, "bounds", (self.x, self.y, self.x + self.width, self.y + self.height))

    @property
    def right(self):
        return self.x + self.width

    @property
    def bottom(self):
        return self.y + self.height

    @property
    def middle(self):
        return self.x + self.width / 2, self.y + self.height / 2


def area(x, y, width, height):
    """An area without marks: something to put a hotspot over or to attach an arrow to.

    Parameters
    ----------
    x, y, width, height : float
        Left, top and size, in pixels.

    Returns
    -------
    Drawing
    """
    return Drawing((), x, y, width, height)


def join(*parts):
    """Several drawings as one, with the box around all of them.

    Parameters
    ----------
    *parts : Drawing, str, None or list of them
        Back to front. A str is an SVG element, which has no box; None is left out.

    Returns
    -------
    Drawing

    Raises
    ------
    TypeError
        If a part is something else.
    """
    parts = _flatten(parts)
    drawings = [part for part in parts if isinstance(part, Drawing)]
    marks = tuple(mark for part in parts for mark in (part.marks if isinstance(part, Drawing) else (part,)))
    if not drawings:
        return Drawing(marks, 0, 0)
    x, y = min(drawing.x for drawing in drawings), min(drawing.y for drawing in drawings)
    width, height = max(drawing.right for drawing in drawings) - x, max(drawing.bottom for drawing in drawings) - y
    left, top, right, bottom = zip(*(drawing.bounds for drawing in drawings))
    return Drawing(marks, x, y, width, height, (min(left), min(top), max(right), max(bottom)))


def _flatten(parts):
    """Drawings, SVG elements, and lists of them, as one list; None is left out."""
    flat = []
    for part in parts:
        if isinstance(part, (list, tuple)):
            flat += _flatten(part)
        elif isinstance(part, (Drawing, str)):
            flat.append(part)
        elif part is not None:
            raise TypeError(f"a picture is made of parts, this is a {type(part).__name__}")
    return flat


def rect(x, y, width, height, css, corner=0):
    """A rectangle of the CSS class `css`, its corners rounded with the radius `corner`."""
    mark = svg.Rect(x=coordinate(x), y=coordinate(y), width=coordinate(width), height=coordinate(height),
                    rx=coordinate(corner) or None, class_=escape(css).split())
    return Drawing((str(mark),), x, y, width, height)


def path(points, css, close=False, style=None):
    """A line through points, each a pair (x, y); a polygon if it is to close. `style` overrules its class."""
    steps = " ".join(f"{'L' if i else 'M'}{coordinate(x)} {coordinate(y)}" for i, (x, y) in enumerate(points))
    xs, ys = zip(*points)
    mark = svg.Path(d=steps + ("Z" if close else ""), class_=escape(css).split(), style=style)
    return Drawing((str(mark),), min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def circle(x, y, radius, css):
    """A circle around (x, y)."""
    mark = svg.Circle(cx=coordinate(x), cy=coordinate(y), r=coordinate(radius), class_=escape(css).split())
    return Drawing((str(mark),), x - radius, y - radius, 2 * radius, 2 * radius)


def text(x, y, words, css="", anchor="start", tail=""):
    """One line of text; ``h_{t-1}`` gets a subscript and ``10^-3`` a superscript (see `rnnlab.pictures.scripts`).

    Parameters
    ----------
    x, y : float
        `y` is the middle of the line's height, `x` is its start, middle or end (see `anchor`).
    words : str
    css : str
        Classes, separated by spaces: small, large, strong, quiet, accent, wrong, right.
    anchor : {"start", "middle", "end"}
        Which point of the line is at `x`.
    tail : str
        SVG inside the line, after the words.

    Returns
    -------
    Drawing
        With an estimate of its width, on the wide side. The tail does not count.
    """
    words = str(words)
    size = 12 if "small" in css else 15 if "large" in css else 13
    shown = "".join(piece for _, piece in split_scripts(words))
    width = size * sum(0.82 if letter.isupper() or letter in "mw@−+=" else 0.62 if letter.isalnum() else 0.42
                       for letter in shown) * (1.08 if "strong" in css else 1)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return Drawing((_text_mark(coordinate(x), coordinate(y + 0.36 * size), words, css, anchor, tail),),
                left, y - 0.62 * size, width, 1.24 * size)


@lru_cache(maxsize=65536)
def _text_mark(x, y, words, css, anchor, tail):
    return str(svg.Text(x=x, y=y, text=scripts_as_svg(words) + tail, class_=escape(css).split() or None,
                        text_anchor=None if anchor == "start" else anchor))


def arrow(start, end, label=None, css=""):
    """A straight arrow with an optional label beside its middle.

    Parameters
    ----------
    start, end : tuple of float
        Points (x, y). The tip is at `end`.
    label : str, optional
    css : {"", "accent", "wrong"}

    Returns
    -------
    Drawing

    Raises
    ------
    ValueError
        If both points are the same.
    """
    (x0, y0), (x1, y1) = start, end
    length = math.hypot(x1 - x0, y1 - y0)
    if length < 1e-9:
        raise ValueError(f"an arrow from {start} to {end} has no length")
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    back, wide = min(8, length), 4
    bx, by = x1 - back * ux, y1 - back * uy
    parts = [path([start, (bx, by)], f"line {css}".strip()),
             path([end, (bx - wide * uy, by + wide * ux), (bx + wide * uy, by - wide * ux)],
                  f"head {css}".strip(), close=True)]
    if label:
        flat_enough = abs(ux) > abs(uy)
        parts.append(text((x0 + x1) / 2 + (0 if flat_enough else 7), (y0 + y1) / 2 - (11 if flat_enough else 0), label,
                          f"small {css}".strip(), "middle" if flat_enough else "start"))
    return join(parts)
