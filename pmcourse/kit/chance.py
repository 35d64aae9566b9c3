"""Chances that more than one lesson works out."""

from __future__ import annotations

from math import comb, fsum


def at_least(count: int, people: int, share: float) -> float:
    """The chance that `count` or more of `people` do something, if each does with the chance `share` (binomial)."""
    return fsum(comb(people, k) * share**k * (1 - share) ** (people - k) for k in range(max(count, 0), people + 1))
