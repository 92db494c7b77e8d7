"""Wrong functions for lessons 4 to 7, as in `wrong_in_lessons_1_and_2`."""

import numpy as np

from tests.helpers.attempts.registry import Registry

WRONG = Registry()

# 4.1 and 4.2

for name, weights in (
    ("The order is reversed", lambda W, U, T: [W * U ** t for t in range(T)]),
    ("One factor U too many", lambda W, U, T: W * np.power(U, np.arange(T, 0, -1))),
    ("W is missing", lambda W, U, T: [U ** k for k in reversed(range(T))]),
    ("W is raised to powers too", lambda W, U, T: [(W * U) ** k for k in range(T - 1, -1, -1)]),
    ("U times the number of steps", lambda W, U, T: [W * U * k for k in range(T - 1, -1, -1)]),
    ("These are parts of a whole", lambda W, U, T: (U ** np.arange(T)[::-1]) / (U ** np.arange(T)).sum()),
    ("These are three numbers", lambda W, U, T: [W * U ** 2, W * U, W]),
    ("There is one number too many", lambda W, U, T: [W * U ** k for k in range(T, -1, -1)]),
    (("The order is reversed", "W is missing"), lambda W, U, T: np.cumprod([1] + [U] * (T - 1))),
    (("The order is reversed", "One factor U too many"), lambda W, U, T: [W * U ** (t + 1) for t in range(T)]),
):
    WRONG.add("4.1", name, weights)

SEQUENCES = np.array([(a, b, c) for a in range(10) for b in range(10) for c in range(10)])
TARGETS = SEQUENCES.sum(1)


def seen(U):
    return SEQUENCES @ np.array([U * U, U, 1])


def fitted(U):
    return np.linalg.lstsq(seen(U)[:, None], TARGETS, rcond=None)[0][0]


for name, loss in (
    ("This is L(U), with b at its best", lambda U: 2 * 8.25 * (U - 1) ** 2 / (U * U - U + 1)),
    ("This is the sum of the squares", lambda U: ((fitted(U) * seen(U) - TARGETS) ** 2).sum()),
    ("This is the root of the loss", lambda U: np.sqrt(np.mean((fitted(U) * seen(U) - TARGETS) ** 2))),
    ("This is the loss at W = 1", lambda U: np.mean((seen(U) - TARGETS) ** 2)),
    ("This is the variance of the errors", lambda U: (fitted(U) * seen(U) - TARGETS).var()),
    ("This is the best W", lambda U: fitted(U)),
):
    WRONG.add("4.2", name, loss)

# 5.1


@WRONG.of("5.1", "The width is the length of the sequence")
def as_wide_as_long(digits, depth):
    rows = np.zeros((*digits.shape, len(digits)))
    np.put_along_axis(rows, digits[..., None], 1, axis=-1)
    return rows


@WRONG.of("5.1", "In a batch all steps of a sequence write into one row")
def one_row_for_each_sequence(digits, depth):
    rows = np.zeros((len(digits), depth))
    for n, digit in enumerate(digits):
        rows[n, digit] = 1
    return rows


for name, rows in (
    ("The rows have ten places", lambda digits, depth: np.eye(10)[digits]),
    ("The rows have ten places", lambda digits, depth: (np.arange(10) == digits[..., None]) * 1.0),
    ("You count places from 1", lambda digits, depth: (np.arange(1, depth + 1) == digits[..., None]) * 1.0
     + (digits[..., None] == 0) * (np.arange(depth) == depth - 1)),
    ("The width comes from the data", lambda digits, depth: np.identity(np.max(digits) + 1)[digits]),
    ("The last two axes are swapped", lambda digits, depth: np.moveaxis(np.eye(depth)[digits], -1, -2)),
    ("The axis of the samples is lost", lambda digits, depth: [np.eye(depth)[d] for d in digits.flat]),
    ("There are only zeros", lambda digits, depth: np.zeros((*digits.shape, depth))),
    ("There are ones up to the digit's place", lambda digits, depth: np.tri(depth)[digits]),
    ("The steps are added up", lambda digits, depth: np.eye(depth)[digits].sum(axis=digits.ndim - 1)),
    ("The places and the digits have to meet", lambda digits, depth: np.equal(np.arange(depth), digits) * 1.0),
):
    WRONG.add("5.1", name, rows)

