"""What lateness costs."""

from datetime import datetime

import pytest

from rnnlab.coursework.late_penalty import LatePenalty


@pytest.mark.parametrize(
    "submitted, days, grade",
    [
        ("2026-11-30T23:59", 0, 8),
        ("2026-12-01T00:10", 0, 8),
        ("2026-12-01T00:20", 1, 7.2),
        ("2026-12-02T00:00", 2, 6.4),
        ("2026-12-20T00:00", 20, 0),
    ],
)
def test_late_rule(submitted, days, grade):
    rule = LatePenalty(datetime(2026, 11, 30, 23, 59), per_day=10)
    assert rule.days(datetime.fromisoformat(submitted)) == days
    assert 8 - rule.deduction(8, days) == pytest.approx(grade)
    assert LatePenalty().days(datetime.fromisoformat(submitted)) == 0


@pytest.mark.parametrize("time", [datetime.min, datetime.max])
def test_the_first_and_the_last_time(time):
    for submitted in (datetime.min, datetime.max):
        assert LatePenalty(time, grace_minutes=10**6).days(submitted) >= 0
