"""Wrong functions for lesson 3, as in `wrong_in_lessons_1_and_2`."""

import numpy as np

from tests.helpers.attempts.registry import Registry

WRONG = Registry()
tanh, dot, einsum = np.tanh, np.dot, np.einsum

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


def of_sample(X, t, h, Wx, Wh, bh):
    return tanh(dot(X[t], Wx) + dot(h, Wh) + bh)


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
    ("Each round takes a sample, not a step", batch(of_sample)),
    ("Each round takes a sample, not a step", batch(of_sample, result=np.array)),
    ("Each round takes a sample, not a step", batch(of_sample, steps=lambda X: range(len(X)))),
    ("Each round takes a sample, not a step", batch(of_sample, steps=lambda X: range(len(X)), result=np.array)),
    ("This is time-major", batch(of_step, result=np.array)),
    ("The steps come last", batch(of_step, result=np.dstack)),
    ("`reshape` mixes the samples",
     lambda X, *rest: np.array(batch(of_step, result=list)(X, *rest)).reshape(*X.shape[:2], -1)),
    ("Concatenated, not stacked", batch(of_step, result=np.vstack)),
    ("Concatenated, not stacked", batch(of_step, result=np.hstack)),
    ("The loop starts from zeros", batch(of_step, start=np.zeros_like)),
    ("The state is not carried over", lambda X, h0, Wx, Wh, bh: tanh(dot(X, Wx) + dot(h0, Wh)[:, None] + bh)),
    ("The bias is added twice", batch(lambda X, t, h, Wx, Wh, bh: tanh(X[:, t] @ Wx + bh + h @ Wh + bh))),
    ("This is relu", batch(lambda X, t, h, Wx, Wh, bh: (X[:, t] @ Wx + h @ Wh + bh).clip(0))),
    ("These are the last states only", batch(of_step, result=lambda H: H[-1])),
    (("The activation is missing", "The bias is missing"),
     batch(lambda X, t, h, Wx, Wh, bh: dot(X[:, t], Wx) + h @ Wh)),
    (("This is time-major", "The bias is missing"),
     batch(lambda X, t, h, Wx, Wh, bh: tanh(X[:, t] @ Wx + h @ Wh), result=np.array)),
):
    WRONG.add("3.1", name, states)

# 3.2 and 3.3

for name, axes in (
    ("`reshape` has the right shape and the wrong numbers",
     lambda Z: np.reshape(Z, (Z.shape[1], Z.shape[2], Z.shape[0]))),
    ("`.T` reverses all the axes", lambda Z: np.transpose(Z)),
    ("`.T` reverses all the axes", lambda Z: np.moveaxis(Z, (0, 1, 2), (2, 1, 0))),
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
    ("There is one square root too many", lambda Y_hat, Y: np.mean((Y - Y_hat) ** 2, -1) ** 0.5),
    ("The square is missing",
     lambda Y_hat, Y: [sum(a - b for a, b in zip(one, two)) / len(one) for one, two in zip(Y_hat, Y)]),
    ("This is one number for the whole batch", lambda Y_hat, Y: float(np.average((Y - Y_hat) ** 2))),
    ("This is a column", lambda Y_hat, Y: np.mean((Y - Y_hat) ** 2, axis=1).reshape(-1, 1)),
    ("This is the mean absolute error", lambda Y_hat, Y: np.mean(abs(Y - Y_hat), axis=1)),
):
    WRONG.add("3.3", name, losses)
