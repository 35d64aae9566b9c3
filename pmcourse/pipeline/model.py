"""Bets, the gates between their stages, and the policy by which a pipeline is run.

Stage gates: Cooper 1990. Horizons: Baghai, Coley & White 1999. Money is in thousands.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, StringConstraints, ValidationError, model_validator

from pmcourse.artifact import Artifact, Value, in_words, refuse_twice
from pmcourse.errors import CourseError
from pmcourse.kit.fields import titled

Money = Annotated[float, Field(ge=0, le=1_000_000)]
Count = Annotated[int, Field(ge=0, le=1000)]


class PipelineError(CourseError):
    """A change that is refused; the text names the thing, the rule and the value."""


class Order(StrEnum):
    """Who gets the money first."""

    FURTHEST = "bets that are furthest along"
    FRESH = "new ideas"
    LOUDEST = "the bet whose owner is loudest"


class Source(StrEnum):
    """What kind of thing is known of a bet, from weak to strong; each opens one gate more."""

    NONE = "not said yet"
    OPINION = "somebody's opinion"
    DID = "people tell what they did about it"
    PAID = "people paid or acted"
    STAYED = "users would miss it, and they stay"


class Stage(Value):
    """One step of a bet: what it costs, and the chance that it ends well."""

    cost: Money
    chance: Annotated[float, Field(ge=0, le=1)]


class Bet(Value):
    """Something that may pay: its `cost`, the `chance` that it pays, the `payoff` then; `needs` are other ids.

    `horizon` is that of time and maturity: 1 today's business, 2 what grows, 3 what may come. Its evidence is what is
    `known`, from which `source`, with `people` behind it. Its gate opens from `least` of those `asked` on; that
    was `written` on one day, and is `counted` on another. `seen`: the count, None as long as nobody has counted.
    """

    id: str
    title: str
    horizon: Annotated[int, Field(ge=1, le=3)]
    cost: Money
    chance: Annotated[float, Field(ge=0, le=1)]
    payoff: Money
    needs: tuple[str, ...] = ()
    known: Annotated[str, StringConstraints(max_length=300)] = ""
    source: Source = titled(Source.NONE, title="What is known comes from this", wide=True)
    people: Count = titled(0, title="How many said or did that")
    asks: Money = titled(0, title="It asks now for", unit="thousands")
    asked: Count = 0
    least: Count | None = titled(None, title="Its gate opens from this count on")
    written: date | None = titled(None, title="Day its gate is written")
    counted: date | None = None
    seen: Count | None = None

    @property
    def value(self) -> float:
        """What it brings on average, less its cost."""
        return self.chance * self.payoff - self.cost


class Gate(Value):
    """What opens the next stage, said before the result; `whom`, `measure` and `day` are ids of phrases, or ""."""

    whom: str = titled("", title="Whom you count")
    measure: str = titled("", title="What you count of them")
    least: Count | None = titled(None, title="The gate opens from this count on")
    day: str = titled("", title="The rule is written down")


class Policy(Value):
    """How a whole pipeline is run: a bet goes on from these counts on, and `order` says who is paid first."""

    first: Count = titled(0, title="After the concept test, go on from")
    second: Count = titled(0, title="After the fledgling, go on from")
    order: Order = titled(Order.FURTHEST, title="The money goes first to")


class Pipeline(Artifact):
    """A budget and the bets that it may buy, those that are `funded`, one gate, one policy, and a game's `moves`.

    `long`: so much of the money, at least, goes to horizon 3. `moves` say for each quarter of the `game` which bets
    were paid ("fund") or ended ("kill").
    """

    kind: ClassVar[str] = "pipeline"

    budget: Money = 0
    long: Money = 0
    bets: Annotated[tuple[Bet, ...], Field(max_length=16)] = ()
    funded: tuple[str, ...] = ()
    gate: Gate = Gate()
    policy: Policy = Policy()
    game: Annotated[int, Field(ge=0, le=10_000)] = 0
    moves: tuple[dict[str, str], ...] = ()

    @model_validator(mode="after")
    def _ids_are_known(self) -> Pipeline:
        ids = [bet.id for bet in self.bets]
        refuse_twice(ids)
        if unknown := {need for bet in self.bets for need in bet.needs} - set(ids):
            raise ValueError(f"needs must be of {', '.join(ids)} (got {', '.join(sorted(unknown))})")
        return self

    def with_bet(self, new: Bet) -> Pipeline:
        """The same with `new` in the place of the bet of its id."""
        return self.model_copy(update={"bets": tuple(new if bet.id == new.id else bet for bet in self.bets)})

    def change(self, part: str, /, **changes: object) -> Pipeline:
        """The same with other values of its `gate` or `policy`. Raises PipelineError where a value breaks a rule."""
        old = getattr(self, part)
        try:
            new = type(old).model_validate(dict(old) | changes)
        except ValidationError as error:
            raise PipelineError(f"{in_words(error)} The old value still counts.") from None
        return self.model_copy(update={part: new})
