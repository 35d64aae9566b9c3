"""Purchases and answers to the survey as people have them: CSV files of a shop, an app, a form."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import BaseModel

from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.columns import Column, columns_of, numbers_of, place_of, places_of
from pmcourse.kit.command import Columns
from pmcourse.kit.days import days
from pmcourse.kit.fields import About, about, plain, recognised, titled
from pmcourse.kit.tables import Table, table_of
from pmcourse.market.model import Group
from pmcourse.sheets import BadRow, Row

_ANSWERS = {"very": "very", "extremely": "very", "somewhat": "somewhat", "a little": "somewhat", "not": "little",
            "no longer": "gone", "i no longer": "gone", "n a": "gone", "not applicable": "gone", "do not use": "gone",
            "i would be very": "very", "i would be somewhat": "somewhat", "i would not": "little"}  # fmt: skip
_ANSWER_HEADINGS = ("answer", "response", "disappointed", "how would you feel", "feeling", "sean ellis", "pmf")


class Purchase(BaseModel):
    """One row of a file of purchases, or of any deed that means that somebody came back."""

    customer: str = titled(title="Customer", headings=("customer id", "customerid", "customer", "client", "client id",
                           "user id", "userid", "user", "member", "member id", "account", "account id", "email",
                           "id"))  # fmt: skip
    day: str = titled(title="Day", headings=("date", "day", "order date", "invoice date", "purchase date", "created at",
                      "created", "time", "timestamp", "datetime", "event date"))  # fmt: skip
    amount: float | None = titled(None, title="Amount", headings=("amount", "revenue", "total", "price", "value", "sum",
                                  "sales"))  # fmt: skip


@dataclass(frozen=True)
class Purchases:
    """(customer, day, amount) row by row. Rows kept aside, and notes."""

    rows: Sequence[tuple[str, date, float]]
    set_aside: Sequence[BadRow]
    notes: Sequence[str]


def purchases(
    raw: bytes, name: str, said: Columns, encoding: str | None = None, order: str | None = None, priced: bool = False
) -> Purchases:
    """The purchases in the CSV `raw`. `order` is `dmy` or `mdy` where 3/4/2027 could be two days.

    Amounts are read only where `priced`; else each is 0, and what stands there does not matter.

    Raises CourseError where there is no column of customers or days, or where a day could be two.
    """
    fields = about(Purchase)
    table = _table(raw, name, lambda cell: recognised(cell, fields.values()) is not None, encoding)
    columns, rows = columns_of(table.headings, fields, said.fields), table.rows
    at = places_of(columns, fields, ("customer", "day"), name)
    dated = days([row.cells[at["day"]] for row in rows], name, order)
    if priced and "amount" not in at:
        raise CourseError(f"{name} has no column of amounts. Say which: --map COLUMN=amount, or --show people.")
    price = _amounts(columns, fields, rows, at["amount"], said, table.separator) if priced else lambda _cells: 0.0
    found, aside, known = [], table.aside, {}
    who, when = at["customer"], at["day"]
    for row in rows:
        cells = row.cells
        customer, text = cells[who].strip(), cells[when]
        day = known.get(text)
        if day is None:
            day = dated(text)
            if day is not None and len(known) < 200_000:
                known[text] = day
        if not customer or day is None:
            aside.append(
                _bad(
                    row, f"has no day that can be read (got {text.strip()[:40]!r})" if customer else "names no customer"
                )
            )
            continue
        try:
            found.append((customer, day, price(cells)))
        except ValueError as error:
            aside.append(_bad(row, f"has an amount that {error}"))
    aside.sort(key=lambda row: row.line)
    if not found:
        raise CourseError(f"{name} has no row with a customer and a day. Look at the rows kept aside: {_some(aside)}")
    return Purchases(found, aside, table.notes)


def survey(
    raw: bytes, name: str, answer: str | None = None, by: Sequence[str] = (), encoding: str | None = None
) -> tuple[list[Group], list[BadRow], list[str]]:
    """Groups of answers: a row for each person, grouped by the columns `by`; or a row for each group, with counts.

    Raises CourseError where there is no column of answers.
    """
    fields = {key: one for key, one in about(Group).items() if key in ("very", "somewhat", "little", "gone")}
    known = {*(one for field in fields.values() for one in field.names), *_ANSWER_HEADINGS}
    table = _table(raw, name, lambda cell: plain(cell) in known, encoding)
    headings, sound, aside, notes = table.headings, table.rows, table.aside, table.notes
    at = {
        field: next((i for i, one in enumerate(headings) if plain(one) in fields[field].names), None)
        for field in fields
    }
    if answer is None and None not in (at["very"], at["little"]):
        return _counted(sound, aside, at, name), aside, notes
    place = _answers(headings, sound, answer, name)
    cuts = [place_of(headings, one, name) for one in by]
    counts: dict[str, Counter[str]] = {"all": Counter()}
    for row in sound:
        kind = kind_of(row.cells[place])
        if kind is None:
            aside.append(_bad(row, f"has an answer that is not known (got {row.cells[place].strip()[:40]!r})"))
            continue
        for group in ("all", *(f"{headings[cut]}: {row.cells[cut].strip() or 'empty'}" for cut in cuts)):
            counts.setdefault(group, Counter())[kind] += 1
    aside.sort(key=lambda row: row.line)
    groups = [
        Group(id=f"g{n}", name=group, **{kind: some[kind] for kind in fields})
        for n, (group, some) in enumerate(counts.items())
    ]
    return groups, aside, notes


def kind_of(text: str) -> str | None:
    """Which of the four answers was meant; None where it is none. “Not disappointed” and “n/a” are two."""
    said = plain(text)
    found = [kind for words, kind in _ANSWERS.items() if re.match(rf"{words}\b", said)]
    return "gone" if "gone" in found else found[-1] if found else None


def _table(raw: bytes, name: str, known: Callable[[str], bool], encoding: str | None) -> Table:
    return table_of(raw, name, lambda cells: sum(map(known, cells)), encoding)


def _amounts(
    columns: Sequence[Column], fields: Mapping[str, About], rows: Sequence[Row], place: int, said: Columns, sign: str
) -> Callable[[Sequence[str]], float]:
    cells = {place: [(row.line, row.cells[place]) for row in rows]}
    amount = numbers_of(columns, fields, cells, said.units, sign)[place]
    if amount.aside:
        raise CourseError(" ".join(amount.notes))
    return lambda cells: amount.value(cells[place]) or 0.0


def _answers(headings: Sequence[str], rows: Sequence[Row], said: str | None, name: str) -> int:
    if said is not None:
        return place_of(headings, said, name)
    some = rows[:500]
    known = [sum(kind_of(row.cells[at]) is not None for row in some) for at in range(len(headings))]
    for at, many in enumerate(known):
        if many > 0.8 * len(some) or (many and plain(headings[at]) in _ANSWER_HEADINGS):
            return at
    raise CourseError(f"{name} has no column of answers such as “Very disappointed”. Say which: --answer COLUMN. "
                      f"It has: {', '.join(headings[:20])}.")  # fmt: skip


def _counted(rows: Sequence[Row], aside: list[BadRow], at: Mapping[str, int | None], name: str) -> list[Group]:
    """A table with a row for each group; the first other column names it."""
    groups = []
    label = next((i for i in range(len(rows[0].cells)) if i not in at.values()), None) if rows else None
    for n, row in enumerate(rows):
        counts: dict[str, Any] = {}
        for field, place in at.items():
            value = readers.number(row.cells[place]) if place is not None and row.cells[place].strip() else 0
            counts[field] = value
        if any(one is None or one < 0 or one != int(one) for one in counts.values()):
            aside.append(_bad(row, "must hold whole numbers of people"))
            continue
        called = row.cells[label].strip() if label is not None else ""
        groups.append(
            Group(id=f"g{n}", name=called or f"line {row.line}", **{key: int(one) for key, one in counts.items()})
        )
    if not groups:
        raise CourseError(f"{name} has no row of whole numbers.")
    return groups


def _bad(row: Row, reason: str) -> BadRow:
    return BadRow(row.line, reason, row.cells)


def _some(aside: Sequence[BadRow]) -> str:
    return "; ".join(f"line {row.line} {row.reason}" for row in aside[:3]) + "."
