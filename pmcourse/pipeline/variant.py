"""The assignment's case, made from a seed: other numbers, another order, the same difficulty."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache

from pmcourse.kit.shares import wilson
from pmcourse.kit.variant import bank, draw, drawn, some_of
from pmcourse.pipeline import portfolio
from pmcourse.pipeline.case import CASE, HERE
from pmcourse.pipeline.checks import BAD, GOOD
from pmcourse.pipeline.gates import good_counts
from pmcourse.pipeline.model import Bet, Pipeline, Stage
from pmcourse.pipeline.value import committed, from_here, with_test
from pmcourse.pipeline.worlds import Setting

BANKS = bank(HERE / "bank.toml")
TOPICS = ("firms", "video", "parents")
SLOTS = ("whom", "measure", "day")
WORTHLESS = 0.75  # of the best portfolio: what a choice below it brings earns nothing


@dataclass(frozen=True)
class Tree:
    """A bet in three stages, and what it brings."""

    stages: tuple[Stage, ...]
    payoff: float

    @property
    def numbers(self) -> list[float]:
        """All numbers that stand in the question."""
        return [self.payoff, *(one for stage in self.stages for one in (stage.cost, 100 * stage.chance))]


@dataclass(frozen=True)
class Pool:
    """A product never seen: ideas of a swimming pool, of which `good` in 100 are good, and a test `right` in 100."""

    good: int
    right: int
    build: int
    payoff: int

    @property
    def passing(self) -> float:
        """How many of 100 pass."""
        return 100 * with_test(self.good / 100, self.right / 100, self.build, self.payoff).passing

    @property
    def worth(self) -> float:
        """What one idea is worth if only those that pass are built."""
        return self.worth_if(self.passing)

    def worth_if(self, passing: float) -> float:
        """The same, if so many of 100 pass."""
        return (self.good * self.right / 100 * self.payoff - passing * self.build) / 100


def tree(seed: int) -> Tree:
    """Worth something stage by stage, and a loss if it is paid at once."""

    def make(luck: random.Random) -> Tree:
        costs = (luck.randint(3, 9), luck.randint(12, 30), luck.randint(40, 80))
        stages = tuple(Stage(cost=cost, chance=luck.randint(3, 7) / 10) for cost in costs)
        return Tree(stages, luck.randrange(200, 500, 20))

    def fits(one: Tree) -> bool:
        worth = from_here(one.stages, one.payoff)
        return worth[0] >= 5 and min(worth[1:]) > 10 and -60 <= committed(one.stages, one.payoff) <= -5

    return drawn(seed, "tree", make, fits)


def pool(seed: int) -> Pool:
    """Ideas that nobody should build blindly, and that are worth something behind the test."""

    def make(luck: random.Random) -> Pool:
        return Pool(luck.choice((10, 20, 30, 40)), luck.choice((70, 80, 90)), luck.randrange(40, 130, 10),
                    luck.randrange(120, 480, 20))  # fmt: skip

    def fits(one: Pool) -> bool:
        blind = one.good / 100 * one.payoff - one.build
        return blind <= -5 and 5 <= one.worth <= 60 and abs(one.worth - round(one.worth)) > 0.05

    return drawn(seed, "pool", make, fits)


def sunk(seed: int) -> dict[str, tuple[str, str]]:
    """Four things that are half done, in words, each with what to do; both things are there to be done."""
    luck = draw(seed, "sunk")
    kinds = luck.choice((["go"] * 2 + ["stop"] * 2, ["go"] * 3 + ["stop"], ["go"] + ["stop"] * 3))
    luck.shuffle(kinds)
    found = {}
    for at, (kind, title) in enumerate(zip(kinds, luck.sample(BANKS["halfway"], 4), strict=True), 1):
        left, chance = luck.randint(4, 20), luck.randint(2, 7) / 10
        ratio = luck.uniform(1.25, 1.7) if kind == "go" else luck.uniform(0.5, 0.8)
        brings = round(ratio * left / chance)
        spent = luck.choice((luck.randint(1, 4), luck.randint(2 * brings, 3 * brings)))
        text = f"{title}: {spent} spent. {left} still to pay; then, in {chance:.0%} of cases, it brings {brings}."
        found[f"s{at}"] = (text, kind)
    return found


def newness(seed: int) -> dict[str, str]:
    """Five of the bank's ideas."""
    return some_of(seed, "newness", BANKS["newness"], 5)


