"""Exercise 7.1: backpropagation through time with matrices, and what learners write in its place."""

import numpy as np

from rnnlab.exercises import Case, Mistake, Slip, mistakes_from
from rnnlab.lessons.lesson_07_scalar_bptt.tanh_derivatives import WRONG_DERIVATIVES


def matrix_gradient_cases(rng):
    def draw(N, T, D, M):
        return (rng.normal(0, 1, (N, T, D)), rng.normal(0, 1, (N, M)), rng.normal(0, 0.7, (D, M)),
                rng.normal(0, 0.7, (M, M)), rng.uniform(0.1, 0.5, M), rng.uniform(0.2, 0.8, (N, M)))
    return [Case("one step", draw(4, 1, 2, 3)), Case("six steps", draw(4, 6, 2, 3))]


def square_probes(rng):
    """Sizes that are all equal: there products run that stop on the real sizes."""
    return [(rng.normal(0, 1, (3, 3, 3)), rng.normal(0, 1, (3, 3)),
             rng.normal(0, 0.7, (3, 3)), rng.normal(0, 0.7, (3, 3)), rng.uniform(0.1, 0.5, 3),
             rng.uniform(0.2, 0.8, (3, 3)))]


def _matrix_gradient_with(start=lambda h0: h0, bias=lambda b: b, loss_slope=lambda H, Y: 2 * (H - Y) / Y.size,
                          steps=lambda T: range(T, 0, -1), derivative=lambda h, h_before: 1 - h ** 2,
                          previous=lambda dZ, dH, Wh: dZ @ Wh.T, kernel=lambda X, t, dZ: X[:, t - 1].T @ dZ,
                          recurrent=lambda H, t, dZ: H[t - 1].T @ dZ, bias_share=lambda dZ: dZ.sum(0),
                          accumulate=lambda total, share: total + share):
    """The loop, put together from pieces, one of which is wrong."""
    def matrix_gradient(X, Y, Wx, Wh, bh, h0):
        H = [start(h0)]
        for t in range(X.shape[1]):
            H.append(np.tanh(X[:, t] @ Wx + H[-1] @ Wh + bias(bh)))
        dH, total = loss_slope(H[-1], Y), np.zeros((len(Wx) + len(Wh) + 1, len(Wh)))
        for t in steps(X.shape[1]):
            dZ = dH * derivative(H[t], H[t - 1])
            share = np.vstack([kernel(X, t, dZ), recurrent(H, t, dZ), bias_share(dZ)])
            total = accumulate(total, share)
            dH = previous(dZ, dH, Wh)
        return total
    return matrix_gradient


matrix_gradient_right = _matrix_gradient_with()


def _replacing(array):
    """The sums of all shares, but of one array (0 for dWx, 1 for dWh, 2 for dbh) only the last share."""
    def accumulate(total, share):
        ends = np.cumsum([0, len(share) - share.shape[1] - 1, share.shape[1], 1])
        replaced = (np.arange(len(share)) >= ends[array]) & (np.arange(len(share)) < ends[array + 1])
        return share + np.where(replaced[:, None], 0, total)
    return accumulate


def _rows(*places):
    """The right rows in another order, or some of them: 0 for dWx, 1 for dWh, 2 for dbh."""
    def arranged(X, Y, Wx, Wh, bh, h0):
        parts = np.split(matrix_gradient_right(X, Y, Wx, Wh, bh, h0), [len(Wx), len(Wx) + len(Wh)])
        return np.vstack([parts[place] for place in places])
    return arranged


