"""What a check says: one finding is one thing seen in an artefact, in words that a learner can act on."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator


class Severity(StrEnum):
    """How much a finding weighs. Only MUST and SHOULD ever cost points."""

    MUST = "must"  # the rule is broken
    SHOULD = "should"  # the artefact is weaker for it
    LOOK = "look"  # a guess: "worth a second look", never costs points

    @property
    def word(self) -> str:
        return {"must": "To fix", "should": "To improve", "look": "Worth a second look"}[self.value]

    @property
    def symbol(self) -> str:
        return {"must": "✗", "should": "▲", "look": "?"}[self.value]


class Verdict(StrEnum):
    """The four things that can be said of an answer."""

    NOT_ATTEMPTED = "not attempted"
    NOT_YET = "not yet"
    RIGHT = "right"
    CANNOT_BE_GRADED = "cannot be graded"

    @property
    def symbol(self) -> str:
        return {"not attempted": "○", "not yet": "✗", "right": "✓", "cannot be graded": "!"}[self.value]


class Where(BaseModel):
    """The place a finding is about: an item's id, and the span of characters meant (end exclusive) if there is one."""

    model_config = ConfigDict(frozen=True)

    item: str
    start: int | None = None
    end: int | None = None

    @model_validator(mode="after")
    def _span_is_whole(self) -> Where:
        if (self.start is None) != (self.end is None):
            raise ValueError(f"a span needs both start and end (got start={self.start!r}, end={self.end!r})")
        if self.start is not None and not 0 <= self.start <= self.end:
            raise ValueError(f"a span must satisfy 0 <= start <= end (got start={self.start}, end={self.end})")
        return self


_COST = {Severity.MUST: 0.5, Severity.SHOULD: 0.25, Severity.LOOK: 0.0}


class Finding(BaseModel):
    """One thing seen in an artefact: what it is, why it matters and what to do next.

    `skill` is an id from `pmcourse.skills`, `criterion` the id of the rule (snake_case), `rewrite` a better
    wording to compare with, where there is one.
    """

    model_config = ConfigDict(frozen=True)

    skill: str
    criterion: str
    severity: Severity
    message: str
    why: str
    hint: str
    where: Where | None = None
    rewrite: str = ""

    @property
    def costs(self) -> bool:
        """Whether it may cost points: not where it is only worth a second look."""
        return _COST[self.severity] > 0


def costly(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that may cost points."""
    return [finding for finding in findings if finding.costs]


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    """To fix, to improve, worth a look; within one of these the order stays."""
    order = list(Severity)
    return sorted(findings, key=lambda finding: order.index(finding.severity))


def quality(findings: Iterable[Finding]) -> float:
    """The share of the points that `findings` leave: to be fixed costs a half, to be improved a quarter.

    So no single finding ever takes all: a check may be wrong.
    """
    return max(0.0, 1 - sum(_COST[finding.severity] for finding in findings))
