"""The assignment's case, made from a seed: another topic, other numbers and facts, the same difficulty."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from math import ceil, sqrt

from pmcourse.experiments.case import CASE, HERE
from pmcourse.experiments.checks import FALSE_GO, SEEN_GO
from pmcourse.experiments.model import Assumption, Evidence, Experiments, Harm, Kind, Method, Rule
from pmcourse.experiments.shares import difference, size
from pmcourse.experiments.worlds import Setting
from pmcourse.kit.shares import at_least
from pmcourse.kit.variant import bank, draw, drawn, some_of

BANKS = bank(HERE / "bank.toml")
KINDS = {one.name.lower(): one.value for one in Kind}
TESTS = {one.name.lower(): one.value for one in Method} | {"safe": "none on people yet: first prove that it is safe"}
TOPICS = ("waiting", "trial", "reminder")
NEXT = {
    "better": "build it: the new one is better",
    "worse": "do not build it: the new one is worse",
    "nothing": "do not build it: no difference was shown",
    "on": "let it run on as planned",
    "broken": "decide nothing: find out how the arms were filled",
}
LOOP = {
    "g1": "Set up only that: a text and a list for the receptionist",
    "g2": "Hold the number against what was written down: go on, change or shelve",
    "g3": "Choose the least that brings this number: a person who does it by hand",
    "g4": "Write down what you want to find out, and what you will do with each answer",
    "g5": "Do it with the people, and count",
    "g6": "Choose what would have to be counted for that",
}
DECISIONS = {
    "go": "go on",
    "pivot": "change it and try again",
    "shelve": "shelve it",
    "void": "it does not count: ask again, by the rule",
}
SOURCES = {
    "did": "what somebody did",
    "would": "what somebody says they would do",
    "others": "an opinion about other people",
    "count": "a count of what many did",
}
_DAYS = ("Friday 12 March", "Friday 16 April", "Friday 21 May", "Friday 11 June")


@dataclass(frozen=True)
class Bakery:
    """The product never seen before: bread by subscription, offered to `people`.

    Go on from the count `go`, shelve up to `shelve`; `truth` gives the decision for each of `results`.
    """

    people: int
    go: int
    shelve: int
    results: dict[str, str]
    truth: dict[str, str]


@cache
def case(seed: int) -> Experiments:
    """Lantern's assumptions, two experiments and the phrases of one learner."""
    people, _, _ = shares(seed)
    first, second = CASE.assignment.experiments
    return CASE.assignment.model_copy(
        update={
            "assumptions": tuple(one for one, _, _ in _assumptions(seed)),
            "experiments": (first.model_copy(update={"rule": Rule(people=people)}), second),
            "phrases": _phrases(seed),
        }
    )


def topic(seed: int) -> str:
    """The topic of the hypothesis."""
    return draw(seed, "topic").choice(TOPICS)


def wish(seed: int) -> str:
    """What Ms Duarte says."""
    return BANKS[topic(seed)]["wish"]


def places(seed: int) -> dict[str, tuple[Harm, Evidence]]:
    """What stands in each assumption."""
    return {one.id: (harm, evidence) for one, harm, evidence in _assumptions(seed)}


def riskiest(seed: int) -> str:
    """The assumption to try first: of those that could end the idea, the one with least behind it."""
    return min(
        (id for id, (harm, _) in places(seed).items() if harm is Harm.END), key=lambda id: _known(places(seed)[id])
    )


def shares(seed: int) -> tuple[int, float, float]:
    """People asked, the share that just pays, and the share hoped for: two or more thresholds keep both promises."""

    def make(luck: random.Random) -> tuple[int, float, float]:
        poor = luck.choice((0.10, 0.15, 0.20, 0.25))
        return luck.choice((30, 36, 40, 44, 50, 56)), poor, round(poor + luck.choice((0.20, 0.25)), 2)

    return drawn(seed, "shares", make, lambda one: 2 <= len(good_counts(*one)) <= 5)


def good_counts(people: int, poor: float, good: float) -> list[int]:
    """The counts from which a rule may go on."""
    return [
        count
        for count in range(1, people + 1)
        if at_least(count, people, poor) <= FALSE_GO and at_least(count, people, good) >= SEEN_GO
    ]


def setting(seed: int) -> Setting:
    """Where the learner's A/B test is made: in whole weeks there are just enough people for one look at the end.

    Looking daily costs too much; one look is never far from the cheapest.
    """
    luck = draw(seed, "setting")
    before, lift = luck.choice((0.10, 0.15, 0.20, 0.25, 0.30)), luck.choice((0.03, 0.04, 0.05))
    people = 2 * size(before, before + lift)
    return Setting(
        before=before,
        after=round(before + lift, 2),
        a_day=ceil(people * luck.uniform(1.01, 1.03) / (7 * luck.choice((1, 2, 3)))),
        per_person=0.1,
        per_look=ceil(0.1 * people * luck.uniform(0.016, 0.022)),
        worth=100 * round(people * 0.03),
    )


def sample(seed: int) -> tuple[float, float, int]:
    """Share today, share worth having, visitors a week: for the sample size."""
    luck = draw(seed, "sample")
    before, lift = luck.choice((0.04, 0.06, 0.08, 0.12, 0.15, 0.24)), luck.choice((0.02, 0.03, 0.04))
    return before, round(before + lift, 2), luck.choice((180, 240, 320, 410, 560, 720))


def looks(seed: int) -> int:
    """How often somebody looks at a test without any effect."""
    return draw(seed, "looks").choice((2, 3, 4, 6, 8, 10, 13, 16, 20))


