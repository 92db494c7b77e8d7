"""Training by gradient descent: `fit` for a network, `fit_embedding` for an embedding and the network above it.

Both train one network, or R networks at once: give the weights a leading axis R, (R, D, M), (R, M, M), ... Training is
then vectorised over the networks. Each ends where it would have ended alone (up to rounding), and a hundred cost little
more than one while they are small, because NumPy's time then goes into the calls and not into the numbers.
The training loop itself is in `rnnlab.training.loop`.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from rnnlab.network.bptt import backpropagate, flatten_steps, transpose_last
from rnnlab.network.forward import matmul
from rnnlab.network.gradient_check import GradientFunction
from rnnlab.network.gradient_inputs import prepare_arrays
from rnnlab.network.weights import Weights, check_networks
from rnnlab.training.loop import Diverged, History, TrainingRun, batches
from rnnlab.training.optimizers import get_optimizer
from rnnlab.training.progress_bar import ProgressBar
from rnnlab.validation import check_array, check_count, check_digits, check_positive

__all__ = ["Diverged", "History", "fit", "fit_embedding"]


def fit(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
        h0: npt.ArrayLike | None = None, *, optimizer: str = "adam", learning_rate: float = 0.001,
        batch_size: int | None = 32, updates: int = 1000, seed: int | Sequence[int] = 0, shuffle: bool = True,
        train: Iterable[str] | None = None, sample_every: int | None = None, loss: str = "mse",
        lengths: npt.ArrayLike | None = None, clip_norm: float | None = None,
        gradient: GradientFunction | None = None) -> tuple[Weights, History]:
    """Train a simple recurrent network, or R networks at once.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    Y : array_like, shape (N, K) or (N, T, K)
        Targets at the last step, or at every step. Without a readout K is M.
    weights : Weights
        The initial weights. For R networks every array has a leading axis R: Wx (R, D, M), Wh (R, M, M), bh (R, M), ...
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
    loss : {"mse", "binary_crossentropy"}
    lengths : array_like of int, shape (N,), optional
        The steps that count in each padded sequence. Both as for `rnnlab.network.bptt.gradients`.
    clip_norm : float, optional
        A longer gradient, all trained arrays of a network taken together, is shortened to this norm (Pascanu, Mikolov
        and Bengio, "On the difficulty of training recurrent neural networks", 2013; Keras' ``global_clipnorm``).
    gradient : callable, optional
        Train a single network by your own way back: called as ``gradient(X, Y, weights, activation, h0)`` with the
        arrays of a batch, and with loss and lengths where they are given; returns ``(loss, Weights)``. It is the same
        function that `rnnlab.network.gradient_check.check_gradients` takes.

    Returns
    -------
    weights : Weights
        After training: new arrays. float32 where all arrays given are float32, else float64.
    history : History

    Raises
    ------
    Diverged
        If a single network's loss or weights become infinite or NaN. Of R networks, one that diverges keeps the
        last weights that had a finite loss, ``history.stopped`` counts its updates, and the others go on.
    ValueError
        If shapes do not fit together, an axis is empty, a number is not finite, a name is unknown, or a setting is out
        of its range.
    TypeError
        If an array does not hold real numbers, `weights` is not a `Weights`, or a setting has the wrong type.
    """
    parameters, first, networks = check_networks(weights)
    starts_at_zero = h0 is None
    X, Y, first, h0, steps = prepare_arrays(X, Y, first, activation, h0, loss, lengths)
    X, Y, every_step = np.ascontiguousarray(X), np.ascontiguousarray(Y), Y.ndim == 3

    if gradient is not None and networks:
        raise ValueError(f"gradient is given and weights has R = {networks} networks, it should be a single one")

    def loss_and_gradients(current, rows):
        x, y = _take_batch(X, rows, 1), _take_batch(Y, rows, Y.ndim - 2)
        h = None if starts_at_zero else _take_batch(h0, rows, 0)
        n = None if steps is None else _take_batch(steps, rows, 0)
        if gradient is None:
            value, dweights, *_ = backpropagate(x, y, Weights(**current), activation, 0 if h is None else h, every_step,
                                                loss=loss, lengths=n)
        else:
            given = ({} if loss == "mse" else {"loss": loss}) | ({} if n is None else {"lengths": n})
            value, dweights = gradient(x.swapaxes(0, 1), y.swapaxes(0, 1) if every_step else y, Weights(**current),
                                       activation, h, **given)
        return value, dweights._asdict()

    trained, history = _fit(loss_and_gradients, parameters, X.dtype, X.shape[1], networks, optimizer, learning_rate,
                            batch_size, updates, seed, shuffle, train, sample_every, clip_norm)
    return Weights(**trained), history


def fit_embedding(digits: npt.ArrayLike, Y: npt.ArrayLike, embedding: npt.ArrayLike, weights: Weights,
                  activation: str = "tanh", **settings: Any) -> tuple[np.ndarray, Weights, History]:
    """Train an embedding together with the network that reads it: x_t = E[d_t].

    The gradient of a row of E is the sum of dL/dx_t over the steps that hold that digit; a row whose digit is not
    in the batch gets none.

    With Adam, Keras' embeddings are updated differently where a digit occurs more than once in a batch: Keras squares
    the gradient of each occurrence by itself, where Adam's formula, and this function, square their sum.

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
    X, Y, first, *_ = prepare_arrays((E[0] if networks else E)[digits], Y, first, activation)
    digits, Y, every_step = np.ascontiguousarray(digits.T), np.ascontiguousarray(Y), Y.ndim == 3
    one_hot_rows = np.eye(E.shape[-2], dtype=X.dtype)
    network = np.arange(networks or 1)[:, None, None]

    def loss_and_gradients(current, rows):
        E, weights = current["E"], Weights(*map(current.get, Weights._fields))
        d = _take_batch(digits, rows, 1)
        x = E[network, d] if networks else E[d]
        loss, dweights, _, dZ = backpropagate(x, _take_batch(Y, rows, Y.ndim - 2), weights, activation, 0, every_step)
        dX = matmul(flatten_steps(dZ), transpose_last(weights.Wx))
        dE = transpose_last(flatten_steps(one_hot_rows[d])) @ dX  # adds up the rows of dX that have the same digit
        return loss, {**dweights._asdict(), "E": dE}

    trained, history = _fit(loss_and_gradients, {**parameters, "E": E}, X.dtype, digits.shape[1], networks, **settings)
    return trained.pop("E"), Weights(**trained), history


def _fit(loss_and_gradients: Callable[..., tuple[np.ndarray, dict[str, np.ndarray]]],
         parameters: dict[str, np.ndarray], dtype: npt.DTypeLike, N: int, networks: int | None,
         optimizer: str = "adam", learning_rate: float = 0.001, batch_size: int | None = 32, updates: int = 1000,
         seed: int | Sequence[int] = 0, shuffle: bool = True, train: Iterable[str] | None = None,
         sample_every: int | None = None, clip_norm: float | None = None) -> tuple[dict[str, np.ndarray], History]:
    """Validate the settings of `fit`, and run the training loop."""
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
    for network_seed in np.atleast_1d(seed).tolist():
        check_count("seed", network_seed, minimum=0)
    if clip_norm is not None:
        check_positive("clip_norm", clip_norm)
        loss_and_gradients = _clipped(loss_and_gradients, clip_norm, train, networks)
    parameters = {name: array.astype(dtype) for name, array in parameters.items()}
    run = TrainingRun(parameters, loss_and_gradients, get_optimizer(optimizer, learning_rate), updates, train, networks,
                      sample_every)
    with ProgressBar(updates) as progress:
        return run.run(batches(N, batch_size, shuffle, seed), progress)


def _clipped(loss_and_gradients: Callable[..., tuple[np.ndarray, dict[str, np.ndarray]]], clip_norm: float,
             train: Sequence[str], networks: int | None) -> Callable[..., tuple[np.ndarray, dict[str, np.ndarray]]]:
    """The same function, its gradients shortened where all that are trained are together longer than `clip_norm`."""
    def clipped(current, rows):
        loss, gradients = loss_and_gradients(current, rows)
        rows_of = {name: gradients[name].reshape(networks or 1, -1) for name in train}
        norm = np.sqrt(sum(np.square(array).sum(1) for array in rows_of.values()))
        scale = clip_norm / np.maximum(norm, clip_norm)
        return loss, gradients | {name: array * scale[:, None] for name, array in rows_of.items()}
    return clipped


def _take_batch(array: np.ndarray, rows: np.ndarray | None, axis: int) -> np.ndarray:
    """Take the rows of a batch along an axis; from R lists of rows, R batches along a leading axis."""
    if rows is None:
        return array
    batch = array.take(rows, axis)
    return batch if rows.ndim == 1 or axis == 0 else np.ascontiguousarray(batch.swapaxes(0, 1))
