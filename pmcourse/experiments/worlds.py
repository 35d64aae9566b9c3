"""A test that is looked at several times: what its stopping rule does in theory, and in worlds that are drawn.

Both arms grow alike; at each look z of the difference is held against a boundary. The theory is that of normal sums
(Armitage, McPherson & Rowe 1969); the worlds draw people one by one, as counts, and know nothing of it.
Left out: effects that fade or grow, days of the week, people who come twice.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import lazy_loader as lazy

from pmcourse.experiments.model import Boundary, Plan
from pmcourse.experiments.shares import NORMAL, POWER, quantile

if TYPE_CHECKING:
    from numpy import ndarray

np = lazy.load("numpy")

HIDDEN = (0, 0, 1 / 3, 1)  # half of the worlds have no effect, a quarter has a third of it, a quarter has the whole
_POINTS = 121  # of the grid on which sums are followed, by Simpson's rule
_FAR = 7.0  # standard deviations beyond which nothing is followed
_COMPARED = [(boundary, looks) for boundary in (Boundary.POCOCK, Boundary.OBRIEN) for looks in range(1, 9)]


@cache
def bounds(boundary: Boundary, looks: int) -> tuple[float, ...]:
    """The |z| at which each of `looks` evenly spaced looks stops.

    NAIVE: 1.96 each time. POCOCK (1977): one height for all. OBRIEN (O'Brien & Fleming 1979): high at first, falling as
    one over the root of what was seen. The last two keep false alarms at 5% in all.
    """
    shape = [math.sqrt(looks / at) if boundary is Boundary.OBRIEN else 1.0 for at in range(1, looks + 1)]
    if boundary is Boundary.NAIVE or looks == 1:
        return tuple(quantile(0.95) for _ in shape)
    low, high = 1.9, 3.5
    while high - low > 1e-5:
        middle = (low + high) / 2
        up, down = crossing(tuple(middle * one for one in shape), 0.0)
        low, high = (middle, high) if sum(up) + sum(down) > 0.05 else (low, middle)
    return tuple(high * one for one in shape)


def crossing(heights: tuple[float, ...], drift: float) -> tuple[list[float], list[float]]:
    """The chance to pass each of `heights` first upwards, and first downwards.

    `drift` is the z that is expected at the last look. Between looks the sum of normal steps is followed on a grid.
    """
    step = drift / math.sqrt(len(heights))
    up, down, grid, density = [], [], None, None
    for at, height in enumerate(heights, 1):
        edge = min(height, _FAR) * math.sqrt(at)
        if grid is None:
            up.append(1 - NORMAL.cdf(edge - step))
            down.append(NORMAL.cdf(-edge - step))
        else:
            up.append(float(density @ _tail(edge - step - grid)))
            down.append(float(density @ _tail(edge + step + grid)))
        new = np.linspace(-edge, edge, _POINTS)
        weights = np.where(np.arange(_POINTS) % 2, 4, 2) * (2 * edge / (_POINTS - 1) / 3)
        weights[[0, -1]] /= 2
        if grid is None:
            density = _bell(new - step) * weights
        else:
            density = (density @ _bell(new[None, :] - grid[:, None] - step)) * weights
        grid = new
    return up, down


def beforehand() -> None:
    """What is the same for every learner, computed once by whoever serves many: the drifts of the plans to compare."""
    for boundary, looks in _COMPARED:
        _drift(boundary, looks)


@dataclass(frozen=True)
class Setting:
    """Where an A/B test is made: share `before`, the least share `after` that would be worth having, people a day in
    both arms, what a person in the test and a look at it cost, and what the whole change is worth, once built.

    To build it costs half of that `worth`; a third of the change brings a third of it, so it does not pay.
    """

    before: float
    after: float
    a_day: int
    per_person: float
    per_look: float
    worth: float = 0

    @property
    def points(self) -> float:
        """The least change worth having, in points."""
        return 100 * (self.after - self.before)


@dataclass(frozen=True)
class Promise:
    """What a plan does by theory: share of false alarms, chance to see the effect, and people and looks to expect.

    The last two are means over worlds of which half have no effect and half have it; people count both arms.
    """

    false_alarm: float
    power: float
    people: float
    looks: float


def promise(plan: Plan, setting: Setting) -> Promise:
    """What `plan` does where nothing changes the share before, and where it becomes the share after."""
    heights, before, after = bounds(plan.boundary, plan.looks), setting.before, setting.after
    apart = math.sqrt((before * (1 - before) + after * (1 - after)) / plan.people)
    still, moved = crossing(heights, 0.0), crossing(heights, (after - before) / apart)
    seen = (_mean_looks(*still) + _mean_looks(*moved)) / 2
    return Promise(sum(map(sum, still)), sum(moved[0]), 2 * plan.people * seen / plan.looks, seen)


@cache
def cheapest(setting: Setting) -> tuple[Plan, float]:
    """The plan of least expected cost among those that keep false alarms at 5% and power at 80%, and that cost."""
    found = []
    for boundary, looks in _COMPARED:
        plan = Plan(people=least_people(boundary, looks, setting), looks=looks, boundary=boundary)
        found.append((cost(promise(plan, setting), setting), looks, plan))
    price, _, plan = min(found, key=lambda one: one[:2])
    return plan, price


def least_people(boundary: Boundary, looks: int, setting: Setting) -> int:
    """The fewest people in each arm with which a plan sees the effect with a chance of 80%."""
    before, after = setting.before, setting.after
    noise = before * (1 - before) + after * (1 - after)
    return math.ceil(_drift(boundary, looks) ** 2 * noise / (after - before) ** 2)


@cache
def _drift(boundary: Boundary, looks: int) -> float:
    """The z to be expected at the last look, so that a better arm is seen with a chance of 80%."""
    heights, low, high = bounds(boundary, looks), 2.5, 5.0
    while high - low > 5e-4:
        middle = (low + high) / 2
        low, high = (middle, high) if sum(crossing(heights, middle)[0]) < POWER else (low, middle)
    return high


def cost(promised: Promise, setting: Setting) -> float:
    """What a plan is expected to cost."""
    return promised.people * setting.per_person + promised.looks * setting.per_look


@dataclass(frozen=True)
class Worlds:
    """What was seen in each of many worlds: `said` +1 (better), -1 (worse) or 0, after `looks` looks, with the
    difference of the shares `seen` then; `paths` are the z of the first few worlds, look by look."""

    said: ndarray
    looks: ndarray
    seen: ndarray
    paths: ndarray


def run(plan: Plan, before: float, after: float | ndarray, worlds: int = 1000, seed: int = 1) -> Worlds:
    """Draw `worlds` tests of `plan`, the second arm with the share `after` (one for all, or one for each world)."""
    luck, looks = np.random.default_rng(seed), plan.looks
    whole = np.round(np.arange(1, looks + 1) * plan.people / looks).astype(int)
    new = np.diff(whole, prepend=0)
    shares = np.broadcast_to(np.asarray(after, dtype=float), worlds)
    first = luck.binomial(new, before, (worlds, looks)).cumsum(axis=1)
    second = luck.binomial(new, shares[:, None], (worlds, looks)).cumsum(axis=1)
    pooled = (first + second) / (2 * whole)
    noise = np.sqrt(np.maximum(pooled * (1 - pooled) * 2 / whole, 1e-12))
    z = (second - first) / whole / noise
    passed = np.abs(z) > np.array(bounds(plan.boundary, looks))
    stopped = np.where(passed.any(axis=1), passed.argmax(axis=1), looks - 1)
    rows = np.arange(worlds)
    said = np.where(passed.any(axis=1), np.sign(z[rows, stopped]), 0).astype(int)
    seen = ((second - first) / whole)[rows, stopped]
    return Worlds(said, stopped + 1, seen, z[:40])


def hidden(setting: Setting, worlds: int, seed: int, parts: Sequence[float] = HIDDEN) -> ndarray:
    """The share of the new arm in each world, which has one of these `parts` of the effect, each equally likely."""
    drawn = np.random.default_rng([seed, 1]).choice(parts, worlds)
    return setting.before + drawn * (setting.after - setting.before)


def spent(seen: Worlds, plan: Plan, setting: Setting) -> ndarray:
    """What the test of each world cost."""
    return seen.looks * (2 * plan.people / plan.looks * setting.per_person + setting.per_look)


def regret(going: ndarray, after: ndarray, setting: Setting, spent: ndarray | float = 0.0) -> ndarray:
    """What was lost in each world against somebody who knows the truth: by building or not, and on the test."""
    gains = setting.worth * ((after - setting.before) / (setting.after - setting.before) - 0.5)
    return np.maximum(gains, 0) - np.where(going, gains, 0) + spent


def _mean_looks(up: list[float], down: list[float]) -> float:
    early = [u + d for u, d in zip(up, down, strict=True)]
    return sum(at * chance for at, chance in enumerate(early, 1)) + len(early) * (1 - sum(early))


def _bell(x: ndarray) -> ndarray:
    return np.exp(-x * x / 2) / math.sqrt(2 * math.pi)


def _tail(x: ndarray) -> ndarray:
    """The chance of more than x of a standard normal number, for each of many."""
    return np.interp(x, *_tails())


@cache
def _tails() -> tuple[ndarray, ndarray]:
    x = np.linspace(-9, 9, 9001)
    return x, np.array([math.erfc(one / math.sqrt(2)) / 2 for one in x])
