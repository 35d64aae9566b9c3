"""What the columns of a file are taken for, and in which unit and scale their numbers are: before any row is read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pmcourse.backlog.trackers.cells import fits
from pmcourse.backlog.trackers.columns import READ, is_link, known, ranked, recognise
from pmcourse.backlog.trackers.links import is_table
from pmcourse.backlog.trackers.records import are_records, rows_as_csv
from pmcourse.backlog.trackers.trello import as_csv, is_board
from pmcourse.kit.amount_values import Amounts
from pmcourse.kit.columns import EXTRA, Column, numbers_of
from pmcourse.rows import restored
from pmcourse.sheets import Row, SheetError, below_headings, decode, rows_of, separator

_SHOWN = 30  # characters of an example


@dataclass(frozen=True)
class Understood:
    """A table whose columns are understood: its rows that are not blank, and notes for a person."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]
    columns: tuple[Column, ...]
    encoding: str
    notes: tuple[str, ...]
    amounts: Mapping[int, Amounts] = field(default_factory=dict)

    def taken(self, at: int) -> Taken:
        """How the column at `at` is read."""
        return _taken(self.rows, at, self.amounts.get(at))


@dataclass(frozen=True)
class Taken:
    """How one column was read: how many of its cells are filled, and the first of them, before and after."""

    filled: int
    example: str
    read_as: str


def understood(
    raw: bytes,
    name: str,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    units: Mapping[str, str] | None = None,
) -> Understood:
    """The columns of the table in `raw`, the content of a file called `name`. Raises as `read_csv`."""
    header, rows, sign, encoding, notes = _table(raw, name, mapping, encoding)
    if is_table(header):
        columns = tuple(Column(heading, "link") for heading in header)
        return Understood(tuple(header), rows, columns, encoding, tuple(notes))
    columns, more = _that_fit(recognise(header, mapping), rows)
    notes += more
    columns, found = _amounts(columns, rows, sign, units or {})
    for name, places in ranked(columns).items():
        if READ[name].is_number and len(places) > 1:
            first, *others = (f"“{columns[at].heading}”" for at in places)
            notes.append(f"{READ[name].title} was read from {first}, and where that is empty from {', '.join(others)}.")
    notes += [note for one in found.values() for note in one.notes]
    notes += _links_only_kept(columns, rows)
    return Understood(tuple(header), rows, tuple(columns), encoding, tuple(notes), found)


def _that_fit(columns: Sequence[Column], rows: Sequence[Row]) -> tuple[list[Column], list[str]]:
    """The columns, one of classes or answers only kept where no cell of it is one; and notes on these."""
    found, notes = list(columns), []
    for at, column in enumerate(columns):
        cells = [(row.line, row.cells[at]) for row in rows if at < len(row.cells) and row.cells[at].strip()]
        if (
            column.role in ("moscow", "kano")
            and len(cells) > 1
            and not any(fits(column.role, text) for _, text in cells)
        ):
            found[at] = replace(column, role=EXTRA)
            line, text = cells[0]
            notes.append(
                f"“{column.heading}” holds no {READ[column.role].title} (“{text.strip()[:_SHOWN]}” on line {line}). "
                "The column is kept, not used."
            )
    return found, notes


def _links_only_kept(columns: Sequence[Column], rows: Sequence[Row]) -> list[str]:
    """A note on columns of links that do not say, or not in words that are known, which item comes first."""
    kept = [
        column.heading
        for at, column in enumerate(columns)
        if column.role == EXTRA
        and not column.mapped
        and is_link(column.heading)
        and any(at < len(row.cells) and row.cells[at].strip() for row in rows)
    ]
    if not kept:
        return []
    names = ", ".join(f"“{heading}”" for heading in dict.fromkeys(kept))
    return [
        f"Links in {names} are kept, but are no dependencies. If an item needs what stands there, say "
        f"--map '{kept[0]}=depends_on'; if it is needed by that, '=waited_for_by'; if neither, '={EXTRA}'."
    ]


def _taken(rows: Sequence[Row], at: int, numbers: Amounts | None) -> Taken:
    filled = [restored(row.cells[at]) for row in rows if at < len(row.cells) and row.cells[at].strip()]
    first = filled[0].strip() if filled else ""
    read_as = "kept aside" if numbers and numbers.aside else first
    if numbers and not numbers.aside and filled:
        try:
            value = numbers.value(first)
            read_as = "nothing" if value is None else f"{value:.10g}"
        except ValueError:
            read_as = "no number"
    return Taken(len(filled), " ".join(first.split())[:_SHOWN], " ".join(read_as.split())[:_SHOWN])


def _amounts(
    columns: Sequence[Column], rows: Sequence[Row], separator: str, units: Mapping[str, str]
) -> tuple[list[Column], dict[int, Amounts]]:
    """How the numbers of each column are read; a column whose scale must be asked for becomes one that is only kept."""
    numbers = [at for at, column in enumerate(columns) if column.role in READ and READ[column.role].is_number]
    cells = {at: [(row.line, restored(row.cells[at])) for row in rows if at < len(row.cells)] for at in numbers}
    found = numbers_of(columns, READ, cells, units, separator)
    columns = [
        replace(column, role=EXTRA) if at in found and found[at].aside else column for at, column in enumerate(columns)
    ]
    return columns, found


def _table(
    raw: bytes, name: str, mapping: Mapping[str, str] | None, encoding: str | None
) -> tuple[list[str], tuple[Row, ...], str, str, list[str]]:
    """The headings, the rows below them that are not blank, the separator, the encoding and notes."""
    more: list[str] = []
    if is_board(raw):
        raw, more = as_csv(raw)
    elif are_records(raw):
        raw = rows_as_csv(raw, name)
    text, encoding, notes = decode(raw, name, encoding)
    notes += more

    def counted(header: Sequence[str]) -> int:
        return known(header, mapping)

    sign = separator(text, counted)
    head, rows, more = below_headings(list(rows_of(text, sign)), counted)
    if head is None:
        raise SheetError(f"{name} must begin with a row of column headings (got nothing). Export it again.")
    if head.fault:
        raise SheetError(f"The headings of {name}, line {head.line}, cannot be read: the line {head.fault}.")
    cells = list(head.cells)
    while not cells[-1].strip():
        cells.pop()
    return [restored(cell) for cell in cells], tuple(rows), sign, encoding, [*notes, *more]
