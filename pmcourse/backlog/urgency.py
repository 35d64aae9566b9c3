"""How the cost of delay grows with time: not every week of waiting costs the same.

Source: Donald Reinertsen, "The Principles of Product Development Flow", 2009; the shapes as classes of service after
David Anderson, "Kanban", 2010.
"""

from __future__ import annotations

from enum import StrEnum


class Urgency(StrEnum):
    """The shape of the cost: each week the same, all from one day on, or in one season only."""

    STEADY = "each week costs the same"
    FIXED_DATE = "nothing until a day, then everything"
    PEAK = "only what comes too late for a season"


def lost(shape: Urgency, rate: float, week: float, first: float = 0, last: float | None = None) -> float:
    """Money lost if the thing is there in `week` (counted from now), at `rate` money a week.

    STEADY: from now on. FIXED_DATE: from week `first` on. PEAK: in the weeks from `first` to `last` that have passed
    without it. Raises ValueError where a peak has no end, or ends before it begins.
    """
    if shape is Urgency.STEADY:
        return rate * max(week, 0.0)
    if shape is Urgency.FIXED_DATE:
        return rate * max(week - first, 0.0)
    if last is None or last < first:
        raise ValueError(f"a peak must end in or after the week in which it begins (got {first!r} to {last!r})")
    return rate * max(min(week, last) - first, 0.0)
