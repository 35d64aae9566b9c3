"""The assignment's case, made from a seed: other numbers, another order, the same difficulty."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from pmcourse.building.case import HERE, program
from pmcourse.building.machine import Program
from pmcourse.building.merging import CLEAN, FAILS, STOPS, Change, changed, merge
from pmcourse.building.model import Story, best, by_value, points, value, with_needs
from pmcourse.building.mutants import Row, holds, mutants, row, sufficient, survivors
from pmcourse.building.orders import right_orders, shuffled
from pmcourse.errors import CourseError
from pmcourse.kit.variant import bank, draw, drawn, some_of

BANKS = bank(HERE / "bank.toml")
CASES = tomllib.loads((HERE / "cases.toml").read_text(encoding="utf-8"))
ROUNDS, LEAN = 4, 6  # rounds of the rota; rows of a table that is praised for being small


class Rule(NamedTuple):
    """A program, and what it does in words."""

    program: Program
    words: str


@cache
def price(seed: int) -> Rule:
    """What a booking costs; a table of fewer rows than `LEAN` can catch all faulty copies."""

    def make(luck: random.Random) -> Rule:
        one, off, since = luck.randint(6, 12), luck.randint(4, 9), luck.randint(5, 9)
        whole = (one * luck.randint(since + 2, 14)) // 20 * 20
        half_last = luck.random() < 0.5
        steps = [f"price = min(price, {whole})", "if card: price = price / 2"]
        fourth, fifth = steps if half_last else steps[::-1]
        last = CASES["price"]["half_last" if half_last else "cap_last"].format(most=whole)
        numbers = {"one": one, "off": off, "since": since}
        words = CASES["price"]["words"].format(**numbers, last=last)
        return Rule(program(CASES["price"], **numbers, fourth=fourth, fifth=fifth), words)

    return drawn(seed, "price", make, lambda it: len(mutants(it.program)) >= 22 and len(sufficient(it.program)) < LEAN)


def naive(rule: Program) -> list[Row]:
    """Three rows from the middle, which earn nothing: what everybody thinks of first."""
    given = [{"evenings": n, "card": card, "first": False} for n, card in ((2, False), (4, True), (3, False))]
    return [row(one, rule.run(one)) for one in given]


class Caught(NamedTuple):
    """How many faulty copies are left, of how many; the share of what can be earned."""

    left: int
    every: int
    share: float


def catch(rule: Program, rows: Sequence[Row]) -> Caught:
    """What rows catch beyond three rows of everybody's; one copy may be left."""
    left, free = len(survivors(rule, rows)), len(survivors(rule, naive(rule)))
    return Caught(left, len(mutants(rule)), max(0.0, min(1.0, (free - left) / (free - 1))))


@cache
def refund(seed: int) -> Rule:
    """What goes back when a booking is cancelled."""
    numbers = refund_numbers(seed)
    return Rule(program(CASES["refund"], **numbers), CASES["refund"]["words"].format(**numbers))


def refund_numbers(seed: int) -> dict[str, int]:
    """Days before which nothing, and half, goes back; what the office keeps; what members get."""
    luck = draw(seed, "refund")
    return {"none": luck.randint(2, 4), "half": luck.randint(7, 12), "office": luck.randint(5, 9),
            "extra": luck.randint(2, 4)}  # fmt: skip


def refund_rules() -> list[str]:
    """What each line of the refund does, in words."""
    return CASES["refund"]["rules"]


def refund_lines(seed: int) -> dict[str, str]:
    """The lines of the refund, to be put in order."""
    lines = refund(seed).program.lines
    return shuffled(seed, "order", lines, list(right_orders(lines)))


def cycle(seed: int) -> tuple[str, ...]:
    """The steps of test first, in the right order."""
    luck = draw(seed, "cycle")
    (a, b), evenings = luck.sample(BANKS["names"], 2), luck.randrange(2, 6, 2)
    cost = price(seed).program.run({"evenings": evenings, "card": True, "first": False})
    said = {"a": a, "b": b, "evenings": evenings, "price": f"{cost:g}"}
    return tuple(text.format(**said) for text in BANKS["cycle"].values())


def cycle_lines(seed: int) -> dict[str, str]:
    """The same, to be put in order."""
    return shuffled(seed, "cycle-lines", cycle(seed), [cycle(seed)])


