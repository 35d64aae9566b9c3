"""What can be said against a roadmap: the same checks serve the lesson, the command and the grade."""

from __future__ import annotations

from collections.abc import Mapping

from pmcourse.findings import Finding, Severity
from pmcourse.roadmap.capacity import quarters_away
from pmcourse.roadmap.fit import capacity, fullness
from pmcourse.roadmap.model import Horizon, Phase, Roadmap, circles, waited_for
from pmcourse.roadmap.outcomes import check_outcomes
from pmcourse.roadmap.quarters import quarter_of, steps_between
from pmcourse.roadmap.words import finding, place

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
    for circle in circles(roadmap):
        path = " waits for ".join([*circle, circle[0]])
        found.append(
            finding(
                "dependency_circular",
                Severity.MUST,
                f"{path}." if len(circle) > 1 else f"{circle[0]} waits for itself.",
                "Each waits for the other, so none of them can ever begin.",
                "Ask which of these waits is real. Often a small first part of one can be done alone: split it off.",
                circle[0],
            )
        )
    for one in roadmap.ahead:
        for name in one.teams:
            if roadmap.team(name) is None:
                found.append(
                    finding(
                        "team_unknown",
                        Severity.MUST,
                        f"{one.id}, “{one.title}”, is given to {name}, a team that is not on the roadmap.",
                        "Nobody has promised that these people have time.",
                        f"Add {name} with its capacity, or choose one of: "
                        f"{', '.join(t.id for t in roadmap.teams) or 'no team yet'}.",
                        one.id,
                    )
                )
        for id in one.after:
            needed = roadmap.initiative(id)
            if needed is None:
                found.append(
                    finding(
                        "dependency_broken",
                        Severity.MUST,
                        f"{one.id}, “{one.title}”, waits for {id}, which is not on the roadmap.",
                        "Somebody will find out on the day when it is needed.",
                        f"Add {id} with a team, or remove the wait if it is done or no longer needed.",
                        one.id,
                    )
                )
            elif not needed.done and quarters_away(roadmap, needed)[0] > quarters_away(roadmap, one)[1]:
                found.append(
                    finding(
                        "dependency_broken",
                        Severity.MUST,
                        f"{one.id}, “{one.title}”, is planned for {place(roadmap, one)}, but waits for {id}, "
                        f"“{needed.title}”, which is planned for {place(roadmap, needed)}.",
                        f"{one.id} cannot begin before {id} has ended, whatever the roadmap says.",
                        f"Move {id} to {place(roadmap, one)} or earlier, or {one.id} to {place(roadmap, needed)}.",
                        one.id,
                    )
                )
    return found


def estimates(roadmap: Roadmap) -> list[Finding]:
    """Initiatives for now or next without an effort or a team: capacity and forecast do not see them."""
    found = []
    for one in roadmap.ahead:
        missing = [word for word, value in (("effort", one.effort), ("team", one.teams)) if not value]
        if missing and roadmap.horizon_of(one) is not Horizon.LATER:
            found.append(
                finding(
                    "estimate_missing",
                    Severity.SHOULD,
                    f"{one.id}, “{one.title}”, is planned for {place(roadmap, one)} but has no "
                    f"{' and no '.join(missing)}.",
                    "What is not estimated looks free: neither the capacity nor the forecast counts it.",
                    "Ask those who would do it for three numbers: if all goes well, most likely, if much goes wrong.",
                    one.id,
                )
            )
    return found


def precision(roadmap: Roadmap) -> list[Finding]:
    """Far out, days, quarters and narrow estimates that nobody can know (cone of uncertainty: Boehm 1981)."""
    found = []
    now = quarter_of(roadmap.as_of)
    for one in roadmap.ahead:
        if roadmap.horizon_of(one) is not Horizon.LATER and not (
            one.promise and steps_between(now, quarter_of(one.promise)) > 2
        ):
            continue
        seen = None
        if one.promise and steps_between(now, quarter_of(one.promise)) > 2:
            months = round((one.promise - roadmap.as_of).days / 30.4)
            seen = Severity.SHOULD, f"promises the day {one.promise}, {months} months away", "Promise less: a horizon."
        elif one.quarter and steps_between(now, one.quarter) >= FAR:
            away = steps_between(now, one.quarter)
            seen = Severity.LOOK, f"names {one.quarter}, {away} quarters away", "“Later” says all that is known."
        elif one.effort and one.effort.likely and one.effort.high - one.effort.low < NARROW * one.effort.likely:
            spread = f"{one.effort.low:g} to {one.effort.high:g}"
            seen = Severity.LOOK, f"is for later, yet estimated at {spread} person-weeks", "Widen the estimate."
        elif one.confidence is not None and one.confidence >= SURE:
            seen = Severity.LOOK, f"is for later, yet {one.confidence:.0%} sure", "Ask what would prove it wrong."
        if seen:
            severity, what, hint = seen
            found.append(
                finding(
                    "false_precision",
                    severity,
                    f"{one.id}, “{one.title}”, {what}.",
                    "The farther away, the wider the truth: early estimates are often off by a factor of two or more. "
                    "A precise number far out is read as knowledge, and others build on it.",
                    hint,
                    one.id,
                )
            )
    return found


def launches(roadmap: Roadmap) -> list[Finding]:
    """Launches that nothing of the phase "packaging" comes before."""
    found = []
    for one in roadmap.ahead:
        if one.phase is not Phase.LAUNCH:
            continue
        if any(roadmap.initiative(id).phase is Phase.PACKAGING for id in waited_for(roadmap, one.id)):
            continue
        same = [
            i
            for i in roadmap.initiatives
            if i.phase is Phase.PACKAGING
            and i.outcome == one.outcome
            and (i.done or quarters_away(roadmap, i)[0] <= quarters_away(roadmap, one)[1])
        ]
        found.append(
            finding(
                "launch_without_packaging",
                Severity.LOOK if same else Severity.MUST,
                f"{one.id}, “{one.title}”, is a launch that waits for no packaging"
                + (f"; {same[0].id}, “{same[0].title}”, may be meant." if same else "."),
                "Packaging is what makes a thing fit to be offered: price, name, help, training, support. "
                "Launched without it, people meet something that nobody can explain or sell.",
                f"Let {one.id} wait for {same[0].id}."
                if same
                else f"Plan a packaging initiative and let {one.id} wait for it.",
                one.id,
            )
        )
    return found
