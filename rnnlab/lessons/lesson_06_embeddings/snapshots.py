"""The network of lesson 6's explorer as it was after some updates."""

import numpy as np

from rnnlab.lessons.digit_sums import predict_digits
from rnnlab.network.weights import Weights


class Snapshot:
    """The network after some updates.

    Attributes
    ----------
    E : numpy.ndarray, shape (10, 2)
    W, v : numpy.ndarray, shape (2,), (10,)
    U, b : float
    along : numpy.ndarray, shape (2,)
        The direction of the lines of one effective value, of length 1.
    """

    def __init__(self, E, weights):
        self.E, self.W = E, weights.Wx[:, 0]
        self.U, self.b = float(weights.Wh[0, 0]), float(weights.bh[0])
        self.v = E @ self.W + self.b
        self.along = np.array([-self.W[1], self.W[0]]) / np.hypot(*self.W)

    def states(self, *digits):
        """The states after each of the digits."""
        return [float(predict_digits([digits[:t]], self.v, self.U)[0]) for t in range(1, len(digits) + 1)]


def snapshot_after(updates, history, name):
    """The network of a history after that many updates.

    Parameters
    ----------
    updates : int
    history : History
        Of one network.
    name : str
        What errors call it.

    Returns
    -------
    Snapshot

    Raises
    ------
    ValueError
        If it has no embedding of shape (10, 2) for one unit, or was not sampled after that many updates.
    """
    shape = None if history.embedding is None else history.embedding.shape[1:]
    if shape != (10, 2) or history.path.Wx.shape[-1] != 1:
        raise ValueError(f"the embedding of {name!r} has shape {shape}, it should have shape (V, D) = (10, 2), and the "
                         "network M = 1")
    index = np.flatnonzero(history.updates == updates)
    if not len(index):
        raise ValueError(f"the history of {name!r} was not sampled after {updates} updates")
    weights = Weights(*(array if array is None else array[index[0]] for array in history.path))
    return Snapshot(history.embedding[index[0]], weights)
