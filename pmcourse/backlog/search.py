"""A good order where none is proven best, and how far from the best it can be. Jobs, cost, weeks and needs as in
`precedence`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from heapq import heapify, heappop, heappush

from pmcourse.backlog.forest import Numbers, forest, ratio, total

_PATIENCE = 300_000  # swaps that local search looks at


def best_found(
    part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]
) -> tuple[list[int], float]:
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
        forest(part, {job: need for job, need in first.items() if need is not None}, cost, weeks),
        forest(part, {job: more[0] for job, more in needed.items() if more}, weeks, cost, backwards=True)[::-1],
    ]
    wishes = [*relaxed, sorted(part, key=lambda job: -ratio(cost[job], weeks[job]))]
    starts = [_feasible(wish, needs, needed) for wish in wishes]
    order = min((_improved(start, needs, cost, weeks) for start in starts), key=lambda o: total(o, cost, weeks))
    straight = (sum(cost[j] for j in part) * sum(weeks[j] for j in part) + sum(cost[j] * weeks[j] for j in part)) / 2
    bound = max(straight, *(total(o, cost, weeks) for o in relaxed))
    return order, max(0.0, total(order, cost, weeks) - bound)


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
