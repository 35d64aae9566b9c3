"""CSV in: a bad row is named by its line and kept aside, and the rest loads; nothing that a row holds is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError

from pmcourse.artifact import in_words
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.trackers.cells import kano, moscow, values
from pmcourse.backlog.trackers.columns import READ, Column, known, ranked, recognise
from pmcourse.backlog.trackers.ids import Found, Named, with_ids
from pmcourse.backlog.trackers.links import Links, Needs, is_table, links_in
from pmcourse.errors import CourseError
from pmcourse.kit.amounts import Amounts, amounts, decimal_sign
from pmcourse.kit.fields import plain
from pmcourse.rows import restored
from pmcourse.sheets import BadRow, Row, SheetError, decode, load, rows_of, separator

_SHOWN = 30  # characters of an example
_SUMS = {"total", "totals", "grand total", "subtotal", "sum", "average", "mean", "summe", "gesamt"}


@dataclass(frozen=True)
class Taken:
    """How one column was read: how many of its cells are filled, and the first of them, before and after."""

    filled: int
    example: str
    read_as: str


@dataclass(frozen=True)
class Reading:
    """What a file held: the backlog, the rows kept aside, how it was understood, and notes for a person."""

    backlog: Backlog
    set_aside: tuple[BadRow, ...]
    columns: tuple[Column, ...]
    encoding: str
    notes: tuple[str, ...] = ()
    taken: tuple[Taken, ...] = ()


@dataclass
class _Loaded:
    """A row as an item, with what can only be settled when all rows are known."""

    item: Item
    needs: list[list[str]]  # of each cell, what it names
    waited_for_by: list[tuple[str, list[str]]]  # (heading, what its cell names)
    other_ids: list[str]


@dataclass
class _Table:
    """How the rows of one file are to be read."""

    columns: list[Column]
    amounts: dict[int, Amounts]
    ids: Found
    short: int = 0

    def __post_init__(self) -> None:
        self.singles = ranked(self.columns)

    def load(self, row: Row, place: int) -> _Loaded:
        """`row`, the one at `place` from 1, as an item. Raises ValueError with the reason."""
        if row.fault:
            raise ValueError(row.fault)
        if any(cell.strip() for cell in row.cells[len(self.columns) :]):
            raise ValueError(f"has {len(row.cells)} cells, but there are {len(self.columns)} columns")
        self.short += len(row.cells) < len(self.columns)
        texts = [restored(cell) if cell.strip() else "" for cell in row.cells[: len(self.columns)]]
        texts += [""] * (len(self.columns) - len(texts))
        fields, used = {}, set()
        for name, places in self.singles.items():
            at = next((at for at in places if texts[at]), None)
            if at is not None:
                fields[name] = self._value(at, texts[at])
                used.add(at)
        tags: dict[str, None] = {}
        needs: list[list[str]] = []
        waited_for_by: list[tuple[str, list[str]]] = []
        extra: dict[str, tuple[str, ...]] = {}
        other_ids = []
        for at, (column, text) in enumerate(zip(self.columns, texts, strict=True)):
            if not text or at in used:
                continue
            parts = [text] if column.several else values(text)
            if column.role == "tags":
                tags.update(dict.fromkeys(parts))
            elif column.role == "depends_on":
                needs.append([part.strip() for part in parts])
            elif column.role == "waited_for_by":
                waited_for_by.append((column.heading, [part.strip() for part in parts]))
            else:
                extra[column.heading] = (*extra.get(column.heading, ()), text)
                if plain(column.heading) in READ["id"].names:
                    other_ids.append(text.strip())
        if "id" not in self.singles:
            fields["id"] = self.ids.of(texts, place)
        if _is_sum(fields, texts, self.columns):
            raise ValueError("looks like a sum of other rows, and not like an item. Give it an id if it is one")
        if not fields.get("id"):
            raise ValueError("has no id")
        if not fields.get("title"):
            raise ValueError("has no title")
        try:
            item = Item(**fields, tags=tuple(tags), extra=extra)
        except ValidationError as error:
            raise ValueError(f"breaks a rule: {in_words(error).rstrip('.')}") from None
        return _Loaded(item, needs, waited_for_by, other_ids)

    def _value(self, at: int, text: str) -> object:
        column = self.columns[at]
        if READ[column.role].is_number:
            try:
                return self.amounts[at].value(text)
            except ValueError as error:
                raise ValueError(f"has a wrong number: {column.heading} {error}") from None
        if column.role == "moscow":
            return moscow(text)
        if column.role == "kano":
            return kano(text)
        return text.strip() if column.role in {"id", "parent"} else text

    def notes(self) -> list[str]:
        notes = [note for found in self.amounts.values() for note in found.notes]
        if self.short:
            notes.append(f"{self.short} rows have fewer cells than the headings; what is missing was read as empty.")
        return notes


def _is_sum(fields: dict, texts: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether a row is the last line of a spreadsheet: Total, no id and no words beside it."""
    own_id = any(column.role == "id" and text for column, text in zip(columns, texts, strict=True))
    words = [text for column, text in zip(columns, texts, strict=True) if text and not any(c.isdigit() for c in text)]
    return not own_id and len(words) == 1 and str(fields.get("title", "")).strip(" :").casefold() in _SUMS


def read_csv(
    path: Path | str,
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    units: Mapping[str, str] | None = None,
) -> Reading:
    """The backlog in the CSV file at `path`, with headings mapped to fields by `mapping` where they are not recognised.

    `units` says of a column which unit its numbers are in, where its heading does not. Raises SheetError where the file
    cannot be opened or holds no table, CourseError where the mapping or a unit is wrong.
    """
    return read_bytes(load(path), Path(path).name, mapping, encoding, units)


