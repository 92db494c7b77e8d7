"""Backpropagation through time (BPTT) by hand: the correct code, and buggy variants that people really wrote.

`PlainBPTT` is what one writes with a book beside the keyboard. Each class below it changes one piece. What each
mistake is, where it was seen and which check detects it stands in `catalogue`.

The formulas are those at the top of `rnnlab.network.bptt`. Here the contribution of every sample and every step to the
gradient is kept apart until the last sum, because that is where most of the mistakes are made.
"""

import numpy as np

from rnnlab.network.activations import get_activation
from rnnlab.network.weights import Weights


class PlainBPTT:
    """The correct code. Targets stand at the last step; arrays are taken as they are, without a check."""

    steps_early = 0  # how many steps before the last the gradient of the loss enters

    def unroll(self, X, weights, activation, h0):
        """The sums z_t, shape (N, T, M), and the states from h_0 on, shape (N, T + 1, M)."""
        f = get_activation(activation).function
        h = np.zeros((len(X), len(weights.bh))) if h0 is None else h0
        Z, H = [], [h]
        for t in range(X.shape[1]):
            z = X[:, t] @ weights.Wx + h @ weights.Wh + weights.bh
            h = f(z)
            Z.append(z)
            H.append(h)
        return np.stack(Z, 1), np.stack(H, 1)

    def forward(self, X, weights, activation="tanh", h0=None):
        return self.unroll(X, weights, activation, h0)[1][:, 1:]

    def predict(self, X, weights, activation="tanh", h0=None):
        return self.unroll(X, weights, activation, h0)[1][:, -1] @ weights.Wo + weights.bo

    def gradient(self, X, Y, weights, activation="tanh", h0=None):
        Z, H = self.unroll(X, weights, activation, h0)
        error = H[:, -1] @ weights.Wo + weights.bo - Y
        dY_hat = self.output_gradient(error, X)
        dZ = self.backward(dY_hat @ weights.Wo.T, Z, weights.Wh, activation)
        dbh = self.bias_gradient(dZ)
        return self.loss(error, X), Weights(
            self.kernel_gradient(X, dZ), self.recurrent_gradient(H, dZ), dbh, H[:, -1].T @ dY_hat, dY_hat.sum(0))

    def loss(self, error, X):
        return np.square(error).mean()

    def output_gradient(self, error, X):
        return 2 * error / error.size

    def backward(self, dh, Z, Wh, activation):
        """dL/dz_t at every step, shape (N, T, M), from dL/dh_T."""
        dZ = np.zeros_like(Z)
        for t in reversed(range(Z.shape[1])):
            dZ[:, t] = dh * self.derivative(Z, t, activation)
            dh = self.previous_gradient(dZ[:, t], Wh)
        return dZ

    def derivative(self, Z, t, activation):
        """f'(z_t)."""
        h = get_activation(activation).function(Z[:, t])
        return {"tanh": 1 - h * h, "sigmoid": h * (1 - h), "relu": np.sign(h), "linear": np.ones_like(h)}[activation]

    def previous_gradient(self, dz, Wh):
        """dL/dh_{t-1} from dL/dz_t."""
        return dz @ Wh.T

    def bias_gradient(self, dZ):
        return self.total(dZ)

    def kernel_gradient(self, X, dZ):
        return self.total(self.contributions(X, dZ))

    def recurrent_gradient(self, H, dZ):
        return self.total(self.contributions(self.previous_states(H), dZ))

    def previous_states(self, H):
        """The states before each step: h_0 to h_{T-1}."""
        return H[:, :-1]

    def contributions(self, A, dZ):
        """What each sample adds at each step to the gradient of the weights that A meets: (N, T, D, M)."""
        return A[..., None] * dZ[:, :, None]

    def total(self, contributions):
        return contributions.sum((0, 1))


# The six faults of the published notebook of lesson 7; the fourth is two in one

class SamplesNotSummed(PlainBPTT):
    def total(self, contributions):
        return contributions.sum(1) if len(contributions) > 1 else contributions[0].sum(0)


class ReluForDerivative(PlainBPTT):
    def derivative(self, Z, t, activation):
        return np.maximum(Z[:, max(t - 1, 0)], 0)


