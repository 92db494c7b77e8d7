"""Backpropagation through time by hand: the correct code, and wrong variants that people really wrote.

`HandWritten` is what one writes with a book beside the keyboard. Each class below it changes one piece. What each
mistake is, where it was seen and which check sees it stands in `rnnlab.lessons.lesson_07_scalar_bptt.bugs.catalogue`.

The formulas are those at the top of `rnnlab.network.bptt`. Here every sample and every step adds its own share, kept apart
until the last sum, because that is where most of the mistakes are made.
"""

import numpy as np

from rnnlab.network.activations import get_activation
from rnnlab.network.weights import Weights


class HandWritten:
    """The correct code. Targets stand at the last step; arrays are taken as they are, without a check."""

    def run(self, X, weights, activation, h0):
        """The sums z_t, shape (N, T, M), and the states from h_0 on, shape (N, T + 1, M)."""
        f = get_activation(activation)
        h = np.zeros((len(X), len(weights.bh))) if h0 is None else h0
        Z, H = [], [h]
        for t in range(X.shape[1]):
            z = X[:, t] @ weights.Wx + h @ weights.Wh + weights.bh
            h = f(z)
            Z.append(z)
            H.append(h)
        return np.stack(Z, 1), np.stack(H, 1)

    def forward(self, X, weights, activation="tanh", h0=None):
        return self.run(X, weights, activation, h0)[1][:, 1:]

    def predict(self, X, weights, activation="tanh", h0=None):
        return self.run(X, weights, activation, h0)[1][:, -1] @ weights.Wo + weights.bo

    def gradient(self, X, Y, weights, activation="tanh", h0=None):
        Z, H = self.run(X, weights, activation, h0)
        error = H[:, -1] @ weights.Wo + weights.bo - Y
        dY_hat = self.output_slope(error, X)
        dZ = self.backward(dY_hat @ weights.Wo.T, Z, weights.Wh, activation)
        dbh = self.bias_slope(dZ)
        return self.loss(error, X), Weights(
            self.kernel_slope(X, dZ), self.recurrent_slope(H, dZ), dbh, H[:, -1].T @ dY_hat, dY_hat.sum(0))

    def loss(self, error, X):
        return np.square(error).mean()

    def output_slope(self, error, X):
        return 2 * error / error.size

    def backward(self, dh, Z, Wh, activation):
        """dL/dz_t at every step, shape (N, T, M), from dL/dh_T."""
        dZ = np.zeros_like(Z)
        for t in reversed(range(Z.shape[1])):
            dZ[:, t] = dh * self.derivative(Z, t, activation)
            dh = self.back(dZ[:, t], Wh)
        return dZ

    def derivative(self, Z, t, activation):
        """f'(z_t)."""
        h = get_activation(activation)(Z[:, t])
        return {"tanh": 1 - h * h, "sigmoid": h * (1 - h), "relu": np.sign(h), "linear": np.ones_like(h)}[activation]

    def back(self, dz, Wh):
        """dL/dh_{t-1} from dL/dz_t."""
        return dz @ Wh.T

    def bias_slope(self, dZ):
        return self.total(dZ)

    def kernel_slope(self, X, dZ):
        return self.total(self.shares(X, dZ))

    def recurrent_slope(self, H, dZ):
        return self.total(self.shares(self.before(H), dZ))

    def before(self, H):
        """The states before each step: h_0 to h_{T-1}."""
        return H[:, :-1]

    def shares(self, A, dZ):
        """What each sample adds at each step to the slope of the weights that A meets: (N, T, D, M)."""
        return A[..., None] * dZ[:, :, None]

    def total(self, shares):
        return shares.sum((0, 1))


# The six of the published notebook; the fourth is two in one

class SamplesNotSummed(HandWritten):
    def total(self, shares):
        return shares.sum(1) if len(shares) > 1 else shares[0].sum(0)


