"""The assignment's case, made from a seed: other numbers, another order, the same difficulty."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from pmcourse.kit.shares import wilson
from pmcourse.kit.variant import bank, draw, drawn, some_of
from pmcourse.pipeline import portfolio
from pmcourse.pipeline.case import CASE, HERE
from pmcourse.pipeline.checks import BAD, GOOD
from pmcourse.pipeline.gates import good_counts, lets_through
from pmcourse.pipeline.model import Bet, Pipeline, Stage
from pmcourse.pipeline.value import committed, from_here, with_test
from pmcourse.pipeline.worlds import Setting

BANKS = bank(HERE / "bank.toml")
TOPICS = ("firms", "video", "parents")
SLOTS = ("whom", "measure", "day")
WORTHLESS = 0.75  # of the best portfolio: what a choice below it brings earns nothing
ANY = (0.55, 1.6)  # by what a bet's payoff may be multiplied
FOLLOWERS = (((0.5, 0.95), (0.5, 0.95)), ((1.1, 1.8), (0.4, 0.75)), ((0.85, 1.6), (0.85, 1.6)))  # so many of two pay
SURVEYS = {  # people who answer, and the share of them who would be very disappointed
    "few": (((24, 44), (0.46, 0.52)), ((90, 140), (0.43, 0.455))),
    "enough": (((260, 520), (0.47, 0.6)), ((70, 110), (0.6, 0.7))),
}
LESSON_GATES = ((4, 7), (5, 9))  # those of the lesson, and their neighbours


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


class Halfway(NamedTuple):
    """Something half done: what is spent, what is left to pay, the chance that it then `brings` something, and
    whether to "go" on or to "stop"."""

    spent: int
    left: int
    chance: float
    brings: int
    kind: str


@cache
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


@cache
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
    titles = draw(seed, "halfway").sample(BANKS["halfway"], 4)
    return {
        f"s{at}": (
            f"{title}: {one.spent} spent. {one.left} still to pay; then, in {one.chance:.0%} of cases, it brings "
            f"{one.brings}.",
            one.kind,
        )
        for at, (title, one) in enumerate(zip(titles, halfway(seed), strict=True), 1)
    }


@cache
def halfway(seed: int) -> tuple[Halfway, ...]:
    """The numbers of four things that are half done: no one of their numbers tells which go on."""

    def make(luck: random.Random) -> tuple[Halfway, ...]:
        kinds = luck.choice((["go"] * 2 + ["stop"] * 2, ["go"] * 3 + ["stop"], ["go"] + ["stop"] * 3))
        return tuple(_halfway(kind, luck) for kind in luck.sample(kinds, 4))

    def fits(them: tuple[Halfway, ...]) -> bool:
        goes, stops = ([one for one in them if one.kind == kind] for kind in ("go", "stop"))
        tells = (
            lambda one: one.brings / one.left,
            lambda one: one.chance,
            lambda one: one.brings,
            lambda one: one.chance * one.brings - one.left - one.spent,  # the whole
        )
        small = max(one.brings for one in them) <= 90  # in a school
        return small and all(max(map(tell, stops)) > min(map(tell, goes)) for tell in tells)

    return drawn(seed, "sunk", make, fits)


def newness(seed: int) -> dict[str, str]:
    """Five of the bank's ideas."""
    return some_of(seed, "newness", BANKS["newness"], 5)


@cache
def case(seed: int) -> Pipeline:
    """Lantern's bets, of which the rule for horizon 3 takes something.

    Two bets need a third, which brings nothing itself. In a third of the seeds the best choice has both of them, in a
    third one, and in a third none. Where it has one or none, buying all three, whatever they are worth, reaches less
    than three quarters of it; where it has one or both, so does sorting; else sorting forgets horizon 3.
    """
    chained = draw(seed, "chained").choice((0, 1, 2))

    def make(luck: random.Random) -> Pipeline:
        order = luck.sample(CASE.assignment.bets, len(CASE.assignment.bets))
        ids = {bet.id: f"L-{at}" for at, bet in enumerate(order, 1)}
        needy = [bet.id for bet in luck.sample(order, len(order)) if bet.needs]
        rich = dict(zip(needy, FOLLOWERS[chained], strict=True))
        bets = tuple(_shaken(bet, ids, luck, rich.get(bet.id, ANY)) for bet in order)
        long = luck.randint(6, 9)
        return CASE.assignment.model_copy(update={"bets": bets, "long": long, "budget": luck.randint(28, 40)})

    def fits(work: Pipeline) -> bool:
        best = portfolio.best(work)
        most = portfolio.value(best)
        if most < 12 or sum(bool(bet.needs) for bet in best) != chained:
            return False
        simple = [portfolio.whole_chain(work)] if chained < 2 else []
        sorted_ = portfolio.greedy(work)
        if chained or portfolio.cost(sorted_, 3) >= work.long:
            simple.append(sorted_)
        if any(portfolio.value(bets) >= WORTHLESS * most for bets in simple):
            return False
        free = portfolio.best(work, long=False)
        return portfolio.cost(free, 3) < work.long and portfolio.value(free) > 1.03 * most

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


