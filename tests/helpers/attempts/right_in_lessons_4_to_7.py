"""Right functions for lessons 4 to 7, as in `right_in_lessons_1_to_3`."""

import functools
import itertools
import math

import numpy as np

from tests.helpers.attempts.registry import Registry

RIGHT = Registry()
right = RIGHT.right
einsum = np.einsum

right(
    "4.1",
    lambda W, U, T: W * U ** np.arange(T - 1, -1, -1.0),
    lambda W, U, T: [W * U ** k for k in range(T - 1, -1, -1)],
    lambda W, U, T: [W * U ** (T - 1 - t) for t in range(T)],
    lambda W, U, T: (W * U ** np.arange(T))[::-1],
    lambda W, U, T: np.cumprod([W] + [U] * (T - 1))[::-1],
    lambda W, U, T: W * np.vander([U], T)[0],
    lambda W, U, T: np.flip([W * np.prod([U] * k) for k in range(T)]),
    lambda W, U, T: list(itertools.accumulate([W] + [U] * (T - 1), lambda a, b: a * b))[::-1],
    lambda W, U, T: [functools.reduce(lambda h, t: U * h, range(T - 1 - t), W) for t in range(T)],
    lambda W, U, T: W * np.power(U, range(T)[::-1]),
    lambda W, U, T: tuple(W * U ** (T - t) for t in range(1, T + 1)),
    lambda W, U, T: np.array([W * pow(U, T - t - 1) for t in range(T)]),
)
SEQUENCES = np.array([(a, b, c) for a in range(10) for b in range(10) for c in range(10)])
TARGETS = SEQUENCES.sum(1)


def seen(U):
    return SEQUENCES @ np.array([U * U, U, 1])


def best_W(U):
    return seen(U) @ TARGETS / (seen(U) @ seen(U))


right(
    "4.2",
    lambda U: np.mean((best_W(U) * seen(U) - TARGETS) ** 2),
    lambda U: np.linalg.lstsq(seen(U)[:, None], TARGETS, rcond=None)[1][0] / 1000,
    lambda U: float((TARGETS @ TARGETS - (seen(U) @ TARGETS) ** 2 / (seen(U) @ seen(U))) / len(TARGETS)),
    lambda U: np.var(best_W(U) * seen(U) - TARGETS) + np.mean(best_W(U) * seen(U) - TARGETS) ** 2,
    lambda U: sum((best_W(U) * s - y) ** 2 for s, y in zip(seen(U), TARGETS)) / 1000,
    lambda U: np.average(np.square(TARGETS - best_W(U) * seen(U))),
)


def filled(digits, depth):
    rows = np.zeros((*digits.shape, depth))
    for place in np.ndindex(digits.shape):
        rows[(*place, digits[place])] = 1
    return rows


def put(digits, depth):
    rows = np.zeros((*digits.shape, depth))
    np.put_along_axis(rows, digits[..., None], 1, -1)
    return rows


def flat(digits, depth):
    rows = np.zeros((digits.size, depth), int)
    rows[np.arange(digits.size), digits.ravel()] = 1
    return rows.reshape(*digits.shape, depth)


right(
    "5.1",
    lambda digits, depth: np.eye(depth)[digits],
    lambda digits, depth: np.identity(depth)[digits],
    lambda digits, depth: np.eye(depth, dtype=int)[digits],
    lambda digits, depth: (np.arange(depth) == digits[..., None]).astype(float),
    lambda digits, depth: np.arange(depth) == np.expand_dims(digits, -1),
    lambda digits, depth: np.take(np.eye(depth), digits, axis=0),
    lambda digits, depth: np.equal.outer(digits, np.arange(depth)) * 1,
    lambda digits, depth: np.where(digits[..., None] == np.arange(depth), 1.0, 0.0),
    lambda digits, depth: np.vectorize(lambda d: np.eye(depth)[d], signature="()->(n)")(digits),
    lambda digits, depth: np.eye(depth)[digits.ravel()].reshape(*digits.shape, depth),
    filled, put, flat,
)


