"""Gradient check: compare a gradient with central differences, and report where the comparison could not see a fault.

A gradient check never sees a fault in the forward pass, in the printed loss or in the prediction: a wrong forward pass
agrees with its own differences. Compare those with Keras.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from rnnlab.network.bptt import gradients
from rnnlab.network.numerical_gradients import STEP_SIZE, central_differences, numerical_gradients
from rnnlab.network.weights import Weights

GradientFunction = Callable[..., tuple[float, Weights]]
EXACT = 1e-6   # relative difference up to which two gradients are the same for a float64
CLOSE = 1e-4   # ... and up to which the gap may be the rounding of float32: or a small mistake


class GradientVerdict(NamedTuple):
    """The result of a gradient check for one array.

    Attributes
    ----------
    verdict : {"exact", "close", "wrong", "blind"}
    difference : float
        The largest relative difference, max|a - b| / max|b| with b the central differences. NaN where there is none.
    why : str
        What is wrong, or what this point hides. Empty where there is nothing to add.
    """

    verdict: str
    difference: float
    why: str = ""

    def __str__(self) -> str:
        if np.isnan(self.difference):
            return f"{self.verdict:5}  {self.why}"
        size = next((f"at most {bound:.0e}" for bound in (EXACT, CLOSE) if self.difference <= bound),
                    f"{self.difference:.2g}" if self.verdict == "wrong" else "not resolved")
        return f"{self.verdict:5}  largest relative difference {size}" + (f"  ({self.why})" if self.why else "")


def check_gradients(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
                    h0: npt.ArrayLike | None = None, gradient: GradientFunction = gradients,
                    **settings: Any) -> dict[str, GradientVerdict]:
    """Compare a gradient with central differences, array by array, and print a verdict a line.

    *exact*: the largest relative difference is at most 1e-6, or within what a difference may be off. *close*: at most
    1e-4, which rounding explains if the gradient was computed in float32, and only then. *wrong*: more than that,
    another shape, missing, or not finite. *blind*: no fault was found, but at this point one could hide, and the line
    says which. A blind verdict never covers up a wrong one. See `blind_spots` for the rules.

    Only bounds are printed where the digits are rounding: they differ from one machine to the next.

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    Y : array_like, shape (N, K) or (N, T, K)
    weights : Weights
    activation : {"tanh", "linear", "relu", "sigmoid"}
    h0 : array_like, shape (N, M), optional
        The evaluation point. All as for `rnnlab.network.bptt.gradients`.
    gradient : callable
        Called as ``gradient(X, Y, weights, activation, h0)``; returns ``(loss, Weights)``. Put your own here.
    **settings
        loss, lengths: as for `rnnlab.network.bptt.gradients`. `gradient` gets those that are given.

    Returns
    -------
    dict of str to GradientVerdict
        One for each array of `weights`, under its name.

    Raises
    ------
    ValueError, TypeError
        As `rnnlab.network.bptt.gradients`.
    """
    verdicts = compare_gradients(X, Y, weights, activation, h0, gradient, **settings)
    for name, verdict in verdicts.items():
        print(f"{name:2}  {verdict}")
    return verdicts


def compare_gradients(X: npt.ArrayLike, Y: npt.ArrayLike, weights: Weights, activation: str = "tanh",
                      h0: npt.ArrayLike | None = None, gradient: GradientFunction = gradients,
                      **settings: Any) -> dict[str, GradientVerdict]:
    """The verdicts of `check_gradients`, without printing them. Parameters, result and errors are the same."""
    loss, numerical, at_kink = central_differences(X, Y, weights, activation, h0, **settings)
    tested = gradient(X, Y, weights, activation, h0, **settings)[1]
    hidden = blind_spots(X, weights, h0, loss, at_kink)
    # The error of a central difference: rounding, and truncation, which a comparison with half the step shows.
    rounding = 2 * np.finfo(np.float64).eps / STEP_SIZE * (loss + np.square(np.asarray(Y, np.float64)).mean())
    half_step = numerical_gradients(X, Y, weights, activation, h0, STEP_SIZE / 2, **settings)[1]
    verdicts = {}
    for name, expected in numerical._asdict().items():
        if expected is not None:
            with np.errstate(invalid="ignore"):  # two infinite derivatives: `judge_gradient` says so
                truncation = 2 * np.abs(expected - getattr(half_step, name)).max()
            noise = np.inf if at_kink else rounding + truncation
            verdicts[name] = judge_gradient(getattr(tested, name), expected, hidden[name], noise)
    return verdicts


def judge_gradient(tested: npt.ArrayLike | None, expected: np.ndarray, hidden: Sequence[str] = (),
                   noise: float = 0.0) -> GradientVerdict:
    """The verdict on one array.

    Parameters
    ----------
    tested : array_like or None
        The gradient under test; None where it is missing.
    expected : numpy.ndarray
        Central differences.
    hidden : sequence of str
        What this evaluation point hides from the comparison.
    noise : float
        The largest error of the central differences.

    Returns
    -------
    GradientVerdict
    """
    if tested is None:
        return GradientVerdict("wrong", np.nan, "it is missing")
    tested = np.asarray(tested, np.float64)
    if tested.shape != expected.shape:
        return GradientVerdict("wrong", np.nan, f"it has shape {tested.shape}, it should have shape {expected.shape}")
    if not np.isfinite(expected).all():
        return GradientVerdict("blind", np.nan, "the loss near this point is not finite: nothing compares with NaN")
    if not np.isfinite(tested).all():
        return GradientVerdict("wrong", np.nan, "it is not finite")
    gap, scale = np.abs(tested - expected).max(), np.abs(expected).max()
    difference = float(gap / scale) if scale > 0 else 0.0 if gap == 0 else np.inf
    if gap > max(CLOSE * scale, noise):
        return GradientVerdict("wrong", difference)
    if scale <= noise / CLOSE < np.inf:
        hidden = [*hidden, "the gradient is as good as zero: a difference cannot resolve it"]
    if hidden:
        return GradientVerdict("blind", difference, "; ".join(hidden))
    return GradientVerdict("exact" if gap <= max(EXACT * scale, noise) else "close", difference)


def blind_spots(X: npt.ArrayLike, weights: Weights, h0: npt.ArrayLike | None, loss: float,
                at_kink: bool = False) -> dict[str, list[str]]:
    """What a gradient check cannot see at an evaluation point, for each array.

    ============================  =====================  ======================================================
    evaluation point              hides in               what could hide
    ============================  =====================  ======================================================
    loss zero                     all                    any factor: every gradient is zero
    N = T                         all                    samples and steps mixed up, divided by the wrong one
    a relu at its kink            all                    anything: the difference is taken across a corner
    T = 1                         Wx, Wh, bh             the sum over t, a step too early or too late
    Wh = 1, or the identity       Wx, Wh, bh             a factor Wh that was dropped
    Wh equal to its transpose     Wx, Wh, bh             Wh where its transpose belongs
    h0 zero                       Wh                     what the first step adds, and the wrong row read for it
    ============================  =====================  ======================================================

    Parameters
    ----------
    X : array_like, shape (N, T, D)
    weights : Weights
    h0 : array_like, shape (N, M), or None for zeros
    loss : float
        At this point.
    at_kink : bool
        Whether a relu is within one difference step of its kink.

    Returns
    -------
    dict of str to list of str
        For the name of each array, what hides there; empty where nothing does.
    """
    N, T = np.shape(X)[:2]
    Wh = np.asarray(weights.Wh)
    everywhere: list[str] = []
    recurrent: list[str] = []
    first: list[str] = []
    if loss < 1e-20:
        everywhere.append("the loss is zero, and every gradient with it")
    if N == T:
        everywhere.append(f"N = T = {N}: samples and steps may be mixed up")
    if at_kink:
        everywhere.append("a relu stands within one step of its kink")
    if T == 1:
        recurrent.append("T = 1: there is no time to go back through")
    if (Wh == np.eye(len(Wh))).all():
        recurrent.append("Wh is 1: a dropped factor Wh leaves no trace" if Wh.size == 1 else
                         "Wh is the identity: a dropped factor Wh leaves no trace")
    elif Wh.size > 1 and (Wh == Wh.T).all():
        recurrent.append("Wh is symmetric: its transpose may stand in the wrong place")
    if h0 is None or not np.any(h0):
        first.append("h0 is zero: what the first step adds is hidden")
    return {"Wx": everywhere + recurrent, "Wh": everywhere + recurrent + first, "bh": everywhere + recurrent,
            "Wo": everywhere, "bo": everywhere}
