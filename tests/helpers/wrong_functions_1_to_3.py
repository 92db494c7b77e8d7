"""Wrong functions for lessons 1 to 3, written in many ways: number of the exercise, the name that each has to get, function.

None is copied from the lists of mistakes: the same slip stands here with `@`, `np.dot`, `einsum`, as sums of products, as
columns, with lists.
"""

import numpy as np

from tests.helpers.registry import Registry

WRONG = Registry()
tanh, dot, einsum = np.tanh, np.dot, np.einsum

# 1.2

for name, count in (
    ("Samples and steps are counted", lambda N, T, D, M, K: N * T * (M * (D + M + 1) + K * (M + 1))),
    ("Samples and steps are counted", lambda N, T, D, M, K: sum([D * M, M * M, M]) * N * T + (M + 1) * K),
    ("The steps are counted", lambda N, T, D, M, K: T * sum((D * M, M * M, M, M * K, K))),
    ("The steps are counted", lambda N, T, D, M, K: (D + M + 1) * M + (M + 1) * K * T),
    ("The steps are counted", lambda N, T, D, M, K: D * M + M ** 2 * T + M + M * K + K),
    ("Samples and steps are counted", lambda N, T, D, M, K: np.prod([N, T, D, M]) + M * M + M + M * K + K),
    ("Both biases are missing", lambda N, T, D, M, K: int(np.sum([D * M, M * M, M * K]))),
    ("The readout is missing", lambda N, T, D, M, K: (D + M + 1) * M),
    ("In Python `^` is no power", lambda N, T, D, M, K: D * M + (M ^ 2) + M + M * K + K),
    ("The samples are counted", lambda N, T, D, M, K: N * ((D + M + 1) * M) + K * (M + 1)),
):
    WRONG.add("1.2", name, count)

# 2.1: a step

