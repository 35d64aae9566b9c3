"""The assignment's case, made from a seed: other efforts, another order, other facts, the same difficulty."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import permutations

from pmcourse.kit.variant import bank, draw, drawn, some_of
from pmcourse.roadmap.case import CASE, HERE
from pmcourse.roadmap.forecast import Forecast, forecast
from pmcourse.roadmap.model import Estimate, Roadmap

SENTENCES = bank(HERE / "bank.toml")
KINDS = {
    "output": "output: something is made",
    "outcome": "outcome: people do something differently",
    "impact": "impact: how the organisation fares",
}
PROMISED = {"N-03": date(2027, 3, 31), "N-04": date(2027, 6, 30)}  # to the disability council and to the ministry
SURE = 0.85
SAY = {
    "day": "the promised day",
    "nothing": "no day yet: speak first with those who were promised one",
    "direction": "what is coming, without a day",
}
_SHARED = ("N-05", "N-12")  # two teams do them together
_LEFT = 13.0  # weeks of a quarter
_STRAY = ("N-06", "N-11", "N-13")  # two of them begin under an outcome that they cannot move; N-10 begins under none
_ELSEWHERE = ("access", "pay")


@dataclass(frozen=True)
class Trials:
    """The day on which the work ended in each of twenty trials, all different; the promised day is one of them."""

    ends: tuple[int, ...]
    day: int

    @property
    def kept(self) -> float:
        """The share of the trials that end on the promised day or before, in percent."""
        return 100 * sum(end <= self.day for end in self.ends) / len(self.ends)

    def by(self, share: float) -> int:
        """The day by which `share` (0 to 1) of the trials have ended."""
        return sorted(self.ends)[round(share * len(self.ends)) - 1]


@dataclass(frozen=True)
class Ferry:
    """The product never seen before: one crew does four jobs, one after the other.

    `jobs`: id -> (title, weeks of work). `waits`: (job, what must be done before it). `promises`: job -> last week.
    """

    jobs: dict[str, tuple[str, int]]
    waits: tuple[str, str]
    promises: dict[str, int]

    def is_possible(self, order: tuple[str, ...] | list[str]) -> bool:
        """Whether nothing comes before what it waits for."""
        after, first = self.waits
        return order.index(first) < order.index(after)

    def kept(self, order: tuple[str, ...] | list[str]) -> int:
        """How many of the promises an order keeps."""
        ends, week = {}, 0
        for id in order:
            week += self.jobs[id][1]
            ends[id] = week
        return sum(ends[id] <= last for id, last in self.promises.items())


@cache
def case(seed: int) -> Roadmap:
    """Lantern's roadmap for one learner: drawn efforts, in drawn order, with the faults that the tasks ask about."""
    made, luck = drawn(seed, "roadmap", _shaken, _is_fair), draw(seed, "astray")
    for id in luck.sample(_STRAY, 2):
        made = made.with_initiative(made.initiative(id).model_copy(update={"outcome": luck.choice(_ELSEWHERE)}))
    return made


@cache
def at_start(seed: int) -> Forecast:
    """The forecast of the learner's case as it begins."""
    return forecast(case(seed))


def facts(seed: int) -> dict[str, float]:
    """Today's values of the two outcomes that have none: percent of courses, and learners a term."""
    luck = draw(seed, "facts")
    return {"teach": float(luck.choice((20, 25, 30, 35, 40))), "pay": float(luck.randint(8, 16))}


def sentences(seed: int) -> dict[str, str]:
    """Five sentences of the bank, to be told apart."""
    return some_of(seed, "sentences", SENTENCES, 5)


def estimated(seed: int) -> tuple[str, str]:
    """Two initiatives whose expected effort is asked: one as a whole, and one as the part of one of its two teams."""
    alone = [
        one.id
        for one in case(seed).initiatives
        if one.effort and len(one.teams) == 1 and abs(one.effort.expected - one.effort.likely) > 0.2
    ]
    luck = draw(seed, "estimated")
    return luck.choice(sorted(alone)), luck.choice(_SHARED)


def trials(seed: int) -> Trials:
    """Twenty trials, of which 55 to 75% keep the promise."""
    luck = draw(seed, "trials")
    ends = luck.sample(range(21, 95), 20)
    return Trials(tuple(ends), sorted(ends)[luck.randint(11, 15) - 1])


def together(seed: int) -> tuple[int, int]:
    """How many promises, independent of each other, and the chance of each, in percent."""
    luck = draw(seed, "together")
    return luck.randint(3, 5), luck.choice((50, 70, 80, 90))


def desk(seed: int) -> dict[str, tuple[str, str]]:
    """What the ferry's ticket office asks about: id -> (text, what may be said of it), two or one of each sort."""
    luck = draw(seed, "desk")
    titles = ["Tickets on the phone", "A ramp at the north pier", "Bicycles booked ahead", "Signs in three languages",
              "A late boat on Fridays"]  # fmt: skip
    months = luck.sample(["1 April", "15 May", "1 June", "20 June", "1 July"], 5)
    sorts = ["day", "nothing", "direction", "direction", luck.choice(["day", "nothing"])]
    luck.shuffle(sorts)
    found = {}
    for at, (title, month, sort) in enumerate(zip(titles, months, sorts, strict=True), 1):
        if sort == "day":
            said = f"promised to the council for {month}; {luck.randint(88, 97)}% of the trials keep it"
        elif sort == "nothing":
            said = f"promised to the council for {month}; {luck.randint(35, 70)}% of the trials keep it"
        else:
            said = f"promised to nobody; {luck.randint(80, 96)}% of the trials end by {month}"
        found[f"d{at}"] = (f"{title}: {said}", sort)
    return found


