"""The assignment's case, made from a seed: other answers, log, curves, funnel and bill, of like difficulty."""

from __future__ import annotations

import random
from functools import cache
from math import sqrt

from pmcourse.kit.variant import bank, draw, drawn, some_of
from pmcourse.market.case import CASE, CASES, HERE
from pmcourse.market.funnel import Funnel, payback
from pmcourse.market.funnel import drawn as some_funnel
from pmcourse.market.halves import Survey, one_holds, surveyed
from pmcourse.market.model import Market
from pmcourse.market.retention import ENOUGH, FLAT, Triangle, reading, triangle
from pmcourse.market.survey import holm

BANKS = bank(HERE / "bank.toml")
KINDS, GATES, READINGS = CASES["kinds"], CASES["gates"], CASES["readings"]
STEPS = ("open a class's page", "book it", "book a second class")
OPENS = {
    "open": "it opens the gate",
    "said": "it does not: people say so, and what they did was not counted",
    "total": "it does not: a sum or an average of all hides what one group did",
    "few": "it does not: too few people, or too few months that are over",
    "missed": "it does not: the mark for this gate is missed",
}
SHOWN = {
    "better": "the new one is better",
    "worse": "the new one is worse",
    "open": "they leave it open",
    "broken": "nothing yet: find out how the arms were filled",
}
BLANK = {
    "empty": "nothing: the month is not over",
    "zero": "0%, until the month is over",
    "far": "those who have booked so far, in %",
    "same": "the same share as in month 1",
}
MONTHS = ("January", "February", "March", "April", "May")
NAMES = ("Ana", "Bo", "Cy", "Dov", "Eli", "Fay", "Gil", "Hal", "Ida", "Jan", "Kim", "Leo", "Mia", "Ned", "Ola", "Pia")
CELLS = ((0, 1), (0, 2), (0, 3), (1, 1), (1, 2))  # cohort and age, all in months that are over


@cache
def case(seed: int) -> Market:
    """The learner's artefact at the start: the first half of the answers."""
    return CASE.assignment.model_copy(update={"groups": survey(seed).first})


def answers(seed: int) -> dict[str, int]:
    """Answers of all: very, somewhat and not disappointed, and those who no longer use it."""
    luck = draw(seed, "answers")
    people, very = luck.randrange(120, 261, 10), luck.randint(27, 55)
    hits = round(people * very / 100)
    somewhat = round((people - hits) * luck.uniform(0.4, 0.6))
    return {"very": hits, "somewhat": somewhat, "little": people - hits - somewhat, "gone": luck.randint(35, 70)}


@cache
def survey(seed: int) -> Survey:
    """Ten groups in three cuts of the same answers; exactly one holds on both halves, and it is no larger share's."""
    return drawn(seed, "survey", surveyed, one_holds)


@cache
def p_values(seed: int) -> tuple[float, ...]:
    """Seven p-values; Holm counts 2 to 5 of them, and each other way of counting gives another number."""
    wanted = draw(seed, "holm-kind").randint(2, 5)

    def make(luck: random.Random) -> tuple[float, ...]:
        bars = [0.05 / (7 - at) for at in range(7)]
        some = sorted(bar * luck.uniform(0.3, 0.97) for bar in bars[:wanted])
        some.append(bars[wanted] * luck.uniform(1.05, 1.15))  # the first that fails
        some.append(luck.uniform(some[-1], bars[wanted + 1]))  # would pass its own bar
        some += [luck.uniform(some[-1], 0.09) for _ in range(7 - len(some))]
        return tuple(round(one, 4) for one in luck.sample(some, 7))

    def fits(some: tuple[float, ...]) -> bool:
        counted, order = sum(holm(some)), sorted(some)
        slips = [
            sum(p <= 0.05 for p in some),
            sum(p <= 0.05 / 7 for p in some),
            sum(p <= 0.05 / (7 - at) for at, p in enumerate(order)),  # without stopping
        ]
        clear = all(abs(p - 0.05 / k) > 0.0004 for p in some for k in range(1, 8))
        return clear and len(set(some)) == 7 and counted == wanted and counted not in slips

    return drawn(seed, "holm", make, fits)


