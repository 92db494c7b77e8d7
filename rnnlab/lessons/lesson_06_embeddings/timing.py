"""Lesson 6's figure: what a lookup costs, and what the product with one-hot rows costs that gives the same."""

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from rnnlab.explorer.live_figure import LiveFigure
from rnnlab.pictures.theme import matplotlib_style


def show_costs(vocabularies, product, lookup, words):
    """Draw the seconds measured for each vocabulary, one line for each way.

    Parameters
    ----------
    vocabularies : sequence of int
        V, from the smallest to the largest.
    product, lookup : sequence of float, as long
        Seconds.
    words : int
        How many were turned into rows each time.

    Returns
    -------
    LiveFigure
    """
    with rc_context(matplotlib_style()):
        figure = Figure(figsize=(4.5, 4), layout="constrained")
        axes = figure.subplots()
        axes.loglog(vocabularies, np.array(product) * 1e6, "o-", label="product with one-hot rows")
        axes.loglog(vocabularies, np.array(lookup) * 1e6, "s--", label="lookup")
        axes.set(xlabel="vocabulary V", ylabel=f"microseconds for {words} words")
        axes.legend()
    return LiveFigure(figure, f"""Microseconds for {words} words against a vocabulary from {vocabularies[0]:,} to
        {vocabularies[-1]:,}, both axes logarithmic. For each number of a row the product takes V multiplications, the
        lookup none.""")
