"""The assignment's case, made from a seed: other numbers, another order, the same difficulty."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pmcourse.kit.shares import adjusted_wald
from pmcourse.kit.variant import bank, draw, drawn, some_of
from pmcourse.usability import checks
from pmcourse.usability.case import HERE, session
from pmcourse.usability.found import Seen, people_for, seen
from pmcourse.usability.measures import often, severity, sus
from pmcourse.usability.watching import Session

BANKS = bank(HERE / "bank.toml")
SCREENS = tuple(BANKS["pieces"])
ATTEMPTS, PROBLEMS, ANSWERS = 3, 6, 3  # sessions, problems to rank, people who fill in SUS
SHARE = 0.85
LEVELS = {"e": 0.95, "m": 0.75, "h": 0.5}  # how often an evaluator sees a problem: easy, middling, hard
WATCHERS = 201


@dataclass(frozen=True)
class Tasks:
    """What stands on the screen, and for each of three aims four tasks to choose from, of which one is fair."""

    labels: tuple[str, ...]
    choices: tuple[dict[str, str], ...]

    @property
    def fair(self) -> list[str]:
        """The task in which nothing is to be seen, for each aim."""
        return [next(id for id, text in some.items() if not checks.task(text, self.labels)) for some in self.choices]


@dataclass(frozen=True)
class Measured:
    """A test of a machine: who finished, and the claim that is to be made."""

    name: str
    done: int
    people: int
    claim: int

    @property
    def verdict(self) -> str:
        """What the interval says of the claim."""
        low, high = (100 * end for end in adjusted_wald(self.done, self.people))
        return "yes" if low > self.claim else "no" if high < self.claim else "open"


@dataclass(frozen=True)
class Problem:
    """A problem to be ranked: how many of the people met it, how bad it was, whether it stays."""

    title: str
    met: int
    people: int
    impact: int
    persistence: int
    told: str

    @property
    def severity(self) -> int:
        """By the lesson's rule."""
        return severity(self.met, self.people, self.impact, self.persistence)


WRONG = {  # rules that people take for the rule of severity
    "frequency": lambda one: one.met,
    "impact": lambda one: one.impact,
    "persistence": lambda one: one.persistence,
    "no persistence": lambda one: often(one.met, one.people) * one.impact,
    "no frequency": lambda one: one.impact * one.persistence,
    "raw": lambda one: one.met * one.impact * one.persistence,
    "sum": lambda one: often(one.met, one.people) + one.impact + one.persistence,
}


@cache
def tasks(seed: int) -> Tasks:
    """Three aims; two of three words for each stand on the screen."""

    def make(luck: random.Random) -> Tasks:
        labels, choices = list(BANKS["words"]), []
        for topic in luck.sample(list(BANKS["tasks"].values()), 3):
            free = luck.randrange(3)
            labels += [word for at, word in enumerate(topic["words"]) if at != free]
            named = luck.choice([text for at, text in enumerate(topic["texts"]) if at != free])
            fair = topic["texts"][free]
            double = f"{luck.choice(topic['texts'])} {topic['second']}"  # begins like the fair one in a third
            texts = [fair, named, double, luck.choice(topic["spoilt"])]
            choices.append({f"{at}": text for at, text in enumerate(luck.sample(texts, 4), 1)})
        return Tasks(tuple(luck.sample(labels, len(labels))), tuple(choices))

    def fits(one: Tasks) -> bool:
        return all(sum(not checks.task(text, one.labels) for text in some.values()) == 1 for some in one.choices)

    return drawn(seed, "tasks", make, fits)


def lines(seed: int) -> dict[str, str]:
    """Five lines of a moderator."""
    return some_of(seed, "lines", BANKS["lines"], 5)


@cache
def sessions(seed: int) -> tuple[Session, ...]:
    """Three sessions through all screens; no piece comes twice."""
    luck = draw(seed, "sessions")
    who = luck.sample(BANKS["people"], ATTEMPTS)
    pieces = {}
    for screen in SCREENS:  # one of the first two, so that no case has many more problems than another
        first, second, *others = BANKS["pieces"][screen]
        pieces[screen] = luck.sample([luck.choice((first, second)), *luck.sample(others, 2)], ATTEMPTS)
    made = []
    for at, name in enumerate(who):
        rows, clock = [], luck.randint(2, 9)
        for screen in SCREENS:
            piece = pieces[screen][at]
            for text in BANKS["pieces"][screen][piece]:
                rows.append((clock, screen, text, piece))
                clock += luck.randint(8, 30)
        made.append(session(f"L{at + 1}", name, rows))
    return tuple(made)


def watchers(seed: int, levels: dict[str, str]) -> list[int]:
    """Scores of made-up evaluators in these sessions; `levels` says how hard each problem is to see."""
    luck = draw(seed, "watchers")
    there = [levels[event.piece] for one in sessions(seed) for event in one.events[::2] if event.piece in levels]
    return [
        max(0, sum(luck.random() < LEVELS[level] for level in there) - luck.choice((0, 0, 0, 1, 2)))
        for _ in range(WATCHERS)
    ]


@cache
def matrix(seed: int) -> tuple[tuple[bool, ...], ...]:
    """Who met which problem: a row for each person, a column for each problem."""

    def make(luck: random.Random) -> tuple[tuple[bool, ...], ...]:
        people, chances = luck.randint(5, 7), [luck.betavariate(0.6, 2) for _ in range(26)]
        rows = [[luck.random() < chance for chance in chances] for _ in range(people)]
        met = [column for column in zip(*rows, strict=True) if any(column)]
        return tuple(zip(*met, strict=True))

    def fits(rows: tuple[tuple[bool, ...], ...]) -> bool:
        one = seen(rows)
        p, many = one.adjusted, len(one.met)
        near = {people_for(SHARE, near) for near in (p - 0.005, p + 0.005)} if p > 0.06 else set()
        return 7 <= many <= 9 and 0.4 <= one.once / many <= 0.75 and 1 <= len(near) <= 2 and one.people < min(near)

    return drawn(seed, "matrix", make, fits)


