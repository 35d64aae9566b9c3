"""A quarter on the job, week by week: a toy with six stocks, whose rules are invented and stand here in full.

A stock (0 to 1) is what a responsibility keeps alive: knowledge of users, a picture of the market, and so on. It fades
each week, and hours bring it back, each hour less than the one before. The product of a week is worth what the stocks
were three weeks ago: all six multiplied, so none makes up for another. Three events strike, each at one stock.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from statistics import mean
from types import MappingProxyType

from pmcourse.kit.variant import draw
from pmcourse.role.model import DUTIES, WEEKS, Hours

START = 0.55
KEPT = (0.90, 0.88, 0.92, 0.89, 0.90, 0.91)  # of each stock, from one week to the next
GAIN, SCALE = 0.4, 7.0  # h hours bring 0.4 × (1 - e^(-h/7)) of what a stock lacks
DELAY = 3  # weeks until a stock shows in the product
WARNING = 3  # weeks in which an event that is announced can still be met, its own among them
WORTH = 10.0  # of a week in which all stocks are full
EVENTS = MappingProxyType(
    {
        "users": "New people come, with needs that nobody asked them about",
        "market": "A competitor launches",
        "vision": "The council asks what all this is for",
        "alignment": "A day was promised to members, and you were not asked",
        "research": "Research contradicts the plan",
        "team": "The engineer has another offer",
    }
)
EVEN = Hours()


@dataclass(frozen=True)
class Event:
    """Something that strikes at the end of `week`, at one stock; with nothing in that stock it costs `cost`."""

    week: int
    duty: str
    cost: float

    @property
    def told(self) -> int:
        """The first week in which it is announced."""
        return self.week - WARNING + 1


@dataclass(frozen=True)
class World:
    """What nobody on the job can see: how much each stock matters in this quarter, and the three events."""

    weights: tuple[float, ...]
    events: tuple[Event, ...]

    def announced(self, week: int) -> list[Event]:
        """The events that are known in `week` and still to come."""
        return [event for event in self.events if event.told <= week <= event.week]


@dataclass(frozen=True)
class Run:
    """A quarter as far as it was played: `stocks` from the start on, `values` and `losses` of each week."""

    stocks: tuple[tuple[float, ...], ...]
    values: tuple[float, ...]
    losses: tuple[float, ...]

    @property
    def total(self) -> float:
        return sum(self.values) - sum(self.losses)


Policy = Callable[[int, Sequence[Event]], tuple[float, ...]]  # week, what is announced -> hours of the six


@cache
def world(seed: int) -> World:
    """The quarter number `seed`: weights from a Dirichlet distribution (2 for each), three events in weeks 4 to 13."""
    luck = draw(seed, "quarter")
    drawn = [luck.gammavariate(2, 1) for _ in DUTIES]
    struck, weeks = luck.sample(list(DUTIES), 3), sorted(luck.sample(range(4, WEEKS + 1), 3))
    events = tuple(Event(week, duty, luck.uniform(10, 40)) for week, duty in zip(weeks, struck, strict=True))
    return World(tuple(one / sum(drawn) for one in drawn), events)


@lru_cache(maxsize=1024)  # a fixed split asks the same in every quarter
def grown(stocks: tuple[float, ...], hours: tuple[float, ...]) -> tuple[float, ...]:
    """The stocks one week later."""
    return tuple(
        kept * stock + GAIN * (1 - math.exp(-given / SCALE)) * (1 - stock)
        for kept, stock, given in zip(KEPT, stocks, hours, strict=True)
    )


def worth(stocks: Sequence[float], weights: Sequence[float]) -> float:
    """What the product of a week is worth: 10 times the stocks, each to the power of its weight, multiplied."""
    return WORTH * math.exp(sum(weight * math.log(stock) for stock, weight in zip(stocks, weights, strict=True)))


def play(seed: int, weeks: Iterable[Hours]) -> Run:
    """The quarter number `seed` with the hours of each week, as far as they go."""
    given = [hours.each for hours in weeks]
    return follow(seed, lambda week, _: given[week - 1], len(given))


def follow(seed: int, policy: Policy, weeks: int = WEEKS) -> Run:
    """The quarter number `seed` by a rule that gives each week's hours."""
    this, names = world(seed), list(DUTIES)
    stocks, values, losses = [(START,) * len(names)], [], []
    for week in range(1, weeks + 1):
        stocks.append(grown(stocks[-1], policy(week, this.announced(week))))
        values.append(worth(stocks[max(0, week - DELAY)], this.weights))
        struck = (e.cost * (1 - stocks[-1][names.index(e.duty)]) ** 2 for e in this.events if e.week == week)
        losses.append(sum(struck))
    return Run(tuple(stocks), tuple(values), tuple(losses))


def always(hours: Hours) -> Policy:
    """The same hours in every week."""
    return lambda _week, _told: hours.each


def heeded(seed: int, weeks: Sequence[Hours]) -> bool:
    """Whether some duty got more hours while an event for it was announced than in the other weeks, on average."""
    for event in world(seed).events:
        hours = {week: getattr(each, event.duty) for week, each in enumerate(weeks, 1)}
        during = [given for week, given in hours.items() if event.told <= week <= event.week]
        else_ = [given for week, given in hours.items() if not event.told <= week <= event.week]
        if during and else_ and mean(during) >= mean(else_) + 1:
            return True
    return False


def without(duty: str) -> Hours:
    """Eight hours for each but one, which gets none."""
    return Hours(**{name: 0 if name == duty else 8 for name in DUTIES})


def moved(hours: float) -> Policy:
    """The even split, but `hours` go from the others to what an announced event will strike."""

    def policy(_week: int, told: Sequence[Event]) -> tuple[float, ...]:
        struck = {event.duty for event in told}
        more, less = (hours / len(struck), hours / (len(DUTIES) - len(struck))) if struck else (0, 0)
        return tuple(
            max(0, given + more if duty in struck else given - less)
            for duty, given in zip(DUTIES, EVEN.each, strict=True)
        )

    return policy


def in_turn(week: int, _told: Sequence[Event]) -> tuple[float, ...]:
    """All 40 hours for one responsibility, another one each week."""
    return tuple(40.0 if at == (week - 1) % len(DUTIES) else 0.0 for at in range(len(DUTIES)))


POLICIES: Mapping[str, Policy] = MappingProxyType(
    {
        "The same for all six": always(EVEN),
        "The same, but 5 hours move to what comes": moved(5),
        "The same, but 15 hours move to what comes": moved(15),
        "The same, but 30 hours move to what comes": moved(30),
        "Half the week for the team": always(Hours(users=4, market=4, vision=4, alignment=4, research=4, team=20)),
        "Never any time for users": always(without("users")),
        "One responsibility a week, in turn": in_turn,
    }
)
