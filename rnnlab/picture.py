"""What is drawn: the small vocabulary of these lessons.

    heatmap, vector     numbers in coloured cells
    box, sheet          an array of three or two axes, to scale
    bars                one bar a number
    unrolled            the network, one column a time step, with numbers on its edges
    Stage               matplotlib's axes as a backdrop (see `rnnlab.stage`)

Each piece is a `Part`; a `Picture` is parts and the sentence that says what they show. All sizes are in pixels of a
picture about 700 wide. The pencil itself is `rnnlab.drawing`, whose tools are here too.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import svg

from rnnlab.arrays import check_array
from rnnlab.drawing import (Part, Picture, arrow, circle, coordinate, join, level, number, path, rect, shown,
                            target, text)

__all__ = ["Box", "Edge", "Grid", "Part", "Picture", "arrow", "bars", "box", "circle", "heatmap", "join", "level",
           "number", "path", "rect", "shown", "target", "text", "unrolled", "vector"]

CELL = (46, 26)


class Grid(Part):
    """A drawn matrix, whose cells can be found again."""

    def cell(self, row, column):
        """One cell, as an empty part to attach things to."""
        rows, columns = self.shape
        width, height = self.width / columns, self.height / rows
        return Part((), self.x + column % columns * width, self.y + row % rows * height, width, height)

    def row(self, row):
        """One whole row, as an empty part."""
        first, last = self.cell(row, 0), self.cell(row, -1)
        return Part((), first.x, first.y, last.right - first.x, first.height)

    def column(self, column):
        """One whole column, as an empty part."""
        first, last = self.cell(0, column), self.cell(-1, column)
        return Part((), first.x, first.y, first.width, last.bottom - first.y)


@lru_cache(maxsize=65536)
def cell_mark(x, y, width, height, shade, words, size):
    """One coloured cell with its number; frames share most of their cells."""
    parts = [svg.Rect(x=x, y=y, width=width, height=height)]
    if words:
        parts.append(svg.Text(x=coordinate(x + width / 2), y=coordinate(y + height / 2 + 0.36 * size), text=words,
                              font_size=None if size == 13 else size))
    css = ["cell", "blank" if shade is None else f"v{shade}"]
    return str(svg.G(class_=css, elements=parts))


def heatmap(x, y, values, name=None, shape=None, *, vmax=None, digits=2, cell=CELL, numbers=True, visible=None):
    """Draw a matrix as a heat map with its numbers.

    Parameters
    ----------
    x, y : float
        Left and top of the cells; name and shape stand above them.
    values : array_like, shape (R, C)
    name, shape : str, optional
        For example ``"Wx"`` and ``"(D, M)"``.
    vmax : float, optional
        The number of the strongest colour. The largest magnitude in `values` if not given.
    digits : int
        Decimals shown.
    cell : tuple of float
        Width and height of a cell.
    numbers : bool
        Whether the numbers are written into the cells.
    visible : array_like of bool, shape (R, C), optional
        Where it is False the cell is an empty frame: not computed yet.

    Returns
    -------
    Grid
        With `cell(row, column)`, `row(row)` and `column(column)` to attach arrows, targets and outlines to.

    Raises
    ------
    ValueError
        If `values` is not a matrix or a number is not finite.
    """
    values = check_array(name or "values", values, ("R", "C"))
    if visible is not None and np.shape(visible) != values.shape:
        raise ValueError(f"visible has shape {np.shape(visible)}, it should have shape (R, C) = {values.shape}")
    vmax = float(np.abs(values).max()) if vmax is None else vmax
    width, height = cell
    digits_wide = max((len(number(v, digits)) for v in values.flat), default=1)
    size = coordinate(min(13, height * 0.6, (width - 4) / (0.6 * digits_wide)))
    marks = []
    for (row, column), value in np.ndenumerate(values):
        there = visible is None or visible[row][column]
        marks.append(cell_mark(coordinate(x + column * width), coordinate(y + row * height), width, height,
                               level(value, vmax) if there else None,
                               number(value, digits) if there and numbers else "", size))
    grid = Grid(tuple(marks), x, y, values.shape[1] * width, values.shape[0] * height)
    object.__setattr__(grid, "shape", values.shape)
    return titled(grid, name, shape)


def titled(part, name, shape=None):
    """Put a name, and a shape behind it, above a part."""
    if not name and not shape:
        return part
    words = []
    if name:
        words.append(text(part.x, part.y - 13, name, "strong"))
    if shape:
        words.append(text(words[0].right + 5 if words else part.x, part.y - 13, shape, "small quiet"))
    whole = join(part, words)
    titled_part = type(part)(whole.marks, part.x, part.y, part.width, part.height, whole.bounds)
    if isinstance(part, Grid):
        object.__setattr__(titled_part, "shape", part.shape)
    return titled_part


def vector(x, y, values, name=None, shape=None, *, labels=None, column=False, **options):
    """Draw a vector as one row (or column) of cells, with a label at each.

    Parameters
    ----------
    x, y : float
    values : array_like, shape (C,)
    name, shape : str, optional
    labels : sequence of str, optional
        Written under a row's cells, to the left of a column's.
    column : bool
        Draw it downwards.
    **options
        As for `heatmap`.

    Returns
    -------
    Grid
    """
    values = check_array(name or "values", values, ("C",))
    if labels is not None and len(labels) != len(values):
        raise ValueError(f"labels has length {len(labels)}, it should have one for each of the {len(values)} values")
    if options.get("visible") is not None:
        options["visible"] = np.reshape(options["visible"], (-1, 1) if column else (1, -1))
    grid = heatmap(x, y, values[:, None] if column else values[None], name, shape, **options)
    words = []
    for index, label in enumerate(labels or ()):
        part = grid.cell(index, 0) if column else grid.cell(0, index)
        words.append(text(part.x - 5, part.middle[1], label, "small quiet", "end") if column
                     else text(part.middle[0], part.bottom + 9, label, "small quiet", "middle"))
    whole = join(grid, words)
    labelled = Grid(whole.marks, grid.x, grid.y, grid.width, grid.height, whole.bounds)
    object.__setattr__(labelled, "shape", grid.shape)
    return labelled


class Box(Part):
    """A drawn array (N, T, D), whose slices can be found again (see `box`)."""

    def slice(self, sample=None, step=None, css="line accent"):
        """Outline one sample, one step, or one step of one sample, seen through the box where it lies inside.

        Parameters
        ----------
        sample, step : int, optional
            Counted from 0. Both together are D numbers.
        css : str

        Returns
        -------
        Part
        """
        N, T, D, unit, depth = self.sizes
        n0, n1 = (0, N) if sample is None else (sample, sample + 1)
        t0, t1 = (0, T) if step is None else (step, step + 1)

        def corner(n, t, d):
            return self.x + d * unit + n * depth, self.y + N * depth + t * unit - n * depth
        return path([corner(n0, t1, 0), corner(n0, t0, 0), corner(n1, t0, 0), corner(n1, t0, D), corner(n1, t1, D),
                     corner(n0, t1, D)], css, close=True)


def box(x, y, N, T, D, name=None, shape="(N, T, D)", unit=10, css="s0"):
    """Draw an array of shape (N, T, D) to scale: D to the right, T downwards, N into the depth.

    Parameters
    ----------
    x, y : float
        Left and top of the whole box, its depth included.
    N, T, D : int
        The sizes of its axes.
    name, shape : str, optional
        Written above.
    unit : float
        Pixels for one number; the depth is drawn shortened, at 0.4 of it to the right and upwards.
    css : str
        The class of the faces: s0 to s5 for the colours of a series, data for none of them.

    Returns
    -------
    Box
        With `slice(sample, step)` to outline parts of it.

    Raises
    ------
    ValueError
        If a size is not a positive whole number.
    """
    check_sizes(N=N, T=T, D=D)
    depth = 0.4 * unit
    w, h, d = D * unit, T * unit, N * depth
    front = y + d
    faces = [rect(x, front, w, h, css),
             path([(x, front), (x + d, y), (x + w + d, y), (x + w, front)], css, close=True),
             path([(x + w, front), (x + w + d, y), (x + w + d, y + h), (x + w, front + h)], css, close=True)]
    strokes = []
    for k in range(D + 1):
        strokes.append(((x + k * unit, front + h), (x + k * unit, front), (x + k * unit + d, y)))
    for k in range(T + 1):
        strokes.append(((x, front + k * unit), (x + w, front + k * unit), (x + w + d, y + k * unit)))
    for k in range(1, N + 1):
        s = k * depth
        strokes.append(((x + s, front - s), (x + w + s, front - s), (x + w + s, front + h - s)))
    whole = titled(join(faces, mesh(strokes)), name, shape)
    drawn = Box(whole.marks, x, y, w + d, h + d, whole.bounds)
    object.__setattr__(drawn, "sizes", (N, T, D, unit, depth))
    return drawn


def mesh(strokes):
    """The lines between the numbers of a drawn array, as one mark."""
    steps = []
    for stroke in strokes:
        points = [(coordinate(x), coordinate(y)) for x, y in stroke]
        steps.append("M%s %s" % points[0])
        steps += [f"h{coordinate(x1 - x0)}" if y1 == y0 else f"v{coordinate(y1 - y0)}" if x1 == x0
                  else f"l{coordinate(x1 - x0)} {coordinate(y1 - y0)}" for (x0, y0), (x1, y1) in zip(points, points[1:])]
    return str(svg.Path(class_="mesh", d="".join(steps)))


def sheet(x, y, rows, columns, name=None, shape=None, unit=10, css="s0"):
    """Draw a matrix to scale, one square a number and no numbers in it.

    Parameters
    ----------
    x, y : float
        Left and top.
    rows, columns : int
    name, shape : str, optional
        Written above.
    unit : float
        Pixels for one number.
    css : str
        s0 to s5, or data.

    Returns
    -------
    Part

    Raises
    ------
    ValueError
        If a size is not a positive whole number.
    """
    check_sizes(rows=rows, columns=columns)
    w, h = columns * unit, rows * unit
    strokes = [((x + k * unit, y), (x + k * unit, y + h)) for k in range(columns + 1)]
    strokes += [((x, y + k * unit), (x + w, y + k * unit)) for k in range(rows + 1)]
    return titled(join(rect(x, y, w, h, css), mesh(strokes)), name, shape)


def check_sizes(**sizes):
    for symbol, size in sizes.items():
        if int(size) != size or size < 1:
            raise ValueError(f"{symbol} is {size}: the size of an axis is a positive whole number")


def bars(x, y, values, labels=None, name=None, *, width=300, height=120, vmax=None, digits=2, css="s0"):
    """Draw one upright bar a number, with the number at its end.

    Parameters
    ----------
    x, y : float
        Left and top of the area.
    values : array_like, shape (C,)
        Negative ones hang below the zero line.
    labels : sequence of str, optional
        Written under the bars.
    name : str, optional
    width, height : float
        The area, without labels.
    vmax : float, optional
        The magnitude of a full bar. The largest in `values` if not given.
    digits : int
    css : str
        s0 to s5.

    Returns
    -------
    Part
    """
    values = check_array(name or "values", values, ("C",))
    if labels is not None and len(labels) != len(values):
        raise ValueError(f"labels has length {len(labels)}, it should have one for each of the {len(values)} values")
    vmax = float(np.abs(values).max()) if vmax is None else vmax
    vmax = vmax or 1
    below = bool((values < 0).any())
    reach = (height - 18) / 2 - 9 if below else height - 18
    zero = y + height / 2 if below else y + height
    pace = width / len(values)
    parts = [path([(x, zero), (x + width, zero)], "line")]
    for index, value in enumerate(values):
        length = min(abs(value) / vmax, 1) * reach
        left, middle = x + index * pace + 0.15 * pace, x + (index + 0.5) * pace
        if length >= 0.05:
            parts.append(rect(left, zero - length if value > 0 else zero, 0.7 * pace, length, f"bar {css}"))
        parts.append(text(middle, zero - length - 9 if value >= 0 else zero + length + 9, number(value, digits),
                          "small", "middle"))
        if labels is not None:
            parts.append(text(middle, y + height + 11, labels[index], "small quiet", "middle"))
    drawn = join(parts)
    return titled(Part(drawn.marks, x, y, width, height, drawn.bounds), name)


class Edge(NamedTuple):
    """The numbers on an edge of the unrolled network.

    Attributes
    ----------
    data : str, optional
        What flows forward, above the edge.
    gradient : str, optional
        What flows back, below the edge, in the accent's colour and behind a ∂.
    css : {"", "accent", "wrong"}
        How the edge is drawn.
    """

    data: str | None = None
    gradient: str | None = None
    css: str = ""


def unrolled(x, y, T, *, nodes=None, edges=None, outputs=(), width=680, height=200):
    """Draw the network unrolled in time: inputs at the bottom, hidden states in the middle, outputs on top.

    Parameters
    ----------
    x, y : float
        Left and top.
    T : int
        The number of steps. Hidden states are h_0 … h_T, inputs x_1 … x_T.
    nodes : dict, optional
        A second line inside a node, for example ``{("h", 1): "0.52", ("x", 1): "3"}``.
    edges : dict of `Edge`, optional
        Keyed by where the edge starts: ``("x", t)`` goes up to h_t, ``("h", t)`` goes right from h_{t-1} to h_t,
        ``("y", t)`` goes up from h_t to y_t. An edge that is not named is drawn plain.
    outputs : iterable of int
        The steps at which an output is read.
    width, height : float

    Returns
    -------
    Part

    Raises
    ------
    ValueError
        If T is not positive, or a node or an edge does not exist.
    """
    if T < 1:
        raise ValueError(f"T is {T}: the unrolled network has at least one step")
    nodes, edges, outputs = dict(nodes or {}), dict(edges or {}), sorted(outputs)
    radius, pace = 23, (width - 46) / T
    top, middle, bottom = y + radius, y + height / 2, y + height - radius
    places = {("h", t): (x + radius + t * pace, middle) for t in range(T + 1)}
    places |= {("x", t): (places["h", t][0], bottom) for t in range(1, T + 1)}
    places |= {("y", t): (places["h", t][0], top) for t in outputs}
    drawn_edges = {("x", t): (("x", t), ("h", t)) for t in range(1, T + 1)}
    drawn_edges |= {("h", t): (("h", t - 1), ("h", t)) for t in range(1, T + 1)}
    drawn_edges |= {("y", t): (("h", t), ("y", t)) for t in outputs}
    for kind, given, known in (("node", nodes, places), ("edge", edges, drawn_edges)):
        for key in given:
            if key not in known:
                raise ValueError(f"there is no {kind} {key!r} in a network unrolled over T = {T} steps")
    parts = []
    for key, (start, end) in drawn_edges.items():
        edge = edges.get(key, Edge())
        (x0, y0), (x1, y1) = places[start], places[end]
        upright = x0 == x1
        parts.append(arrow((x0, y0 - radius) if upright else (x0 + radius, y0),
                           (x1, y1 + radius) if upright else (x1 - radius, y1), css=edge.css))
        mx, my = (x0 + x1) / 2, (y0 + y1) / 2
        data_at, gradient_at = ((mx - 7, my), (mx + 7, my)) if upright else ((mx, my - 12), (mx, my + 12))
        tint = "wrong" if edge.css == "wrong" else "accent"
        if edge.data is not None:
            parts.append(text(*data_at, edge.data, "small", "end" if upright else "middle"))
        if edge.gradient is not None:
            parts.append(text(*gradient_at, f"∂ {edge.gradient}", f"small {tint}", "start" if upright else "middle"))
    for (letter, t), (cx, cy) in places.items():
        value = nodes.get((letter, t))
        parts += [circle(cx, cy, radius, "node"),
                  text(cx, cy - (7 if value is not None else 0), f"{letter}_{t}", "strong", "middle")]
        if value is not None:
            parts.append(text(cx, cy + 9, value, "small", "middle"))
    drawn = join(parts)
    return Part(drawn.marks, x, y, width, height, drawn.bounds)
