"""Every number of one forward and one backward pass through three steps of one unit, right or with a bug.

Lesson 7's paper case. `rnnlab.lessons.lesson_07_scalar_bptt.explorer` draws it.
"""

from functools import cache

import numpy as np

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue import MUSEUM
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import HandWritten
from rnnlab.network.gradient_check import compare_gradients
from rnnlab.network.weights import Weights

X_PAPER, H0_PAPER, Y_PAPER = (1.0, 0.5, -1.0), 0.5, 0.5
CHOICES = ("missing transpose", "dropped factor", "inverted derivative", "one step early", "own state",
           "last row first", "loss at the wrong step", "detached state", "overwritten share")
CODES = {"none": HandWritten} | {bug.name: bug.code for bug in MUSEUM if bug.name in CHOICES}
WHAT = {bug.name: bug.what for bug in MUSEUM}
T = len(X_PAPER)


class WorkedExample:
    """All numbers of one forward and backward pass. Steps count from 1; index 0 is h_0's.

    Attributes
    ----------
    z, h, dz, dh, dx : list of float
        Of which z[0], dz[0] and dx[0] do not exist and are None.
    shares : dict of str to list of float
        What each step adds to dW, dU and db.
    sums : dict of str to float
    loss : float
    """

    def __init__(self, W, U, bug="none"):
        code = CODES[bug]()
        point = self.point(W, U)
        X, Y, weights, activation, h0 = point
        Z, H = code.run(X, weights, activation, h0)
        self.loss, found = code.gradient(*point)
        dh = 2 * (H[:, -1] - Y)
        dZ = code.backward(dh, Z, weights.Wh, activation)
        self.z, self.h = [None, *Z.ravel().tolist()], H.ravel().tolist()
        self.dz = [None, *dZ.ravel().tolist()]
        back = [code.back(dZ[:, t], weights.Wh).item() for t in range(T)]
        self.dh = [*back, dh.item() if bug != "loss at the wrong step" else 0.0]
        if bug == "loss at the wrong step":
            self.dh[T - 1] = dh.item()
        self.dx = [None, *(W * dz for dz in self.dz[1:])]
        shares = {"W": code.shares(X, dZ), "U": code.shares(code.before(H), dZ), "b": dZ}
        self.shares = {name: [None, *array.ravel().tolist()] for name, array in shares.items()}
        self.sums = {"W": found.Wx.item(), "U": found.Wh.item(), "b": found.bh.item()}

    @staticmethod
    def point(W, U):
        """X, Y, weights, activation and h_0 as `rnnlab.network.bptt.gradients` takes them; the state itself is the output."""
        weights = Weights(*(np.array(array) for array in ([[W]], [[U]], [0.0], [[1.0]], [0.0])))
        return np.reshape(X_PAPER, (1, T, 1)), np.array([[Y_PAPER]]), weights, "tanh", np.array([[H0_PAPER]])

    def named(self):
        """The numbers of the way back in their order: pairs of (name, value), each with its step."""
        for t in range(T, 0, -1):
            yield t, f"dh_{t}", self.dh[t]
            yield t, f"dz_{t}", self.dz[t]
            yield t, f"dx_{t}", self.dx[t]
            for name in "WUb":
                yield t, f"the share of d{name} at step {t}", self.shares[name][t]
        yield 1, "dh_0", self.dh[0]
        for name in "WUb":
            yield 0, f"the sum d{name}", self.sums[name]


@cache
def worked_example(W, U, bug="none"):
    return WorkedExample(W, U, bug)


@cache
def verdicts(W, U, bug):
    """What the gradient check says at this point of dW, dU and db."""
    with np.errstate(all="ignore"):
        found = compare_gradients(*WorkedExample.point(W, U), gradient=CODES[bug]().gradient)
    return {"W": found["Wx"], "U": found["Wh"], "b": found["bh"]}


def differs(one, other):
    return abs(one - other) > 1e-9 * max(1, abs(other))


@cache
def wrong_ones(W, U, bug):
    """The wrong numbers, in the order of the way back: triples (step, name, value, right value)."""
    return [(t, name, value, right) for (t, name, value), (_, _, right)
            in zip(worked_example(W, U, bug).named(), worked_example(W, U).named()) if differs(value, right)]
