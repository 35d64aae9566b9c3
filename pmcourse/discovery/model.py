"""What was heard, and what is made of it: quotations with codes, personas, problems, alternatives and propositions.

Sources: a job and what people hire for it today, C. Christensen, M. Raynor, *The Innovator's Solution*, 2003, and
A. Ulwick, *What Customers Want*, 2005; thinks, sees, feels and does after D. Gray's empathy map (2010).
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from pydantic import Field, model_validator

from pmcourse.artifact import Artifact, Value, refuse_twice
from pmcourse.kit.fields import titled

Id = Annotated[str, Field(min_length=1, max_length=20)]
Line = Annotated[str, Field(max_length=400)]


class Code(StrEnum):
    """What a quotation is; each gets one code."""

    TROUBLE = "trouble"  # something that went wrong for this person, once
    WORKAROUND = "workaround"  # what this person does instead today; doing nothing is one
    WISH = "wish"  # a solution that somebody asks for
    OPINION = "opinion"  # what somebody believes of others, or of the future
    SETTING = "setting"  # how somebody lives and works


class Role(StrEnum):
    """What a card is used for."""

    EVIDENCE = "evidence"
    ALTERNATIVE = "alternative"
    PROPOSITION = "proposition"


class Card(Value):
    """A quotation of `who`, or an idea of the team's where nobody said it; `staff`: who makes the product said it.

    `problem` is the problem that it is used for, empty where it lies aside, and `role` what it is used as.
    """

    id: Id
    who: Line = ""
    staff: bool = False
    text: Line
    code: Code | None = None
    problem: str = ""
    role: Role = Role.EVIDENCE


class Persona(Value):
    """Somebody like those who were heard; what they think, see, feel and do is each a quotation's id."""

    id: Id
    name: Line = titled(title="Name and what they are", wide=True)
    think: str = titled("", title="Thinks", of="quotations")
    see: str = titled("", title="Sees", of="quotations")
    feel: str = titled("", title="Feels", of="quotations")
    do: str = titled("", title="Does", of="quotations")

    @property
    def quoted(self) -> dict[str, str]:
        """The ids of the quotations by what they show: think, see, feel, do; "" where there is none."""
        return {"think": self.think, "see": self.see, "feel": self.feel, "do": self.do}


class Problem(Value):
    """A job that somebody wants done and cannot: when they are where, what they want to get done, and what for."""

    id: Id
    job: Line = titled("", title="The job: when …, I want to …, so that …", wide=True)
    persona: str = titled("", title="Whose job", of="personas")


class Discovery(Artifact):
    """Everything that was heard for one product, and what is made of it."""

    kind: ClassVar[str] = "discovery"

    title: Line = ""
    cards: tuple[Card, ...] = ()
    personas: tuple[Persona, ...] = ()
    problems: tuple[Problem, ...] = ()

    @model_validator(mode="after")
    def _ids_differ(self) -> Discovery:
        refuse_twice(one.id for part in (self.cards, self.personas, self.problems) for one in part)
        return self

    def find(self, id: str) -> Any:
        """The card, persona or problem of this id, or None."""
        parts = (*self.cards, *self.personas, *self.problems)
        return next((one for one in parts if one.id == id), None)

    def used(self, problem: str, role: Role) -> list[Card]:
        """The cards that are used for `problem` in this role; for "" those that lie aside."""
        return [card for card in self.cards if (card.problem, card.role) == (problem, role)]

    def changed(self, one: Card | Persona | Problem) -> Discovery:
        """With `one` in the place of what has its id, or at the end."""
        name = {Card: "cards", Persona: "personas", Problem: "problems"}[type(one)]
        old: Sequence[Any] = getattr(self, name)
        new = tuple(one if each.id == one.id else each for each in old)
        return self.model_copy(update={name: new if one.id in [each.id for each in old] else (*old, one)})

    def without(self, id: str) -> Discovery:
        """Without a persona or a problem; what was used for it lies aside."""
        return Discovery(
            title=self.title,
            cards=tuple(card.model_copy(update={"problem": ""}) if card.problem == id else card for card in self.cards),
            personas=tuple(one for one in self.personas if one.id != id),
            problems=tuple(
                one.model_copy(update={"persona": ""}) if one.persona == id else one
                for one in self.problems
                if one.id != id
            ),
        )

    def put(self, id: str, **changes: Any) -> Discovery:
        """With other values at one card, such as its code, problem or role. Raises ValueError for an unknown card."""
        card = self.find(id)
        if not isinstance(card, Card):
            raise ValueError(f"must be one of {', '.join(card.id for card in self.cards)} (got {id!r})")
        return self.changed(card.model_copy(update=changes))
