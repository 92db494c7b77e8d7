"""Lesson 7: the suspects of exercise 7.3, any way to right slopes, and the points of exercise 7.4."""

import re

import numpy as np
import pytest

from rnnlab.lessons.lesson_07_scalar_bptt.bugs.detectors import run_check
from rnnlab.lessons.lesson_07_scalar_bptt.bugs.implementations import (
    DroppedFactor,
    FirstContributionForgotten,
    MissingTranspose,
    PlainBPTT,
)
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_1_matrix_gradient import MATRIX_GRADIENT_MISTAKES
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_2_gradient_loop import GRADIENT_LOOP_MISTAKES
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_3_find_the_bug import (
    LINE_UPS,
    PUBLIC,
    REASONS,
    TRACES,
    case,
    first_wrong_step,
    right_pass,
)
from rnnlab.lessons.lesson_07_scalar_bptt.exercise_4_informative_point import point_at, stands_out
from rnnlab.lessons.lesson_07_scalar_bptt.exercises import check
from rnnlab.lessons.lesson_07_scalar_bptt.predictions import reveal
from rnnlab.network.bptt import backward, gradients
from rnnlab.network.weights import Weights

# The suspects

CULPRITS = dict(zip("ABC", LINE_UPS[PUBLIC]))


def test_the_right_way_back_is_rnnlabs():
    x, y, W, U, b, h0 = case()
    dh, dz, contributions = right_pass(*case())
    found = backward(x[None, :, None], [[y]], Weights([[W]], [[U]], [b]), h0=[[h0]])
    np.testing.assert_allclose(dh, [found.dh0.item(), *found.dH.ravel()], rtol=1e-12)
    np.testing.assert_allclose(dz[1:], found.dZ.ravel(), rtol=1e-12)
    np.testing.assert_allclose(contributions.sum(1), [array.item() for array in found.weights if array is not None])
    assert first_wrong_step(lambda *at: (dh, dz, contributions), *case()) is None


@pytest.mark.parametrize("name, step", [("A", 4), ("B", 1), ("C", 3)])
def test_each_suspect_goes_wrong_at_its_step(name, step):
    suspect, reason = CULPRITS[name]
    assert first_wrong_step(suspect, *case()) == step
    assert reason in REASONS and set(REASONS) == set(TRACES)


def test_the_suspects_leave_the_traces_they_are_said_to():
    W = case()[2]
    dh, dz, _ = CULPRITS["A"][0](*case())
    np.testing.assert_allclose(dh[:-1], W * dz[1:])
    dh, dz, _ = CULPRITS["C"][0](*case())
    assert (dh[:4] == 0).all() and dh[4] != 0
    right = right_pass(*case())
    found = CULPRITS["B"][0](*case())
    assert np.array_equal(right[0], found[0]) and np.array_equal(right[1], found[1])
    assert (~np.isclose(right[2], found[2])).sum() == 1


# Exercise 7.2: any way to the right slopes

@pytest.mark.parametrize("step, ahead, back", [(6e-6, 1, 1), (1e-7, 1, 0)], ids=["central", "forward"])
def test_slopes_by_differences_are_right_and_not_called_the_loop(step, ahead, back):
    def by_differences(x, y, W, U, b, h0):
        def loss(numbers):
            h, total = h0, 0
            for x_t, y_t in zip(x, y):
                h = np.tanh(numbers[0] * x_t + numbers[1] * h + numbers[2])
                total += (h - y_t) ** 2
            return total
        here = np.array([W, U, b])
        return [(loss(here + ahead * e) - loss(here - back * e)) / ((ahead + back) * step) for e in step * np.eye(3)]
    verdict = check("7.2", by_differences)
    assert verdict.points == 2 and "If you moved each weight" in verdict.message and "not the loop" in verdict.message


@pytest.mark.parametrize("number, wrong, message", [
    ("7.1", lambda X, Y, Wx, Wh, bh, h0: gradients(X, Y, Weights(Wx, Wh, bh), h0=h0)[1][0],
     "One array of shape (D + M + 1, M) is asked for"),
    ("7.2", lambda x, y, W, U, b, h0: x[len(x)], "An array of T numbers is asked for number T"),
])
def test_a_learners_own_way_to_a_mistake_is_named_too(number, wrong, message):
    assert check(number, wrong).message.startswith(f"**{message}")


LINES = ("dZ @ Wh.T", "2 (h", "H_T − Y", "h_t − y_t)", "H_before.T", "dZ.sum", "range(T", "+=", "1 − h²", "1 − h_t²",
         "U · dz")


