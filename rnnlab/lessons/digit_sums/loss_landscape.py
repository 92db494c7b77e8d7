"""The loss landscape of the sum of three digits, as pictures of lessons 4 and 5, and the paths of training on it.

The map shows the loss over all 1,000 sequences for U and W, with b at its best; the curve is L(U), with W at its best
too.
"""

import math
from functools import partial

import numpy as np

from rnnlab.lessons.digit_sums import GUESS_LOSS, VARIANCE, curve, network_loss
from rnnlab.lessons.digit_sums.dot_stacks import stack_dots
from rnnlab.pictures import Picture, circle, format_number, join, path, text
from rnnlab.pictures.loss_scale import fill_loss
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from rnnlab.pictures.polylines import polylines
from rnnlab.pictures.theme import LIGHT

U_RANGE, W_RANGE, HIGHEST = (-4.2, 2.6), (-1.75, 2.2), 30
CONTOUR_LEVELS = (0, 1, 4, 8, 12, 16.5, 20, 22, GUESS_LOSS)
ADDING_LOSS = 5  # below it a network adds: those that do end below 2, the others above 20
PANEL, RUNS_HEIGHT = (320, 300), 380  # as wide as a phone has room for
MARGINS = 56, 8, 44, 8  # around the axes: left, right, bottom, top
PATH_COLOURS = ("solved", "lost", "accent")


def map_loss(W, U):
    """Mean squared error over all 1,000 sequences with b at its best: only the variance of the error is left.

    Parameters
    ----------
    W, U : array_like, of shapes that broadcast

    Returns
    -------
    numpy.ndarray of their common shape, or float
    """
    return VARIANCE * ((W - 1) ** 2 + (W * U - 1) ** 2 + (W * U * U - 1) ** 2)


def _lay_out(axes, U_range):
    """The axis of U and the margins, the same for the map and the curve."""
    left, right, bottom, top = MARGINS
    width, height = 72 * axes.figure.get_size_inches()
    axes.set_position([left / width, bottom / height, 1 - (left + right) / width, 1 - (bottom + top) / height])
    axes.set_xlabel("U")
    axes.set_xlim(*U_range)
    axes.set_xticks(range(math.ceil(U_range[0]), math.floor(U_range[1]) + 1))
    axes.yaxis.set_label_coords(14 / width, (bottom / height + 1 - top / height) / 2, axes.figure.transFigure)


def map_axes(axes, U_range=U_RANGE, W_range=W_RANGE, best_W=True):
    """Draw the map: the loss with b at its best, and the best W for each U as a dashed line."""
    U, W = np.linspace(*U_range, 121), np.linspace(*W_range, 81)
    fill_loss(axes, U, W, map_loss(W[:, None], U), CONTOUR_LEVELS)
    if best_W:
        axes.plot(U, 1 / (U * U - U + 1), linestyle="--", linewidth=1.2, color=LIGHT["ink"])
    axes.set_ylabel("W")
    axes.set_ylim(*W_range)
    _lay_out(axes, U_range)


def curve_axes(axes, U_range=U_RANGE, highest=HIGHEST, until=None):
    """Draw the curve, and what guessing costs, with its name up to U = `until`, or else to the right edge."""
    U = np.linspace(*U_range, 341)
    axes.axhline(GUESS_LOSS, linestyle=":", linewidth=1.2, color=LIGHT["quiet"])
    axes.text(until or U_range[1] - 0.05, GUESS_LOSS + 0.7, "guessing 13.5", ha="right", fontsize=12,
              color=LIGHT["ink"])
    axes.plot(U, curve(U), color=LIGHT["ink"], linewidth=1.6)
    axes.set_ylabel("loss")
    axes.set_ylim(0, highest)
    axes.grid(False)
    _lay_out(axes, U_range)


def runs_axes(axes, with_curve=True):
    """Draw the axes for heaps of networks, and the curve unless the reader has yet to find it."""
    curve_axes(axes, (-3.8, 2.2), 34, until=0.75)  # between the heaps
    if not with_curve:
        axes.lines[1].remove()


def star(backdrop, U, height):
    """The star at the answer, to be drawn over all else: at U = 1 and W = 1 on the map, at U = 1 and loss 0 below."""
    x, y = backdrop.to_pixels(U, height)
    points = [(x + radius * math.sin(k * math.pi / 5), y - radius * math.cos(k * math.pi / 5))
              for k, radius in enumerate((8, 3.4) * 5)]
    return path(points, "star", close=True)


