"""Initialisers: the distributions are those of Keras."""

import numpy as np
import pytest

from rnnlab.network.initializers import draw_weights


def test_starts_are_drawn_as_keras_draws_them():
    Wx, Wh, bh, Wo, bo = draw_weights(3, 5, 2, networks=400, seed=1)
    assert [array.shape[1:] for array in (Wx, Wh, bh, Wo, bo)] == [(3, 5), (5, 5), (5,), (5, 2), (2,)]
    for array in (Wx, Wo):
        bound = np.sqrt(6 / sum(array.shape[1:]))
        assert 0.97 * bound < np.abs(array).max() <= bound
        assert array.var() == pytest.approx(bound ** 2 / 3, rel=0.1) and abs(array.mean()) < 0.05
    np.testing.assert_allclose(Wh @ Wh.swapaxes(1, 2), np.broadcast_to(np.eye(5), Wh.shape), atol=1e-12)
    assert np.abs(Wh.mean(0)).max() < 0.1  # no direction is preferred
    assert not bh.any() and not bo.any()
    coin = draw_weights(1, 1, networks=1000, seed=2).Wh.ravel()
    assert set(np.round(coin, 12)) == {-1, 1} and 450 < (coin > 0).sum() < 550
    assert (draw_weights(3, 5, seed=4).Wh == draw_weights(3, 5, seed=4).Wh).all()
    assert draw_weights(3, 5).Wo is None and draw_weights(3, 5).Wx.shape == (3, 5)


@pytest.mark.parametrize("sizes, error", [((0, 1), ValueError), ((1, 0), ValueError), ((1, 1, 0), ValueError),
                                          ((1, 1, 1, 0), ValueError), ((1.5, 1), TypeError), ((1, None), TypeError)])
def test_starts_of_no_size_are_refused(sizes, error):
    with pytest.raises(error):
        draw_weights(*sizes)
