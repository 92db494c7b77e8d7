"""More wrong functions for lessons 1 to 6: other sums, other axes, habits from PyTorch; as in the other lists."""

import numpy as np

from tests.helpers.attempts.registry import Registry

WRONG = Registry()
tanh, einsum = np.tanh, np.einsum


def sequence(new_state, keep=lambda z, h: h, times=len, result=np.array):
    def states(X, h0, Wx, Wh, bh):
        h, H = h0, []
        for t in range(times(X)):
            z = new_state(X, t, h, Wx, Wh, bh)
            h = tanh(z)
            H.append(keep(z, h))
        return result(H)
    return states


def of_one(X, t, h, Wx, Wh, bh):
    return X[t] @ Wx + h @ Wh + bh


def of_many(X, t, h, Wx, Wh, bh):
    return np.dot(X[:, t], Wx) + np.dot(h, Wh) + bh


def features_counted(X, h0, Wx, Wh, bh):
    H, h = np.zeros((X.shape[0], len(bh))), h0
    for t in range(X.shape[1]):
        H[t] = h = tanh(X[t] @ Wx + h @ Wh + bh)
    return H


def begun_with_the_first_row(times_b, begin):
    def predict(digits, E, W, U, b):
        h = E[digits[:, 0]] @ W + times_b * b
        for t in range(begin, len(digits[0])):
            h = W @ E[digits[:, t]].T + U * h + b
        return h
    return predict


def put_into_rows(digits, depth):
    rows = np.zeros(digits.shape + (depth,))  # noqa: RUF005
    rows[digits] += 1
    return np.minimum(rows, 1)


def ones_in_rows(digits, depth):
    rows = np.zeros([*digits.shape, depth])
    rows[digits, :] = np.ones(depth)
    return rows


def paired_indices(digits, depth):
    rows = np.zeros((len(digits), depth))
    rows[np.arange(len(digits)), digits] = 1
    return rows


def table(add, dtype=float):
    def gradient(digits, dX, V):
        dE = np.zeros((V, dX.shape[-1]), dtype)
        for n in range(len(digits)):
            for t in range(len(digits[n])):
                add(dE, digits, dX, n, t)
        return dE
    return gradient


def add_to_row_of_step(dE, digits, dX, n, t):
    dE[t] += dX[n, t]


def add_to_row_of_digit(dE, digits, dX, n, t):
    dE[digits[n, t]] = dE[digits[n, t]] + dX[n, t]


def returned_in_the_inner_loop(digits, dX, V):
    dE = np.zeros((V, dX.shape[2]))
    for n in range(len(digits)):
        for t in range(digits.shape[1]):
            dE[digits[n, t]] += dX[n, t]
            return dE


def once_for_all(change):
    """The right table, changed."""
    return lambda digits, dX, V: change(einsum("ntv,ntd->vd", np.eye(V)[digits], dX), digits)


SEQUENCES = np.array([(a, b, c) for a in range(10) for b in range(10) for c in range(10)])


def through_the_means(U):
    answers, sums = SEQUENCES @ [U * U, U, 1], SEQUENCES.sum(axis=1)
    W = sums.mean() / np.average(answers)
    return float(((W * answers - sums) ** 2).mean())


def half_the_mean(U):
    answers, sums = SEQUENCES @ [U * U, U, 1], SEQUENCES.sum(axis=1)
    W = np.linalg.lstsq(answers[:, np.newaxis], sums)[0]
    return 0.5 * np.mean((answers * W - sums) ** 2)


