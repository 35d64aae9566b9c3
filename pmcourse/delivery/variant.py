"""The assignment's case, made from a seed: other numbers, another order, the same difficulty."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import median

from pmcourse.delivery import line, rollout
from pmcourse.delivery.case import CASE, HERE
from pmcourse.delivery.line import Team
from pmcourse.delivery.model import FlagRule, Stage
from pmcourse.kit.variant import bank, draw, drawn, some_of

BANKS = bank(HERE / "bank.toml")
PARTS = tuple(FlagRule.model_fields)
OF_TWO = "Two of the faults were with one person."
SAID = (
    "“It feels fine,” says the teacher.", "“I do not like it,” says the teacher.", "It is Friday afternoon.",
    OF_TWO, "The last hour was without a fault.", "“Everybody waits for it.”",
)  # fmt: skip
MOVES = {
    "back": "stop at once, and take the release back",
    "on": "go on to more people",
    "count": "keep counting until all visits are seen",
    "allow": "let the mark be two higher, and look again",
}


@dataclass(frozen=True)
class Asked:
    """A pipeline's task: what comes to it, and its limits (hours, and the share of faults that come through)."""

    team: Team
    stages: tuple[Stage, ...]
    lead: float
    through: float


@dataclass(frozen=True)
class Trial:
    """A trial release: visits, shares of visits with a fault where it is good and where it is bad, and its limits."""

    visits: int
    usual: float
    bad: float
    limits: rollout.Stops

    @property
    def marks(self) -> list[int]:
        """Counts that are right."""
        return rollout.good_counts(self.visits, self.usual, self.bad, self.limits)

    @property
    def middle(self) -> float:
        """Half way between what good and bad releases show: no limit is looked at."""
        return (self.usual + self.bad) * self.visits / 2


@cache
def pipeline(seed: int) -> Asked:
    """Six stages of which not all are worth their minutes; who uses all of them breaks a limit or pays much more."""

    def make(luck: random.Random) -> Asked:
        stages = tuple(
            _shaken(stage, luck) for stage in luck.sample(CASE.assignment.stages, len(CASE.assignment.stages))
        )
        team = Team(rate=luck.choice((1.5, 2.0, 2.5)), fault=luck.choice((0.04, 0.06, 0.08)))
        return Asked(team, stages, luck.choice((2.5, 3.0, 3.5, 4.0)), luck.choice((0.2, 0.25, 0.3, 0.4)))

    def fits(one: Asked) -> bool:
        found = line.cheapest(one.stages, one.team, one.lead, one.through)
        if not found or not 4 <= found[2] <= 20 or len(found[1]) not in (2, 3):
            return False
        first = one.stages[: len(found[1])]
        return tuple(first) != found[1] and line.mean_lead(one.stages, found[2], one.team) > one.lead

    return drawn(seed, "pipeline", make, fits)


@cache
def order(seed: int) -> dict[str, Stage]:
    """Five stages; neither the shortest first, nor the surest first, nor as they stand, is near the best order."""
    titles = {"a": "Stage A", "b": "Stage B", "c": "Stage C", "d": "Stage D", "e": "Stage E"}

    def make(luck: random.Random) -> dict[str, Stage]:
        return {
            id: Stage(id=id, title=title, minutes=luck.randint(2, 30), catches=luck.randint(2, 12) / 20)
            for id, title in titles.items()
        }

    def fits(one: dict[str, Stage]) -> bool:
        stages = list(one.values())
        best = line.quickest(stages)
        least = line.minutes_to_find(best)
        ratios = [stage.minutes / stage.catches for stage in best]
        apart = all(after > 1.1 * before for before, after in pairwise(ratios))
        keys = (lambda s: s.minutes, lambda s: -s.catches, lambda s: s.catches, lambda s: -s.minutes, lambda s: s.id)
        return apart and all(line.minutes_to_find(sorted(stages, key=key)) > 1.15 * least for key in keys)

    return drawn(seed, "order", make, fits)