class Ride(NamedTuple):
    """One hire of a bicycle: what is given, and what the price is after line 3, after line 5 and at the end."""

    given: dict[str, float | bool]
    values: tuple[float, float, float]


@cache
def rides(seed: int) -> tuple[Program, dict[str, Ride]]:
    """A product never seen: bicycles for hire. One ride meets the least, another one the most, or both do."""
    bite = draw(seed, "what bites").choice(((True, False), (False, True), (True, True)))

    def make(luck: random.Random) -> tuple[Program, dict[str, Ride]]:
        free, rate, helmet = luck.choice((10, 15, 20)), luck.choice((0.1, 0.2)), luck.choice((0.5, 1, 1.5))
        hire = program(CASES["rides"], free=free, rate=rate, helmet=helmet, least=luck.randint(4, 6),
                       most=luck.randint(8, 12))  # fmt: skip
        minutes = {"short": free + luck.randrange(5, 80, 5), "long": luck.randrange(100, 395, 5)}
        bare, single = luck.choice(("short", "long")), luck.choice(("short", "long", ""))
        given = {name: {"minutes": n, "helmet": name != bare, "subscriber": name != single}
                 for name, n in minutes.items()}  # fmt: skip
        return hire, {name: Ride(one, _values(hire, one)) for name, one in given.items()}

    def fits(made: tuple[Program, dict[str, Ride]]) -> bool:
        short, long = (one.values for one in made[1].values())
        half = [1 + one.given["subscriber"] for one in made[1].values()]
        met = (short[0] < half[0] * short[1], long[1] > long[2])
        return met == bite and all(one[0] != one[2] for one in (short, long)) and len({*short, *long}) >= 4

    return drawn(seed, "rides", make, fits)


def _values(hire: Program, given: dict[str, float | bool]) -> tuple[float, float, float]:
    steps, result = hire.steps(given)
    at = {step.line: step.names.get("price", 0) for step in steps}
    return float(at[3]), float(at[5]), float(result or 0)


class Merges(NamedTuple):
    """A program, pairs of changes, and what happens to each pair."""

    program: Program
    pairs: dict[str, tuple[Change, Change]]
    kinds: dict[str, str]


@cache
def merges(seed: int) -> Merges:
    """The hire of a room; five pairs of changes: one stops, and of the others half come together well."""
    luck = draw(seed, "room")
    rate, since, off, most = luck.randint(8, 12), luck.randint(5, 7), luck.randint(6, 10), luck.randint(70, 90)
    numbers = {"rate": rate, "since": since, "off": off, "most": most}
    room, table = program(CASES["room"], **numbers), CASES["room"]
    numbers |= {"more": rate + 2, "further": off + 5, "less": most - 15}
    news = [(line, text.format(**numbers)) for line, text in table["news"]]
    telling = {one: _telling(room, one) for one in (Change(*one) for one in news)}

    def pair(luck: random.Random, kind: str) -> tuple[Change, Change]:
        """Two changes of which the first has an example, so that this kind of thing happens."""
        for mine, theirs in luck.sample([(one, two) for one in telling for two in telling if one != two], 30):
            if (kind == STOPS) == (merge(room, mine, theirs) == STOPS):
                together = changed(room, [mine, theirs])
                rows = [one for one in telling[mine] if kind == STOPS or holds(together, [one]) == (kind == CLEAN)]
                both = kind == STOPS or len({holds(together, [one]) for one in telling[mine]}) == 2
                if rows and both:
                    return mine._replace(example=luck.choice(rows)), theirs
        raise CourseError(f"No two changes of seed {seed} are {kind}.")

    def make(luck: random.Random) -> Merges:
        kinds = luck.sample([STOPS, CLEAN, CLEAN, FAILS, FAILS], 5)
        pairs = {f"p{at}": pair(luck, kind) for at, kind in enumerate(kinds, 1)}
        return Merges(room, pairs, {id: merge(room, *two) for id, two in pairs.items()})

    def fits(made: Merges) -> bool:
        return len({tuple(one.line for one in two) for two in made.pairs.values()}) == 5

    return drawn(seed, "merges", make, fits)


def _telling(room: Program, one: Change) -> list[Row]:
    """The rows that tell a change from the program as it was."""
    new = changed(room, [one])
    results = zip(room.grid, new.behaviour, room.behaviour, strict=True)
    return [row(given, got) for given, got, before in results if got != before]


def practices(seed: int) -> dict[str, str]:
    """Five of the bank's situations."""
    return some_of(seed, "practices", BANKS["practices"], 5)


