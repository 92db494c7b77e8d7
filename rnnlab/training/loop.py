"""The training loop of `rnnlab.training.fit`: batch, gradient, update, record; it stops where the loss diverges.

All parameters are stored in one vector, of which the weights are views: an optimiser then has one array to change,
however many weights and networks there are.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from rnnlab.network.weights import Weights


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


class TrainingRun:
    """Updates the parameters batch by batch, and records losses and samples of the parameters.

    Parameters
    ----------
    parameters : dict of str to numpy.ndarray
        Where to start, all of one dtype. Not changed.
    loss_and_gradients : callable
        Given such a dict and the rows of a batch, returns the loss, shape () or (R,), and a dict of gradients.
    optimizer : callable
        From `rnnlab.training.optimizers`.
    updates : int
    train : collection of str
        The parameters to change.
    networks : int, optional
        R, where every parameter has a leading axis R.
    sample_every : int, optional
        Keep the parameters every so many updates; a hundredth of `updates` if not given.
    """

    def __init__(self, parameters: dict[str, np.ndarray],
                 loss_and_gradients: Callable[..., tuple[np.ndarray, dict[str, np.ndarray]]],
                 optimizer: Callable[[np.ndarray, np.ndarray], None], updates: int, train: Collection[str],
                 networks: int | None = None, sample_every: int | None = None) -> None:
        self.loss_and_gradients, self.optimizer = loss_and_gradients, optimizer
        self.updates, self.networks, self.interval = updates, networks, sample_every or max(1, updates // 100)
        names = sorted(parameters, key=lambda name: name not in train)  # those to train come first
        self.trained_names = names[:len(train)]
        self.shapes = {name: parameters[name].shape for name in names}
        self.vector = np.concatenate([parameters[name].ravel() for name in names])
        self.previous = self.vector.copy()
        self.current = _views(self.vector, self.shapes)
        self.trained = self.vector[:sum(parameters[name].size for name in train)]
        self.gradient = np.empty_like(self.trained)
        self.losses = np.full((updates, networks) if networks else updates, np.nan, self.vector.dtype)
        self.stopped = np.full(networks or 1, updates)
        self.sampled, self.samples = [0], [self.vector.copy()]  # after how many updates, and the parameters then

    def run(self, rows: Iterator[np.ndarray | None], progress: Callable[[int], object]
            ) -> tuple[dict[str, np.ndarray], History]:
        """Make all updates.

        Parameters
        ----------
        rows : iterator
            From `batches`.
        progress : callable
            Told after each update how many are made.

        Returns
        -------
        parameters : dict of str to numpy.ndarray
        history : History

        Raises
        ------
        Diverged
            If a single network's loss or parameters are not finite. One of R networks is restored to its last
            parameters with a finite loss and left there.
        """
        with np.errstate(over="ignore", invalid="ignore"):
            for update in range(self.updates):
                self._update(update, next(rows))
                self._sample(update + 1)
                progress(update + 1)
            finite = np.all([np.isfinite(array.reshape(self.networks or 1, -1)).all(1)
                             for array in self.current.values()], axis=0)
            if not finite.all():
                self._stop(self.updates, ~finite, "a weight is not finite after update")
        return {name: array.copy() for name, array in self.current.items()}, self._history(self.updates)

    def _update(self, update: int, rows: np.ndarray | None) -> None:
        loss, gradients = self.loss_and_gradients(self.current, rows)
        finite = np.isfinite(loss)
        if not finite.all():
            self._stop(update, ~finite, f"the loss is {np.min(loss)} after update")
        self.losses[update] = loss
        self.previous[:] = self.vector
        np.concatenate([gradients[name].ravel() for name in self.trained_names], out=self.gradient)
        self.optimizer(self.trained, self.gradient)
        if self.networks and (diverged := self.stopped < self.updates).any():
            self._restore(self.vector, diverged)
            self.losses[update, diverged] = np.nan

    def _sample(self, count: int) -> None:
        if count % self.interval == 0 or count == self.updates:
            self.sampled.append(count)
            self.samples.append(self.vector.copy())

    def _stop(self, update: int, diverged: np.ndarray, reason: str) -> None:
        """Restore those of R networks that diverged; raise `Diverged` for a single one."""
        message = (f"training diverged: {reason} {update} of {self.updates}; {_describe_largest(self.current)}. "
                   "Try a smaller learning_rate")
        self.stopped[diverged & (self.stopped == self.updates)] = max(update - 1, 0)
        if self.networks:
            self._restore(self.vector, diverged)
            self._restore(self.samples[-1], diverged & (self.sampled[-1] == update))
            return
        count = int(self.stopped[0])
        kept = sum(sampled < count for sampled in self.sampled)
        self.sampled, self.samples = [*self.sampled[:kept], count], [*self.samples[:kept], self.previous]
        raise Diverged(message, self._history(update + 1))

    def _restore(self, target: np.ndarray, diverged: np.ndarray) -> None:
        for array, before in zip(_views(target, self.shapes).values(), _views(self.previous, self.shapes).values()):
            array[diverged] = before[diverged]

    def _history(self, count: int) -> History:
        path = _views(np.stack(self.samples), self.shapes)
        embedding = path.pop("E", None)
        return History(self.losses[:count], np.array(self.sampled), Weights(**path),
                       self.stopped if self.networks else int(self.stopped[0]), embedding)


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
