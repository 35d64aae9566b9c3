"""What a learner makes of a usability test: marks on what happened, and ratings of the problems."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field

from pmcourse.artifact import Artifact
from pmcourse.kit.fields import titled

IMPACTS = {1: "1: annoys", 2: "2: costs a detour", 3: "3: goes on only with help", 4: "4: cannot finish"}
PERSISTENCES = {1: "1: only the first time", 2: "2: now and then", 3: "3: each time"}
Id = Annotated[str, Field(min_length=1, max_length=40)]


class Rating(BaseModel):
    """How bad a problem is for those who meet it; None as long as nothing is chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    impact: Annotated[int, Field(ge=1, le=4)] | None = titled(None, title="Impact")
    persistence: Annotated[int, Field(ge=1, le=3)] | None = titled(None, title="Persistence")

    @property
    def whole(self) -> bool:
        return None not in (self.impact, self.persistence)


class Usability(Artifact):
    """What a test is made of: `tasks` as they are read aloud, `marks` on events that show a problem, `ratings`.

    The sessions themselves are facts of the case.
    """

    kind: ClassVar[str] = "usability"

    tasks: dict[Id, str] = Field(default_factory=dict)
    marks: tuple[Id, ...] = ()
    ratings: dict[Id, Rating] = Field(default_factory=dict)

    def marked(self, ids: Collection[str]) -> Usability:
        """The same with these marks, each once."""
        return self.model_copy(update={"marks": tuple(dict.fromkeys(ids))})

    def rated(self, problem: str, rating: Rating) -> Usability:
        """The same with another rating of one problem."""
        return self.model_copy(update={"ratings": self.ratings | {problem: rating}})
