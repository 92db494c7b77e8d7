"""Outlines of arrays, to scale, one square a number: a box for three axes, a rectangle for two."""

from dataclasses import dataclass, replace

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

    def corner(self, n, t, d):
        """The point between numbers where n samples, t steps and d features end."""
        *_, unit, depth = self.sizes
        return self.x + d * unit + n * depth, self.y + self.depth + t * unit - n * depth

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
        N, T, D, *_ = self.sizes
        at = self.corner
        n0, n1 = (0, N) if sample is None else (sample, sample + 1)
        t0, t1 = (0, T) if step is None else (step, step + 1)
        return path([at(n0, t1, 0), at(n0, t0, 0), at(n1, t0, 0), at(n1, t0, D), at(n1, t1, D), at(n0, t1, D)], css,
                    close=True)


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
    box = BoxOutline((), x, y, D * unit + N * depth, T * unit + N * depth, sizes=(N, T, D, unit, depth))
    at = box.corner
    faces = [rect(*at(0, 0, 0), D * unit, T * unit, css),
             path([at(0, 0, 0), at(N, 0, 0), at(N, 0, D), at(0, 0, D)], css, close=True),
             path([at(0, 0, D), at(N, 0, D), at(N, T, D), at(0, T, D)], css, close=True)]
    strokes = [(at(0, T, d), at(0, 0, d), at(N, 0, d)) for d in range(D + 1)]
    strokes += [(at(0, t, 0), at(0, t, D), at(N, t, D)) for t in range(T + 1)]
    strokes += [(at(n, 0, 0), at(n, 0, D), at(n, T, D)) for n in range(1, N + 1)]
    return with_title(replace(box, marks=join(faces, polylines(strokes, "mesh")).marks), name, shape)


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