@cache
def log(seed: int) -> tuple[tuple[str, int, int], ...]:
    """Bookings: who, the month (0 is January) and the day. January to April are over, of May ten days are."""
    return drawn(seed, "log", _booked, _fair_log)


def cells(seed: int) -> Triangle:
    """The triangle of the log, with April (3) as the last complete month."""
    return triangle([(name, month) for name, month, _ in log(seed)], 3)


@cache
def curves(seed: int) -> dict[str, tuple[str, str]]:
    """Five curves in words, each with what it says; all four readings come up."""

    def make(luck: random.Random) -> list[tuple[str, str]]:
        kinds = [*READINGS, luck.choice(("falls", *READINGS))]
        return [(_curve(kind, luck), kind) for kind in luck.sample(kinds, 5)]

    made = drawn(seed, "curves", make, lambda some: all(_is_clear(text, kind) for text, kind in some))
    return {f"k{at}": one for at, one in enumerate(made, 1)}


@cache
def funnel(seed: int) -> Funnel:
    """A funnel with one step where a customer more is clearly cheapest; it is the narrowest in a third of the seeds."""
    luck = draw(seed, "funnel-kind")
    narrow, cheap = luck.random() < 1 / 3, luck.random() < 1 / 2

    def make(luck: random.Random) -> Funnel:
        one = some_funnel(luck)
        return Funnel(luck.choice((2000, 3000, 4000, 5000)), one.shares, one.costs)

    def fits(one: Funnel) -> bool:
        first, second, _ = sorted(one.each)
        clear = second > 1.2 * first and len(set(one.shares)) == len(set(one.costs)) == 3 and one.customers >= 40
        return clear and (one.best == one.narrowest) == narrow and (one.costs[one.best] == min(one.costs)) == cheap

    return drawn(seed, "funnel", make, fits)


@cache
def bill(seed: int) -> tuple[int, int, int, float]:
    """To win a learner, what one pays and costs a month, and the share that stays from month to month."""
    gap = draw(seed, "bill-kind").randint(1, 5)
    pairs = [(months, keep) for months in range(4, 15) for keep in (0.7, 0.75, 0.8, 0.85, 0.9, 0.95)]

    def make(luck: random.Random) -> tuple[int, int, int, float]:
        (months, keep), costs, contribution = luck.choice(pairs), luck.randint(2, 5), luck.randint(6, 14)
        short, there = (sum(contribution * keep**age for age in range(count)) for count in (months - 1, months))
        return round(luck.uniform(short, there)), costs + contribution, costs, keep

    def fits(one: tuple[int, int, int, float]) -> bool:
        cost, pays, costs, keep = one
        simple, months = payback(cost, pays - costs), payback(cost, pays - costs, keep)
        clear = 0.1 < cost / (pays - costs) % 1 < 0.9
        near = {payback(cost * more, pays - costs, keep) for more in (0.99, 1.01)}
        return clear and near == {months} and simple + gap == months and payback(cost, pays) != simple

    return drawn(seed, "bill", make, fits)


def metrics(seed: int) -> dict[str, str]:
    """Five numbers or sayings of the bank."""
    return some_of(seed, "metrics", BANKS["metrics"], 5)


def stages(seed: int) -> dict[str, str]:
    """Five things of Lantern, each at a stage."""
    return some_of(seed, "stages", BANKS["stages"], 5)


def gates(seed: int) -> dict[str, str]:
    """Five pieces of evidence for a product never seen."""
    return some_of(seed, "gates", BANKS["gates"], 5)


@cache
def recall(seed: int) -> dict[str, tuple[str, str]]:
    """Three results of A/B tests, in words, each with what it shows."""
    luck = draw(seed, "recall")
    kinds = drawn(
        seed, "results", lambda one: [one.choice(list(SHOWN)) for _ in range(3)], lambda one: len(set(one)) > 1
    )
    return {f"r{at}": (_result(kind, luck), kind) for at, kind in enumerate(kinds, 1)}


