"""What can be seen in a portfolio, a gate and a policy; lesson and grade use the same checks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.days import in_full
from pmcourse.kit.quantity import quantities
from pmcourse.kit.shares import beside
from pmcourse.pipeline import portfolio
from pmcourse.pipeline.gates import Tried, lets_through
from pmcourse.pipeline.model import Bet, Gate, Pipeline, Source

finding = Catalogue(Path(__file__).parent / "texts.toml").finding

NEAR = 0.9  # of the best portfolio, or of the best gates
MONEY, OF_100 = "thousands", "of 100"  # units of what is typed
MAY_ASK = {Source.OPINION: 0, Source.DID: 2, Source.PAID: 8, Source.STAYED: 24}  # thousands: what the next stage costs
SEVERAL = 5  # people, at least; what is known of fewer is an anecdote, and opens no gate
GOOD, BAD = 0.7, 0.3  # a gate lets through so many good bets, at least, and so many bad ones, at most
HALF = 0.5  # a bet's own gate passes fewer of the bad ones and more of the good ones, or it decides nothing


def readings(given: object, unit: str) -> tuple[float, ...]:
    """Every number that may have been meant: so many of 100 may be typed as a share, and thousands written out."""
    read = quantities(given, unit)
    if unit == OF_100:
        return (*read, *(100 * one for one in read if 0 < one <= 1))
    return (*read, *(one / 1000 for one in read if abs(one) >= 1000))


def is_near(one: float, truth: float) -> bool:
    """Whether a number is right to half of the one decimal that is asked for, or to 1%."""
    return abs(one - truth) <= max(0.06, 0.01 * abs(truth))


def rules(work: Pipeline) -> list[Finding]:
    """Whether what is funded keeps the budget, has what it needs, and leaves enough to horizon 3."""
    bets, found = portfolio.chosen(work), []
    ids = {bet.id for bet in bets}
    if (cost := portfolio.cost(bets)) > work.budget:
        found.append(finding("budget", cost=cost, budget=work.budget))
    for bet in bets:
        if missing := [need for need in bet.needs if need not in ids]:
            found.append(finding("needs", bet.id, missing=", ".join(missing)))
    if (long := portfolio.cost(bets, 3)) < work.long:
        found.append(finding("long", long=long, least=work.long))
    return found


def worth(work: Pipeline) -> list[Finding]:
    """Whether what is funded is worth nearly as much as the best choice."""
    share = portfolio.value(portfolio.chosen(work)) / portfolio.value(portfolio.best(work))
    return [] if share >= NEAR - 1e-9 else [finding("worth", share=beside(max(0.0, share), NEAR))]


def separates(tried: Tried) -> list[Finding]:
    """Whether a gate lets good bets through and stops bad ones."""
    if tried.good > 0.99 and tried.bad > 0.99:
        return [finding("never_stops")]
    if tried.good < 0.01:
        return [finding("never_opens")]
    found = []
    if tried.good < GOOD:
        found.append(finding("strict", good=beside(tried.good, GOOD), least=GOOD))
    if tried.bad > BAD:
        found.append(finding("loose", bad=beside(tried.bad, BAD), most=BAD))
    return found


def fits(gate: Gate, right: Mapping[str, str]) -> list[Finding]:
    """Whether whom, what and when are counted as they should be; `right` names the phrase of each."""
    return [finding(slot) for slot, phrase in right.items() if getattr(gate, slot) != phrase]


def claims(bets: Iterable[Bet], shares: tuple[float, float]) -> list[Finding]:
    """Whether each bet asks for no more than its evidence opens, by a gate that can fail and came before the result.

    `shares` are those who act where a bet is good, and where bad: a gate still to come must tell them apart.
    """
    return [found for bet in bets for found in (*_evidence(bet), *(_own_gate(bet, shares) if bet.asks else ()))]


def as_known(bets: Iterable[Bet], right: Mapping[str, tuple[str, int]]) -> list[Finding]:
    """Whether the source of each bet is that of its note, and so many people are counted; `right` gives both by id.

    Of a bet whose people are counted already, the count itself is right, and those who were asked are another number.
    """
    found = []
    for bet in bets:
        if bet.source is Source.NONE or bet.id not in right:
            continue
        source, people = right[bet.id]
        people = people if bet.seen is None else bet.seen
        if bet.source != source:
            found.append(finding("source_other", bet.id, source=bet.source.value))
        elif bet.source is not Source.OPINION and bet.people != people:
            found.append(finding("people_other", bet.id, people=bet.people))
    return found


def _evidence(bet: Bet) -> list[Finding]:
    if bet.source is Source.NONE:
        return [finding("no_source", bet.id)]
    few = bet.source is not Source.OPINION and bet.people < SEVERAL
    most = MAY_ASK[Source.OPINION if few else bet.source]
    if bet.asks <= most:
        left = most and not bet.asks and bet.seen is None
        return [finding("asks_nothing", bet.id, most=most, source=bet.source.value)] if left else []
    kind = "asks_few" if few else "asks"
    return [finding(kind, bet.id, asks=bet.asks, most=most, source=bet.source.value, people=bet.people)]


def _own_gate(bet: Bet, shares: tuple[float, float]) -> list[Finding]:
    if bet.least is None or bet.written is None or bet.counted is None:
        return [finding("no_gate", bet.id)]
    found = []
    if not 0 < bet.least <= bet.asked:
        found.append(finding("one_way", bet.id, least=bet.least, asked=bet.asked))
    elif bet.seen is None:
        found += _tells_apart(bet, lets_through(bet.least, bet.asked, shares))
    if bet.written >= bet.counted:
        found.append(finding("afterwards", bet.id, written=in_full(bet.written), counted=in_full(bet.counted)))
    elif bet.seen is not None and bet.seen < bet.least:
        found.append(finding("missed", bet.id, seen=bet.seen, least=bet.least, asked=bet.asked))
    return found


def _tells_apart(bet: Bet, tried: Tried) -> list[Finding]:
    if tried.bad > HALF:
        return [finding("ceremony", bet.id, least=bet.least, asked=bet.asked, bad=beside(tried.bad, HALF))]
    if tried.good < HALF:
        return [finding("wall", bet.id, least=bet.least, asked=bet.asked, good=beside(tried.good, HALF))]
    return []
