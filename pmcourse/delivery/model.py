"""What a learner of this lesson makes: a pipeline and its batch, a rule for a flag, and a rule for a trial release.

Continuous delivery: Humble & Farley 2010. Minutes are of machine time; chances lie from 0 to 1.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from pmcourse.artifact import Artifact, in_words
from pmcourse.errors import CourseError
from pmcourse.kit.fields import titled

_STRICT = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
MOST_IN_A_BATCH = 40


class DeliveryError(CourseError):
    """A change that is refused; the text names the thing, the rule and the value."""


class Stage(BaseModel):
    """One stage of a pipeline: `minutes` of a run, and the chance that it `catches` a fault that reaches it."""

    model_config = _STRICT

    id: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1)]
    minutes: Annotated[float, Field(gt=0, le=10_000)]
    catches: Annotated[float, Field(gt=0, le=1)]


class FlagRule(BaseModel):
    """Who sees a feature behind a flag: ids of what was chosen, "" where it is open."""

    model_config = _STRICT

    place: str = titled("", title="A person's place in the queue is drawn from")
    grows: str = titled("", title="When the share grows")
    off: str = titled("", title="When the feature does harm")


class Delivery(Artifact):
    """The stages that can be had, those that are `used` in their order, the `batch`, and two rules.

    `batch`: changes that go through together. `stop_from`: the trial release ends from this count of faults on.
    `policy`: what is done first in each case on the main line that all share.
    """

    kind: ClassVar[str] = "delivery"

    stages: tuple[Stage, ...] = ()
    used: tuple[str, ...] = ()
    batch: Annotated[int, Field(ge=1, le=MOST_IN_A_BATCH)] = 1
    flag: FlagRule = FlagRule()
    stop_from: Annotated[int, Field(ge=0, le=1000)] | None = None
    policy: dict[str, str] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _used_are_known(self) -> Delivery:
        ids = [stage.id for stage in self.stages]
        if len(set(ids)) < len(ids) or len(set(self.used)) < len(self.used):
            raise ValueError(f"each stage stands once (got {', '.join(ids)}; used {', '.join(self.used)})")
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
