"""What can be said against a roadmap: the same checks serve the lesson, the command and the grade."""

from __future__ import annotations

from collections.abc import Mapping

import lazy_loader as lazy

from pmcourse.findings import Finding
from pmcourse.kit.graph import circles
from pmcourse.roadmap.capacity import quarters_away
from pmcourse.roadmap.fit import capacity, fullness
from pmcourse.roadmap.model import Horizon, Phase, Roadmap, waiting
from pmcourse.roadmap.outcomes import check_outcomes
from pmcourse.roadmap.quarters import quarter_of, steps_between
from pmcourse.roadmap.texts import finding, place

nx = lazy.load("networkx")

FAR = 4  # quarters away from which a quarter is a guess
NARROW = 0.5  # (high - low) / likely below which an estimate far out looks too sure
SURE = 0.95  # confidence from which a bet far out looks too sure


def check(roadmap: Roadmap) -> list[Finding]:
    """Everything that the checks see in a roadmap."""
    return [
        *check_outcomes(roadmap),
        *capacity(roadmap),
        *dependencies(roadmap),
        *estimates(roadmap),
        *precision(roadmap),
        *fullness(roadmap),
        *launches(roadmap),
    ]


def texts(roadmap: Roadmap) -> Mapping[str, str]:
    """The words that findings point into, by id: titles of initiatives, names of outcomes."""
    return {i.id: i.title for i in roadmap.initiatives} | {o.id: o.name for o in roadmap.outcomes}


def dependencies(roadmap: Roadmap) -> list[Finding]:
    """Circles, and initiatives that wait for something absent or planned later than they are."""
    found = []
    for circle in circles(waiting(roadmap)):
        path = " waits for ".join([*circle, circle[0]]) if len(circle) > 1 else f"{circle[0]} waits for itself"
        found.append(finding("dependency_circular", circle[0], path=path))
    teams = ", ".join(team.id for team in roadmap.teams) or "no team yet"
    for one in roadmap.ahead:
        for name in one.teams:
            if roadmap.team(name) is None:
                found.append(finding("team_unknown", one.id, title=one.title, team=name, known=teams))
        for id in one.after:
            needed = roadmap.initiative(id)
            if needed is None:
                found.append(finding("dependency_absent", one.id, title=one.title, needed=id))
            elif not needed.done and quarters_away(roadmap, needed)[0] > quarters_away(roadmap, one)[1]:
                found.append(
                    finding(
                        "dependency_broken",
                        one.id,
                        title=one.title,
                        place=place(roadmap, one),
                        needed=id,
                        needed_title=needed.title,
                        needed_place=place(roadmap, needed),
                    )
                )
    return found


def estimates(roadmap: Roadmap) -> list[Finding]:
    """Initiatives for now or next without an effort or a team: capacity and forecast do not see them."""
    found = []
    for one in roadmap.ahead:
        missing = [word for word, value in (("effort", one.effort), ("team", one.teams)) if not value]
        if missing and roadmap.horizon_of(one) is not Horizon.LATER:
            words, where = " and no ".join(missing), place(roadmap, one)
            found.append(finding("estimate_missing", one.id, title=one.title, place=where, missing=words))
    return found


def precision(roadmap: Roadmap) -> list[Finding]:
    """Far out, days, quarters and narrow estimates that nobody can know (Little 2006, Jørgensen et al. 2004)."""
    found = []
    now = quarter_of(roadmap.as_of)
    for one in roadmap.ahead:
        is_later = roadmap.horizon_of(one) is Horizon.LATER
        if one.promise and steps_between(now, quarter_of(one.promise)) > 2:
            months = round((one.promise - roadmap.as_of).days / 30.4)
            found.append(finding("promise_far", one.id, title=one.title, day=one.promise, months=months))
        elif is_later and one.quarter and (away := steps_between(now, one.quarter)) >= FAR:
            found.append(finding("quarter_far", one.id, title=one.title, quarter=one.quarter, away=away))
        elif is_later and (e := one.effort) and e.likely and e.high - e.low < NARROW * e.likely:
            found.append(finding("estimate_narrow", one.id, title=one.title, low=e.low, high=e.high))
        elif is_later and one.confidence is not None and one.confidence >= SURE:
            found.append(finding("too_sure", one.id, title=one.title, confidence=one.confidence))
    return found


def launches(roadmap: Roadmap) -> list[Finding]:
    """Launches that nothing of the phase "packaging" comes before."""
    found, graph = [], waiting(roadmap)
    for one in roadmap.ahead:
        if one.phase is not Phase.LAUNCH:
            continue
        if any(roadmap.initiative(id).phase is Phase.PACKAGING for id in nx.descendants(graph, one.id)):
            continue
        same = [
            i
            for i in roadmap.initiatives
            if i.phase is Phase.PACKAGING
            and i.outcome == one.outcome
            and (i.done or quarters_away(roadmap, i)[0] <= quarters_away(roadmap, one)[1])
        ]
        if same:
            meant = {"packaging": same[0].id, "packaging_title": same[0].title}
            found.append(finding("launch_not_waiting", one.id, title=one.title, **meant))
        else:
            found.append(finding("launch_without_packaging", one.id, title=one.title))
    return found