@pytest.mark.parametrize("mistake", [*MATRIX_GRADIENT_MISTAKES, *GRADIENT_LOOP_MISTAKES])
def test_no_reply_gives_a_line_of_the_loop_away(mistake):
    assert not [line for line in LINES if line in mistake.message]


@pytest.mark.parametrize("marks", ["CDGHI", "c, d, g, h, i", "IHGDC", ["C", "D", "G", "H", "I"]])
def test_marked_lines_count_however_they_are_written(marks):
    assert str(reveal(marks, "CDGHI", "wrong_lines")) == "You predicted it: the answer is 'CDGHI'."
    assert str(reveal(..., "CDGHI", "wrong_lines")) == "You have not predicted yet."


@pytest.mark.parametrize("marks, missed, wrongly", [
    ("D, G, H, I", "C", ""), ("CEGHI", "D", "E and F"), ("CDEFGHI", "", "E and F"), ("CDGH", "I", ""),
    ("CDI", "GH", ""), ("AB", "C", "A, B, J and K")])
def test_missed_lines_are_answered_and_right_ones(marks, missed, wrongly):
    said = str(reveal(marks, "CDGHI", "wrong_lines"))
    assert re.findall(r"You missed line ([A-Z])", said) == list(missed)
    assert re.findall(r"(\S+ and [A-Z]|A, B, J and K) are right", said) == ([wrongly] if wrongly else [])


# Exercise 7.4: many right answers, and the wrong ones by name

@pytest.mark.parametrize("answers", [
    ([0.5, -1], 1, -0.8, 0), ([0.2, 0.1], -0.3, -2, 1), ([0.5] * 4, 1, 0.8, 0), ([1, 0.5, -1], 0.5, 0.9, 0.5),
    ([1, 0.5, -1], 0.5, 0.8, 0.1)])
def test_points_that_see_earn_all(answers):
    assert check("7.4", *answers).points == 2


def test_nearly_met_is_good_enough_where_the_check_can_see():
    x, h0, U = [1, 0.5, -1], 0.5, 0.8
    assert check("7.4", x, h0, U, last_state(x, h0, U) + 1e-6).points == 2


def last_state(x, h0, U):
    for x_t in x:
        h0 = np.tanh(0.5 * x_t + U * h0 + 0.1)
    return h0


@pytest.mark.parametrize("answers, points, message", [
    (([1], 0.5, 0.8, 0.5), 1, "One step has no way back"),
    (([1], 0, 0.8, 0.5), 0, "One step has no way back"),
    (([1, 0.5, -1], 0, 0.8, 0.5), 1, "h_0 = 0 hides the second bug"),
    (([1, 0.5, -1], 0.01, 0.8, 0.5), 1, "h_0 is too close to 0"),
    (([1, 0.5, -1], 0.5, 1, 0.5), 1, "U = 1 hides the first bug"),
    (([1, 0.5, -1], 0.5, 0.999, 0.5), 1, "U = 0.999 is too close to 1"),
    (([1, 0.5, -1], 0.5, 0, 0.5), 1, "U = 0 hides the second bug"),
    (([1, 0.5, -1], 0.5, 1e-3, 0.5), 1, "With this U too little comes back"),
    (([1, 0.5, -1], 0.5, 50, 0.5), 0, "With this U too little comes back"),
    (([1, 0.5, -1], 0, 1, 0.5), 0, "h_0 = 0 hides the second bug"),
    (([1, 0.5, -1], 1e-9, 0.9999, 0.5), 0, "h_0 is too close to 0"),
    (([90, 90, 90], 0.5, 0.8, 0.5), 0, "At step 1 the unit is saturated: f'(z_1) is 0."),
    (([1] * 6, 1, 0.5, 0), 1, "From step 6 to step 1 that is"),
    (([5, 5, 5], 0.5, 0.8, 0.5), 0, "Too little comes back"),
    (([0.1] * 40, 0.5, 0.5, 0.5), 1, "There are 40 steps. Try fewer."),
    (([1, 0.5, -1], 0.5, 0.8, "met"), 0, "The loss is as good as zero"),
    (([1, 0.5, -1], 0, 0.8, "met"), 0, "The loss is as good as zero"),
    (([1, 0.5, -1], 0.5, 0.8, 1e200), 0, "The target is too far off"),
    (([1.0, 0.5, -1.0], 0.5, 2, -1), 2, ""),
    ((3, 0.5, 0.8, 0.5), 0, "x has shape ()"),
    (([1, 2], [0.5, 1], 0.8, 0.5), 0, "h0 has to be one finite number"),
    (([1, 2], 0.5, np.nan, 0.5), 0, "U has to be one finite number"),
    (([1, 2], 0.5, "big", 0.5), 0, "U has to hold real numbers"),
])
def test_points_that_do_not_see_are_told_why(answers, points, message):
    if answers[3] == "met":
        answers = (*answers[:3], last_state(*answers[:3]))
    verdict = check("7.4", *answers)
    assert message in verdict.message and verdict.points == points


