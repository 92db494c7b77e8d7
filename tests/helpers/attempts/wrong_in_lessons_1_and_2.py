"""Wrong functions for lessons 1 and 2, written in many ways: the exercise, the name that each has to get, the function.

None is copied from the lists of mistakes: the same slip stands here with `@`, `np.dot`, `einsum`, as sums of products,
as columns, with lists.
"""

import numpy as np

from tests.helpers.attempts.registry import Registry

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


def nested_sums(x, h, Wx, Wh, bh):
    def row(x, h):
        return [np.tanh(sum(a * b for a, b in zip(x, Wx[:, m])) + sum(a * b for a, b in zip(h, Wh[:, m])) + bh[m])
                for m in range(len(bh))]
    return row(x, h) if x.ndim == 1 else list(map(row, x, h))


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
    ("Wx and Wh are swapped",
     lambda x, h, Wx, Wh, bh: tanh(einsum("...i,ij", x, Wh) + einsum("...i,ij", h, Wx) + bh)),
    ("Wx and Wh are swapped",
     lambda x, h, Wx, Wh, bh: tanh((x[..., None] * Wh).sum(-2) + (h[..., None] * Wx).sum(-2) + bh)),
    ("The order of the product is reversed", lambda x, h, Wx, Wh, bh: tanh(dot(Wx, x) + dot(Wh, h) + bh)),
    ("The order of the product is reversed", lambda x, h, Wx, Wh, bh: tanh(Wx.dot(x) + Wh.dot(h) + bh)),
    ("The order of the product is reversed",
     lambda x, h, Wx, Wh, bh: tanh(np.matmul(Wh, h) + np.matmul(Wx, x) + bh)),
    ("This is the book's order, W x", lambda x, h, Wx, Wh, bh: tanh(dot(Wx.T, x) + dot(Wh.T, h) + bh)),
    ("This is the book's order, W x",
     lambda x, h, Wx, Wh, bh: tanh(einsum("dm,d...->m...", Wx, x) + Wh.T @ h + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx) + dot(h, Wh.T) + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(x @ Wx + dot(Wh, h) + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(x @ Wx + np.inner(h, Wh) + bh)),
    ("Wh is transposed", lambda x, h, Wx, Wh, bh: tanh(x @ Wx + einsum("...i,ji->...j", h, Wh) + bh)),
    ("Wh is transposed",
     lambda x, h, Wx, Wh, bh: nested_sums(x, h, Wx, Wh.T, bh)),
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
    ("The stacked parts stand in different orders",
     lambda x, h, Wx, Wh, bh: tanh(np.concatenate([h, x], -1) @ np.vstack([Wx, Wh]) + bh)),
    ("Wx is used twice", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx) + dot(h, Wx) + bh)),
    ("`*` multiplies number by number", lambda x, h, Wx, Wh, bh: tanh(np.multiply(x, Wx) + np.multiply(h, Wh) + bh)),
    (("The activation is missing", "The bias is missing"), lambda x, h, Wx, Wh, bh: x @ Wx + h @ Wh),
    (("The activation is missing", "The bias is missing"), lambda x, h, Wx, Wh, bh: dot(x, Wx) + dot(h, Wh)),
    (("The activation is missing", "Wx and Wh are swapped"), lambda x, h, Wx, Wh, bh: dot(x, Wh) + dot(h, Wx) + bh),
    (("The bias is missing", "Wh is transposed"),
     lambda x, h, Wx, Wh, bh: tanh(x @ Wx + einsum("...i,ji->...j", h, Wh))),
    (("The bias is missing", "This is relu"), lambda x, h, Wx, Wh, bh: np.maximum(0, x @ Wx + h @ Wh)),
    (("Wh is transposed", "Wx is transposed"), lambda x, h, Wx, Wh, bh: tanh(np.inner(x, Wx) + np.inner(h, Wh) + bh)),
    (("The recurrence is missing", "The bias is missing"), lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx))),
    (("Wx and Wh are swapped", "The order of the product is reversed"),
     lambda x, h, Wx, Wh, bh: tanh(dot(Wx, h) + dot(Wh, x) + bh)),
    ("The bias is a column", lambda x, h, Wx, Wh, bh: tanh(dot(x, Wx) + dot(h, Wh) + bh.reshape(-1, 1))),
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


@WRONG.of("2.2", "The first step leaves Wh out")
def as_in_a_demo(X, h0, Wx, Wh, bh):
    H = [np.tanh(np.dot(X[0], Wx) + h0 + bh)]
    for x in X[1:]:
        H.append(np.tanh(np.dot(x, Wx) + np.dot(H[-1], Wh) + bh))
    return H


@WRONG.of("2.2", "Only the last state was kept")
def appended_below_the_loop(X, h0, Wx, Wh, bh):
    H = []
    for x in X:
        h0 = np.tanh(x @ Wx + h0 @ Wh + bh)
    H.append(h0)
    return np.array(H)


@WRONG.of("2.2", ("The loop starts from zeros", "A size of the notebook is built in"))
def zeros_of_the_notebooks_size(X, h0, Wx, Wh, bh):
    h, H = np.zeros(5), []
    for x in X:
        h = np.tanh(x @ Wx + h @ Wh + bh)
        H.append(h)
    return np.array(H)


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
    (("The activation is missing", "The bias is missing"),
     loop(lambda X, t, h, Wx, Wh, bh: dot(X[t], Wx) + dot(h, Wh))),
    (("The loop starts from zeros", "The bias is missing"),
     loop(lambda X, t, h, Wx, Wh, bh: tanh(X[t] @ Wx + h @ Wh), start=np.zeros_like)),
    (("This is the last state only", "The activation is missing"),
     lambda *a: loop(lambda X, t, h, Wx, Wh, bh: X[t] @ Wx + h @ Wh + bh)(*a)[-1]),
):
    WRONG.add("2.2", name, states)
