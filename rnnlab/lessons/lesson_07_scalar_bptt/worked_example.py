"""The worked example of lesson 7: a forward and a backward pass through three steps of one unit, right or with a bug.

The lesson computes it on paper, `explorer` draws it.
"""

from functools import cache

import numpy as np

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import BUG_CATALOGUE
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import PlainBPTT
from rnnlab.network.gradient_check import compare_gradients
from rnnlab.network.weights import Weights

X_PAPER, H0_PAPER, Y_PAPER = (1.0, 0.5, -1.0), 0.5, 0.5
SHOWN_BUGS = ("missing transpose", "dropped factor", "inverted derivative", "one step early", "own state",
              "last row first", "loss at the wrong step", "detached state", "overwritten share")
IMPLEMENTATIONS = {"none": PlainBPTT} | {bug.name: bug.code for bug in BUG_CATALOGUE if bug.name in SHOWN_BUGS}
MISTAKES = {bug.name: bug.what for bug in BUG_CATALOGUE}
T = len(X_PAPER)


class WorkedExample:
    """All numbers of one forward and backward pass. Steps count from 1; index 0 is h_0's.

    Attributes
    ----------
    z, h, dz, dh, dx : list of float
        Of which z[0], dz[0] and dx[0] do not exist and are None.
    contributions : dict of str to list of float
        What each step adds to dW, dU and db.
    sums : dict of str to float
    loss : float
    """

    def __init__(self, W, U, bug="none"):
        implementation = IMPLEMENTATIONS[bug]()
        point = self.point(W, U)
        X, Y, weights, activation, h0 = point
        Z, H = implementation.unroll(X, weights, activation, h0)
        self.loss, gradient = implementation.gradient(*point)
        dh = 2 * (H[:, -1] - Y)
        dZ = implementation.backward(dh, Z, weights.Wh, activation)
        self.z, self.h = [None, *Z.ravel().tolist()], H.ravel().tolist()
        self.dz = [None, *dZ.ravel().tolist()]
        previous = [implementation.previous_gradient(dZ[:, t], weights.Wh).item() for t in range(T)]
        self.dh = [*previous, 0.0]
        self.dh[T - implementation.steps_early] = dh.item()
        self.dx = [None, *(W * dz for dz in self.dz[1:])]
        contributions = {"W": implementation.contributions(X, dZ),
                         "U": implementation.contributions(implementation.previous_states(H), dZ), "b": dZ}
        self.contributions = {name: [None, *array.ravel().tolist()] for name, array in contributions.items()}
        self.sums = {"W": gradient.Wx.item(), "U": gradient.Wh.item(), "b": gradient.bh.item()}

    @staticmethod
    def point(W, U):
        """The arguments of `rnnlab.network.bptt.gradients`; the last state itself is the output."""
        weights = Weights(*(np.array(array) for array in ([[W]], [[U]], [0.0], [[1.0]], [0.0])))
        return np.reshape(X_PAPER, (1, T, 1)), np.array([[Y_PAPER]]), weights, "tanh", np.array([[H0_PAPER]])

    def named(self):
        """The numbers of the backward pass in their order: triples (step, name, value). The sums have the step 0."""
        for t in range(T, 0, -1):
            yield t, f"dh_{t}", self.dh[t]
            yield t, f"dz_{t}", self.dz[t]
            yield t, f"dx_{t}", self.dx[t]
            for name in "WUb":
                yield t, f"the share of d{name} at step {t}", self.contributions[name][t]
        yield 1, "dh_0", self.dh[0]
        for name in "WUb":
            yield 0, f"the sum d{name}", self.sums[name]


@cache
def worked_example(W, U, bug="none"):
    return WorkedExample(W, U, bug)


@cache
def verdicts(W, U, bug):
    """The verdicts of the gradient check at this point on dW, dU and db."""
    with np.errstate(all="ignore"):
        checked = compare_gradients(*WorkedExample.point(W, U), gradient=IMPLEMENTATIONS[bug]().gradient)
    return {"W": checked["Wx"], "U": checked["Wh"], "b": checked["bh"]}


def differs(one, other):
    """Whether two numbers differ by more than rounding."""
    return abs(one - other) > 1e-9 * max(1, abs(other))


@cache
def wrong_numbers(W, U, bug):
    """The wrong numbers, in the order of the backward pass: tuples (step, name, value, right value)."""
    return [(t, name, value, right) for (t, name, value), (_, _, right)
            in zip(worked_example(W, U, bug).named(), worked_example(W, U).named()) if differs(value, right)]
