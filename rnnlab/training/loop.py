"""The loop under `rnnlab.training.fit`: take a batch, ask for the slopes, take a step, keep a record, stop when it breaks.

All trained numbers stand in one long array, of which the weights are views: an optimizer then has one array to change,
however many weights and networks there are.
"""

from typing import NamedTuple

import numpy as np

from rnnlab.network.weights import Weights
from rnnlab.training.progress_bar import ProgressBar


class History(NamedTuple):
    """What happened during training. With many networks, an axis R follows the first.

    Attributes
    ----------
    loss : numpy.ndarray, shape (updates,) or (updates, R)
        Loss of each update's batch, before the update. NaN from where one of many networks diverged.
    updates : numpy.ndarray of int, shape (S,)
        After how many updates the weights were sampled, from 0 to the last.
    path : Weights
        The weights then: (S, D, M), or (S, R, D, M), and so on.
    stopped : int or numpy.ndarray of int, shape (R,)
        How many updates were made: all, or those before the network diverged.
    embedding : numpy.ndarray, shape (S, V, D) or (S, R, V, D), or None
        The embedding then, from `rnnlab.training.fit.fit_embedding`.
    """

    loss: np.ndarray
    updates: np.ndarray
    path: Weights
    stopped: int | np.ndarray
    embedding: np.ndarray | None = None


class Diverged(ArithmeticError):
    """Training stopped, because a loss or a weight became infinite or NaN.

    Attributes
    ----------
    history : History
        Up to there. The last entry of its path holds the last weights that had a finite loss.
    """

    def __init__(self, message, history):
        super().__init__(message)
        self.history = history


def batches(N, batch_size, shuffle, seed):
    """Rows to use, one batch after another, without end.

    Parameters
    ----------
    N : int
        Samples.
    batch_size : int or None
        None takes all N at once.
    shuffle : bool
        A new order for each pass over the samples, or always their own.
    seed : int, or sequence of R ints

    Yields
    ------
    numpy.ndarray of int, shape (batch_size,), or (R, batch_size) for R seeds; or None for all
        The last batch of a pass takes what is left.
    """
    generators = [np.random.default_rng(own) for own in np.atleast_1d(seed).tolist()]
    order = np.broadcast_to(np.arange(N), (len(generators), N))
    networks = np.ndim(seed) > 0
    while True:
        if batch_size is None:
            yield None
            continue
        if shuffle:
            order = np.stack([generator.permutation(N) for generator in generators])
        for start in range(0, N, batch_size):
            rows = order[:, start:start + batch_size]
            yield rows if networks else rows[0]


def training_loop(parameters, slopes, rows, optimizer, updates, train, networks=None, sample_every=None):
    """Make updates, and keep a record of them.

    Parameters
    ----------
    parameters : dict of str to numpy.ndarray
        Where to start, all of one dtype. Not changed.
    slopes : callable
        Given such a dict and the rows of a batch, returns the loss, shape () or (R,), and a dict of gradients.
    rows : iterator
        See `batches`.
    optimizer : callable
        From `rnnlab.training.optimizers`.
    updates : int
    train : collection of str
        The parameters to change.
    networks : int, optional
        R, where every parameter has a leading axis R.
    sample_every : int, optional
        Keep the parameters every so many updates; a hundredth of `updates` if not given.

    Returns
    -------
    parameters : dict of str to numpy.ndarray
    history : History

    Raises
    ------
    Diverged
        If a single network's loss or parameters are not finite. One of many is put back to its last parameters with a
        finite loss and left there.
    """
    every = sample_every or max(1, updates // 100)
    names = sorted(parameters, key=lambda name: name not in train)  # those to train stand in front
    shapes = {name: parameters[name].shape for name in names}
    theta = np.concatenate([parameters[name].ravel() for name in names])
    previous = theta.copy()
    current = _views(theta, shapes)
    trained = theta[:sum(parameters[name].size for name in train)]
    gradient = np.empty_like(trained)
    losses = np.full((updates, networks) if networks else updates, np.nan, theta.dtype)
    stopped = np.full(networks or 1, updates)
    sampled, samples = [0], [theta.copy()]

    def put_back(numbers, broken):
        for now, before in zip(_views(numbers, shapes).values(), _views(previous, shapes).values()):
            now[broken] = before[broken]

    def record(rounds):
        path = _views(np.stack(samples), shapes)
        embedding = path.pop("E", None)
        return History(losses[:rounds], np.array(sampled), Weights(**path),
                       stopped if networks else int(stopped[0]), embedding)

    def stop(update, broken, sign):
        reason = f"training diverged: {sign} {update} of {updates}; {_describe_largest(current)}. Try a smaller learning_rate"
        stopped[broken & (stopped == updates)] = max(update - 1, 0)
        if networks:
            put_back(theta, broken)
            put_back(samples[-1], broken & (sampled[-1] == update))
            return
        count = int(stopped[0])
        kept = [entry for entry in zip(sampled, samples) if entry[0] < count] + [(count, previous)]
        sampled[:], samples[:] = zip(*kept)
        raise Diverged(reason, record(update + 1))

    with np.errstate(over="ignore", invalid="ignore"), ProgressBar(updates) as progress:
        for update in range(updates):
            loss, slope = slopes(current, next(rows))
            finite = np.isfinite(loss)
            if not finite.all():
                stop(update, ~finite, f"the loss is {np.min(loss)} after update")
            losses[update] = loss
            previous[:] = theta
            np.concatenate([slope[name].ravel() for name in names[:len(train)]], out=gradient)
            optimizer(trained, gradient)
            if networks and (lost := stopped < updates).any():
                put_back(theta, lost)
                losses[update, lost] = np.nan
            if (update + 1) % every == 0 or update + 1 == updates:
                sampled.append(update + 1)
                samples.append(theta.copy())
            progress(update + 1)
        finite = np.all([np.isfinite(array.reshape(networks or 1, -1)).all(1) for array in current.values()], axis=0)
        if not finite.all():
            stop(updates, ~finite, "a weight is not finite after update")
    return {name: array.copy() for name, array in current.items()}, record(updates)


def _views(numbers, shapes):
    """The arrays that stand one behind the other in the last axis of `numbers`, by name."""
    ends = np.cumsum([np.prod(shape, dtype=int) for shape in shapes.values()])
    return {name: numbers[..., end - np.prod(shape, dtype=int):end].reshape(*numbers.shape[:-1], *shape)
            for (name, shape), end in zip(shapes.items(), ends)}


def _describe_largest(current):
    """Say which of the arrays broke, or is about to."""
    broken = [name for name, array in current.items() if not np.isfinite(array).all()]
    if broken:
        return f"{', '.join(broken)} {'is' if len(broken) == 1 else 'are'} no longer finite"
    sizes = {name: np.abs(array).max() for name, array in current.items()}
    name = max(sizes, key=sizes.get)
    return f"the largest weight stands in {name}: {sizes[name]:.1e}"