# 6.1 and 6.2


def embedded(step, steps=lambda digits: range(digits.shape[1]), start=lambda N: np.zeros(N)):
    def network(digits, E, W, U, b):
        h = start(len(digits))
        for t in steps(digits):
            h = step(digits[:, t], h, E, W, U, b)
        return h
    return network


def unit(d, h, E, W, U, b):
    return np.dot(E[d], W) + U * h + b


for name, network in (
    ("The bias is missing", embedded(lambda d, h, E, W, U, b: np.einsum("nd,d", E[d], W) + U * h)),
    ("tanh is too much", embedded(lambda d, h, E, W, U, b: np.tanh(E[d] @ W + U * h + b))),
    ("relu is too much", embedded(lambda d, h, E, W, U, b: np.maximum(E[d] @ W + U * h + b, 0))),
    ("W is missing", embedded(lambda d, h, E, W, U, b: E[d].sum(1) + U * h + b)),
    ("U is missing", embedded(lambda d, h, E, W, U, b: np.inner(E[d], W) + h + b)),
    ("U multiplies more than the state", embedded(lambda d, h, E, W, U, b: U * (np.dot(E[d], W) + h) + b)),
    ("The loop makes N rounds", embedded(unit, lambda digits: range(len(digits)))),
    ("The loop makes three steps", embedded(unit, lambda digits: range(3))),
    ("The last digit is never read", embedded(unit, lambda digits: range(digits.shape[1] - 1))),
    ("The sequence is read backwards", embedded(unit, lambda digits: reversed(range(digits.shape[1])))),
    ("The start has one axis too many", embedded(unit, start=lambda N: np.zeros((N, 1)))),
    ("The products are not added up", embedded(lambda d, h, E, W, U, b: np.multiply(E[d], W) + U * h + b,
                                               start=lambda N: 0)),
    ("The bias is added once, at the end", lambda digits, E, W, U, b: embedded(
        lambda d, h, E, W, U, b: E[d] @ W + U * h)(digits, E, W, U, b) + b),
    (("The bias is missing", "U is missing"), embedded(lambda d, h, E, W, U, b: E[d] @ W + h)),
    (("The bias is missing", "tanh is too much"), embedded(lambda d, h, E, W, U, b: np.tanh(E[d] @ W + U * h))),
):
    WRONG.add("6.1", name, network)


def added(add, shape=lambda dX, V: (V, dX.shape[-1])):
    def gradient(digits, dX, V):
        dE = np.zeros(shape(dX, V))
        for n in range(len(digits)):
            for t in range(digits.shape[1]):
                add(dE, digits[n, t], dX[n, t])
        return dE
    return gradient


def add_row(dE, digit, share):
    dE[digit] += share


def put_row(dE, digit, share):
    dE[digit] = share


@WRONG.of("6.2", "Every sample has a table of its own")
def table_by_sample(digits, dX, V):
    dE = np.zeros((len(digits), V, dX.shape[-1]))
    for n, sample in enumerate(digits):
        np.add.at(dE[n], sample, dX[n])
    return dE


