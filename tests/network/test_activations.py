"""Every activation against its derivative."""

import numpy as np
import pytest

from rnnlab.network.activations import ACTIVATIONS


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_a_derivative_is_the_limit_of_difference_quotients(name):
    activation, backward = ACTIVATIONS[name]
    z, dh, step = np.array([-30.0, -2.0, -0.3, 0.4, 1.7, 30.0]), np.linspace(-1, 2, 6), 1e-6
    difference = (activation(z + step) - activation(z - step)) / (2 * step)
    found = backward(dh, activation(z), out=np.empty(6))
    np.testing.assert_allclose(found, dh * difference, rtol=1e-7, atol=1e-9)
    with pytest.raises(AssertionError):
        np.testing.assert_allclose(found, 1.01 * dh * difference, rtol=1e-7, atol=1e-9)
