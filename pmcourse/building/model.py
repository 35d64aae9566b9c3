"""What a learner makes here: a table of examples, a pair rota, and the stories that were chosen.

Test first, pairs and the planning game: Beck 1999. Amounts are in units of money.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Annotated, Any, ClassVar, NamedTuple

from pydantic import Field

from pmcourse.artifact import Artifact, Value
from pmcourse.building.machine import Program
from pmcourse.building.mutants import Row, row
from pmcourse.kit import readers
from pmcourse.kit.quantity import quantities

MOST_ROWS = 8
_FLAGS = {"yes": True, "no": False}
_NOTHING = {"free", "nothing", "zero", "none"}
Typed = Annotated[str, Field(max_length=200)]


class Example(Value):
    """One row of a table of examples, as it was typed; a flag is "yes", "no" or ""."""

    given: dict[str, Typed] = Field(default_factory=dict)
    expected: Typed = ""

    @property
    def is_empty(self) -> bool:
        return not any(text.strip() for text in (*self.given.values(), self.expected))


class Building(Artifact):
    """Examples of a rule; a pairing for each round, as `pairings` names it, or ""; ids of the chosen stories.

    `order` are the lines of a program as they were put, `cycle` the steps of test first, `rewrites` what was said of
    each rewrite; `practised` the same of the program with the number `practice`.
    """

    kind: ClassVar[str] = "building"

    examples: Annotated[tuple[Example, ...], Field(max_length=50)] = ()
    rota: Annotated[tuple[Typed, ...], Field(max_length=20)] = ()
    chosen: tuple[Typed, ...] = ()
    order: Annotated[tuple[Typed, ...], Field(max_length=50)] = ()
    cycle: Annotated[tuple[Typed, ...], Field(max_length=20)] = ()
    rewrites: dict[Typed, Typed] = Field(default_factory=dict)
    practice: Annotated[int, Field(ge=1, le=10_000)] = 1
    practised: dict[Typed, Typed] = Field(default_factory=dict)


class Story(NamedTuple):
    """A story of the planning game: `value` says the customer, `points` the programmers, None where they cannot say."""

    id: str
    title: str
    value: int
    points: int | None
    needs: str = ""


class Table(NamedTuple):
    """What could be read of a table: rows by their numbers from 1, and what is wrong with the others, in words."""

    rows: dict[int, Row]
    unread: dict[int, str]


def read(examples: Sequence[Example], program: Program) -> Table:
    """The rows of a table that can be run, each with its number."""
    rows, unread = {}, {}
    for at, one in enumerate(examples[:MOST_ROWS], 1):
        if one.is_empty:
            continue
        given, why = _given(one, program)
        expected = (0.0,) if readers.plain(one.expected) in _NOTHING else quantities(one.expected)
        if not why and not one.expected.strip():
            why = "what must come out is missing"
        if not why and len(expected) != 1:
            why = f"“{one.expected}” is not one number; write 0 where nothing is paid"
        if why:
            unread[at] = why
        elif (new := row(given, expected[0])) not in rows.values():  # the same row twice is one row
            rows[at] = new
    return Table(rows, unread)


def _given(one: Example, program: Program) -> tuple[dict[str, Any], str]:
    given: dict[str, Any] = {}
    for name, values in program.inputs.items():
        text = one.given.get(name, "").strip()
        if not text:
            return given, f"“{name}” is missing"
        if isinstance(values[0], bool):
            given[name] = _FLAGS.get(readers.plain(text))
        else:
            number = next(iter(quantities(text, name.removesuffix("s"))), None)
            given[name] = round(number) if number is not None and number == round(number) else None
        if given[name] not in values:
            range_ = "yes or no" if isinstance(values[0], bool) else f"a whole number from {values[0]} to {values[-1]}"
            return given, f"“{name}” must be {range_} (got {text[:30]!r})"
    return given, ""


def pairings(people: Sequence[str]) -> dict[str, str]:
    """All ways to make two pairs of five people, who is left over works alone: an id for each, and its words."""
    found = {}
    for alone in people:
        first, *rest = (one for one in people if one != alone)
        for mate in rest:
            last = [one for one in rest if one != mate]
            found[f"{first}+{mate} {last[0]}+{last[1]}"] = f"{first} + {mate}, {last[0]} + {last[1]}; {alone} alone"
    return found


def pairs(pairing: str) -> set[frozenset[str]]:
    """The pairs of one round."""
    return {frozenset(one.split("+")) for one in pairing.split()}


def alone(pairing: str, people: Sequence[str]) -> str:
    """Who has no mate in one round."""
    return next(one for one in people if not any(one in pair for pair in pairs(pairing)))


def points(stories: Sequence[Story]) -> int:
    """What stories take; one that nobody could estimate counts nothing."""
    return sum(one.points or 0 for one in stories)


def value(stories: Sequence[Story]) -> int:
    """What is delivered: a story without what it needs, or that nobody could estimate, brings nothing."""
    ids = {one.id for one in stories}
    return sum(one.value for one in stories if one.points is not None and (not one.needs or one.needs in ids))


def chosen(stories: Sequence[Story], ids: Sequence[str]) -> list[Story]:
    """The stories with these ids, in their own order."""
    return [one for one in stories if one.id in ids]


def best(stories: Sequence[Story], velocity: int) -> list[Story]:
    """The most valuable stories that fit into the velocity, found by trying all sets."""
    sets = (some for size in range(len(stories) + 1) for some in combinations(stories, size))
    return list(max((some for some in sets if points(some) <= velocity), key=value))


def by_value(stories: Sequence[Story], velocity: int, key: Mapping[str, float]) -> list[Story]:
    """What somebody chooses who only goes down a list sorted by `key` and takes what still fits."""
    taken: list[Story] = []
    for one in sorted(stories, key=lambda story: -key[story.id]):
        if one.points is not None and points(taken) + one.points <= velocity:
            taken.append(one)
    return taken


def with_needs(stories: Sequence[Story], velocity: int, key: Mapping[str, float]) -> list[Story]:
    """The same, for somebody who takes what a story needs along."""
    taken: list[Story] = []
    for one in sorted(stories, key=lambda story: -key[story.id]):
        group = [story for story in stories if story.id in (one.id, one.needs) and story not in taken]
        if all(story.points is not None for story in group) and points([*taken, *group]) <= velocity:
            taken += group
    return taken
