"""What can be said against a backlog: the same checks serve the lesson, the command and the grade."""

from __future__ import annotations

from collections import Counter
from itertools import combinations
from pathlib import Path

import lazy_loader as lazy

from pmcourse.backlog.methods import METHODS, method, moscow_effort, rank
from pmcourse.backlog.model import FIELDS, Backlog, Moscow
from pmcourse.backlog.sequence import best_order, cost_of_order
from pmcourse.findings import Finding
from pmcourse.kit.catalogue import Catalogue
from pmcourse.kit.graph import circles
from pmcourse.kit.shares import beside

nx = lazy.load("networkx")

CATALOGUE = Catalogue(Path(__file__).parent / "texts.toml")
finding = CATALOGUE.finding

MOST_MUST = 0.6  # DSDM: Must takes no more than 60% of the effort
LEAST_COULD = 0.1  # DSDM advises about 20%; under half of that there is next to no contingency
NEAR_BEST = 0.05  # an order within 5% of the least cost of delay counts as right
UPSIDE_DOWN = 0.8  # of the pairs with unlike scores: chance makes half of them the wrong way round
FEW = 4  # items: with fewer, a pattern may be chance

_STRENGTH = {Moscow.MUST: 3, Moscow.SHOULD: 2, Moscow.COULD: 1, Moscow.WONT: 0}
_SAID = {Moscow.MUST: "a Must", Moscow.SHOULD: "a Should", Moscow.COULD: "a Could", Moscow.WONT: "not planned now"}


def check(backlog: Backlog, by: str = "rice") -> list[Finding]:
    """Everything that the checks below see, with the method `by` as the way to prioritize.

    MoSCoW is checked where any item has a class, the cost of delay where the method is about it. Raises CourseError
    where there is no such method.
    """
    return [
        *dependencies(backlog),
        *inputs(backlog, by),
        *order(backlog, by),
        *values(backlog),
        *(moscow(backlog) if by == "moscow" or any(item.moscow for item in backlog.items) else ()),
        *(delay(backlog) if "cost_of_delay" in method(by).fields else ()),
        *titles(backlog),
    ]


def dependencies(backlog: Backlog) -> list[Finding]:
    """Needs that come too late, go round in a circle, or name an item that is not there."""
    graph = backlog.needs()
    knot = {id: at for at, part in enumerate(nx.strongly_connected_components(graph)) for id in part}
    found = []
    for circle in circles(graph):
        path = " needs ".join([*reversed(circle), circle[-1]])
        said = f"These items wait for each other: {path}." if len(circle) > 1 else f"{circle[0]} needs itself."
        found.append(finding("dependency_circle", circle[0], path=said))
    for id, need in backlog.broken():
        if knot[id] != knot[need]:  # within a knot no order helps: it is named as a circle
            found.append(finding("dependency_broken", id, need=need))
    for id, need in backlog.unknown():
        found.append(finding("dependency_unknown", id, need=need))
    return found


def inputs(backlog: Backlog, by: str) -> list[Finding]:
    """What the method cannot work with: missing and zero values, and values that do not tell items apart."""
    found = []
    fields = method(by).fields
    ranking = rank(backlog, by)
    items = {item.id: item for item in backlog.items}
    for row in ranking:
        if row.score.value is None:
            complete = bool(fields) and all(getattr(items[row.id], field) is not None for field in fields)
            criterion = "input_zero" if complete else "input_missing"
            found.append(finding(criterion, row.id, title=row.title, why_not=row.score.why))
    scored = [row for row in ranking if row.score.value is not None]
    if len(scored) >= FEW and scored[0].rank == scored[-1].rank:
        found.append(finding("scores_equal", count=len(scored), method=METHODS[by].name))
    for field in fields:
        known = [getattr(item, field) for item in backlog.items if getattr(item, field) is not None]
        if len(known) >= FEW and len(set(known)) == 1:
            found.append(finding("no_difference", field=FIELDS[field].title, value=known[0]))
    return found