def read_bytes(
    raw: bytes,
    name: str = "The file",
    mapping: Mapping[str, str] | None = None,
    encoding: str | None = None,
    units: Mapping[str, str] | None = None,
) -> Reading:
    """The backlog in `raw`, the content of a CSV file called `name`. A table of links becomes the items it names."""
    header, rows, sign, encoding, notes = _table(raw, name, mapping, encoding)
    if is_table(header):
        links = links_in(header, rows)
        items = tuple(
            Item(id=key, title=key, depends_on=links.needs.get(key, ()), extra=dict(links.others.get(key, {})))
            for key in links.keys
        )
        columns = [Column(heading, "link") for heading in header]
        return Reading(Backlog(items=items), links.set_aside, tuple(columns), encoding, (*notes, *links.notes))
    columns = recognise(header, mapping)
    if not any(column.role == "title" for column in columns):
        raise SheetError(
            f"{name} must have a column with titles; its columns are {', '.join(header)}. "
            "Rename that column to “title” in the file, or say on the command line which one it is: "
            "--map 'My column=title'."
        )
    rows = [row for row in rows if not row.blank]
    columns, found = _amounts(columns, rows, sign, units or {})
    ids = with_ids(columns, rows)
    table = _Table(columns, found, ids)
    backlog, bad, more = _items(table, rows)
    taken = tuple(_taken(rows, at, found.get(at)) for at in range(len(columns)))
    return Reading(backlog, tuple(bad), tuple(columns), encoding, (*notes, *table.notes(), *ids.notes, *more), taken)


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
    given = {plain(heading): unit for heading, unit in units.items()}
    numbers = [at for at, column in enumerate(columns) if column.role in READ and READ[column.role].is_number]
    for heading in units:
        if plain(heading) not in {plain(columns[at].heading) for at in numbers}:
            names = ", ".join(columns[at].heading for at in numbers) or "none"
            raise CourseError(f"A unit can be given for a column of numbers: {names} (got {heading!r}).")
    cells = {at: [(row.line, restored(row.cells[at])) for row in rows if at < len(row.cells)] for at in numbers}
    usual = decimal_sign(text for at in numbers for _, text in cells[at]) or ("," if separator == ";" else ".")
    found = {}
    columns = list(columns)
    for at in numbers:
        column = columns[at]
        unit = given.get(plain(column.heading), "")
        about = READ[column.role]
        found[at] = amounts(about, column.heading, column.unit, cells[at], unit=unit, decimal=usual)
        if found[at].aside:
            columns[at] = replace(column, role="extra")
    return columns, found


def read_links(path: Path | str, encoding: str | None = None) -> Links:
    """The table of links (issuekey, linkedIssueKey, name) in the CSV file at `path`; raises SheetError as above."""
    name = Path(path).name
    header, rows, *_ = _table(load(path), name, None, encoding)
    if not is_table(header):
        raise SheetError(f"{name} must have the columns issuekey, linkedIssueKey and name (got {', '.join(header)}).")
    return links_in(header, rows)


def _table(
    raw: bytes, name: str, mapping: Mapping[str, str] | None, encoding: str | None
) -> tuple[list[str], Iterator[Row], str, str, list[str]]:
    """The headings, the rows below them, the separator, the encoding and notes."""
    text, encoding, notes = decode(raw, name, encoding)
    sign = separator(text, lambda header: known(header, mapping))
    rows = rows_of(text, sign)
    head = next((row for row in rows if not row.blank), None)
    if head is None:
        raise SheetError(f"{name} must begin with a row of column headings (got nothing). Export it again.")
    if head.fault:
        raise SheetError(f"The headings of {name}, line {head.line}, cannot be read: the line {head.fault}.")
    cells = list(head.cells)
    while not cells[-1].strip():
        cells.pop()
    return [restored(cell) for cell in cells], rows, sign, encoding, notes


def _items(table: _Table, rows: Sequence[Row]) -> tuple[Backlog, list[BadRow], list[str]]:
    """The rows as a backlog, those that cannot be items, and notes."""
    loaded: dict[str, _Loaded] = {}
    lines: dict[str, int] = {}
    bad: list[BadRow] = []
    for place, row in enumerate(rows, 1):
        try:
            one = table.load(row, place)
            if one.item.id in lines:
                raise ValueError(f"repeats the id {one.item.id!r} of line {lines[one.item.id]}; ids must be unique")
        except ValueError as error:
            bad.append(BadRow(row.line, str(error), row.cells))
            continue
        loaded[one.item.id] = one
        lines[one.item.id] = row.line
    named = Named([(one.item.id, one.item.title, one.other_ids) for one in loaded.values()])
    needs, unknown, extras = Needs(), set(), {}
    for id, one in loaded.items():
        for cell in one.needs:
            for need in named.all(cell):
                needs.add(id, need)
                if need not in loaded:
                    unknown.add(need)
        for heading, cell in one.waited_for_by:
            for other in named.all(cell):
                if other in loaded:
                    needs.add(other, id)
                else:  # the item that waits is not here: the link is kept where it stood
                    extras.setdefault(id, {}).setdefault(heading, []).append(other)
                    unknown.add(other)
    items = []
    for id, one in loaded.items():
        extra = {heading: tuple(others) for heading, others in extras.get(id, {}).items()}
        parent = named.one(one.item.parent) or one.item.parent
        changes = {"depends_on": needs[id], "parent": parent, "extra": one.item.extra | extra}
        items.append(one.item.model_copy(update=changes))
    notes = named.notes()
    if unknown:
        notes.append(f"Links go to {len(unknown)} items that are not in the file, such as {min(unknown)}.")
    return Backlog(items=tuple(items)), bad, notes
