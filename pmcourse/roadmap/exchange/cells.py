"""A roadmap's parts as cells of plain text, for CSV and Markdown alike, and back."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from datetime import date
from enum import Enum
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pmcourse.artifact import broken_rule
from pmcourse.kit.fields import About, about
from pmcourse.kit.quantity import quantity
from pmcourse.roadmap.exchange.days import day, quarter
from pmcourse.roadmap.exchange.imported import Note
from pmcourse.roadmap.model import Estimate, Initiative, Outcome, Team

Part = TypeVar("Part", Outcome, Team, Initiative)

_ONE = r"(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_ESTIMATE = re.compile(rf"{_ONE}|(?:low\s*)?{_ONE}\s*[,;/ ]\s*(?:likely\s*)?{_ONE}\s*[,;/ ]\s*(?:high\s*)?{_ONE}", re.I)
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")


def number(value: float) -> str:
    """`value` in the fewest digits that give it back."""
    return repr(value).removesuffix(".0")


def to_cells(part: Outcome | Team | Initiative) -> dict[str, str]:
    """`part` as text by field; "" where nothing is known."""
    return {name: _text(getattr(part, name)) for name in type(part).model_fields}


def _text(value: Any) -> str:
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case Enum():
            return value.value
        case float():
            return number(value)
        case Estimate():
            return f"low {number(value.low)}, likely {number(value.likely)}, high {number(value.high)}"
        case dict():
            return "; ".join(f"{quarter}={number(weeks)}" for quarter, weeks in value.items())
        case tuple():
            return "; ".join(one if isinstance(one, str) else number(one) for one in value)
        case _:
            return str(value)


def from_cells(
    cls: type[Part], cells: Mapping[str, str], line: int, taken: Container[str]
) -> tuple[Part | None, list[Note]]:
    """The part that `cells` tell of. A cell that breaks a rule is left out; without an id of its own the row is."""
    values: dict[str, Any] = {}
    notes: list[Note] = []
    for name, cell in cells.items():
        if name in cls.model_fields and cell.strip():
            try:
                values[name] = _value(about(cls)[name], cell.strip())
            except ValueError as error:
                notes.append(Note(line, name, cell, str(error), False))
    if not values.get("id") or values["id"] in taken:
        problem = "needs an id that no row before has" if values.get("id") else "needs an id"
        return None, [*notes, Note(line, "id", cells.get("id", ""), problem, True)]
    title = "name" if cls is Outcome else "title"
    if cls is not Team and not values.get(title):
        return None, [*notes, Note(line, title, "", f"needs a {title}", True)]
    while True:
        try:
            return cls.model_validate(values), notes
        except ValidationError as error:
            bad = {str(problem["loc"][0]): _rule(problem) for problem in error.errors()}
            for name, problem in bad.items():
                essential = name in ("id", title)
                notes.append(Note(line, name, cells.get(name, ""), problem, essential))
                if essential:
                    return None, notes
                del values[name]


def _rule(problem: ErrorDetails) -> str:
    """What pydantic found, in words."""
    if problem["type"] == "string_pattern_mismatch":
        return "must be an id, without the signs ; : , | = ` < > and \\"
    return broken_rule(problem)


def _value(field: About, cell: str) -> Any:
    """What a cell says, by the type of its field. Raises ValueError with the rule."""
    if field.holds(Estimate):
        return estimate(cell)
    if field.name == "capacity":
        return _capacity(cell)
    if field.name == "throughput":
        return tuple(plain(part) for part in listed(cell))
    if field.holds(tuple):
        return tuple(dict.fromkeys(part for part in (p.strip() for p in re.split(r"[;,]", cell)) if part))
    if field.holds(bool):
        if cell.casefold() not in ("yes", "true", "1", "no", "false", "0"):
            raise ValueError("must be yes or no")
        return cell.casefold() in ("yes", "true", "1")
    if field.name in ("baseline", "target"):  # in the outcome's own unit: 40 % of something is 40
        return _amount(cell)
    if field.holds(float):
        return plain(cell.removesuffix("%")) / (100 if cell.endswith("%") else 1)
    if field.holds(date):
        return day(cell)
    if field.holds(Enum):
        return cell.casefold()
    if field.name == "quarter":
        return quarter(cell)
    return cell


def _capacity(cell: str) -> dict[str, float]:
    """Person-weeks by quarter. Raises ValueError where a quarter or its number is missing, or a quarter comes twice."""
    pairs = [[part.strip() for part in pair.split("=")] for pair in re.split(r"[;,]", cell) if pair.strip()]
    quarters = [pair[0] for pair in pairs]
    if any(len(pair) != 2 or not all(pair) for pair in pairs) or len(set(quarters)) < len(quarters):
        raise ValueError("must name each quarter once, with its person-weeks, as in 2027-Q1=12; 2027-Q2=10.5")
    return {quarter: plain(weeks) for quarter, weeks in pairs}


def listed(cell: str) -> list[str]:
    """The numbers of past weeks: `3; 5; 2`, `3, 5, 2` or `3 5 2`. Raises ValueError for `3,5`: a comma or a decimal."""
    if ";" in cell:
        return [part for part in cell.split(";") if part.strip()]
    if re.fullmatch(r"\s*\d+,\d+\s*", cell):
        raise ValueError("can be one number or two weeks; put a semicolon between weeks, as in 3; 5")
    return [part for part in re.split(r"[,\s]+", cell) if part]


def plain(cell: str) -> float:
    """The number in `cell`; raises ValueError where it is not one plain number."""
    if not _NUMBER.fullmatch(cell.strip()):
        raise ValueError("must be a number such as 12 or 1.5")
    return float(cell)


def _amount(cell: str) -> float:
    """The number in `cell`, without its unit; raises ValueError where there is none."""
    found = None if _NUMBER.fullmatch(cell) else quantity(cell.replace("%", " "))
    return plain(cell) if found is None else found


def estimate(cell: str) -> Estimate:
    """ "low 2, likely 3, high 6", "2/3/6" or "3" as an estimate; raises ValueError where it is none of these."""
    found = [float(text) for text in re.findall(_ONE, cell)]
    if len(found) not in (1, 3) or not _ESTIMATE.fullmatch(cell.strip()):
        raise ValueError("must be one number or three: low, likely, high")
    try:
        return Estimate(low=found[0], likely=found[len(found) // 2], high=found[-1])
    except ValidationError as error:
        raise ValueError(_rule(error.errors()[0])) from None
