"""A person's table from bytes to rows under their headings; rows that do not fit stand aside with their line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pmcourse.errors import CourseError
from pmcourse.kit.references import is_sum
from pmcourse.sheets import BadRow, Row, below_headings, decode, rows_of, separator


@dataclass
class Table:
    """Headings, and the rows that have a cell for each; rows kept aside, notes, and what separates the cells."""

    headings: list[str]
    rows: list[Row]
    aside: list[BadRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    separator: str = ","

    def put_aside(self, row: Row, reason: str) -> None:
        """Keep a row aside; the reason goes on from "The row …"."""
        self.aside.append(BadRow(row.line, reason, row.cells))


def table_of(raw: bytes, name: str, known: Callable[[Sequence[str]], int], encoding: str | None = None) -> Table:
    """The table in the CSV `raw`; `known` counts the headings that are recognised. Raises CourseError without rows."""
    text, _, notes = decode(raw, name, encoding)
    sign = separator(text, known)
    head, rows, said = below_headings(list(rows_of(text, sign)), known)
    if head is None or not rows:
        raise CourseError(f"{name} has {'headings, but no rows' if head else 'nothing in it'}. Export it again.")
    found = Table([cell.strip() for cell in head.cells], [], notes=[*notes, *said], separator=sign)
    for row in rows:
        if row.fault or len(row.cells) != len(found.headings):
            found.put_aside(
                row, row.fault or f"has {len(row.cells)} cells, and there are {len(found.headings)} headings"
            )
        else:
            found.rows.append(row)
    if len(found.rows) > 1 and any(is_sum(cell, found.rows[-1].cells) for cell in found.rows[-1].cells):
        found.put_aside(found.rows.pop(), "looks like a sum of the others")
    return found
