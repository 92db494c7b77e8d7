"""The loss landscape of the published network over its two weights, as a picture."""

import numpy as np

from rnnlab.lessons.lesson_07_scalar_bptt.published_network import X_PUBLISHED, Y_PUBLISHED, loss
from rnnlab.pictures import Picture, circle, text
from rnnlab.pictures.loss_scale import fill_loss
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop
from rnnlab.pictures.theme import LIGHT


def honest_surface(W, U):
    """The mean squared error of every pair (W, U) near a minimum, which is marked.

    Parameters
    ----------
    W, U : float
        Where the minimum is.

    Returns
    -------
    Picture
    """
    least = float(loss(X_PUBLISHED, Y_PUBLISHED, np.array([[W]]), np.array([[U]]))[0])

    def draw(axes):
        from matplotlib.patheffects import withStroke
        across, up = np.meshgrid(np.linspace(-2, 4, 61), np.linspace(-1, 2, 61))
        heights = loss(X_PUBLISHED, Y_PUBLISHED, up.reshape(-1, 1), across.reshape(-1, 1)).reshape(up.shape)
        levels = [0.6, 0.65, 0.7, 0.8, 1, 1.5, 2, 3, 4, 6, 8, 12]
        lines = fill_loss(axes, across, up, heights, levels)
        halo = [withStroke(linewidth=3, foreground=LIGHT["paper"])]
        for label in axes.clabel(lines, [1, 2, 4, 8], fmt="%g", fontsize=12, colors=LIGHT["ink"]):
            label.set_path_effects(halo)
        axes.set(xlabel="U", ylabel="W", title="mean squared error")

    surface = MatplotlibBackdrop(draw, 0, 0, 320, 300)
    x, y = surface.to_pixels(U, W)
    label = text(x + 12, y - 12, f"{least:.4f}", "strong halo")
    caption = (f"The mean squared error over W and U is a valley with one lowest point in sight, at W = {W:.3f} and "
               f"U = {U:.3f}. There it is {least:.4f}: no pair of numbers reaches zero. The deeper the blue, the lower "
               "the error.").replace("-", "−")
    return Picture(surface.drawing, circle(x, y, 7, "node"), circle(x, y, 4, "lit"), label, caption=caption)
