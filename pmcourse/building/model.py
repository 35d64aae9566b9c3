"""The artefact of this lesson and its arithmetic.

Source: W. Smith, "Various optimizers for single-stage production", Naval Research Logistics Quarterly 3, 1956.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pmcourse.artifact import Artifact


class Job(BaseModel):
    """One piece of work: `days` is how long it takes, in working days."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Annotated[str, Field(min_length=1)]
    title: Annotated[str, Field(min_length=1, title="Title")]
    days: Annotated[float, Field(gt=0, title="Size", json_schema_extra={"unit": "days"})]


class BuildingPlan(Artifact):
    """Jobs in the order in which one team does them, one at a time."""

    kind: ClassVar[str] = "building"

    jobs: tuple[Job, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> BuildingPlan:
        if len(set(self.ids)) < len(self.jobs):
            raise ValueError(f"ids must differ (got {', '.join(self.ids)})")
        return self

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(job.id for job in self.jobs)

    def reorder(self, ids: Sequence[str]) -> BuildingPlan:
        """The same jobs in another order. Raises ValueError where `ids` does not name each job once."""
        if sorted(ids) != sorted(self.ids):
            raise ValueError(f"an order must name each of {', '.join(self.ids)} once (got {', '.join(ids)})")
        known = {job.id: job for job in self.jobs}
        return self.model_copy(update={"jobs": tuple(known[id] for id in ids)})

    @property
    def mean_days(self) -> float:
        """Days from now until a job is done, the mean of all jobs; 0 where there are none."""
        done = [sum(job.days for job in self.jobs[: at + 1]) for at in range(len(self.jobs))]
        return sum(done) / len(done) if done else 0.0

    def shortest_first(self) -> BuildingPlan:
        """The order with the least mean: the shortest job first (Smith 1956)."""
        return self.reorder([job.id for job in sorted(self.jobs, key=lambda job: job.days)])