def embedding(before):
    def network(digits, E, W, U, b):
        h = np.zeros(len(digits))
        for t in range(digits.shape[1]):
            h = before(E, digits[:, t], W) + U * h + b
        return h
    return network


right(
    "6.1",
    embedding(lambda E, d, W: E[d] @ W),
    embedding(lambda E, d, W: np.dot(E[d], W)),
    embedding(lambda E, d, W: (E @ W)[d]),
    embedding(lambda E, d, W: einsum("nd,d->n", E[d], W)),
    embedding(lambda E, d, W: (E[d] * W).sum(1)),
    embedding(lambda E, d, W: np.inner(W, E[d])),
    embedding(lambda E, d, W: np.eye(len(E))[d] @ E @ W),
    embedding(lambda E, d, W: np.tensordot(E[d], W, 1)),
    embedding(lambda E, d, W: [sum(e * w for e, w in zip(E[one], W)) for one in d]),
    embedding(lambda E, d, W: np.take(E, d, 0).dot(W)),
    lambda digits, E, W, U, b: ((E @ W + b)[digits] * U ** np.arange(digits.shape[1])[::-1]).sum(1),
    lambda digits, E, W, U, b: [functools.reduce(lambda h, d: E[d] @ W + U * h + b, row, 0) for row in digits],
)


def one_by_one(digits, dX, V):
    dE = np.zeros((V, dX.shape[-1]))
    for n, t in np.ndindex(digits.shape):
        dE[digits[n, t]] += dX[n, t]
    return dE


def added_at(digits, dX, V):
    dE = np.zeros((V, dX.shape[2]))
    np.add.at(dE, digits, dX)
    return dE


right(
    "6.2",
    one_by_one,
    added_at,
    lambda digits, dX, V: einsum("ntv,ntd->vd", np.eye(V)[digits], dX),
    lambda digits, dX, V: np.eye(V)[digits.ravel()].T @ dX.reshape(-1, dX.shape[-1]),
    lambda digits, dX, V: np.tensordot(np.eye(V)[digits], dX, ((0, 1), (0, 1))),
    lambda digits, dX, V: [dX[digits == v].sum(0) for v in range(V)],
    lambda digits, dX, V: np.stack([np.bincount(digits.ravel(), dX[..., d].ravel(), V)
                                    for d in range(dX.shape[-1])], -1),
    lambda digits, dX, V: sum(np.eye(V)[d].T @ x for d, x in zip(digits, dX)),
    lambda digits, dX, V: (dX[None] * (digits[None] == np.arange(V)[:, None, None])[..., None]).sum((1, 2)),
    lambda digits, dX, V: [[sum(dX[n, t, d] for n, t in np.ndindex(digits.shape) if digits[n, t] == v)
                            for d in range(dX.shape[-1])] for v in range(V)],
    lambda digits, dX, V: np.array([np.where((digits == v)[..., None], dX, 0).sum(axis=(0, 1)) for v in range(V)]),
)


def states_of(X, Wx, Wh, bh, h0):
    H = [h0]
    for t in range(X.shape[1]):
        H.append(np.tanh(X[:, t] @ Wx + H[-1] @ Wh + bh))
    return H


def matrix_loop(X, Y, Wx, Wh, bh, h0):
    H = states_of(X, Wx, Wh, bh, h0)
    dWx, dWh, dbh = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(bh)
    dH = 2 * (H[-1] - Y) / Y.size
    for t in reversed(range(X.shape[1])):
        dZ = dH * (1 - H[t + 1] ** 2)
        dWx += X[:, t].T @ dZ
        dWh += H[t].T @ dZ
        dbh += dZ.sum(0)
        dH = dZ @ Wh.T
    return np.vstack([dWx, dWh, dbh])


def all_at_once(X, Y, Wx, Wh, bh, h0):
    H, dZ = states_of(X, Wx, Wh, bh, h0), []
    dH = (H[-1] - Y) * 2 / np.prod(Y.shape)
    for h in H[:0:-1]:
        dZ.insert(0, dH - dH * h * h)
        dH = (Wh @ dZ[0].T).T
    dZ = np.stack(dZ, 1)
    return [*einsum("ntd,ntm->dm", X, dZ), *einsum("ntk,ntm->km", np.stack(H[:-1], 1), dZ), dZ.sum((0, 1))]


