"""Experiments with the published network: the least loss that it and its variants can reach, what its faults do.

The reader of lesson 7 calls these functions and reads the numbers; how a minimum is found is not the lesson's idea.
"""

from functools import cache

import numpy as np

from rnnlab.lessons.lesson_07_scalar_bptt.published_network import (
    FAULTS,
    X_PUBLISHED,
    Y_PUBLISHED,
    loss,
    predict,
    slopes,
    train_published,
)
from rnnlab.training.optimizers import Adam

X, Y = X_PUBLISHED, Y_PUBLISHED
FAULTS_OF_LINES = {"C": [4], "D": [3], "G": [2, 6], "H": [1], "I": [5]}
SOLVED_BELOW, UNSOLVED_ABOVE = 0.01, 0.5  # summed squared errors: below the one, or above the other


def grid_minimum(surface, center=(0, 0), reach=16, rounds=12):
    """The least value of a function of two numbers: look at a grid, then at a finer one around its lowest point.

    Parameters
    ----------
    surface : callable
        Takes two arrays of shape (R, 1), returns (R,).
    center : tuple of float
    reach : float
        How far the first grid goes to either side.
    rounds : int

    Returns
    -------
    least, one, two : float
        The value, and where it is.
    """
    for _ in range(rounds):
        axes = [np.linspace(middle - reach, middle + reach, 81) for middle in center]
        one, two = (grid.reshape(-1, 1) for grid in np.meshgrid(*axes, indexing="ij"))
        heights = surface(one, two)
        center, reach = (one[heights.argmin(), 0], two[heights.argmin(), 0]), reach / 4
    return float(heights.min()), *map(float, center)


def best_honest():
    """The least mean squared error of two shared numbers without a bias, and the W and U that reach it."""
    return grid_minimum(lambda W, U: loss(X, Y, W, U))


def best_readout_bias():
    """The least mean squared error where a bias is added once, at the end: it takes the mean error off."""
    return grid_minimum(lambda W, U: (predict(X, W, U) - Y).var(axis=-1), reach=64)


def best_linear():
    """The least mean squared error of linear units without a bias, and the W and U that reach it."""
    return grid_minimum(lambda W, U: np.square(predict_linear(X, W, U) - Y).mean(-1))


def predict_linear(X, W, U, b=0.0):
    """The last state of h_t = W x_t + U h_{t-1} + b for every sequence.

    Parameters
    ----------
    X : numpy.ndarray, shape (N, T)
    W, U, b : float or numpy.ndarray, shape (R, 1)

    Returns
    -------
    numpy.ndarray, shape (N,) or (R, N)
    """
    h = 0.0
    for x in X.T:
        h = W * x + U * h + b
    return h


def train_with_bias(updates=3000, learning_rate=0.05):
    """Train W, U and b, the bias at every step, from 1, 1 and 0 with Adam.

    Returns
    -------
    loss : float
        After the training.
    W, U, b : numpy.ndarray, shape (1, 1)
        Where "output = target" holds for all three sequences, by Newton's method from where the training ended.
    """
    parameters, adam = np.array([[[1.0]], [[1.0]], [[0.0]]]), Adam(learning_rate)
    for _ in range(updates):
        adam(parameters, np.array(slopes(X, Y, *parameters)))
    trained = float(loss(X, Y, *parameters)[0])
    for _ in range(20):
        nudge = 1e-6 * np.eye(3)[..., None]
        rise = (predict(X, *(parameters + nudge)) - predict(X, *(parameters - nudge))) / 2e-6
        parameters = parameters - np.linalg.solve(rise.T, predict(X, *parameters)[0] - Y)[:, None, None]
    return trained, *parameters


def what_changes(fault, sequences=3):
    """What one fault changes at W = 0.7 and U = -0.4, in words.

    Parameters
    ----------
    fault : int
        From 1 to 6, see `published_network`.
    sequences : int
        How many of the three are used. With all of them N = T, which hides some faults.

    Returns
    -------
    str
        What of dW, dU, the loss and the prediction is wrong, or how many numbers stand where another number of them
        is right; *nothing*; or the error with which the code stops.
    """
    arguments = X[:sequences], Y[:sequences], 0.7, -0.4
    try:
        faulty, right = ((*slopes(*arguments, faults=faults)[:2], loss(*arguments, faults=faults),
                          predict(X[:sequences], 0.7, -0.4, faults=faults)) for faults in ([fault], []))
    except ValueError as error:
        return f"it stops with a {type(error).__name__}"
    changes = [f"{name} {'is wrong' if one.size == other.size else f'becomes {one.size} numbers'}"
               for name, one, other in zip(("dW", "dU", "the loss", "the prediction"), faulty, right)
               if one.shape != other.shape or not np.allclose(one, other)]
    return ", ".join(changes) or "nothing"


def faults_by_line():
    """What each wrong line of the published code does, as the notebook letters its lines.

    Returns
    -------
    report : str
        Every fault with its line, and what it changes with three sequences and with two.
    wrong_lines : str
        The letters of all lines whose faults change something with two sequences.
    """
    report, wrong_lines = [], ""
    for line, faults in FAULTS_OF_LINES.items():
        for fault in faults:
            report += [f"{line}: {FAULTS[fault]}.",
                       f"    Three sequences: {what_changes(fault)}. Two: {what_changes(fault, sequences=2)}."]
        if any(what_changes(fault, sequences=2) != "nothing" for fault in faults):
            wrong_lines += line
    return "\n".join(report), wrong_lines


def train_twenty(faults):
    """Train 20 networks with these faults, 8,000 updates each, from starts drawn with the seeds 0 to 19.

    Parameters
    ----------
    faults : collection of int
        See `published_network`.

    Returns
    -------
    solved : int
        How many have learned the task: a summed squared error below 0.01.
    numbers : int
        How many numbers one network has after the training.
    W, U : numpy.ndarray
        Of all networks, (20, 1) or (20, 3).

    Raises
    ------
    RuntimeError
        If an error lies between 0.01 and 0.5: then the count would depend on the machine.
    """
    same_slopes = {5, 4} if len(X) == X.shape[1] else {5}  # these faults change no training here
    W, U = _trained(frozenset(faults) - same_slopes)
    squares = len(X) * loss(X, Y, W, U)
    if not ((squares < SOLVED_BELOW) | (squares > UNSOLVED_ABOVE)).all():
        raise RuntimeError(f"a summed squared error lies between {SOLVED_BELOW} and {UNSOLVED_ABOVE}")
    return int((squares < SOLVED_BELOW).sum()), W.shape[1] + U.shape[1], W, U


@cache
def _trained(faults):
    """W and U of twenty networks after the training, kept for the next call."""
    starts = np.stack([np.random.RandomState(seed).randn(2) for seed in range(20)])
    return train_published(X, Y, starts, 8000, 0.05, faults)[:2]
