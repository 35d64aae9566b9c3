"""Items and sprints from people's own tables; a row that cannot be read is kept aside with its line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pydantic import BaseModel

from pmcourse.agile.model import Item
from pmcourse.errors import CourseError
from pmcourse.kit.columns import EXTRA, columns_of, numbers_of, places_of
from pmcourse.kit.fields import About, about, titled
from pmcourse.kit.tables import table_of
from pmcourse.sheets import BadRow

_YES = {"yes", "y", "true", "x", "1", "goal", "✓"}


class PastSprint(BaseModel):
    """One row of a table of sprints: `done` is the points finished in it."""

    board: str = titled("", title="board", headings=("board", "boardid", "board id", "team", "project"))
    sprint: str = titled("", title="sprint", headings=("sprintid", "sprint id", "sprint", "iteration", "name", "end"))
    done: float = titled(
        0.0,
        title="points done",
        headings=("vel done", "completed points", "points done", "points completed", "completed", "velocity", "done"),
    )


@dataclass
class Table:
    """The rows of a table by field, each with its line; what was kept aside, and notes."""

    rows: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    aside: list[BadRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def items(
    raw: bytes, name: str, mapping: Mapping[str, str], units: Mapping[str, str], encoding: str | None
) -> tuple[list[Item], Table]:
    """The items of a table: id, points and value are needed; needs, goal and title may be there."""
    table = _table(raw, name, about(Item), ("id", "points", "value"), mapping, units, encoding)
    found: dict[str, Item] = {}
    for line, cells in table.rows:
        id = str(cells["id"])
        if id in found:
            table.aside.append(BadRow(line, f"has the id {id!r} once more", ()))
            continue
        needs = tuple(part for part in re.split(r"[,;\s]+", str(cells.get("needs", ""))) if part)
        goal = str(cells.get("goal", "")).strip().casefold() in _YES
        try:
            found[id] = Item(id=id, title=str(cells.get("title", "")), points=cells["points"], value=cells["value"],
                             needs=needs, goal=goal)  # fmt: skip
        except ValueError:
            table.aside.append(
                BadRow(
                    line,
                    f"must have points above 0 and value from 0 on (got {cells['points']:g} and {cells['value']:g})",
                    (),
                )
            )
    return list(found.values()), table


def sprints(
    raw: bytes, name: str, mapping: Mapping[str, str], encoding: str | None
) -> tuple[dict[str, list[float]], Table]:
    """Points done by board, in the order of the sprints' numbers where all have one, else in the order of the file."""
    table = _table(raw, name, about(PastSprint), ("done",), mapping, {}, encoding)
    boards: dict[str, list[tuple[str, float]]] = {}
    for line, cells in table.rows:
        if float(cells["done"]) < 0:
            table.aside.append(BadRow(line, f"must have points done from 0 on (got {cells['done']:g})", ()))
            continue
        boards.setdefault(str(cells.get("board", "")), []).append((str(cells.get("sprint", "")), float(cells["done"])))
    ordered = {}
    for board, rows in boards.items():
        if all(re.fullmatch(r"\d+", sprint) for sprint, _ in rows):
            rows = sorted(rows, key=lambda row: int(row[0]))
        ordered[board] = [done for _, done in rows]
    table.aside.sort(key=lambda row: row.line)
    return ordered, table


def _table(
    raw: bytes, name: str, fields: Mapping[str, About], needed: Sequence[str], mapping: Mapping[str, str],
    units: Mapping[str, str], encoding: str | None,
) -> Table:  # fmt: skip
    def known(cells: Sequence[str]) -> int:
        return sum(column.role != EXTRA for column in columns_of([cell.strip() for cell in cells], fields))

    read = table_of(raw, name, known, encoding)
    header = read.headings
    columns = columns_of(header, fields, mapping)
    places = places_of(columns, fields, needed, name)
    table = Table(aside=read.aside, notes=read.notes)
    numbers = {
        at: [(row.line, row.cells[at]) for row in read.rows] for one, at in places.items() if fields[one].is_number
    }
    amounts = numbers_of(columns, fields, numbers, units, read.separator)
    for at, one in amounts.items():
        table.notes += one.notes
        if one.aside:
            raise CourseError(f"{name}: the column {header[at]!r} cannot be read. {' '.join(one.notes)}")
    for row in read.rows:
        cells: dict[str, object] = {}
        try:
            for one, at in places.items():
                cells[one] = amounts[at].value(row.cells[at]) if at in amounts else row.cells[at].strip()
        except ValueError as error:
            table.aside.append(BadRow(row.line, f"cannot be used: {header[at]!r} {error}", row.cells))
            continue
        if empty := [one for one in needed if cells[one] in (None, "")]:
            table.aside.append(BadRow(row.line, f"has no {', '.join(empty)}", row.cells))
        else:
            table.rows.append((row.line, cells))
    table.aside.sort(key=lambda row: row.line)
    return table
