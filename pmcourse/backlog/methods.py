"""Prioritization methods and the rankings that they give.

A score is None where something is missing; such items rank last and say what is missing. Equal scores share a rank
(1, 2, 2, 4) and keep the backlog's order among themselves. `RULES` says the same to learners.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from pmcourse.backlog.model import FIELDS, Backlog, Item, Moscow
from pmcourse.backlog.scores import Score, cd3, kano, moscow, opportunity, rice, safe, value_effort, wsjf
from pmcourse.errors import CourseError

RULES: Mapping[str, str] = {
    "ties": "Items with the same score share a place, written =2. The next place is left out: 1, =2, =2, 4. Among "
    "themselves they stay in the order in which your backlog has them, so it is you who decides between them.",
    "missing": "An item that lacks a number the method needs gets no score and stands last. Unknown is not zero: the "
    "method says nothing about that item, good or bad. Put in a guess, and show your doubt in the confidence.",
    "zero": "A zero above the line counts: if nobody is reached, the score is 0. A zero below the line (effort, "
    "duration, size) gives no score, because work that takes nothing does not exist. Estimate it again.",
}


@dataclass(frozen=True)
class Row:
    """One item's place in a ranking: `rank` counts from 1; `tied` says that others share it."""

    id: str
    title: str
    rank: int
    tied: bool
    score: Score

    @property
    def place(self) -> str:
        """The rank as people read it: 3, =3 where it is shared, – where there is no score."""
        return "–" if self.score.value is None else f"={self.rank}" if self.tied else str(self.rank)


@dataclass(frozen=True)
class Method:
    """A way to prioritize: what it is called, which fields it reads, its unit, its source, and what learners hear."""

    id: str
    name: str
    fields: tuple[str, ...]
    unit: str
    source: str
    score: Callable[[Item], Score]
    about: str

    @property
    def reads(self) -> str:
        """What it needs, in words: "reach, impact, confidence, effort"."""
        return ", ".join(FIELDS[field].title for field in self.fields) or FIELDS[self.id].title


METHODS: Mapping[str, Method] = {
    method.id: method
    for method in (
        Method(
            "rice", "RICE", ("reach", "impact", "confidence", "effort"), "people a quarter per person-week",
            "McBride 2016", rice,
            "How many people, how much for each, how sure, for how much work. It does not ask what waiting costs.",
        ),
        Method(
            "wsjf", "WSJF (cost of delay)", ("cost_of_delay", "duration"), "money a week per week",
            "Reinertsen 2009", wsjf,
            "What a week of waiting costs in money, divided by how many weeks the work blocks the team. If nothing "
            "depends on anything else, no order of the items loses less money. The SAFe form has the same name and "
            "another top line: it adds three relative guesses instead of money.",
        ),
        Method(
            "safe", "WSJF (SAFe form)", ("business_value", "time_criticality", "risk_opportunity", "effort"),
            "relative", "Scaled Agile Framework", safe,
            "Value, urgency, and risk or opportunity are guessed on one relative scale (1, 2, 3, 5, 8, 13, 20), added "
            "up, and divided by the job's size. Reinertsen's WSJF divides money a week by weeks. The SAFe form is "
            "quicker to fill in, but the sum is not money: an item that only looks good on two of the three can "
            "overtake one that costs more to wait for, and size is not always time.",
        ),
        Method(
            "cd3", "CD3", ("cost_of_delay", "duration"), "money a week per week", "Arnold & Yüce 2013", cd3,
            "Cost of delay divided by duration: the same division as Reinertsen's WSJF. The name insists that the "
            "cost is worked out in money for every item, with its assumptions written down.",
        ),
        Method(
            "value-effort", "Value and effort", ("business_value", "effort"), "relative",
            "Gray, Brown & Macanufo 2010", value_effort,
            "Value for each week of work. Good for a first sorting on a wall: quick wins, big bets, fill-ins, time "
            "sinks. It forgets urgency and doubt.",
        ),
        Method(
            "moscow", "MoSCoW", ("moscow", "effort"), "class", "Clegg & Barker 1994", moscow,
            "A promise for one release: what must be in, should, could, and won't this time. Must takes at most 60% of "
            "the effort and Could about 20%, so that something can give when time runs short. It makes no order "
            "inside a class.",
        ),
        Method(
            "kano", "Kano", (), "class", "Kano et al. 1984", kano,
            "Two questions to customers: how would you feel if it were there, and if it were not? What they miss most "
            "when it is gone stands first. It says nothing about the work.",
        ),
        Method(
            "opportunity", "Opportunity score", ("importance", "satisfaction"), "0 to 20", "Ulwick 2002", opportunity,
            "Important, and badly served today. What is already served well counts with its importance alone. It "
            "looks at needs, so it says nothing about the work.",
        ),
    )
}  # fmt: skip


