"""A sprint: its goal, the items to choose from and those chosen, how to forecast, what done means, what to change.

Scrum's words are those of Schwaber & Sutherland (2020). Velocity (points done in a sprint) is not among them; it comes
from Extreme Programming (Beck & Fowler, *Planning Extreme Programming*, 2000).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, ClassVar

from pydantic import Field, ValidationError, model_validator

from pmcourse.artifact import Artifact, Value, in_words, refuse_twice
from pmcourse.errors import CourseError
from pmcourse.kit.fields import ID_HEADINGS, titled

TWO_LEFT = "at least two sprints must be left"
Points = Annotated[float, Field(gt=0, le=1000)]


class SprintError(CourseError):
    """A change that is refused; the text names the thing, the rule and the value."""


class Item(Value):
    """Something the team may build: `points` is its size, `value` what it is worth, both relative.

    `needs` are ids of items that must be in the same sprint, or done before. `goal`: the sprint goal cannot be met
    without it.
    """

    id: Annotated[str, Field(min_length=1)] = titled(headings=ID_HEADINGS)
    title: str = titled("", title="title", headings=("summary", "title", "name", "story"))
    points: Points = titled(
        title="points", headings=("story points", "points", "story point estimate", "estimate", "size", "effort")
    )
    value: Annotated[float, Field(ge=0, le=1e6)] = titled(
        title="value", headings=("value", "business value", "worth", "benefit")
    )
    needs: tuple[str, ...] = titled((), title="needs", headings=("needs", "depends on", "blocked by", "requires"))
    goal: bool = titled(False, title="needed by the goal", headings=("goal", "sprint goal", "must"))


class Rule(Value):
    """How a forecast is made: from the last `sprints`, without the `leave` lowest and the `leave` highest of them."""

    sprints: Annotated[int, Field(ge=3, le=20)] = titled(3, title="Look back so many sprints")
    leave: Annotated[int, Field(ge=0, le=4)] = titled(0, title="Leave out at each end")

    @model_validator(mode="after")
    def _two_are_left(self) -> Rule:
        if self.sprints - 2 * self.leave < 2:
            raise ValueError(f"{TWO_LEFT} (got {self.sprints} with {self.leave} left out at each end)")
        return self


class Action(Value):
    """What a retrospective decides: each slot holds the id of one of the artefact's phrases, words, or ""."""

    what: str = titled("", title="From the next sprint on")
    owner: str = titled("", title="This is looked after by")
    sign: str = titled("", title="We see that it helped when")
    day: str = titled("", title="We look at it")


class Sprint(Artifact):
    """One sprint and how it is planned: `chosen` names its items; `every` how often all is planned again, in weeks."""

    kind: ClassVar[str] = "sprint"

    goal: str = ""
    capacity: Points = 16
    items: tuple[Item, ...] = ()
    chosen: tuple[str, ...] = ()
    rule: Rule = Rule()
    every: Annotated[int, Field(ge=1, le=12)] = 12
    done: tuple[str, ...] = ()
    action: Action = Action()
    phrases: Mapping[str, Mapping[str, str]] = {}

    @model_validator(mode="after")
    def _ids_fit(self) -> Sprint:
        ids = [item.id for item in self.items]
        refuse_twice(ids)
        known = set(ids)
        for item in self.items:
            if unknown := [id for id in item.needs if id not in known]:
                raise ValueError(f"{item.id} must need an item that is there (got {', '.join(unknown)})")
        if unknown := [id for id in self.chosen if id not in known]:
            raise ValueError(f"the chosen items must be among the items (got {', '.join(unknown)})")
        return self

    @property
    def picked(self) -> tuple[Item, ...]:
        """The chosen items, in the order of the list."""
        return tuple(item for item in self.items if item.id in self.chosen)

    @property
    def points(self) -> float:
        return sum(item.points for item in self.picked)

    @property
    def value(self) -> float:
        return sum(item.value for item in self.picked)

    def choose(self, ids: Iterable[str]) -> Sprint:
        """The same with these items chosen. Raises SprintError where one is not there."""
        return self.but(chosen=tuple(dict.fromkeys(ids)))

    def but(self, **changes: object) -> Sprint:
        """The same with other values; `rule` and `action` may be given as mappings of what changes in them.

        Raises SprintError, which names the rule, where a value breaks one.
        """
        try:
            for part in ("rule", "action"):
                if isinstance(new := changes.get(part), Mapping):
                    old = getattr(self, part)
                    changes[part] = type(old).model_validate(dict(old) | dict(new))
            return type(self).model_validate(dict(self) | changes)
        except ValidationError as error:
            if TWO_LEFT in str(error):
                hint = "Look back further, or leave out fewer. The old value still counts."
                raise SprintError(f"{TWO_LEFT.capitalize()}. {hint}") from None
            raise SprintError(f"{in_words(error)} The old value still counts.") from None
