"""Dots stacked over an axis, one for each network, so that the eye sees how many stand where (a dot plot)."""

import numpy as np

from rnnlab.pictures import circle, join, text

BIN = 0.25  # of U
RADIUS, PITCH, LABEL_HEIGHT = 2.4, 5.5, 20  # pixels


def stack_dots(backdrop, U, heights, adding):
    """Draw a dot for each network, stacked where several stand at nearly the same U, and the size of each heap.

    Parameters
    ----------
    backdrop : MatplotlibBackdrop
        Its axes are U to the right and a loss upwards.
    U : array_like, shape (R,)
        A network outside the axes stands at their edge.
    heights : array_like, shape (R,)
        The loss on which each stands. A stack rests on the mean of its networks.
    adding : array_like of bool, shape (R,)
        Those that learn to add are discs, the others rings, and each kind is counted. A stack that would grow out of
        the axes is wider instead.

    Returns
    -------
    Drawing
    """
    U, heights, adding = np.clip(U, *backdrop.axes.get_xlim()), np.asarray(heights), np.asarray(adding, bool)
    (left, _), (right, _) = backdrop.to_pixels(0, 0), backdrop.to_pixels(BIN, 0)
    most = max(2, int((right - left) // PITCH))
    bins = np.round(U / BIN).astype(int)
    parts = []
    for kind, css, name in ((adding, "solved", "add"), (~adding, "ring lost", "do not")):
        if not kind.any():
            continue
        tops = []
        for place in np.unique(bins[kind]):
            members = np.flatnonzero(kind & (bins == place))
            x, y = backdrop.to_pixels(place * BIN, heights[members].mean())
            widest, rows = most, -(-len(members) // most)
            if rows * PITCH > y - backdrop.y:  # wider, so that it fits below its label
                widest = -(-len(members) // max(1, int((y - backdrop.y - LABEL_HEIGHT) // PITCH)))
                rows = -(-len(members) // widest)
            for row in range(rows):
                wide = min(widest, len(members) - row * widest)
                parts += [circle(x + (k - (wide - 1) / 2) * PITCH, y - (row + 0.5) * PITCH, RADIUS, css)
                          for k in range(wide)]
            tops.append((x, y - rows * PITCH))
        middle, top = float(np.mean([x for x, _ in tops])), min(y for _, y in tops)
        label = text(0, 0, f"{kind.sum()} {name}", "strong", "middle")
        middle = max(middle, backdrop.to_pixels(backdrop.axes.get_xlim()[0], 0)[0] + label.width / 2)
        parts.append(text(middle, max(top - 11, backdrop.y + 10), f"{kind.sum()} {name}",
                          f"strong halo {css.split()[-1]}", "middle"))
    return join(parts)
