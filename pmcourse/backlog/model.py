"""A backlog: items in the order in which they are to be done, with what is known about each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Any, ClassVar

import lazy_loader as lazy
from pydantic import Field, ValidationError, field_validator, model_validator

from pmcourse.artifact import Artifact, Value, in_words, refuse_twice
from pmcourse.errors import CourseError
from pmcourse.kit.fields import ID_HEADINGS, About, about, titled
from pmcourse.kit.graph import circles

nx = lazy.load("networkx")

Amount = Annotated[float, Field(ge=0, le=1e12)]  # the top keeps every score a finite number
Share = Annotated[float, Field(ge=0, le=1)]
Ten = Annotated[float, Field(ge=0, le=10)]
# McBride's own words for two of RICE's numbers (Intercom, 2016).
_IMPACT = {"massive": 3.0, "high": 2.0, "medium": 1.0, "low": 0.5, "minimal": 0.25}
_CONFIDENCE = {"high": 1.0, "medium": 0.8, "low": 0.5}


class BacklogError(CourseError):
    """A change that a backlog refuses; the text names the item, the rule and the value."""


class Moscow(StrEnum):
    """The four classes of MoSCoW (Clegg & Barker 1994)."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    WONT = "wont"


class Kano(StrEnum):
    """The five answers of a Kano questionnaire (Kano et al. 1984)."""

    LIKE = "like"
    EXPECT = "expect"
    NEUTRAL = "neutral"
    TOLERATE = "tolerate"
    DISLIKE = "dislike"


class Item(Value):
    """One item of a backlog. What is not known is None, which is not the same as zero.

    impact is Intercom's scale 3, 2, 1, 0.5, 0.25, on each of the people reached. effort is also the job size of WSJF
    in the SAFe form. business_value, time_criticality, risk_opportunity (risk reduction or opportunity enablement):
    relative numbers, SAFe uses 1, 2, 3, 5, 8, 13, 20. duration: in the calendar. kano: pairs of answers (if we had it,
    if we did not). depends_on: ids of items that must be done first. parent: id of the item, such as an epic, that this
    one is part of. extra: columns of a tracker that have no field here. Titles, units and headings stand at the fields.
    """

    id: Annotated[str, Field(min_length=1, max_length=200)] = titled(title="id", headings=ID_HEADINGS)
    title: Annotated[str, Field(min_length=1)] = titled(
        title="title",
        headings=(
            "summary",
            "title",
            "issue title",
            "name",
            "item",
            "feature",
            "story",
            "user story",
            "task",
            "job",
            "zusammenfassung",
            "titel",
            "résumé",
            "titre",
        ),
    )
    description: str = titled(
        "", title="description", headings=("description", "details", "body", "notes", "content", "beschreibung")
    )
    reach: Amount | None = titled(
        None, title="reach", unit="people a quarter", headings=("reach", "users reached", "reichweite", "portée")
    )
    impact: Amount | None = titled(
        None, title="impact", unit="0.25 to 3", headings=("impact", "wirkung"), words=_IMPACT
    )
    confidence: Share | None = titled(
        None, title="confidence", unit="0 to 1", headings=("confidence", "zuversicht", "confiance"), words=_CONFIDENCE
    )
    effort: Amount | None = titled(
        None, title="effort", unit="person-weeks",
        headings=("story points", "storypoints", "story point estimate", "weight", "effort", "estimate", "job size",
                  "size", "points", "person weeks", "person days", "person months", "aufwand", "points de story",
                  "points d histoire"),
    )  # fmt: skip
    business_value: Amount | None = titled(
        None, title="business value",
        headings=("business value", "user business value", "user and business value", "ubv", "bv", "value",
                  "geschäftswert", "valeur métier"),
    )  # fmt: skip
    time_criticality: Amount | None = titled(
        None, title="time criticality", headings=("time criticality", "tc", "urgency")
    )
    risk_opportunity: Amount | None = titled(
        None, title="risk reduction or opportunity", short="Risk or chance",
        headings=("risk opportunity", "risk reduction", "rr oe", "rroe", "rr oe value", "risk reduction or opportunity",
                  "risk reduction opportunity enablement", "opportunity enablement"),
    )  # fmt: skip
    cost_of_delay: Amount | None = titled(
        None,
        title="cost of delay",
        unit="money a week",
        headings=("cost of delay", "cod", "verzögerungskosten", "coût du retard"),
    )
    duration: Amount | None = titled(
        None, title="duration", unit="weeks", headings=("duration", "weeks", "dauer", "durée")
    )
    moscow: Moscow | None = titled(None, title="MoSCoW class", headings=("moscow", "moscow class", "moscow priority"))
    kano: tuple[tuple[Kano, Kano], ...] = titled((), title="Kano answers", headings=("kano", "kano answers"))
    importance: Ten | None = titled(None, title="importance", unit="0 to 10", headings=("importance",))
    satisfaction: Ten | None = titled(None, title="satisfaction", unit="0 to 10", headings=("satisfaction",))
    depends_on: tuple[str, ...] = titled(
        (), title="needs",
        headings=("depends on", "depends upon", "dependent on", "waits for",
                  "blocked by", "is blocked by", "dependencies", "dependency", "needs",
                  "requires", "predecessors", "predecessor",
                  "abhängig von", "hängt ab von", "blockiert von", "vorgänger", "dépend de", "bloqué par"),
    )  # fmt: skip
    tags: tuple[str, ...] = titled(
        (), title="tags", headings=("labels", "label", "tags", "tag", "stichwörter", "étiquettes")
    )
    parent: str = titled(
        "",
        title="parent",
        headings=(
            "parent id",
            "parent",
            "parent key",
            "parent iid",
            "epic link",
            "parent issue",
            "parent task",
            "parent item",
            "parent name",
            "parent feature",
            "parent story",
            "parent title",
            "übergeordnet",
            "übergeordneter vorgang",
            "übergeordneter schlüssel",
            "ticket parent",
            "clé parent",
        ),
    )
    extra: dict[str, tuple[str, ...]] = Field(default_factory=dict)

    @field_validator("confidence", mode="before")
    @classmethod
    def _is_no_percentage(cls, value: Any) -> Any:
        if isinstance(value, int | float) and 1 < value <= 100:
            raise ValueError(f"must be from 0 to 1; write {value:g}% as {value / 100:g}, if that is meant")
        return value

    def but(self, **changes: Any) -> Item:
        """This item with some fields changed; raises BacklogError where a value breaks a rule."""
        try:
            return type(self).model_validate(dict(self) | changes)
        except ValidationError as error:
            raise BacklogError(f"{self.id}: {in_words(error)} The old value is kept.") from None


