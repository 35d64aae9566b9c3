"""The survey of Ellis: who would be very disappointed, how sure that is, and what trying many groups does to it."""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

from pmcourse.kit.chance import at_least

MARK = 0.40  # very disappointed, of those who use it: a convention (Ellis 2010), no law


def wilson(hits: int, people: int, sure: float = 0.95) -> tuple[float, float]:
    """Wilson's interval (1927) for a share. Raises ValueError unless 0 <= hits <= people and people > 0."""
    if not 0 <= hits <= people or people < 1:
        raise ValueError(f"hits must be from 0 to people, and people above 0 (got {hits} of {people})")
    z = NormalDist().inv_cdf((1 + sure) / 2)
    share, spread = hits / people, z * z / people
    middle = (share + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(share * (1 - share) / people + spread / (4 * people))
    return (max(0.0, middle - half) if hits else 0.0), (min(1.0, middle + half) if hits < people else 1.0)


def passes(hits: int, people: int, tries: int = 1) -> bool:
    """Whether the lower end of the interval reaches 40%, where so many groups were tried (Bonferroni)."""
    return people > 0 and wilson(hits, people, 1 - 0.05 / tries)[0] >= MARK


def luck(groups: int, people: int, share: float, hits: int) -> float:
    """The chance that one or more of `groups` of `people` shows `hits` or more, where the truth is `share` in all."""
    return 1 - (1 - at_least(hits, people, share)) ** groups


def holm(values: Sequence[float], alpha: float = 0.05) -> list[bool]:
    """Which p-values still count, where all were tried (Holm 1979): from the smallest on, until one is too large."""
    order = sorted(range(len(values)), key=lambda at: values[at])
    counts = [False] * len(values)
    for step, at in enumerate(order):
        if values[at] > alpha / (len(values) - step):
            break
        counts[at] = True
    return counts
