"""Several lines as one SVG element, each written as steps from point to point."""

from html import escape
from itertools import pairwise

import svg

from rnnlab.pictures.primitives import Drawing, coordinate


def polylines(lines, css):
    """Draw several lines as one SVG element, which is smaller than a `rnnlab.pictures.path` for each.

    Parameters
    ----------
    lines : sequence of sequences of (float, float)
        The points of each line.
    css : str
        The class of all of them.

    Returns
    -------
    Drawing
        Without a box: it takes that of what it is drawn over.
    """
    steps = []
    for line in lines:
        points = [(coordinate(x), coordinate(y)) for x, y in line]
        steps.append(f"M{points[0][0]} {points[0][1]}")
        for (x0, y0), (x1, y1) in pairwise(points):
            dx, dy = coordinate(x1 - x0), coordinate(y1 - y0)
            steps.append(f"h{dx}" if y1 == y0 else f"v{dy}" if x1 == x0 else f"l{dx} {dy}")
    x, y = lines[0][0] if lines else (0, 0)
    return Drawing((str(svg.Path(class_=escape(css).split(), d="".join(steps))),) if lines else (), x, y)