FIELDS: Mapping[str, About] = about(Item)


class Backlog(Artifact):
    """Items in the order in which they are to be done; ids are unique.

    Dependencies on unknown items and circles are allowed, because real trackers hold them; `checks` names them.
    """

    kind: ClassVar[str] = "backlog"

    title: str = "Backlog"
    items: tuple[Item, ...] = ()

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Backlog:
        refuse_twice(item.id for item in self.items)
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(item.id for item in self.items)

    def find(self, id: str) -> Item:
        """The item with this id; raises BacklogError where there is none."""
        for item in self.items:
            if item.id == id:
                return item
        raise BacklogError(f"No item has the id {id!r}. The ids are: {', '.join(self.ids[:30])}.")

    def change(self, id: str, /, **changes: Any) -> Backlog:
        """The backlog with fields of one item changed; raises BacklogError where a value breaks a rule."""
        new = self.find(id).but(**changes)
        if new.id != id:
            raise BacklogError(f"An id stays as it is, because others refer to it (got {new.id!r} for {id!r}).")
        return self.model_copy(update={"items": tuple(new if item.id == id else item for item in self.items)})

    def move(self, id: str, to: int) -> Backlog:
        """The backlog with one item at place `to`, counted from 0; a place beyond an end means that end."""
        item = self.find(id)
        rest = [other for other in self.items if other.id != id]
        rest.insert(min(max(to, 0), len(rest)), item)
        return self.model_copy(update={"items": tuple(rest)})

    def reorder(self, ids: Iterable[str]) -> Backlog:
        """The backlog in the order of `ids`, which must name every item exactly once."""
        ids = list(ids)
        by_id = {item.id: item for item in self.items}
        counts = Counter(ids)
        missing = [id for id in by_id if id not in counts]
        unknown = [id for id in counts if id not in by_id]
        twice = [id for id, count in counts.items() if count > 1]
        for what, found in (("misses", missing), ("has unknown", unknown), ("repeats", twice)):
            if found:
                some = ", ".join(map(str, found[:10])) + (" and others" if len(found) > 10 else "")
                raise BacklogError(f"An order must name every item exactly once; this one {what} {some}.")
        return self.model_copy(update={"items": tuple(by_id[id] for id in ids)})

    def add(self, item: Item) -> Backlog:
        """The backlog with `item` at its end; raises BacklogError where its id is taken."""
        if item.id in self.ids:
            raise BacklogError(f"ids must be unique; {item.id!r} is taken. Choose another id.")
        return self.model_copy(update={"items": (*self.items, item)})

    def remove(self, id: str) -> Backlog:
        """The backlog without one item."""
        self.find(id)
        return self.model_copy(update={"items": tuple(item for item in self.items if item.id != id)})

    def needs(self) -> nx.DiGraph:
        """The dependencies between known items as a graph: an edge a -> b says that a must be done before b."""
        graph = nx.DiGraph()
        graph.add_nodes_from(self.ids)
        known = set(self.ids)
        graph.add_edges_from((need, item.id) for item in self.items for need in item.depends_on if need in known)
        return graph

    def circles(self) -> list[tuple[str, ...]]:
        """One circle of dependencies for each knot of items that need each other, as ids in the order of need."""
        return circles(self.needs())

    def broken(self) -> list[tuple[str, str]]:
        """The dependencies that the order breaks, as (item, what it needs and comes too late)."""
        place = {id: at for at, id in enumerate(self.ids)}
        return [(item.id, n) for item in self.items for n in item.depends_on if place.get(n, -1) >= place[item.id]]

    def unknown(self) -> list[tuple[str, str]]:
        """The dependencies on items that are not in this backlog, as (item, what it needs)."""
        known = set(self.ids)
        return [(item.id, need) for item in self.items for need in item.depends_on if need not in known]
