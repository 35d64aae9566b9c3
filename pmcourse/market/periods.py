"""Weeks, months and quarters of days, and which of them are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum

from pmcourse.market.retention import Triangle, triangle


class Period(StrEnum):
    """How long a period is; each has a number, and the one after it the next."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"

    def of(self, day: date) -> int:
        """The number of the period in which `day` lies; weeks begin on Monday."""
        if self is Period.WEEK:
            return (day.toordinal() - 1) // 7
        months = 12 * day.year + day.month - 1
        return months if self is Period.MONTH else months // 3

    def named(self, period: int) -> str:
        """The period of that number in words: its Monday, 2027-03, 2027-Q1."""
        if self is Period.WEEK:
            return date.fromordinal(7 * period + 1).isoformat()
        if self is Period.MONTH:
            return f"{period // 12}-{period % 12 + 1:02}"
        return f"{period // 4}-Q{period % 4 + 1}"


def in_periods(rows: Sequence[tuple[str, date, float]], period: Period, end: date | None = None) -> Triangle:
    """The triangle of (customer, day, amount) in periods that are over on `end`, or on the last day of the rows."""
    at = {day: period.of(day) for day in {day for _, day, _ in rows}}
    last = period.of((end or max(at)) + timedelta(1)) - 1  # a period that ends with this day is over
    return triangle(((who, at[day]) for who, day, _ in rows), last)
