"""The training loop under `rnnlab.training.fit`: batch, gradient, update, record; it stops when the loss diverges.

All parameters are stored in one vector, of which the weights are views: an optimiser then has one array to change,
however many weights and networks there are.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from rnnlab.network.weights import Weights
from rnnlab.training.progress_bar import ProgressBar


class History(NamedTuple):
    """The record of a training run. Of R networks trained at once, an axis R follows the first.

    Attributes
    ----------
    loss : numpy.ndarray, shape (updates,) or (updates, R)
        Loss of each update's batch, before the update. NaN from where one of R networks diverged.
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

    def __init__(self, message: str, history: History) -> None:
        super().__init__(message)
        self.history = history


def batches(N: int, batch_size: int | None, shuffle: bool,
            seed: int | Sequence[int]) -> Iterator[np.ndarray | None]:
    """The row indices of one batch after another, without end.

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
    generators = [np.random.default_rng(network_seed) for network_seed in np.atleast_1d(seed).tolist()]
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


def training_loop(parameters: dict[str, np.ndarray],
                  loss_and_gradients: Callable[..., tuple[np.ndarray, dict[str, np.ndarray]]],
                  rows: Iterator[np.ndarray | None], optimizer: Callable[[np.ndarray, np.ndarray], None], updates: int,
                  train: Collection[str], networks: int | None = None,
                  sample_every: int | None = None) -> tuple[dict[str, np.ndarray], History]:
    """Update the parameters batch by batch, and record losses and samples of the parameters.

    Parameters
    ----------
    parameters : dict of str to numpy.ndarray
        Where to start, all of one dtype. Not changed.
    loss_and_gradients : callable
        Given such a dict and the rows of a batch, returns the loss, shape () or (R,), and a dict of gradients.
    rows : iterator
        From `batches`.
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
        If a single network's loss or parameters are not finite. One of R networks is restored to its last parameters
        with a finite loss and left there.
    """
    interval = sample_every or max(1, updates // 100)
    names = sorted(parameters, key=lambda name: name not in train)  # those to train come first
    shapes = {name: parameters[name].shape for name in names}
    vector = np.concatenate([parameters[name].ravel() for name in names])
    previous = vector.copy()
    current = _views(vector, shapes)
    trained = vector[:sum(parameters[name].size for name in train)]
    gradient = np.empty_like(trained)
    losses = np.full((updates, networks) if networks else updates, np.nan, vector.dtype)
    stopped = np.full(networks or 1, updates)
    sampled, samples = [0], [vector.copy()]  # after how many updates, and the parameter vector then

    def restore(target, diverged):
        for array, before in zip(_views(target, shapes).values(), _views(previous, shapes).values()):
            array[diverged] = before[diverged]

    def record(count):
        path = _views(np.stack(samples), shapes)
        embedding = path.pop("E", None)
        return History(losses[:count], np.array(sampled), Weights(**path),
                       stopped if networks else int(stopped[0]), embedding)

    def stop(update, diverged, reason):
        message = (f"training diverged: {reason} {update} of {updates}; {_describe_largest(current)}. "
                   "Try a smaller learning_rate")
        stopped[diverged & (stopped == updates)] = max(update - 1, 0)
        if networks:
            restore(vector, diverged)
            restore(samples[-1], diverged & (sampled[-1] == update))
            return
        count = int(stopped[0])
        finite_samples = [sample for sample in zip(sampled, samples) if sample[0] < count] + [(count, previous)]
        sampled[:], samples[:] = zip(*finite_samples)
        raise Diverged(message, record(update + 1))

    with np.errstate(over="ignore", invalid="ignore"), ProgressBar(updates) as progress:
        for update in range(updates):
            loss, gradients = loss_and_gradients(current, next(rows))
            finite = np.isfinite(loss)
            if not finite.all():
                stop(update, ~finite, f"the loss is {np.min(loss)} after update")
            losses[update] = loss
            previous[:] = vector
            np.concatenate([gradients[name].ravel() for name in names[:len(train)]], out=gradient)
            optimizer(trained, gradient)
            if networks and (diverged := stopped < updates).any():
                restore(vector, diverged)
                losses[update, diverged] = np.nan
            if (update + 1) % interval == 0 or update + 1 == updates:
                sampled.append(update + 1)
                samples.append(vector.copy())
            progress(update + 1)
        finite = np.all([np.isfinite(array.reshape(networks or 1, -1)).all(1) for array in current.values()], axis=0)
        if not finite.all():
            stop(updates, ~finite, "a weight is not finite after update")
    return {name: array.copy() for name, array in current.items()}, record(updates)


def _views(vector: np.ndarray, shapes: dict[str, tuple[int, ...]]) -> dict[str, np.ndarray]:
    """The arrays that are concatenated along the last axis of `vector`, as views by name."""
    ends = np.cumsum([np.prod(shape, dtype=int) for shape in shapes.values()])
    return {name: vector[..., end - np.prod(shape, dtype=int):end].reshape(*vector.shape[:-1], *shape)
            for (name, shape), end in zip(shapes.items(), ends)}


def _describe_largest(current: dict[str, np.ndarray]) -> str:
    """Name the arrays that are not finite; where all are, the one with the largest weight."""
    infinite = [name for name, array in current.items() if not np.isfinite(array).all()]
    if infinite:
        return f"{', '.join(infinite)} {'is' if len(infinite) == 1 else 'are'} no longer finite"
    sizes = {name: float(np.abs(array).max()) for name, array in current.items()}
    name = max(sizes, key=lambda name: sizes[name])
    return f"the largest weight stands in {name}: {sizes[name]:.1e}"
