"""A year of cohorts: some of each stay for good, the others drop away month by month.

A cohort's share after t months is a + (1 - a)·b^t: the geometric curve with a part that never leaves.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

MONTHS = 12
RETURN = 3  # the month whose return is shown


@dataclass(frozen=True)
class Year:
    """What came out: active members at the end of each month, and each cohort's share by age in months."""

    sign_ups: list[float]
    totals: list[float]
    shares: list[list[float]]

    @property
    def returns(self) -> list[float]:
        """Each cohort's share in its third month, as if the year went on for long enough."""
        return [row[RETURN] for row in self.shares]


def kept(stay: float, fade: float, months: int) -> list[float]:
    """What is left of a cohort after 0, 1, … `months` months: `stay` never leave, of the rest `fade` remain a month."""
    return [stay + (1 - stay) * fade**age for age in range(months + 1)]


def year(first: float, growth: float, stay: float, drift: float, fade: float, months: int = MONTHS) -> Year:
    """`months` cohorts, each larger than the one before by `growth`; `drift` is added to its share that stays."""
    sign_ups = [first * (1 + growth) ** month for month in range(months)]
    shares = [kept(min(1.0, max(0.0, stay + drift * month)), fade, months + RETURN) for month in range(months)]
    totals = [sum(sign_ups[c] * shares[c][month - c] for c in range(month + 1)) for month in range(months)]
    return Year(sign_ups, totals, shares)


def rises(values: list[float]) -> bool:
    """Whether each value is larger than the one before."""
    return all(after > before for before, after in itertools.pairwise(values))


def falls(values: list[float]) -> bool:
    """Whether each value is smaller than the one before."""
    return rises([-value for value in values])
