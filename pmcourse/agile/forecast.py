"""What past sprints allow to promise for the next one, and a burn-up read to its end.

Order statistics: where the last n sprints and the next one are alike, each rank of the next among them is equally
likely, so it is at least the k-th lowest with chance (n + 1 - k) / (n + 1) (Wilks, "Determination of sample sizes for
setting tolerance limits", 1941). No shape is assumed. Left out: a team that changes.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

import lazy_loader as lazy

from pmcourse.agile.model import Rule

if TYPE_CHECKING:
    from numpy import ndarray

np = lazy.load("numpy")

BACK = 20  # sprints that each team has behind it
NOISE, DRIFT = 0.30, 0.20  # of a team's velocity from sprint to sprint, and of its level where that changes


def kept(sprints: int, rank: int) -> float:
    """The chance that the next sprint is at least the `rank`-th lowest of the last `sprints`."""
    return (sprints + 1 - rank) / (sprints + 1)


def inside(rule: Rule) -> float:
    """The chance that the next sprint lies in the interval of `rule`, where sprints are alike."""
    return (rule.sprints - 1 - 2 * rule.leave) / (rule.sprints + 1)


def promise(past: Sequence[float], chance: float) -> float | None:
    """The most that can be promised with this chance: one of `past`; None where they are too few."""
    ranks = [rank for rank in range(1, len(past) + 1) if kept(len(past), rank) >= chance - 1e-9]
    return sorted(past)[ranks[-1] - 1] if ranks else None


def interval(past: ndarray, rule: Rule) -> tuple[ndarray, ndarray]:
    """Low and high end by `rule`, for each row of `past` (teams x sprints, the last one last)."""
    ranked = np.sort(past[..., -rule.sprints :], axis=-1)
    return ranked[..., rule.leave], ranked[..., -1 - rule.leave]


def price(low: ndarray, high: ndarray, seen: ndarray, level: float) -> ndarray:
    """The interval score: width, and 2 / (1 - level) for each point by which what was seen lies outside.

    The less the better; least on average for the true quantiles (Gneiting & Raftery, "Strictly proper scoring rules,
    prediction, and estimation", 2007).
    """
    outside = np.maximum(low - seen, 0) + np.maximum(seen - high, 0)
    return (high - low) + 2 / (1 - level) * outside


@lru_cache(2)
def teams(count: int, seed: int) -> tuple[ndarray, ndarray]:
    """Made-up teams: points done in their last 20 sprints, of shape (count, 20), and in the next one.

    A team has a level of its own; in half of them it wanders. Around it sprints vary by about 30%.
    """
    luck = np.random.default_rng(seed)
    wander = luck.normal(0, DRIFT, (count, BACK + 1)) * (luck.random((count, 1)) < 0.5)
    level = np.exp(luck.normal(4, 0.4, (count, 1)) + wander.cumsum(axis=1))
    done = np.round(level * np.exp(luck.normal(0, NOISE, (count, BACK + 1))))
    return done[:, :-1], done[:, -1]


def tried(rule: Rule, level: float, count: int, seed: int) -> tuple[float, float]:
    """The share of made-up teams whose next sprint lies in the interval, and the mean price of the interval."""
    past, seen = teams(count, seed)
    low, high = interval(past, rule)
    return float(((low <= seen) & (seen <= high)).mean()), float(price(low, high, seen, level).mean())


def cheapest(level: float, count: int, seed: int) -> tuple[Rule, float]:
    """The rule with the least mean price, and that price."""
    rules = [Rule(sprints=n, leave=k) for n in range(3, BACK + 1) for k in range(5) if n - 2 * k >= 2]
    prices = [tried(rule, level, count, seed)[1] for rule in rules]
    at = min(range(len(rules)), key=lambda i: prices[i])
    return rules[at], prices[at]


def mean_interval(past: Sequence[float], level: float, draws: int = 2000, seed: int = 1) -> tuple[float, float]:
    """The bootstrap interval of the *mean* of `past` (Efron 1979): how sure the mean is, and no forecast."""
    values = np.asarray(past, dtype=float)
    means = np.random.default_rng(seed).choice(values, (draws, len(values))).mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def burned(done: Sequence[float], scope: Sequence[float]) -> dict[str, float]:
    """What a burn-up says at its end: points `added` to the scope, points `left`, and the sprints that are `still`
    needed at the mean pace so far if nothing is added, or if the scope goes on `growing` as it did on average so far.

    `done` and `scope` are totals at the start and after each sprint.
    """
    added, left = scope[-1] - scope[0], scope[-1] - done[-1]
    return {"added": added, "left": left} | to_go(done, added, left)


def to_go(done: Sequence[float], added: float, left: float) -> dict[str, float]:
    """The sprints `still` needed, and those if the scope goes on `growing`, from points `added` so far and `left`."""
    count = len(done) - 1
    pace = (done[-1] - done[0]) / count
    return {"still": sprints_left(left, pace), "growing": sprints_left(left, pace, added / count)}


def sprints_left(left: float, pace: float, growth: float = 0.0) -> float:
    """Sprints until nothing is left, at `pace` points a sprint while `growth` are added in each; inf if never."""
    return max(0.0, left) / (pace - growth) if pace > growth else math.inf
