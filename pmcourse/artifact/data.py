"""An artefact as a value and as text; nothing here touches the disk."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import to_json

from pmcourse.errors import CourseError

_HEAD = ("kind", "version")


class ArtifactError(CourseError):
    """An artefact's file cannot be used. The text says which, why, and what to do."""


class Missing(ArtifactError):
    """There is no such file."""


class Unreadable(ArtifactError):
    """The file is not JSON, not UTF-8, too large, or not a plain file."""


class WrongVersion(ArtifactError):
    """The file is of another kind of artefact, or of a version that this program does not know."""


class Invalid(ArtifactError):
    """The file is JSON of the right kind, but a value in it breaks a rule."""


class Value(BaseModel):
    """Base of what an artefact is made of: it does not change, knows all its fields, and its numbers are finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Artifact(Value):
    """Base of all artefacts. Values do not change: an edit returns a new artefact.

    `kind` names the sort of artefact and `version` the schema; both stand first in the file, so no field may be
    called that. A default is not written out: to change one, raise `version`.
    """

    kind: ClassVar[str]
    version: ClassVar[int] = 1


A = TypeVar("A", bound=Artifact)


def refuse_twice(ids: Iterable[str], what: str = "ids") -> None:
    """For an artefact's validators: raises ValueError where one of `ids` stands there twice, and names it."""
    seen: set[str] = set()
    for id in ids:
        if id in seen:
            raise ValueError(f"{what} must differ; {id!r} stands there twice")
        seen.add(id)


def dumps(artifact: Artifact) -> str:
    """`artifact` as JSON text: kind and version first, fields in their declared order, one to a line.

    Raises Invalid where it holds what a file cannot say: infinity, not-a-number, half a character.
    """
    fields = artifact.model_dump(mode="json", exclude_defaults=True)
    whole = {"kind": artifact.kind, "version": artifact.version} | fields
    try:
        json.dumps(whole, ensure_ascii=False, allow_nan=False).encode()  # refuses what a file cannot say
    except UnicodeEncodeError as error:
        half = error.object[error.start : error.end]
        raise Invalid(f"This {artifact.kind} holds half a character (got {half!r}). Type that text again.") from None
    except ValueError as error:
        raise Invalid(f"This {artifact.kind} cannot be written ({error}). Every number must be finite.") from None
    return to_json(whole, indent=1).decode() + "\n"  # json itself would take eight times as long to indent


def loads(text: str, cls: type[A], name: str = "the answer") -> A:
    """The artefact in `text`; raises Unreadable, WrongVersion or Invalid, which call it by `name`."""
    try:
        data = json.loads(text, parse_constant=_finite, parse_float=_finite)
    except json.JSONDecodeError as error:
        raise Unreadable(
            f"{name} is not JSON (line {error.lineno}, column {error.colno}: {error.msg}). "
            "It was cut off, or not written by the course."
        ) from None
    except OverflowError as error:
        raise Invalid(f"{name} holds a number that is not finite (got {error}). Put another number there.") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{name} is not JSON that the course reads ({error}).") from None
    found = data.get("kind") if isinstance(data, dict) else None
    if found != cls.kind:
        raise WrongVersion(f"{name} must be of kind {cls.kind!r} (got {_short(found)}). Put the right file there.")
    if data.get("version") != cls.version:
        raise WrongVersion(
            f"{name} must have version {cls.version} (got {_short(data.get('version'))}). "
            "It was made by another version of the course; use that one, or open the exercise again to start afresh."
        )
    try:
        value = cls.model_validate({key: value for key, value in data.items() if key not in _HEAD})
    except ValidationError as error:
        raise Invalid(f"{name}: {in_words(error)}") from None
    if "\\ud" in text.lower():  # an escape that may stand for half a character, which cannot be written again
        dumps(value)
    return value


def in_words(error: ValidationError) -> str:
    """What pydantic found, as one sentence for each of the first five fields: place, rule, value."""
    sentences = []
    for problem in error.errors(include_url=False)[:5]:
        place = ".".join(str(part) for part in problem["loc"]) or "the whole"
        long = problem["type"] == "string_too_long"
        given = ". Make it shorter." if long else f" (got {_short(problem['input'])})."
        sentences.append(f"{place} {broken_rule(problem)}{given}")
    return " ".join(sentences)


def broken_rule(problem: Mapping[str, Any]) -> str:
    """The rule that one of pydantic's `errors()` says is broken, in words, without place and value."""
    match problem["type"]:
        case "string_too_long":
            many, most = len(problem["input"]), problem["ctx"]["max_length"]
            return f"has {many:,} characters, and at most {most:,} can be kept"
        case "int_from_float" | "int_parsing" | "int_type":
            return "should be a whole number"
        case _:
            return re.sub(r"^\w+ should\b", "should", problem["msg"].removeprefix("Value error, "))  # Input, String


def _finite(digits: str) -> float:
    value = float(digits)
    if not math.isfinite(value):
        raise OverflowError(_short(digits))
    return value


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:60] + "…"
