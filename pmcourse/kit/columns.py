"""Which column of a person's file holds which field: what its heading says, or what the person says with `--map`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pmcourse.errors import CourseError
from pmcourse.kit.amount_cells import decimal_sign
from pmcourse.kit.amount_values import Amounts
from pmcourse.kit.amounts import amounts
from pmcourse.kit.fields import About, plain, recognised, unit_in

EXTRA = "extra"  # the role of a column that is not read


@dataclass(frozen=True)
class Column:
    """What one column is taken for: `role` is a field, a lesson's own word, or `extra`.

    `several`: the heading stands more than once, so that each cell is one value, commas and all. `unit` is what the
    heading says of the unit, if anything. `mapped`: the person said so.
    """

    heading: str
    role: str = EXTRA
    several: bool = False
    unit: str = ""
    mapped: bool = False


def columns_of(
    header: Sequence[str],
    fields: Mapping[str, About],
    mapping: Mapping[str, str] | None = None,
    taken_for: Callable[[str], tuple[str, str] | None] | None = None,
) -> list[Column]:
    """What each column of `header` is: `mapping` (heading -> field) wins over `taken_for`, a heading's role and unit.

    A field may have several columns: `ranked` says which comes first. A mapping to one that holds one value puts the
    others aside; one that holds several takes them too. Raises CourseError for a mapping to a field, or
    of a column, that does not exist.
    """
    taken_for = taken_for or (lambda heading: recognised(heading, fields.values()))
    names = [plain(heading) for heading in header]
    counts = Counter(names)
    wanted = {}
    for heading, field in (mapping or {}).items():
        if field not in fields and field != EXTRA:
            raise CourseError(f"A column can be mapped to one of {', '.join(fields)}, or {EXTRA} (got {field!r}).")
        if plain(heading) not in names:
            raise CourseError(f"No column is called {heading!r}. The columns are: {', '.join(header)}.")
        wanted[plain(heading)] = field
    columns = []
    for heading, name in zip(header, names, strict=True):
        role, unit = taken_for(heading) or (EXTRA, "")
        if name in wanted and wanted[name] != role:
            role = wanted[name]
            unit = unit_in(heading, fields[role]) if role in fields else ""
        elif name not in wanted and role in wanted.values() and not fields[role].holds(tuple):
            role = EXTRA
        columns.append(Column(heading, role, counts[name] > 1, unit, name in wanted))
    return columns


def ranked(columns: Sequence[Column], fields: Mapping[str, About]) -> dict[str, list[int]]:
    """Field -> the places of its columns, the best heading first: the first that is filled counts."""
    found: dict[str, list[int]] = {}
    for at, column in enumerate(columns):
        if column.role in fields:
            found.setdefault(column.role, []).append(at)
    for field, places in found.items():
        names = fields[field].names

        def rank(at: int, names: tuple[str, ...] = names) -> int:
            name = plain(columns[at].heading)
            return -1 if columns[at].mapped else names.index(name) if name in names else len(names)

        places.sort(key=rank)
    return found


def places_of(
    columns: Sequence[Column], fields: Mapping[str, About], needed: Sequence[str], name: str
) -> dict[str, int]:
    """Field -> the place of its best column. Raises CourseError where the file `name` has none for one `needed`."""
    places = {field: found[0] for field, found in ranked(columns, fields).items()}
    if missing := [field for field in needed if field not in places]:
        headings = ", ".join(one.heading for one in columns[:20])
        raise CourseError(
            f"{name} has no column for {', '.join(missing)}. Say which: --map COLUMN={missing[0]}. It has: {headings}."
        )
    return places


def place_of(headings: Sequence[str], said: str, name: str) -> int:
    """The place of the column that a person calls `said`. Raises CourseError where the file `name` has none."""
    found = [at for at, one in enumerate(headings) if plain(one) == plain(said)]
    if not found:
        raise CourseError(f"{name} has no column {said!r}. It has: {', '.join(headings[:20])}.")
    return found[0]


def numbers_of(
    columns: Sequence[Column],
    fields: Mapping[str, About],
    cells: Mapping[int, Sequence[tuple[int, str]]],
    units: Mapping[str, str],
    separator: str,
) -> dict[int, Amounts]:
    """Place of a column -> how its numbers are read, by the column and not by the cell; a heading's unit counts.

    `cells` holds (line, text) for each place that has numbers; `units` is heading -> unit or scale, as the person says
    it; `separator` is the sign between the columns: where that is a semicolon, a comma is taken for a decimal one.
    Raises CourseError for a unit of a column that has no numbers.
    """
    given = {plain(heading): unit for heading, unit in units.items()}
    for heading in units:
        if plain(heading) not in {plain(columns[at].heading) for at in cells}:
            there = ", ".join(columns[at].heading for at in cells) or "none"
            raise CourseError(f"A unit can be given for a column of numbers: {there} (got {heading!r}).")
    usual = decimal_sign(text for found in cells.values() for _, text in found) or ("," if separator == ";" else ".")
    found = {}
    for at, texts in cells.items():
        one, unit = columns[at], given.get(plain(columns[at].heading), "")
        found[at] = amounts(fields[one.role], one.heading, one.unit, texts, unit=unit, decimal=usual)
    return found
