"""The assignment's case, made from a seed: other numbers, items and order, the same difficulty."""

from __future__ import annotations

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from pmcourse.agile.case import CASE, HERE
from pmcourse.agile.checks import NEAR_BEST
from pmcourse.agile.choosing import most, simple_lists
from pmcourse.agile.drift import Market
from pmcourse.agile.forecast import burned
from pmcourse.agile.model import Rule, Sprint
from pmcourse.kit.variant import bank, draw, drawn

BANKS = bank(HERE / "bank.toml")
WORDS = bank(HERE / "words.toml")
START = Rule(sprints=20, leave=4)
LEVELS = (0.70, 0.75, 0.80)
# Worth that moves in a week, and the items' time of one planning: with the rhythms that lose at most 1.5%, by
# `drift.good`. Where planning once is best, every 4 to 6 weeks, or more often. In each band there are calm and stormy,
# dear and cheap ones, so that neither number alone tells.
ONCE = dict.fromkeys(((0.0, 0.6), (0.0, 1.0), (0.0, 1.5), (0.0, 2.5), (0.05, 2.0), (0.05, 2.5), (0.05, 2.8)), (12,))
SELDOM = {
    (0.2, 2.0): (4, 6), (0.2, 2.5): (6,), (0.25, 2.0): (4, 6), (0.25, 2.5): (6,), (0.3, 2.0): (4, 6),
    (0.3, 2.5): (4, 6), (0.3, 2.8): (6,), (0.4, 2.8): (4, 6),
}  # fmt: skip
OFTEN = {
    (0.15, 0.1): (1, 2, 3, 4), (0.2, 0.1): (1, 2, 3, 4), (0.2, 0.2): (1, 2, 3, 4), (0.2, 0.6): (2, 3, 4),
    (0.25, 0.1): (1, 2, 3), (0.25, 0.6): (2, 3, 4), (0.4, 1.0): (2, 3, 4), (0.5, 1.5): (2, 3, 4),
}  # fmt: skip
GOOD = {Market(*one): rhythms for band in (ONCE, SELDOM, OFTEN) for one, rhythms in band.items()}
TEAMS = ("Amber", "Birch", "Cedar")  # names that tell nothing


@dataclass(frozen=True)
class Bet:
    """Something half built: money spent, money to go, the chance that it works, and what it then brings."""

    spent: int
    to_go: int
    chance: float
    brings: int

    @property
    def worth(self) -> int:
        """What going on is worth, counted from today."""
        return round(self.chance * self.brings - self.to_go)


@cache
def case(seed: int) -> Sprint:
    """Lantern's items with sizes and values of their own, in drawn order; no simple list is good enough."""
    made = drawn(seed, "items", _shaken, _is_fair)
    return made.model_copy(update={"rule": START})


def level(seed: int) -> float:
    """How often the learner's intervals shall hold."""
    return draw(seed, "level").choice(LEVELS)


