"""Problems, personas and the elements of screens as the kit's form edits them: each field says its rule itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from pydantic import BaseModel

from pmcourse.discovery.model import Discovery, Persona, Problem
from pmcourse.discovery.screens import Element, Kind, Screens
from pmcourse.kit import readers
from pmcourse.kit.fields import about
from pmcourse.kit.form import Records, made


def records(
    cls: type[BaseModel], word: str, title: str, letter: str, all: Callable[[Any], Any], put: Callable[[Any, Any], Any],
    without: Callable[[Any, str], Any], new: Callable[[str], Any], named: Callable[[Any, str], dict[str, str]],
) -> Records:  # fmt: skip
    """The records of one class whose fields are texts, choices and numbers."""
    numbers = [name for name, field in about(cls).items() if field.is_number]

    def write(one: BaseModel) -> dict[str, str]:
        values = one.model_dump(mode="json")
        return {name: f"{value:g}" if name in numbers else str(value) for name, value in values.items()}

    def read(texts: Mapping[str, str], name: str) -> Any:
        values: dict[str, Any] = {key: text for key, text in texts.items() if key not in numbers}
        for key in numbers:
            values[key] = readers.number(texts[key])
            if values[key] is None:
                raise ValueError("must be a number")
        values |= {key: text == "True" for key, text in texts.items() if cls.model_fields[key].annotation is bool}
        return made(cls, values)

    return Records(cls, word, title, letter, all, put, without, new, write, read, named)


def _named(work: Discovery, kind: str) -> dict[str, str]:
    """What a field may name, with its words; all ids for no kind, so that a new one differs."""
    ids = {
        "quotations": {card.id: f"{card.id} {card.who.split(',')[0]}: {card.text}" for card in work.cards if card.who},
        "personas": {one.id: f"{one.id} {one.name}" for one in work.personas},
        "problems": {one.id: one.job for one in work.problems},
    }
    return ids[kind] if kind else {id: "" for part in ids.values() for id in part}


PROBLEMS = records(
    Problem, "problem", "job", "PR", lambda work: work.problems, Discovery.changed, Discovery.without,
    lambda id: Problem(id=id), _named,
)  # fmt: skip
PERSONAS = records(
    Persona, "persona", "name", "PE", lambda work: work.personas, Discovery.changed, Discovery.without,
    lambda id: Persona(id=id, name="Somebody like those whom you heard"), _named,
)  # fmt: skip
ELEMENTS = records(
    Element, "element", "label", "N", lambda work: work.elements, Screens.changed, Screens.without,
    lambda id: Element(id=id, label="A new button", kind=Kind.BUTTON),
    lambda work, kind: {s.id: s.title for s in work.screens} if kind else {e.id: e.label for e in work.elements},
)  # fmt: skip
