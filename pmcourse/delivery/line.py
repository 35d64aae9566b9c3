"""A pipeline as a queue: changes arrive, wait until a batch is full, wait for the pipeline, and are released together.

Changes arrive at random (Poisson), and one batch goes through at a time. A stage that sees a fault ends the run; the
faulty change is found by halving the batch, is mended, and the whole batch runs again. Left out: a second fault that
is found later, tests that fail for nothing, people who begin something else while they wait.

Mean waiting time of one server with runs of unequal length: Pollaczek 1930, Khinchine 1932. Least time to find a
fault, by the order of the stages: Mitten 1960. Why small batches: Reinertsen 2009.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import ceil, log2
from typing import TYPE_CHECKING

import lazy_loader as lazy

from pmcourse.delivery.model import MOST_IN_A_BATCH, Stage

if TYPE_CHECKING:
    from numpy import ndarray

np = lazy.load("numpy")

CHANGES = 200
LEFT_OUT = (
    "Left out: a second fault that is found later, tests that fail for nothing, people who begin something else while "
    "they wait."
)


@dataclass(frozen=True)
class Team:
    """What comes to a pipeline: changes an hour, and the share of them with a fault."""

    rate: float = 2.0
    fault: float = 0.03


def let_through(stages: Sequence[Stage]) -> float:
    """The share of faults that no stage catches."""
    share = 1.0
    for stage in stages:
        share *= 1 - stage.catches
    return share


def minutes_to_find(stages: Sequence[Stage]) -> float:
    """Mean minutes until a change that has a fault is stopped, or is through: what the order of the stages decides."""
    total, reached = 0.0, 1.0
    for stage in stages:
        total += reached * stage.minutes
        reached *= 1 - stage.catches
    return total


def quickest(stages: Sequence[Stage]) -> list[Stage]:
    """The order that finds faults soonest: the least minutes for each unit of chance first (Mitten 1960)."""
    return sorted(stages, key=lambda stage: stage.minutes / stage.catches)


def red(batch: int, fault: float) -> float:
    """The chance that a batch holds one fault or more."""
    return 1 - (1 - fault) ** batch


def halvings(batch: int) -> int:
    """Runs that find one faulty change of `batch` by halving."""
    return ceil(log2(batch))


def runs(stages: Sequence[Stage], batch: int, fault: float) -> list[tuple[float, float]]:
    """How long a batch keeps the pipeline, as (minutes, chance): if it is green, and if each stage is the first red."""
    whole, upto, through, ways = sum(stage.minutes for stage in stages), 0.0, 1.0, []
    none = 1.0  # the chance that no stage so far has seen a fault
    for stage in stages:
        upto, through = upto + stage.minutes, through * (1 - stage.catches)
        still = (1 - fault + fault * through) ** batch
        ways.append((upto * (1 + halvings(batch)) + whole, none - still))
        none = still
    return [(whole, none), *ways]


def minutes_a_change(stages: Sequence[Stage], batch: int, team: Team) -> float:
    """Minutes of the pipeline that a change costs on average."""
    return sum(minutes * chance for minutes, chance in runs(stages, batch, team.fault)) / batch


def busy(stages: Sequence[Stage], batch: int, team: Team) -> float:
    """The share of its time that the pipeline runs; from 1 on more comes than goes."""
    return team.rate * minutes_a_change(stages, batch, team) / 60


def lead_hours(
    stages: Sequence[Stage], batch: int, team: Team, worlds: int = 200, seed: int = 1, changes: int = CHANGES
) -> ndarray:
    """Hours from each change to its release, worlds × changes; the last batch need not be full."""
    luck = np.random.default_rng(seed)
    arrive = luck.exponential(1 / team.rate, (worlds, changes)).cumsum(axis=1)
    ways = runs(stages, batch, team.fault)
    edges = np.cumsum([chance for _, chance in ways])[:-1]
    hours = np.array([minutes / 60 for minutes, _ in ways])
    firsts = np.arange(0, changes, batch)
    took = hours[np.searchsorted(edges, luck.random((worlds, len(firsts))))]
    full = arrive[:, np.minimum(firsts + batch, changes) - 1]
    released, free = np.empty((len(firsts), worlds)), np.zeros(worlds)
    for at, (ready, run) in enumerate(zip(np.ascontiguousarray(full.T), np.ascontiguousarray(took.T), strict=True)):
        released[at] = free = np.maximum(ready, free) + run
    return np.repeat(released.T, batch, axis=1)[:, :changes] - arrive


def mean_lead(stages: Sequence[Stage], batch: int, team: Team, seed: int = 1) -> float:
    """Mean hours from change to release, of 200 changes in 200 worlds."""
    return float(lead_hours(stages, batch, team, seed=seed).mean())


@cache
def cheapest(
    stages: tuple[Stage, ...], team: Team, lead: float, through: float
) -> tuple[float, tuple[Stage, ...], int] | None:
    """The least minutes a change, with stages and batch, where faults let through and mean lead time (hours) stay below
    the limits; None where nothing does. Each set of stages is tried in its quickest order, from the cheapest on."""
    tried = [
        (minutes_a_change(order, batch, team), order, batch)
        for size in range(1, len(stages) + 1)
        for order in (
            tuple(quickest(some)) for some in combinations(stages, size) if let_through(some) <= through + 1e-9
        )
        for batch in range(1, MOST_IN_A_BATCH + 1)
        if (batch - 1) / (2 * team.rate) + sum(stage.minutes for stage in order) / 60 <= lead  # filling, and one run
        and busy(order, batch, team) < 1
    ]
    for one in sorted(tried, key=lambda one: one[0]):
        if mean_lead(one[1], one[2], team) <= lead:
            return one
    return None
