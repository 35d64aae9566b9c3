"""How much work is planned for each team in each quarter."""

from __future__ import annotations

import math

from pmcourse.roadmap.model import Horizon, Initiative, Roadmap
from pmcourse.roadmap.quarters import later, quarter_of, steps_between

HORIZON_QUARTERS = {Horizon.NOW: (0,), Horizon.NEXT: (1, 2)}  # quarters after the current one; later: all that follow


def quarter_planned(roadmap: Roadmap, initiative: Initiative) -> str | None:
    """The quarter an initiative is planned in: its own, else the current one if it is for now, else None."""
    if initiative.quarter is None and initiative.horizon is Horizon.NOW:
        return quarter_of(roadmap.as_of)
    return initiative.quarter


def share(initiative: Initiative) -> float:
    """Expected person-weeks that each of its teams gives to an initiative; 0 where nothing is estimated."""
    if initiative.effort is None or not initiative.teams:
        return 0.0
    return initiative.effort.expected / len(set(initiative.teams))


def load(roadmap: Roadmap) -> dict[tuple[str, str], float]:
    """Expected person-weeks planned, by team and quarter, of what is ahead and has a quarter."""
    planned: dict[tuple[str, str], float] = {}
    for one in roadmap.ahead:
        if quarter := quarter_planned(roadmap, one):
            for team in set(one.teams):
                planned[team, quarter] = planned.get((team, quarter), 0.0) + share(one)
    return planned


def horizon_load(roadmap: Roadmap, horizon: Horizon) -> dict[str, float]:
    """Expected person-weeks in a horizon, by team."""
    planned: dict[str, float] = {}
    for one in roadmap.ahead:
        if roadmap.horizon_of(one) is horizon:
            for team in set(one.teams):
                planned[team] = planned.get(team, 0.0) + share(one)
    return planned


def horizon_quarters(roadmap: Roadmap, horizon: Horizon) -> list[str]:
    """The quarters of a horizon, as far as the roadmap names quarters."""
    if horizon in HORIZON_QUARTERS:
        return [later(quarter_of(roadmap.as_of), step) for step in HORIZON_QUARTERS[horizon]]
    return roadmap.quarters()[3:]


def quarters_away(roadmap: Roadmap, initiative: Initiative) -> tuple[float, float]:
    """The earliest and the latest quarter an initiative is planned for, counted from the current one."""
    if quarter := quarter_planned(roadmap, initiative):
        away = max(steps_between(quarter_of(roadmap.as_of), quarter), 0)
        return away, away
    return (1, 2) if roadmap.horizon_of(initiative) is Horizon.NEXT else (3, math.inf)