def results(seed: int) -> dict[str, tuple[str, str]]:
    """Four results of A/B tests, in words, each with what follows from it; one has arms that were filled badly."""
    luck = draw(seed, "results")
    kinds = ["broken", *luck.sample([kind for kind in NEXT if kind != "broken"], 3)]
    luck.shuffle(kinds)
    return {f"x{at}": (_result(kind, draw(seed, f"result-{at}")), kind) for at, kind in enumerate(kinds, 1)}


def bakery(seed: int) -> Bakery:
    """Four results of the bakery's try, in drawn order; one does not count."""
    luck = draw(seed, "bakery")
    people = luck.choice((25, 30, 36, 45))
    go, shelve = round(people * luck.uniform(0.30, 0.38)), round(people * luck.uniform(0.10, 0.16))
    more = people + luck.randint(12, 20)
    told = {
        "go": f"{people} were asked, and {go} paid.",
        "pivot": f"{people} were asked, and {luck.randint(shelve + 1, go - 1)} paid. The baker says: “Nearly!”",
        "shelve": f"{people} were asked, and {luck.randint(1, shelve)} paid. The baker still believes in it.",
        "void": luck.choice(
            (
                f"The baker asked until {go} had paid. That took {more} customers; nobody noted the first {people}.",
                f"Not the next {people} were asked, but {people} friends of the baker, and {go + 3} paid.",
            )
        ),
    }
    order = luck.sample(list(told), len(told))
    ids = {f"b{at}": kind for at, kind in enumerate(order, 1)}
    return Bakery(people, go, shelve, {id: told[kind] for id, kind in ids.items()}, ids)


def kinds(seed: int) -> dict[str, str]:
    """Five hypotheses, whose kind is to be said."""
    return some_of(seed, "kinds", BANKS["kinds"], 5)


def tests(seed: int) -> dict[str, str]:
    """Five situations, for which a test is to be chosen."""
    return some_of(seed, "tests", BANKS["tests"], 5)


def evidence(seed: int) -> dict[str, str]:
    """Four things that somebody heard or read."""
    return some_of(seed, "evidence", BANKS["evidence"], 4)


def loop(seed: int) -> dict[str, str]:
    """Six steps, mixed up."""
    return {id: LOOP[id] for id in draw(seed, "loop").sample(list(LOOP), len(LOOP))}


def _known(place: tuple[Harm, Evidence]) -> int:
    return list(Evidence).index(place[1])


@cache
def _assumptions(seed: int) -> list[tuple[Assumption, Harm, Evidence]]:
    def make(luck: random.Random) -> list[tuple[Assumption, Harm, Evidence]]:
        found = []
        for at, id in enumerate(luck.sample(list(BANKS["statements"]), 5), 1):
            about = BANKS["statements"][id]
            harm = luck.choice([one for one in Harm if one.name in about])
            evidence = luck.choice(list(Evidence))
            told = (about["text"], luck.choice(BANKS["facts"][evidence.name]), about[harm.name])
            found.append((Assumption(id=f"A-{at}", text=" ".join(told)), harm, evidence))
        return found

    def fits(all: list[tuple[Assumption, Harm, Evidence]]) -> bool:
        ends = sorted(list(Evidence).index(evidence) for _, harm, evidence in all if harm is Harm.END)
        decoy = any(evidence is Evidence.GUESS and harm is not Harm.END for _, harm, evidence in all)
        kinds = len({harm for _, harm, _ in all}), len({evidence for _, _, evidence in all})
        return len(ends) >= 2 and ends[0] < ends[1] and decoy and kinds[0] == 3 and kinds[1] >= 3

    return drawn(seed, "assumptions", make, fits)


def _phrases(seed: int) -> dict[str, dict[str, str]]:
    luck = draw(seed, "phrases")
    people = luck.choice((24, 30, 32, 45))
    given = {"n": people, "k": round(people * luck.choice((0.25, 0.3, 0.4))), "day": luck.choice(_DAYS)}
    slots = {slot: texts for slot, texts in (BANKS[topic(seed)] | BANKS["common"]).items() if slot != "wish"}
    return {
        slot: {id: texts[id].format(**given) for id in luck.sample(list(texts), len(texts))}
        for slot, texts in slots.items()
    }


def _result(kind: str, luck: random.Random) -> str:
    """One result in words: what was planned, how far it is, who is in each arm, and the interval in points."""
    planned, days = luck.choice((1500, 2000, 2500, 3000)), luck.choice((14, 21, 28))
    day = luck.randint(3, days // 2) if kind == "on" else days
    here = round(planned * day / days)
    people = [here + luck.randint(-15, 15), here + luck.randint(-15, 15)]
    if kind == "broken":
        people[luck.randrange(2)] -= round(luck.uniform(4, 6) * sqrt(2 * here))
    share = luck.choice((0.10, 0.15, 0.20))
    noise = sqrt(2 * share * (1 - share) / here)
    z = {"better": luck.uniform(2.6, 3.6), "worse": -luck.uniform(2.6, 3.6), "nothing": luck.uniform(-1.2, 1.2)}.get(
        kind, luck.choice((-1, 1)) * luck.uniform(2.4, 3.2)
    )
    hits = (round(people[0] * share), round(people[1] * (share + z * noise)))
    seen = difference(hits, (people[0], people[1]))
    return (
        f"Planned: one look on day {days}, with about {planned:,} people in each arm. Now it is day {day}: "
        f"{people[0]:,} have seen the old page and {people[1]:,} the new one. New minus old: "
        f"{100 * seen.difference:+.1f} points, 95% interval {100 * seen.low:+.1f} to {100 * seen.high:+.1f}."
    )