class OneStepEarly(PlainBPTT):
    def contributions(self, A, dZ):
        early = np.concatenate([0 * A[:, :1], A[:, :-1]], 1)
        return super().contributions(early, dZ)


class LossOverT(PlainBPTT):
    def loss(self, error, X):
        return super().loss(error, X) * len(X) / X.shape[1]


class GradientOverT(PlainBPTT):
    def output_gradient(self, error, X):
        return super().output_gradient(error, X) * len(X) / X.shape[1]


class StopsShort(PlainBPTT):
    def predict(self, X, weights, activation="tanh", h0=None):
        return self.unroll(X, weights, activation, h0)[1][:, -2] @ weights.Wo + weights.bo


class RowsForColumns(PlainBPTT):
    def derivative(self, Z, t, activation):
        return super().derivative(Z.swapaxes(0, 1), t, activation)


# Bugs that were seen elsewhere

class ProductWithoutSum(PlainBPTT):
    def total(self, contributions):
        return 0 * contributions[0, 0]


class MissingTranspose(PlainBPTT):
    def previous_gradient(self, dz, Wh):
        return dz @ Wh


class DroppedFactor(PlainBPTT):
    def previous_gradient(self, dz, Wh):
        return dz


class MeanForSum(PlainBPTT):
    def total(self, contributions):
        return contributions.mean(0).sum(0)


class InvertedTanh(PlainBPTT):
    def derivative(self, Z, t, activation):
        return 1 / super().derivative(Z, t, activation)


class LastRowFirst(PlainBPTT):
    def previous_states(self, H):
        states = H[:, 1:]
        return np.stack([states[:, t - 1] for t in range(states.shape[1])], 1)


class OwnState(PlainBPTT):
    def previous_states(self, H):
        return H[:, 1:]


class FirstContributionForgotten(PlainBPTT):
    def previous_states(self, H):
        return np.concatenate([0 * H[:, :1], H[:, 1:-1]], 1)


class InPlace(PlainBPTT):
    def bias_gradient(self, dZ):
        dbh = dZ[:, -1]
        for t in range(dZ.shape[1] - 1):
            dbh += dZ[:, t]
        return dbh.sum(0)


class NoRecurrence(PlainBPTT):
    def unroll(self, X, weights, activation, h0):
        return super().unroll(X, weights._replace(Wh=0 * weights.Wh), activation, h0)

    def previous_gradient(self, dz, Wh):
        return 0 * dz

    def recurrent_gradient(self, H, dZ):
        return 0 * super().recurrent_gradient(H, dZ)


class StartIgnored(PlainBPTT):
    def unroll(self, X, weights, activation, h0):
        return super().unroll(X, weights, activation, None)


class NeverZeroed(PlainBPTT):
    accumulated = None

    def gradient(self, X, Y, weights, activation="tanh", h0=None):
        loss, gradient = super().gradient(X, Y, weights, activation, h0)
        self.accumulated = gradient if self.accumulated is None else Weights(
            *(a + b for a, b in zip(self.accumulated, gradient)))
        return loss, self.accumulated


class ReusedBuffer(PlainBPTT):
    states = None

    def unroll(self, X, weights, activation, h0):
        f = get_activation(activation).function
        if self.states is None:
            self.states = np.zeros((*X.shape[:2], len(weights.bh)))
        Z, first = [], self.states[:, -1].copy()
        for t in range(X.shape[1]):
            Z.append(X[:, t] @ weights.Wx + self.states[:, t - 1] @ weights.Wh + weights.bh)
            self.states[:, t] = f(Z[-1])
        return np.stack(Z, 1), np.concatenate([first[:, None], self.states], 1)


class WrongStep(PlainBPTT):
    steps_early = 1

    def backward(self, dh, Z, Wh, activation):
        dZ = np.zeros_like(Z)
        dZ[:, :-1] = super().backward(dh, Z[:, :-1], Wh, activation)
        return dZ


class Detached(PlainBPTT):
    def previous_gradient(self, dz, Wh):
        return 0 * dz


class Overwritten(PlainBPTT):
    def total(self, contributions):
        return contributions[:, 0].sum(0)
