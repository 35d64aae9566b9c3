"""Who comes back: the retention triangle from single purchases, and whether a curve flattens."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

FLAT = 0.05  # of those who were left: a period that loses less than that is flat
FLAT_PERIODS = 3
ENOUGH = 0.20  # of a cohort: below this hardly anybody stays


@dataclass(frozen=True)
class Triangle:
    """Customers by cohort (the period of their first purchase) and age in periods; `last` is the last complete period.

    `counts[cohort][age]` are those who bought in that period; a cell whose period is not over is not there.
    """

    counts: dict[int, list[int]]
    last: int

    def share(self, cohort: int, age: int) -> float | None:
        """Of the whole cohort, those who bought `age` periods later; None where that period is not over."""
        row = self.counts[cohort]
        return row[age] / row[0] if age < len(row) else None

    def average(self) -> list[float]:
        """For each age, those who came back of all in the cohorts that are old enough."""
        oldest = max(map(len, self.counts.values()), default=0)
        rows = [[row for row in self.counts.values() if len(row) > age] for age in range(oldest)]
        return [sum(row[age] for row in some) / sum(row[0] for row in some) for age, some in enumerate(rows)]


def triangle(purchases: Iterable[tuple[str, int]], last: int) -> Triangle:
    """The triangle of (customer, period); what lies after `last`, the last complete period, is left out."""
    seen = {one for one in purchases if one[1] <= last}
    first: dict[str, int] = {}
    for customer, period in seen:
        if period < first.get(customer, last + 1):
            first[customer] = period
    counts = {cohort: [0] * (last - cohort + 1) for cohort in sorted(set(first.values()))}
    for customer, period in seen:
        cohort = first[customer]
        counts[cohort][period - cohort] += 1
    return Triangle(counts, last)


def flattens(shares: Sequence[float]) -> bool | None:
    """Whether each of the last three complete periods lost less than 5% of who was left; None for fewer periods.

    `shares` begins with the whole cohort and ends with the last complete period.
    """
    if len(shares) <= FLAT_PERIODS:
        return None
    ends = shares[-FLAT_PERIODS - 1 :]
    return all(after > (1 - FLAT) * before for before, after in itertools.pairwise(ends))


def reading(shares: Sequence[float]) -> str:
    """What a curve says: `high` or `low` where it is flat, `falls`, or `early` where too few periods are over."""
    flat = flattens(shares)
    if flat is None:
        return "early"
    return ("high" if shares[-1] >= ENOUGH else "low") if flat else "falls"