for name, step in (
    ("Wx is transposed", lambda x, h, Wx, Wh, bh: tanh(x @ Wx.T + h @ Wh + bh)),
    ("Wx is transposed", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx.T) + dot(h, Wh) + bh)),
    ("Wx is transposed", lambda x, h, Wx, Wh, bh: tanh(np.inner(x, Wx) + h @ Wh + bh)),
    ("Wx is transposed", lambda x, h, Wx, Wh, bh: tanh(einsum("...d,md->...m", x, Wx) + h @ Wh + bh)),
    ("Wx is transposed", lambda x, h, Wx, Wh, bh: tanh(np.tensordot(x, Wx, (-1, 1)) + h @ Wh + bh)),
    ("Wx is transposed", lambda x, h, Wx, Wh, bh: tanh(np.matmul(x, np.transpose(Wx)) + h.dot(Wh) + bh)),
    ("Wx and Wh are swapped", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wh) + dot(h, Wx) + bh)),
    ("Wx and Wh are swapped", lambda x, h, Wx, Wh, bh: tanh(h.dot(Wx) + x.dot(Wh) + bh)),
    ("Wx and Wh are swapped", lambda x, h, Wx, Wh, bh: tanh(np.matmul(x, Wh) + np.matmul(h, Wx) + bh)),
    ("Wx and Wh are swapped", lambda x, h, Wx, Wh, bh: tanh(einsum("...i,ij->...j", x, Wh) + einsum("...i,ij->...j", h, Wx) + bh)),
    ("Wx and Wh are swapped", lambda x, h, Wx, Wh, bh: tanh((x[..., None] * Wh).sum(-2) + (h[..., None] * Wx).sum(-2) + bh)),
    ("The order of the product is turned round", lambda x, h, Wx, Wh, bh: tanh(dot(Wx, x) + dot(Wh, h) + bh)),
    ("The order of the product is turned round", lambda x, h, Wx, Wh, bh: tanh(Wx.dot(x) + Wh.dot(h) + bh)),
    ("The order of the product is turned round", lambda x, h, Wx, Wh, bh: tanh(np.matmul(Wh, h) + np.matmul(Wx, x) + bh)),
    ("This is the book's order, W x", lambda x, h, Wx, Wh, bh: tanh(dot(Wx.T, x) + dot(Wh.T, h) + bh)),
    ("This is the book's order, W x", lambda x, h, Wx, Wh, bh: tanh(einsum("dm,d->m", Wx, x) + Wh.T @ h + bh) if x.ndim == 1 else tanh(Wx.T @ x + Wh.T @ h + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx) + dot(h, Wh.T) + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(x @ Wx + dot(Wh, h) + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(x @ Wx + np.inner(h, Wh) + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(x @ Wx + einsum("...i,ji->...j", h, Wh) + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: np.array([[np.tanh(sum(a * b for a, b in zip(xn, Wx[:, m])) + sum(a * b for a, b in zip(hn, Wh[m])) + bh[m]) for m in range(len(bh))] for xn, hn in zip(np.atleast_2d(x), np.atleast_2d(h))]).reshape(h.shape)),
    ("The activation is missing", lambda x, h, Wx, Wh, bh: (dot(x, Wx) + dot(h, Wh) + bh).tolist()),
    ("The activation is missing", lambda x, h, Wx, Wh, bh: np.add(np.add(x @ Wx, h @ Wh), bh)),
    ("The activation is missing", lambda x, h, Wx, Wh, bh: np.concatenate([x, h], -1) @ np.vstack([Wx, Wh]) + bh),
    ("The bias is missing", lambda x, h, Wx, Wh, bh: tanh(x.dot(Wx) + h.dot(Wh))),
    ("The bias is missing", lambda x, h, Wx, Wh, bh: tanh(np.concatenate([x, h], -1) @ np.concatenate([Wx, Wh]))),
    ("The bias is added twice", lambda x, h, Wx, Wh, bh: tanh((dot(x, Wx) + bh) + (dot(h, Wh) + bh))),
    ("The bias comes too late", lambda x, h, Wx, Wh, bh: bh + tanh(dot(x, Wx) + dot(h, Wh))),
    ("This is the sigmoid", lambda x, h, Wx, Wh, bh: 0.5 * (1 + tanh(0.5 * (x @ Wx + h @ Wh + bh)))),
    ("This is relu", lambda x, h, Wx, Wh, bh: np.where(x @ Wx + h @ Wh + bh > 0, x @ Wx + h @ Wh + bh, 0)),
    ("tanh is taken twice", lambda x, h, Wx, Wh, bh: tanh(tanh(dot(x, Wx) + dot(h, Wh) + bh))),
    ("The state is added without its matrix", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx) + h + bh)),
    ("The stacked parts stand in different orders", lambda x, h, Wx, Wh, bh: tanh(np.concatenate([h, x], -1) @ np.vstack([Wx, Wh]) + bh)),
    ("Wx is used twice", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx) + dot(h, Wx) + bh)),
    ("`*` multiplies number by number", lambda x, h, Wx, Wh, bh: tanh(np.multiply(x, Wx) + np.multiply(h, Wh) + bh)),
    (("The activation is missing", "The bias is missing"), lambda x, h, Wx, Wh, bh: x @ Wx + h @ Wh),
    (("The activation is missing", "The bias is missing"), lambda x, h, Wx, Wh, bh: dot(x, Wx) + dot(h, Wh)),
    (("The activation is missing", "Wx and Wh are swapped"), lambda x, h, Wx, Wh, bh: dot(x, Wh) + dot(h, Wx) + bh),
    (("The bias is missing", "Wh is transposed"), lambda x, h, Wx, Wh, bh: tanh(x @ Wx + einsum("...i,ji->...j", h, Wh))),
    (("The bias is missing", "This is relu"), lambda x, h, Wx, Wh, bh: np.maximum(0, x @ Wx + h @ Wh)),
    (("Wh is transposed", "Wx is transposed"), lambda x, h, Wx, Wh, bh: tanh(np.inner(x, Wx) + np.inner(h, Wh) + bh)),
    (("The recurrence is missing", "The bias is missing"), lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx))),
    (("Wx and Wh are swapped", "The order of the product is turned round"), lambda x, h, Wx, Wh, bh: tanh(dot(Wx, h) + dot(Wh, x) + bh)),
    ("Not every number was written", lambda x, h, Wx, Wh, bh: np.empty(h.shape)),
):
    WRONG.add("2.1", name, step)

