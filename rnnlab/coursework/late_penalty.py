"""The late penalty: what lateness costs."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class LatePenalty:
    """A share of the points for each day that has begun.

    Attributes
    ----------
    due : datetime.datetime or None
    per_day : float
        Percent.
    grace_minutes : float
    """

    due: datetime | None = None
    per_day: float = 10.0
    grace_minutes: float = 15.0

    def days(self, submitted: datetime | None, extension: datetime | None = None) -> int:
        """How many days have begun since it was due, or since the end of the student's extension if that is later."""
        if self.due is None or submitted is None:
            return 0
        late = submitted - max(self.due, extension or self.due)
        return 0 if late / timedelta(minutes=1) <= self.grace_minutes else math.ceil(late / timedelta(days=1))

    def deduction(self, points: float, days: int) -> float:
        """The points that so many days cost."""
        return round(points * min(1.0, self.per_day / 100 * days), 2)
