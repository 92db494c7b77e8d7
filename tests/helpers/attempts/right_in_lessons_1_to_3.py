"""Right functions for lessons 1 to 3, in many forms. A check may find nothing wrong with any of them."""

import itertools
import math

import numpy as np

from tests.helpers.attempts.registry import Registry

RIGHT = Registry()
right = RIGHT.right
tanh, dot, einsum = np.tanh, np.dot, np.einsum

right(
    "1.2",
    lambda N, T, D, M, K: D * M + M * M + M + M * K + K,
    lambda N, T, D, M, K: (D + M + 1) * M + (M + 1) * K,
    lambda N, T, D, M, K: float(M * (D + M + 1 + K) + K),
    lambda N, T, D, M, K: np.sum([np.prod(shape) for shape in ((D, M), (M, M), (M,), (M, K), (K,))]),
    lambda *sizes: sum(map(math.prod, (lambda N, T, D, M, K: [(D, M), (M, M), (M,), (M, K), (K,)])(*sizes))),
    lambda N, T, D, M, K: sum(np.empty(shape).size for shape in ((D, M), (M, M), M, (M, K), K)),
    lambda N, T, D, M, K: D * M + M ** 2 + M + K * (M + 1),
)


def sums(x, h, Wx, Wh, bh):
    rows = [[sum(xn[d] * Wx[d, m] for d in range(len(Wx))) + sum(hn[k] * Wh[k, m] for k in range(len(Wh))) + bh[m]
             for m in range(len(bh))] for xn, hn in zip(np.atleast_2d(x), np.atleast_2d(h))]
    return tanh(rows if x.ndim == 2 else rows[0])


def in_empty(x, h, Wx, Wh, bh):
    z = np.empty(h.shape)
    np.matmul(x, Wx, out=z)
    z += h @ Wh
    z += bh
    return np.tanh(z, out=z)


STEPS = [
    lambda x, h, Wx, Wh, bh: tanh(x @ Wx + h @ Wh + bh),
    lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx) + dot(h, Wh) + bh),
    lambda x, h, Wx, Wh, bh: tanh(x.dot(Wx) + h.dot(Wh) + bh),
    lambda x, h, Wx, Wh, bh: tanh(bh + np.matmul(h, Wh) + np.matmul(x, Wx)),
    lambda x, h, Wx, Wh, bh: tanh(einsum("...d,dm->...m", x, Wx) + einsum("...k,km->...m", h, Wh) + bh),
    lambda x, h, Wx, Wh, bh: tanh(np.tensordot(x, Wx, 1) + np.tensordot(h, Wh, (-1, 0)) + bh),
    lambda x, h, Wx, Wh, bh: tanh(np.inner(x, Wx.T) + np.inner(h, Wh.T) + bh),
    lambda x, h, Wx, Wh, bh: tanh((Wx.T @ x.T + Wh.T @ h.T).T + bh),
    lambda x, h, Wx, Wh, bh: tanh(np.concatenate([x, h], -1) @ np.vstack([Wx, Wh]) + bh),
    lambda x, h, Wx, Wh, bh: tanh(np.concatenate([h, x], -1) @ np.concatenate([Wh, Wx]) + bh),
    lambda x, h, Wx, Wh, bh: tanh((x[..., None] * Wx).sum(-2) + (h[..., None] * Wh).sum(-2) + bh),
    lambda x, h, Wx, Wh, bh: np.sinh(z := x @ Wx + h @ Wh + bh) / np.cosh(z),
    lambda x, h, Wx, Wh, bh: 2 / (1 + np.exp(-2 * (x @ Wx + h @ Wh + bh))) - 1,
    lambda x, h, Wx, Wh, bh: np.vectorize(math.tanh)(x @ Wx + h @ Wh + bh),
    lambda x, h, Wx, Wh, bh: tanh(np.array(x.tolist()) @ Wx + h @ Wh + bh),
    lambda x, h, Wx, Wh, bh: np.squeeze(tanh(np.atleast_2d(x) @ Wx + np.atleast_2d(h) @ Wh + bh)),
    sums,
    in_empty,
]
right("2.1", *STEPS)


def loop(step):
    def states(X, h0, Wx, Wh, bh):
        H = []
        for x in X:
            h0 = step(x, h0, Wx, Wh, bh)
            H.append(h0)
        return np.array(H)
    return states


def into_empty(X, h0, Wx, Wh, bh):
    H = np.empty((len(X), len(bh)))
    for t in range(len(X)):
        H[t] = np.tanh(X[t] @ Wx + (H[t - 1] if t else h0) @ Wh + bh)
    return H