@cache
def ferry(seed: int) -> Ferry:
    """The ferry's four jobs: few orders keep all, and neither the drawn one nor the earliest promise first does."""

    def make(luck: random.Random) -> Ferry:
        titles = luck.sample(
            ["New timetable", "Ticket machines", "Life jackets for children", "Card readers on board"], 4
        )
        jobs = {f"F-{at}": (title, luck.randint(2, 7)) for at, title in enumerate(titles, 1)}
        after, first = luck.sample(list(jobs), 2)
        promised = luck.sample(list(jobs), 2)
        return Ferry(jobs, (after, first), {id: luck.randint(5, 18) for id in promised})

    def fits(one: Ferry) -> bool:
        good = [order for order in permutations(one.jobs) if one.is_possible(order) and one.kept(order) == 2]
        hasty = sorted(one.jobs, key=lambda id: one.promises.get(id, 99))
        return 1 <= len(good) <= 4 and tuple(one.jobs) not in good and not one.is_possible(hasty)

    return drawn(seed, "ferry", make, fits)


def recall(seed: int) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
    """Three pairs of jobs, A and B, each (cost of a week's delay, weeks of work): no shortcut is right in all."""

    def make(luck: random.Random) -> dict[str, tuple[tuple[int, int], tuple[int, int]]]:
        def job() -> tuple[int, int]:
            return 100 * luck.randint(2, 20), luck.randint(1, 8)

        return {f"p{at}": (job(), job()) for at in (1, 2, 3)}

    def fits(pairs: dict[str, tuple[tuple[int, int], tuple[int, int]]]) -> bool:
        clear = all(max(_urgent(a), _urgent(b)) >= 1.3 * min(_urgent(a), _urgent(b)) for a, b in pairs.values())
        right = [first(pair) for pair in pairs.values()]
        costly = ["A" if a[0] > b[0] else "B" for a, b in pairs.values()]
        short = ["A" if a[1] < b[1] else "B" for a, b in pairs.values()]
        differ = all(a[0] != b[0] and a[1] != b[1] for a, b in pairs.values())
        return clear and differ and len(set(right)) == 2 and costly != right and short != right

    return drawn(seed, "recall", make, fits)


def first(pair: tuple[tuple[int, int], tuple[int, int]]) -> str:
    """Which of a pair goes first: the one with the larger cost of delay ÷ duration."""
    return "A" if _urgent(pair[0]) > _urgent(pair[1]) else "B"


@cache
def drivers(seed: int) -> dict[str, float]:
    """How the size of each initiative goes together with the end of N-03, to two decimals: those that do at all."""
    return _drivers(at_start(seed))


def days(seed: int) -> dict[str, date]:
    """The days of N-03 at the start: P50, P85 and P95."""
    seen = at_start(seed)
    return {f"P{share}": seen.day(share / 100, "N-03") for share in (50, 85, 95)}


def _urgent(job: tuple[int, int]) -> float:
    return job[0] / job[1]


def _drivers(seen: Forecast) -> dict[str, float]:
    found = {one.id: round(one.correlation, 2) for one in seen.drivers("N-03")}
    return {id: found[id] for id in sorted(found) if abs(found[id]) >= 0.05}


def _shaken(luck: random.Random) -> Roadmap:
    start, made = CASE.assignment, []
    for one in start.initiatives:
        if was := one.effort:
            step = 1.0 if was.likely >= 5 else 0.5
            likely = was.likely + step * luck.choice((-1, 0, 0, 1))
            low, high = likely - (was.likely - was.low), likely + (was.high - was.likely) + step * luck.choice((0, 1))
            one = one.model_copy(update={"effort": Estimate(low=low, likely=likely, high=high)})
        made.append(one)
    luck.shuffle(made)
    return start.model_copy(update={"initiatives": tuple(made)})


def _is_fair(roadmap: Roadmap) -> bool:
    """Whether the start breaks what the tasks ask about, one plan at least has room and keeps both days, and no tie."""
    needs = {one.id: one.effort.expected for one in roadmap.initiatives if one.effort}
    place = {one.id: at for at, one in enumerate(roadmap.initiatives)}
    site, office = (team.capacity_in("2027-Q1") for team in roadmap.teams)
    full = needs["N-01"] + needs["N-03"] + needs["N-06"] + needs["N-10"] > site + 1
    fits = needs["N-02"] + needs["N-05"] / 2 <= office and needs["N-07"] <= office - 2
    ministry = _LEFT * (needs["N-03"] / site + (needs["N-05"] / 2 + needs["N-02"] + needs["N-04"]) / office)
    if not (full and fits and ministry <= 21 and place["N-01"] < place["N-03"]):
        return False
    most = sorted(_drivers(forecast(roadmap)).values(), reverse=True)
    return most[0] > most[1] + 0.04