@pytest.mark.parametrize("code", [DroppedFactor, FirstContributionForgotten])
def test_a_point_is_judged_by_the_gradient_check_itself(code):
    seen, unseen = ([1, 0.5, -1], 0.5, 0.8, 0.5), ([1, 0.5, -1], 0.0, 1.0, 0.5)
    assert stands_out(code, *seen) and not stands_out(code, *unseen)
    assert run_check("gradient check", code, point_at(*seen))
    assert not run_check("gradient check", code, point_at(*unseen))
    assert not stands_out(PlainBPTT, *seen)


@pytest.mark.parametrize("h0", [0.9, 1, 2, 5, 20, -3])
def test_a_large_h0_is_never_called_small(h0):
    verdict = check("7.4", [1.0, 0.5, -1.0], h0, 2, -1)
    assert verdict.points == 1 and f"h_0 = {h0} is so far from 0 that it saturates step 1" in verdict.message


def sampled_points():
    rng = np.random.default_rng(4)
    for _ in range(60):
        h0 = rng.choice([0, 0.01, 0.1, 0.3, 0.5, 0.9, 1, 2, 5, -1])
        yield rng.normal(0, 1.5, rng.integers(1, 5)), h0, rng.choice([1, 2, rng.uniform(-3, 3)]), rng.normal()


def test_a_point_earns_a_point_for_each_bug_that_it_shows():
    for x, h0, U, y in sampled_points():
        seen = [stands_out(code, x, h0, U, y) for code in (DroppedFactor, FirstContributionForgotten)]
        verdict = check("7.4", x, h0, U, y)
        assert verdict.points == sum(seen), (x, h0, U, y)
        assert ("h_0 is too close to 0" in verdict.message) <= (abs(h0) < 0.1)
        assert ("is so far from 0" in verdict.message) <= (abs(h0) > 0.5)


@pytest.mark.parametrize("x", [[1, 0.5, -1], np.array([1, 0.5, -1]), (1.0, 0.5, -1.0)])
def test_the_lessons_own_point_is_not_accepted(x):
    verdict = check("7.4", x, 0.5, 0.8, 0.5)
    assert verdict.points == 0 and verdict.message.startswith("**This is the lesson's own point.**")
    assert all(stands_out(code, x, 0.5, 0.8, 0.5) for code in (DroppedFactor, FirstContributionForgotten))


@pytest.mark.parametrize("wrong", [
    3, (1, 2), "three", {"dh": 1}, (1, 2, [3, 4]), np.zeros((3, 4)), (np.ones((2, 3)), np.ones((3, 3)), np.ones(3))])
def test_a_result_of_another_kind_is_told_what_is_to_be_stacked(wrong):
    message = check("7.1", lambda *arguments: wrong).message
    assert message.startswith("**One array of shape (D + M + 1, M) is asked for: dWx, dWh and dbh one below the other")
    assert "where an array" not in message


def test_the_matrix_way_back_is_rnnlabs():
    def by_the_package(X, Y, Wx, Wh, bh, h0):
        return np.vstack(gradients(X, Y, Weights(Wx, Wh, bh), h0=h0)[1][:3])
    assert check("7.1", by_the_package).points == 2


def test_a_wrong_transpose_hides_where_there_is_one_step():
    def untransposed(X, Y, Wx, Wh, bh, h0):
        return np.vstack(MissingTranspose().gradient(X, Y, Weights(Wx, Wh, bh, np.eye(3), np.zeros(3)), "tanh",
                                                     h0)[1][:3])
    verdict = check("7.1", untransposed)
    assert verdict.points == 1 and verdict.message.startswith("**The transpose is missing on the way back.**")


@pytest.mark.parametrize("wrong", [3, (1.0, np.zeros(3)), np.zeros(4), "dW"])
def test_a_loop_that_returns_something_else_is_told_what_is_asked_for(wrong):
    message = check("7.2", lambda *arguments: wrong).message
    assert message.startswith("**Three numbers are asked for, in this order: dW, dU and db.**")
