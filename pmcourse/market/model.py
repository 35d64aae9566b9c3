"""The artefact of this lesson: a survey by group, the group chosen, readings, a year of cohorts, a next step."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, ValidationError, model_validator

from pmcourse.artifact import Artifact, Value, in_words, refuse_twice
from pmcourse.errors import CourseError
from pmcourse.kit.fields import titled
from pmcourse.kit.shares import wilson
from pmcourse.market.growth import Year, year

Count = Annotated[int, Field(ge=0, le=10_000_000)]
Words = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]


class MarketError(CourseError):
    """A change that is refused; the text names the thing, the rule and the value."""


class Group(Value):
    """Answers of one group to “How would you feel if you could no longer use it?”; `gone` no longer use it."""

    id: str
    name: str
    very: Count = titled(title="Very disappointed", headings=("very disappointed", "very"))
    somewhat: Count = titled(title="Somewhat disappointed", headings=("somewhat disappointed", "somewhat"))
    little: Count = titled(title="Not disappointed", headings=("not disappointed", "not really disappointed", "not"))
    gone: Count = titled(
        0, title="No longer use it", headings=("no longer use it", "i no longer use it", "not applicable", "n a")
    )

    @property
    def people(self) -> int:
        """All who still use it: who does not leaves the denominator."""
        return self.very + self.somewhat + self.little

    @property
    def share(self) -> float | None:
        return self.very / self.people if self.people else None

    def interval(self, sure: float = 0.95) -> tuple[float, float]:
        """Wilson's interval for the share. Raises ValueError where nobody answered."""
        return wilson(self.very, self.people, sure)


class World(Value):
    """Settings of the cohort machine, whole numbers as the sliders give them."""

    growth: Annotated[int, Field(ge=0, le=40)] = titled(0, title="Sign-ups grow each month by", unit="%")
    stay: Annotated[int, Field(ge=0, le=80)] = titled(38, title="Of the first cohort stay for good", unit="%")
    drift: Annotated[int, Field(ge=-5, le=5)] = titled(
        0, title="Each later cohort differs from the one before by", unit="points"
    )
    fade: Annotated[int, Field(ge=0, le=90)] = titled(50, title="Of the others, remain each month", unit="%")

    def run(self) -> Year:
        """The year that follows from it, with 100 sign-ups in the first month."""
        return year(100, self.growth / 100, self.stay / 100, self.drift / 100, self.fade / 100)


class Measure(Value):
    """A number that may judge a next step: its value `now`, and the first day on which a new one is whole.

    Where `share` is true it is the percentage of a group, which can fall; others grow when more people come.
    """

    text: str
    now: Annotated[float, Field(ge=0)]
    known: date
    share: bool = False


class NextStep(Value):
    """What is done next, on which number it stands, and what follows from that number's new value.

    `measure` is the id of a measure, "" while it is open; `mark` is in the unit of that measure (percent of a share).
    """

    act: Words = titled("", title="What you will do, and for whom")
    measure: str = titled("", title="The number on which it stands")
    mark: Annotated[float, Field(ge=0, le=10_000_000)] | None = titled(None, title="It has worked from this value on")
    day: date | None = titled(None, title="The day on which you look again")
    otherwise: Words = titled("", title="What you will do if the number is lower then")


class Market(Artifact):
    """What is known of a product's fit. `opened` are the groups tried on the other half of the answers, in order.

    `guess` is what was guessed of the world before it ran; None as long as it has not run.
    """

    kind: ClassVar[str] = "market"

    groups: tuple[Group, ...] = ()
    segment: str = ""
    opened: tuple[str, ...] = ()
    world: World = World()
    guess: Annotated[float, Field(ge=0)] | None = None
    readings: dict[str, str] = Field(default_factory=dict)
    funnel: dict[str, dict[str, str]] = Field(default_factory=dict)
    stages: dict[str, str] = Field(default_factory=dict)
    next_step: NextStep = NextStep()

    @model_validator(mode="after")
    def _ids_differ(self) -> Market:
        refuse_twice((one.id for one in self.groups), "ids of groups")
        return self

    def group(self, id: str) -> Group | None:
        """The group called `id`, None where there is none."""
        return next((one for one in self.groups if one.id == id), None)

    def with_next(self, **changes: object) -> Market:
        """The same with other values of its next step. Raises MarketError where a value breaks a rule."""
        try:
            new = NextStep.model_validate(dict(self.next_step) | changes)
        except ValidationError as error:
            raise MarketError(f"{in_words(error)} The old value still counts.") from None
        return self.model_copy(update={"next_step": new})
