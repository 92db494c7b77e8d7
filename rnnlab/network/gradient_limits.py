"""Truncated and clipped gradients: they agree with the right one until a sequence is long or an error large.

So a gradient check at a point with few steps and a small error cannot see them. Here the same function is called at two
points of its own: one with targets far off, and one with a long sequence through which an error hardly fades.
"""

import contextlib
import io
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from rnnlab.network.bptt import backward, gradients
from rnnlab.network.forward import forward, readout
from rnnlab.network.gradient_result import gradient_arrays
from rnnlab.network.numerical_gradients import STEP_SIZE
from rnnlab.network.weights import Weights

FAR = 1e6        # how far off the targets are: a gradient that is clipped anywhere below shows it
MORE_STEPS = 24  # how much longer the long sequence is
MATCH = 1e-3     # relative difference up to which two gradients count as the same here


class _Probe(NamedTuple):
    X: np.ndarray
    Y: np.ndarray
    weights: Weights
    activation: str
    h0: np.ndarray


def hidden_limits(X: np.ndarray, Y: np.ndarray, weights: Weights, activation: str, h0: np.ndarray,
                  gradient: Callable[..., Any]) -> dict[str, list[str]]:
    """What limits a gradient elsewhere, for each array that it limits.

    Parameters
    ----------
    X, Y, weights, activation, h0
        The evaluation point, as for `rnnlab.network.bptt.gradients`, of arrays.
    gradient : callable
        The function under test, called as ``gradient(X, Y, weights, activation, h0)`` at two other points of the same
        N, D, M and K. Where that raises, nothing is said.

    Returns
    -------
    dict of str to list of str
        By the name of each array, in words. Empty where nothing is known to limit it.
    """
    T = X.shape[1]
    reasons: dict[str, list[str]] = {name: [] for name, array in weights._asdict().items() if array is not None}
    far = _Probe(X, Y + FAR, weights, activation, h0)
    for probe, describe in ((far, _describe_clipping), (_long_probe(X, Y, weights, activation), _describe_truncation)):
        try:
            with contextlib.redirect_stdout(io.StringIO()), np.errstate(all="ignore"):
                loss, right = gradients(*probe)
                found = gradient_arrays(gradient(*probe), tuple(reasons))
                arrays = {name: np.asarray(array, np.float64) for name, array in found.items()}
                noise = 4 * np.finfo(np.float64).eps / STEP_SIZE * loss
                off = [name for name in reasons if not _same(arrays[name], getattr(right, name), noise)]
                reason = describe(arrays, right, noise, probe, T) if off else ""
        except Exception:  # a function that cannot be called there, for example since its sizes are built in
            continue
        for name in off:
            reasons[name].append(reason)
    return reasons


def _same(found: np.ndarray, right: np.ndarray, noise: float) -> bool:
    if found.shape != right.shape:
        raise ValueError("the gradient has another shape")  # seen at the evaluation point as well
    return bool(np.abs(found - right).max() <= MATCH / 10 * np.abs(right).max() + noise)


def _describe_clipping(found: dict[str, np.ndarray], right: Weights, noise: float, probe: _Probe, T: int) -> str:
    pairs = [(array, np.asarray(getattr(right, name))) for name, array in found.items()]
    largest = max(np.abs(array).max() for array, _ in pairs)
    if all(np.abs(np.clip(true, -largest, largest) - array).max() <= MATCH * largest for array, true in pairs
           if np.abs(array - true).max() > MATCH * np.abs(true).max()):
        return f"it is clipped at ±{largest:.3g} elsewhere, and here no number of it is that large"
    lengths = [(np.linalg.norm(array), np.linalg.norm(true)) for array, true in pairs]
    if all(np.abs(array / one - true / other).max() <= MATCH for (array, true), (one, other) in zip(pairs, lengths)
           if one and other):
        whole = np.linalg.norm([one for one, _ in lengths])
        each = {f"{one:.3g}" for one, other in lengths if one < (1 - MATCH) * other}
        return f"it is shortened to length {each.pop() if len(each) == 1 else f'{whole:.3g}'} where it is longer"
    return "where the targets are further off, it is not the right gradient"


def _long_probe(X: np.ndarray, Y: np.ndarray, weights: Weights, activation: str) -> _Probe:
    """A point with more steps, where U f' is nearly 1 at each of them: what comes from far back counts as much."""
    rng = np.random.default_rng(0)
    N, T, D = X.shape
    T += MORE_STEPS
    M = len(weights.Wh)
    sign = np.abs if activation == "relu" else np.asarray  # a relu has to stay on
    gain, bias = (3.9, -1.95) if activation == "sigmoid" else (0.98, 0.0)
    Wh = gain * (np.roll(np.eye(M), 1, axis=1) if M > 1 else np.eye(1))
    small = Weights(sign(rng.normal(0, 0.3, (D, M))) / np.sqrt(D), Wh, bias + sign(rng.normal(0, 0.001, M)))
    X, h0 = sign(rng.normal(0, 0.1, (N, T, D))), sign(rng.normal(0, 0.1, (N, M))) + (0.5 if bias else 0)
    H = forward(X, small, activation, h0)
    if weights.Wo is not None and weights.bo is not None:
        small = small._replace(Wo=rng.normal(size=np.shape(weights.Wo)), bo=np.zeros(np.shape(weights.bo)))
        H = readout(H, small)
    return _Probe(X, (H if Y.ndim == 3 else H[:, -1]) - 1, small, activation, h0)


def _describe_truncation(found: dict[str, np.ndarray], right: Weights, noise: float, probe: _Probe, T: int) -> str:
    shares = _shares_by_distance(probe)
    for steps in range(1, probe.X.shape[1]):
        cut = {name: share[:steps].sum(0) for name, share in shares.items()}
        if all(np.allclose(found[name], array, rtol=0, atol=MATCH * np.abs(array).max() + noise)
               for name, array in cut.items()):
            reach = f"T = {T} is no longer than that" if steps >= T else "what is left out is too small to show here"
            return f"its way back ends after {steps} step{'s' * (steps > 1)}, and {reach}"
    return f"the check tries {MORE_STEPS} steps more, too: there it is not the right gradient"


def _shares_by_distance(probe: _Probe) -> dict[str, np.ndarray]:
    """What the steps add to the recurrent weights, by how far they lie before the error: of 0, 1, ... steps."""
    X, Y, weights, activation, h0 = probe
    _, T, D = X.shape
    M = len(weights.Wh)
    shares = {"Wx": np.zeros((T, D, M)), "Wh": np.zeros((T, M, M)), "bh": np.zeros((T, M))}
    before = np.concatenate([h0[:, None], forward(X, weights, activation, h0)[:, :-1]], axis=1)
    targets = [(T, Y)] if Y.ndim == 2 else [(t + 1, Y[:, t]) for t in range(T)]
    for end, target in targets:
        dZ = backward(X[:, :end], target, weights, activation, h0).dZ[:, ::-1] / len(targets)
        shares["Wx"][:end] += np.einsum("ntd,ntm->tdm", X[:, :end][:, ::-1], dZ)
        shares["Wh"][:end] += np.einsum("nti,ntm->tim", before[:, :end][:, ::-1], dZ)
        shares["bh"][:end] += dZ.sum(0)
    return shares
