"""Heat maps: a matrix or a vector as coloured cells with their numbers in them."""

from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape

import numpy as np
import svg

from rnnlab.pictures.primitives import Drawing, area, colour_level, coordinate, format_number, join, text
from rnnlab.validation import check_array

CELL_SIZE = (44, 24)
TITLE_GAP = 7  # pixels between an array's name and its shape
AIR = 7  # pixels of a cell's width that its number leaves free


@dataclass(frozen=True)
class Grid(Drawing):
    """A drawn matrix that knows where each of its cells is."""

    shape: tuple = (1, 1)  # rows, columns

    def cell(self, row, column):
        """The area of one cell; negative indices count from the end."""
        rows, columns = self.shape
        width, height = self.width / columns, self.height / rows
        return area(self.x + column % columns * width, self.y + row % rows * height, width, height)

    def row(self, row):
        """The area of one row."""
        first, last = self.cell(row, 0), self.cell(row, -1)
        return area(first.x, first.y, last.right - first.x, first.height)

    def column(self, column):
        """The area of one column."""
        first, last = self.cell(0, column), self.cell(-1, column)
        return area(first.x, first.y, first.width, last.bottom - first.y)


def _width_in_em(number):
    """How wide a number is in a wide font (DejaVu Sans)."""
    return sum({"−": 0.84, ".": 0.32}.get(letter, 0.64) for letter in number)


@lru_cache(maxsize=65536)
def _cell_mark(x, y, width, height, shade, words, size):
    """One coloured cell with its number. Cached, since frames have most of their cells in common."""
    elements = [svg.Rect(x=x, y=y, width=width, height=height)]
    if words:
        elements.append(svg.Text(x=coordinate(x + width / 2), y=coordinate(y + height / 2 + 0.36 * size), text=words,
                                 style=None if size == 12 else f"font-size:{size}px"))  # an attribute would lose
    css = ["cell", "blank" if shade is None else f"v{shade}"]
    return str(svg.G(class_=css, elements=elements))


def heatmap(x, y, values, name=None, shape=None, *, vmax=None, digits=2, cell=CELL_SIZE, numbers=True, visible=None):
    """Draw a matrix as a heat map with its numbers.

    Parameters
    ----------
    x, y : float
        Left and top of the cells; name and shape are written above them.
    values : array_like, shape (R, C)
    name, shape : str, optional
        For example ``"Wx"`` and ``"(D, M)"``.
    vmax : float, optional
        The magnitude that has the strongest colour. The largest in `values` if not given.
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
        With `cell(row, column)`, `row(row)` and `column(column)` to attach arrows, hotspots and outlines to.

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
    widest = max((_width_in_em(format_number(v, digits)) for v in values.flat), default=1)
    size = coordinate(min(12, height * 0.6, (width - AIR) / widest))
    marks = []
    for (row, column), value in np.ndenumerate(values):
        is_visible = visible is None or visible[row][column]
        marks.append(_cell_mark(coordinate(x + column * width), coordinate(y + row * height), width, height,
                               colour_level(value, vmax) if is_visible else None,
                               format_number(value, digits) if is_visible and numbers else "", size))
    grid = Grid(tuple(marks), x, y, values.shape[1] * width, values.shape[0] * height, shape=values.shape)
    return with_title(grid, name, shape)


def with_title(drawing, name, shape=None):
    """A drawing with a name, and a shape after it, written above as one line, so that they never touch."""
    if not name and not shape:
        return drawing
    x, y = drawing.x, drawing.y - 13
    if not name:
        return _with_labels(drawing, text(x, y, shape, "small quiet"))
    tail = f'<tspan dx="{TITLE_GAP}" class="small quiet plain">{escape(shape)}</tspan>' if shape else ""
    title = text(x, y, name, "strong", tail=tail)
    room = replace(text(title.right + TITLE_GAP, y, shape, "small quiet"), marks=()) if shape else None
    return _with_labels(drawing, [title, room])


def _with_labels(drawing, labels):
    """A drawing with labels around it: its box stays, its bounds grow."""
    joined = join(drawing, labels)
    return replace(drawing, marks=joined.marks, bounds=joined.bounds)


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
    written = []
    for index, label in enumerate(labels or ()):
        cell = grid.cell(index, 0) if column else grid.cell(0, index)
        written.append(text(cell.x - 5, cell.middle[1], label, "small quiet", "end") if column
                       else text(cell.middle[0], cell.bottom + 9, label, "small quiet", "middle"))
    return _with_labels(grid, written)