for name, gradient in (
    ("Repeats are lost", added(put_row)),
    ("Repeats are lost", lambda digits, dX, V: np.array([dX[digits == v][-1] if (digits == v).any() else 0 * dX[0, 0]
                                                         for v in range(V)])),
    ("The table has ten rows", added(add_row, lambda dX, V: (10, dX.shape[-1]))),
    ("The table you begin with has the wrong width", added(add_row, lambda dX, V: (V, V))),
    ("The table you begin with has the wrong width", added(add_row, lambda dX, V: (V, 2))),
    ("The axes are swapped", lambda *a: np.transpose(added(add_row)(*a))),
    ("This is divided by the number of samples", lambda digits, dX, V: added(add_row)(digits, dX, V) / digits.shape[0]),
    ("The sign is reversed", lambda *a: 0 - added(add_row)(*a)),
    ("Every row gets everything", lambda digits, dX, V: np.ones((V, 1)) * dX.reshape(-1, dX.shape[-1]).sum(0)),
):
    WRONG.add("6.2", name, gradient)

# 7.1 and 7.2


def right_slope(h):
    return (1 - h) * (1 + h)


def matrix_back(slope=right_slope, previous=lambda dZ, Wh: dZ @ Wh.T, first=lambda H, Y: 2 * (H - Y) / Y.size,
                before=1, transposed=False, result=lambda *parts: np.vstack(parts), last=1, replaced=()):
    def gradients(X, Y, Wx, Wh, bh, h0):
        H = [h0]
        for t in range(X.shape[1]):
            H.append(np.tanh(X[:, t] @ Wx + H[-1] @ Wh + bh))
        dWx, dWh, dbh = np.zeros_like(Wx), np.zeros_like(Wh), np.zeros_like(bh)
        dH = first(H[-1], Y)
        for t in range(X.shape[1], last - 1, -1):
            dZ = dH * slope(H[t])
            for name, total in (("dWx", dWx), ("dWh", dWh), ("dbh", dbh)):
                if name in replaced:
                    total[...] = 0
            dWx += np.einsum("nd,nm->dm", X[:, t - 1], dZ)
            dWh += (dZ.T @ H[t - before]) if transposed else H[t - before].T @ dZ
            dbh += dZ.sum(axis=0)
            dH = previous(dZ, Wh)
        return result(dWx, dWh, dbh)
    return gradients


for name, gradients in (
    ("The transpose is missing on the way back", matrix_back(previous=lambda dZ, Wh: np.einsum("nj,ji->ni", dZ, Wh))),
    ("The transpose is missing on the way back", matrix_back(previous=lambda dZ, Wh: np.dot(dZ, Wh))),
    ("The factor Wh is missing on the way back", matrix_back(previous=lambda dZ, Wh: dZ)),
    ("Each unit sends its error to itself alone", matrix_back(previous=lambda dZ, Wh: dZ * Wh.diagonal())),
    ("The activation itself stands where its slope belongs", matrix_back(lambda h: h)),
    ("This is the slope of the sigmoid", matrix_back(lambda h: h - h * h)),
    ("tanh is taken twice", matrix_back(lambda h: 1 / np.cosh(h) ** 2)),
    ("The loss is a mean, here is the slope of a sum", matrix_back(first=lambda H, Y: 2 * H - 2 * Y)),
    ("The mean is over N alone here", matrix_back(first=lambda H, Y: 2 * (H - Y) / Y.shape[0])),
    ("A factor 2 is missing", matrix_back(first=lambda H, Y: (H - Y) / Y.size)),
    ("Every sign is reversed", matrix_back(first=lambda H, Y: 2 * (Y - H) / Y.size)),
    ("dWh takes the states after the step", matrix_back(before=0)),
    ("dWh is transposed", matrix_back(transposed=True)),
    ("The loop ends before step 1", matrix_back(last=2)),
    *((f"The shares of {name} replace one another", matrix_back(replaced=(name,))) for name in ("dWx", "dWh", "dbh")),
    ("dWh comes first here", matrix_back(result=lambda dWx, dWh, dbh: np.vstack([dWh, dWx, dbh]))),
    ("dbh is missing", matrix_back(result=lambda dWx, dWh, dbh: np.vstack([dWx, dWh]))),
    ("One array of shape (D + M + 1, M) is asked for", matrix_back(result=lambda *parts: parts)),
    (("The transpose is missing", "dWh takes the states after the step"),
     matrix_back(previous=lambda dZ, Wh: dZ @ Wh, before=0)),
    (("The transpose is missing", "The loss is a mean, here is the slope of a sum"),
     matrix_back(previous=lambda dZ, Wh: dZ @ Wh, first=lambda H, Y: 2 * (H - Y))),
):
    WRONG.add("7.1", name, gradients)


