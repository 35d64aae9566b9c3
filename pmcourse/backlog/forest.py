"""The cheapest order where needs form a forest: Horn, "Single-machine job sequencing with treelike precedence ordering
and linear delay penalties", 1972. Jobs, cost, weeks and needs as in `precedence`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heapify, heappop, heappush
from math import inf

Numbers = Sequence[float]


def total(order: Iterable[int], cost: Numbers, weeks: Numbers) -> float:
    """The sum of cost x week of completion."""
    week = spent = 0.0
    for job in order:
        week += weeks[job]
        spent += cost[job] * week
    return spent


def ratio(cost: float, weeks: float) -> float:
    return cost / weeks if weeks else inf if cost else 0.0


def forest(
    jobs: Iterable[int], before: Mapping[int, int], cost: Numbers, weeks: Numbers, backwards: bool = False
) -> list[int]:
    """Horn's algorithm (1972) where each job needs at most one other: join the dearest block to the one it needs."""
    blocks = {job: ([job], cost[job], weeks[job]) for job in jobs}
    home = {job: job for job in blocks}  # towards the first job of the block that a job is in
    sign = -1 if backwards else 1

    def entry(head: int) -> tuple[float, int, int]:
        ids, money, time = blocks[head]
        return -ratio(money, time), sign * head, len(ids)

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


def one_way(part: list[int], cost: Numbers, weeks: Numbers, needs: Sequence[Sequence[int]]) -> list[int] | None:
    """The best order if each job needs at most one other, or is needed by at most one other; else None."""
    inside = set(part)
    pairs = [(need, job) for job in part for need in needs[job] if need in inside]
    before = {job: need for need, job in pairs}
    if len(before) == len(pairs):
        return forest(part, before, cost, weeks)
    after = dict(pairs)
    if len(after) == len(pairs):  # backwards in time, cost and weeks change roles
        return forest(part, after, weeks, cost, backwards=True)[::-1]
    return None
