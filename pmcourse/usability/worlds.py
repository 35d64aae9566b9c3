"""A thousand tests of made-up products: what is found, and what the test's own table says of it.

A product has 30 problems. Each has its own chance to be met, drawn from a beta distribution; people meet problems
independently of each other. Left out: tasks that lead people past a problem, people alike in what they know, and
evaluators who overlook what happens.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import lazy_loader as lazy

np = lazy.load("numpy")

PROBLEMS, TESTS = 30, 1000
KINDS = {"uneven": (0.6, 2.0), "even": (3.0, 6.0)}  # of the beta distribution: few common and many rare; all alike


@dataclass(frozen=True)
class Tests:
    """The means of many tests: p as it is, counted, adjusted; the share found, and what both estimates say of it."""

    p: float
    counted: float
    adjusted: float
    found: float
    counted_found: float
    adjusted_found: float


@cache
def tests(people: int, kind: str = "uneven", count: int = TESTS, seed: int = 1) -> Tests:
    """`count` tests with `people` each; what Lewis' p says is cut at 0. A test that finds nothing is left out."""
    luck = np.random.default_rng(seed)
    chances = luck.beta(*KINDS[kind], size=(count, PROBLEMS))
    met = (luck.random((people, count, PROBLEMS)) < chances).sum(axis=0)
    some = (met > 0).any(axis=1)
    chances, met = chances[some], met[some]
    known = (met > 0).sum(axis=1)
    counted = met.sum(axis=1) / (people * known)
    once = (met == 1).sum(axis=1)
    normalised = np.maximum(0, counted - 1 / people) * (1 - 1 / people)
    adjusted = (normalised + counted / (1 + once / known)) / 2
    means = (chances.mean(), counted.mean(), adjusted.mean(), (known / PROBLEMS).mean())
    said = ((1 - (1 - p) ** people).mean() for p in (counted, adjusted))
    return Tests(*map(float, (*means, *said)))
