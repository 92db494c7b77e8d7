"""The sum of three digits, which lessons 4, 5 and 6 share: a recurrent network of one linear unit, and its least loss.

    h_t = v[d_t] + U h_{t-1},    h_0 = 0,    prediction h_3 = U² v[d_1] + U v[d_2] + v[d_3]

v[d] is the *effective value* of digit d, all that the unit ever sees of it: W d + b with a scalar input, W[d] + b with
one-hot input, E[d] @ W + b with an embedding. The network adds where U = 1 and v[d] = d.

"The loss" is the mean squared error over all 1,000 sequences. With the ten values at their best it depends on U alone:

    L(U) = 2 σ² (U - 1)² / (U² - U + 1),    σ² = 8.25, the variance of a digit

The best values are then straight, v[d] = W d + b, so the same curve holds for all three inputs (lesson 4 derives it).
It is least at U = 1 and greatest at U = -1, and Keras' default initialiser starts at one of these two.
"""

from typing import NamedTuple

import numpy as np

from rnnlab.network.initializers import draw_weights
from rnnlab.training.datasets import sum_of_three
from rnnlab.validation import as_numbers, check_array, check_digits

DIGITS = sum_of_three()[0][..., 0].astype(int)  # (1000, 3): 000, 001, ... 999
SUMS = DIGITS.sum(1)                            # (1000,)
VARIANCE = 8.25                                 # of a digit, each of the ten with equal chance
GUESS_LOSS = 3 * VARIANCE                       # of the best constant answer, 13.5


class Published(NamedTuple):
    """A trained network as a tutorial printed it.

    Attributes
    ----------
    values : numpy.ndarray of float32, shape (10,)
        The effective value of each digit.
    U : numpy.float32
    digits : numpy.ndarray of int, shape (5, 3)
        The sequences it was shown on.
    predictions : numpy.ndarray of float32, shape (5,)
        What it answered, as printed.
    """

    values: np.ndarray
    U: np.float32
    digits: np.ndarray
    predictions: np.ndarray


SHOWN_SEQUENCES = np.array([[1, 4, 4], [3, 6, 3], [6, 6, 7], [1, 8, 0], [4, 0, 8]])
ONE_HOT_W = np.array([0.3786769, 0.4866051, 0.52083737, 0.57245713, 0.72293156, 0.7136882, 0.7967396, 0.8854931,
                      0.9589181, 1.0973808], np.float32)
ONE_HOT_U, ONE_HOT_B = np.float32(-3.0299761), np.float32(1.1489911)
ONE_HOT: Published = Published(
    ONE_HOT_W + ONE_HOT_B, ONE_HOT_U, SHOWN_SEQUENCES,
    np.array([11.216051, 11.630124, 14.002243, 10.156763, 14.664776], np.float32))
EMBEDDING: Published = Published(
    np.array([2.8456008, 2.7210515, 3.0094268, 3.1631103, 3.0029836, 3.0749476, 3.149824, 3.473877, 3.6692877,
              3.6986713], np.float32), np.float32(-2.2878616), SHOWN_SEQUENCES,
    np.array([10.375401, 12.513451, 12.754671, 8.693607, 12.877496], np.float32))


def curve(U):
    """The least loss that any W and b, or any ten effective values, can reach at this U: L(U).

    Parameters
    ----------
    U : array_like, any shape

    Returns
    -------
    numpy.ndarray or float
        0 at U = 1, 22 at U = -1, 16.5 at U = 0 and towards both infinities.
    """
    U = as_numbers("U", U)
    return 2 * VARIANCE * (U - 1) ** 2 / (U * U - U + 1)


def predict_digits(digits, values, U):
    """What one linear unit answers, from its effective values.

    Parameters
    ----------
    digits : array_like of int, shape (N, T)
    values : array_like, shape (V,)
        Effective values. In float32, if they and U are, step by step as Keras computes.
    U : float

    Returns
    -------
    numpy.ndarray, shape (N,)

    Raises
    ------
    ValueError
        If a digit is not a whole number from 0 to V - 1, or a shape does not fit.
    """
    values = check_array("values", values, ("V",))
    digits = check_digits("digits", digits, len(values))
    if digits.ndim != 2:
        raise ValueError(f"digits has shape {digits.shape}, it should have shape (N, T)")
    h = np.zeros(len(digits), values.dtype)
    for column in digits.T:
        h = values[column] + h * U
    return h


