"""The pencil: text, lines and arrows, as SVG that is the same on every machine.

The SVG builder writes what it is given, so everything that comes in passes through here: text is escaped,
coordinates are rounded and have no negative zero, and a number that is not finite is refused.
"""

import math
import re
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape

import svg

from rnnlab.pictures.theme import COLOUR_LEVELS

SUBSCRIPT = re.compile(r"(?<![A-Za-z0-9])([A-Za-z∂])_(\{[^}]*\}|[0-9]+|[A-Za-z](?![A-Za-z]))")


@lru_cache(maxsize=65536)
def coordinate(value):
    """A coordinate with one decimal, as int where it has none."""
    if not math.isfinite(value):
        raise ValueError(f"a picture cannot be drawn at {value}: every coordinate has to be finite")
    value = round(float(value), 1)
    return int(value) if value == int(value) else value


def format_number(value, digits=2):
    """Write a number for a picture: fixed decimals, a real minus sign, and no minus before a zero.

    >>> number(-0.004), number(-1.5), number(3, digits=0)
    ('0.00', '−1.50', '3')
    """
    value = float(value)
    if not math.isfinite(value):
        raise ValueError(f"a picture cannot show {value}: every number has to be finite")
    written = f"{round(value, 9):.{digits}f}"
    return written[1:] if written.startswith("-") and float(written) == 0 else written.replace("-", "−")


def colour_level(value, vmax):
    """The level of a signed number on the colour scale: -10 at -vmax, 0 at 0, 10 at vmax."""
    if not math.isfinite(value):
        raise ValueError(f"a picture cannot show {value}: every number has to be finite")
    share = round(max(-1.0, min(1.0, value / vmax)) * COLOUR_LEVELS, 6) if vmax else 0
    return int(math.copysign(math.floor(abs(share) + 0.5), share))


@dataclass(frozen=True)
class Drawing:
    """Something drawn: its SVG, the box it stands in, and the bounds of that box with all labels.

    Attributes
    ----------
    marks : tuple of str
        SVG elements, back to front.
    x, y, width, height : float
        The box that arrows and neighbours attach to.
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


def join(*parts):
    """Several parts as one, with the box around all of them."""
    parts = _flatten(parts)
    boxes = [part for part in parts if isinstance(part, Drawing)]
    marks = tuple(mark for part in parts for mark in (part.marks if isinstance(part, Drawing) else (part,)))
    if not boxes:
        return Drawing(marks, 0, 0)
    x, y = min(part.x for part in boxes), min(part.y for part in boxes)
    width, height = max(part.right for part in boxes) - x, max(part.bottom for part in boxes) - y
    left, top, right, bottom = zip(*(part.bounds for part in boxes))
    return Drawing(marks, x, y, width, height, (min(left), min(top), max(right), max(bottom)))


def _flatten(parts):
    """Parts, marks, and lists of them, as one list; None is left out."""
    found = []
    for part in parts:
        if isinstance(part, (list, tuple)):
            found += _flatten(part)
        elif isinstance(part, (Drawing, str)):
            found.append(part)
        elif part is not None:
            raise TypeError(f"a picture is made of parts, this is a {type(part).__name__}")
    return found


def rect(x, y, width, height, css, corner=0):
    """A rectangle of the class `css`."""
    mark = svg.Rect(x=coordinate(x), y=coordinate(y), width=coordinate(width), height=coordinate(height),
                    rx=coordinate(corner) or None, class_=escape(css))
    return Drawing((str(mark),), x, y, width, height)


def path(points, css, close=False):
    """A line through points, each a pair (x, y)."""
    steps = " ".join(f"{'L' if i else 'M'}{coordinate(x)} {coordinate(y)}" for i, (x, y) in enumerate(points))
    xs, ys = zip(*points)
    mark = svg.Path(d=steps + ("Z" if close else ""), class_=escape(css))
    return Drawing((str(mark),), min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def circle(x, y, radius, css):
    """A circle around (x, y)."""
    mark = svg.Circle(cx=coordinate(x), cy=coordinate(y), r=coordinate(radius), class_=escape(css))
    return Drawing((str(mark),), x - radius, y - radius, 2 * radius, 2 * radius)


def text(x, y, words, css="", anchor="start"):
    """Words in one line; ``h_t`` and ``h_{t-1}`` get a subscript.

    Parameters
    ----------
    x, y : float
        Where the line stands: `y` is its middle height.
    words : str
    css : str
        Classes, parted by spaces: small, large, strong, quiet, accent, wrong, right.
    anchor : {"start", "middle", "end"}
        Which point of the line stands at `x`.

    Returns
    -------
    Part
        With an estimate of its width, on the wide side.
    """
    words = str(words)
    size = 11.5 if "small" in css else 15 if "large" in css else 13
    shown = SUBSCRIPT.sub(lambda found: found[1] + found[2].strip("{}"), words)
    width = size * sum(0.82 if letter.isupper() or letter in "mw@−+=" else 0.62 if letter.isalnum() else 0.42
                       for letter in shown) * (1.08 if "strong" in css else 1)
    left = x - {"start": 0, "middle": width / 2, "end": width}[anchor]
    return Drawing((_text_mark(coordinate(x), coordinate(y + 0.36 * size), words, css, anchor),),
                left, y - 0.62 * size, width, 1.24 * size)


@lru_cache(maxsize=65536)
def _text_mark(x, y, words, css, anchor):
    line, last, lowered = [], 0, False
    for found in SUBSCRIPT.finditer(words):
        line.append(_span(words[last:found.end(1)], lowered))
        line.append(f'<tspan dy="3.5" font-size="78%">{escape(found[2].strip("{}").replace("-", "−"))}</tspan>')
        last, lowered = found.end(), True
    line.append(_span(words[last:], lowered))
    return str(svg.Text(x=x, y=y, text="".join(line), class_=escape(css) or None,
                        text_anchor=None if anchor == "start" else anchor))


def _span(words, raised):
    """Words on the line itself, brought up again after a subscript."""
    return f'<tspan dy="-3.5">{escape(words)}</tspan>' if raised and words else escape(words)


def arrow(start, end, label=None, css=""):
    """A straight arrow with an optional label beside its middle.

    Parameters
    ----------
    start, end : tuple of float
        Points (x, y). The tip stands on `end`.
    label : str, optional
    css : {"", "accent", "wrong"}

    Returns
    -------
    Part
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
