"""The answer sheet as data: graded answers that are no artefact, and the seed of the learner's own case."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field, JsonValue

from pmcourse.artifact import Artifact


class Sheet(Artifact):
    """Answers by the id of their question, as plain data and as typed; `seed` says which variant they answer."""

    kind: ClassVar[str] = "sheet"

    seed: int | None = Field(default=None, ge=0)
    answers: dict[str, JsonValue] = Field(default_factory=dict)
