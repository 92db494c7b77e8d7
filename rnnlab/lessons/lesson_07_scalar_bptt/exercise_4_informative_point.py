"""Exercise 7.4: a point at which a gradient check detects two bugs, and whether its numbers hide one of them."""

import numpy as np

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import Point
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import (
    DroppedFactor,
    FirstContributionForgotten,
    PlainBPTT,
)
from rnnlab.network.gradient_check import compare_gradients
from rnnlab.network.weights import Weights
from rnnlab.validation import as_numbers, check_array

MARGIN = 100
NEAR = 0.1

LITTLE = ("Each step back multiplies the error by U f'(z), and here the product of these factors is so small that one "
          "of the bugs, a hundred times fainter, would pass for rounding.")


def point_at(x, h0, U, y):
    """The point as a gradient check takes it, with W = 0.5 and b = 0.1; the state itself is the output."""
    weights = Weights(*(np.array(array) for array in ([[0.5]], [[U]], [0.1], [[1.0]], [0.0])))
    return Point(np.reshape(x, (1, -1, 1)), np.array([[y]]), weights, "tanh", np.array([[h0]]))


def stands_out(implementation, x, h0, U, y):
    """Whether the gradient check passes the right code, and says *wrong* even of a bug `MARGIN` times fainter."""
    right, point = PlainBPTT().gradient, point_at(x, h0, U, y)

    def fainter(*point):
        loss, gradient = right(*point)
        wrong = implementation().gradient(*point)[1]
        return loss, Weights(*(a + (b - a) / MARGIN for a, b in zip(gradient, wrong)))
    with np.errstate(all="ignore"):
        alarms, false_alarms = ({name for name, array in compare_gradients(*point, gradient=gradient).items()
                                 if array.verdict == "wrong"} for gradient in (fainter, right))
    return bool(alarms - false_alarms)


def judge_point(x, h0, U, y):
    """Tell whether a gradient check at this point, with W = 0.5 and b = 0.1, sees both bugs, and what is to blame."""
    x = check_array("x", x, ("T",))
    h0, U, y = (_one_number(name, value) for name, value in (("h0", h0), ("U", U), ("y", y)))
    numbers, problems = {"x": x, "h0": h0, "U": U, "y": y}, {}
    factors = ("x", "U") if 0.3 <= abs(U) <= 3 and abs(U - 1) >= NEAR else ("U", "x")  # which of the two is odder
    if len(x) < 2:
        problems["x"] = "**One step has no way back.** The forgotten factor sits between two steps. Take two at least."
    elif U == 1:
        problems["U"] = "**U = 1 hides the first bug.** A forgotten factor 1 leaves no trace."
    else:
        _blame(problems, DroppedFactor, numbers, ("y", *factors))
    if h0 == 0:
        problems["h0"] = "**h_0 = 0 hides the second bug.** The forgotten share is h_0 · dz_1, and that is zero anyway."
    elif U == 0 and len(x) > 1:
        problems["U"] = ("**U = 0 hides the second bug.** Nothing comes back to step 1: dz_1 is zero, and with it the "
                         "share h_0 · dz_1 that was left out.")
    else:
        _blame(problems, FirstContributionForgotten, numbers, ("y", "h0", *factors))
    return problems


def _blame(problems, implementation, numbers, candidates):
    """Where a bug does not stand out, name the first number that hides it: with another one it would stand out."""
    if stands_out(implementation, **numbers):
        return
    X, _, *network = point_at(**numbers)
    with np.errstate(all="ignore"):
        last = PlainBPTT().predict(X, *network).item()
    harmless = {"y": last + 0.5, "h0": 0.5, "U": -0.8, "x": np.array([1, 0.5])}
    culprit = next((name for name in candidates if stands_out(implementation, **numbers | {name: harmless[name]})), "x")
    problems.setdefault(culprit, _reason(culprit, last, **numbers))


def _reason(culprit, last, x, h0, U, y):
    """Why no check can see from here, in Markdown."""
    if culprit == "y" and abs(last - y) < 1:
        return ("**The loss is as good as zero,** and so is every slope, a right one and a wrong one. Choose a target "
                "that is not met.")
    if culprit == "y":
        return "**The target is too far off.** The loss is so large that its rounding hides the slopes."
    if culprit == "h0":
        return ("**h_0 is too close to 0.** The forgotten share h_0 · dz_1 is there, but so small that the same "
                "mistake a hundred times fainter would pass for rounding.")
    if culprit == "U" and abs(U - 1) < NEAR:
        return (f"**U = {U:g} is too close to 1.** To forget such a factor changes the gradient so little that the "
                "same mistake a hundred times fainter would pass for rounding.")
    if culprit == "U":
        return f"**With this U too little comes back.** {LITTLE}"
    return (f"**Too little comes back.** {LITTLE} The unit is saturated, or there are too many steps. Try smaller "
            "inputs, or fewer.")


def _one_number(name, value):
    number = as_numbers(name, value)
    if number.shape != () or not np.isfinite(number):
        raise ValueError(f"{name} has to be one finite number")
    return float(number)
