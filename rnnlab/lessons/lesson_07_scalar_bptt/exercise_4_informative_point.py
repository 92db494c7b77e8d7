"""Exercise 7.4: a point at which a gradient check detects two bugs, and whether its numbers hide one of them."""

import numpy as np

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import Point
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import (
    DroppedFactor,
    FirstContributionForgotten,
    PlainBPTT,
)
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import unit_states
from rnnlab.network.gradient_check import compare_gradients
from rnnlab.network.weights import Weights
from rnnlab.validation import as_numbers, check_array

MARGIN = 100
NEAR = 0.1
LESSON_POINT = {"x": [1, 0.5, -1], "h0": 0.5, "U": 0.8, "y": 0.5}
FACTOR, SHARE = "the forgotten factor", "the forgotten share"


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
        alarms, false_alarms = (
            {name for name, array in compare_gradients(*point, gradient=gradient, find_limits=False).items()
             if array.verdict == "wrong"} for gradient in (fainter, right))
    return bool(alarms - false_alarms)


def judge_point(x, h0, U, y):
    """Tell whether a gradient check at this point, with W = 0.5 and b = 0.1, sees each of the bugs, and if not, why."""
    x = check_array("x", x, ("T",))
    h0, U, y = (_one_number(name, value) for name, value in (("h0", h0), ("U", U), ("y", y)))
    point = {"x": x, "h0": h0, "U": U, "y": y}
    if all(np.shape(point[name]) == np.shape(value) and np.allclose(point[name], value, rtol=0, atol=1e-9)
           for name, value in LESSON_POINT.items()):
        return {FACTOR: "**This is the lesson's own point.** It does see both bugs. Find another one that does.",
                SHARE: ""}
    factors = ("x", "U") if 0.3 <= abs(U) <= 3 and abs(U - 1) >= NEAR else ("U", "x")  # which of the two is odder
    problems = {}
    if len(x) < 2:
        problems[FACTOR] = ("**One step has no way back.** The forgotten factor sits between two steps. Take two at "
                            "least.")
    elif U == 1:
        problems[FACTOR] = "**U = 1 hides the first bug.** A forgotten factor 1 leaves no trace."
    elif not stands_out(DroppedFactor, **point):
        problems[FACTOR] = _reason(DroppedFactor, point, ("y", *factors))
    if h0 == 0:
        problems[SHARE] = ("**h_0 = 0 hides the second bug.** The forgotten share is h_0 · dz_1, and that is zero "
                           "anyway.")
    elif U == 0 and len(x) > 1:
        problems[SHARE] = ("**U = 0 hides the second bug.** Nothing comes back to step 1: dz_1 is zero, and with it "
                           "the share h_0 · dz_1 that was left out.")
    elif not stands_out(FirstContributionForgotten, **point):
        problems[SHARE] = _reason(FirstContributionForgotten, point, ("y", "h0", *factors))
    if len(set(problems.values())) < len(problems):
        problems[SHARE] = ""
    return problems


def _reason(implementation, point, candidates):
    """Why a bug does not stand out, in Markdown: of the first number with another value of which it would."""
    H = unit_states(point["x"], 0.5, point["U"], 0.1, point["h0"])
    with np.errstate(all="ignore"):
        harmless = {"y": H[-1] + 0.5, "h0": 0.5, "U": -0.8, "x": np.array([1, 0.5])}
        culprit = next((name for name in candidates
                        if stands_out(implementation, **point | {name: harmless[name]})), "x")
        return {"y": _reason_of_y, "h0": _reason_of_h0, "U": _reason_of_U, "x": _reason_of_x}[culprit](H, **point)


def _reason_of_y(H, x, h0, U, y):
    error = H[-1] - y
    if error ** 2 < 1e-8:
        return ("**The loss is as good as zero,** and so is every slope, a right one and a wrong one. Choose a target "
                "that is not met.")
    if abs(error) < 0.5:
        return (f"**The target is nearly met.** The error h_T − y is {error:.1g}, and every slope is multiplied by it. "
                "Choose a target that is further off.")
    return (f"**The target is too far off.** The error h_T − y is {error:.1g}, and its square is so large that "
            "rounding hides the slopes.")


def _reason_of_h0(H, x, h0, U, y):
    slope = 1 - H[1] ** 2
    if abs(h0) < NEAR:
        return ("**h_0 is too close to 0.** The forgotten share h_0 · dz_1 is there, but so small that a mistake a "
                "hundred times smaller would pass for rounding.")
    if abs(h0) > 0.5 and slope < 0.1:
        return (f"**h_0 = {h0:g} is so far from 0 that it saturates step 1.** z_1 = W x_1 + U h_0 + b is "
                f"{0.5 * x[0] + U * h0 + 0.1:.3g}, where tanh is flat: f'(z_1) is {slope:.1g}. So hardly anything "
                "comes back to h_0.")
    return (f"**With h_0 = {h0:g} the second bug is too faint.** The forgotten share is h_0 · dz_1, and on the way to "
            f"it the error is multiplied by f'(z_1) = {slope:.1g}. {_way_back(H, U)}")


def _reason_of_U(H, x, h0, U, y):
    if abs(U - 1) < NEAR:
        return (f"**U = {U:g} is too close to 1.** To forget such a factor changes the gradient so little that a "
                "mistake a hundred times smaller would pass for rounding.")
    return f"**With this U too little comes back.** {_way_back(H, U)}"


def _reason_of_x(H, x, h0, U, y):
    slopes = 1 - H[1:] ** 2
    step = int(slopes.argmin()) + 1
    advice = (f"At step {step} the unit is saturated: f'(z_{step}) is {slopes.min():.1g}. Try smaller inputs."
              if slopes.min() < 0.1 else f"There are {len(x)} steps. Try fewer.")
    return f"**Too little comes back.** {_way_back(H, U)} {advice}"


def _way_back(H, U):
    """What is left of an error on its way back from step T to step 1, in a sentence."""
    left = np.prod(U * (1 - H[2:] ** 2))
    return (f"Each step back multiplies the error by U f'(z). From step {len(H) - 1} to step 1 that is {left:.1g} in "
            "all, and a mistake a hundred times smaller would pass for rounding.")


def _one_number(name, value):
    number = as_numbers(name, value)
    if number.shape != () or not np.isfinite(number):
        raise ValueError(f"{name} has to be one finite number")
    return float(number)
