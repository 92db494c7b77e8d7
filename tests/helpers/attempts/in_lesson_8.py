"""Attempts at the functions of lesson 8: right ones, and wrong ones with the names that they have to get."""

import numpy as np

from tests.helpers.attempts.registry import Registry

RIGHT, WRONG = Registry(), Registry()


def sigmoid(z):
    return np.exp(-np.logaddexp(0, -z))


# 8.1

@RIGHT.of("8.1")
def batch_loop(dH, H, Wh, lengths):
    N, T, M = dH.shape
    dZ, dh = np.zeros((N, T, M)), np.zeros((N, M))
    for t in range(T, 0, -1):
        words = lengths >= t
        dh[words] += dH[words, t - 1]
        dZ[:, t - 1] = dh * (1 - H[:, t] ** 2)
        dh = np.einsum("nj,ij->ni", dZ[:, t - 1], Wh)
    return dZ


@RIGHT.of("8.1")
def sample_by_sample(dH, H, Wh, lengths):
    dZ = []
    for slopes, h, length in zip(dH, H, lengths):
        rows, back = [np.zeros(len(Wh))] * (len(slopes) - length), 0
        for t in range(length, 0, -1):
            dz = (slopes[t - 1] + back) * (1 - h[t]) * (1 + h[t])
            rows.insert(0, dz)
            back = Wh.dot(dz)
        dZ.append(rows)
    return np.array(dZ)


@RIGHT.of("8.1")
def padding_cleared_first(dH, H, Wh, lengths):
    T = dH.shape[1]
    dZ = np.where((np.arange(T) < lengths[:, None])[..., None], dH, 0) * 1.0
    for t in reversed(range(T)):
        if t + 1 < T:
            dZ[:, t] += np.matmul(dZ[:, t + 1], Wh.T)
        dZ[:, t] *= 1 - np.square(H[:, t + 1])
    return dZ


@RIGHT.of("8.1")
def cleared_at_every_step(dH, H, Wh, lengths):
    dZ, dh = np.empty_like(dH), np.zeros_like(dH[:, 0])
    for t in range(dH.shape[1] - 1, -1, -1):
        dZ[:, t] = (dh + dH[:, t]) * (1 - H[:, t + 1] ** 2)
        dZ[lengths <= t, t] = 0
        dh = dZ[:, t] @ np.transpose(Wh)
    return dZ


def loop_with(previous, slope=lambda H, t: 1 - H[:, t] ** 2, words=lambda lengths, t, T: t <= lengths):
    def way_back(dH, H, Wh, lengths):
        T = H.shape[1] - 1
        dZ, dh = np.zeros_like(dH), np.zeros_like(dH[:, 0])
        for t in range(T, 0, -1):
            dh = dh + np.where(np.reshape(words(lengths, t, T), (-1, 1)), dH[:, t - 1], 0)
            dZ[:, t - 1] = dh * slope(H, t)
            dh = previous(dZ[:, t - 1], dh, Wh)
        return dZ
    return way_back


def through(dz, dh, Wh):
    return dz @ Wh.T


def overwriting_what_came_back(dH, H, Wh, lengths):
    dZ = np.zeros_like(dH)
    for t in range(dH.shape[1], 0, -1):
        dh = (lengths >= t)[:, None] * dH[:, t - 1]
        dZ[:, t - 1] = dh * (1 - H[:, t] ** 2)
        dh = dZ[:, t - 1] @ Wh.T
    return dZ


def cleared_at_the_end(dH, H, Wh, lengths):
    dZ, dh = np.zeros_like(dH), 0
    for t in range(dH.shape[1], 0, -1):
        dZ[:, t - 1] = (dh + dH[:, t - 1]) * (1 - H[:, t] ** 2)
        dh = dZ[:, t - 1] @ Wh.T
    return dZ * (np.arange(dH.shape[1]) < lengths[:, None])[..., None]


def slopes_of_states(dH, H, Wh, lengths):
    found, dh = np.zeros_like(dH), 0
    for t in range(dH.shape[1], 0, -1):
        dh = dh + (lengths >= t)[:, None] * dH[:, t - 1]
        found[:, t - 1] = dh
        dh = (dh * (1 - H[:, t] ** 2)) @ Wh.T
    return found


WRONG.add("8.1", "The transpose is missing", loop_with(lambda dz, dh, Wh: np.dot(dz, Wh)))
WRONG.add("8.1", "The transpose is missing", loop_with(lambda dz, dh, Wh: np.einsum("nj,ji->ni", dz, Wh)))
WRONG.add("8.1", "Wh is missing on the way back", loop_with(lambda dz, dh, Wh: 1.0 * dz))
WRONG.add("8.1", "Nothing goes back", loop_with(lambda dz, dh, Wh: 0 * dh))
WRONG.add("8.1", "Nothing goes back", overwriting_what_came_back)
WRONG.add("8.1", "The padding is set to zero in the result alone", cleared_at_the_end)
WRONG.add("8.1", "These are the slopes along the states", slopes_of_states)
WRONG.add("8.1", "The slope of tanh is missing", loop_with(through, lambda H, t: np.ones_like(H[:, t])))
WRONG.add("8.1", "tanh is taken twice", loop_with(through, lambda H, t: 1 / np.cosh(H[:, t]) ** 2))
WRONG.add("8.1", "The padding counts", loop_with(through, words=lambda lengths, t, T: np.full(len(lengths), True)))
WRONG.add("8.1", "Only the last word's slope enters", loop_with(through, words=lambda lengths, t, T: lengths == t))
WRONG.add("8.1", "One step of padding counts", loop_with(through, words=lambda lengths, t, T: lengths > t - 2))
WRONG.add("8.1", "The slope of tanh is lost on the way back", loop_with(lambda dz, dh, Wh: dh.dot(Wh.T)))
WRONG.add("8.1", "This is the slope of the sigmoid", loop_with(through, lambda H, t: H[:, t] - H[:, t] ** 2))
WRONG.add("8.1", "The square is missing", loop_with(through, lambda H, t: 1 - H[:, t]))
WRONG.add("8.1", "Multiply by the slope of tanh, do not divide by it",
          loop_with(through, lambda H, t: 1 / ((1 - H[:, t]) * (1 + H[:, t]))))
WRONG.add("8.1", "Divided by N", lambda dH, H, Wh, lengths: sample_by_sample(dH, H, Wh, lengths) / len(lengths))
WRONG.add("8.1", "Everything is twice too large", lambda dH, H, Wh, lengths: 2 * sample_by_sample(dH, H, Wh, lengths))
WRONG.add("8.1", "Every sign is reversed", lambda dH, H, Wh, lengths: -batch_loop(dH, H, Wh, lengths))
WRONG.add("8.1", "A plus where a minus belongs", loop_with(through, lambda H, t: 1 + H[:, t] ** 2))
WRONG.add("8.1", "A 2 too many at every step", loop_with(through, lambda H, t: 2 - 2 * H[:, t] ** 2))
WRONG.add("8.1", "The last word's slope is missing", loop_with(through, words=lambda lengths, t, T: t < lengths))
WRONG.add("8.1", "Every sample is taken to be as short as the shortest",
          loop_with(through, words=lambda lengths, t, T: np.full(len(lengths), min(lengths) >= t)))
WRONG.add("8.1", "Every sample is taken to be as long as the first",
          loop_with(through, words=lambda lengths, t, T: np.full(len(lengths), lengths[0] >= t)))


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