for number, name, function in (
    ("1.2", "The hidden bias is counted as D numbers", lambda N, T, D, M, K: D * (M + 1) + M * M + K * (M + 1)),
    ("1.2", "The hidden bias is counted as K numbers", lambda N, T, D, M, K: M * (D + M + K) + 2 * K),
    ("1.2", "Wh is counted from the features", lambda N, T, D, M, K: M * D + D ** 2 + M + K * M + K),
    ("1.2", "The recurrence and the hidden bias are missing", lambda N, T, D, M, K: sum((M * D, K * M, K))),
    ("1.2", "Sizes are added where they are multiplied", lambda N, T, D, M, K: D + 5 * M + 2 * K),
    ("1.2", "This is an array with one number in it", lambda N, T, D, M, K: [(D + M + 1) * M + (M + 1) * K]),
    ("1.2", "This is an array with one number in it", lambda N, T, D, M, K: np.array([[(D + M + 1) * M]])),
    ("2.1", "tanh is applied to each part", lambda x, h, Wx, Wh, bh: sum(map(tanh, (x @ Wx, h @ Wh, bh)))),
    ("2.1", "tanh is applied to each part",
     lambda x, h, Wx, Wh, bh: tanh(bh) + tanh(np.dot(x, Wx)) + tanh(einsum("...i,ij", h, Wh))),
    ("2.1", "This is the tangent", lambda x, h, Wx, Wh, bh: np.tan(np.matmul(x, Wx) + np.matmul(h, Wh) + bh)),
    ("2.1", "A NumPy array has no `t`", lambda x, h, Wx, Wh, bh: tanh(x @ Wx.t() + h @ Wh.t() + bh)),
    ("2.1", "A NumPy array has no `tanh`", lambda x, h, Wx, Wh, bh: (x @ Wx + h @ Wh + bh).tanh()),
    ("2.1", "NumPy has no `np.mm`", lambda x, h, Wx, Wh, bh: tanh(np.mm(x, Wx) + np.mm(h, Wh) + bh)),
    ("2.1", "A function is called with 5 arguments, and takes 4", lambda x, h, Wx, Wh: tanh(x @ Wx + h @ Wh)),
    ("2.2", "The loop makes D rounds", sequence(of_one, times=lambda X: X.shape[1])),
    ("2.2", "The loop makes D rounds", sequence(of_one, times=lambda X: len(X[0]), result=np.stack)),
    ("2.2", "The loop makes D rounds", features_counted),
    ("2.2", "This product cannot be taken", lambda X, h0, Wx, Wh, bh: sequence(of_one)(X, 0, Wx, Wh, bh)),
    ("2.2", "`h` is `None` here", lambda X, h0, Wx, Wh, bh: sequence(of_one)(X, None, Wx, Wh, bh)),
    ("2.2", "These are the sums, not the states", sequence(of_one, keep=lambda z, h: z)),
    ("2.2", "These are the sums, not the states", sequence(of_one, keep=lambda z, h: list(z), result=list)),
    ("3.1", "These are the sums, not the states",
     sequence(of_many, keep=lambda z, h: z, times=lambda X: X.shape[1], result=lambda H: np.stack(H, 1))),
    ("3.1", "Every step reads the first inputs",
     lambda X, h0, Wx, Wh, bh: sequence(of_many, times=lambda X: X.shape[1], result=lambda H: np.stack(H, 1))(
         np.broadcast_to(X[:, :1], X.shape), h0, Wx, Wh, bh)),
    ("3.1", "`.T` reverses all the axes",
     sequence(of_many, times=lambda X: X.shape[1], result=lambda H: np.array(H).T)),
    ("3.1", "`.T` reverses all the axes",
     sequence(of_many, times=lambda X: X.shape[1], result=lambda H: np.stack(H).transpose(2, 1, 0))),
    ("3.2", "A NumPy array has no `permute`", lambda Z: Z.permute(1, 2, 0)),
    ("3.2", "There is no axis 4", lambda Z: Z.transpose(Z.shape[1], Z.shape[2], Z.shape[0])),
    ("3.2", "`transpose` takes each axis of the array once", lambda Z: Z.transpose(1, 2)),
    ("3.3", "The sum is divided by N · K", lambda Y_hat, Y: np.square(Y_hat - Y).sum(1) / (len(Y) * len(Y[0]))),
    ("3.3", "The sum is divided by N · K", lambda Y_hat, Y: einsum("nk,nk->n", Y_hat - Y, Y_hat - Y) / Y.size),
    ("3.3", "The sum is divided by K − 1", lambda Y_hat, Y: sum(((Y_hat - Y) ** 2).T) / (Y.shape[1] - 1)),
    ("3.3", "Every sample has the mean of the whole batch", lambda Y_hat, Y: [np.mean((Y_hat - Y) ** 2)] * len(Y)),
    ("3.3", "The difference is doubled, not squared", lambda Y_hat, Y: np.mean(2 * (Y_hat - Y), axis=-1)),
    ("3.3", "This is the sum of the absolute errors", lambda Y_hat, Y: [sum(abs(e)) for e in Y_hat - Y]),
    ("3.3", "This is the variance of the errors", lambda Y_hat, Y: (Y - Y_hat).std(axis=1) ** 2),
    ("3.3", "Every sample meets every other", lambda Y_hat, Y: np.dot(Y - Y_hat, (Y - Y_hat).T) / len(Y.T)),
    ("3.3", "In Python `^` is no power", lambda Y_hat, Y: ((Y_hat - Y) ^ 2).mean(axis=1)),
    ("3.3", "NumPy does not know `dim`", lambda Y_hat, Y: ((Y_hat - Y) ** 2).mean(dim=1)),
    ("4.1", "In Python `^` is no power", lambda W, U, T: [W * U ^ (T - 1 - t) for t in range(T)]),
    ("4.1", "W and U have changed places", lambda W, U, T: [U * W ** t for t in reversed(range(T))]),
    ("4.1", "W and U have changed places", lambda W, U, T: W ** np.arange(T) * U),
    ("4.1", "Your function returns a generator", lambda W, U, T: (W * U ** k for k in range(T - 1, -1, -1))),
    ("4.2", "This W brings the mean error to 0", through_the_means),
    ("4.2", "There is a factor of ½ too many", half_the_mean),
    ("4.2", "This is an array with one number in it", lambda U: [through_the_means(U)]),
    ("5.1", "You count places from 1", lambda digits, depth: 1 * (np.arange(1, 1 + depth) == digits[..., np.newaxis])),
    ("5.1", "There are ones from the digit's place on", lambda digits, depth: 1 * (digits[..., None] <= range(depth))),
    ("5.1", "Every 1 is one place too far", lambda digits, depth: np.roll(np.eye(depth), 1, axis=1)[digits]),
    ("5.1", "The places come first", lambda digits, depth: np.eye(depth)[:, digits]),
    ("5.1", "The places come first", lambda digits, depth: np.array([digits == place for place in range(depth)])),
    ("5.1", "Whole rows have been set to 1", put_into_rows),
    ("5.1", "Whole rows have been set to 1", ones_in_rows),
    ("5.1", "There is no `rows[np.arange(len(digits)), digits]`", paired_indices),
    ("6.1", "The first step leaves b out", begun_with_the_first_row(0, 1)),
    ("6.1", "The first digit is read twice", begun_with_the_first_row(1, 0)),
    ("6.2", "This is divided by the number of places", once_for_all(lambda dE, digits: dE / np.size(digits))),
    ("6.2", "This is the mean over a digit's places",
     lambda digits, dX, V: [dX[digits == row].mean(axis=0) for row in range(V)]),
    ("6.2", "The table has lost rows", lambda digits, dX, V: [sum(dX[digits == row]) for row in np.unique(digits)]),
    ("6.2", "The table has lost rows",
     lambda digits, dX, V: np.array([dX[digits == row].sum(0) for row in sorted(set(digits.ravel()))])),
    ("6.2", "The table you begin with holds whole numbers", table(add_to_row_of_digit, int)),
    ("6.2", "The shares are added by step", table(add_to_row_of_step)),
    ("6.2", "Only the first place is there", returned_in_the_inner_loop),
    ("6.2", "Your function returns nothing", lambda digits, dX, V: np.add.at(np.zeros((V, 2)), digits, 0.0)),
):
    WRONG.add(number, name, function)
