"""How a roadmap lies on a board: time across, outcomes or teams down, and what it means to move a card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from pmcourse.findings import Finding, Severity
from pmcourse.roadmap.audience import measure
from pmcourse.roadmap.capacity import load, quarter_planned
from pmcourse.roadmap.model import Horizon, Initiative, Phase, Roadmap
from pmcourse.roadmap.quarters import in_words, later, quarter_of
from pmcourse.roadmap.texts import number

SHOWN = 4  # quarters that are columns of their own; what lies beyond is "later"
NONE = ":none"  # the lane of what has no outcome, or no team; no id has a colon
ALL = ":all"  # the one lane of a board in order of priority
_FEW = 1e-6  # person-weeks that are rounding, not work


class Across(StrEnum):
    """What the columns are."""

    QUARTERS = "quarters"
    HORIZONS = "now, next, later"


class Down(StrEnum):
    """What the lanes are."""

    OUTCOMES = "outcomes"
    TEAMS = "teams"
    PRIORITY = "one, in order of priority"


@dataclass(frozen=True)
class Arrangement:
    """One way to lay out a roadmap; columns, lanes and cards are as `pmcourse.board.Board` takes them."""

    across: Across = Across.QUARTERS
    down: Down = Down.OUTCOMES

    def columns(self, roadmap: Roadmap) -> list[dict]:
        """The four quarters from now on and "later", or the three horizons."""
        if self.across is Across.HORIZONS:
            words = {"now": "this quarter", "next": "the two after it", "later": "beyond"}
            return [{"id": h.value, "title": h.value.capitalize(), "note": words[h.value]} for h in Horizon]
        planned = load(roadmap)
        found = [
            {"id": quarter, "title": quarter, "note": in_words(quarter), "fills": _room(roadmap, quarter, planned)}
            for quarter in _quarters(roadmap)
        ]
        if any(self.column_of(roadmap, one) == Horizon.NEXT for one in roadmap.ahead):
            found.append({"id": Horizon.NEXT.value, "title": "Next", "note": "one of the next two quarters"})
        beyond = in_words(later(_quarters(roadmap)[-1], 1)).split("–")[0] + " " + later(_quarters(roadmap)[-1], 1)[:4]
        return [*found, {"id": Horizon.LATER.value, "title": "Later", "note": f"from {beyond} on: a direction"}]

    def lanes(self, roadmap: Roadmap) -> list[dict]:
        """A lane for each outcome, or for each team and each set of teams that share work, and for what has none.

        Or one lane for all, the only one in which cards of a time stand in the order in which they are worked on.
        """
        if self.down is Down.OUTCOMES:
            found = [{"id": o.id, "title": o.name, "note": measure(o)} for o in roadmap.outcomes]
            spare = "No outcome"
        elif self.down is Down.PRIORITY:
            return [{"id": ALL, "title": "In order of priority", "note": "what stands on top is worked on first"}]
        else:
            shared = {tuple(sorted(one.teams)) for one in roadmap.ahead if len(one.teams) > 1}
            known = {team.id for team in roadmap.teams}
            alone = [team.id for team in roadmap.teams]
            alone += sorted({one.teams[0] for one in roadmap.ahead if len(one.teams) == 1} - known)
            teams = [*((id,) for id in alone), *sorted(shared)]
            found = [{"id": ":".join(ids), "title": " + ".join(ids), "note": ""} for ids in teams]
            spare = "No team"
        if any(self.lane_of(roadmap, one) == NONE for one in roadmap.ahead) or not found:
            found.append({"id": NONE, "title": spare, "note": ""})
        return found

    def cards(self, roadmap: Roadmap, findings: Sequence[Finding] = ()) -> list[dict]:
        """A card for each initiative that is not done, with what must or should be put right about it."""
        wrong: dict[str, list[str]] = {}
        for one in findings:
            if one.where and one.severity is not Severity.LOOK:
                wrong.setdefault(one.where.item, []).append(one)
        return [
            {
                "id": one.id,
                "title": one.title,
                "lane": self.lane_of(roadmap, one),
                "column": self.column_of(roadmap, one),
                "note": self._note(one),
                "badges": _badges(one),
                "problems": [_short(one, seen) for seen in wrong.get(one.id, ())],
            }
            for one in roadmap.ahead
        ]

    def column_of(self, roadmap: Roadmap, one: Initiative) -> str:
        """The id of the column that an initiative lies in."""
        horizon = roadmap.horizon_of(one).value
        quarter = quarter_planned(roadmap, one)
        if self.across is Across.HORIZONS or quarter is None:
            return horizon
        quarter = max(quarter, quarter_of(roadmap.as_of))  # what should be over and is not, is for now
        return quarter if quarter in _quarters(roadmap) else Horizon.LATER.value

    def lane_of(self, roadmap: Roadmap, one: Initiative) -> str:
        """The id of the lane that an initiative lies in."""
        if self.down is Down.OUTCOMES:
            return one.outcome if roadmap.outcome(one.outcome) else NONE
        if self.down is Down.PRIORITY:
            return ALL
        return ":".join(sorted(one.teams)) or NONE

    def moved(self, roadmap: Roadmap, id: str, lane: str, column: str, position: int) -> Roadmap:
        """`roadmap` with a card in another cell, `position`th (from 0) among the other cards there.

        Another lane is another outcome, or other teams; another column another quarter or horizon; and the place in
        the cell is the priority. An unknown id changes nothing.
        """
        one = roadmap.initiative(id)
        if one is None:
            return roadmap
        changes: dict[str, object] = {}
        if lane != self.lane_of(roadmap, one):
            if self.down is Down.OUTCOMES:
                changes["outcome"] = None if lane == NONE else lane
            else:
                changes["teams"] = () if lane == NONE else tuple(lane.split(":"))
        here = self.column_of(roadmap, one)
        if column != here:
            is_horizon = column in [horizon.value for horizon in Horizon]
            changes |= {"quarter": None if is_horizon else column, "horizon": column if is_horizon else None}
        others = [i.id for i in roadmap.ahead if i.id != id and self.column_of(roadmap, i) == column]
        cell = [other for other in others if self.lane_of(roadmap, roadmap.initiative(other)) == lane]
        rest = [i.id for i in roadmap.initiatives if i.id != id]
        place = [i.id for i in roadmap.initiatives].index(id)
        position = min(max(0, position), len(cell))
        first = rest.index(cell[position - 1]) + 1 if cell and position else 0
        last = rest.index(cell[position]) if position < len(cell) else len(rest)
        if not cell and column != here and others:
            first = last = rest.index(others[-1]) + 1  # the lowest priority in its new time
        at = min(max(place, first), last)  # as near to where it stood as the cards above and below it allow
        return roadmap.moved(id, rest[at] if at < len(rest) else None, **changes)

    def _note(self, one: Initiative) -> str:
        who = one.outcome or "" if self.down is Down.TEAMS else " + ".join(one.teams)
        effort = one.effort and f"{number(one.effort.low)} to {number(one.effort.high)} person-weeks"
        return ", ".join(part for part in (who, effort) if part)


def _quarters(roadmap: Roadmap) -> list[str]:
    now = quarter_of(roadmap.as_of)
    return [later(now, step) for step in range(SHOWN)]


def _room(roadmap: Roadmap, quarter: str, planned: dict[tuple[str, str], float]) -> list[dict]:
    """How full each team is, in words and as a share of its capacity."""
    found = []
    for team in roadmap.teams:
        has, needs = team.capacity_in(quarter), planned.get((team.id, quarter), 0.0)
        if has is not None:
            over = needs > has + _FEW
            words = f"{team.id} {number(needs)} of {number(has)}{' ✗ too much' if over else ''}"
            found.append({"words": words, "share": max(needs / has, 1.01 * over) if has else 2.0 * over})
    return found


def _badges(one: Initiative) -> list[str]:
    found = [] if one.phase is Phase.DEVELOPMENT else [one.phase.value]
    found += [] if one.confidence is None else [f"{one.confidence:.0%} sure it works"]
    found += [f"waits for {', '.join(one.after)}"] if one.after else []
    return found + ([f"promised {_day(one.promise)}"] if one.promise else [])


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _short(one: Initiative, seen: Finding) -> str:
    """A finding for the card itself, whose id and title need not be said again."""
    said = seen.message.removeprefix(f"{one.id}, “{one.title}”, ")
    return f"{seen.severity.symbol} {seen.severity.word}: {said}"