# 2.2: all states of one sequence


def loop(new_state, start=lambda h0: h0, steps=range):
    def states(X, h0, Wx, Wh, bh):
        h, H = start(h0), []
        for t in steps(len(X)):
            h = new_state(X, t, h, Wx, Wh, bh)
            H.append(h)
        return H
    return states


@WRONG.of("2.2", "The loop starts from zeros")
def from_the_last_row(X, h0, Wx, Wh, bh):
    H = np.zeros((len(X), len(bh)))
    for t in range(len(X)):
        H[t] = np.tanh(X[t] @ Wx + H[t - 1] @ Wh + bh)
    return H


def plain(X, t, h, Wx, Wh, bh):
    return tanh(dot(X[t], Wx) + dot(h, Wh) + bh)


@WRONG.of("2.2", "The first row is `h0`, and the first input is never read")
def h0_into_the_first_row(X, h0, Wx, Wh, bh):
    H = np.zeros((len(X), len(bh)))
    H[0] = h0
    for t in range(1, len(X)):
        H[t] = np.tanh(X[t] @ Wx + H[t - 1] @ Wh + bh)
    return H


@WRONG.of("2.2", "A size of the notebook is built in")
def copied_sizes(X, h0, Wx, Wh, bh):
    H = np.zeros((10, 5))
    h = h0
    for t in range(len(X)):
        h = np.tanh(X[t] @ Wx + h @ Wh + bh)
        H[t] = h
    return H


@WRONG.of("2.2", "An empty list has no place t")
def into_an_empty_list(X, h0, Wx, Wh, bh):
    states, h = [], h0
    for t in range(len(X)):
        h = np.tanh(X[t] @ Wx + h @ Wh + bh)
        states[t] = h
    return np.array(states)


@WRONG.of("2.2", "All rows are the last state")
def the_same_array(X, h0, Wx, Wh, bh):
    h, H = h0.copy(), []
    for x in X:
        h[:] = np.tanh(x @ Wx + h @ Wh + bh)
        H.append(h)
    return np.array(H)


@WRONG.of("2.2", "This is the first state only")
def returned_too_early(X, h0, Wx, Wh, bh):
    H = []
    for x in X:
        h0 = np.tanh(np.matmul(x, Wx) + np.matmul(h0, Wh) + bh)
        H.append(h0)
        return np.array(H)


@WRONG.of("2.2", "Every state is one step late")
def kept_before_the_step(X, h0, Wx, Wh, bh):
    H = []
    for x in X:
        H.append(h0)
        h0 = np.tanh(x @ Wx + h0 @ Wh + bh)
    return np.stack(H)


