"""A roadmap: where the product is going, what must change in the world, and the bets that could change it.

Outcomes say what is to change and by how much; initiatives are bets on an outcome; teams have so many person-weeks
in a quarter. Initiatives stand in order of priority: the first in the list is worked on first.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

import lazy_loader as lazy
from pydantic import AfterValidator, Field, StringConstraints, model_validator

from pmcourse.artifact import Artifact, Value, refuse_twice
from pmcourse.kit.fields import ID_HEADINGS, titled
from pmcourse.roadmap.quarters import FIRST_YEAR, LAST_YEAR, Quarter, later, quarter_of, steps_between

nx = lazy.load("networkx")

MOST_INITIATIVES = 2_000  # a roadmap that a person can look at has a few dozen; an import may have hundreds


def _one_line(text: str) -> str:
    """`text` on one line, single spaces, no control characters: what every file format can carry unchanged."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _said(text: str) -> str:
    if not text:
        raise ValueError("must not be empty")
    return text


def _each_once(ids: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))


def _in_reach(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"must be a day from {FIRST_YEAR} to {LAST_YEAR}")
    return day


Text = Annotated[str, StringConstraints(max_length=2_000), AfterValidator(_one_line)]
Title = Annotated[Text, AfterValidator(_said)]
Id = Annotated[
    str, StringConstraints(max_length=60, pattern=r"^[^\s;:,|=`<>\\]+( [^\s;:,|=`<>\\]+)*$"), AfterValidator(_one_line)
]
Ids = Annotated[tuple[Id, ...], AfterValidator(_each_once)]
Day = Annotated[date, AfterValidator(_in_reach)]
Amount = Annotated[float, Field(ge=0, le=1_000_000)]


class Phase(StrEnum):
    """The stretch of a product's life that an initiative works on."""

    DEVELOPMENT = "development"  # make it
    PACKAGING = "packaging"  # price, name, help, training: what makes it fit to be offered
    LAUNCH = "launch"  # offer it
    EXPANSION = "expansion"  # more people, more places


class Horizon(StrEnum):
    """How far away an initiative is (Bastow 2012: now, next, later)."""

    NOW = "now"  # the current quarter: being worked on
    NEXT = "next"  # the two quarters after it: wanted, not promised
    LATER = "later"  # beyond: a direction


class Estimate(Value):
    """A three-point estimate: if all goes well, most likely, if much goes wrong. `low <= likely <= high`."""

    low: Amount = titled(unit="person-weeks", headings=("low", "optimistic", "best case"))
    likely: Amount = titled(unit="person-weeks", headings=("likely", "most likely"))
    high: Amount = titled(unit="person-weeks", headings=("high", "pessimistic", "worst case"))

    @model_validator(mode="after")
    def _in_order(self) -> Estimate:
        if not self.low <= self.likely <= self.high:
            raise ValueError(f"must rise: low {self.low:g}, likely {self.likely:g}, high {self.high:g} do not")
        return self

    @property
    def expected(self) -> float:
        """(low + 4 likely + high) / 6: the PERT mean (Malcolm, Roseboom, Clark & Fazar 1959)."""
        return (self.low + 4 * self.likely + self.high) / 6


class Outcome(Value):
    """A change in the world that can be measured: `metric` from `baseline` to `target`, `by` a day."""

    id: Id
    name: Title = titled(title="What is to change", wide=True)
    metric: Text = titled("", title="Measured by", wide=True)
    unit: Text = titled("", title="Unit")
    baseline: float | None = titled(None, title="Today")
    target: float | None = titled(None, title="Target")
    by: Day | None = titled(None, title="By", unit="such as 2027-06-30")


class Team(Value):
    """People who work as one. `capacity`: person-weeks by quarter. `throughput`: stories finished in each past week."""

    id: Id
    capacity: dict[Quarter, Amount] = Field(default_factory=dict)
    throughput: tuple[Amount, ...] = ()

    def capacity_in(self, quarter: str) -> float | None:
        """Person-weeks in `quarter`: as stated, else as in the last stated quarter before it, else as in the first.

        None where no capacity is stated at all.
        """
        if not self.capacity:
            return None
        known = [q for q in self.capacity if q <= quarter]
        return self.capacity[max(known)] if known else self.capacity[min(self.capacity)]


