"""What a batch costs, counted and measured: calls of tanh, seconds, and the figure of lesson 3."""

from time import perf_counter
from unittest.mock import patch

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from rnnlab.explorer.live_figure import LiveFigure
from rnnlab.pictures.theme import matplotlib_style


def count_tanh(function, *arguments):
    """Call a function and count how often it calls np.tanh.

    Parameters
    ----------
    function : callable
    *arguments

    Returns
    -------
    int
    """
    with patch.object(np, "tanh", wraps=np.tanh) as tanh:
        function(*arguments)
    return tanh.call_count


def seconds(function, *arguments):
    """The best of three runs: what else the machine does can only add.

    Parameters
    ----------
    function : callable
    *arguments

    Returns
    -------
    float
    """
    times = []
    for _ in range(3):
        start = perf_counter()
        function(*arguments)
        times.append(perf_counter() - start)
    return min(times)


def draw_times(sizes, took):
    """A line for each way to compute a batch: the seconds it took against the number of sequences.

    Under it stand the factors that were measured, which no notebook stores: how many times as long as the second way
    the first one took.

    Parameters
    ----------
    sizes : sequence of int
    took : dict of str to sequence of float
        Seconds for each size, for each way. There are at least two.

    Returns
    -------
    LiveFigure
    """
    with rc_context(matplotlib_style()):
        figure = Figure(figsize=(4.5, 4), layout="constrained")
        axes = figure.subplots()
        for (name, times), marker in zip(took.items(), "os^"):
            axes.loglog(sizes, times, marker=marker, label=name)
        axes.set(xlabel="N, sequences in the batch", ylabel="seconds for the whole batch")
        axes.legend()
    return LiveFigure(figure, f"""Seconds for the whole batch against N from {sizes[0]:,} to {sizes[-1]:,}, both axes
        logarithmic, a line for each of: {', '.join(took)}. Where a line climbs one mark of the left axis for each mark
        of the lower one, ten times the sequences take ten times as long. Where it is flat, they take no longer.""",
        _comparison(sizes, took))


def _comparison(sizes, took):
    """How the first two ways compare, and how the time of the second grows with N, in two sentences."""
    (slow, slow_times), (fast, fast_times) = list(took.items())[:2]
    first, *others = [f"{_factor(one / other)} times" for one, other in zip(slow_times, fast_times)]
    factors = [f"{first} as long as {fast} at N = {sizes[0]:,}"]
    factors += [f"{factor} at N = {n:,}" for factor, n in zip(others, sizes[1:])]
    growth = [_factor(time / fast_times[0]) for time in fast_times[1:]]
    return (f"Measured on this machine: {slow} took {_series(factors)}. For {_series([f'{n:,}' for n in sizes[1:]])} "
            f"sequences, {fast} took {_series(growth)} times as long as for {sizes[0]:,}.")


def _factor(value):
    """A factor with about two digits."""
    return f"{value:.1f}" if value < 10 else f"{value:,.0f}"


def _series(words):
    """Words in a row: a, b and c."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]]))
