"""Chances that more than one lesson works out."""

from __future__ import annotations

from math import comb, fsum


def at_least(count: int, people: int, share: float) -> float:
    """The chance that `count` or more of `people` do something, if each does with the chance `share` (binomial)."""
    below = 2 * count <= people  # the shorter side is summed
    counts = range(count) if below else range(count, people + 1)
    one_side = fsum(comb(people, k) * share**k * (1 - share) ** (people - k) for k in counts)
    return 1 - one_side if below else one_side
