"""What if: a change to the plan, forecast again with the same luck, fast enough for sliders."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date

from pmcourse.roadmap.draws import Shape
from pmcourse.roadmap.forecast import TRIALS, Forecast, ForecastError, forecast
from pmcourse.roadmap.model import Estimate, Horizon, Roadmap
from pmcourse.roadmap.queue import Method


@dataclass(frozen=True)
class Change:
    """What to try: factors on efforts (by initiative) and capacities (by team), other first days, things left out."""

    effort: Mapping[str, float] = field(default_factory=dict)
    capacity: Mapping[str, float] = field(default_factory=dict)
    start: Mapping[str, date] = field(default_factory=dict)
    drop: Collection[str] = ()
    first: Collection[str] = ()  # initiatives moved to the head of the queue, in this order


def what_if(
    roadmap: Roadmap,
    change: Change,
    method: Method = Method.ESTIMATES,
    shape: Shape = Shape.TRIANGULAR,
    trials: int = TRIALS,
    seed: int = 1,
) -> Forecast:
    """The forecast of `roadmap` after `change`, with the same luck as `forecast` with this seed."""
    return forecast(changed(roadmap, change), method, shape, trials, seed)


def changed(roadmap: Roadmap, change: Change) -> Roadmap:
    """`roadmap` after `change`; raises ForecastError where it names what is not there or a factor is negative."""
    for names, known in (
        ([*change.effort, *change.start, *change.drop, *change.first], {i.id for i in roadmap.initiatives}),
        (change.capacity, {t.id for t in roadmap.teams}),
    ):
        if unknown := [name for name in names if name not in known]:
            raise ForecastError(f"{unknown[0]!r} is not on the roadmap. Choose one of: {', '.join(sorted(known))}.")
    for name, factor in [*change.effort.items(), *change.capacity.items()]:
        if not 0 <= factor <= 100:
            raise ForecastError(f"{name}: a factor must be from 0 to 100 (got {factor}). 1 changes nothing.")
    kept = [i for i in roadmap.initiatives if i.id not in change.drop]
    kept.sort(key=lambda i: list(change.first).index(i.id) if i.id in change.first else len(change.first))
    initiatives = tuple(
        one.model_copy(
            update={
                "effort": _scaled(one.effort, change.effort.get(one.id, 1)),
                "pieces": _scaled(one.size, change.effort[one.id]) if one.id in change.effort else one.pieces,
                "start": change.start.get(one.id, one.start),
                **({"quarter": None, "horizon": Horizon.NOW} if one.id in change.first else {}),
                "after": tuple(a for a in one.after if a not in change.drop),
            }
        )
        for one in kept
    )
    teams = tuple(
        team.model_copy(
            update={
                "capacity": {q: c * change.capacity.get(team.id, 1) for q, c in team.capacity.items()},
                "throughput": tuple(c * change.capacity.get(team.id, 1) for c in team.throughput),
            }
        )
        for team in roadmap.teams
    )
    return roadmap.model_copy(update={"initiatives": initiatives, "teams": teams})


def _scaled(estimate: Estimate | None, factor: float) -> Estimate | None:
    if estimate is None:
        return None
    return Estimate(low=estimate.low * factor, likely=estimate.likely * factor, high=estimate.high * factor)
