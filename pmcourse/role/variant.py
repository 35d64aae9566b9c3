"""The assignment's case, made from a seed: other situations, people, marks and pays, the same difficulty."""

from __future__ import annotations

import random
import tomllib
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import mean, median

from pmcourse.kit.marks import one_apart
from pmcourse.kit.variant import draw, drawn, some_of
from pmcourse.role.case import CASE, HERE
from pmcourse.role.model import Person, Rivals, Role

BANK = tomllib.loads((HERE / "bank.toml").read_text(encoding="utf-8"))
OPTIONS, STEPS = BANK["options"], BANK["steps"]
COUNTS = {"situations": 6, "diary": 5, "claims": 4, "elsewhere": 4}  # items drawn of each bank
PEOPLE = 6
VOTES = 240  # people asked what matters most to them; no number of votes is a weighted gap in per cent
_CRITERIA = ("price", "times", "choice of classes", "ease of booking")
_RIVALS = ("Lantern", "Town college", "Video courses", "Private teachers")
_WISHES = ("A map of all rooms", "A reminder on the day before", "Paying in three parts", "A list of all teachers")


@dataclass(frozen=True)
class Pay:
    """Eight pays a year, as they came in."""

    given: tuple[int, ...]

    @property
    def mean(self) -> float:
        return mean(self.given)

    @property
    def median(self) -> float:
        return median(self.given)

    @property
    def unsorted(self) -> float:
        """What somebody gets who takes the two in the middle of the list as it came in."""
        return mean(self.given[3:5])


def items(seed: int, name: str) -> dict[str, str]:
    """The learner's items of one bank."""
    return some_of(seed, name, BANK[name], COUNTS[name])


def case(seed: int) -> Role:
    """The artefact to begin with: the learner's people, none of them placed."""
    chosen = some_of(seed, "people", BANK["people"], PEOPLE)
    people = (Person(id=id, name=name, fact=fact) for id, (name, fact) in chosen.items())
    return CASE.assignment.model_copy(update={"people": tuple(people)})


def phrases(seed: int) -> tuple[str, dict[str, str]]:
    """What is known of one group of people, and fourteen phrases, of which seven make a vision for them."""
    one = dict(draw(seed, "phrases").choice(list(BANK["phrases"].values())))
    facts = one.pop("facts")
    return facts, some_of(seed, "phrase order", one, len(one))


@cache
def rivals(seed: int) -> Rivals:
    """Lantern and three rivals; the gap that weighs most is at times the widest, at times what most people named.

    So neither of the two is a rule that answers the question.
    """
    kind = draw(seed, "kind of rivals").choice(("neither", "widest", "most named"))
    return drawn(seed, "rivals", _marked, lambda found: _has_one_answer(found, kind))


def pay(seed: int) -> Pay:
    """Eight pays with one far above: the mean lies well above the median, and the list is not in order."""

    def make(luck: random.Random) -> Pay:
        usual = luck.sample(range(40_000, 74_000, 500), 7)
        given = [*usual, luck.randrange(140_000, 200_000, 500)]
        luck.shuffle(given)
        return Pay(tuple(given))

    def fits(one: Pay) -> bool:
        return one.mean > 1.12 * one.median and abs(one.unsorted - one.median) > 2_000 < abs(one.unsorted - one.mean)

    return drawn(seed, "pay", make, fits)


def steps(seed: int) -> dict[str, str]:
    """The four steps, mixed up: more than one of them has to be moved."""
    right = list(STEPS)

    order = drawn(seed, "steps", lambda luck: luck.sample(right, 4), lambda found: not one_apart(found, right))
    return {id: STEPS[id] for id in order}


def wishes(seed: int) -> dict[str, tuple[str, int, int]]:
    """Four wishes with people and weeks; each helps at least a fifth more people a week than the next.

    Who goes by people alone, by weeks alone or leaves them as they are has more than one wish in a wrong place.
    """

    def make(luck: random.Random) -> dict[str, tuple[str, int, int]]:
        rates, weeks = luck.sample(range(20, 200, 20), 4), luck.sample(range(1, 10), 4)
        people = (rate * week for rate, week in zip(rates, weeks, strict=True))
        return {f"w{at}": one for at, one in enumerate(zip(luck.sample(_WISHES, 4), people, weeks, strict=True))}

    def fits(found: dict[str, tuple[str, int, int]]) -> bool:
        order = by_week(found)
        rates = [found[id][1] / found[id][2] for id in order]
        by_people, by_weeks = (sorted(found, key=key) for key in (lambda id: -found[id][1], lambda id: found[id][2]))
        apart = all(more >= 1.2 * less for more, less in pairwise(rates))
        return apart and not any(one_apart(wrong, order) for wrong in (by_people, by_weeks, list(found)))

    return drawn(seed, "wishes", make, fits)


def by_week(found: dict[str, tuple[str, int, int]]) -> list[str]:
    """The wishes by people helped for each week of work, most first."""
    return sorted(found, key=lambda id: -found[id][1] / found[id][2])


def _marked(luck: random.Random) -> Rivals:
    cuts = sorted(luck.sample(range(5, 100, 5), 3))
    shares = [after - before for before, after in zip([0, *cuts], [*cuts, 100], strict=True)]
    votes = {name: share * VOTES // 100 for name, share in zip(_CRITERIA, shares, strict=True)}
    marks: dict[str, dict[str, int]] = {name: {} for name in _RIVALS}
    for criterion, gap in zip(_CRITERIA, luck.choices((2, 3, 4), k=4), strict=True):
        own = luck.randint(1, 5 - gap)
        others = [own + gap, luck.randint(1, own + gap), luck.randint(1, own + gap)]
        luck.shuffle(others)
        for name, mark in zip(_RIVALS, (own, *others), strict=True):
            marks[name][criterion] = mark
    return Rivals(own=_RIVALS[0], votes=votes, marks=marks)


def _has_one_answer(found: Rivals, kind: str) -> bool:
    """Whether one gap is the widest, one is named by most, and one weighs clearly most, as `kind` says."""
    gaps = sorted((found.gap(name) for name in _CRITERIA), reverse=True)
    weighted = sorted((found.weighted(name) for name in _CRITERIA), reverse=True)
    if gaps[0] == gaps[1] or weighted[0] < 1.25 * weighted[1] or len(set(found.votes.values())) < len(_CRITERIA):
        return False
    widest, named = found.widest(weighted=False), max(found.votes, key=found.votes.__getitem__)
    truths = {"neither": found.widest() not in (widest, named), "widest": found.widest() == widest != named,
              "most named": found.widest() == named != widest}  # fmt: skip
    return truths[kind]
