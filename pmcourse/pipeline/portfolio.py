"""Which bets a budget should buy: the value of a choice, and the best one as a yardstick.

The best one is exact: integer programming by HiGHS (Huangfu & Hall 2018), through scipy, loaded when it is first asked.
"""

from __future__ import annotations

from collections.abc import Collection

from pmcourse.pipeline.model import Bet, Pipeline


def chosen(work: Pipeline, ids: Collection[str] | None = None) -> list[Bet]:
    """The bets that are funded, or those of `ids`."""
    ids = work.funded if ids is None else ids
    return [bet for bet in work.bets if bet.id in ids]


def cost(bets: Collection[Bet], horizon: int | None = None) -> float:
    """What `bets` cost, or those of one horizon."""
    return sum(bet.cost for bet in bets if horizon in (None, bet.horizon))


def value(bets: Collection[Bet]) -> float:
    """What `bets` bring on average, less their cost."""
    return sum(bet.value for bet in bets)


def keeps_rules(work: Pipeline, bets: Collection[Bet]) -> bool:
    """Whether `bets` fit the budget, have what they need, and leave enough to horizon 3."""
    ids = {bet.id for bet in bets}
    needs = all(need in ids for bet in bets for need in bet.needs)
    return cost(bets) <= work.budget and needs and cost(bets, 3) >= work.long


def greedy(work: Pipeline) -> list[Bet]:
    """What sorting buys: the highest value for each unit of cost first, as far as budget and needs let it."""
    bought: list[Bet] = []
    for bet in sorted(work.bets, key=lambda one: -one.value / one.cost):
        has = {one.id for one in bought}
        if set(bet.needs) <= has and cost(bought) + bet.cost <= work.budget:
            bought.append(bet)
    return bought


def best(work: Pipeline, long: bool = True) -> list[Bet]:
    """The choice of greatest value that keeps all rules, or all but the one for horizon 3; empty where none does."""
    import numpy as np
    from scipy.optimize import Bounds, LinearConstraint, milp

    ids, costs = [bet.id for bet in work.bets], np.array([bet.cost for bet in work.bets])
    rows, low, high = [costs], [0.0], [work.budget]
    if long:
        rows.append(costs * np.array([bet.horizon == 3 for bet in work.bets]))
        low.append(work.long)
        high.append(np.inf)
    for at, bet in enumerate(work.bets):
        for need in bet.needs:
            row = np.zeros(len(ids))
            row[at], row[ids.index(need)] = 1, -1
            rows.append(row)
            low.append(-np.inf)
            high.append(0)
    found = milp(
        -np.array([bet.value for bet in work.bets]),
        integrality=np.ones(len(ids)),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.array(rows), low, high),
    )
    return [] if found.x is None else [bet for bet, x in zip(work.bets, found.x, strict=True) if x > 0.5]
