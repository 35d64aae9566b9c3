"""Counts of people and the shares behind them: how sure a count is, how likely one is, and how one is shown."""

from __future__ import annotations

from math import comb, fsum, sqrt
from statistics import NormalDist


def wilson(hits: int, people: int, sure: float = 0.95) -> tuple[float, float]:
    """Wilson's interval (1927) for a share. Raises ValueError unless 0 <= hits <= people and people > 0."""
    _sound(hits, people)
    z = NormalDist().inv_cdf((1 + sure) / 2)
    share, spread = hits / people, z * z / people
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / people + spread / (4 * people))
    return (max(0.0, middle - half) if hits else 0.0), (min(1.0, middle + half) if hits < people else 1.0)


def adjusted_wald(hits: int, people: int, sure: float = 0.95) -> tuple[float, float]:
    """The adjusted Wald interval for a share (Agresti & Coull 1998; for few people Sauro & Lewis 2005), cut at 0 and 1.

    z²/2 hits and as many misses are added, with 95% about two of each; then the plain formula is used. Raises
    ValueError unless 0 <= hits <= people and people > 0.
    """
    _sound(hits, people)
    z = NormalDist().inv_cdf((1 + sure) / 2)
    many = people + z * z
    share = (hits + z * z / 2) / many
    half = z * sqrt(share * (1 - share) / many)
    return max(0.0, share - half), min(1.0, share + half)


def just(count: int, people: int, share: float) -> float:
    """The chance that exactly `count` of `people` do something, if each does with the chance `share` (binomial)."""
    if count > people:
        return 0.0
    return comb(people, count) * share**count * (1 - share) ** (people - count)


def at_least(count: int, people: int, share: float) -> float:
    """The chance that `count` or more of `people` do something, if each does with the chance `share` (binomial)."""
    below = 2 * count <= people  # the shorter side is summed
    counts = range(count) if below else range(count, people + 1)
    one_side = fsum(just(k, people, share) for k in counts)
    return 1 - one_side if below else one_side


def beside(share: float, mark: float) -> float:
    """`share` in whole percent, as it is shown beside a `mark` in whole percent: what misses it never shows as it."""
    shown = round(share, 2)
    if share < mark - 1e-9 <= shown:
        return mark - 0.01
    return mark + 0.01 if share > mark + 1e-9 >= shown else shown


def _sound(hits: int, people: int) -> None:
    if not 0 <= hits <= people or people < 1:
        raise ValueError(f"hits must be from 0 to people, and people above 0 (got {hits} of {people})")
