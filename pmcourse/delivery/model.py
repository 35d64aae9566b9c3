"""What a learner of this lesson makes: a pipeline and its batch, a rule for a flag, and a plan to roll a release out.

Continuous delivery: Humble & Farley 2010. Minutes are of machine time; chances lie from 0 to 1.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field, ValidationError, model_validator

from pmcourse.artifact import Artifact, Value, in_words, refuse_twice
from pmcourse.errors import CourseError
from pmcourse.kit.fields import titled

MOST_IN_A_BATCH = 40


class DeliveryError(CourseError):
    """A change that is refused; the text names the thing, the rule and the value."""


class Stage(Value):
    """One stage of a pipeline: `minutes` of a run, and the chance that it `catches` a fault that reaches it."""

    id: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    minutes: Annotated[float, Field(gt=0, le=10_000)]
    catches: Annotated[float, Field(gt=0, le=1)]


class FlagRule(Value):
    """Who sees a feature behind a flag: ids of what was chosen, "" where it is open."""

    place: str = titled("", title="A person's place in the queue is drawn from")
    grows: str = titled("", title="When the share grows")
    off: str = titled("", title="When the feature does harm")


class Step(Value):
    """One step of a roll-out: `share` of all people see the release until so many `visits` are watched.

    It stops from `stop_from` faults on; None as long as no mark is set.
    """

    id: str
    share: Annotated[float, Field(gt=0, le=100)] = titled(title="People who see it", unit="%")
    visits: Annotated[int, Field(ge=1, le=1_000_000)] = titled(title="It is watched for so many visits")
    stop_from: Annotated[int, Field(ge=1, le=1_000_000)] | None = titled(
        None, title="It stops from this many faults on"
    )

    @property
    def words(self) -> str:
        return f"{self.share:g}% of people"


class Rollout(Value):
    steps: Annotated[tuple[Step, ...], Field(max_length=8)] = ()
    measure: str = titled("", title="What is counted")
    informs: str = titled("", title="Who is told at a stop")
    act: str = titled("", title="What is done at a stop")

    @model_validator(mode="after")
    def _ids_differ(self) -> Rollout:
        refuse_twice((one.id for one in self.steps), "ids of steps")
        return self

    @property
    def mark(self) -> int | None:
        """The count of faults that stops its first step, None as long as there is none."""
        return self.steps[0].stop_from if self.steps else None

    def with_step(self, new: Step) -> Rollout:
        """The same with `new` in the place of the step of its id, or behind all others."""
        known = {one.id: one for one in self.steps} | {new.id: new}
        return self.model_copy(update={"steps": tuple(known.values())})


class Delivery(Artifact):
    """The stages that can be had, those that are `used` in their order, the `batch`, a flag's rule, and a roll-out.

    `batch`: changes that go through together. `policy`: what comes first in each case on the main line that all share.
    """

    kind: ClassVar[str] = "delivery"
    version: ClassVar[int] = 2

    stages: tuple[Stage, ...] = ()
    used: tuple[str, ...] = ()
    batch: Annotated[int, Field(ge=1, le=MOST_IN_A_BATCH)] = 1
    flag: FlagRule = FlagRule()
    rollout: Rollout = Rollout()
    policy: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _used_are_known(self) -> Delivery:
        ids = [stage.id for stage in self.stages]
        refuse_twice(ids)
        refuse_twice(self.used, "used stages")
        if unknown := set(self.used) - set(ids):
            raise ValueError(f"used stages must be of {', '.join(ids)} (got {', '.join(sorted(unknown))})")
        return self

    @property
    def pipeline(self) -> tuple[Stage, ...]:
        """The stages that are used, in their order."""
        known = {stage.id: stage for stage in self.stages}
        return tuple(known[id] for id in self.used)

    def changed(self, **new: object) -> Delivery:
        """The same with other values. Raises DeliveryError where one breaks a rule."""
        try:
            return type(self).model_validate(dict(self) | new)
        except ValidationError as error:
            raise DeliveryError(f"{in_words(error)} The old value still counts.") from None
