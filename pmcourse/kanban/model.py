"""A board of three columns with limits, and what was done on it by hand, day by day.

Kanban's practices: Anderson 2010. Days are working days.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pmcourse.artifact import Artifact, in_words
from pmcourse.errors import CourseError
from pmcourse.kit.fields import titled

_STRICT = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
COLUMNS = ("Analyse", "Build", "Test")
OPTIONS, DONE = "Options", "Done"
MOST = (6, 9, 6)  # cards that a column may be given
# Units as the questions show them; kit.quantity reads other units of time in them.
DAYS, CALENDAR, WEEKS = "working days", "calendar days", "working weeks"
RATE, ROOM = "cards a working week", "people at most"
Limit = Annotated[int, Field(ge=1, le=9)]


class KanbanError(CourseError):
    """A move or a change that is refused; the text names the thing, the rule and the value."""


class Limits(BaseModel):
    """How many cards may be in each column, those that wait at its end included."""

    model_config = _STRICT

    analyse: Limit = titled(2, title="Most cards in Analyse")
    build: Limit = titled(3, title="Most cards in Build")
    test: Limit = titled(2, title="Most cards in Test")

    def __iter__(self):  # type: ignore[override]
        return iter((self.analyse, self.build, self.test))


class Move(BaseModel):
    """What was done with a card in the morning of a day: it went to a column, or to the lane `aside` or `urgent`."""

    model_config = _STRICT

    day: Annotated[int, Field(ge=0, le=1000)]
    card: str
    to: str
    lane: str = "work"


class Flow(Artifact):
    """Limits of the board, a `game` played by hand for so many `days`, and its `moves`.

    `run` is the world in which these limits ran last, None where they have not: game and run make their logs of events
    anew from it. `classes` of service by card, the `order` in which options are pulled, and `policies`: rules of the
    board in the learner's own words.
    """

    kind: ClassVar[str] = "flow"

    limits: Limits = Limits()
    game: Annotated[int, Field(ge=0, le=10_000)] = 0
    days: Annotated[int, Field(ge=0, le=100)] = 0
    moves: tuple[Move, ...] = ()
    run: Annotated[int, Field(ge=1, le=10_000)] | None = None
    classes: dict[str, str] = Field(default_factory=dict)
    order: tuple[str, ...] = ()
    policies: dict[str, Annotated[str, Field(max_length=1000)]] = Field(default_factory=dict)

    def but(self, **new: object) -> Flow:
        """The same with other values. Raises KanbanError where one breaks a rule."""
        try:
            return type(self).model_validate(dict(self) | new)
        except ValidationError as error:
            raise KanbanError(f"{in_words(error)} The old value still counts.") from None

    def change(self, **limits: object) -> Flow:
        """The same with other limits. Raises KanbanError where one breaks a rule."""
        try:
            new = Limits.model_validate(self.limits.model_dump() | limits)
        except ValidationError as error:
            raise KanbanError(f"{in_words(error)} The old limit still counts.") from None
        return self.model_copy(update={"limits": new, "run": self.run if new == self.limits else None})
