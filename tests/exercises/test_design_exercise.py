"""An exercise with many right answers: each part is judged once all parts are there."""

import numpy as np
import pytest

from rnnlab.exercises import DesignExercise

DESIGN = DesignExercise(number="9.3", parts={"x": 1}, hint="Positive.",
                        judge=lambda x: {} if x > 0 else {"x": "**Too small.**"})
BOTH = DesignExercise(number="9.5", parts={"x": 1, "y": 1}, hint="Positive.",
                      judge=lambda x, y: {} if x > 0 and y > 0 else {"x": "**Too small.**"})


@pytest.mark.parametrize("answer, points, word", [
    (..., 0, "Fill in"), (1, 1, "correct"), (-1, 0, "Too small"), ("one", 0, "This cannot be used"),
    (np.array(1, object), 1, "correct"),
])
def test_design_exercise(answer, points, word):
    verdict = DESIGN.check(answer)
    assert verdict.points == points
    assert word in verdict._repr_mimebundle_()["text/markdown"]


def test_a_design_half_filled_in_says_what_is_open():
    assert BOTH.check(..., None).state == "not attempted yet"
    verdict = BOTH.check(3, ...)
    assert (verdict.state, verdict.points) == ("not yet", 0) and "Still open:** y" in verdict.message
    assert BOTH.check(3, 4).state == "correct"
