"""Lesson 7: the published network, its six faults, and what it and its variants can reach."""

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt import published_experiments as variants
from rnnlab.lessons.lesson_07_scalar_bptt import published_network as net
from rnnlab.lessons.lesson_07_scalar_bptt.published_loss_surface import honest_surface

X, Y = net.X_PUBLISHED, net.Y_PUBLISHED


def published_differences(theta):
    found = []
    for place in range(3):
        ends = []
        for e in (6e-6, -6e-6):
            moved = theta.copy()
            moved[:, place] += e
            ends.append(net.loss(X, Y, *moved.T[:, :, None]))
        found.append((ends[0] - ends[1]) / 1.2e-5)
    return found


def test_the_honest_slopes_are_central_differences():
    theta = np.random.default_rng(7).normal(size=(5, 3))
    for found, expected in zip(net.slopes(X, Y, *theta.T[:, :, None]), published_differences(theta)):
        np.testing.assert_allclose(found[:, 0], expected, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("fault", [2, 3, 6])
def test_these_faults_change_the_slopes(fault):
    theta = np.random.default_rng(7).normal(size=(5, 3))
    right, wrong = net.slopes(X, Y, *theta.T[:, :, None]), net.slopes(X, Y, *theta.T[:, :, None], faults=[fault])
    assert any(not np.allclose(one, other) for one, other in zip(right[:2], wrong[:2]))


def test_some_faults_hide_where_n_is_t():
    at = np.full((1, 1), 0.7), np.full((1, 1), -0.4)
    for one, other in zip(net.slopes(X, Y, *at), net.slopes(X, Y, *at, faults=[4])):
        assert np.array_equal(one, other)
    longer, targets = np.ones((2, 3)), np.zeros(2)
    assert not np.allclose(net.loss(longer, targets, *at), net.loss(longer, targets, *at, faults=[4]))
    assert not np.allclose(net.slopes(longer, targets, *at)[0], net.slopes(longer, targets, *at, faults=[4])[0])
    with pytest.raises((ValueError, IndexError)):
        net.slopes(longer, targets, *at, faults=[6])


def test_one_fault_makes_six_numbers_of_two():
    starts = np.stack([np.random.RandomState(seed).randn(2) for seed in range(20)])
    W, U, _ = net.train_published(X, Y, starts, 8000, 0.05, (1,))
    assert W.shape == U.shape == (20, 3) and (3 * net.loss(X, Y, W, U) < 0.01).all()
    W, U, _ = net.train_published(X, Y, starts, 8000, 0.05, (1, 2, 3, 4, 5, 6))
    squares = 3 * net.loss(X, Y, W, U)
    assert (squares < 0.01).sum() == 13 and (squares > 0.6).sum() == 7
    W, U, _ = net.train_published(X, Y, starts, 8000, 0.05)
    assert W.shape == (20, 1) and net.loss(X, Y, W, U) == pytest.approx(0.6003, abs=2e-4)


def test_a_bias_at_every_step_is_exact():
    theta = np.array([[0.849], [5.877], [-2.042]])[..., None]
    assert net.loss(X, Y, *theta)[0] < 1e-5
    with_bias = net.train_published(X, Y, np.array([[0.849, 5.877, -2.042]]), 10, 0.01, bias=True)
    assert net.loss(X, Y, *with_bias)[0] < 1e-5


def test_what_the_variants_can_reach():
    least, W, U = variants.best_honest()
    assert (least, W, U) == pytest.approx((0.6003, 0.495, 0.820), abs=5e-4)
    assert variants.best_readout_bias()[0] == pytest.approx(0.3643, abs=5e-4)
    least, W, U = variants.best_linear()
    assert least == pytest.approx(0.0334, abs=5e-4)
    assert least == pytest.approx(np.square(variants.predict_linear(X, W, U) - Y).mean())
    np.testing.assert_allclose(variants.predict_linear(X, 1, 1, -1 / 3), Y, atol=1e-12)
    trained, *theta = variants.train_with_bias()
    assert trained < 1e-3 and net.loss(X, Y, *theta)[0] < 1e-20
    assert [number.item() for number in theta] == pytest.approx([0.849, 5.877, -2.042], abs=1e-3)


def test_the_grid_finds_a_minimum_it_was_not_given():
    least, one, two = variants.grid_minimum(lambda a, b: ((a - 3.3) ** 2 + (b + 7.7) ** 2 + 0.25)[:, 0])
    assert (least, one, two) == pytest.approx((0.25, 3.3, -7.7), abs=1e-6)


def test_what_a_fault_changes_is_said():
    slopes_wrong = "dW is wrong, dU is wrong"
    assert {fault: variants.what_changes(fault) for fault in range(1, 7)} == {
        1: "dW becomes 3 numbers, dU becomes 3 numbers", 2: slopes_wrong, 3: slopes_wrong, 4: "nothing",
        5: "the prediction is wrong", 6: slopes_wrong}


@pytest.mark.parametrize("faults, solved, numbers", [([1], 20, 6), ([1, 2, 3, 4, 5, 6], 13, 6), ([], 0, 2)])
def test_twenty_runs(faults, solved, numbers):
    assert variants.train_twenty(faults)[:2] == (solved, numbers)


@pytest.mark.parametrize("fault", [4, 5])
def test_faults_that_change_no_slope_train_alike(fault):
    """`train_twenty` trains such networks once: three sequences of three steps, and fault 5 is not in the gradient."""
    starts = np.random.default_rng(fault).normal(size=(3, 2))
    for one, other in zip(net.train_published(X, Y, starts, 50, 0.05, [fault]),
                          net.train_published(X, Y, starts, 50, 0.05)):
        assert np.array_equal(one, other)


def test_a_count_that_would_hang_on_the_machine_is_refused(monkeypatch):
    monkeypatch.setattr(variants, "UNSOLVED_ABOVE", 2.0)
    with pytest.raises(RuntimeError, match=r"between 0\.01 and 2\.0"):
        variants.train_twenty([])


def test_the_surface_marks_its_minimum():
    picture = honest_surface(0.495, 0.820)
    assert "0.6003" in picture.caption and "0.6003" in picture.svg()