def _booked(luck: random.Random) -> tuple[tuple[str, int, int], ...]:
    names = luck.sample(NAMES, 10)
    cohorts = [0] * luck.randint(4, 5) + [1] * luck.randint(3, 4)
    cohorts += [luck.choice((2, 2, 3)) for _ in range(10 - len(cohorts))]
    rows = []
    for name, cohort in zip(sorted(names), luck.sample(cohorts, len(cohorts)), strict=False):
        for month in range(cohort, 5):
            often = 1 if month == cohort else luck.random() < 0.62
            for _ in range(often + (luck.random() < 0.25 if often else 0)):
                rows.append((name, month, luck.randint(1, 10 if month == 4 else 28)))
    return tuple(sorted(set(rows)))


def _fair_log(rows: tuple[tuple[str, int, int], ...]) -> bool:
    made = triangle([(name, month) for name, month, _ in rows], 3)
    if not {0, 1} <= set(made.counts):
        return False
    found = [made.share(*cell) for cell in CELLS]
    first = {name: min(month for who, month, _ in rows if who == name) for name, _, _ in rows}
    plain = [sum(first[who] == cohort and month == cohort + age for who, month, _ in rows) / made.counts[cohort][0]
             for cohort, age in CELLS]  # fmt: skip
    twice = sum(one != other for one, other in zip(found, plain, strict=True))
    return (
        len(set(found)) >= 4
        and min(found) > 0
        and max(found) < 1
        and twice >= 2
        and made.counts[0][0] != made.counts[1][0]
    )


def _curve(kind: str, luck: random.Random) -> str:
    """A curve of that kind in words. Some begin low (points are no percent), some end with an unfinished month."""
    length = 6 if kind != "early" else luck.choice((2, 3))
    start = luck.choice((0.75, 0.6, 0.45, 0.32, 0.24)) if kind != "high" else luck.choice((0.75, 0.6, 0.45, 0.32))
    shares = [100.0, 100 * start * luck.uniform(0.93, 1.07)]
    middle = {"high": (0.02, 0.2), "low": (0.1, 0.5), "falls": (0.03, 0.35), "early": (0.03, 0.35)}[kind]
    losses = [luck.uniform(*middle)]
    if kind in ("high", "low"):
        losses += [luck.uniform(0.01, 0.042) for _ in range(3)]
    else:  # one or two of the last three lose more than 5% of those still there
        losses += luck.choice(
            ([0.07, 0.1, 0.03], [0.09, 0.02, 0.03], [0.03, 0.08, 0.06], [0.08, 0.09, 0.07], [0.02, 0.02, 0.08])
        )
    for loss in losses[: length - 2]:
        shares.append(shares[-1] * (1 - loss * luck.uniform(0.9, 1.1)))
    told = ", ".join(f"{share:.0f}%" if share == 100 else f"{share:.1f}%" for share in shares[:length])
    if luck.random() < 0.45:
        return f"{told}, and {shares[-1] * luck.uniform(0.4, 0.7):.1f}% in a month that is not over"
    return told


def _is_clear(text: str, kind: str) -> bool:
    """Whether the numbers that are shown say so by the rule, with none of them near its bars."""
    shares = [float(part.removesuffix("%")) / 100 for part in text.split(", and ")[0].split(", ")]
    losses = [1 - after / before for before, after in zip(shares[-4:], shares[-3:], strict=False)]
    return (
        reading(shares) == kind
        and all(abs(loss - FLAT) > 0.003 for loss in losses)
        and abs(shares[-1] - ENOUGH) > 0.006
    )


def _result(kind: str, luck: random.Random) -> str:
    people = luck.choice((2000, 2500, 3000))
    apart = luck.uniform(3.2, 5) if kind == "broken" else luck.uniform(0.2, 2)  # the bar is 2.6
    arms = luck.sample((people, people - round(apart * sqrt(2 * people))), 2)
    half = luck.uniform(1.8, 2.4)
    sign = {"better": 1, "worse": -1}.get(kind, luck.choice((1, -1)))
    middle = sign * half * (luck.uniform(0.2, 0.7) if kind == "open" else luck.uniform(1.3, 1.8))
    return (
        f"Planned half and half; {arms[0]:,} people saw the old page and {arms[1]:,} the new one. New minus old: "
        f"{middle:+.1f} points, 95% interval {middle - half:+.1f} to {middle + half:+.1f}."
    )
