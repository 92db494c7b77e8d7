"""Wrong attempts as students really hand them in, each with its points and its diagnosis: to be graded one by one.

A choice, number or shape is wrong in the ways that its `Question` names; what is written here is the rest.
"""

import inspect

from rnnlab.exercises import AnswerExercise
from rnnlab.exercises.verdict import fill_labels

# number of the exercise: (source of the attempt, its points, a part of the diagnosis)
DESIGNS = {
    "2.4": [
        ("seeing_X = [[2, 2], [3, 3]]\nseeing_Wh = [[0.5, 1.0], [1.0, -0.5]]", 0, "Your Wh is symmetric"),
        ("seeing_X = [[2, 2]]\nseeing_Wh = [[0.5, 1.0], [0.0, -0.5]]", 1, "Your sequence has one step"),
        ("seeing_X = [[-2, 0], [3, 3]]\nseeing_Wh = [[0.5, 1.0], [0.0, -0.5]]", 1, "Every state that meets Wh is zero"),
        ("seeing_X = [[2, 2], [3, 3]]\nseeing_Wh = [[0.5, 1e-5], [0.0, -0.5]]", 1, "changes by less than 0.001"),
        ("seeing_X = [2, 2]\nseeing_Wh = [[0.5, 1.0], [0.0, -0.5]]", 0, "X has shape (2,)"),
        ("seeing_X = [[2, 2], [3, 3]]\nseeing_Wh = np.eye(3)", 0, "Wh has shape (3, 3)"),
        ("seeing_X = [[2, 2], [3, 3]]", 0, "Still open"),
    ],
    "4.4": [
        ("impostor = (1, 1, 0)\nproof = [9] * 10", 0, "This network adds"),
        ("impostor = (1, 0.99, 0)\nproof = [9] * 30", 0, "U has to be 1 here"),
        ("impostor = (0.9, 1, 0)\nproof = [9] * 10", 0, "fails the test already"),
        ("impostor = (0.99, 1, 0)\nproof = [9, 9, 9]", 1, "what the test has tried"),
        ("impostor = (0.99, 1, 0)\nproof = [0, 0, 0, 1]", 1, "does not catch it"),
        ("impostor = (1, 0.99)\nproof = [9] * 10", 0, "three finite numbers"),
        ("impostor = (0.99, 1, 0)\nproof = [10] * 10", 0, "from 0 to 9"),
        ("impostor = (0.99, 1, 0)\nproof = '999999999'", 0, "list of digits"),
    ],
    "5.3": [
        ("other_W = ONE_HOT_W\nother_b = 0", 0, "W is as it was"),
        ("other_W = ONE_HOT_W - ONE_HOT_B\nother_b = 0", 0, "The sign is wrong"),
        ("other_W = ONE_HOT_W + 3 * ONE_HOT_B\nother_b = 0", 0, "three times"),
        ("other_W = ONE_HOT_W.copy()\nother_W[0] += ONE_HOT_B\nother_b = 0", 0, "Only one row"),
        ("other_W, other_b = ONE_HOT_W, ONE_HOT_B", 0, "The bias is still there"),
        ("other_W, other_b = ONE_HOT_W + ONE_HOT_B, ONE_HOT_B", 1, "The bias is still there"),
        ("other_W, other_b = ONE_HOT_W[:9], 0", 0, "W has shape (9,)"),
        ("other_W = np.linspace(0, 1, 10)\nother_b = 0", 0, "This is another network"),
    ],
    "6.4": [
        ("readable_E, readable_W = GIVEN_E, [1, 0]", 0, "The table is as it was"),
        ("readable_E, readable_W = GIVEN_E, GIVEN_W", 0, "W is not (1, 0)"),
        ("readable_E = GIVEN_E * GIVEN_W.T\nreadable_W = [1, 0]", 0, "The products are not added up"),
        ("readable_E = np.column_stack([np.arange(10), np.zeros(10)])\nreadable_W = [1, 0]", 0,
         "The bias is counted twice"),
        ("readable_E = np.column_stack([np.zeros(10), GIVEN_E @ GIVEN_W])\nreadable_W = [1, 0]", 0,
         "The columns are swapped"),
        ("readable_E = np.column_stack([GIVEN_E @ GIVEN_W, np.zeros(10)])\nreadable_W = [0, 1]", 1, "W is not (1, 0)"),
        ("readable_E = (GIVEN_E @ GIVEN_W)[:, 0]\nreadable_W = [1, 0]", 0, "E has shape (10,)"),
    ],
    "7.4": [
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [1], 0.5, 0.8, 0.5", 1, "One step has no way back"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [1, 0.5, -1], 0, 0.8, 0.5", 1, "h_0 = 0 hides the second bug"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [1, 0.5, -1], 0.5, 1, 0.5", 1, "U = 1 hides the first bug"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [1, 0.5, -1], 0, 1, 0.5", 0, "h_0 = 0 hides the second bug"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [1], 0, 0.8, 0.5", 0, "One step has no way back"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [90, 90, 90], 0.5, 0.8, 0.5", 0, "Too little comes back"),
        ("seeing_x, seeing_h0, seeing_U = [1, 0.5, -1], 0.5, 0.8\nseeing_y = seeing_h0\nfor x in seeing_x:\n"
         "    seeing_y = np.tanh(0.5 * x + seeing_U * seeing_y + 0.1)", 0, "The loss is as good as zero"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [1, 0.5, -1], 5, 2, -1", 1, "saturates step 1"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = [1, 0.5, -1], 0.5, 0.8, 0.5", 0, "the lesson's own point"),
        ("seeing_x, seeing_h0, seeing_U, seeing_y = 3, 0.5, 0.8, 0.5", 0, "x has shape ()"),
    ],
    "8.3": [
        ("hiding_Wh = np.zeros((3, 3))\nseeing_Wh = np.eye(3)", 0, "With Wh = 0 nothing comes back"),
        ("hiding_Wh = np.eye(3)\nseeing_Wh = np.eye(3) + np.eye(3, k=2)", 0, "keeps the units apart"),
        ("hiding_Wh = [[0.5, 0.3, 0], [0.1, 0, 0], [0, 0, 0]]\nseeing_Wh = [[0.5, 0.1, 0], [0.1, 0, 0], [0, 0, 0]]", 0,
         "The mistake shows here"),
        ("hiding_Wh = 1e-6 * np.arange(9).reshape(3, 3)\nseeing_Wh = np.ones((3, 3))", 0, "faint here, but not hidden"),
        ("hiding_Wh = np.ones((3, 3))\nseeing_Wh = np.ones((3, 3))", 1, "Both matrices are the same"),
        ("hiding_Wh = np.ones((3, 3))\nseeing_Wh = np.ones((3, 3)) + np.eye(3)", 1, "3 entries are changed"),
        ("hiding_Wh = np.ones((3, 3))\nseeing_Wh = np.ones((3, 3))\nseeing_Wh[1, 1] = 0", 1,
         "An entry on the diagonal stays where it is"),
        ("hiding_Wh = np.ones((3, 3))\nseeing_Wh = np.ones((3, 3))\nseeing_Wh[0, 2] += 1e-6", 1,
         "The change is too small"),
        ("hiding_Wh = np.ones((2, 2))\nseeing_Wh = np.ones((3, 3))", 0, "hiding_Wh has shape (2, 2)"),
        ("hiding_Wh = 99 * np.ones((3, 3))\nseeing_Wh = np.ones((3, 3))", 0, "has an entry beyond 10"),
    ],
}
FUNCTIONS = {
    "1.2": [("def count_parameters(N, T, D, M, K):\n    return D * M + M * M + M * K", 0, "Both biases are missing"),
            ("def count_parameters(N, T, D, M, K):\n    return 57", 0, "This is the answer for one network")],
    "2.1": [("def my_step(x, h, Wx, Wh, bh):\n    return np.tanh(Wx.T @ x + Wh.T @ h + bh)", 1, "the book's order"),
            ("def my_step(x, h, Wx, Wh, bh):\n    return x @ Wx + h @ Wh + bh", 0, "The activation is missing")],
    "2.2": [("def my_states(X, h0, Wx, Wh, bh):\n    h, H = np.zeros(len(bh)), []\n    for x in X:\n"
             "        h = np.tanh(x @ Wx + h @ Wh + bh)\n        H.append(h)\n    return np.array(H)", 1,
             "The loop starts from zeros"),
            ("def my_states(X, h0, Wx, Wh, bh):\n    return np.tanh(X @ Wx + h0 @ Wh + bh)", 0,
             "The state is not carried over")],
    "3.1": [("def my_batch_states(X, h0, Wx, Wh, bh):\n    h, H = np.zeros_like(h0), []\n"
             "    for t in range(X.shape[1]):\n        h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)\n        H.append(h)\n"
             "    return np.stack(H, axis=1)", 1, "The loop starts from zeros"),
            ("def my_batch_states(X, h0, Wx, Wh, bh):\n    h, H = h0, []\n    for t in range(X.shape[1]):\n"
             "        h = np.tanh(X[:, t] @ Wx + h @ Wh + bh)\n        H.append(h)\n    return np.array(H)", 0,
             "This is time-major")],
    "3.2": [("def to_batch(Z):\n    return Z.reshape(Z.shape[1], Z.shape[2], Z.shape[0])", 0, "the wrong numbers")],
    "3.3": [("def losses(Y_hat, Y):\n    return ((Y_hat - Y) ** 2).mean(axis=0)", 0, "over the wrong axis"),
            ("def losses(Y_hat, Y):\n    return ((Y_hat - Y) ** 2).sum(axis=1) / 3", 1, "")],
    "4.1": [("def my_factors(W, U, T):\n    return np.array([W * U ** t for t in range(T)])", 0, "")],
    "4.2": [("def my_best_loss(U):\n    return 16.5 * (U - 1) ** 2 / (U * U - U + 1)", 0, "with b at its best")],
    "5.1": [("def my_one_hot(digits, depth):\n    return np.eye(depth)[digits - 1]", 0, "You count places from 1"),
            ("def my_one_hot(digits, depth):\n    return np.eye(depth)[digits.ravel()]", 1,
             "axis of the samples is lost")],
    "6.1": [("def my_predict(digits, E, W, U, b):\n    h = np.zeros(len(digits))\n"
             "    for t in range(digits.shape[1]):\n        h = E[digits[:, t]] @ W + U * h\n    return h", 0,
             "The bias is missing"),
            ("def my_predict(digits, E, W, U, b):\n    h = np.zeros(len(digits))\n    for t in range(3):\n"
             "        h = E[digits[:, t]] @ W + U * h + b\n    return h", 1, "")],
    "6.2": [("def my_table_gradient(digits, dX, V):\n    dE = np.zeros((V, dX.shape[-1]))\n    dE[digits] += dX\n"
             "    return dE", 0, "Repeats are lost")],
    "7.1": [("def my_gradients(X, Y, Wx, Wh, bh, h0):\n    H = [h0]\n    for t in range(X.shape[1]):\n"
             "        H.append(np.tanh(X[:, t] @ Wx + H[-1] @ Wh + bh))\n"
             "    dH, dWx, dWh, dbh = 2 * (H[-1] - Y) / Y.size, 0, 0, 0\n    for t in reversed(range(X.shape[1])):\n"
             "        dZ = dH * (1 - H[t + 1] ** 2)\n        dWx = dWx + X[:, t].T @ dZ\n"
             "        dWh = dWh + H[t].T @ dZ\n        dbh = dbh + dZ.sum(0)\n        dH = dZ @ Wh\n"
             "    return np.vstack([dWx, dWh, dbh])", 1, "The transpose is missing on the way back")],
    "7.2": [("def my_slopes(x, y, W, U, b, h0):\n    H = [h0]\n    for x_t in x:\n"
             "        H.append(np.tanh(W * x_t + U * H[-1] + b))\n    dh, found = 0, np.zeros(3)\n"
             "    for t in range(len(x), 0, -1):\n        dz = (dh + 2 * (H[t] - y[t - 1])) * (1 - H[t] ** 2)\n"
             "        found = dz * np.array([x[t - 1], H[t - 1], 1])\n        dh = U * dz\n    return found",
             0, "Each share replaces the one before")],
    "8.1": [("def my_way_back(dH, H, Wh, lengths):\n    dZ, dh = np.zeros_like(dH), 0\n"
             "    for t in range(dH.shape[1], 0, -1):\n        dh = dh + dH[:, t - 1]\n"
             "        dZ[:, t - 1] = dh * (1 - H[:, t] ** 2)\n        dh = dZ[:, t - 1] @ Wh.T\n    return dZ", 1,
             "The padding counts"),
            ("def my_way_back(dH, H, Wh, lengths):\n    dZ, dh = np.zeros_like(dH), 0\n"
             "    for t in range(dH.shape[1], 0, -1):\n        dh = dh + (lengths >= t)[:, None] * dH[:, t - 1]\n"
             "        dZ[:, t - 1] = dh * (1 - H[:, t] ** 2)\n        dh = dZ[:, t - 1] @ Wh\n    return dZ", 0,
             "The transpose is missing")],
    "8.2": [("def my_logit_slopes(Z, Y):\n    p = 1 / (1 + np.exp(-Z))\n"
             "    return (-Y / p + (1 - Y) / (1 - p)) * p * (1 - p) / Z.size", 1, "Right on paper"),
            ("def my_logit_slopes(Z, Y):\n    return 1 / (1 + np.exp(-Z)) - Y", 0, "The mean is missing")],
}


def wrong_answers(task, exercise):
    """The known wrong answers to an exercise's questions, one at a time, the others right."""
    for index, question in enumerate(exercise.questions):
        later = exercise.questions[index + 1 : index + 2]
        lost = question.points + sum(follower.points for follower in later if follower.follows)
        for wrong, message in question.wrong.items():
            answers = [other.right for other in exercise.questions]
            answers[index] = wrong
            source = "\n".join(f"{name} = {value!r}" for name, value in zip(task.answers, answers))
            yield source, exercise.maximum - lost, fill_labels(message, exercise.labels)


def wrong_work(task, exercise):
    """All known wrong attempts at an exercise: source, points, a part of the diagnosis."""
    if isinstance(exercise, AnswerExercise):
        return list(wrong_answers(task, exercise))
    return (DESIGNS | FUNCTIONS)[task.number]


def values(source, task, names):
    """The answers of an attempt, executed with these names; Ellipsis where it defines none."""
    namespace = dict(names)
    exec(inspect.cleandoc(source), namespace)
    return [namespace.get(name, ...) for name in task.answers]
