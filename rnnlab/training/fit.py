"""Training: batch after batch, the weights take a step against their gradient.

`fit` trains one network, or many at once: give the weights a leading axis R, (R, D, M), (R, M, M), ... Each of the R
ends where it would have ended alone (up to rounding), and a hundred cost little more than one while they are small,
because NumPy's time then goes into the calls and not into the numbers. The loop itself is `rnnlab.training.loop`.
"""

import numpy as np

from rnnlab.network.bptt import backpropagate, flatten_steps, prepare_arrays, transpose_last
from rnnlab.network.forward import matmul
from rnnlab.network.weights import Weights, check_networks
from rnnlab.training.loop import Diverged, History, batches, training_loop
from rnnlab.training.optimizers import get_optimizer
from rnnlab.validation import check_array, check_count, check_digits

__all__ = ["Diverged", "History", "fit", "fit_embedding"]


def fit(X, Y, weights, activation="tanh", h0=None, *, optimizer="adam", learning_rate=0.001, batch_size=32,
        updates=1000, seed=0, shuffle=True, train=None, sample_every=None):
    """Train a simple recurrent network, or many at once, on the mean squared error.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    Y : array_like, shape (N, K) or (N, T, K)
        Targets at the last step, or at every step. Without a readout K is M.
    weights : Weights
        Where to start. For R networks every array has a leading axis R: Wx (R, D, M), Wh (R, M, M), bh (R, M), ...
        Not changed.
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        The hidden state before the first step. Zeros if not given.
    optimizer : {"adam", "sgd"}
    learning_rate : float
    batch_size : int or None
        Samples an update, up to N. None takes all N. The last batch of a pass over the samples takes what is left.
    updates : int
        How many times the weights are changed: epochs × batches an epoch.
    seed : int, or sequence of R ints
        Of the order of the samples, a new one for each pass. With one seed all networks see the same batches; with R
        seeds each sees its own, those it would see if it was trained alone with that seed.
    shuffle : bool
        If False, every pass takes the samples in the order given.
    train : sequence of str, optional
        The arrays to train, for example ``("Wx", "bh")``; the others stay as they are. All if not given.
    sample_every : int, optional
        Keep the weights every so many updates. A hundredth of `updates` if not given.

    Returns
    -------
    weights : Weights
        After training: new arrays. float32 where all arrays given are float32, else float64.
    history : History

    Raises
    ------
    Diverged
        If a single network's loss or weights become infinite or NaN. Of many networks, one that diverges keeps the
        last weights that had a finite loss, ``history.stopped`` counts its updates, and the others go on.
    ValueError
        If shapes do not fit together, an axis is empty, a number is not finite, a name is unknown, or a setting is out
        of its range.
    TypeError
        If an array does not hold real numbers, `weights` is not a `Weights`, or a setting has the wrong type.
    """
    parameters, first, networks = check_networks(weights)
    rest = h0 is None
    X, Y, first, h0 = prepare_arrays(X, Y, first, activation, h0)
    X, Y, every_step = np.ascontiguousarray(X), np.ascontiguousarray(Y), Y.ndim == 3

    def slopes(current, rows):
        loss, found, *_ = backpropagate(_take_batch(X, rows, 1), _take_batch(Y, rows, Y.ndim - 2), Weights(**current),
                                        activation, 0 if rest else _take_batch(h0, rows, 0), every_step)
        return loss, found._asdict()

    found, history = _fit(slopes, parameters, X.dtype, X.shape[1], networks, optimizer, learning_rate, batch_size,
                         updates, seed, shuffle, train, sample_every)
    return Weights(**found), history


