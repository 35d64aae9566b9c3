"""Two shares side by side: how many people a test needs, and what a result says. Nothing heavy is loaded here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist

from pmcourse.errors import CourseError
from pmcourse.kit.shares import wilson

NORMAL = NormalDist()
SURE = 0.95  # of an interval, so 1 - SURE is the rate of false alarms
POWER = 0.8
SPLIT_ALARM = (
    0.01  # one fair test of a hundred; to look in vain costs less than to believe a test that was filled badly
)


class SharesError(CourseError):
    """Numbers that are no two shares; the text names the number, the rule and the value."""


def quantile(sure: float) -> float:
    """The z that a standard normal number stays within, on both sides, with the chance `sure`: 1.96 for 0.95."""
    return NORMAL.inv_cdf((1 + sure) / 2)


def size(before: float, after: float, power: float = POWER, sure: float = SURE) -> int:
    """People in each of two arms who are needed to see `after` instead of `before` with the chance `power`.

    (z of `sure` + z of `power`)² × (the sum of both shares × their rest) ÷ (their difference)²: Snedecor & Cochran,
    *Statistical Methods*, 1967. Raises SharesError for shares outside 0 to 1 or equal.
    """
    _is_share("the share before", before)
    _is_share("the share after", after)
    if before == after:
        raise SharesError(f"The two shares must differ (got {before:g} twice). Say the least change worth having.")
    for name, value in (("power", power), ("how sure", sure)):
        if not 0.5 <= value < 1:
            raise SharesError(f"{name} must be from 0.5 to under 1 (got {value:g}). 0.8 and 0.95 are usual.")
    noise = before * (1 - before) + after * (1 - after)
    return math.ceil((quantile(sure) + NORMAL.inv_cdf(power)) ** 2 * noise / (after - before) ** 2)


def power_of(before: float, after: float, people: int, sure: float = SURE) -> float:
    """The chance that a test with `people` in each arm says that `after` is better: the formula of `size` turned."""
    noise = math.sqrt((before * (1 - before) + after * (1 - after)) / people)
    return NORMAL.cdf(abs(after - before) / noise - quantile(sure))


@dataclass(frozen=True)
class Difference:
    """What two arms say: `difference` of the second less the first, as a share, with its interval; z and p of no
    difference."""

    shares: tuple[float, float]
    difference: float
    low: float
    high: float
    z: float
    p: float


def difference(hits: tuple[int, int], people: tuple[int, int], sure: float = SURE) -> Difference:
    """The second arm less the first.

    z: pooled two-proportion test. Interval: Newcombe's hybrid of two Wilson scores (Newcombe 1998, method 10), which
    also holds for few people. Raises SharesError where an arm has no people, or more hits than people.
    """
    for count, whole in zip(hits, people, strict=True):
        if not 0 <= count <= whole or whole == 0:
            raise SharesError(f"An arm needs people, and at most as many hits (got {count} of {whole}).")
    first, second = (count / whole for count, whole in zip(hits, people, strict=True))
    pooled = sum(hits) / sum(people)
    noise = math.sqrt(pooled * (1 - pooled) * (1 / people[0] + 1 / people[1]))
    z = (second - first) / noise if noise else 0.0
    (low1, high1), (low2, high2) = (wilson(count, whole, sure) for count, whole in zip(hits, people, strict=True))
    gap = second - first
    low = gap - math.hypot(second - low2, high1 - first)
    high = gap + math.hypot(high2 - second, first - low1)
    return Difference((first, second), gap, low, high, z, two_sided(z))


def split(people: tuple[int, int], planned: float = 0.5) -> float:
    """The p-value of the split of people on two arms, if the first should have the share `planned` of all.

    A sample-ratio check: chi-square with one degree of freedom. A tiny value says that the arms were not filled by
    chance alone, so nothing else of the result can be trusted.
    """
    whole = sum(people)
    if not whole or not 0 < planned < 1:
        raise SharesError(f"A split needs people, and a plan between 0 and 1 (got {whole} people, {planned:g}).")
    return two_sided((people[0] - planned * whole) / math.sqrt(whole * planned * (1 - planned)))


def two_sided(z: float) -> float:
    """The chance of a standard normal number at least as far from 0 as z."""
    return math.erfc(abs(z) / math.sqrt(2))


def _is_share(name: str, value: float) -> None:
    if not 0 < value < 1:
        raise SharesError(f"{name} must lie between 0 and 1 (got {value:g}); 5% is 0.05.")
