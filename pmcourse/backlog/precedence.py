"""The cheapest order of jobs that need each other, one job at a time: 1 | prec | sum of w C.

Jobs are numbers 0, 1, 2 …; `cost[j]` is money a week until job j is done, `weeks[j]` is how long it takes, `needs[j]`
are the jobs that come first. Nothing here knows of backlogs. The problem is NP-hard in general (Lawler 1978), so each
result says how it was found and how far from the best it can be at most. Equally good choices keep the jobs' order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import inf, lcm

import lazy_loader as lazy

from pmcourse.backlog.forest import Numbers, forest, one_way
from pmcourse.backlog.search import best_found

nx = lazy.load("networkx")
np = lazy.load("numpy")

LARGEST_EXACT = 18  # jobs in one knot that is not a forest: beyond this, subsets take too long

Needs = Sequence[Iterable[int]]


@dataclass(frozen=True)
class Found:
    """An order of jobs; no other order costs less by more than `gap`; `ways` says how it was found."""

    order: list[int]
    gap: float
    ways: frozenset[str]


def solve(cost: Numbers, weeks: Numbers, needs: Needs) -> Found:
    """A cheapest order, or the best found. Raises ValueError where needs go round in a circle.

    Jobs that hang together are solved on their own, and the orders are merged: an order that is best for such a part
    is best within the whole (Sidney & Steiner, "Optimal sequencing by modular decomposition", 1986).
    """
    needs = _reduced(needs)
    parts = [_solve(part, cost, weeks, needs) for part in _components(needs)]
    before = {job: need for part in parts for need, job in zip(part.order, part.order[1:], strict=False)}
    order = forest(range(len(needs)), before, cost, weeks)
    return Found(order, sum(part.gap for part in parts), frozenset().union(*(part.ways for part in parts)))


def _reduced(needs: Needs) -> list[list[int]]:
    """The needs without those that follow from others; raises ValueError where there is a circle."""
    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(needs)))
    graph.add_edges_from((need, job) for job, before in enumerate(needs) for need in before)
    try:
        least = nx.transitive_reduction(graph)
    except nx.NetworkXError:
        raise ValueError("needs must not go round in a circle") from None
    return [sorted(least.predecessors(job)) for job in range(len(needs))]


def _components(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(needs)))
    graph.add_edges_from((need, job) for job, before in enumerate(needs) for need in before)
    return [sorted(part) for part in nx.connected_components(graph)]


def _solve(part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]) -> Found:
    """Jobs that hang together, `needs` among them being without detours."""
    order = one_way(part, cost, weeks, needs)
    if order is not None:
        return Found(order, 0.0, frozenset({"forest"}))
    if len(part) <= LARGEST_EXACT:
        return Found(_subsets(part, cost, weeks, needs), 0.0, frozenset({"subsets"}))
    blocks = _sidney(part, cost, weeks, needs)
    if len(blocks) == 1:
        order, gap = best_found(part, cost, weeks, needs)
        return Found(order, gap, frozenset({"best found" if gap else "bound"}))
    order, gap, ways = [], 0.0, set()
    for block in blocks:
        inside = set(block)
        small = {job: at for at, job in enumerate(block)}
        found = solve(
            [cost[job] for job in block],
            [weeks[job] for job in block],
            [[small[need] for need in needs[job] if need in inside] for job in block],
        )
        order += [block[at] for at in found.order]
        gap += found.gap
        ways |= found.ways
    return Found(order, gap, frozenset(ways))


def _subsets(part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]) -> list[int]:
    """Dynamic programming over the sets of jobs that can be done first (after Held & Karp 1962): exact."""
    place = {job: at for at, job in enumerate(part)}
    masks = [sum(1 << place[need] for need in needs[job] if need in place) for job in part]
    size = 1 << len(part)
    time = np.zeros(size)
    for at, job in enumerate(part):
        time[1 << at : 2 << at] = time[: 1 << at] + weeks[job]
    spent = np.full(size, inf)
    spent[0] = 0.0
    last = np.zeros(size, dtype=np.int8)
    layer = np.zeros(1, dtype=np.int64)
    for _ in part:
        following = []
        for at, job in enumerate(part):
            done = layer[(layer >> at & 1 == 0) & (layer & masks[at] == masks[at])]
            now = done | 1 << at
            price = spent[done] + cost[job] * time[now]
            better = price <= spent[now]  # of equals the later job goes last
            spent[now[better]] = price[better]
            last[now[better]] = at
            following.append(now)
        layer = np.unique(np.concatenate(following))
    order, done = [], size - 1
    while done:
        order.append(part[last[done]])
        done ^= 1 << int(last[done])
    return order[::-1]


def _sidney(part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]) -> list[list[int]]:
    """Blocks of falling cost per week, one after the other in some best order (Sidney 1975).

    No set of jobs that could start a block has more cost per week than the block itself. Exact, in whole numbers.
    """
    money = _whole([cost[job] for job in part])
    time = _whole([weeks[job] for job in part])
    price = {job: (money[at], time[at]) for at, job in enumerate(part)}
    todo, blocks = [part], []
    while todo:
        jobs = todo.pop()
        first = _dearest_start(jobs, price, needs)
        if len(first) in (0, len(jobs)):
            blocks.append(jobs)
        else:
            todo += [[job for job in jobs if job not in first], [job for job in jobs if job in first]]
    return blocks


def _whole(numbers: Numbers) -> list[int]:
    """The numbers, all multiplied by the same so that they are whole."""
    exact = [Fraction(number) for number in numbers]
    scale = lcm(*(number.denominator for number in exact))
    return [int(number * scale) for number in exact]


def _dearest_start(jobs: list[int], price: Mapping[int, tuple[int, int]], needs: Sequence[Sequence[int]]) -> set[int]:
    """The set that can come first and saves most against the jobs' average cost per week: a minimum cut."""
    money, time = (sum(price[job][which] for job in jobs) for which in (0, 1))
    if not money or not time:
        return set(jobs)
    inside = set(jobs)
    graph = nx.DiGraph()
    graph.add_nodes_from(("start", "end"))
    for job in jobs:
        saved = price[job][0] * time - price[job][1] * money
        if saved > 0:
            graph.add_edge("start", job, capacity=saved)
        else:
            graph.add_edge(job, "end", capacity=-saved)
        graph.add_edges_from((job, need) for need in needs[job] if need in inside)
    _, (first, _) = nx.minimum_cut(graph, "start", "end")
    return first - {"start"}
