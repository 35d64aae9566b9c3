"""What a point is worth at each step of a funnel, and how long a customer takes to pay back what they cost."""

from __future__ import annotations

import random
from dataclasses import dataclass
from math import ceil, prod

POINTS = 0.05


@dataclass(frozen=True)
class Funnel:
    """`visitors`, the share that goes on at each step, and what 5 points more would cost there."""

    visitors: float
    shares: tuple[float, ...]
    costs: tuple[float, ...]

    @property
    def customers(self) -> float:
        return self.visitors * prod(self.shares)

    @property
    def more(self) -> list[float]:
        """Customers more for 5 points more, step by step."""
        return [self.customers * POINTS / share for share in self.shares]

    @property
    def each(self) -> list[float]:
        """What one customer more costs, step by step."""
        return [cost / more for cost, more in zip(self.costs, self.more, strict=True)]

    @property
    def best(self) -> int:
        """The step at which one customer more costs least."""
        return self.each.index(min(self.each))

    @property
    def narrowest(self) -> int:
        return self.shares.index(min(self.shares))


def drawn(luck: random.Random, steps: int = 3) -> Funnel:
    """A funnel by chance: shares of 10 to 70%, and costs of 100 to 1,000, however narrow the step is."""
    shares = tuple(luck.randrange(10, 71, 5) / 100 for _ in range(steps))
    return Funnel(1000, shares, tuple(float(luck.randrange(100, 1001, 10)) for _ in range(steps)))


def rules(worlds: int, seed: int) -> dict[str, float]:
    """How often each simple rule finds the step where one more costs least, in so many worlds."""
    luck = random.Random(seed)
    hits = dict.fromkeys(("narrowest", "widest", "first", "last", "cheapest"), 0)
    for _ in range(worlds):
        one = drawn(luck)
        hits["narrowest"] += one.best == one.narrowest
        hits["widest"] += one.best == one.shares.index(max(one.shares))
        hits["first"] += one.best == 0
        hits["last"] += one.best == len(one.shares) - 1
        hits["cheapest"] += one.best == one.costs.index(min(one.costs))
    return {rule: count / worlds for rule, count in hits.items()}


def payback(cost: float, contribution: float, keep: float = 1.0) -> int | None:
    """Whole months until contributions reach `cost`, where `keep` of the members stay from month to month.

    The first month pays in full. None where it is never reached. Contribution is what a member pays a month, less what
    that member costs (Farris et al. 2010).
    """
    if cost <= 0:
        return 0
    if contribution <= 0:
        return None
    if keep == 1:
        return ceil(round(cost / contribution, 9))
    if contribution / (1 - keep) <= cost:
        return None
    paid, months = 0.0, 0
    while paid < cost - 1e-9:
        paid += contribution * keep**months
        months += 1
    return months