def log(seed: int) -> list[dict[str, object]]:
    """Eight to twelve releases of three to five weeks as `case.log` reads them; not as often as in the lesson.

    What failed was taken back within hours, or mended by a release of the next day.
    """

    def make(luck: random.Random) -> list[dict[str, object]]:
        last = luck.choice((22, 29, 36))
        days = [1, *sorted(luck.sample(range(3, last - 2), luck.randint(5, 7))), last]
        rows: list[dict[str, object]] = [{"day": day, "lead": _leads(luck)} for day in days]
        for row in luck.sample(rows[:-1], luck.choice((3, 4))):
            row["mended"] = luck.randint(2, 9)
            if luck.random() < 0.6:
                row["mended"] = luck.randint(16, 30)
                rows.append({"day": row["day"] + 1, "lead": [luck.randint(1, 5)], "unplanned": True})
        return sorted(rows, key=lambda row: row["day"])

    def fits(rows: list[dict[str, object]]) -> bool:
        leads = [hours for row in rows for hours in row["lead"]]
        days, mended = [row["day"] for row in rows], [row["mended"] for row in rows if "mended" in row]
        middle = median(leads)
        by_release = median(sum(row["lead"]) / len(row["lead"]) for row in rows)
        alike = (sum(leads) / len(leads), by_release, leads[len(leads) // 2])
        a_week = 7 * (len(rows) - 1) / (days[-1] - 1)
        return (
            len(leads) % 2 == 1
            and len(set(days)) == len(days)
            and len(set(leads)) == len(leads)
            and len(set(mended)) == len(mended)
            and 1 <= sum("unplanned" in row for row in rows) < len(mended)
            and abs(a_week - 2) > 0.1
            and abs(sum(mended) / len(mended) - median(mended)) > 1
            and all(abs(one - middle) > 2 for one in alike)
        )

    return drawn(seed, "log", make, fits)


def phrases(seed: int) -> dict[str, dict[str, str]]:
    """Phrases of the flag's parts, in drawn order."""
    return {part: some_of(seed, f"flag-{part}", BANKS["flag"][part], 4) for part in PARTS}


def trial(seed: int) -> Trial:
    """A trial with one or two right marks, which are not half way between good and bad."""

    def make(luck: random.Random) -> Trial:
        usual = luck.choice((0.01, 0.015, 0.02))
        most, least = luck.choice((0.01, 0.02, 0.05, 0.1, 0.2, 0.3)), luck.choice((0.6, 0.7, 0.8, 0.9, 0.95, 0.98))
        bad = round(usual * luck.choice((2.5, 3, 3.5)), 4)
        return Trial(luck.randrange(200, 601, 20), usual, bad, rollout.Stops(most, least))

    def fits(one: Trial) -> bool:
        return len(one.marks) in (1, 2) and min(abs(mark - one.middle) for mark in one.marks) >= 1

    return drawn(seed, "trial", make, fits)


def moments(seed: int) -> dict[str, tuple[str, str]]:
    """Four moments of trials whose mark was set before, in words, each with what to do; three kinds."""
    luck = draw(seed, "moments")
    kinds = ["back", "on", "count", luck.choice(("back", "on", "count"))]
    luck.shuffle(kinds)
    found = {}
    for at, kind in enumerate(kinds, 1):
        visits, mark = luck.randrange(200, 600, 20), luck.randint(5, 14)
        seen = visits if kind == "on" or luck.random() < 0.3 * (kind == "back") else luck.randrange(80, visits - 30, 10)
        faults = luck.randint(mark, mark + 3) if kind == "back" else luck.randint(max(1, mark - 4), mark - 1)
        said = luck.choice([one for one in SAID if faults > 1 or one != OF_TWO])
        met = f"{faults} fault{'s' * (faults > 1)}"
        text = f"Stop from {mark} faults in {visits} visits on. Now {seen} visits are seen, with {met}. {said}"
        found[f"m{at}"] = (text, kind)
    return found


def policy(seed: int) -> dict[str, str]:
    """Four of the bank's situations."""
    return some_of(seed, "policy", BANKS["policy"], 4)


def improves(seed: int) -> dict[str, str]:
    """Five of the bank's changes."""
    return some_of(seed, "improves", BANKS["improves"], 5)


def branches(seed: int) -> tuple[int, float]:
    """How many branches are open, and the chance that two of them collide."""
    luck = draw(seed, "branches")
    return luck.randint(5, 9), luck.randint(2, 5) / 100


def bakery(seed: int) -> tuple[int, float, int]:
    """A product never seen: changes in a batch, share of changes with a fault, and a batch to be halved."""
    luck = draw(seed, "bakery")
    return luck.randint(6, 12), luck.randint(4, 9) / 100, luck.choice((8, 16, 32, 64))


def little(seed: int) -> tuple[int, int]:
    """Changes a day, and the hours that each is on its way on average; days have 24 hours."""

    def make(luck: random.Random) -> tuple[int, int]:
        return luck.randint(4, 20), luck.randrange(6, 61, 3)

    return drawn(seed, "little", make, lambda one: one[0] * one[1] % 12 == 0 and one[1] not in (24, 48))


def _leads(luck: random.Random) -> list[int]:
    """Hours that the changes of a release had waited."""
    return [luck.randint(2, 60) for _ in range(luck.choice((1, 1, 2)))]


def _shaken(stage: Stage, luck: random.Random) -> Stage:
    """A stage with other minutes, and another share that it catches where that is not small."""
    more = luck.choice((-0.05, 0, 0.05)) if stage.catches > 0.2 else 0
    minutes = max(1, round(stage.minutes * luck.uniform(0.8, 1.25)))
    return stage.model_copy(update={"minutes": minutes, "catches": round(stage.catches + more, 2)})
