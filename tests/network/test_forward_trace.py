"""Every number of a forward pass: equal to what the pass itself gives."""

import numpy as np
import pytest

from rnnlab import forward, readout
from rnnlab.network.activations import ACTIVATIONS
from rnnlab.network.forward_trace import forward_trace
from tests.helpers.networks import random_network


@pytest.mark.parametrize("activation", ACTIVATIONS)
@pytest.mark.parametrize("with_h0", [False, True])
@pytest.mark.parametrize("K", [None, 2])
def test_a_trace_is_the_forward_pass(activation, with_h0, K):
    X, _, weights, h0 = random_network(K=K)
    trace = forward_trace(X, weights, activation, h0 if with_h0 else None)
    H = forward(X, weights, activation, h0 if with_h0 else None)
    assert (trace.H[:, 1:] == H).all() and (trace.H[:, 0] == (h0 if with_h0 else 0)).all()
    np.testing.assert_allclose(trace.Zx + trace.Zh + weights.bh, trace.Z)
    np.testing.assert_allclose(ACTIVATIONS[activation].function(trace.Z.copy()), H, rtol=1e-12, atol=1e-14)
    if K is None:
        assert trace.Y_hat is None
    else:
        np.testing.assert_allclose(trace.Y_hat, readout(H, weights), rtol=1e-13)


def test_what_does_not_fit_is_refused():
    X, _, weights, _ = random_network()
    with pytest.raises(ValueError, match=r"X has shape .* it should have shape \(N, T, D\) with D = 2"):
        forward_trace(X[:, :, :1], weights)
    with pytest.raises(ValueError, match="bo missing"):
        forward_trace(X, weights._replace(bo=None))
