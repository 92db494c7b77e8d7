"""A hand-written way back through sentences: right, or as a published tutorial has it, or with nothing going back."""

import numpy as np

from rnnlab.network.losses import mean_loss
from rnnlab.network.weights import Weights

PREVIOUS = {"right": lambda dz, Wh: dz @ Wh.T,
            "untransposed": lambda dz, Wh: dz @ Wh,  # V. Zhou's rnn-from-scratch has Wh @ dz, with columns
            "none": lambda dz, Wh: np.zeros_like(dz)}


def way_back_with(previous):
    """A function of the arguments and the result of `rnnlab.network.bptt.gradients`.

    Parameters
    ----------
    previous : {"right", "untransposed", "none"}
        How an error gets from dz_t to dh_{t-1}.

    Returns
    -------
    callable
    """
    step_back = PREVIOUS[previous]

    def way_back(X, Y, weights, activation="tanh", h0=None, loss="binary_crossentropy", lengths=None):
        Wx, Wh, bh, Wo, bo = weights
        N, T, _ = X.shape
        H = np.zeros((N, T + 1, len(bh)))
        for t in range(T):
            H[:, t + 1] = np.tanh(X[:, t] @ Wx + H[:, t] @ Wh + bh)
        h_last = H[np.arange(N), lengths]
        value, dlogits = mean_loss(loss, h_last @ Wo + bo, Y)
        dWx, dWh, dbh, dh = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(bh), np.zeros((N, len(bh)))
        for t in range(T, 0, -1):
            dh = dh + (lengths == t)[:, None] * (dlogits @ Wo.T)
            dz = dh * (1 - H[:, t] ** 2)
            dWx, dWh, dbh = dWx + X[:, t - 1].T @ dz, dWh + H[:, t - 1].T @ dz, dbh + dz.sum(0)
            dh = step_back(dz, Wh)
        return float(value), Weights(dWx, dWh, dbh, h_last.T @ dlogits, dlogits.sum(0))
    return way_back
