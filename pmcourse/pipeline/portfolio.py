"""Which bets a budget should buy: the value of a choice, and the best one and two simple ones as yardsticks."""

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


def greedy(work: Pipeline) -> list[Bet]:
    """What sorting buys: the highest value for each unit of cost first, as far as budget and needs let it, above 0."""
    bought: list[Bet] = []
    for bet in sorted(work.bets, key=lambda one: -one.value / max(one.cost, 1e-9)):
        has = {one.id for one in bought}
        if bet.value > 0 and set(bet.needs) <= has and cost(bought) + bet.cost <= work.budget:
            bought.append(bet)
    return bought


def whole_chain(work: Pipeline) -> list[Bet]:
    """What the names of bets that hang together tempt to buy: all of these, then a bet of horizon 3, then the rest."""
    linked = {need for bet in work.bets for need in bet.needs}
    rest = [bet for bet in work.bets if not bet.needs and bet.id not in linked and bet.value > 0]
    rest.sort(key=lambda one: -one.value)
    long = [bet for bet in rest if bet.horizon == 3][:1]
    chain = [bet for bet in work.bets if bet.id in linked] + [bet for bet in work.bets if bet.needs]
    bought: list[Bet] = []
    for bet in [*chain, *long, *(bet for bet in rest if bet not in long)]:
        if cost(bought) + bet.cost <= work.budget:
            bought.append(bet)
    return bought


def best(work: Pipeline, long: bool = True) -> list[Bet]:
    """The choice of greatest value that keeps all rules, or all but the one for horizon 3; empty where none does.

    Exact: every set of bets that fits the budget is looked at, so 16 bets are the most (`Pipeline`).
    """
    sets: list[tuple[float, float, float, int]] = [(0, 0, 0, 0)]  # value, cost, of it for horizon 3, bets as bits
    for at, bet in enumerate(work.bets):
        brings, costs, later = bet.value, bet.cost, bet.cost if bet.horizon == 3 else 0
        sets += [
            (worth + brings, paid + costs, far + later, chosen | 1 << at)
            for worth, paid, far, chosen in sets
            if paid + costs <= work.budget
        ]
    bit = {bet.id: 1 << at for at, bet in enumerate(work.bets)}
    needs = [(bit[bet.id], sum(bit[need] for need in bet.needs)) for bet in work.bets if bet.needs]
    for _, _, far, chosen in sorted(sets, reverse=True):
        whole = all(chosen & all_ == all_ for one, all_ in needs if chosen & one)
        if whole and (not long or far >= work.long):
            return [bet for bet in work.bets if chosen & bit[bet.id]]
    return []