for name, states in (
    ("The inputs are one step off", loop(lambda X, t, h, Wx, Wh, bh: tanh(X[t + 1] @ Wx + h @ Wh + bh))),
    ("The inputs are one step off", loop(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[t + 1], Wx) + dot(h, Wh) + bh))),
    ("The inputs are one step off", loop(plain, steps=lambda T: range(1, T + 1))),
    ("The inputs are one step off", loop(lambda X, t, h, Wx, Wh, bh: tanh(X[t - 1] @ Wx + h @ Wh + bh))),
    ("The number of steps is fixed at ten", loop(plain, steps=lambda T: range(10))),
    ("One step is missing", loop(plain, steps=lambda T: range(T - 1))),
    ("One step is missing", loop(plain, steps=lambda T: range(1, T))),
    ("The loop starts from zeros", loop(plain, start=lambda h0: np.zeros(len(h0)))),
    ("`X[0, t]` is for a batch", loop(lambda X, t, h, Wx, Wh, bh: tanh(X[0, t] @ Wx + h @ Wh + bh))),
    ("`X[0, t]` is for a batch", loop(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[0, t], Wx) + h @ Wh + bh))),
    ("`X[:, t]` is for a batch", loop(lambda X, t, h, Wx, Wh, bh: tanh(X[:, t] @ Wx + h @ Wh + bh))),
    ("The bias is added twice", loop(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[t], Wx) + bh + dot(h, Wh) + bh))),
    ("This is the sigmoid", loop(lambda X, t, h, Wx, Wh, bh: 1 / (1 + np.exp(-(X[t] @ Wx + h @ Wh + bh))))),
    ("Wx and Wh are swapped", loop(lambda X, t, h, Wx, Wh, bh: tanh(X[t].dot(Wh) + h.dot(Wx) + bh))),
    ("Wx is transposed", loop(lambda X, t, h, Wx, Wh, bh: tanh(np.inner(X[t], Wx) + h @ Wh + bh))),
    ("Wh is transposed", loop(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[t], Wx) + dot(Wh, h) + bh))),
    ("The state is added without its matrix", loop(lambda X, t, h, Wx, Wh, bh: tanh(X[t] @ Wx + h + bh))),
    ("The recurrence is missing", loop(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[t], Wx) + bh))),
    ("The state is not carried over", lambda X, h0, Wx, Wh, bh: tanh(dot(X, Wx) + dot(h0, Wh) + bh)),
    ("The activation is missing", loop(lambda X, t, h, Wx, Wh, bh: einsum("d,dm", X[t], Wx) + h @ Wh + bh)),
    (("The activation is missing", "The bias is missing"), loop(lambda X, t, h, Wx, Wh, bh: dot(X[t], Wx) + dot(h, Wh))),
    (("The loop starts from zeros", "The bias is missing"),
     loop(lambda X, t, h, Wx, Wh, bh: tanh(X[t] @ Wx + h @ Wh), start=np.zeros_like)),
    (("This is the last state only", "The activation is missing"),
     lambda *a: loop(lambda X, t, h, Wx, Wh, bh: X[t] @ Wx + h @ Wh + bh)(*a)[-1]),
):
    WRONG.add("2.2", name, states)

# 3.1: all states of a batch


def batch(new_state, start=lambda h0: h0, steps=lambda X: range(X.shape[1]), result=lambda H: np.stack(H, 1)):
    def states(X, h0, Wx, Wh, bh):
        h, H = start(h0), []
        for t in steps(X):
            h = new_state(X, t, h, Wx, Wh, bh)
            H.append(h)
        return result(H)
    return states


def of_step(X, t, h, Wx, Wh, bh):
    return tanh(dot(X[:, t], Wx) + dot(h, Wh) + bh)


def into(make, write, steps=lambda X: range(X.shape[1])):
    def states(X, h0, Wx, Wh, bh):
        H, h = make(X, bh), h0
        for t in steps(X):
            h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)
            write(H, t, h)
        return H
    return states


def at_step(H, t, h):
    H[:, t] = h


def at_sample(H, t, h):
    H[t] = h


def zeros(X, bh):
    return np.zeros((*X.shape[:2], len(bh)))


def unwritten(X, bh):
    return np.empty((*X.shape[:2], len(bh)))


