"""The assignment's case, made from a seed: other numbers, another order, the same difficulty."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from pmcourse.kanban import flow, plot
from pmcourse.kanban.cards import Setting
from pmcourse.kanban.case import HERE
from pmcourse.kanban.checks import Option, misplaced, pulled
from pmcourse.kanban.engine import Event, simulate
from pmcourse.kanban.model import COLUMNS
from pmcourse.kanban.worlds import FREE, WEEK, Team
from pmcourse.kit.variant import bank, draw, drawn

BANKS = bank(HERE / "bank.toml")
TEAMS = tuple(
    Team(Setting(tuple(one["people"]), tuple(one["work"])), one["within"], tuple(one["best"]))
    for one in tomllib.loads((HERE / "teams.toml").read_text(encoding="utf-8"))["teams"]
)
HIDDEN = 1_000_000  # the first of the worlds that nobody sees
FROM, TO, RUN = 40, 80, 100  # days of the cumulative flow that are asked for, and all that are shown


@dataclass(frozen=True)
class Office:
    """A product never seen: people `inside` an office, `hourly` who leave it, and minutes that are wanted."""

    inside: int
    hourly: int
    wanted: int

    @property
    def minutes(self) -> float:
        """How long somebody is inside, on average."""
        return 60 * self.inside / self.hourly

    @property
    def room(self) -> float:
        """How many may be inside for the minutes that are wanted."""
        return self.hourly * self.wanted / 60


@cache
def office(seed: int) -> Office:
    """People in an office, without fractions."""

    def make(luck: random.Random) -> Office:
        return Office(luck.randint(9, 60), luck.choice((12, 15, 18, 20, 24, 30, 36, 40)), luck.randrange(10, 60, 5))

    def fits(one: Office) -> bool:
        whole = one.minutes == round(one.minutes) and one.room == round(one.room)
        told = {one.inside, one.hourly, one.wanted}
        return whole and one.wanted <= 0.7 * one.minutes and one.room >= 4 and not {one.minutes, one.room} & told

    return drawn(seed, "office", make, fits)


@dataclass(frozen=True)
class Picture:
    """What happens on a board for RUN days, and which column is its bottleneck."""

    log: tuple[Event, ...]
    bottleneck: str

    @property
    def lines(self) -> dict[str, list[int]]:
        """The lines of its cumulative flow."""
        return plot.lines(self.log, RUN)

    def grown(self) -> dict[str, int]:
        """By how much each column's band grows between the two days."""
        bands = flow.bands(self.log, RUN)
        return {name: bands[name][TO] - bands[name][FROM] for name in COLUMNS}

    @property
    def progress(self) -> int:
        """Cards in progress on the later day."""
        return self.lines["Analyse"][TO] - self.lines["Done"][TO]

    @property
    def rate(self) -> float:
        """Cards done in a week between the two days."""
        done = self.lines["Done"]
        return (done[TO] - done[FROM]) / ((TO - FROM) / WEEK)


@cache
def picture(seed: int) -> Picture:
    """A board whose band grows most in one column, and hardly in the others."""

    def make(luck: random.Random) -> Picture:
        at = luck.randrange(3)
        work = [luck.uniform(0.9, 1.3), luck.uniform(1.8, 2.6), luck.uniform(0.9, 1.3)]
        work[at] = luck.uniform(5.0, 6.2) if at == 1 else luck.uniform(2.4, 3.1)
        setting = Setting(work=tuple(work), switch=0.05, rate=luck.uniform(0.42, 0.5))
        return Picture(tuple(simulate(setting, FREE, luck.randrange(10**6), RUN)), COLUMNS[at])

    def fits(one: Picture) -> bool:
        grown = one.grown()
        most = grown.pop(one.bottleneck)
        return most >= 6 and max(grown.values()) <= 2 and one.rate >= 0.75 and one.progress not in (FROM, TO)

    return drawn(seed, "picture", make, fits)


def team(seed: int) -> Team:
    """Whose limits are set."""
    return draw(seed, "team").choice(TEAMS)


def hidden(seed: int) -> int:
    """The first of the worlds in which they are judged."""
    return HIDDEN + 50 * draw(seed, "hidden").randrange(10**6)


