"""Random networks with their data, and the comparison of weights."""

import numpy as np

from rnnlab import Weights


def random_network(N=4, T=5, D=2, M=3, K=2, every_step=False, dtype=np.float64, seed=0):
    """X, Y, weights and h0 at which a gradient check is not blind: N ≠ T, T ≥ 3, Wh not symmetric, h0 ≠ 0."""
    generator = np.random.default_rng(seed)
    shapes = [(D, M), (M, M), (M,)] + ([] if K is None else [(M, K), (K,)])
    weights = Weights(*(generator.normal(scale=0.6, size=shape).astype(dtype) for shape in shapes))
    shapes = [(N, T, K or M) if every_step else (N, K or M), (N, T, D), (N, M)]
    Y, X, h0 = (generator.normal(size=shape).astype(dtype) for shape in shapes)
    return X, Y, weights, h0


def weights_of_one(weights, r):
    """The weights at index r of a leading axis: of one of R networks, or of one sample of a training path."""
    return Weights(*(None if array is None else array[r] for array in weights))


def assert_same_weights(a, b, **tolerance):
    """Equal numbers and dtypes, or equal numbers within a tolerance of `numpy.testing.assert_allclose`."""
    for name, x, y in zip(Weights._fields, a, b):
        if x is None or y is None:
            assert x is y
        elif tolerance:
            np.testing.assert_allclose(x, y, err_msg=name, **tolerance)
        else:
            assert x.dtype == y.dtype and (x == y).all(), name