MATRIX_GRADIENT_MISTAKES = (
    *mistakes_from(_matrix_gradient_with, (
        Slip({"previous": lambda dZ, dH, Wh: dZ @ Wh},
             "**The transpose is missing on the way back.** Forward, unit i reaches unit j through Wh[i, j]. Back, the "
             "error of unit j returns to unit i through the same number, so rows and columns swap.", frequent=True),
        Slip({"previous": lambda dZ, dH, Wh: dZ},
             "**The factor Wh is missing on the way back.** Each error returns through the number that carried its "
             "state forward.", frequent=True),
        Slip({"previous": lambda dZ, dH, Wh: dH @ Wh.T},
             "**The slope of tanh is lost on the way back.** Wh was multiplied before the tanh. So which error returns "
             "through Wh: that of the states, or that of the sums?"),
        Slip({"previous": lambda dZ, dH, Wh: dZ * np.diag(Wh)},
             "**Each unit sends its error to itself alone.** Every unit before had a part in every unit after, so the "
             "numbers off the diagonal of Wh carry errors too."),
        Slip({"previous": lambda dZ, dH, Wh: dH},
             "**dH never changes.** Every step gets the error of the last one. The state before reached this step "
             "through Wh, and its error comes back the same way."),
        Slip({"previous": lambda dZ, dH, Wh: dH + dZ @ Wh.T},
             "**dH adds up on the way back.** Only the gradients of the weights are sums. dH is replaced at every "
             "step."),
        Slip({"steps": lambda T: [T]},
             "**Only the last step has given its share.** The same weights were used at every step, so every step adds "
             "to dWx, dWh and dbh."),
        Slip({"steps": lambda T: range(T, 1, -1)},
             "**The loop ends before step 1.** The first input has to give its share too. Print the steps that your "
             "loop visits."),
        Slip({"steps": lambda T: range(1, T + 1)},
             "**The loop goes forward.** dH of a step is made from dZ of the next one, so the last step comes first."),
        Slip({"accumulate": lambda total, share: share},
             "**Each share replaces the one before.** The same weights were used at every step, so the shares are "
             "added up.", frequent=True),
        *(Slip({"accumulate": _replacing(array)},
               f"**The shares of {name} replace one another.** They are added up, as those of the other two are: every "
               "step used the same weights.") for array, name in enumerate(("dWx", "dWh", "dbh"))),
        Slip({"loss_slope": lambda H, Y: 2 * (H - Y)},
             "**The loss is a mean, here is the slope of a sum.** It is the mean over all numbers of Y. How many "
             "are they?", frequent=True),
        Slip({"loss_slope": lambda H, Y: 2 * (H - Y) / len(Y)},
             "**The mean is over N alone here,** or over N and T, which with one step is the same. The loss is the "
             "mean over all numbers of Y. How many are they?"),
        Slip({"loss_slope": lambda H, Y: 2 * (H - Y) / Y.shape[1]},
             "**The mean is over M alone here,** or over M and T, which with one step is the same. The loss is the "
             "mean over all numbers of Y. How many are they?"),
        Slip({"loss_slope": lambda H, Y: (H - Y) / Y.size},
             "**A factor 2 is missing.** What is the slope of a square?", frequent=True),
        Slip({"loss_slope": lambda H, Y: 2 * (Y - H) / Y.size},
             "**Every sign is reversed.** Where a state is too high, the loss rises with it, so the slope is "
             "positive."),
        Slip({"recurrent": lambda H, t, dZ: H[t].T @ dZ},
             "**dWh takes the states after the step.** At step t, Wh was multiplied with the states before it.",
             frequent=True),
        Slip({"recurrent": lambda H, t, dZ: H[t - 1].T @ dZ if t > 1 else 0 * (H[0].T @ dZ)},
             "**h_0 gives no share.** At step 1, Wh was multiplied with h_0, and here h_0 is not zero."),
        Slip({"recurrent": lambda H, t, dZ: dZ.T @ H[t - 1]},
             "**dWh is transposed.** Its row belongs to the unit before, its column to the unit after, as in Wh."),
        Slip({"kernel": lambda X, t, dZ: X[:, t - 2].T @ dZ},
             "**The inputs are one step off.** dZ of a step meets the input of the same step."),
        Slip({"bias_share": lambda dZ: dZ.mean(0)},
             "**dbh is a mean over the samples.** The loss has been divided already, so the samples are only added "
             "up."),
        Slip({"start": lambda h0: 0 * h0},
             "**The forward pass starts from zero.** It was given first states, `h0`.", frequent=True),
        Slip({"bias": lambda b: 0 * b},
             "**The forward pass forgets bh.** Each sum inside the tanh has three parts."),
        *(Slip({"derivative": derivative}, message, frequent=place < 1)
          for place, (derivative, message) in enumerate(WRONG_DERIVATIVES)),
    )),
    Mistake(_rows(1, 0, 2), "**dWh comes first here.** The order of the rows is dWx, dWh, dbh."),
    Mistake(_rows(2, 0, 1), "**dbh comes first here.** The order of the rows is dWx, dWh, dbh."),
    Mistake(_rows(0, 1), "**dbh is missing.** Three gradients are asked for: dWx, dWh and, as the last row, dbh."),
)
