"""What a bet is worth if it may be stopped: a decision tree, solved from its end (Raiffa 1968). Money in thousands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from pmcourse.pipeline.model import Stage


def from_here(stages: Sequence[Stage], payoff: float) -> list[float]:
    """The worth at the start of each stage, and at last the payoff, if one stops where going on does not pay."""
    worth = [float(payoff)]
    for stage in reversed(stages):
        worth.insert(0, max(0.0, stage.chance * worth[0] - stage.cost))
    return worth


def staged(stages: Sequence[Stage], payoff: float) -> float:
    """The worth of a bet that is paid stage by stage."""
    return from_here(stages, payoff)[0]


def committed(stages: Sequence[Stage], payoff: float) -> float:
    """The worth of a bet all of whose stages are paid at once, whatever happens."""
    chance = 1.0
    for stage in stages:
        chance *= stage.chance
    return chance * payoff - sum(stage.cost for stage in stages)


class Tested(NamedTuple):
    """Of all bets: the share that passes a test, the chance that such a one is good, and the worth with the test."""

    passing: float
    good: float
    worth: float


def with_test(prior: float, right: float, build: float, payoff: float) -> Tested:
    """A test that is right in the share `right` of good and of bad bets, before `build` is spent for `payoff`.

    Bayes' rule: good ones among those that pass. Those that fail are built too where that pays.
    """
    passing = prior * right + (1 - prior) * (1 - right)
    failing = 1 - passing
    yes = prior * right * payoff - passing * build
    no = prior * (1 - right) * payoff - failing * build
    return Tested(passing, prior * right / passing if passing else 0.0, max(0.0, yes) + max(0.0, no))
