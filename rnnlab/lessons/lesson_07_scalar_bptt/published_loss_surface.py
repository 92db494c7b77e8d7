"""The loss landscape of the published network over its two weights, as a picture."""

import numpy as np

from rnnlab.lessons.lesson_07_scalar_bptt.published_network import X_PUBLISHED, Y_PUBLISHED, loss
from rnnlab.pictures import Picture, circle, text
from rnnlab.pictures.matplotlib_backdrop import MatplotlibBackdrop


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
        across, up = np.meshgrid(np.linspace(-2, 4, 61), np.linspace(-1, 2, 61))
        heights = loss(X_PUBLISHED, Y_PUBLISHED, up.reshape(-1, 1), across.reshape(-1, 1)).reshape(up.shape)
        levels = [0.6, 0.65, 0.7, 0.8, 1, 1.5, 2, 3, 4, 6, 8, 12]
        axes.contourf(across, up, heights, levels=levels, cmap="cividis", extend="both")
        lines = axes.contour(across, up, heights, levels=[0.65, 0.8, 1, 2, 4, 8], colors="#fefefe", linewidths=0.7)
        axes.clabel(lines, fontsize=9)
        axes.set(xlabel="U", ylabel="W", title="mean squared error of two shared numbers")
        axes.grid(False)

    surface = MatplotlibBackdrop(draw, 8, 8, 520, 340)
    x, y = surface.to_pixels(U, W)
    label = text(x + 12, y - 12, f"{least:.4f}", "strong on0")
    caption = (f"The mean squared error over W and U is a valley with one lowest point in sight, at W = {W:.3f} and "
               f"U = {U:.3f}. There it is {least:.4f}: no pair of numbers reaches zero.").replace("-", "−")
    return Picture(surface.drawing, circle(x, y, 7, "node"), circle(x, y, 4, "lit"), label, caption=caption)