@cache
def case(seed: int) -> Pipeline:
    """Lantern's bets: sorting reaches less than three quarters of the best choice, and the rule for horizon 3 binds."""

    def make(luck: random.Random) -> Pipeline:
        order = luck.sample(CASE.assignment.bets, len(CASE.assignment.bets))
        ids = {bet.id: f"L-{at}" for at, bet in enumerate(order, 1)}
        bets = tuple(_shaken(bet, ids, luck) for bet in order)
        long = luck.randint(7, 10)
        return CASE.assignment.model_copy(update={"bets": bets, "long": long, "budget": luck.randint(36, 44)})

    def fits(work: Pipeline) -> bool:
        sorted_ = portfolio.greedy(work)
        most = portfolio.value(portfolio.best(work))
        free = portfolio.best(work, long=False)
        return (
            most >= 12
            and portfolio.value(sorted_) < WORTHLESS * most
            and portfolio.cost(free, 3) < work.long
            and portfolio.value(free) > 1.03 * most
        )

    return drawn(seed, "portfolio", make, fits)


def topic(seed: int) -> str:
    """What the gate is for."""
    return draw(seed, "topic").choice(TOPICS)


def phrases(seed: int) -> dict[str, dict[str, str]]:
    """Phrases of the gate's parts, in drawn order."""
    luck, found = draw(seed, "phrases"), {}
    for slot in SLOTS:
        texts = BANKS[topic(seed)][slot]
        found[slot] = {id: texts[id] for id in luck.sample(list(texts), len(texts))}
    return found


def gate(seed: int) -> tuple[int, tuple[float, float]]:
    """People counted at the gate, and the shares who act where a bet is good and where it is bad."""

    def make(luck: random.Random) -> tuple[int, tuple[float, float]]:
        bad = luck.randrange(5, 50, 5) / 100
        return luck.randint(16, 30), (round(bad + luck.choice((0.2, 0.25)), 2), bad)

    return drawn(seed, "gate", make, lambda one: 2 <= len(good_counts(*one, GOOD, BAD)) <= 3)


def setting(seed: int) -> Setting:
    """Where the learner's gates run: other shares, people and costs."""
    luck = draw(seed, "setting")
    bad = luck.choice((0.1, 0.2, 0.3, 0.4))
    return Setting(
        acts=(round(bad + luck.choice((0.25, 0.3)), 2), bad),
        asked=(luck.choice((10, 12, 14)), luck.choice((20, 24, 30))),
        payoff=luck.choice((140, 150, 160)),
    )


def fit(seed: int) -> dict[str, tuple[str, str]]:
    """Four pieces of evidence at the scaling gate, in words, each with what it says; three kinds or more."""
    luck = draw(seed, "fit")
    kinds = luck.choice((["open", "few", "leaving", "silent"], ["open", "open", "few", "leaving"],
                         ["few", "few", "open", "leaving"], ["leaving", "leaving", "open", "few"]))[:]  # fmt: skip
    luck.shuffle(kinds)
    found, silent = {}, luck.sample(BANKS["silent"], 1)
    for at, (kind, title) in enumerate(zip(kinds, luck.sample(BANKS["features"], 4), strict=True), 1):
        found[f"f{at}"] = (f"{title}: {silent[0] if kind == 'silent' else _evidence(kind, luck)}", kind)
    return found


def answers(seed: int) -> tuple[int, int, int]:
    """Answers to Ellis' question: all, those who no longer use it, those who would be very disappointed."""

    def make(luck: random.Random) -> tuple[int, int, int]:
        users, gone = luck.randint(40, 120), luck.randint(8, 40)
        return users + gone, gone, round(users * luck.uniform(0.25, 0.6))

    return drawn(seed, "answers", make, lambda one: one[2] / (one[0] - one[1]) - one[2] / one[0] > 0.04)


def _shaken(bet: Bet, ids: dict[str, str], luck: random.Random) -> Bet:
    """A bet with another id, its cost, chance and payoff moved a little; what brings nothing by itself stays so."""
    new = {"id": ids[bet.id], "needs": tuple(ids[need] for need in bet.needs), "cost": bet.cost + luck.randint(-1, 2)}
    if bet.payoff:
        new |= {"chance": round(bet.chance + luck.choice((-0.05, 0, 0, 0.05)), 2),
                "payoff": bet.payoff + luck.randint(-3, 5)}  # fmt: skip
    return bet.model_copy(update=new)


def _evidence(kind: str, luck: random.Random) -> str:
    """A survey with its interval, and four months of a cohort."""
    people = luck.randint(24, 44) if kind == "few" else luck.randint(260, 520)
    hits = round(people * (luck.uniform(0.46, 0.52) if kind == "few" else luck.uniform(0.47, 0.6)))
    low, high = wilson(hits, people)
    left = luck.uniform(35, 60) if kind == "leaving" else luck.uniform(22, 50)
    months = [left]
    for _ in range(3):
        months.append(months[-1] * (1 - (luck.uniform(0.09, 0.17) if kind == "leaving" else luck.uniform(0.005, 0.03))))
    told = ", ".join(f"{month:.1f}%" for month in months)
    return (
        f"of {people} users {hits} would be very disappointed, {hits / people:.0%} ({low:.0%} to {high:.0%}). Of one "
        f"cohort came back in months 3 to 6: {told}."
    )
