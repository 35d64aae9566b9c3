"""The artefact of this lesson: a product's vision, a manager's hours and people, own skills; and what pay lists say.

Sources: G. Moore, *Crossing the Chasm*, 1991 (the seven slots); A. Mendelow, "Environmental scanning", ICIS 1981 (the
grid of power and interest goes back to it); J. Martilla, J. James, "Importance-performance analysis", 1977.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, model_validator

from pmcourse.artifact import Artifact, Value, refuse_twice
from pmcourse.kit.fields import about, titled

WEEK = 40  # hours
WEEKS = 13  # in a quarter
Words = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
Count = Annotated[int, Field(ge=0, le=WEEK)]
Level = Annotated[int, Field(ge=1, le=5)] | None


class Vision(Value):
    """Moore's positioning statement in its seven slots; many teams use it as their vision."""

    whom: Words = titled("", title="For whom")
    need: Words = titled("", title="who (need)")
    product: Words = titled("", title="the product")
    category: Words = titled("", title="is a (category)")
    benefit: Words = titled("", title="that (key benefit)")
    unlike: Words = titled("", title="unlike (what they do today)")
    difference: Words = titled("", title="it (difference)")

    @property
    def sentence(self) -> str:
        """The seven slots as two sentences, with a gap for what is empty."""
        whom, need, product, category, benefit, unlike, difference = (one or "…" for _, one in self)
        return f"For {whom} who {need}, {product} is a {category} that {benefit}. Unlike {unlike}, it {difference}."


class Hours(Value):
    """Hours that a product manager gives to each of the six responsibilities in a week."""

    users: Count = titled(7, title="Understand users")
    market: Count = titled(7, title="Watch the market")
    vision: Count = titled(7, title="Define the vision")
    alignment: Count = titled(7, title="Align people")
    research: Count = titled(6, title="Gather feedback")
    team: Count = titled(6, title="Guide the team")

    @property
    def total(self) -> int:
        return sum(self.each)

    @property
    def each(self) -> tuple[int, ...]:
        return tuple(hours for _, hours in self)


VISION = {name: said.heading for name, said in about(Vision).items()}
DUTIES = {name: said.title for name, said in about(Hours).items()}  # the six responsibilities, by their short names


class Much(StrEnum):
    """How much power or interest somebody has."""

    MUCH = "much"
    LITTLE = "little"


class Person(Value):
    """A stakeholder, what is known of them, and where the learner has placed them; None as long as nowhere."""

    id: str
    name: str
    fact: str
    power: Much | None = None
    interest: Much | None = None


class Levels(Value):
    """The six key skills, each from 1 (never done) to 5 (others learn it from me)."""

    communication: Level = titled(None, title="Communication")
    strategy: Level = titled(None, title="Strategic thinking")
    management: Level = titled(None, title="Management")
    technical: Level = titled(None, title="Technical understanding")
    empathy: Level = titled(None, title="User empathy")
    projects: Level = titled(None, title="Project management")


class Plan(Value):
    """One skill to grow, by what, seen how, by which day."""

    skill: Words = titled("", title="Skill to grow first")
    step: Words = titled("", title="What you will do")
    sign: Words = titled("", title="How somebody else will see it")
    day: Words = titled("", title="By which day (such as 31 March 2027)")


class Role(Artifact):
    """What a product manager is about: the vision, the hours of a quarter, the people, and the own skills.

    `quarter` is the number of the quarter played, `weeks` the hours of each of its weeks so far.
    """

    kind: ClassVar[str] = "role"

    vision: Vision = Vision()
    hours: Hours = Hours()
    quarter: Annotated[int, Field(ge=1, le=10**6)] = 1
    weeks: Annotated[tuple[Hours, ...], Field(max_length=WEEKS)] = ()
    people: tuple[Person, ...] = ()
    now: Levels = Levels()
    wanted: Levels = Levels()
    plan: Plan = Plan()

    @model_validator(mode="after")
    def _is_possible(self) -> Role:
        for week, hours in enumerate(self.weeks, 1):
            if hours.total > WEEK:
                raise ValueError(f"a week must have at most {WEEK} hours (got {hours.total} in week {week})")
        refuse_twice(one.id for one in self.people)
        return self

    def place(self, id: str, power: Much | None, interest: Much | None) -> Role:
        """The same with one person elsewhere in the grid."""
        change = {"power": power, "interest": interest}
        people = (one.model_copy(update=change) if one.id == id else one for one in self.people)
        return self.model_copy(update={"people": tuple(people)})

    def skill_gaps(self) -> dict[str, int]:
        """By how many levels each skill that has both is to grow, the widest first."""
        pairs = {name: (getattr(self.now, name), getattr(self.wanted, name)) for name in Levels.model_fields}
        found = {name: wanted - now for name, (now, wanted) in pairs.items() if now and wanted}
        return dict(sorted(found.items(), key=lambda one: -one[1]))


class Rivals(Value):
    """A competitor grid: `votes` say how many people named a criterion as what matters most to them.

    `marks` are from 1 (poor) to 5 (good): product -> criterion -> mark. `own` is the product that is ours.
    """

    own: str
    votes: Mapping[str, int]
    marks: Mapping[str, Mapping[str, int]]

    def weight(self, criterion: str) -> float:
        """The share of all votes, 0 to 1."""
        return self.votes[criterion] / sum(self.votes.values())

    def gap(self, criterion: str) -> int:
        """The best rival's mark less our own; below zero where we lead."""
        others = (marks[criterion] for name, marks in self.marks.items() if name != self.own)
        return max(others) - self.marks[self.own][criterion]

    def weighted(self, criterion: str) -> float:
        """Weight times gap (after Martilla & James 1977, who set importance beside performance)."""
        return self.weight(criterion) * self.gap(criterion)

    def widest(self, weighted: bool = True) -> str:
        """The criterion with the widest gap, weighted or not."""
        return max(self.votes, key=self.weighted if weighted else self.gap)
