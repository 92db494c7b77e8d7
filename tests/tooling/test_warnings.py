"""A warning that our own code causes is an error in tests; one of another library stays a warning."""

import warnings

import pytest


@pytest.mark.parametrize("source, category", [
    ("import warnings\nwarnings.warn('planted', DeprecationWarning)", DeprecationWarning),
    ("import numpy as np\nnp.exp(np.float64(1000))", RuntimeWarning),
])
def test_our_own_warnings_are_errors(source, category):
    with pytest.raises(category):
        exec(source, {"__name__": "rnnlab.network.planted"})
    with warnings.catch_warnings(record=True) as caught:
        exec(source, {"__name__": "another.library"})
    assert [warning.category for warning in caught] == [category]
