"""What stands at a field of an artefact, once: title, unit, headings. Form, table, CSV reader and command read it here.

A field says it with `titled(…)`; its range is that of its type. It may have a `unit`; `headings`, what people and tools
call it, the best first; `short`, where the title is too wide for a column; `words` of a scale, with their numbers;
`wide`; and `of`, the kind of ids that it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, Field

from pmcourse.kit.units import POINTS, factor

# Trello, ClickUp and Aha! say which thing a column is of: Card Name, Task ID, Feature description.
_OF_THING = re.compile(
    r"(?:card|task|feature|issue|story|user story|item|idea|initiative|requirement|ticket|work item|pbi) "
    r"(name|title|id|key|number|reference|description|content|tags|labels|points|size)"
)
# Jira's columns of the people's own making, in English, German and French.
_CUSTOM = re.compile(
    r"\s*(?:custom field|benutzerdefinierte\w? felde?r?|champs? personnalisés?) \((.*)\)\s*", re.DOTALL | re.IGNORECASE
)
# What trackers call the ids of their items, the best first.
ID_HEADINGS = ("issue key", "issuekey", "key", "id", "iid", "issue id", "issue iid", "issue number", "item id",
               "task id", "card id", "ticket", "ticket id", "number", "no", "reference", "vorgangsschlüssel",
               "schlüssel", "clé de ticket", "clé", "vorgangs id", "vorgang", "id de ticket")  # fmt: skip


@dataclass(frozen=True)
class About:
    """What is said of one field; `title` as it stands in a sentence. See above for the rest."""

    name: str
    title: str
    unit: str = ""
    headings: tuple[str, ...] = ()
    short: str = ""
    words: Mapping[str, float] = field(default_factory=dict)
    wide: bool = False
    of: str = ""
    kinds: tuple[type, ...] = ()  # of its type, without None

    def holds(self, kind: type) -> bool:
        """Whether its values are of this type: float for a number, tuple for several."""
        return any(issubclass(one, kind) for one in self.kinds)

    @property
    def is_number(self) -> bool:
        return self.holds(float)

    @property
    def heading(self) -> str:
        """The name of its column: Cost of delay."""
        return self.short or self.title[:1].upper() + self.title[1:]

    @property
    def label(self) -> str:
        """Its title with its unit, as forms show it."""
        return f"{self.title} ({self.unit})" if self.unit else self.title

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What a column of this field may be called, as `plain` makes it: the best first, its own name last."""
        return tuple(dict.fromkeys(map(plain, (*self.headings, self.name))))


def titled(default: Any = ..., *, title: str | None = None, **said: Any) -> Any:
    """A pydantic field with its title, if it is shown, and what else is said of it: the keys are those above."""
    return Field(default, title=title, json_schema_extra=said)


@cache
def about(cls: type[BaseModel]) -> Mapping[str, About]:
    """What stands at each field of `cls`."""
    found = {}
    for name, info in cls.model_fields.items():
        extra: dict[str, Any] = dict(info.json_schema_extra) if isinstance(info.json_schema_extra, dict) else {}
        found[name] = About(name, info.title or name.replace("_", " "), **extra, kinds=_kinds(info.annotation))
    return found


def _kinds(annotation: Any) -> tuple[type, ...]:
    """The types in an annotation: of `Annotated[float, …] | None` float, of `tuple[str, ...]` tuple."""
    if hasattr(annotation, "__metadata__"):
        return _kinds(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return tuple(kind for one in get_args(annotation) for kind in _kinds(one) if kind is not type(None))
    kind = get_origin(annotation) or annotation
    return (kind,) if isinstance(kind, type) else ()


def plain(heading: str) -> str:
    """A heading as it is compared: lower case, single spaces, no punctuation, Jira's `Custom field (…)` unwrapped."""
    text = heading.casefold()
    if wrapped := _CUSTOM.fullmatch(text):
        text = wrapped[1]
    text = re.sub(r"work item (key|id)\b", r"issue \1", text)
    return "number" if text.strip() == "#" else re.sub(r"[^\w%]+|_+", " ", text).strip()


def unit_in(heading: str, one: About) -> str:
    """The unit that a heading of other words says for the field `one`: what is in brackets, or the heading itself."""
    if bracket := re.fullmatch(r".+?[(\[](.*?)[)\]]?\s*", heading, re.DOTALL):
        return bracket[1].strip()
    said = plain(heading)
    return said if one.unit and (said in POINTS or factor(said, one.unit) is not None) else ""


def recognised(heading: str, fields: Iterable[About]) -> tuple[str, str] | None:
    """The field that a column of this heading holds, and the unit that it says: `Effort (days)`, `Reach/month`.

    None where it is none of `fields`.
    """
    said, fields = plain(heading), list(fields)
    for one in fields:
        if said in one.names:
            return one.name, said if one.unit and (said in POINTS or factor(said, one.unit) is not None) else ""
    inner = _CUSTOM.fullmatch(heading)
    bracket = re.fullmatch(r"(.+?)[(\[](.*?)[)\]]?\s*", inner[1] if inner else heading, re.DOTALL)
    if bracket:
        before = plain(bracket[1])
        for one in fields:
            if before in one.names:
                return one.name, bracket[2].strip()
    if of_thing := _OF_THING.fullmatch(said):
        return recognised(of_thing[1], fields)
    for one in fields:
        for name in one.names if one.unit else ():
            if said.startswith(f"{name} "):
                rest = said.removeprefix(f"{name} ").removeprefix("in ")
                if rest in POINTS or factor(rest, one.unit) is not None:
                    return one.name, rest
    return None