class Team(NamedTuple):
    """Five programmers; in which round (from 1) who is away; and who is new."""

    people: tuple[str, ...]
    away: tuple[int, str]
    newcomer: str


def team(seed: int) -> Team:
    """Who makes pairs."""
    luck = draw(seed, "team")
    people = tuple(luck.sample(BANKS["names"], 5))
    away, newcomer = luck.sample(people, 2)
    return Team(people, (luck.randint(1, ROUNDS), away), newcomer)


class Game(NamedTuple):
    """Stories to choose from; points of each story finished last time, of one nearly done, and what was planned."""

    stories: tuple[Story, ...]
    finished: tuple[int, ...]
    nearly: int
    planned: int

    @property
    def velocity(self) -> int:
        """What was finished."""
        return sum(self.finished)


@cache
def game(seed: int) -> Game:
    """Who goes down a list by value, by value for each point, or by size is well below the best; who takes along what
    a story needs does better, and not well enough for all points."""

    def make(luck: random.Random) -> Game:
        titles = luck.sample(BANKS["stories"], 6)
        ids = luck.sample([f"L-{at}" for at in range(1, 8)], 7)  # the first is needed by the next two
        made = [Story(ids[0], luck.choice(BANKS["enablers"]), luck.randint(1, 2), luck.randint(2, 4))]
        for at in range(1, 6):
            made.append(Story(ids[at], titles[at], luck.randint(3, 12), luck.randint(2, 7), ids[0] if at < 3 else ""))
        made.append(Story(ids[6], luck.choice(BANKS["vague"]), luck.randint(12, 15), None))
        finished, nearly = tuple(luck.randint(2, 5) for _ in range(3)), luck.randint(3, 5)
        return Game(tuple(sorted(made)), finished, nearly, sum(finished) + nearly + luck.randint(0, 2))

    def fits(one: Game) -> bool:
        stories, wisest = one.stories, best(one.stories, one.velocity)
        most = value(wisest)
        lists = ({s.id: s.value for s in stories}, {s.id: s.value / (s.points or 99) for s in stories},
                 {s.id: -(s.points or 99) for s in stories})  # fmt: skip
        if any(value(by_value(stories, one.velocity, key)) >= 0.85 * most for key in lists):
            return False
        if any(value(with_needs(stories, one.velocity, key)) >= 0.94 * most for key in lists[:2]):
            return False
        hopeful = points(best(stories, one.velocity + one.nearly))
        return 8 <= one.velocity < min(14, hopeful) and len(wisest) >= 3

    return drawn(seed, "game", make, fits)


class Criterion(NamedTuple):
    """An acceptance criterion of the refund in words, and the row that shows it."""

    words: str
    row: Row


def criteria(seed: int) -> tuple[dict[str, Criterion], dict[str, Row]]:
    """Four criteria, and six rows: one for each, and two whose result is another one."""
    rule, luck, numbers = refund(seed).program, draw(seed, "criteria"), refund_numbers(seed)
    numbers |= {"late": numbers["none"] - 1, "nearly": numbers["half"] - 1}
    found = {}
    for at, (words, paid, days, *flags) in enumerate(luck.sample(CASES["criteria"]["every"], 4), 1):
        given = dict(zip(rule.inputs, (int(paid), int(days.format(**numbers)), *flags), strict=True))
        found[f"k{at}"] = Criterion(words, row(given, rule.run(given)))
    rows = [one.row for one in found.values()]
    wrong = [_slip(one, numbers, luck) for one in luck.sample([one for one in rows if one.expected > 0], 2)]
    return found, {f"r{at}": one for at, one in enumerate(luck.sample([*rows, *wrong], 6), 1)}


def _slip(right: Row, numbers: dict[str, int], luck: random.Random) -> Row:
    """The row with the result of a slip, as often below the right one as above it."""
    paid, office, extra = float(dict(right.given)["paid"]), numbers["office"], numbers["extra"]
    results = {right.expected - office, right.expected + office, paid, paid / 2, paid / 2 - office, paid - office,
               (paid - office) / 2, paid + extra, paid - office + extra, paid / 2 - office + extra}  # fmt: skip
    below, above = (sorted(one for one in results if side * (one - right.expected) > 0 and one > 0) for side in (-1, 1))
    return right._replace(expected=luck.choice(luck.choice((below, above))))
