"""The assignment's case, made from a seed: other numbers, items and order, the same difficulty."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass
from functools import cache

from pmcourse.agile.case import CASE, HERE
from pmcourse.agile.checks import NEAR_BEST
from pmcourse.agile.choosing import most, simple_lists
from pmcourse.agile.drift import Market
from pmcourse.agile.forecast import burned
from pmcourse.agile.model import Rule, Sprint
from pmcourse.kit.variant import bank, draw, drawn, some_of

BANKS = bank(HERE / "bank.toml")
WORDS = bank(HERE / "words.toml")
START = Rule(sprints=20, leave=4)
LEVELS = (0.70, 0.75, 0.80)
CALM = {"change": (0.0, 0.05), "planning": (2.0, 2.5, 3.0)}
MIDDLE = {"change": (0.25, 0.30), "planning": (1.4, 1.5)}
STORM = {"change": (0.45, 0.50, 0.55, 0.60), "planning": (0.1, 0.2, 0.3)}
PLACES = (  # calm, middle, stormy
    ("the forms of a tax office", "the archive of a museum", "the payroll of a hospital"),
    ("the timetable of a bus company", "a shop for school books", "the site of a swimming pool"),
    ("a festival's app, in the months before it opens", "a new game that people vote on", "the site of an election"),
)


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
    """Three teams elsewhere, in drawn order: where they work, and how much changes there."""
    luck = draw(seed, "markets")
    made = [
        (luck.choice(names), Market(luck.choice(one["change"]), luck.choice(one["planning"])))
        for names, one in zip(PLACES, (CALM, MIDDLE, STORM), strict=True)
    ]
    luck.shuffle(made)
    return {f"m{at}": pair for at, pair in enumerate(made, 1)}


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
    """Two half-built things in drawn order: much is spent on one that should end; the other one never pays as a whole,
    and should go on.
    """
    luck = draw(seed, "bets")
    chance, other = luck.choice((0.2, 0.3, 0.4)), luck.choice((0.5, 0.6, 0.8))
    brings, also = 1000 * luck.randint(15, 40), 1000 * luck.randint(10, 25)
    to_end, to_go_on = round(chance * brings, -2), round(other * also, -2)
    pair = [
        Bet(1000 * luck.randint(10, 30), int(to_end + 100 * luck.randint(8, 25)), chance, brings),
        Bet(int(to_go_on + 1000 * luck.randint(1, 8)), int(to_go_on - 100 * luck.randint(8, 25)), other, also),
    ]
    luck.shuffle(pair)
    return dict(zip(("first", "second"), pair, strict=True))


def principles(seed: int) -> dict[str, str]:
    """Five situations of the bank."""
    return some_of(seed, "principles", BANKS["principles"], 5)


def rules(seed: int) -> dict[str, str]:
    """Eight rules of the bank."""
    return some_of(seed, "rules", BANKS["rules"], 8)


def done(seed: int) -> dict[str, str]:
    """Eight sentences of the bank."""
    return some_of(seed, "done", BANKS["done"], 8)


def retro(seed: int) -> dict[str, str]:
    """Five actions of the bank."""
    return some_of(seed, "retro", BANKS["retro"], 5)


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
