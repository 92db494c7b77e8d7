"""Lesson 2: its paper case is exact, and blind to the mistakes that the lesson says it cannot see."""

from pathlib import Path

import nbformat
import numpy as np
import pytest

from rnnlab.lessons.lesson_02_forward_pass.exercise_2_all_states import relu_states, states_right
from rnnlab.lessons.lesson_02_forward_pass.exercises import _WX_PAPER, check

NOTEBOOK = nbformat.read(Path(__file__).parents[2] / "notebooks" / "02_manual_forward_pass.ipynb", as_version=4)
X = np.array([[2.0, 2.0], [3.0, 3.0]])
WH = np.array([[0.5, 1.0], [1.0, -0.5]])
WX_PUBLISHED = np.array([[0.9035779, 0.64490056], [0.7345513, -0.7053789]])
WH_PUBLISHED = np.array([[0.4672321, 0.8841347], [0.8841347, -0.4672321]])


def last_state(Wx, Wh):
    return relu_states(X, Wx, Wh, np.zeros(2), np.zeros(2))[-1]


def test_the_paper_case_needs_no_rounding_and_cannot_see_a_transpose():
    assert last_state(_WX_PAPER, WH).tolist() == last_state(_WX_PAPER, WH.T).tolist() == [6, 1.5]
    assert last_state(_WX_PAPER.T, WH).tolist() != [6, 1.5]


def test_the_published_case_cannot_see_a_transpose_either():
    for Wh in (WH_PUBLISHED, WH_PUBLISHED.T):
        assert last_state(WX_PUBLISHED, Wh) == pytest.approx([6.445161, 2.715219], abs=5e-7)
    assert last_state(WX_PUBLISHED.T, WH_PUBLISHED) == pytest.approx([6.144018, 2.798384], abs=5e-7)


def test_a_list_of_the_states_counts_as_the_lesson_says():
    assert any("a list of the same shape is accepted too" in cell.source for cell in NOTEBOOK.cells)

    def as_list(X, h0, Wx, Wh, bh):
        return list(states_right(X, h0, Wx, Wh, bh))

    assert check("2.2", as_list).state == "correct"
    assert check("2.2", lambda *arguments: as_list(*arguments)[1:]).points == 0


def test_the_case_to_repair_is_that_of_the_lesson():
    cell = next(cell for cell in NOTEBOOK.cells if cell.id == "l02-predict-01")
    names = {"np": np}
    exec("\n".join(line for line in cell.source.splitlines() if "_paper = np" in line), names)
    assert np.array_equal(names["Wx_paper"], _WX_PAPER) and np.array_equal(names["Wh_paper"], WH)
    assert np.array_equal(names["X_paper"], X)
    assert "Your Wh is symmetric" in check("2.4", names["X_paper"], names["Wh_paper"]).message