def answer_label(backdrop):
    """The name of the star on the map, right of it."""
    x, y = backdrop.to_pixels(1, 1)
    return [text(x + 12, y + below, words, "small halo") for below, words in ((-9, "adds"), (5, "exactly"))]


def to_pixels(backdrop, U, W):
    """Where points (U, W) of a plot stand in the picture, all at once: both axes are linear. A list of (x, y)."""
    (x0, y0), (x1, y1) = backdrop.to_pixels(0, 0), backdrop.to_pixels(1, 1)
    return list(zip((x0 + (x1 - x0) * U).tolist(), (y0 + (y1 - y0) * W).tolist()))


def show_runs(*trained, with_curve=True):
    """Where networks ended: a dot each, stacked over their U at their loss (see `stack_dots`).

    Parameters
    ----------
    *trained : Weights
        Of R networks with one unit, each.
    with_curve : bool
        Whether L(U) is drawn, the least loss at each U.

    Returns
    -------
    Picture
    """
    U = np.concatenate([networks.Wh[:, 0, 0] for networks in trained])
    losses = np.concatenate([network_loss(networks) for networks in trained])
    adding, lost = losses < ADDING_LOSS, losses >= ADDING_LOSS
    backdrop = MatplotlibBackdrop(partial(runs_axes, with_curve=with_curve), 0, 0, PANEL[0], RUNS_HEIGHT)
    caption = (f"{len(U)} trained networks, each a dot over its U, at its loss. Those that ended near one another are "
               "stacked.")
    near_one = (losses[adding] < 2).all() and (abs(U[adding] - 1) < 0.1).all()
    if near_one and lost.any() and losses[lost].min() > 20:
        reach = f"from {format_number(U[lost].min(), 1)} to {format_number(U[lost].max(), 1)}"
        caption += (f" {adding.sum()} lie near U = 1 with a loss close to 0, {lost.sum()} at U {reach} with a loss "
                    "above 20.")
    if with_curve:
        caption += (" The line is L(U), the least loss that any W and b reach at this U: 0 at U = 1, highest at U = −1 "
                    "with 22, and falling slowly from there to the left. No network lies below it.")
    return Picture(backdrop.drawing, stack_dots(backdrop, U, np.minimum(losses, HIGHEST), adding),
                   star(backdrop, 1, 0) if with_curve else None, caption=caption)


def show_paths(history, caption, numbered=None):
    """Training paths over the map of U and W, and the watershed U = -1/2.

    Parameters
    ----------
    history : rnnlab.training.loop.History
        Of R networks with one unit.
    caption : str
        What there is to see.
    numbered : sequence of int, optional
        The networks whose paths are numbered and in colour; the others are thin and grey. All if not given.

    Returns
    -------
    Picture
    """
    backdrop = MatplotlibBackdrop(map_axes, 0, 0, *PANEL)
    W, U = history.path.Wx[..., 0, 0], history.path.Wh[..., 0, 0]
    numbered = range(W.shape[1]) if numbered is None else numbered
    others = [network for network in range(W.shape[1]) if network not in numbered]
    marks = [polylines([thin_out(to_pixels(backdrop, U[:, network], W[:, network]), 2.5) for network in others],
                       "thin")]
    for number, network in enumerate(numbered):
        points, css = thin_out(to_pixels(backdrop, U[:, network], W[:, network])), PATH_COLOURS[number % 3]
        (x, y), last = points[0], points[-1]
        marks += [path(points, f"line {css}", style="stroke-width:2.5;stroke-opacity:1"), circle(*last, 5, css),
                  circle(x, y, 9, "node"), text(x, y, number + 1, "small strong", "middle")]
    return Picture(backdrop.drawing, watershed(backdrop), marks, star(backdrop, 1, 1), caption=caption)


def watershed(backdrop):
    """The line U = -1/2 on the map, with its name at the foot."""
    (x, top), (_, bottom) = (backdrop.to_pixels(-0.5, W) for W in reversed(backdrop.axes.get_ylim()))
    return join([path([(x, top), (x, bottom)], "thin"), text(x + 6, bottom - 12, "U = −½", "small quiet halo")])


def thin_out(points, least=1.5):
    """The points that are at least so many pixels from the one before that is drawn, and the last."""
    distant = [points[0]]
    for point in points[1:-1]:
        if np.hypot(point[0] - distant[-1][0], point[1] - distant[-1][1]) >= least:
            distant.append(point)
    return [*distant, points[-1]]
