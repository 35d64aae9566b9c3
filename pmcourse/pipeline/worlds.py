"""Eight quarters of a pipeline of bets, in many worlds at once: what a policy of gates brings.

Three bets arrive each quarter. Each costs a concept test, a fledgling and a scaling; the first two end with a count of
people who act, and the last one shows whether the bet was good. A policy sees counts and never the truth. Left out:
evidence that ages, teams that learn, bets that need each other, competitors.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import TYPE_CHECKING

import lazy_loader as lazy

from pmcourse.pipeline.gates import good_counts
from pmcourse.pipeline.model import Order, Policy

if TYPE_CHECKING:
    from numpy import ndarray

np = lazy.load("numpy")

QUARTERS, ARRIVE = 8, 3
GOOD, BAD = 0.7, 0.75  # of good bets at least, and of bad ones at most, pass each of the best gates
NAMES = ("concept test", "fledgling", "scaling")


@dataclass(frozen=True)
class Setting:
    """What the worlds have in common. Money in thousands.

    `good`: share of bets that would pay; `acts`: share of people who act where a bet is good, and where it is bad;
    `asked`: people counted after the concept test and after the fledgling; `costs` of the three steps; `budget` a
    quarter, which may be saved; `payoff`: median of what a good bet brings (lognormal, with sigma `spread`).
    """

    good: float = 0.22
    acts: tuple[float, float] = (0.5, 0.25)
    asked: tuple[int, int] = (10, 20)
    costs: tuple[int, int, int] = (2, 8, 24)
    budget: int = 30
    payoff: float = 150
    spread: float = 0.5


@dataclass(frozen=True)
class Worlds:
    """Bets by world and by the order of their arrival: truth, what a good one brings, counts, loudness of its owner."""

    setting: Setting
    good: ndarray
    brings: ndarray
    counts: ndarray
    loud: ndarray

    @property
    def most(self) -> ndarray:
        """More than anybody can gain in each world: all good bets that can end in time, and no others."""
        in_time = np.arange(self.good.shape[1]) // ARRIVE + len(NAMES) <= QUARTERS
        return (np.maximum(self.brings - sum(self.setting.costs), 0) * self.good * in_time).sum(axis=1)


def draw(setting: Setting, worlds: int, seed: int) -> Worlds:
    """Draw `worlds` of them."""
    luck, shape = np.random.default_rng(seed), (worlds, QUARTERS * ARRIVE)
    good = luck.random(shape) < setting.good
    brings = setting.payoff * np.exp(setting.spread * luck.standard_normal(shape))
    share = np.where(good, *setting.acts)
    counts = np.stack([luck.binomial(people, share) for people in setting.asked])
    return Worlds(setting, good, brings, counts, luck.random(shape))


class Year:
    """Two years in each of some worlds, a quarter at a time: `begin`, look at `open`, `fund`."""

    def __init__(self, worlds: Worlds) -> None:
        self.worlds, self.quarter = worlds, 0
        self.money = np.zeros(len(worlds.good))
        self.gained = np.zeros(len(worlds.good))
        self.stage = np.zeros(worlds.good.shape, dtype=int)
        self.killed = np.zeros(worlds.good.shape, dtype=bool)

    def begin(self) -> None:
        """The next quarter: its money comes, and three bets arrive."""
        self.quarter += 1
        self.money += self.worlds.setting.budget

    @property
    def open(self) -> ndarray:
        """Which bets may get their next step: here, not killed, not at their end, and able to end in time."""
        here = np.arange(self.stage.shape[1]) < self.quarter * ARRIVE
        left = len(NAMES) - self.stage
        return here & ~self.killed & (left > 0) & (self.quarter + left - 1 <= QUARTERS)

    @property
    def price(self) -> ndarray:
        """What the next step of each bet costs."""
        return np.array([*self.worlds.setting.costs, 0])[self.stage]

    def fund(self, wanted: ndarray, rank: ndarray) -> None:
        """Pay the next step of the `wanted` bets, the highest `rank` first, as long as the money lasts."""
        rows, price = np.arange(len(self.money)), self.price
        for bet in np.argsort(-np.where(wanted, rank, -np.inf), axis=1, kind="stable").T:
            mine = wanted[rows, bet]
            if not mine.any():
                break
            cost = price[rows, bet]
            paid = mine & (cost <= self.money)
            self.money -= paid * cost
            last = paid & (self.stage[rows, bet] == len(NAMES) - 1)
            self.stage[rows, bet] += paid
            if last.any():
                self.gained += last * self.worlds.good[rows, bet] * self.worlds.brings[rows, bet]

    @property
    def spent(self) -> ndarray:
        """Money that was paid so far, by world."""
        return self.quarter * self.worlds.setting.budget - self.money

    @property
    def gain(self) -> ndarray:
        """What was brought, less what was spent: doing nothing gains 0."""
        return self.gained - self.spent


def play(policy: Policy, worlds: Worlds) -> Year:
    """Let `policy` run for eight quarters in each world."""
    year = Year(worlds)
    first, second = worlds.counts[0] >= policy.first, worlds.counts[1] >= policy.second
    age = np.arange(worlds.good.shape[1])
    for _ in range(QUARTERS):
        year.begin()
        passed = (year.stage == 0) | (year.stage == 1) & first | (year.stage == 2) & second
        rank = {
            Order.FURTHEST: year.stage * 100 - age,
            Order.FRESH: -year.stage * 100 + age,
            Order.LOUDEST: worlds.loud,
        }[policy.order]
        year.fund(year.open & passed, rank)
    return year


@cache
def best(setting: Setting, worlds: int = 400, seed: int = 5) -> tuple[Policy, float]:
    """The gates that gain most, and what they gain. Tried are those that let through most good bets and few bad ones:
    no others gain more, as long as good and bad bets can be told apart at all.
    """
    drawn = draw(setting, worlds, seed)
    tried = {
        (first, second): float(play(Policy(first=first, second=second), drawn).gain.mean())
        for first, second in product(*(good_counts(people, setting.acts, GOOD, BAD) for people in setting.asked))
    }
    (first, second), gain = max(tried.items(), key=lambda one: one[1])
    return Policy(first=first, second=second), gain
