"""Attempts at the functions of lesson 8: right ones, and wrong ones with the names that they have to get."""

import numpy as np

from tests.helpers.attempts.registry import Registry

RIGHT, WRONG = Registry(), Registry()


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


# 8.1

@RIGHT.of("8.1")
def batch_loop(dh_last, H, Wh, lengths):
    N, T, M = len(H), H.shape[1] - 1, len(Wh)
    dZ, dh = np.zeros((N, T, M)), np.zeros((N, M))
    for t in range(T, 0, -1):
        ends = lengths == t
        dh[ends] += dh_last[ends]
        dZ[:, t - 1] = dh * (1 - H[:, t] ** 2)
        dh = np.einsum("nj,ij->ni", dZ[:, t - 1], Wh)
    return dZ


@RIGHT.of("8.1")
def sample_by_sample(dh_last, H, Wh, lengths):
    dZ = []
    for dh, h, length in zip(dh_last, H, lengths):
        rows = [np.zeros(len(Wh))] * (len(h) - 1 - length)
        for t in range(length, 0, -1):
            dz = dh * (1 - h[t]) * (1 + h[t])
            rows.insert(0, dz)
            dh = Wh.dot(dz)
        dZ.append(rows)
    return np.array(dZ)


def loop_with(previous, slope=lambda H, t: 1 - H[:, t] ** 2, ends=lambda lengths, t, T: lengths == t):
    def way_back(dh_last, H, Wh, lengths):
        T = H.shape[1] - 1
        dZ, dh = np.zeros_like(H[:, 1:]), np.zeros_like(dh_last)
        for t in range(T, 0, -1):
            dh = dh + np.where(np.reshape(ends(lengths, t, T), (-1, 1)), dh_last, 0)
            dZ[:, t - 1] = dh * slope(H, t)
            dh = previous(dZ[:, t - 1], dh, Wh)
        return dZ
    return way_back


def through(dz, dh, Wh):
    return dz @ Wh.T


def overwriting_what_came_back(dh_last, H, Wh, lengths):
    dZ = np.zeros_like(H[:, 1:])
    for t in range(H.shape[1] - 1, 0, -1):
        dh = (lengths == t)[:, None] * dh_last
        dZ[:, t - 1] = dh * (1 - H[:, t] ** 2)
        dh = dZ[:, t - 1] @ Wh.T
    return dZ


def slopes_of_states(dh_last, H, Wh, lengths):
    dH, dh = np.zeros_like(H[:, 1:]), np.zeros_like(dh_last)
    for t in range(H.shape[1] - 1, 0, -1):
        dh = dh + (lengths == t)[:, None] * dh_last
        dH[:, t - 1] = dh
        dh = (dh * (1 - H[:, t] ** 2)) @ Wh.T
    return dH


WRONG.add("8.1", "The transpose is missing", loop_with(lambda dz, dh, Wh: np.dot(dz, Wh)))
WRONG.add("8.1", "The transpose is missing", loop_with(lambda dz, dh, Wh: np.einsum("nj,ji->ni", dz, Wh)))
WRONG.add("8.1", "Wh is missing on the way back", loop_with(lambda dz, dh, Wh: 1.0 * dz))
WRONG.add("8.1", "Nothing goes back", loop_with(lambda dz, dh, Wh: 0 * dh))
WRONG.add("8.1", "Nothing goes back",
          overwriting_what_came_back)
WRONG.add("8.1", "These are the slopes along the states", slopes_of_states)
WRONG.add("8.1", "The slope of tanh is missing", loop_with(through, lambda H, t: np.ones_like(H[:, t])))
WRONG.add("8.1", "tanh is taken twice", loop_with(through, lambda H, t: 1 / np.cosh(H[:, t]) ** 2))
WRONG.add("8.1", "The error enters at the padding's last step", loop_with(through, ends=lambda lengths, t, T: t == T))
WRONG.add("8.1", "The slope of tanh is lost on the way back", loop_with(lambda dz, dh, Wh: dh.dot(Wh.T)))
WRONG.add("8.1", "This is the slope of the sigmoid", loop_with(through, lambda H, t: H[:, t] - H[:, t] ** 2))
WRONG.add("8.1", "The square is missing", loop_with(through, lambda H, t: 1 - H[:, t]))
WRONG.add("8.1", "Multiply by the slope of tanh, do not divide by it",
          loop_with(through, lambda H, t: 1 / ((1 - H[:, t]) * (1 + H[:, t]))))