for name, states in (
    ("The loop makes N rounds", into(zeros, at_step, lambda X: range(len(X)))),
    ("The loop makes N rounds", into(unwritten, at_step, lambda X: range(len(X)))),
    ("`H[t]` is sample t", into(zeros, at_sample)),
    ("`H[t]` is sample t", into(unwritten, at_sample)),
    ("A size of the notebook is built in", into(lambda X, bh: np.zeros((4, 10, 5)), at_step)),
    ("A size of the notebook is built in", into(lambda X, bh: np.empty((len(X), X.shape[1], 5)), at_step)),
    ("One step is missing", into(zeros, at_step, lambda X: range(X.shape[1] - 1))),
    ("One step is missing", into(unwritten, at_step, lambda X: range(X.shape[1] - 1))),
    ("One step is missing", batch(of_step, steps=lambda X: range(X.shape[1] - 1))),
    ("Wx is transposed", batch(lambda X, t, h, Wx, Wh, bh: tanh(np.inner(X[:, t], Wx) + h @ Wh + bh))),
    ("Wx is transposed", batch(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[:, t], Wx.T) + dot(h, Wh) + bh))),
    ("Wx and Wh are swapped", batch(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[:, t], Wh) + dot(h, Wx) + bh))),
    ("Wh is transposed", batch(lambda X, t, h, Wx, Wh, bh: tanh(X[:, t] @ Wx + einsum("ni,ji->nj", h, Wh) + bh))),
    ("The bias is a column", batch(lambda X, t, h, Wx, Wh, bh: tanh(X[:, t] @ Wx + h @ Wh + bh.reshape(-1, 1)))),
    ("`X[t]` is sample t", batch(lambda X, t, h, Wx, Wh, bh: tanh(dot(X[t], Wx) + h @ Wh + bh))),
    ("This is time-major", batch(of_step, result=np.array)),
    ("The steps come last", batch(of_step, result=np.dstack)),
    ("`reshape` mixes the samples", lambda X, *rest: np.array(batch(of_step, result=list)(X, *rest)).reshape(*X.shape[:2], -1)),
    ("Concatenated, not stacked", batch(of_step, result=np.vstack)),
    ("Concatenated, not stacked", batch(of_step, result=np.hstack)),
    ("The loop starts from zeros", batch(of_step, start=np.zeros_like)),
    ("The state is not carried over", lambda X, h0, Wx, Wh, bh: tanh(dot(X, Wx) + dot(h0, Wh)[:, None] + bh)),
    ("The bias is added twice", batch(lambda X, t, h, Wx, Wh, bh: tanh(X[:, t] @ Wx + bh + h @ Wh + bh))),
    ("This is relu", batch(lambda X, t, h, Wx, Wh, bh: (X[:, t] @ Wx + h @ Wh + bh).clip(0))),
    ("These are the last states only", batch(of_step, result=lambda H: H[-1])),
    (("The activation is missing", "The bias is missing"), batch(lambda X, t, h, Wx, Wh, bh: dot(X[:, t], Wx) + h @ Wh)),
    (("This is time-major", "The bias is missing"), batch(lambda X, t, h, Wx, Wh, bh: tanh(X[:, t] @ Wx + h @ Wh), result=np.array)),
):
    WRONG.add("3.1", name, states)

# 3.2 and 3.3

for name, axes in (
    ("`reshape` has the right shape and the wrong numbers", lambda Z: np.reshape(Z, (Z.shape[1], Z.shape[2], Z.shape[0]))),
    ("`.T` turns all axes round", lambda Z: np.transpose(Z)),
    ("`.T` turns all axes round", lambda Z: np.moveaxis(Z, (0, 1, 2), (2, 1, 0))),
    ("The places are read the wrong way", lambda Z: np.rollaxis(Z, 2)),
    ("Steps and features are swapped", lambda Z: Z.swapaxes(0, 1)),
    ("The features are still in front", lambda Z: np.array([z.T for z in Z])),
    ("The `reshape` mixes the numbers", lambda Z: np.reshape(Z.T, (Z.shape[1], Z.shape[2], Z.shape[0]))),
):
    WRONG.add("3.2", name, axes)
for name, losses in (
    ("The mean is taken over the wrong axis", lambda Y_hat, Y: np.mean(np.square(Y_hat - Y), 0)),
    ("This is the sum, not the mean", lambda Y_hat, Y: einsum("nk,nk->n", Y_hat - Y, Y_hat - Y)),
    ("This is the length of the difference", lambda Y_hat, Y: np.sqrt(np.sum((Y - Y_hat) ** 2, 1))),
    ("There is a root too much", lambda Y_hat, Y: np.mean((Y - Y_hat) ** 2, -1) ** 0.5),
    ("The square is missing", lambda Y_hat, Y: [sum(a - b for a, b in zip(one, two)) / len(one) for one, two in zip(Y_hat, Y)]),
    ("This is one number for the whole batch", lambda Y_hat, Y: float(np.average((Y - Y_hat) ** 2))),
    ("This is a column", lambda Y_hat, Y: np.mean((Y - Y_hat) ** 2, axis=1).reshape(-1, 1)),
    ("This is the mean absolute error", lambda Y_hat, Y: np.mean(abs(Y - Y_hat), axis=1)),
):
    WRONG.add("3.3", name, losses)
