"""Other people's columns as those of a roadmap: which is which, in what unit, and what is not read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date

from pmcourse.kit.amount_cells import ends
from pmcourse.kit.amount_values import Amounts
from pmcourse.kit.columns import Column, columns_of, numbers_of, ranked
from pmcourse.kit.fields import About, about, plain, recognised
from pmcourse.roadmap.exchange.days import ORDERS, day, is_quarter, order_of, period
from pmcourse.roadmap.model import Estimate, Initiative

_ABOUT = {**about(Initiative), **about(Estimate)}  # an estimate may stand in three columns
READ: Mapping[str, About] = {name: one for name, one in _ABOUT.items() if one.headings}
ESTIMATES = {"effort", "pieces"}
_AMOUNTS = {*ESTIMATES, "low", "likely", "high", "confidence"}
_THREE = re.compile(r"low\s+(.+?)[,;]?\s+likely\s+(.+?)[,;]?\s+high\s+(.+)", re.IGNORECASE)
_NUMBER = r"\d[\d.,]*"
_SLASHES = re.compile(rf"({_NUMBER})\s*/\s*({_NUMBER})\s*/\s*({_NUMBER})\s*(.*)")
_RANGE = re.compile(rf"({_NUMBER})\s*(?:-|–|to|bis)\s*({_NUMBER})\s*(.*)")


@dataclass
class Columns:
    """Which column holds which field, how the numbers in it are read, and what a person must know of that."""

    of: dict[str, int]
    amounts: dict[str, Amounts] = field(default_factory=dict)
    orders: dict[str, str] = field(default_factory=dict)  # of days with slashes
    notes: list[str] = field(default_factory=list)
    refused: bool = False  # a column of a known field is not read, because it could mean two things

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """The cells of a row by field, numbers in the field's unit. What cannot be read stays as it is."""
        found = {name: row[at] for name, at in self.of.items() if at < len(row)}
        for name, one in self.amounts.items():
            if text := found.get(name, "").strip():
                found[name] = _converted(text, one)
        for name in [name for name in found if READ[name].holds(date) and found[name].strip()]:
            with suppress(ValueError):  # told with its line, where it is taken as a value
                found[name] = str(_day(found[name], name == "start", self.orders.get(name, "")))
        return found


def _day(cell: str, starts: bool, order: str) -> date:
    """The day in a cell; of a quarter or a month its first where something starts, else its last. Raises ValueError."""
    if both := period(cell):
        return both[0 if starts else 1]
    return day(cell, order)


def known(header: Sequence[str]) -> int:
    """How many headings are recognised."""
    return sum(recognised(heading, READ.values()) is not None for heading in header)


def read_columns(
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    separator: str,
    mapping: Mapping[str, str],
    units: Mapping[str, str],
) -> Columns:
    """What the columns are; `mapping` is heading -> field, `units` heading -> unit. Raises CourseError."""
    said = columns_of(header, READ, mapping)
    best = ranked(said, READ)
    columns = Columns({name: best[name][0] for name in READ if name in best})
    understood = set(columns.of.values())
    columns.orders = _orders(columns, header, rows, units)
    units = {heading: unit for heading, unit in units.items() if unit not in ORDERS}
    _read_amounts(columns, header, rows, separator, said, units)
    unread = [
        header[at]
        for at in range(len(header))
        if at not in understood and any(at < len(row) and row[at].strip() for _, row in rows)
    ]
    if unread:
        columns.notes.append(
            f"Columns that were not read: {', '.join(unread)}. To use one, say --map 'COLUMN=FIELD'; the fields are "
            f"{', '.join(READ)}."
        )
    return columns


def _orders(
    columns: Columns, header: Sequence[str], rows: Sequence[tuple[int, Sequence[str]]], units: Mapping[str, str]
) -> dict[str, str]:
    """The order of the days in each column that has slashes; a column that does not tell is not read."""
    given = {plain(heading): unit for heading, unit in units.items() if unit in ORDERS}
    orders = {}
    for name in [name for name in columns.of if READ[name].holds(date)]:
        at = columns.of[name]
        cells = [row[at] for _, row in rows if at < len(row)]
        if periods := [cell.strip() for cell in cells if period(cell)]:
            which, what = "first" if name == "start" else "last", "quarters" if is_quarter(periods[0]) else "periods"
            columns.notes.append(f"“{header[at]}” has {what} such as {periods[0]}: the {which} day was taken.")
        order = given.get(plain(header[at])) or order_of(cells)
        if order in ORDERS:
            orders[name] = order
            if plain(header[at]) not in given:
                columns.notes.append(f"“{header[at]}”: days were read as {order}, as some of them can only be read so.")
        elif not order:
            del columns.of[name]
            columns.refused = True
            example = next(cell for cell in cells if order_of([cell]) == "")
            columns.notes.append(
                f"“{header[at]}” has days such as {example.strip()}, which can be two. The column was not read. Say "
                f"which: --unit '{header[at]}={ORDERS[0]}' or '{header[at]}={ORDERS[1]}'."
            )
    return orders


def _read_amounts(
    columns: Columns,
    header: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    separator: str,
    said: Sequence[Column],
    units: Mapping[str, str],
) -> None:
    numbers = {name: at for name, at in columns.of.items() if name in _AMOUNTS}
    cells = {
        at: [(line, part) for line, row in rows if at < len(row) for part in parts(row[at])] for at in numbers.values()
    }
    found = numbers_of(said, READ, cells, units, separator)
    for name, at in numbers.items():
        if found[at].size:
            found[at].aside = True
            found[at].notes = [
                f"“{header[at]}” is a size, not a time, and a forecast needs weeks. The column was not read. To "
                f"convert: --unit '{header[at]}=0.5 {READ[name].unit}'."
            ]
        columns.notes += found[at].notes
        if found[at].aside:
            del columns.of[name]
            columns.refused = True
        else:
            columns.amounts[name] = found[at]
    ranges = [line for name in numbers if name in ESTIMATES for line, row in rows if _is_range(row, numbers[name])]
    if ranges:
        columns.notes.append(
            f"Estimates that are ranges: {len(ranges)}, from line {ranges[0]} on. The middle was taken as most likely."
        )


def _is_range(row: Sequence[str], at: int) -> bool:
    return at < len(row) and ends(row[at]) is not None


def parts(cell: str) -> Iterator[str]:
    """The numbers of an estimate, each with its unit: `2/3/6 days`, `low 2, likely 3, high 6`, `2-4`, or one."""
    text = cell.strip()
    if both := ends(text):
        yield from both
        return
    for form in (_THREE, _SLASHES):
        if match := form.fullmatch(text):
            found = match.groups()
            unit = "" if form is _THREE else found[-1]
            yield from (f"{one} {unit}".strip() for one in (found if form is _THREE else found[:-1]))
            return
    yield text


def _converted(text: str, one: Amounts) -> str:
    try:
        found = [one.value(part) for part in parts(text)]
    except ValueError:
        return text  # told with its line, where it is taken as a value
    if None in found:
        return ""
    if len(found) == 2:
        found.insert(1, sum(found) / 2)
    return " / ".join(repr(float(f"{value:.12g}")) for value in found)