def one_matrix(X, Y, Wx, Wh, bh, h0):
    """Input, state and a 1 side by side: then there is one matrix, and its gradient is the answer."""
    weights, N = np.vstack([Wx, Wh, bh]), len(X)
    inputs, h = [], h0
    for t in range(X.shape[1]):
        inputs.append(np.hstack([X[:, t], h, np.ones((N, 1))]))
        h = np.tanh(inputs[-1] @ weights)
    total, dH, after = 0, 2 * (h - Y) / Y.size, h
    for a in inputs[::-1]:
        dZ = dH * (1 - after ** 2)
        total = total + a.T @ dZ
        dH, after = dZ @ Wh.T, a[:, len(Wx):-1]
    return total


def sample_by_sample(X, Y, Wx, Wh, bh, h0):
    return sum(matrix_loop(X[n:n + 1], Y[n:n + 1], Wx, Wh, bh, h0[n:n + 1]) for n in range(len(X))) / len(X)


def weight_by_weight(X, Y, Wx, Wh, bh, h0):
    weights, D = np.vstack([Wx, Wh, bh]), len(Wx)
    found = np.zeros_like(weights)

    def loss(moved):
        return np.square(states_of(X, moved[:D], moved[D:-1], moved[-1], h0)[-1] - Y).mean()
    for place in np.ndindex(weights.shape):
        nudge = np.zeros_like(weights)
        nudge[place] = 1e-5
        found[place] = (loss(weights + nudge) - loss(weights - nudge)) / 2e-5
    return found


right("7.1", matrix_loop, all_at_once, one_matrix, sample_by_sample, weight_by_weight)


def gradient(x, y, W, U, b, h0):
    H = [h0]
    for x_t in x:
        H.append(np.tanh(W * x_t + U * H[-1] + b))
    dh, dW, dU, db = 0, 0, 0, 0
    for t in range(len(x), 0, -1):
        dz = (dh + 2 * (H[t] - y[t - 1])) * (1 - H[t] ** 2)
        dW, dU, db, dh = dW + dz * x[t - 1], dU + dz * H[t - 1], db + dz, U * dz
    return dW, dU, db


def by_rows(x, y, W, U, b, h0):
    H = np.empty(len(x) + 1)
    H[0] = h0
    for t, x_t in enumerate(x):
        H[t + 1] = math.tanh(W * x_t + U * H[t] + b)
    dz, found = np.empty(len(x)), 0.0
    for t in reversed(range(len(x))):
        dz[t] = (found + 2 * H[t + 1] - 2 * y[t]) * (1 - H[t + 1] ** 2)
        found = U * dz[t]
    return [x @ dz, H[:-1] @ dz, dz.sum()]


def forward_mode(x, y, W, U, b, h0):
    h, dh, total = h0, np.zeros(3), 0
    for x_t, y_t in zip(x, y):
        before, h = h, np.tanh(W * x_t + U * h + b)
        dh = (1 - h ** 2) * (np.array([x_t, before, 1]) + U * dh)
        total = total + 2 * (h - y_t) * dh
    return total


def recursive_back(x, y, W, U, b, h0):
    def visit(t, h):
        if t == len(x):
            return 0.0, np.zeros(3)
        after = np.tanh(W * x[t] + U * h + b)
        dh, total = visit(t + 1, after)
        dz = (dh + 2 * (after - y[t])) * (1 - after ** 2)
        return U * dz, total + dz * np.array([x[t], h, 1])
    return visit(0, h0)[1]


def central_differences(x, y, *numbers):
    def loss(W, U, b, h):
        total = 0
        for x_t, y_t in zip(x, y):
            h = np.tanh(W * x_t + U * h + b)
            total += (h - y_t) ** 2
        return total
    nudges = 1e-5 * np.eye(4)[:3]
    return [(loss(*(numbers + nudge)) - loss(*(numbers - nudge))) / 2e-5 for nudge in nudges]


right("7.2", gradient, by_rows, forward_mode, recursive_back, central_differences)
