"""What a team's record tells in the assignment, made from a seed: the clocks of its cards, its weeks, and its ages."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache, cached_property
from statistics import median

from pmcourse.kanban import flow
from pmcourse.kanban.case import HERE
from pmcourse.kanban.model import COLUMNS
from pmcourse.kit.variant import bank, draw, drawn

BANKS = bank(HERE / "bank.toml")
SHARE = 0.85  # the chance that a promise of weeks is to have
STEPS = ("fine", "watch", "today", "stop")


@dataclass(frozen=True)
class Life:
    """The days of one card: asked for, begun, begun anew, done (the last one counts), and with the learners."""

    title: str
    asked: int
    begun: int
    again: int = 0
    done: tuple[int, ...] = ()
    out: int = 0

    @property
    def cycle(self) -> int:
        """Days from the first start until done for the last time."""
        return self.done[-1] - self.begun

    @property
    def anew(self) -> int:
        """The same, if the clock starts anew when the card goes back."""
        return self.done[-1] - (self.again or self.begun)

    @property
    def lead(self) -> int:
        """Days from the wish until learners have it."""
        return self.out - self.asked

    @property
    def words(self) -> str:
        """The card's log."""
        told = [f"asked for on day {self.asked}", f"begun on day {self.begun}"]
        if self.again:
            told.append(f"sent back, and begun again on day {self.again}")
        told += [f"{how} on day {day}" for how, day in zip(("done", "opened again, and done"), self.done, strict=False)]
        return ", ".join([*told, f"with learners on day {self.out}"] if self.out else told)


@dataclass(frozen=True)
class Clocks:
    """Cards with their days; `lead` is the one whose lead time is asked for, `cycle` the one that went back."""

    cards: tuple[Life, ...]
    lead: Life
    cycle: Life

    @property
    def median(self) -> float:
        """Of the cycle times of all cards that are done."""
        return median(one.cycle for one in self.cards if one.done)

    @property
    def anew(self) -> float:
        """The median, if the card that went back is counted from its second start."""
        return median(one.anew for one in self.cards if one.done)


@cache
def clocks(seed: int) -> Clocks:
    """Seven cards: one went back, one was opened again, two are not done."""

    def make(luck: random.Random) -> Clocks:
        cards = []
        for at, title in enumerate(luck.sample(BANKS["clocks"]["titles"], 7)):
            asked = luck.randint(1, 30)
            begun = asked + luck.randint(3, 14)
            again = begun + luck.randint(3, 8) if at == 0 else 0
            done = (max(begun, again) + luck.randint(2, 12),)
            done += (done[0] + luck.randint(3, 7),) if at == 1 else ()
            cards.append(
                Life(title, asked, begun, again, () if at > 4 else done, 0 if at > 4 else done[-1] + luck.randint(2, 9))
            )
        lead, cycle = cards[2], cards[0]
        luck.shuffle(cards)
        return Clocks(tuple(cards), lead, cycle)

    def fits(one: Clocks) -> bool:
        every = [life.cycle for life in one.cards if life.done]
        told = {day for life in one.cards for day in (life.asked, life.begun, life.again, *life.done, life.out)}
        firsts = median(life.done[0] - life.begun for life in one.cards if life.done)
        clear = one.median not in (firsts, one.anew)
        right = (one.lead.lead, one.cycle.cycle, one.median)
        return clear and len(set(every)) == 5 and not {*right, *(days + 1 for days in right)} & told

    return drawn(seed, "clocks", make, fits)


@dataclass(frozen=True)
class Weeks:
    """Cards done in each of twelve weeks, 0 in some of them, and how many cards are left."""

    done: tuple[int, ...]
    left: int

    @cached_property
    def right(self) -> int:
        """The first week in which all are done with the chance SHARE."""
        return flow.weeks_for(self.done, self.left, SHARE) or 0

    @property
    def mean(self) -> int:
        """The week in which they are done if each week is the mean one."""
        return -(-self.left * len(self.done) // sum(self.done))

    @cached_property
    def full(self) -> int:
        """The first week for SHARE, if the weeks in which nothing was done are left out."""
        return flow.weeks_for([many for many in self.done if many], self.left, SHARE) or 0

    @cached_property
    def chance(self) -> float:
        """How likely the mean is kept, in percent."""
        return 100 * flow.chances(self.done, self.left)[self.mean - 1]


@cache
def weeks(seed: int) -> Weeks:
    """Weeks in which neither the mean nor the weeks without the empty ones give the right answer."""

    more = draw(seed, "more").choice((1, 2, 3, 4))  # weeks than the mean says, so that no rule of thumb finds them

    def make(luck: random.Random) -> Weeks:
        empty, most = luck.randint(2, 4), luck.randint(2, 8)
        done = [0] * empty + [luck.randint(1, most) for _ in range(12 - empty)]
        luck.shuffle(done)
        return Weeks(tuple(done), luck.randint(8, 34))

    def fits(one: Weeks) -> bool:
        right, told = one.mean + more, {*one.done, one.left}  # who copies one of these earns nothing: no slip is one
        if right in told:
            return False
        found = flow.chances(one.done, one.left, right)
        clear = len(found) == right and found[-1] >= 0.87 and found[-2] <= 0.82  # SHARE lies between
        return clear and one.full not in (right, one.mean, *told)

    return drawn(seed, "weeks", make, fits)


@dataclass(frozen=True)
class Ages:
    """By column the ages at which 50%, 85% and 95% of past cards had left it, and cards as (title, column, age)."""

    past: dict[str, tuple[int, int, int]]
    cards: dict[str, tuple[str, str, int]]

    @property
    def right(self) -> dict[str, str]:
        """What each card's age says."""
        return {id: self.by(column)[id] for id, (_, column, _) in self.cards.items()}

    def by(self, column: str) -> dict[str, str]:
        """What the row of one column would say of all cards."""
        return {id: STEPS[sum(age > level for level in self.past[column])] for id, (_, _, age) in self.cards.items()}


@cache
def ages(seed: int) -> Ages:
    """Five cards of three kinds or more: the oldest is not the latest, and no one row is right for three of them."""

    def make(luck: random.Random) -> Ages:
        past, least = {}, 1
        for column in COLUMNS:
            half = least + luck.randint(2, 5)
            most = half + luck.randint(4, 7)
            past[column], least = (half, most, most + luck.randint(4, 6)), half + 1
        cards = {}
        for at, title in enumerate(luck.sample(BANKS["age"]["titles"], 5), 1):
            column, kind = luck.choice(COLUMNS), luck.randrange(4)
            levels = (1, *past[column], past[column][-1] + 7)
            cards[f"a{at}"] = (title, column, luck.randint(levels[kind] + 1, levels[kind + 1] - 1))
        return Ages(past, cards)

    def fits(one: Ages) -> bool:
        right, old = one.right, sorted(one.cards, key=lambda id: one.cards[id][2])
        return (
            len(set(right.values())) >= 3
            and len({column for _, column, _ in one.cards.values()}) == 3
            and STEPS.index(right[old[-1]]) < max(STEPS.index(kind) for kind in right.values())
            and all(sum(one.by(column)[id] == kind for id, kind in right.items()) <= 2 for column in COLUMNS)
        )

    return drawn(seed, "ages", make, fits)
