"""What a learner makes of a usability test: marks on what happened, and ratings of the problems."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from pmcourse.artifact import Artifact, Value
from pmcourse.kit.fields import titled

IMPACTS = {1: "1: annoys", 2: "2: costs a detour", 3: "3: goes on only with help", 4: "4: cannot finish"}
PERSISTENCES = {1: "1: only the first time", 2: "2: now and then", 3: "3: each time"}
Id = Annotated[str, Field(min_length=1, max_length=40)]


class Rating(Value):
    """How bad a problem is for those who meet it; None as long as nothing is chosen."""

    impact: Annotated[int, Field(ge=1, le=4)] | None = titled(None, title="Impact")
    persistence: Annotated[int, Field(ge=1, le=3)] | None = titled(None, title="Persistence")

    @property
    def whole(self) -> bool:
        return None not in (self.impact, self.persistence)


class Question(StrEnum):
    """What a test is for (Dumas & Redish 1999)."""

    IDEA = "do people understand the idea? (exploratory)"
    STUCK = "where do people get stuck? (assessment)"
    ENOUGH = "do enough people finish, fast enough? (validation)"


class Who(StrEnum):
    """From where people are taken."""

    KNOWN = "members who have booked with the form before"
    DESK = "colleagues from the desk"
    MIXED = "members who are new to the form, one of them with a screen reader"


class Measure(StrEnum):
    """What is written down above all."""

    LIKED = "what people say that they like"
    DONE = "who finishes without help, and how fast"
    EVENTS = "what each person does, event by event, and where the form gets in the way"
    SUS = "the score on the System Usability Scale"


class Plan(Value):
    """The next test; None where nothing is chosen. The tasks are those that were written."""

    question: Question | None = titled(None, title="What it is to answer")
    who: Who | None = titled(None, title="Whom you ask")
    measure: Measure | None = titled(None, title="What you write down, above all")
    people: Annotated[int, Field(ge=0, le=30)] = titled(0, title="New people")


class Usability(Artifact):
    """What a test is made of: `tasks` as they are read aloud, `marks` on events that show a problem, `ratings`.

    `needs` of the gravest problems and `remedies` for one, as they were chosen; the `plan` of the next test, and a
    `report` of the last one. The sessions themselves are facts of the case.
    """

    kind: ClassVar[str] = "usability"

    tasks: dict[Id, str] = Field(default_factory=dict)
    marks: tuple[Id, ...] = ()
    ratings: dict[Id, Rating] = Field(default_factory=dict)
    needs: dict[Id, Id] = Field(default_factory=dict)
    remedies: dict[Id, Id] = Field(default_factory=dict)
    plan: Plan = Plan()
    report: Annotated[str, Field(max_length=5000)] = ""

    def marked(self, ids: Collection[str]) -> Usability:
        """The same with these marks, each once."""
        return self.model_copy(update={"marks": tuple(dict.fromkeys(ids))})

    def planned(self, **new: object) -> Usability:
        """The same with another plan. Raises pydantic's ValidationError where a value breaks a rule."""
        return self.model_copy(update={"plan": Plan.model_validate(dict(self.plan) | new)})

    def rated(self, problem: str, rating: Rating) -> Usability:
        """The same with another rating of one problem."""
        return self.model_copy(update={"ratings": self.ratings | {problem: rating}})
