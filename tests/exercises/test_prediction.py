"""A prediction beside the truth, in one sentence."""

import numpy as np
import pytest

from rnnlab.exercises import reveal


@pytest.mark.parametrize("guess, opening", [
    (..., "You have not predicted yet. The answer is 57."), (57, "You predicted it: the answer is 57."),
    (60, "You predicted 60. The answer is 57."), ("many", "You predicted 'many'. The answer is 57."),
])
def test_reveal(guess, opening):
    assert str(reveal(guess, 57)) == opening


@pytest.mark.parametrize("guess, words", [
    ("no", "neither `True` nor `False`"), (np.True_, "You predicted np.True_. The"), (np.False_, "You predicted it")])
def test_reveal_of_a_yes_or_no(guess, words):
    assert words in str(reveal(guess, False))