class Initiative(Value):
    """A bet: work that is believed to move an outcome.

    `effort` is in person-weeks, split equally between `teams`; `pieces` is its size in stories, for forecasts from
    throughput. `after` names initiatives that must end before this one begins, `start` the first day on which it
    can. `promise` is a day promised to somebody (`promised_to`); without it no audience sees a date. `items` are
    ids in the backlog; `related` is worth reading and implies no order.
    """

    id: Id = titled(headings=ID_HEADINGS)
    title: Title = titled(
        title="Title", wide=True,
        headings=("title", "summary", "name", "initiative", "subject", "epic name", "epic", "feature", "task", "item",
                  "project", "thema", "vorhaben", "zusammenfassung", "titel", "résumé", "titre"),
    )  # fmt: skip
    outcome: Id | None = titled(None, title="Outcome", of="outcomes", headings=("outcome", "goal", "objective"))
    hypothesis: Text = titled(
        "", title="Hypothesis, and when to stop", wide=True, headings=("hypothesis", "why", "benefit")
    )
    effort: Estimate | None = titled(
        None,
        title="Effort",
        unit="person-weeks",
        headings=("effort", "person weeks", "person days", "person months", "aufwand"),
    )
    pieces: Estimate | None = titled(None, title="Size", unit="stories", headings=("pieces", "size in stories"))
    teams: Ids = titled(
        (), title="Teams", of="teams", headings=("teams", "team", "squad", "owner", "équipe", "équipes")
    )
    start: Day | None = titled(
        None, title="Not before",
        headings=("start", "start date", "earliest start", "not before", "target start", "startdatum", "beginn",
                  "date de début", "début"),
    )  # fmt: skip
    after: Ids = titled(
        (), title="Waits for", of="initiatives",
        headings=("after", "depends on", "dependent on",
                  "dependencies", "blocked by", "is blocked by", "waits for", "predecessors",
                  "abhängig von", "hängt ab von", "blockiert von", "vorgänger", "dépend de", "bloqué par"),
    )  # fmt: skip
    phase: Phase = titled(Phase.DEVELOPMENT, title="Phase", headings=("phase",))
    confidence: Annotated[float, Field(ge=0, le=1)] | None = titled(
        None,
        title="How sure that it works",
        unit="0 to 1",
        headings=("confidence", "how sure that it works", "zuversicht", "confiance"),
    )
    items: Ids = titled((), title="Backlog items", headings=("items", "backlog items"))
    related: Ids = titled((), headings=("related", "see also"))
    horizon: Horizon | None = titled(None, headings=("horizon",))
    quarter: Quarter | None = titled(
        None, headings=("quarter", "target quarter", "planned quarter", "quartal", "trimestre")
    )
    promise: Day | None = titled(None, title="Promised for", headings=("promise", "promised", "promised for"))
    promised_to: Text = titled("", title="Promised to", headings=("promised to",))
    done: bool = titled(False, title="Done", unit="yes or no", headings=("done",))

    @property
    def size(self) -> Estimate | None:
        """Its size in stories: `pieces`, else the number of linked backlog items, else None."""
        if self.pieces is None and self.items:
            return Estimate(low=len(self.items), likely=len(self.items), high=len(self.items))
        return self.pieces