WRONG.add("8.1", "Divided by N", lambda dh, H, Wh, lengths: sample_by_sample(dh, H, Wh, lengths) / len(lengths))
WRONG.add("8.1", "Everything is twice too large", lambda dh, H, Wh, lengths: 2 * sample_by_sample(dh, H, Wh, lengths))
WRONG.add("8.1", "Every sign is reversed", lambda dh, H, Wh, lengths: -batch_loop(dh, H, Wh, lengths))
WRONG.add("8.1", "A plus where a minus belongs", loop_with(through, lambda H, t: 1 + H[:, t] ** 2))
WRONG.add("8.1", "The error enters at every step before the last word, and not at the last word",
          loop_with(through, ends=lambda lengths, t, T: t < lengths))
WRONG.add("8.1", "Every sample's error enters where the shortest one ends",
          loop_with(through, ends=lambda lengths, t, T: np.full(len(lengths), min(lengths) == t)))
WRONG.add("8.1", "Every sample's error enters where the first one ends",
          loop_with(through, ends=lambda lengths, t, T: np.full(len(lengths), lengths[0] == t)))


# 8.2

@RIGHT.of("8.2")
def by_the_formula(Z, Y):
    return (sigmoid(Z) - Y) / Z.size


@RIGHT.of("8.2")
def number_by_number(Z, Y):
    grad = np.zeros(Z.shape)
    for place in np.ndindex(Z.shape):
        grad[place] = (0.5 + 0.5 * np.tanh(Z[place] / 2) - Y[place]) / Z.size
    return grad


WRONG.add("8.2", "The mean is missing", lambda Z, Y: sigmoid(Z) - Y)
WRONG.add("8.2", "Divided by N alone", lambda Z, Y: (sigmoid(Z) - Y) / Y.shape[0])
WRONG.add("8.2", "Divided by K alone", lambda Z, Y: (sigmoid(Z) - Y) / Y.shape[1])
WRONG.add("8.2", "Every sign is reversed", lambda Z, Y: Y / Z.size - sigmoid(Z) / Z.size)
WRONG.add("8.2", "A logit is no probability", lambda Z, Y: (Z - Y) / Z.size)
WRONG.add("8.2", "The 2 belongs to the squared error", lambda Z, Y: 2 * (sigmoid(Z) - Y) / Z.size)
WRONG.add("8.2", "One slope of σ too many", lambda Z, Y: (sigmoid(Z) - Y) * sigmoid(Z) * sigmoid(-Z) / Z.size)
WRONG.add("8.2", "What is not a number has been replaced by 0",
          lambda Z, Y: np.nan_to_num((np.exp(Z) / (1 + np.exp(Z)) - Y) / Z.size))
WRONG.add("8.2", "What is not a number has been replaced by 0",
          lambda Z, Y: (np.nan_to_num(np.exp(Z) / (np.exp(Z) + 1)) - Y) / Y.size)
WRONG.add("8.2", "The sign in the exponent is lost", lambda Z, Y: (1 / (1 + np.exp(Z)) - Y) / Z.size)
WRONG.add("8.2", "The targets are missing", lambda Z, Y: sigmoid(Z) / Z.size)
WRONG.add("8.2", "The answers are compared, not the chances", lambda Z, Y: (np.heaviside(Z, 0.5) - Y) / Z.size)
WRONG.add("8.2", "tanh is no probability", lambda Z, Y: (np.tanh(Z) - Y) / Z.size)
WRONG.add("8.2", "This is the softmax",
          lambda Z, Y: (np.exp(Z - np.logaddexp.reduce(Z, axis=1, keepdims=True)) - Y) / Z.size)
WRONG.add("8.2", "Every sign is reversed, and the mean is missing", lambda Z, Y: Y - sigmoid(Z))
