"""Outlines of arrays, to scale, one square a number: a box for three axes, a rectangle for two."""

from dataclasses import dataclass

from rnnlab.pictures.heatmap import with_title
from rnnlab.pictures.polylines import polylines
from rnnlab.pictures.primitives import Drawing, join, path, rect


@dataclass(frozen=True)
class BoxOutline(Drawing):
    """A drawn array of shape (N, T, D) that knows where its slices are (see `box_outline`)."""

    sizes: tuple = (1, 1, 1, 1, 1)  # N, T, D, the pixels of one number, and those of its depth

    @property
    def depth(self):
        """How far the back lies to the right of the front, and above it."""
        return self.sizes[0] * self.sizes[4]

    def slice(self, sample=None, step=None, css="line accent"):
        """Outline one sample, one step, or one step of one sample, seen through the box where it lies inside.

        Parameters
        ----------
        sample, step : int, optional
            Indices, counted from 0. Both together are D numbers.
        css : str
            The class of the outline.

        Returns
        -------
        Drawing
        """
        N, T, D, unit, depth = self.sizes
        n0, n1 = (0, N) if sample is None else (sample, sample + 1)
        t0, t1 = (0, T) if step is None else (step, step + 1)

        def corner(n, t, d):
            return self.x + d * unit + n * depth, self.y + self.depth + t * unit - n * depth
        return path([corner(n0, t1, 0), corner(n0, t0, 0), corner(n1, t0, 0), corner(n1, t0, D), corner(n1, t1, D),
                     corner(n0, t1, D)], css, close=True)


def box_outline(x, y, N, T, D, name=None, shape="(N, T, D)", unit=10, css="s0"):
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
    BoxOutline
        With `slice(sample, step)` to outline parts of it.

    Raises
    ------
    ValueError
        If a size is not a positive whole number.
    """
    _check_sizes(N=N, T=T, D=D)
    depth = 0.4 * unit
    w, h, d = D * unit, T * unit, N * depth
    front = y + d
    faces = [rect(x, front, w, h, css),
             path([(x, front), (x + d, y), (x + w + d, y), (x + w, front)], css, close=True),
             path([(x + w, front), (x + w + d, y), (x + w + d, y + h), (x + w, front + h)], css, close=True)]
    strokes = [((x + k * unit, front + h), (x + k * unit, front), (x + k * unit + d, y)) for k in range(D + 1)]
    strokes += [((x, front + k * unit), (x + w, front + k * unit), (x + w + d, y + k * unit)) for k in range(T + 1)]
    strokes += [((x + s, front - s), (x + w + s, front - s), (x + w + s, front + h - s))
                for s in (k * depth for k in range(1, N + 1))]
    drawn = BoxOutline(join(faces, polylines(strokes, "mesh")).marks, x, y, w + d, h + d, sizes=(N, T, D, unit, depth))
    return with_title(drawn, name, shape)


def matrix_outline(x, y, rows, columns, name=None, shape=None, unit=10, css="s0"):
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
    Drawing

    Raises
    ------
    ValueError
        If a size is not a positive whole number.
    """
    _check_sizes(rows=rows, columns=columns)
    w, h = columns * unit, rows * unit
    strokes = [((x + k * unit, y), (x + k * unit, y + h)) for k in range(columns + 1)]
    strokes += [((x, y + k * unit), (x + w, y + k * unit)) for k in range(rows + 1)]
    return with_title(join(rect(x, y, w, h, css), polylines(strokes, "mesh")), name, shape)


def _check_sizes(**sizes):
    for symbol, size in sizes.items():
        if int(size) != size or size < 1:
            raise ValueError(f"{symbol} is {size}: the size of an axis is a positive whole number")