def gradient_by_loop(slope=right_slope, steps=lambda T: range(T, 0, -1), own=lambda h, y: 2 * (h - y),
                     previous=lambda U, dz, dh: U * dz, before=1, result=lambda dW, dU, db: (dW, dU, db),
                     meeting=lambda dh, own, last: dh + own, replaced=()):
    def slopes(x, y, W, U, b, h0):
        H = [h0]
        for x_t in x:
            H.append(np.tanh(W * x_t + U * H[-1] + b))
        dW = dU = db = 0.0
        dh = 0.0
        for t in steps(len(x)):
            dh = meeting(dh, own(H[t], y[t - 1]), t == len(x))
            dz = dh * slope(H[t])
            dW, dU, db = (0.0 if name in replaced else total
                          for name, total in (("dW", dW), ("dU", dU), ("db", db)))
            dW += x[t - 1] * dz
            dU += H[t - before] * dz
            db += dz
            dh = previous(U, dz, dh)
        return result(dW, dU, db)
    return slopes


for name, slopes in (
    ("The activation itself stands where its slope belongs", gradient_by_loop(lambda h: h)),
    ("This is the slope of the sigmoid", gradient_by_loop(lambda h: h * (1 - h))),
    ("tanh is taken twice", gradient_by_loop(lambda h: 1 - np.tanh(h) ** 2)),
    ("The way back is cut off after 4 steps", gradient_by_loop(steps=lambda T: range(T, max(T - 4, 0), -1))),
    ("The way back is cut off after 2 steps", gradient_by_loop(steps=lambda T: range(T, max(T - 2, 0), -1))),
    ("The loop goes forward", gradient_by_loop(steps=lambda T: range(1, T + 1))),
    ("The loop ends before step 1", gradient_by_loop(steps=lambda T: range(T, 1, -1))),
    ("Only the last step has given its share", gradient_by_loop(steps=lambda T: (T,))),
    ("dh adds up on the way back", gradient_by_loop(previous=lambda U, dz, dh: dh + U * dz)),
    ("The factor U is missing on the way back", gradient_by_loop(previous=lambda U, dz, dh: dz)),
    ("dh passes through a step unchanged", gradient_by_loop(previous=lambda U, dz, dh: dh)),
    ("Only the last error enters", gradient_by_loop(meeting=lambda dh, own, last: own if last else dh)),
    ("What comes back from later steps is lost", gradient_by_loop(meeting=lambda dh, own, last: own)),
    ("The last error enters twice", gradient_by_loop(meeting=lambda dh, own, last: own + (own if last else dh))),
    *((f"The shares of {name} replace one another", gradient_by_loop(replaced=(name,))) for name in ("dW", "dU", "db")),
    ("A factor 2 is missing", gradient_by_loop(own=lambda h, y: h - y)),
    ("dU takes the state after the step", gradient_by_loop(before=0)),
    ("db comes first here", gradient_by_loop(result=lambda dW, dU, db: (db, dW, dU))),
    ("dW and dU have changed places", gradient_by_loop(result=lambda dW, dU, db: [dU, dW, db])),
    ("db is missing", gradient_by_loop(result=lambda dW, dU, db: (dW, dU))),
    (("A factor 2 is missing", "The factor U is missing"),
     gradient_by_loop(own=lambda h, y: h - y, previous=lambda U, dz, dh: dz)),
    (("A factor 2 is missing", "dU takes the state after the step"),
     gradient_by_loop(own=lambda h, y: h - y, before=0)),
):
    WRONG.add("7.2", name, slopes)
