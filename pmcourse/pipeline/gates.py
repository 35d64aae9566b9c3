"""A gate tried on bets that are drawn: whether it lets good ones through and stops bad ones."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from pmcourse.kit.shares import at_least

BETS = 200  # that a gate is tried on, half of them good


class Tried(NamedTuple):
    """Shares of good and of bad bets that a gate lets through."""

    good: float
    bad: float


@cache
def lets_through(least: int, people: int, shares: tuple[float, float]) -> Tried:
    """What a gate from `least` of `people` on does; `shares` are those who act where a bet is good, and where bad."""
    return Tried(*(at_least(least, people, share) for share in shares))


def good_counts(people: int, shares: tuple[float, float], good: float, bad: float) -> list[int]:
    """The counts from which a gate lets through the share `good` of good bets or more, `bad` of bad ones or less."""
    tried = {least: lets_through(least, people, shares) for least in range(people + 2)}
    return [least for least, one in tried.items() if one.good >= good and one.bad <= bad]
