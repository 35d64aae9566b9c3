"""Checks of whether the work fits: a team's capacity in a quarter, and how much a horizon holds."""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.findings import Finding, Severity
from pmcourse.roadmap.capacity import horizon_load, horizon_quarters, load, quarter_planned, share
from pmcourse.roadmap.model import Horizon, Roadmap
from pmcourse.roadmap.quarters import in_words, later
from pmcourse.roadmap.texts import finding, number, weeks

MOST_AT_ONCE = 3  # initiatives that a team can have in "now"; more and each waits for the others
MOST_CARDS = 12  # in one horizon; a rule of thumb for what a meeting can talk about
_FEW = 1e-6  # person-weeks that are rounding, not work


def capacity(roadmap: Roadmap) -> list[Finding]:
    """Quarters in which a team is planned for more person-weeks than it has."""
    found = []
    planned = load(roadmap)
    for team in roadmap.teams:
        for quarter in roadmap.quarters():
            has, needs = team.capacity_in(quarter), planned.get((team.id, quarter), 0.0)
            if has is None or needs <= has + _FEW:
                continue
            found.append(
                finding(
                    "capacity_exceeded",
                    team.id,
                    has=weeks(has),
                    quarter=quarter,
                    words=in_words(quarter),
                    needs=number(needs),
                    excess=number(needs - has),
                    relief=_relief(roadmap, team.id, quarter, needs - has, planned),
                )
            )
    return found


def _relief(
    roadmap: Roadmap, team_id: str, quarter: str, excess: float, planned: Mapping[tuple[str, str], float]
) -> str:
    """The smallest single move that helps, from the lowest priority up, and a quarter that has room for it."""
    here = [i for i in roadmap.ahead if team_id in i.teams and quarter_planned(roadmap, i) == quarter]
    enough = [i for i in reversed(here) if share(i) >= excess - _FEW]
    moving = enough[0] if enough else max(reversed(here), key=share)
    work = share(moving)
    team = roadmap.team(team_id)
    room = next(
        (
            q
            for q in (later(quarter, step) for step in range(1, 9))
            if (team.capacity_in(q) or 0) - planned.get((team_id, q), 0.0) >= work - _FEW
        ),
        None,
    )
    where = f"to {room}, where {team_id} has room" if room else "to a later quarter, make it smaller"
    more = "" if enough else " That is a start; more has to move."
    return f"Move {moving.id}, “{moving.title}” ({weeks(work)} of {team_id}'s), {where}, or drop it.{more}"


def fullness(roadmap: Roadmap) -> list[Finding]:
    """Horizons that hold more than the teams can do, or more than a reader can take in."""
    found = []
    for horizon in Horizon:
        here = [i for i in roadmap.ahead if roadmap.horizon_of(i) is horizon]
        for team in roadmap.teams:
            if horizon is Horizon.NOW:
                mine = [i.id for i in here if team.id in i.teams]
                if len(mine) > MOST_AT_ONCE:
                    names = ", ".join(mine[:5] + ["…"] * (len(mine) > 5))
                    what = f"{team.id} has {len(mine)} initiatives in “now” ({names})"
                    found.append(
                        _full(horizon, what, f"Let {team.id} finish up to {MOST_AT_ONCE} before it begins more.")
                    )
                continue
            quarters = [q for q in horizon_quarters(roadmap, horizon) if horizon is Horizon.NEXT or q in team.capacity]
            has = sum(team.capacity_in(q) or 0.0 for q in quarters)
            needs = horizon_load(roadmap, horizon).get(team.id, 0.0)
            if team.capacity and quarters and needs > has + _FEW:
                work = f"{weeks(needs)} of work for {team.id}"
                what = f"“{horizon.value}” holds {work}, which has {number(has)} in that time"
                last = next(i for i in reversed(here) if team.id in i.teams and share(i))
                found.append(_full(horizon, what, f"Begin with the last in the order: {last.id}, “{last.title}”."))
        if len(here) > MOST_CARDS:
            what = f"“{horizon.value}” holds {len(here)} initiatives, more than a meeting can talk about"
            found.append(
                _full(horizon, what, "Group them under their outcomes, or keep the tail in the backlog.", True)
            )
    return found


def _full(horizon: Horizon, what: str, hint: str, guess: bool = False) -> Finding:
    return finding("horizon_full", horizon.value, severity=Severity.LOOK if guess else None, what=what, hint=hint)