def fit_embedding(digits, Y, embedding, weights, activation="tanh", **settings):
    """Train an embedding together with the network that reads it: x_t = E[d_t].

    The gradient of a row of E is the sum of dL/dx_t over the places where that digit stands; a row whose digit is not
    in the batch gets none.

    With Adam, Keras' embeddings take other steps where a digit stands more than once in a batch: Keras squares the
    gradient of each place by itself, where Adam's formula, and this function, square their sum.

    Parameters
    ----------
    digits : array_like, shape (N, T)
        Whole numbers from 0 to V - 1.
    Y : array_like, shape (N, K) or (N, T, K)
    embedding : array_like, shape (V, D), or (R, V, D) for R networks
        Not changed.
    weights : Weights
        As for `fit`.
    activation : {"tanh", "linear", "relu", "sigmoid"}
    **settings
        optimizer, learning_rate, batch_size, updates, seed, shuffle, train, sample_every: as for `fit`. In `train` the
        embedding is called "E".

    Returns
    -------
    embedding : numpy.ndarray, shape (V, D) or (R, V, D)
    weights : Weights
    history : History
        ``history.embedding`` holds the embedding along the way.

    Raises
    ------
    Diverged, ValueError, TypeError
        As `fit`. ValueError also if a digit is not a whole number from 0 to V - 1.
    """
    parameters, first, networks = check_networks(weights)
    sizes = {"D": np.shape(first.Wx)[0], **({"R": networks} if networks else {})}
    E = check_array("embedding", embedding, ("R", "V", "D") if networks else ("V", "D"), **sizes)
    digits = check_digits("digits", check_array("digits", digits, ("N", "T")), E.shape[-2])
    X, Y, first, _ = prepare_arrays((E[0] if networks else E)[digits], Y, first, activation)
    digits, Y, every_step = np.ascontiguousarray(digits.T), np.ascontiguousarray(Y), Y.ndim == 3
    place = np.eye(E.shape[-2], dtype=X.dtype)
    network = np.arange(networks or 1)[:, None, None]

    def slopes(current, rows):
        E, own = current["E"], Weights(*map(current.get, Weights._fields))
        d = _take_batch(digits, rows, 1)
        x = E[network, d] if networks else E[d]
        loss, found, _, dZ = backpropagate(x, _take_batch(Y, rows, Y.ndim - 2), own, activation, 0, every_step)
        dX = matmul(flatten_steps(dZ), transpose_last(own.Wx))
        dE = transpose_last(flatten_steps(place[d])) @ dX  # one-hot rows, transposed: each digit collects what belongs to it
        return loss, {**found._asdict(), "E": dE}

    found, history = _fit(slopes, {**parameters, "E": E}, X.dtype, digits.shape[1], networks, **settings)
    return found.pop("E"), Weights(**found), history


def _fit(slopes, parameters, dtype, N, networks, optimizer="adam", learning_rate=0.001, batch_size=32, updates=1000,
        seed=0, shuffle=True, train=None, sample_every=None):
    """Check the settings of `fit`, and descend."""
    if batch_size is not None:
        check_count("batch_size", batch_size)
        if batch_size > N:
            raise ValueError(f"batch_size is {batch_size}, it should be at most N = {N}, the number of samples")
    check_count("updates", updates)
    if sample_every is not None:
        check_count("sample_every", sample_every)
    train = tuple(parameters) if train is None else (train,) if isinstance(train, str) else tuple(train)
    if not train or not set(train) <= set(parameters) or len(set(train)) < len(train):
        raise ValueError(f"train is {train}, it should name some of {', '.join(parameters)}")
    if np.ndim(seed) and np.shape(seed) != (networks,):
        raise ValueError(f"seed has shape {np.shape(seed)}, it should be one whole number"
                         + (f" or have shape (R,) with R = {networks}" if networks else ""))
    for own in np.atleast_1d(seed).tolist():
        check_count("seed", own, minimum=0)
    parameters = {name: array.astype(dtype) for name, array in parameters.items()}
    return training_loop(parameters, slopes, batches(N, batch_size, shuffle, seed), get_optimizer(optimizer, learning_rate),
                   updates, train, networks, sample_every)


def _take_batch(array, rows, axis):
    """Take a batch out of an array; with R lists of rows, R batches in front."""
    if rows is None:
        return array
    taken = array.take(rows, axis)
    return taken if rows.ndim == 1 or axis == 0 else np.ascontiguousarray(taken.swapaxes(0, 1))
