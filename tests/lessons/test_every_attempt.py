"""A table of attempts: each wrong one gets its name however it is written, and no right one gets any."""

import pytest

from tests.helpers.registry import Registry
from tests.helpers.wrong_functions_1_to_3 import WRONG as FIRST
from tests.helpers.wrong_functions_4_to_7 import WRONG as LAST
from tests.lessons.test_every_exercise import FUNCTIONS

BY_NUMBER = {exercise.number: exercise for exercise in FUNCTIONS}
WRONG = Registry([*FIRST, *LAST])


@pytest.mark.parametrize("number, names, function", WRONG, ids=WRONG.ids())
def test_a_wrong_function_gets_its_name(number, names, function):
    verdict = BY_NUMBER[number].check(function)
    assert verdict.points < verdict.maximum
    for name in names:
        assert f"**{name}" in verdict.message, verdict.message
    assert verdict.message.startswith("**Two things are not right.**") == (len(names) == 2), verdict.message
