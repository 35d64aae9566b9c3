"""The cheapest order of jobs that need each other, one job at a time: 1 | prec | sum of w C.

Jobs are numbers 0, 1, 2 …; `cost[j]` is money a week until job j is done, `weeks[j]` is how long it takes, `needs[j]`
are the jobs that come first. Nothing here knows of backlogs. The problem is NP-hard in general (Lawler 1978), so each
result says how it was found and how far from the best it can be at most. Equally good choices keep the jobs' order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heappop, heappush
from math import inf, lcm

import networkx as nx
import numpy as np

LARGEST_EXACT = 18  # jobs in one knot that is not a forest: beyond this, subsets take too long
_PATIENCE = 300_000  # swaps that local search looks at

Numbers = Sequence[float]
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
    order = _forest(range(len(needs)), before, cost, weeks)
    return Found(order, sum(part.gap for part in parts), frozenset().union(*(part.ways for part in parts)))


def total(order: Iterable[int], cost: Numbers, weeks: Numbers) -> float:
    """The sum of cost x week of completion."""
    week = spent = 0.0
    for job in order:
        week += weeks[job]
        spent += cost[job] * week
    return spent


def topological(needs: Needs) -> list[int]:
    """The jobs so that needs come first, else in their own order; raises ValueError where there is a circle."""
    later: list[list[int]] = [[] for _ in needs]
    waits = [0] * len(needs)
    for job, before in enumerate(needs):
        for need in before:
            later[need].append(job)
            waits[job] += 1
    ready = [job for job, count in enumerate(waits) if not count]
    order = []
    while ready:
        job = heappop(ready)
        order.append(job)
        for next_job in later[job]:
            waits[next_job] -= 1
            if not waits[next_job]:
                heappush(ready, next_job)
    if len(order) < len(waits):
        raise ValueError("needs must not go round in a circle")
    return order


def _reduced(needs: Needs) -> list[list[int]]:
    """The needs without those that follow from others."""
    needs = [sorted(set(before)) for before in needs]
    above = [0] * len(needs)  # all that a job needs, directly or not, as bits
    for job in topological(needs):
        through = 0
        for need in needs[job]:
            through |= above[need]
        needs[job] = [need for need in needs[job] if not through >> need & 1]
        above[job] = through | sum(1 << need for need in needs[job])
    return needs


def _components(needs: Sequence[Sequence[int]]) -> list[list[int]]:
    graph = nx.Graph()
    graph.add_nodes_from(range(len(needs)))
    graph.add_edges_from((need, job) for job, before in enumerate(needs) for need in before)
    return [sorted(part) for part in nx.connected_components(graph)]


def _solve(part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]) -> Found:
    """Jobs that hang together, `needs` among them being without detours."""
    order = _one_way(part, cost, weeks, needs)
    if order is not None:
        return Found(order, 0.0, frozenset({"forest"}))
    if len(part) <= LARGEST_EXACT:
        return Found(_subsets(part, cost, weeks, needs), 0.0, frozenset({"subsets"}))
    blocks = _sidney(part, cost, weeks, needs)
    if len(blocks) == 1:
        return _best_found(part, cost, weeks, needs)
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


def _one_way(part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]) -> list[int] | None:
    """The best order if each job needs at most one other, or is needed by at most one other; else None."""
    inside = set(part)
    pairs = [(need, job) for job in part for need in needs[job] if need in inside]
    before = {job: need for need, job in pairs}
    if len(before) == len(pairs):
        return _forest(part, before, cost, weeks)
    after = dict(pairs)
    if len(after) == len(pairs):  # backwards in time, cost and weeks change roles
        return _forest(part, after, weeks, cost, backwards=True)[::-1]
    return None


def _ratio(cost: float, weeks: float) -> float:
    return cost / weeks if weeks else inf if cost else 0.0


def _forest(
    jobs: Iterable[int], before: Mapping[int, int], cost: Numbers, weeks: Numbers, backwards: bool = False
) -> list[int]:
    """Horn's algorithm (1972) where each job needs at most one other: join the dearest block to the one it needs."""
    blocks = {job: ([job], cost[job], weeks[job]) for job in jobs}
    home = {job: job for job in blocks}  # towards the first job of the block that a job is in
    sign = -1 if backwards else 1

    def entry(head: int) -> tuple[float, int, int]:
        ids, money, time = blocks[head]
        return -_ratio(money, time), sign * head, len(ids)

    heap = [entry(head) for head in blocks]
    heapify(heap)
    order: list[int] = []
    while heap:
        _, head, size = heappop(heap)
        head *= sign
        if head not in blocks or len(blocks[head][0]) != size:
            continue  # joined, or grown since
        ids, money, time = blocks.pop(head)
        need = before.get(head)
        while need is not None and home[need] != need:
            home[need] = home[home[need]]
            need = home[need]
        if need is None or need not in blocks:
            order += ids
            continue
        above, dearer, longer = blocks[need]
        above += ids
        blocks[need] = (above, dearer + money, longer + time)
        home[head] = need
        heappush(heap, entry(need))
    return order


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