def loss_over_all(values, U, targets=None):
    """Mean squared error over all 1,000 sequences, of one network or of many.

    Parameters
    ----------
    values : array_like, shape (..., 10)
        Effective values of each network.
    U : array_like, shape (...)
    targets : array_like, shape (10,), optional
        What each digit stands for in the sum (see `rnnlab.training.datasets.permuted_values`). The digits themselves
        if not given.

    Returns
    -------
    numpy.ndarray, shape (...), or float
    """
    values = check_array("values", values, ("...", "V"), V=10)
    U = as_numbers("U", U)[..., None]
    targets = _target_values(targets)
    first, second, third = U * U * values - targets, U * values - targets, values - targets
    error = first[..., :, None, None] + second[..., None, :, None] + third[..., None, None, :]
    return np.square(error).mean((-3, -2, -1))


def _target_values(targets):
    return np.arange(10.0) if targets is None else check_array("targets", targets, ("V",), V=10)


def best_line(U, targets=None):
    """The best W and b at this U, by least squares over all 1,000 sequences.

    Parameters
    ----------
    U : float
    targets : array_like, shape (10,), optional
        As for `loss_over_all`.

    Returns
    -------
    W, b, loss : float
    """
    U = float(U)
    powers = np.array([U * U, U, 1.0])
    design = np.stack([DIGITS @ powers, np.full(len(DIGITS), powers.sum())], axis=1)
    (W, b), loss = least_squares(design, targets)
    return float(W), float(b), loss


def least_squares(design, targets):
    """Fit the sums of all 1,000 sequences by least squares.

    Parameters
    ----------
    design : array_like, shape (1000, C)
    targets : array_like, shape (10,), optional
        As for `loss_over_all`.

    Returns
    -------
    coefficients : numpy.ndarray, shape (C,)
        With which ``design @ coefficients`` is nearest to the sums.
    loss : float
        The mean squared error that is left.
    """
    sums = _target_values(targets)[DIGITS].sum(1)
    coefficients = np.linalg.lstsq(design, sums, rcond=None)[0]
    return coefficients, float(np.square(design @ coefficients - sums).mean())


def effective_values(weights, embedding=None):
    """The effective value of each digit: all that a network with one unit sees of it.

    Parameters
    ----------
    weights : Weights
        With M = 1: of one network, Wx (D, 1), or of R networks, Wx (R, D, 1). Without an embedding D is 1 (the digit is
        the input) or 10 (one-hot).
    embedding : array_like, shape (10, D) or (R, 10, D), optional

    Returns
    -------
    numpy.ndarray, shape (10,) or (R, 10)

    Raises
    ------
    ValueError
        If a shape does not fit.
    """
    Wx, bh = as_numbers("Wx", weights.Wx), as_numbers("bh", weights.bh)
    if embedding is not None:
        rows = as_numbers("embedding", embedding)
    elif Wx.shape[-2] in (1, 10):
        rows = np.arange(10.0, dtype=Wx.dtype)[:, None] if Wx.shape[-2] == 1 else np.eye(10, dtype=Wx.dtype)
    else:
        raise ValueError(f"Wx has shape {Wx.shape}, it should have shape (D, M) with D = 1 or 10 and M = 1")
    if Wx.shape[-1] != 1 or rows.shape[-2:] != (10, Wx.shape[-2]):
        raise ValueError(f"Wx has shape {Wx.shape} and the rows of the digits have shape {rows.shape}: they should be "
                         "(D, M) and (10, D) with M = 1")
    return (rows @ Wx)[..., 0] + bh


def recurrent_weight(weights):
    """U, the one recurrent weight of a network with one unit: shape () or (R,)."""
    return as_numbers("Wh", weights.Wh)[..., 0, 0]


def network_loss(weights, embedding=None, targets=None):
    """Loss over all 1,000 sequences of a network with one linear unit, or of R networks, scalar, one-hot or embedded.

    Parameters are those of `effective_values` and `loss_over_all`.

    Returns
    -------
    numpy.ndarray, shape () or (R,)
    """
    return loss_over_all(effective_values(weights, embedding), recurrent_weight(weights), targets)


def draw_networks(networks, U, D=1, seed=0):
    """Untrained networks with one unit: Wx drawn as Keras does, U given, no bias.

    Parameters
    ----------
    networks : int
        R, how many.
    U : float, or array_like of shape (R,)
        What the recurrent weight starts at. (Keras would draw +1 or -1: see
        `rnnlab.network.initializers.draw_weights`.)
    D : int
        Input features: 1 for a scalar, 10 for one-hot.
    seed : int

    Returns
    -------
    Weights
        Wx (R, D, 1), Wh (R, 1, 1), bh (R, 1), float64: ready for `rnnlab.training.fit.fit`.
    """
    drawn = draw_weights(D, 1, networks=networks, seed=seed)
    return drawn._replace(Wh=np.broadcast_to(np.asarray(U, float), (networks,)).reshape(networks, 1, 1).copy())