def order(backlog: Backlog, by: str) -> list[Finding]:
    """Whether the order is upside down: a score read as if it were a cost, lowest first."""
    place = {id: at for at, id in enumerate(backlog.ids)}
    scored = [row for row in rank(backlog, by) if row.score.value is not None]
    pairs = [(first, second) for first, second in combinations(scored, 2) if first.rank < second.rank]
    wrong = sum(place[first.id] > place[second.id] for first, second in pairs)
    if len(scored) < FEW or not pairs or wrong < UPSIDE_DOWN * len(pairs):
        return []
    return [finding("order_upside_down", backlog.ids[0], method=METHODS[by].name, wrong=wrong, pairs=len(pairs))]


def values(backlog: Backlog) -> list[Finding]:
    """Whether business value only repeats the effort: much work taken for much worth."""
    known = [(i.effort, i.business_value) for i in backlog.items if i.effort and i.business_value is not None]
    if len({effort for effort, _ in known}) < FEW:
        return []
    quotients = [value / effort for effort, value in known]
    if not max(quotients) or max(quotients) - min(quotients) > 1e-9 * max(quotients):
        return []
    return [finding("value_copies_effort", quotient=quotients[0])]


def moscow(backlog: Backlog, room: float | None = None) -> list[Finding]:
    """DSDM's rules: each item has a class, Must takes at most 60% of the effort, Could is kept as a contingency.

    DSDM means them for a project with a fixed time: `room` is that time in person-weeks, and then the shares are of
    it, and more than it cannot be promised. Also: nothing promised rests on something promised less.
    """
    found = []
    items = {item.id: item for item in backlog.items}
    for item in backlog.items:
        if item.moscow is None:
            found.append(finding("moscow_missing", item.id, title=item.title))
            continue
        if item.moscow is not Moscow.WONT and item.effort is None:
            found.append(finding("moscow_effort", item.id, title=item.title))
        for need in item.depends_on:
            other = items[need].moscow if need in items else None
            if other and _STRENGTH[item.moscow] > _STRENGTH[other]:
                strength, weaker = _SAID[item.moscow], _SAID[other]
                found.append(finding("moscow_needs", item.id, need=need, strength=strength, weaker=weaker))
    classed = [item for item in backlog.items if item.moscow]
    share = moscow_effort(backlog, room)
    if len(classed) >= FEW and all(item.moscow is Moscow.MUST for item in classed):
        found.append(finding("moscow_all_must", count=len(classed)))
    elif share:
        if share[Moscow.MUST] > MOST_MUST + 1e-9:
            found.append(finding("moscow_must", share=beside(share[Moscow.MUST], MOST_MUST), most=MOST_MUST))
        if share[Moscow.COULD] < LEAST_COULD - 1e-9:
            found.append(finding("moscow_could", share=share[Moscow.COULD]))
        if room and sum(share.values()) > 1 + 1e-9:
            found.append(finding("moscow_room", promised=room * sum(share.values()), room=room))
    return found


def more_than(share: float, *marks: float) -> str:
    """By what share of the least an order costs more, in words: never as one of the `marks` that it is above."""
    if share < 5e-5:
        return "no more"
    passed = max((mark for mark in marks if mark < share), default=0.0)
    fine = share < 0.1
    return f"{beside(share, passed, 0.001 if fine else 0.01):{'.1%' if fine else '.0%'}} more"


def delay(backlog: Backlog, near: float = NEAR_BEST) -> list[Finding]:
    """Whether the order costs more than the best one, beyond the share `near` of it, and whether that can be known.

    Where the best order is not proven, the best found counts, so that nobody is asked for an order nobody knows.
    """
    plan, cost = best_order(backlog), cost_of_order(backlog)
    found = []
    if plan.unknown:
        some = ", ".join(plan.unknown[:5]) + (" and others" if len(plan.unknown) > 5 else "")
        found.append(finding("delay_unknown", plan.unknown[0], some=some))
    if cost > plan.cost * (1 + near) + 1e-9:
        share = cost / plan.cost - 1 if plan.cost else 0.0
        more = f" (this is {more_than(share, near)})" if plan.cost else ""
        found.append(finding("delay_cost", cost=cost, least=plan.cost, more=more))
    return found


def titles(backlog: Backlog) -> list[Finding]:
    """Items that look like the same thing twice."""
    alike = {item.id: " ".join(item.title.casefold().split()) for item in backlog.items}
    counts = Counter(alike.values())
    return [finding("title_twice", item.id, title=item.title) for item in backlog.items if counts[alike[item.id]] > 1]