def burn(seed: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """A burn-up: points done and wanted in all, at the start and after each of five sprints."""

    def make(luck: random.Random) -> tuple[tuple[int, ...], tuple[int, ...]]:
        paces = [luck.randint(8, 24) for _ in range(5)]
        grown = [0, 0, *luck.sample(range(4, 15), 3)]
        luck.shuffle(grown)
        done, scope = [0], [luck.randint(110, 150)]
        for pace, more in zip(paces, grown, strict=True):
            done.append(done[-1] + pace)
            scope.append(scope[-1] + more)
        return tuple(done), tuple(scope)

    def fits(one: tuple[tuple[int, ...], tuple[int, ...]]) -> bool:
        read = burned(*one)
        both = (read["still"], read["growing"])
        even = (one[0][-1] - one[0][0]) % 5 == 0 and read["added"] % 5 == 0
        clear = all(0.2 <= sprints % 1 <= 0.9 for sprints in both)
        apart = read["left"] not in (*one[0], *one[1], read["added"])
        return (
            even and clear and apart and both[0] > 2 and both[1] < 15 and math.ceil(both[0]) + 2 <= math.ceil(both[1])
        )

    return drawn(seed, "burn", make, fits)


def markets(seed: int) -> dict[str, tuple[str, Market]]:
    """Three teams elsewhere, in drawn order: their name, and how much changes where they work."""
    luck = draw(seed, "markets")
    made = [Market(*luck.choice(list(band))) for band in (ONCE, SELDOM, OFTEN)]
    luck.shuffle(made)
    return {f"m{at}": pair for at, pair in enumerate(zip(TEAMS, made, strict=True), 1)}


def lifts(seed: int) -> tuple[tuple[int, ...], int, int]:
    """A product never seen: repairs of the last weeks, and the promise to be kept in `kept` of `of` weeks."""
    luck = draw(seed, "lifts")
    weeks, rank = luck.choice(((7, 2), (9, 2), (8, 3), (11, 3), (9, 4), (11, 4)))
    return tuple(luck.sample(range(14, 60), weeks)), weeks + 1 - rank, weeks + 1


def lifts_truth(seed: int) -> int:
    """The most that may be promised: one of the numbers."""
    past, held, of = lifts(seed)
    return sorted(past)[of - held - 1]


def bets(seed: int) -> dict[str, Bet]:
    """Two half-built things: one, both or neither should go on.

    Much is spent on what should end; what should go on never pays as a whole. So what is spent always misleads.
    """
    luck = draw(seed, "bets")
    made = []
    for goes_on in luck.choice(((True, False), (False, True), (True, True), (False, False))):
        chance, brings = luck.choice((0.2, 0.3, 0.4, 0.5, 0.6, 0.8)), 1000 * luck.randint(15, 40)
        expected, off = round(chance * brings), 100 * luck.randint(8, 25)
        if goes_on:
            made.append(Bet(expected + 1000 * luck.randint(1, 8), expected - off, chance, brings))
        else:
            made.append(Bet(1000 * luck.randint(10, 30), expected + off, chance, brings))
    return dict(zip(("first", "second"), made, strict=True))


def bets_truth(seed: int) -> str:
    """Which one goes on: the first, the second, both or none."""
    return going_on({id: bet.worth for id, bet in bets(seed).items()})


def going_on(worths: Mapping[str, float]) -> str:
    """Which of two bets go on by what they are worth from today."""
    going = [id for id, worth in worths.items() if worth > 0]
    return going[0] if len(going) == 1 else "both" if going else "none"


def principles(seed: int) -> dict[str, str]:
    """Five situations, each about another principle."""
    return _dealt(seed, "principles", 5)


def rules(seed: int) -> dict[str, str]:
    """Eight rules, two of each kind."""
    return _dealt(seed, "rules", 4, 4)


def done(seed: int) -> dict[str, str]:
    """Eight sentences, two of each kind."""
    return _dealt(seed, "done", 4, 4)


def retro(seed: int) -> dict[str, str]:
    """Five actions, one of each kind and one more."""
    return _dealt(seed, "retro", 4, 1)


def _dealt(seed: int, name: str, *counts: int) -> dict[str, str]:
    """So many items from decks of their own, in drawn order. Each deck of the bank has one item of each kind."""
    luck, texts = draw(seed, name), BANKS[name]
    ids, size = list(texts), len(WORDS[name])
    decks = luck.sample([ids[at : at + size] for at in range(0, len(ids), size)], len(counts))
    chosen = [id for deck, count in zip(decks, counts, strict=True) for id in luck.sample(deck, count)]
    luck.shuffle(chosen)
    return {id: texts[id] for id in chosen}


def _shaken(luck: random.Random) -> Sprint:
    goal = next(item for item in CASE.assignment.items if item.goal)
    made = []
    for item in CASE.assignment.items:
        if item.goal or item.id in goal.needs:
            points, value = (3, luck.randint(8, 11)) if item.goal else (luck.randint(4, 6), luck.randint(1, 4))
        else:
            points = luck.randint(4, 9)
            value = round(points * (luck.uniform(1.7, 2.6) if item.needs else luck.uniform(1.4, 2.2)))
        made.append((item, float(points), float(value)))
    luck.shuffle(made)
    names = {item.id: f"L-{at}" for at, (item, _, _) in enumerate(made, 1)}
    items = tuple(
        item.model_copy(update={"id": names[item.id], "points": points, "value": value,
                                "needs": tuple(names[id] for id in item.needs)})
        for item, points, value in made
    )  # fmt: skip
    return CASE.assignment.model_copy(update={"items": items, "capacity": float(luck.randint(20, 25))})


def _is_fair(made: Sprint) -> bool:
    top = most(made.items, made.capacity)
    value = {item.id: item.value for item in made.items}
    found = simple_lists(made.items, made.capacity)
    return all(sum(value[id] for id in ids) < NEAR_BEST * top - 1e-9 for ids in found)
