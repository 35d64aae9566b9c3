"""The assignment's case, made from a seed: other numbers, another order, other survey answers, the same difficulty."""

from __future__ import annotations

import random
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from statistics import median

from pmcourse.backlog.case import CASE, HERE
from pmcourse.backlog.kano import NAMES, evaluate
from pmcourse.backlog.methods import shifts
from pmcourse.backlog.model import Backlog, Item, Kano
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.kit.variant import bank, draw, drawn, some_of

LAW = ("L-03", "L-10")  # their descriptions say that the law asks for them
SURVEYED = ("L-01", "L-04", "L-06", "L-09", "L-12")
CLASSES = tuple(name for name in NAMES.values() if name != "questionable")
SITUATIONS = bank(HERE / "bank.toml")
METHODS = {
    "rice": "RICE",
    "cost-of-delay": "Cost of delay ÷ duration (WSJF, CD3)",
    "moscow": "MoSCoW",
    "kano": "Kano's two questions",
    "opportunity": "Opportunity score",
}
RECALL = {
    "a": "As a teacher, I want to see who is absent, so that nobody waits for them.",
    "b": "I want to pay in three parts, so that I can begin in May.",
    "c": "As a learner in a wheelchair, I want to see which rooms I can reach.",
    "d": "As a receptionist, so that the phone rings less.",
}
_FACTORS = (0.8, 0.9, 1.0, 1.1, 1.25)
_DURATIONS = (1, 2, 3, 4, 5, 6)
_NEARLY_RIGHT = 4  # of the clinic's twelve orders that keep the need may cost at most a tenth more than the cheapest


@dataclass(frozen=True)
class Clinic:
    """The product never seen before: jobs of a clinic's appointment desk, one of which needs another first.

    `jobs`: id -> (title, cost of delay a week, duration in weeks). `needs`: (job, what must be done before it).
    """

    jobs: dict[str, tuple[str, int, int]]
    needs: tuple[str, str]

    @property
    def backlog(self) -> Backlog:
        """The same as a backlog, so that orders can be priced."""
        after, first = self.needs
        return Backlog(
            items=tuple(
                Item(id=id, title=title, cost_of_delay=cost, duration=weeks, depends_on=(first,) if id == after else ())
                for id, (title, cost, weeks) in self.jobs.items()
            )
        )


@cache
def case(seed: int) -> Backlog:
    """Lantern's backlog for one learner: twelve items with drawn numbers, in drawn order."""
    return drawn(seed, "backlog", _shaken, _is_fair)


def capacity(seed: int) -> int:
    """Person-weeks that there are until 1 May: from 45% to 55% of what all twelve items take."""
    return round(draw(seed, "capacity").uniform(0.45, 0.55) * sum(item.effort for item in case(seed).items))


def scored(seed: int) -> list[str]:
    """Three items whose RICE score is to be worked out, and whose quotient of delay too: with scores that differ."""
    return some_of(seed, "scored", [i.id for i in case(seed).items if i.id not in SURVEYED and i.effort > 1], 3)


def survey(seed: int) -> dict[str, tuple[Kano, Kano]]:
    """What most learners answered about five items, one for each class that there is, in drawn order."""
    luck = draw(seed, "survey")
    pairs: dict[str, list[tuple[Kano, Kano]]] = {name: [] for name in CLASSES}
    for with_it in Kano:
        for without in Kano:
            if (found := evaluate(with_it, without)) in pairs:
                pairs[found].append((with_it, without))
    return dict(zip(SURVEYED, (luck.choice(pairs[name]) for name in luck.sample(CLASSES, len(CLASSES))), strict=True))


def situations(seed: int) -> dict[str, str]:
    """Five situations of the bank, for which a method is to be named."""
    return some_of(seed, "situations", SITUATIONS, 5)


@cache
def clinic(seed: int) -> Clinic:
    """The clinic's four jobs: sorting by the quotient alone breaks the need, and only one order is the cheapest."""
    titles = [
        "Reminders by text message",
        "One calendar for all rooms",
        "Prescriptions without a visit",
        "Forms online",
    ]

    def make(luck: random.Random) -> Clinic:
        ids = ["C-1", "C-2", "C-3", "C-4"]
        costs = [100 * luck.randint(2, 30) for _ in ids]
        weeks = [luck.choice(_DURATIONS) for _ in ids]
        jobs = {id: row for id, row in zip(ids, zip(titles, costs, weeks, strict=True), strict=True)}
        after, first = luck.sample(ids, 2)
        return Clinic(jobs, (after, first))

    def fits(one: Clinic) -> bool:
        quotients = {id: cost / weeks for id, (_, cost, weeks) in one.jobs.items()}
        after, first = one.needs
        by_quotient = sorted(quotients, key=quotients.__getitem__, reverse=True)
        kept = [order for order in permutations(one.jobs) if order.index(first) < order.index(after)]
        cost = {order: cost_of_order(one.backlog, order) for order in kept}
        least, second = sorted(cost.values())[:2]
        near = sum(each <= 1.1 * least for each in cost.values())
        apart = near <= _NEARLY_RIGHT and second > 1.02 * least
        begins_right = cost.get(tuple(one.jobs)) == least  # who then moved nothing would not have answered
        return apart and by_quotient.index(after) < by_quotient.index(first) and not begins_right

    return drawn(seed, "clinic", make, fits)


def farthest(backlog: Backlog) -> str:
    """The item whose rank differs most between RICE and WSJF."""
    return shifts(backlog, "rice", "wsjf")[0][0].id


def refusable(backlog: Backlog) -> list[str]:
    """Items that nobody needs and whose cost of delay lies below the middle."""
    return [id for id in backlog.ids if not why_not_refused(backlog, id, {id})]


def why_not_refused(backlog: Backlog, id: str, refused: Collection[str]) -> str:
    """Why an item cannot be refused together with all of `refused`, "" where it can."""
    if id not in backlog.ids:
        return f"{id} is none of the items."
    if keeps := [item.id for item in backlog.items if id in item.depends_on and item.id not in refused]:
        return f"{id} is needed by {', '.join(keeps)}."
    if backlog.find(id).cost_of_delay < median(item.cost_of_delay for item in backlog.items):
        return ""
    return f"Waiting for {id} is not cheap."


def _shaken(luck: random.Random) -> Backlog:
    items = []
    for item in CASE.assignment.items:
        weeks = max(1, item.duration + luck.choice((-1, 0, 0, 1)))
        items.append(
            item.but(
                reach=round(item.reach * luck.choice(_FACTORS), -1),
                cost_of_delay=round(item.cost_of_delay * luck.choice(_FACTORS), -1),
                duration=weeks,
                effort=weeks,
            )
        )
    luck.shuffle(items)
    return CASE.assignment.model_copy(update={"items": tuple(items)})


def _is_fair(backlog: Backlog) -> bool:
    """Whether one item moves farthest, the start wastes enough and breaks needs, and enough can be refused."""
    moves = [abs(old.rank - new.rank) for old, new in shifts(backlog, "rice", "wsjf")]
    least = best_order(backlog).cost
    return (
        moves[0] >= moves[1] + 1
        and len(backlog.broken()) >= 2
        and 1.35 <= cost_of_order(backlog) / least <= 1.8
        and 3 <= len(refusable(backlog)) <= 6
    )
