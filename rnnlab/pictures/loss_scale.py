"""The colour scale for a loss, the same in every lesson: the lower the loss, the deeper the blue.

It is laid over the paper, so it follows light and dark, and it stays pale enough for a path drawn on it to keep a
contrast of 2.5 : 1 and more. The lines at its levels say the same without colour.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnlab.pictures.theme import LIGHT, SERIES_COLOURS

DEEPEST, PALEST = 0.5, 0.05


def fill_loss(axes: Any, x: npt.ArrayLike, y: npt.ArrayLike, loss: npt.ArrayLike, levels: Sequence[float]) -> Any:
    """Fill a map of a loss between levels, and draw a line at each level but the lowest.

    Parameters
    ----------
    axes : matplotlib.axes.Axes
    x, y : array_like, shape (C,) and (R,), or both (R, C)
    loss : array_like, shape (R, C)
    levels : sequence of float
        From the lowest loss to the highest that is coloured; above it the paper shows.

    Returns
    -------
    matplotlib.contour.QuadContourSet
        The lines, to be labelled with ``axes.clabel``.
    """
    for (low, high), alpha in zip(pairwise(levels), np.linspace(DEEPEST, PALEST, len(levels) - 1)):
        axes.contourf(x, y, loss, (low, high), colors=[SERIES_COLOURS[4]], alpha=alpha)
    axes.grid(False)
    return axes.contour(x, y, loss, levels[1:], colors=[LIGHT["quiet"]], linewidths=0.6)
