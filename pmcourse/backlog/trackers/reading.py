"""CSV in: a bad row is named by its line and kept aside, and the rest loads; nothing that a row holds is lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pmcourse.artifact import in_words
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.trackers.cells import kano, moscow
from pmcourse.backlog.trackers.columns import READ, level, ranked
from pmcourse.backlog.trackers.ids import Found, names_itself, with_ids
from pmcourse.backlog.trackers.links import Links, Needs, is_table, links_in
from pmcourse.backlog.trackers.understanding import understood
from pmcourse.kit.amount_values import Amounts
from pmcourse.kit.columns import Column
from pmcourse.kit.fields import plain
from pmcourse.kit.references import Named, is_sum, values
from pmcourse.rows import restored
from pmcourse.sheets import BadRow, Row, SheetError, load


@dataclass(frozen=True)
class Reading:
    """What a file held: the backlog, the rows kept aside, how it was understood, and notes for a person."""

    backlog: Backlog
    set_aside: tuple[BadRow, ...]
    columns: tuple[Column, ...]
    encoding: str
    notes: tuple[str, ...] = ()
    sizes: Mapping[str, str] = field(default_factory=dict)  # field -> what it is in, where that is not its unit


@dataclass
class _Loaded:
    """A row as an item, with what can only be settled when all rows are known."""

    item: Item
    needs: list[list[str]]  # of each cell, what it names
    waited_for_by: list[tuple[str, list[str]]]  # (heading, what its cell names)
    other_ids: list[str]
    level: int  # in a tree of Azure's, from 1; 0 where the file is none


@dataclass
class _Table:
    """How the rows of one file are to be read."""

    columns: Sequence[Column]
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
        fields, used, depth = {}, set(), 0
        for name, places in self.singles.items():
            at = next((at for at in places if texts[at]), None)
            if at is not None:
                fields[name] = self._value(at, texts[at])
                used.add(at)
                depth = level(self.columns[at].heading) if name == "title" else depth
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
                if plain(column.heading) in READ["id"].names or names_itself(column.heading, text):
                    other_ids.append(text.strip())
        if "id" not in self.singles:
            fields["id"] = self.ids.of(texts, place)
        own_id = any(column.role == "id" and text for column, text in zip(self.columns, texts, strict=True))
        if not own_id and is_sum(fields.get("title", ""), texts):
            raise ValueError("looks like a sum of other rows, and not like an item. Give it an id if it is one")
        if not fields.get("id"):
            raise ValueError("has no id")
        if not fields.get("title"):
            raise ValueError("has no title")
        try:
            item = Item(**fields, tags=tuple(tags), extra=extra)
        except ValidationError as error:
            raise ValueError(f"breaks a rule: {in_words(error).rstrip('.')}") from None
        return _Loaded(item, needs, waited_for_by, other_ids, depth)

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
            try:
                return kano(text)
            except ValueError as error:
                raise ValueError(f"has a wrong cell: {column.heading} {error}") from None
        return text.strip() if column.role in {"id", "parent"} else text

    def notes(self) -> list[str]:
        if self.short:
            return [f"{self.short} rows have fewer cells than the headings; what is missing was read as empty."]
        return []


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
    found = understood(raw, name, mapping, encoding, units)
    if is_table(found.header):
        links = links_in(found.header, found.rows)
        items = tuple(
            Item(id=key, title=key, depends_on=links.needs.get(key, ()), extra=dict(links.others.get(key, {})))
            for key in links.keys
        )
        return Reading(
            Backlog(items=items), links.set_aside, found.columns, found.encoding, (*found.notes, *links.notes)
        )
    if not any(column.role == "title" for column in found.columns):
        raise SheetError(
            f"{name} must have a column with titles; its columns are {', '.join(found.header)}. "
            "Rename that column to “title” in the file, or say on the command line which one it is: "
            "--map 'My column=title'."
        )
    ids = with_ids(found.columns, found.rows)
    table = _Table(found.columns, found.amounts, ids)
    backlog, bad, more = _items(table, found.rows)
    notes = (*found.notes, *table.notes(), *ids.notes, *more)
    return Reading(backlog, tuple(bad), found.columns, found.encoding, notes, _sizes(found.amounts.values()))


def _sizes(numbers: Iterable[Amounts]) -> dict[str, str]:
    """Of fields that hold sizes instead of their unit, what to call these: effort in story points."""
    return {one.about.name: one.size for one in numbers if one.size}


def read_links(path: Path | str, encoding: str | None = None) -> Links:
    """The table of links (issuekey, linkedIssueKey, name) in the CSV file at `path`; raises SheetError as above."""
    return links_of(load(path), Path(path).name, encoding)


def links_of(raw: bytes, name: str, encoding: str | None = None) -> Links:
    """The same from the content of a file called `name`."""
    found = understood(raw, name, None, encoding)
    if not is_table(found.header):
        headings = ", ".join(found.header)
        raise SheetError(f"{name} must have the columns issuekey, linkedIssueKey and name (got {headings}).")
    return links_in(found.header, found.rows)


def _items(table: _Table, rows: Sequence[Row]) -> tuple[Backlog, list[BadRow], list[str]]:
    """The rows as a backlog, those that cannot be items, and notes."""
    loaded: dict[str, _Loaded] = {}
    lines: dict[str, int] = {}
    bad: list[BadRow] = []
    above: dict[int, str] = {}  # the last item of each level of a tree
    for place, row in enumerate(rows, 1):
        try:
            one = table.load(row, place)
            if one.item.id in lines:
                raise ValueError(f"repeats the id {one.item.id!r} of line {lines[one.item.id]}; ids must be unique")
        except ValueError as error:
            bad.append(BadRow(row.line, str(error), row.cells))
            continue
        if one.level:
            above[one.level] = one.item.id
            if one.level > 1 and not one.item.parent:
                one.item = one.item.but(parent=above.get(one.level - 1, ""))
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