class Roadmap(Artifact):
    """A product's roadmap as seen on the day `as_of`. Initiatives stand in order of priority."""

    kind: ClassVar[str] = "roadmap"

    title: Title = "Roadmap"
    vision: Text = ""
    as_of: Day
    outcomes: tuple[Outcome, ...] = ()
    teams: tuple[Team, ...] = ()
    initiatives: Annotated[tuple[Initiative, ...], Field(max_length=MOST_INITIATIVES)] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Roadmap:
        for name, things in (("outcomes", self.outcomes), ("teams", self.teams), ("initiatives", self.initiatives)):
            refuse_twice((thing.id for thing in things), f"ids of {name}")
        return self

    def initiative(self, id: str) -> Initiative | None:
        return next((i for i in self.initiatives if i.id == id), None)

    def outcome(self, id: str | None) -> Outcome | None:
        return next((o for o in self.outcomes if o.id == id), None)

    def team(self, id: str) -> Team | None:
        return next((t for t in self.teams if t.id == id), None)

    @property
    def ahead(self) -> tuple[Initiative, ...]:
        """The initiatives that are not done, in order of priority."""
        return tuple(i for i in self.initiatives if not i.done)

    def horizon_of(self, initiative: Initiative) -> Horizon:
        """Its quarter's horizon (current quarter: now; two after it: next), else the one stated, else later."""
        if initiative.quarter is None:
            return initiative.horizon or Horizon.LATER
        away = steps_between(quarter_of(self.as_of), initiative.quarter)
        return Horizon.NOW if away <= 0 else Horizon.NEXT if away <= 2 else Horizon.LATER

    def quarters(self) -> list[str]:
        """Every quarter from the current one to the last that a team or an initiative names, at least four."""
        now = quarter_of(self.as_of)
        named = [later(now, 3), *(q for t in self.teams for q in t.capacity)]
        named += [i.quarter for i in self.initiatives if i.quarter]
        return [later(now, step) for step in range(steps_between(now, max(named)) + 1)]

    def with_initiative(self, changed: Initiative) -> Roadmap:
        """This roadmap with the initiative of the same id replaced, or with a new one at the end."""
        if self.initiative(changed.id) is None:
            return self._with(initiatives=(*self.initiatives, changed))
        return self._with(initiatives=tuple(changed if i.id == changed.id else i for i in self.initiatives))

    def moved(self, id: str, before: str | None = None, **changes: object) -> Roadmap:
        """This roadmap with one initiative changed and put right before another in the order, or at the end.

        An unknown id changes nothing.
        """
        moving = self.initiative(id)
        if moving is None:
            return self
        moving = Initiative.model_validate(moving.model_dump() | changes)
        rest = [i for i in self.initiatives if i.id != id]
        at = next((n for n, i in enumerate(rest) if i.id == before), len(rest))
        return self._with(initiatives=(*rest[:at], moving, *rest[at:]))

    def without(self, id: str) -> Roadmap:
        """This roadmap without one initiative, and without the waits for it."""
        kept = tuple(i for i in self.initiatives if i.id != id)
        return self._with(
            initiatives=tuple(i.model_copy(update={"after": tuple(a for a in i.after if a != id)}) for i in kept)
        )

    def with_outcome(self, changed: Outcome) -> Roadmap:
        """This roadmap with the outcome of the same id replaced, or with a new one at the end."""
        if self.outcome(changed.id) is None:
            return self._with(outcomes=(*self.outcomes, changed))
        return self._with(outcomes=tuple(changed if o.id == changed.id else o for o in self.outcomes))

    def without_outcome(self, id: str) -> Roadmap:
        """This roadmap without one outcome; what served it has none."""
        freed = (i.model_copy(update={"outcome": None}) if i.outcome == id else i for i in self.initiatives)
        return self._with(outcomes=tuple(o for o in self.outcomes if o.id != id), initiatives=tuple(freed))

    def _with(self, **changes: object) -> Roadmap:
        return Roadmap.model_validate({name: getattr(self, name) for name in type(self).model_fields} | changes)


def waiting(roadmap: Roadmap) -> nx.DiGraph:
    """What waits for what, as a graph of ids: an edge a -> b says that a waits for b. Absent ids are left out."""
    graph = nx.DiGraph()
    graph.add_nodes_from(i.id for i in roadmap.initiatives)
    graph.add_edges_from((i.id, a) for i in roadmap.initiatives for a in i.after if a in graph)
    return graph