class ReluForSlope(HandWritten):
    def derivative(self, Z, t, activation):
        return np.maximum(Z[:, max(t - 1, 0)], 0)


class OneStepEarly(HandWritten):
    def shares(self, A, dZ):
        early = np.concatenate([0 * A[:, :1], A[:, :-1]], 1)
        return super().shares(early, dZ)


class LossOverT(HandWritten):
    def loss(self, error, X):
        return super().loss(error, X) * len(X) / X.shape[1]


class SlopeOverT(HandWritten):
    def output_slope(self, error, X):
        return super().output_slope(error, X) * len(X) / X.shape[1]


class StopsShort(HandWritten):
    def predict(self, X, weights, activation="tanh", h0=None):
        return self.run(X, weights, activation, h0)[1][:, -2] @ weights.Wo + weights.bo


class RowsForColumns(HandWritten):
    def derivative(self, Z, t, activation):
        return super().derivative(Z.swapaxes(0, 1), t, activation)


# And more

class ProductWithoutSum(HandWritten):
    def total(self, shares):
        return 0 * shares[0, 0]


class MissingTranspose(HandWritten):
    def back(self, dz, Wh):
        return dz @ Wh


class DroppedFactor(HandWritten):
    def back(self, dz, Wh):
        return dz


class MeanForSum(HandWritten):
    def total(self, shares):
        return shares.mean(0).sum(0)


class InvertedTanh(HandWritten):
    def derivative(self, Z, t, activation):
        return 1 / super().derivative(Z, t, activation)


class LastRowFirst(HandWritten):
    def before(self, H):
        own = H[:, 1:]
        return np.stack([own[:, t - 1] for t in range(own.shape[1])], 1)


class OwnState(HandWritten):
    def before(self, H):
        return H[:, 1:]


class FirstShareForgotten(HandWritten):
    def before(self, H):
        return np.concatenate([0 * H[:, :1], H[:, 1:-1]], 1)


class InPlace(HandWritten):
    def bias_slope(self, dZ):
        dbh = dZ[:, -1]
        for t in range(dZ.shape[1] - 1):
            dbh += dZ[:, t]
        return dbh.sum(0)


class NoRecurrence(HandWritten):
    def run(self, X, weights, activation, h0):
        return super().run(X, weights._replace(Wh=0 * weights.Wh), activation, h0)

    def back(self, dz, Wh):
        return 0 * dz

    def recurrent_slope(self, H, dZ):
        return 0 * super().recurrent_slope(H, dZ)


class StartIgnored(HandWritten):
    def run(self, X, weights, activation, h0):
        return super().run(X, weights, activation, None)


class NeverZeroed(HandWritten):
    kept = None

    def gradient(self, X, Y, weights, activation="tanh", h0=None):
        loss, found = super().gradient(X, Y, weights, activation, h0)
        self.kept = found if self.kept is None else Weights(*(a + b for a, b in zip(self.kept, found)))
        return loss, self.kept


class ReusedBuffer(HandWritten):
    states = None

    def run(self, X, weights, activation, h0):
        f = get_activation(activation)
        if self.states is None:
            self.states = np.zeros((*X.shape[:2], len(weights.bh)))
        Z, first = [], self.states[:, -1].copy()
        for t in range(X.shape[1]):
            Z.append(X[:, t] @ weights.Wx + self.states[:, t - 1] @ weights.Wh + weights.bh)
            self.states[:, t] = f(Z[-1])
        return np.stack(Z, 1), np.concatenate([first[:, None], self.states], 1)


class WrongStep(HandWritten):
    def backward(self, dh, Z, Wh, activation):
        dZ = np.zeros_like(Z)
        dZ[:, :-1] = super().backward(dh, Z[:, :-1], Wh, activation)
        return dZ


class Detached(HandWritten):
    def back(self, dz, Wh):
        return 0 * dz


class Overwritten(HandWritten):
    def total(self, shares):
        return shares[:, 0].sum(0)