def with_first_row(X, h0, Wx, Wh, bh):
    H = np.zeros((len(X) + 1, len(bh)))
    H[0] = h0
    for t in range(1, len(X) + 1):
        H[t] = np.tanh(X[t - 1] @ Wx + H[t - 1] @ Wh + bh)
    return H[1:]


def recursive(X, h0, Wx, Wh, bh):
    if not len(X):
        return np.zeros((0, len(bh)))
    h = np.tanh(X[0] @ Wx + h0 @ Wh + bh)
    return np.vstack([h, recursive(X[1:], h, Wx, Wh, bh)])


def accumulated(X, h0, Wx, Wh, bh):
    return list(itertools.accumulate(X, lambda h, x: STEPS[0](x, h, Wx, Wh, bh), initial=h0))[1:]


def backwards_list(X, h0, Wx, Wh, bh):
    H = [h0]
    for x in X:
        H.insert(0, STEPS[1](x, H[0], Wx, Wh, bh))
    return H[-2::-1]


right("2.2", *map(loop, STEPS), into_empty, with_first_row, recursive, accumulated, backwards_list)


def batched(step):
    def states(X, h0, Wx, Wh, bh):
        H = []
        for t in range(X.shape[1]):
            h0 = step(X[:, t], h0, Wx, Wh, bh)
            H.append(h0)
        return np.stack(H, axis=1)
    return states


def batch_into_empty(X, h0, Wx, Wh, bh):
    H = np.empty((*X.shape[:2], len(bh)))
    for t in range(X.shape[1]):
        h0 = H[:, t] = np.tanh(X[:, t] @ Wx + h0 @ Wh + bh)
    return H


def inputs_first(X, h0, Wx, Wh, bh):
    Z, H = X @ Wx + bh, np.zeros((*X.shape[:2], len(bh)))
    for t in range(X.shape[1]):
        h0 = np.tanh(Z[:, t] + h0 @ Wh)
        H[:, t] = h0
    return H


def time_first(X, h0, Wx, Wh, bh):
    H = []
    for x in X.swapaxes(0, 1):
        h0 = np.tanh(x @ Wx + h0 @ Wh + bh)
        H.append(h0)
    return np.array(H).transpose(1, 0, 2)


right("3.1", *map(batched, STEPS), batch_into_empty, inputs_first, time_first,
      lambda X, h0, *weights: np.array([recursive(x, h, *weights) for x, h in zip(X, h0)]))
right(
    "3.2",
    lambda Z: Z.transpose(1, 2, 0),
    lambda Z: np.transpose(Z, (1, 2, 0)),
    lambda Z: np.moveaxis(Z, 0, -1),
    lambda Z: np.rollaxis(Z, 0, 3),
    lambda Z: Z.swapaxes(0, 1).swapaxes(1, 2),
    lambda Z: Z.T.swapaxes(0, 1),
    lambda Z: np.stack(list(Z), axis=2),
    lambda Z: np.dstack(list(Z)),
    lambda Z: einsum("dnt->ntd", Z),
    lambda Z: [[[Z[d, n, t] for d in range(len(Z))] for t in range(Z.shape[2])] for n in range(Z.shape[1])],
    lambda Z: np.concatenate([z[..., None] for z in Z], axis=-1),
    lambda Z: Z.reshape(len(Z), -1).T.reshape(*Z.shape[1:], -1),
)
right(
    "3.3",
    lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=1),
    lambda Y_hat, Y: np.mean(np.square(Y - Y_hat), -1),
    lambda Y_hat, Y: ((Y_hat - Y) ** 2).sum(1) / Y.shape[1],
    lambda Y_hat, Y: einsum("nk,nk->n", Y - Y_hat, Y - Y_hat) / Y.shape[-1],
    lambda Y_hat, Y: np.linalg.norm(Y - Y_hat, axis=1) ** 2 / Y.shape[1],
    lambda Y_hat, Y: [sum((a - b) ** 2 for a, b in zip(one, two)) / len(one) for one, two in zip(Y_hat, Y)],
    lambda Y_hat, Y: np.diag((Y - Y_hat) @ (Y - Y_hat).T) / Y.shape[1],
    lambda Y_hat, Y: np.average((Y_hat - Y) ** 2, axis=1),
    lambda Y_hat, Y: (Y_hat ** 2 - 2 * Y * Y_hat + Y ** 2).mean(1),
    lambda Y_hat, Y: np.apply_along_axis(lambda error: error @ error / len(error), 1, Y_hat - Y),
    lambda Y_hat, Y: (Y_hat - Y).var(axis=1) + (Y_hat - Y).mean(axis=1) ** 2,
    lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(axis=1, keepdims=True)[:, 0],
)
