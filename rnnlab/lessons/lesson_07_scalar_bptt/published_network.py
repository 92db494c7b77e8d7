"""The scalar network of a published notebook, its gradient, and its six faults, each to be switched on and off.

One unit, no bias, sigmoid inside and linear at the last step; the target is how many ones stand before the last step:

    z_t = W x_t + U h_{t-1} + b,    h_t = sigmoid(z_t) for t < T,    y_hat = z_T,    L = mean((y_hat - y)²)

Many networks run at once: W, U and b have shape (R, 1), or (R, N) once a fault has made them one number a sample.
`faults` holds the numbers of the faults that are switched on, see `FAULTS`.
"""

import numpy as np

from rnnlab.network.activations import sigmoid

X_PUBLISHED = np.array([[0.0, 0, 1], [0, 1, 1], [1, 1, 1]])
Y_PUBLISHED = np.array([0.0, 1, 2])
FAULTS = {
    1: "one slope for each sample, where their sum belongs",
    2: "relu of a sum, max(z, 0), of the step before, where the slope h (1 - h) of the step itself belongs",
    3: "dz meets the input and the state one step too early, so the first step has no share at all",
    4: "divided by T, where N belongs",
    5: "the answers come from a loop that ends one step early",
    6: "z[t - 2] is a row, which is a sample, where a column, which is a step, belongs",
}


def _unroll_scalar(X, W, U, b=0.0, stop=None):
    """Sums z_t and states h_t of R networks, both (R, N, T). The last step is linear. `stop` ends the loop earlier."""
    T = X.shape[1] if stop is None else stop
    h, Z, H = 0.0, [], []
    for t in range(T):
        z = W * X[:, t] + U * h + b
        h = sigmoid(z) if t < T - 1 else z
        Z.append(z)
        H.append(h)
    return np.stack(Z, -1), np.stack(H, -1)


def predict(X, W, U, b=0.0, faults=()):
    """The outputs of R networks.

    Parameters
    ----------
    X : numpy.ndarray, shape (N, T)
    W, U, b : numpy.ndarray, shape (R, 1) or (R, N)
    faults : collection of int
        Of which only 5 matters.

    Returns
    -------
    numpy.ndarray, shape (R, N)
    """
    return _unroll_scalar(X, W, U, b, stop=X.shape[1] - 1 if 5 in faults else None)[1][..., -1]


def loss(X, y, W, U, b=0.0, faults=()):
    """The mean squared errors of R networks.

    Parameters
    ----------
    X : numpy.ndarray, shape (N, T)
    y : numpy.ndarray, shape (N,)
    W, U, b : numpy.ndarray, shape (R, 1) or (R, N)
    faults : collection of int
        Of which only 4 matters.

    Returns
    -------
    numpy.ndarray, shape (R,)
    """
    N, T = X.shape
    return np.square(predict(X, W, U, b) - y).sum(-1) / (T if 4 in faults else N)


def slopes(X, y, W, U, b=0.0, faults=()):
    """dL/dW, dL/dU and dL/db as the published notebook would compute them with these faults, and rightly with none.

    Parameters
    ----------
    X : numpy.ndarray, shape (N, T)
    y : numpy.ndarray, shape (N,)
    W, U, b : numpy.ndarray, shape (R, 1) or (R, N)
    faults : collection of int

    Returns
    -------
    tuple of numpy.ndarray
        Each of shape (R, 1), or (R, N) with fault 1.
    """
    N, T = X.shape
    Z, H = _unroll_scalar(X, W, U, b)
    dh = 2 * (H[..., -1] - y) / (T if 4 in faults else N)
    dW = dU = db = np.zeros_like(dh)
    for t in reversed(range(T)):
        dz = dh * _derivative(Z, t, faults)
        early = 1 if 3 in faults else 0
        if t >= early:
            dW = dW + dz * X[:, t - early]
        if t >= 1 + early:
            dU = dU + dz * H[..., t - 1 - early]
        db = db + dz
        dh = dz * U
    return tuple(d if 1 in faults else d.sum(-1, keepdims=True) for d in (dW, dU, db))


def _derivative(Z, t, faults):
    """The factor from dh_t to dz_t: f'(z_t), and 1 at the linear last step."""
    if t == Z.shape[-1] - 1:
        return 1.0
    t = t - 1 if 2 in faults and t > 0 else t
    z = Z[..., t, :] if 6 in faults else Z[..., t]
    return np.maximum(z, 0) if 2 in faults else sigmoid(z) * (1 - sigmoid(z))


def train_published(X, y, starts, updates, learning_rate, faults=(), bias=False):
    """Train R networks by plain gradient descent.

    Parameters
    ----------
    X : numpy.ndarray, shape (N, T)
    y : numpy.ndarray, shape (N,)
    starts : numpy.ndarray, shape (R, 2), or (R, 3) with a bias
        W, U and b of each network before the training.
    updates : int
    learning_rate : float
    faults : collection of int
    bias : bool
        Whether b is trained. It stays 0 if not.

    Returns
    -------
    W, U, b : numpy.ndarray, shape (R, 1), or (R, N) with fault 1
    """
    W, U, b = starts[:, :1], starts[:, 1:2], starts[:, 2:] if bias else np.zeros((len(starts), 1))
    for _ in range(updates):
        dW, dU, db = slopes(X, y, W, U, b, faults)
        W, U, b = W - learning_rate * dW, U - learning_rate * dU, b - learning_rate * db if bias else b
    return W, U, b