def _best_found(part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]) -> Found:
    """A good order of one of Sidney's blocks, with how far from the best it can be.

    Two bounds, the higher counts: the area under the straight line from all the cost to none (Goemans & Williamson,
    "Two-dimensional Gantt charts", 2000), and the best order when all but one need of each job are dropped.
    """
    inside = set(part)
    needed: dict[int, list[int]] = {job: [] for job in part}
    for job in part:
        for need in needs[job]:
            if need in inside:
                needed[need].append(job)
    first = {job: next((n for n in reversed(needs[job]) if n in inside), None) for job in part}
    relaxed = [
        _forest(part, {job: need for job, need in first.items() if need is not None}, cost, weeks),
        _forest(part, {job: more[0] for job, more in needed.items() if more}, weeks, cost, backwards=True)[::-1],
    ]
    wishes = [*relaxed, sorted(part, key=lambda job: -_ratio(cost[job], weeks[job]))]
    starts = [_feasible(wish, needs, needed) for wish in wishes]
    order = min((_improved(start, needs, cost, weeks) for start in starts), key=lambda o: total(o, cost, weeks))
    straight = (sum(cost[j] for j in part) * sum(weeks[j] for j in part) + sum(cost[j] * weeks[j] for j in part)) / 2
    bound = max(straight, *(total(o, cost, weeks) for o in relaxed))
    gap = max(0.0, total(order, cost, weeks) - bound)
    return Found(order, gap, frozenset({"best found" if gap else "bound"}))


def _feasible(wish: list[int], needs: Sequence[Sequence[int]], needed: Mapping[int, list[int]]) -> list[int]:
    """The jobs as near to the wished order as their needs allow: always the first wish that can be done."""
    place = {job: at for at, job in enumerate(wish)}
    waits = {job: sum(need in place for need in needs[job]) for job in wish}
    ready = [place[job] for job in wish if not waits[job]]
    heapify(ready)
    order = []
    while ready:
        job = wish[heappop(ready)]
        order.append(job)
        for later in needed[job]:
            waits[later] -= 1
            if not waits[later]:
                heappush(ready, place[later])
    return order


def _improved(order: list[int], needs: Sequence[Sequence[int]], cost: Numbers, weeks: Numbers) -> list[int]:
    """Move single jobs to where they cost less, while that helps and patience lasts."""
    order = list(order)
    before = {job: set(needs[job]) for job in order}
    left = _PATIENCE
    moved = True
    while moved and left > 0:
        moved = False
        for job in list(order):
            at = order.index(job)
            gain, best, to = 0.0, 1e-9, at
            for step in range(at - 1, -1, -1):  # earlier
                other = order[step]
                if other in before[job]:
                    break
                gain += cost[job] * weeks[other] - cost[other] * weeks[job]
                left -= 1
                if gain > best:
                    best, to = gain, step
            gain = 0.0
            for step in range(at + 1, len(order)):  # later
                other = order[step]
                if job in before[other]:
                    break
                gain += cost[other] * weeks[job] - cost[job] * weeks[other]
                left -= 1
                if gain > best:
                    best, to = gain, step
            if to != at:
                order.insert(to, order.pop(at))
                moved = True
            if left <= 0:
                break
    return order
