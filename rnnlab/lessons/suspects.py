"""Three backward passes of one unit, each with something wrong. Exercise 7.3 asks what, and from which step on.

They return what the lesson's own `back` returns: dh_0 … dh_T and dz_0 … dz_T (dz_0 is not used), and the shares of
dW, dU and db, one row each and one column a step.
"""

import numpy as np


def states(x, W, U, b, h0):
    """h_0 to h_T."""
    H = [h0]
    for x_t in x:
        H.append(np.tanh(W * x_t + U * H[-1] + b))
    return np.array(H)


def retrace(x, y, W, U, b, h0, way_back, before):
    """A backward pass whose way from dz_t to dh_{t-1} and whose states before each step are handed in."""
    H, T = states(x, W, U, b, h0), len(x)
    dh, dz = np.zeros(T + 1), np.zeros(T + 1)
    dh[T] = 2 * (H[T] - y)
    for t in range(T, 0, -1):
        dz[t] = dh[t] * (1 - H[t] ** 2)
        dh[t - 1] = way_back(dz[t], t)
    return dh, dz, np.array([x * dz[1:], before(H) * dz[1:], dz[1:]])


def suspect_a(x, y, W, U, b, h0):
    return retrace(x, y, W, U, b, h0, lambda dz, t: W * dz, lambda H: H[:-1])


def suspect_b(x, y, W, U, b, h0):
    return retrace(x, y, W, U, b, h0, lambda dz, t: U * dz, lambda H: np.roll(H[1:], 1))


def suspect_c(x, y, W, U, b, h0):
    return retrace(x, y, W, U, b, h0, lambda dz, t: U * dz * (len(x) - t < 1), lambda H: H[:-1])


REASONS = {
    1: "the factor U is forgotten on the way back",
    2: "f' is taken at another step",
    3: "W stands where U belongs on the way back",
    4: "the way back ends early",
    5: "the first share of dU reads the last state",
    6: "the shares of dU take the state after the step",
}
TRACES = {
    1: "then dh_{t-1} would equal dz_t",
    2: "then dz would be wrong at the last step already",
    3: "then dh_{t-1} would be W · dz_t",
    4: "then dh would be zero from some step on",
    5: "then every dh and dz would be right, and one share of dU wrong",
    6: "then every dh and dz would be right, and all shares of dU wrong",
}
CULPRITS = {"A": (suspect_a, 3), "B": (suspect_b, 5), "C": (suspect_c, 4)}


def first_wrong_step(suspect, x, y, W, U, b, h0):
    """The first step on the way back, the last in time, at which dh, dz or a share is wrong; None if all is right."""
    right = retrace(x, y, W, U, b, h0, lambda dz, t: U * dz, lambda H: H[:-1])
    found = suspect(x, y, W, U, b, h0)
    off = [~np.isclose(one, other, rtol=1e-9, atol=1e-12) for one, other in zip(found, right)]
    steps = [t for t in range(len(x) + 1) if off[0][t] or off[1][t] or (t and off[2][:, t - 1].any())]
    return max(steps, default=None)