def method(id: str) -> Method:
    """The method with this id; raises CourseError where there is none."""
    try:
        return METHODS[id]
    except KeyError:
        raise CourseError(f"method must be one of {', '.join(METHODS)} (got {id!r}).") from None


def rank(backlog: Backlog, by: str) -> list[Row]:
    """All items, best first, as the method `by` ranks them; items without a score come last, in their order.

    Raises CourseError where there is no such method.
    """
    return rank_by(backlog, method(by).score)


def rank_by(backlog: Backlog, score: Callable[[Item], Score]) -> list[Row]:
    """All items, best first, as `score` has it; items without a score come last, in their order.

    Scores that differ only beyond their 12th digit are equal: 0.1 x 3 and 0.3 are the same number to a reader.
    """
    scored = [(item, score(item)) for item in backlog.items]
    rounded = [None if s.value is None else float(f"{s.value:.12g}") for _, s in scored]
    values = sorted(value for value in rounded if value is not None)
    counts = Counter(values)
    rows = []
    for (item, s), value in zip(scored, rounded, strict=True):
        place = 1 + len(values) - (0 if value is None else bisect_right(values, value))
        rows.append(Row(item.id, item.title, place, value is not None and counts[value] > 1, s))
    return sorted(rows, key=lambda row: row.rank)


class Quadrant(StrEnum):
    """The four fields of a value/effort map."""

    QUICK_WIN = "quick win"
    BIG_BET = "big bet"
    FILL_IN = "fill-in"
    TIME_SINK = "time sink"


def quadrants(backlog: Backlog) -> dict[str, Quadrant]:
    """The field of each item that has value and effort, split at the medians; a value on the median counts as high."""
    known = [item for item in backlog.items if item.business_value is not None and item.effort is not None]
    if not known:
        return {}
    value = median([item.business_value for item in known])
    effort = median([item.effort for item in known])
    table = {
        (True, False): Quadrant.QUICK_WIN,
        (True, True): Quadrant.BIG_BET,
        (False, False): Quadrant.FILL_IN,
        (False, True): Quadrant.TIME_SINK,
    }
    return {item.id: table[item.business_value >= value, item.effort >= effort] for item in known}


def moscow_effort(backlog: Backlog, room: float | None = None) -> dict[Moscow, float]:
    """The share of the time in each class, Won't left out; empty where no effort is known.

    `room`: the person-weeks that there are; without it the shares are of what is promised. DSDM's rule: Must takes at
    most 60%, and about 20% is Could, the contingency.
    """
    inside = [item for item in backlog.items if item.moscow not in (None, Moscow.WONT) and item.effort]
    whole = room or sum(item.effort for item in inside)
    if not whole:
        return {}
    return {
        m: sum(item.effort for item in inside if item.moscow is m) / whole
        for m in (Moscow.MUST, Moscow.SHOULD, Moscow.COULD)
    }


def shifts(backlog: Backlog, before: str, after: str) -> list[tuple[Row, Row]]:
    """The rows in both rankings of each item that both can score, the farthest moved first."""
    old = {row.id: row for row in rank(backlog, before)}
    pairs = [(old[row.id], row) for row in rank(backlog, after)]
    scored = [pair for pair in pairs if all(row.score.value is not None for row in pair)]
    return sorted(scored, key=lambda pair: -abs(pair[0].rank - pair[1].rank))


def explain_shift(old: Row, new: Row) -> str:
    """In words, how far an item moved between two rankings, and why."""
    by = old.rank - new.rank
    moved = f"moves {'up' if by > 0 else 'down'} {abs(by)} from {old.rank} to {new.rank}" if by else f"stays {new.rank}"
    return f"{new.id} {new.title} {moved}: before, {old.score.why}; now, {new.score.why}."


def what_if(backlog: Backlog, overrun: float = 0, doubt: float = 0) -> Backlog:
    """The backlog if items of more than median effort took longer by `overrun`, and all were less sure by `doubt`.

    Both are shares: overrun 0.5 makes 4 weeks into 6, doubt 0.25 makes 80% confidence into 60%. Nothing is saved.
    """
    efforts = [item.effort for item in backlog.items if item.effort is not None]
    middle = median(efforts) if efforts else 0

    def changed(item: Item) -> Item:
        changes = {}
        if item.effort is not None and item.effort > middle:
            changes["effort"] = item.effort * (1 + overrun)
            if item.duration is not None:
                changes["duration"] = item.duration * (1 + overrun)
        if item.confidence is not None:
            changes["confidence"] = item.confidence * (1 - doubt)
        return item.model_copy(update=changes)

    return backlog.model_copy(update={"items": tuple(changed(item) for item in backlog.items)})