@cache
def gate(seed: int) -> tuple[int, tuple[float, float]]:
    """People counted at the gate, and the shares who act where a bet is good and where it is bad."""

    def make(luck: random.Random) -> tuple[int, tuple[float, float]]:
        bad = luck.randrange(5, 50, 5) / 100
        return luck.randint(16, 30), (round(bad + luck.choice((0.2, 0.25)), 2), bad)

    return drawn(seed, "gate", make, lambda one: 2 <= len(good_counts(*one, GOOD, BAD)) <= 3)


@cache
def setting(seed: int) -> Setting:
    """Where the learner's gates run: other shares and people than in the lesson, so that its gates do not serve here.

    They stop more than half of the good bets, or let through more than three in ten of the bad ones.
    """

    def make(luck: random.Random) -> Setting:
        bad = luck.choice((0.1, 0.15, 0.4, 0.45))
        return Setting(
            acts=(round(bad + luck.choice((0.25, 0.3)), 2), bad),
            asked=(luck.choice((8, 10, 12, 14, 16)), luck.choice((16, 20, 24, 30))),
            payoff=luck.choice((140, 150, 160)),
        )

    def fits(one: Setting) -> bool:
        for pair in LESSON_GATES:
            first, second = (lets_through(*gate, one.acts) for gate in zip(pair, one.asked, strict=True))
            if first.good * second.good >= 0.5 and first.bad * second.bad <= 0.3:
                return False
        return True

    return drawn(seed, "setting", make, fits)


def fit(seed: int) -> dict[str, tuple[str, str]]:
    """Four pieces of evidence at the scaling gate, in words, each with what it says; three kinds or more."""
    luck = draw(seed, "fit")
    kinds = luck.choice((("open", "few", "leaving", "silent"), ("open", "open", "few", "leaving"),
                         ("few", "few", "open", "leaving"), ("leaving", "leaving", "open", "few"),
                         ("open", "open", "few", "silent"), ("open", "leaving", "leaving", "silent"),
                         ("few", "few", "leaving", "silent")))  # fmt: skip
    found, silent = {}, luck.choice(BANKS["silent"])
    for at, (kind, title) in enumerate(zip(luck.sample(kinds, 4), luck.sample(BANKS["features"], 4), strict=True), 1):
        found[f"f{at}"] = (f"{title}: {silent if kind == 'silent' else _evidence(kind, luck)}", kind)
    return found


@cache
def answers(seed: int) -> tuple[int, int, int]:
    """Answers to Ellis' question: all, those who no longer use it, those who would be very disappointed."""

    def make(luck: random.Random) -> tuple[int, int, int]:
        users, gone = luck.randint(40, 120), luck.randint(8, 40)
        return users + gone, gone, round(users * luck.uniform(0.25, 0.6))

    return drawn(seed, "answers", make, lambda one: one[2] / (one[0] - one[1]) - one[2] / one[0] > 0.04)


def _shaken(bet: Bet, ids: dict[str, str], luck: random.Random, times: tuple[float, float]) -> Bet:
    """A bet with another id, cost and chance, and its payoff so many `times`; what brings nothing itself stays so."""
    new = {"id": ids[bet.id], "needs": tuple(ids[need] for need in bet.needs), "cost": bet.cost + luck.randint(-2, 3)}
    if bet.payoff:
        new |= {"chance": round(bet.chance + luck.choice((-0.05, 0, 0.05)), 2),
                "payoff": round(bet.payoff * luck.uniform(*times))}  # fmt: skip
    return bet.model_copy(update=new)


def _halfway(kind: str, luck: random.Random) -> Halfway:
    left, chance = luck.randint(6, 24), luck.randint(2, 9) / 10
    ratio = luck.uniform(1.25, 1.7) if kind == "go" else luck.uniform(0.5, 0.8)
    brings = round(ratio * left / chance)
    return Halfway(luck.choice((luck.randint(1, 4), luck.randint(2 * brings, 3 * brings))), left, chance, brings, kind)


def _evidence(kind: str, luck: random.Random) -> str:
    """A survey with its interval, and four months of a cohort; neither the size of the one nor the whole loss of the
    other tells the kind."""
    (fewest, most), shares = luck.choice(SURVEYS["few" if kind == "few" else "enough"])
    people = luck.randint(fewest, most)
    hits = round(people * luck.uniform(*shares))
    low, high = wilson(hits, people)
    losses = [luck.uniform(0.005, 0.04) for _ in range(3)]
    if kind == "leaving":
        for month in luck.sample(range(3), luck.choice((1, 1, 3))):
            losses[month] = luck.uniform(0.08, 0.16)
    months = [luck.uniform(25, 55)]
    for loss in losses:
        months.append(months[-1] * (1 - loss))
    told = ", ".join(f"{month:.1f}%" for month in months)
    return (
        f"of {people} users {hits} would be very disappointed, {hits / people:.0%} ({low:.0%} to {high:.0%}). Of one "
        f"cohort came back in months 3 to 6: {told}."
    )