def counts(seed: int) -> Seen:
    """The matrix as counts."""
    return seen(matrix(seed))


@cache
def measured(seed: int) -> Measured:
    """A share and a claim; the side on which the share lies does not say what may be claimed."""
    luck = draw(seed, "verdict")
    third = luck.choice(("yes", "no", "open"))
    wanted, above = third, {"yes": True, "no": False}.get(third, luck.random() < 0.5)

    def make(luck: random.Random) -> Measured:
        people = luck.randint(9, 24)
        done, claim = luck.randint(people // 2, people - 1), luck.choice((50, 55, 60, 65, 70, 75, 80))
        return Measured(luck.choice(BANKS["machine"]["names"]), done, people, claim)

    def fits(one: Measured) -> bool:
        low, high = (100 * end for end in adjusted_wald(one.done, one.people))
        share = 100 * one.done / one.people
        half = 196 * (one.done * (one.people - one.done) / one.people**3) ** 0.5
        plain = min(abs(share - half - low), abs(share + half - high)) > 1.5  # the plain interval is another one
        apart = plain and min(abs(low - one.claim), abs(high - one.claim), abs(share - one.claim)) > 2 and high < 99
        return apart and one.verdict == wanted and (share > one.claim) == above

    return drawn(seed, "measured", make, fits)


@cache
def answers(seed: int) -> tuple[tuple[int, ...], ...]:
    """Ten answers of each of three people, of whom one agrees with everything."""

    def make(luck: random.Random) -> tuple[tuple[int, ...], ...]:
        people = []
        for _ in range(ANSWERS - 1):
            worse = luck.randint(0, 1)  # how little this person likes it
            praise = [luck.choice((3, 4, 5)) - worse for _ in range(5)]
            complaint = [luck.choice((1, 2, 3)) + worse for _ in range(5)]
            people.append(tuple(one for pair in zip(praise, complaint, strict=True) for one in pair))
        people.insert(luck.randrange(ANSWERS), tuple(luck.choice((4, 5)) for _ in range(10)))
        return tuple(people)

    def fits(people: Sequence[Sequence[int]]) -> bool:
        scores = [sus(one) for one in people]
        turned = [one for one in people if not unturned(one)]
        truth = sum(map(sus, turned)) / len(turned)
        plain = sum(2.5 * (said - 1) for one in turned for said in one) / len(turned)
        far = min(abs(truth - sum(scores) / len(scores)), abs(truth - plain)) > 2
        return len(turned) == len(people) - 1 and max(scores) - min(scores) > 20 and far

    return drawn(seed, "answers", make, fits)


def unturned(one: Sequence[int]) -> bool:
    """Whether all answers agree, in words of the question."""
    return min(one) > 3


@cache
def problems(seed: int) -> dict[str, Problem]:
    """Problems by their letter, in the order in which they are listed; no two are alike in severity."""

    def make(luck: random.Random) -> dict[str, Problem]:
        people, facts = luck.choice((10, 11, 13)), BANKS["severities"]
        rows: list[tuple[int, int, int]] = []
        while len(rows) < PROBLEMS:
            one = luck.randint(1, people - 1), luck.randint(1, 4), luck.randint(1, 3)
            if severity(one[0], people, *one[1:]) not in {severity(met, people, *rest) for met, *rest in rows}:
                rows.append(one)
        titles, made = luck.sample(facts["problems"], PROBLEMS), {}
        for letter, title, (met, impact, persistence) in zip("ABCDEF", titles, rows, strict=True):
            told = f"{luck.choice(facts['impact'][str(impact)])}. {luck.choice(facts['persistence'][str(persistence)])}"
            made[letter] = Problem(title, met, people, impact, persistence, f"{met} of {people} people. {told}.")
        return made

    def fits(made: dict[str, Problem]) -> bool:
        truth = ranked(made)
        easy = [
            list(made),
            list(made)[::-1],
            *(sorted(made, key=lambda id: -rule(made[id])) for rule in WRONG.values()),
        ]
        wrong = [swaps(one, truth) for one in easy]
        return min(wrong) > 1 and wrong.count(2) <= 2

    return drawn(seed, "problems", make, fits)


def ranked(made: dict[str, Problem]) -> list[str]:
    """Letters of the problems, the gravest first."""
    return sorted(made, key=lambda id: -made[id].severity)


def swaps(one: Sequence[str], truth: Sequence[str]) -> int:
    """How many pairs stand the other way round."""
    places = [truth.index(id) for id in one]
    return sum(places[i] > places[j] for i in range(len(places)) for j in range(i + 1, len(places)))


def wcag(seed: int) -> dict[str, str]:
    """Five faults."""
    return some_of(seed, "wcag", BANKS["wcag"], 5)


def topic(seed: int) -> str:
    """Whose problem becomes a need."""
    return draw(seed, "topic").choice(list(BANKS["needs"]))


def phrases(seed: int, kind: str) -> dict[str, str]:
    """The `needs` or `remedies` to choose from, in drawn order."""
    texts = BANKS["needs"][topic(seed)][kind]
    return {id: texts[id] for id in draw(seed, kind).sample(list(texts), len(texts))}


def characters(seed: int) -> int:
    """How many characters are typed, for the recall."""
    return draw(seed, "recall").randint(8, 22)
