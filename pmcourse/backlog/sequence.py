"""What an order costs, and the best order: one item at a time, each costing money every week until it is done.

This is the scheduling problem 1 | prec | sum of w C: w is the cost of delay in money a week, C the week in which an
item is done. Sources: Smith, "Various optimizers for single-stage production", 1956; Horn, "Single-machine job
sequencing with treelike precedence ordering and linear delay penalties", 1972; Sidney, "Decomposition algorithms for
single-machine sequencing with precedence relations and deferral costs", 1975. `precedence` does the work.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import lazy_loader as lazy

from pmcourse.backlog.model import Backlog
from pmcourse.backlog.precedence import solve
from pmcourse.kit.graph import circles

nx = lazy.load("networkx")


@dataclass(frozen=True)
class Plan:
    """An order with its cost in money, and how good it is known to be.

    `bound`: no order that keeps the dependencies costs less. `exact`: cost equals bound, proven. `method` says how:
    "exact (forest)", "exact (subsets)", "exact (bound)" or "best found". `unknown`: items whose cost of delay or
    duration is not known; what is not known counts as 0. `circles`: items that wait for each other; what they need of
    each other cannot be kept and is left out, the rest is kept.
    """

    order: tuple[str, ...]
    cost: float
    bound: float
    exact: bool
    method: str
    unknown: tuple[str, ...]
    circles: tuple[tuple[str, ...], ...]


def cost_of_order(backlog: Backlog, order: Iterable[str] | None = None) -> float:
    """The cost of delay, in money, of doing the items in `order` (default: as they stand), one at a time.

    The sum over the items of cost of delay a week x the week in which the item is done. Raises BacklogError where
    `order` does not name every item exactly once.
    """
    return delay_over_time(backlog, order)[-1][1]


def delay_over_time(backlog: Backlog, order: Iterable[str] | None = None) -> list[tuple[float, float]]:
    """(week, money lost until then) at the start and at the end of each item; between them the line is straight.

    Raises BacklogError where `order` does not name every item exactly once.
    """
    items = (backlog if order is None else backlog.reorder(order)).items
    rate = sum(item.cost_of_delay or 0 for item in items)
    week = lost = 0.0
    curve = [(week, lost)]
    for item in items:
        week += item.duration or 0
        lost += rate * (item.duration or 0)
        rate -= item.cost_of_delay or 0
        curve.append((week, lost))
    return curve


def best_order(backlog: Backlog) -> Plan:
    """The order that costs least and keeps the dependencies; where that is not proven, the best found and a bound.

    Exact where the dependencies form chains or trees of one direction, and where no more than 18 items hang together
    or are left together once cheap parts are split off. Equally good orders: the one nearest to the backlog's own.
    """
    graph = backlog.needs()
    ids = backlog.ids
    place = {id: at for at, id in enumerate(ids)}
    knot = {id: at for at, part in enumerate(nx.strongly_connected_components(graph)) for id in part}
    found = solve(
        [item.cost_of_delay or 0.0 for item in backlog.items],
        [item.duration or 0.0 for item in backlog.items],
        [[place[need] for need in graph.predecessors(id) if knot[need] != knot[id]] for id in ids],
    )
    order = tuple(ids[at] for at in found.order)
    total = cost_of_order(backlog, order)
    weakest = next(way for way in ("best found", "bound", "subsets", "forest") if way in found.ways or way == "forest")
    exact = weakest != "best found"
    return Plan(
        order=order,
        cost=total,
        bound=total - found.gap,
        exact=exact,
        method=f"exact ({weakest})" if exact else weakest,
        unknown=tuple(item.id for item in backlog.items if item.cost_of_delay is None or item.duration is None),
        circles=tuple(circles(graph)),
    )
