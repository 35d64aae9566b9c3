"""The assignment's case, made from a seed: other numbers, another order, the same difficulty."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from pmcourse.kanban import flow, plot
from pmcourse.kanban.case import HERE
from pmcourse.kanban.checks import Option, misplaced, pulled
from pmcourse.kanban.engine import Event, Setting, simulate
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
SHARE = 0.85
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


@dataclass(frozen=True)
class Weeks:
    """Cards done in each of twelve weeks, 0 in some of them, and how many cards are left."""

    done: tuple[int, ...]
    left: int

    @property
    def right(self) -> int:
        """The first week in which all are done with the chance SHARE."""
        return flow.weeks_for(self.done, self.left, SHARE) or 0

    @property
    def mean(self) -> int:
        """The week in which they are done if each week is the mean one."""
        return -(-self.left * len(self.done) // sum(self.done))

    @property
    def full(self) -> int:
        """The first week for SHARE, if the weeks in which nothing was done are left out."""
        return flow.weeks_for([many for many in self.done if many], self.left, SHARE) or 0

    @property
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
