"""A hand-written way back through sentences: right, or as a published tutorial has it, or with nothing going back."""

import numpy as np

from rnnlab.network.activations import sigmoid
from rnnlab.network.losses import mean_loss
from rnnlab.network.weights import Weights

PREVIOUS = {"right": lambda dz, Wh: dz @ Wh.T,
            "untransposed": lambda dz, Wh: dz @ Wh,  # V. Zhou's rnn-from-scratch has Wh @ dz, with columns
            "none": lambda dz, Wh: np.zeros_like(dz)}


def states_of(X, weights):
    """All states of tanh units, h_0 = 0 with them.

    Parameters
    ----------
    X : numpy.ndarray, shape (N, T, D)
    weights : Weights

    Returns
    -------
    numpy.ndarray, shape (N, T + 1, M)
    """
    N, T, _ = X.shape
    H = np.zeros((N, T + 1, len(weights.bh)))
    for t in range(T):
        H[:, t + 1] = np.tanh(X[:, t] @ weights.Wx + H[:, t] @ weights.Wh + weights.bh)
    return H


def loss_and_chance(logits, Y):
    """The mean binary cross-entropy of logits, and the chance of a 1 that each of them stands for.

    Parameters
    ----------
    logits, Y : numpy.ndarray, shape (N, K)

    Returns
    -------
    loss : float
    chance : numpy.ndarray, shape (N, K)
    """
    return float(mean_loss("binary_crossentropy", logits, Y)[0]), sigmoid(logits)


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
        H = states_of(X, weights)
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
