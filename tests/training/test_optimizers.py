"""Optimisers: they step as those of Keras do."""

import numpy as np
import pytest

from rnnlab.network.keras_reference import load_keras
from rnnlab.training.optimizers import SGD, Adam


@pytest.mark.parametrize("name, dtype, bound", [("SGD", "float32", 1e-6), ("SGD", "float64", 1e-12),
                                                ("Adam", "float32", 1e-6), ("Adam", "float64", 2e-5)])
def test_optimizers_step_as_keras_does(name, dtype, bound):
    """Keras keeps its settings in float32 whatever the weights are: a rate of 1/64 is exact there, β₂ is not."""
    keras = load_keras()
    generator = np.random.default_rng(0)
    start = generator.normal(size=(3, 4)).astype(dtype)
    slopes = [(generator.normal(size=(3, 4)) * 10.0 ** generator.integers(-4, 3)).astype(dtype) for _ in range(50)]
    ours, mine = start.copy(), {"SGD": SGD, "Adam": Adam}[name](1 / 64)
    theirs = keras.Variable(start, dtype=dtype, name="w")
    optimizer = getattr(keras.optimizers, name)(1 / 64)
    for slope in slopes:
        mine(ours, slope)
        optimizer.apply([keras.ops.convert_to_tensor(slope)], [theirs])
        np.testing.assert_allclose(ours, keras.ops.convert_to_numpy(theirs), rtol=bound, atol=bound)
    assert ours.dtype == dtype


def test_defaults_are_those_of_keras():
    keras = load_keras()
    theirs, ours = keras.optimizers.Adam(), Adam()
    assert keras.ops.convert_to_numpy(theirs.learning_rate) == pytest.approx(ours.learning_rate)
    assert (theirs.beta_1, theirs.beta_2, theirs.epsilon) == (ours.beta_1, ours.beta_2, ours.epsilon)
    rate = keras.ops.convert_to_numpy(keras.optimizers.SGD().learning_rate)
    assert rate == pytest.approx(SGD().learning_rate)
