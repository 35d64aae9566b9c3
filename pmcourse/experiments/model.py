"""Assumptions, and the experiments that try them: hypothesis, kind of test, decision rule, plan."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import BaseModel, Field, ValidationError, model_validator

from pmcourse.artifact import Artifact, Value, in_words, refuse_twice
from pmcourse.errors import CourseError
from pmcourse.kit.fields import titled

OPEN = ""
Count = Annotated[int, Field(ge=0, le=100_000)]


class ExperimentError(CourseError):
    """A change that is refused; the text names the thing, the rule and the value."""


class Kind(StrEnum):
    """What a hypothesis is about (after Cowan, *Hypothesis-Driven Development*, 2022)."""

    PERSONA = "persona: these people exist, and are as we think"
    JOB = "job: they have this problem, or want to get this done"
    DEMAND = "demand: ours is better enough to make them act"
    USABILITY = "usability: they can use it without help"
    FUNCTIONAL = "functional: it can be made to work"


class Harm(StrEnum):
    """What follows if an assumption is false, from small to large."""

    DETAIL = "a detail changes"
    PLAN = "the plan changes"
    END = "the idea is dead"


class Evidence(StrEnum):
    """What is known of an assumption, from little to much."""

    GUESS = "nobody has looked"
    SAID = "people say so"
    SOME = "a few did so"
    MEASURED = "many did so, and it was counted"


class Method(StrEnum):
    """Kinds of test, about from cheap to dear."""

    INTERVIEW = "interview"
    SMOKE = "smoke test"
    PROTOTYPE = "prototype"
    CONCIERGE = "concierge"
    WIZARD = "Wizard of Oz"
    AB = "A/B test"


class Boundary(StrEnum):
    """When a look at a running test may stop it."""

    NAIVE = "z beyond 1.96 at any look"
    POCOCK = "Pocock: one higher bar for all looks"
    OBRIEN = "O'Brien & Fleming: a very high bar at first"


class Assumption(Value):
    """Something that must be true. `harm` and `evidence` are None as long as nobody has placed it."""

    id: str
    text: str
    harm: Harm | None = titled(None, title="If it is false")
    evidence: Evidence | None = titled(None, title="What is known")


class Hypothesis(Value):
    """We believe that `action` for `whom` results in `response`; we know when `metric` reaches `threshold` by `day`.

    The form is Thoughtworks' (O'Reilly 2014). A slot holds the id of one of the artefact's phrases, or words of one's
    own, or "" while it is open.
    """

    action: str = titled(OPEN, title="We believe that")
    whom: str = titled(OPEN, title="for")
    response: str = titled(OPEN, title="results in this:")
    metric: str = titled(OPEN, title="We know it when we count")
    threshold: str = titled(OPEN, title="and it is")
    day: str = titled(OPEN, title="by")


class Rule(Value):
    """Which counts lead to which decision, said before the test: ranges with both ends counted.

    `people`: how many are asked. `share`: the least share of them that makes it worth going on, in percent. `seen`: the
    result.
    """

    people: Annotated[int, Field(ge=1, le=1000)] = 40
    share: Annotated[float, Field(ge=0, le=100)] | None = titled(
        None, title="Go on from this share on", unit="% of those asked"
    )
    shelve_from: Count | None = titled(None, title="Shelve: from")
    shelve_to: Count | None = titled(None, title="to")
    pivot_from: Count | None = titled(None, title="Change and try again: from")
    pivot_to: Count | None = titled(None, title="to")
    go_from: Count | None = titled(None, title="Go on: from")
    go_to: Count | None = titled(None, title="to")
    seen: Count | None = titled(None, title="Counted afterwards")

    @property
    def ranges(self) -> dict[str, tuple[int | None, int | None]]:
        """First and last count of each decision."""
        return {
            name: (getattr(self, f"{name}_from"), getattr(self, f"{name}_to")) for name in ("shelve", "pivot", "go")
        }

    def decisions(self, count: int) -> list[str]:
        """Every decision that the rule gives for this count: one, if it is a rule."""
        return [
            name
            for name, (low, high) in self.ranges.items()
            if low is not None and high is not None and low <= count <= high
        ]


class Plan(Value):
    """An A/B test: at most `people` in each arm, looked at `looks` times at even distances, stopped by `boundary`."""

    people: Annotated[int, Field(ge=10, le=200_000)] = titled(500, title="People in each arm, at most")
    looks: Annotated[int, Field(ge=1, le=30)] = titled(14, title="Looks, the last one included")
    boundary: Boundary = titled(Boundary.NAIVE, title="Stop early where")


class Experiment(Value):
    """One experiment: what it is about, and all that is said before it begins."""

    id: str
    title: str
    about: Kind | None = titled(None, title="What it is about")
    hypothesis: Hypothesis = Hypothesis()
    test: Method | None = titled(None, title="Test")
    rule: Rule = Rule()
    plan: Plan = Plan()


class Experiments(Artifact):
    """Assumptions, which of them is tried `first`, experiments, and the phrases that their slots offer."""

    kind: ClassVar[str] = "experiments"

    assumptions: tuple[Assumption, ...] = ()
    first: str = OPEN
    experiments: tuple[Experiment, ...] = ()
    phrases: Mapping[str, Mapping[str, str]] = {}

    @model_validator(mode="after")
    def _ids_differ(self) -> Experiments:
        for parts in (self.assumptions, self.experiments):
            refuse_twice(one.id for one in parts)
        return self

    def find(self, id: str) -> Experiment:
        """The experiment with this id. Raises ExperimentError where there is none."""
        for one in self.experiments:
            if one.id == id:
                return one
        raise ExperimentError(
            f"No experiment has the id {id!r}. The ids are: {', '.join(one.id for one in self.experiments)}."
        )

    def place(self, id: str, **changes: object) -> Experiments:
        """The same with other values of one assumption."""
        return self.model_copy(
            update={"assumptions": tuple(_but(one, changes) if one.id == id else one for one in self.assumptions)}
        )

    def change(self, id: str, part: str = "", /, **changes: object) -> Experiments:
        """The same with other values of an experiment, or of one `part` (hypothesis, rule, plan) of it.

        Raises ExperimentError, which names the rule, where a value breaks one.
        """
        old = self.find(id)
        new = _but(old, {part: _but(getattr(old, part), changes)} if part else changes)
        return self.model_copy(update={"experiments": tuple(new if one.id == id else one for one in self.experiments)})

    def said(self, id: str) -> dict[str, str]:
        """The slots of a hypothesis in words."""
        slots = dict(self.find(id).hypothesis)
        return {slot: self.phrases.get(slot, {}).get(text, text) for slot, text in slots.items()}


def _but(part: BaseModel, changes: dict) -> BaseModel:
    try:
        return type(part).model_validate(dict(part) | changes)
    except ValidationError as error:
        raise ExperimentError(f"{in_words(error)} The old value still counts.") from None