def rules(seed: int) -> dict[str, str]:
    """Five of the bank's complaints, of three kinds or more."""
    return _hand(seed, "rules")


def classes(seed: int) -> dict[str, str]:
    """Five of the bank's cards, of three kinds or more."""
    return _hand(seed, "classes")


def _hand(seed: int, name: str) -> dict[str, str]:
    luck = draw(seed, name)
    ids = luck.choice(BANKS["hands"][name]).split()
    luck.shuffle(ids)
    return {id: BANKS[name][id] for id in ids}


@dataclass(frozen=True)
class Queue:
    """Options in the order in which they are shown, and the days in which 85% of cards are done."""

    options: dict[str, Option]
    within: int

    @property
    def right(self) -> list[str]:
        """The order in which they are pulled: urgent, what is needed, the near date, and four more."""
        return pulled(self.options, self.within)

    def keeps(self, order: list[str]) -> dict[str, float]:
        """Which rules an order keeps, as shares: urgent first, need before date, date before the rest, the rest.

        Of the rest, one pair that stands the wrong way round costs half, and two cost all.
        """
        urgent, need, dated, *rest = self.right
        at = {id: place for place, id in enumerate(order)}
        return {
            "urgent": float(order[0] == urgent),
            "need": float(at[need] + 1 == at[dated]),
            "date": float(all(at[dated] < at[id] for id in rest)),
            "rest": max(0.0, 1 - self.wrong(order) / 2),
        }

    def wrong(self, order: list[str]) -> int:
        """How many pairs of the last four stand the wrong way round."""
        rest = self.right[3:]
        return misplaced([id for id in order if id in rest], rest)


@cache
def queue(seed: int) -> Queue:
    """Seven options; the near date can be met, and neither cost nor work alone earns anything for the last four."""
    names = BANKS["order"]

    def make_rest(luck: random.Random) -> list[tuple[int, int]]:
        return sorted(
            ((luck.randint(3, 14), luck.randint(2, 9)) for _ in range(4)), key=lambda card: -card[0] / card[1]
        )

    def fits_rest(rest: list[tuple[int, int]]) -> bool:
        clear = all(more[0] * less[1] >= 1.2 * less[0] * more[1] for more, less in pairwise(rest))
        costs, works = zip(*rest, strict=True)
        alone = (misplaced(costs, sorted(costs, reverse=True)), misplaced(works, sorted(works)))
        return clear and len(set(costs)) == len(set(works)) == 4 and min(alone) >= 2

    rest = drawn(seed, "rest", make_rest, fits_rest)

    def make(luck: random.Random) -> Queue:
        within, ids = luck.randint(10, 20), [f"q{at}" for at in luck.sample(range(1, 8), 7)]
        titles, far = luck.sample(names["titles"], 4), luck.choice((1, 2))  # neither first nor last of the four
        dues = [0] * 4
        titles[far], dues[far] = luck.choice(names["far"]), within + luck.randint(20, 60)
        near, due = luck.choice(names["dated"]), within - luck.randint(0, 4)
        cards = [
            Option(luck.choice(names["needed"]), luck.randint(1, 3), luck.randint(3, 8)),
            Option(near, luck.randint(1, 4), luck.randint(2, 6), due, needs=ids[0]),
            Option(luck.choice(names["urgent"]), luck.randint(20, 50), luck.randint(1, 4), urgent=True),
            *(Option(title, *card, due) for title, card, due in zip(titles, rest, dues, strict=True)),
        ]
        made = list(zip(ids, cards, strict=True))
        luck.shuffle(made)
        return Queue(dict(made), within)

    def fits(one: Queue) -> bool:
        first = [one.options[id] for id in one.right[:3]]
        return sum(card.work for card in first) <= first[-1].due and list(one.options) != one.right

    return drawn(seed, "queue", make, fits)


def simple_orders(options: dict[str, Option]) -> list[list[str]]:
    """Orders by one number alone, and the list turned round."""
    keys = (
        lambda id: -options[id].cost,
        lambda id: options[id].work,
        lambda id: -options[id].work,
        lambda id: -options[id].cost / options[id].work,
        lambda id: id,
    )
    return [*(sorted(options, key=key) for key in keys), list(options)[::-1]]
