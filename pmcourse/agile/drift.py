"""Twelve weeks in which what people want changes: planned once, or planned again every few weeks.

60 items of equal size; the team does three a week. What each is worth wanders from week to week; a plan ranks the open
items by what they seem to be worth on that day, and the team works down the list. Each planning takes time.
Left out: items of different sizes, what is learned by building, promises that a new plan breaks.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

import lazy_loader as lazy

if TYPE_CHECKING:
    from numpy import ndarray

np = lazy.load("numpy")

ITEMS, WEEKS, A_WEEK = 60, 12, 3
SPREAD, ERROR = 0.6, 0.3  # of worth at the start, and of what it seems to be
RHYTHMS = (1, 2, 3, 4, 6, 12)


@dataclass(frozen=True)
class Market:
    """How much worth changes in a week (standard deviation of its logarithm), and the items' time of one planning."""

    change: float
    planning: float


@dataclass(frozen=True)
class Season:
    """What was delivered: the value of each week, of shape (worlds, 12), and how many items in each week."""

    value: ndarray
    items: tuple[int, ...]

    @property
    def total(self) -> ndarray:
        return self.value.sum(axis=1)


@lru_cache(4)
def worths(change: float, worlds: int, seed: int) -> tuple[ndarray, ndarray]:
    """The true worth of each item in each week, of shape (worlds, 12, 60), and the factor by which each is misjudged.

    Its mean does not change, so that waiting alone brings nothing.
    """
    luck = np.random.default_rng(seed)
    first = luck.lognormal(1, SPREAD, (worlds, 1, ITEMS))
    steps = change * luck.standard_normal((worlds, WEEKS, ITEMS)) - change**2 / 2
    steps[:, 0] = 0
    return first * np.exp(steps.cumsum(axis=1)), luck.lognormal(0, ERROR, (worlds, ITEMS))


def play(every: int, market: Market, worlds: int = 1000, seed: int = 1) -> Season:
    """Plan in the first week, and again every so many weeks; with the same `seed` all rhythms meet the same worlds."""
    worth, misjudged = worths(market.change, worlds, seed)
    rows, ready = np.arange(worlds)[:, None], 0.0
    is_open = np.ones((worlds, ITEMS), dtype=bool)
    seen = worth[:, 0] * misjudged
    value, items = np.zeros((worlds, WEEKS)), []
    for week in range(WEEKS):
        ready += A_WEEK
        if week % every == 0:
            ready -= market.planning
            seen = worth[:, week] * misjudged
        count = max(0, int(ready + 1e-9))
        ready -= count
        items.append(count)
        if count:
            top = np.argpartition(np.where(is_open, -seen, np.inf), count - 1, axis=1)[:, :count]
            value[:, week] = worth[:, week][rows, top].sum(axis=1)
            is_open[rows, top] = False
    return Season(value, tuple(items))


def clairvoyant(market: Market, worlds: int, seed: int = 1) -> ndarray:
    """The most that could be delivered by somebody who knows all worths beforehand and never plans.

    An assignment of items to places in weeks (Kuhn 1955), by scipy.
    """
    from scipy.optimize import linear_sum_assignment

    worth, _ = worths(market.change, worlds, seed)
    found = np.zeros(worlds)
    for world in range(worlds):
        places = np.repeat(worth[world], A_WEEK, axis=0)
        found[world] = places[linear_sum_assignment(places, maximize=True)].sum()
    return found


def means(market: Market, worlds: int = 1000, seed: int = 1) -> dict[int, float]:
    """The mean value that each rhythm delivers."""
    return {every: float(play(every, market, worlds, seed).total.mean()) for every in RHYTHMS}


@cache
def good(market: Market, near: float = 0.01, worlds: int = 2000, seed: int = 2) -> tuple[int, ...]:
    """The rhythms that lose at most the share `near` against the best one."""
    found = means(market, worlds, seed)
    return tuple(every for every, mean in found.items() if mean >= (1 - near) * max(found.values()))
