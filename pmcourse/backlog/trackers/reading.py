"""CSV in: a bad row is named by its line and kept aside, and the rest loads; nothing that a row holds is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from pmcourse.artifact import in_words
from pmcourse.backlog.model import Backlog, Item
from pmcourse.backlog.trackers.cells import NUMBERS, ambiguous, decimal_comma, kano, moscow, number, values
from pmcourse.backlog.trackers.columns import FIELDS, MANY, Column, known, plain, ranked, recognise
from pmcourse.backlog.trackers.links import Links, Needs, is_table, links_in
from pmcourse.rows import restored
from pmcourse.sheets import BadRow, Row, SheetError, decode, load, rows_of, separator


@dataclass(frozen=True)
class Reading:
    """What a file held: the backlog, the rows kept aside, how it was understood, and notes for a person."""

    backlog: Backlog
    set_aside: tuple[BadRow, ...]
    columns: tuple[Column, ...]
    encoding: str
    notes: tuple[str, ...] = ()


@dataclass
class _Loaded:
    """A row as an item, with what can only be settled when all rows are known."""

    item: Item
    needs: list[str]
    waited_for_by: list[tuple[str, str]]  # (heading, id)
    other_ids: list[str]


@dataclass
class _Table:
    """How the rows of one file are to be read."""

    columns: list[Column]
    comma: bool
    short: int = 0
    ambiguous: list[tuple[int, str, float]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.singles = ranked(self.columns)

    def load(self, row: Row, id: str) -> _Loaded:
        """`row` as an item, called `id` where it has none of its own. Raises ValueError with the reason."""
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
                fields[name] = self._value(name, texts[at], self.columns[at].heading, row.line)
                used.add(at)
        many: dict[str, dict] = {name: {} for name in MANY}
        extra: dict[str, tuple[str, ...]] = {}
        other_ids = []
        for at, (column, text) in enumerate(zip(self.columns, texts, strict=True)):
            if not text or at in used:
                continue
            if column.role in MANY:
                for part in [text] if column.several else values(text):
                    many[column.role][part if column.role == "tags" else (column.heading, part.strip())] = None
                continue
            extra[column.heading] = (*extra.get(column.heading, ()), text)
            if plain(column.heading) in FIELDS["id"]:
                other_ids.append(text.strip())
        fields.setdefault("id", id)
        if not fields["id"]:
            raise ValueError("has no id")
        if not fields.get("title"):
            raise ValueError("has no title")
        try:
            item = Item(**fields, tags=tuple(many["tags"]), extra=extra)
        except ValidationError as error:
            raise ValueError(f"breaks a rule: {in_words(error).rstrip('.')}") from None
        return _Loaded(item, [part for _, part in many["depends_on"]], list(many["waited_for_by"]), other_ids)

    def _value(self, name: str, text: str, heading: str, line: int):
        if name in NUMBERS:
            try:
                value = number(text, name, self.comma)
            except ValueError as error:
                raise ValueError(f"has a wrong number: {heading} {error}") from None
            if ambiguous(text):
                self.ambiguous.append((line, text.strip(), value))
            return value
        if name == "moscow":
            return moscow(text)
        if name == "kano":
            return kano(text)
        return text.strip() if name in {"id", "parent"} else text

    def notes(self) -> list[str]:
        notes = []
        if self.short:
            notes.append(f"{self.short} rows have fewer cells than the headings; what is missing was read as empty.")
        if self.ambiguous:
            line, text, value = self.ambiguous[0]
            notes.append(
                f"{len(self.ambiguous)} numbers can be read in two ways; “{text}” on line {line} was read as {value:g}."
            )
        return notes


def read_csv(path: Path | str, mapping: Mapping[str, str] | None = None, encoding: str | None = None) -> Reading:
    """The backlog in the CSV file at `path`, with headings mapped to fields by `mapping` where they are not recognised.

    Raises SheetError where the file cannot be opened or holds no table, CourseError where the mapping is wrong.
    """
    return read_bytes(load(path), Path(path).name, mapping, encoding)


def read_bytes(
    raw: bytes, name: str = "The file", mapping: Mapping[str, str] | None = None, encoding: str | None = None
) -> Reading:
    """The backlog in `raw`, the content of a CSV file called `name`. A table of links becomes the items it names."""
    header, rows, sign, encoding, notes = _table(raw, name, mapping, encoding)
    if is_table(header):
        links = links_in(header, rows)
        items = tuple(
            Item(id=key, title=key, depends_on=links.needs.get(key, ()), extra=dict(links.others.get(key, {})))
            for key in links.keys
        )
        columns = tuple(Column(heading, "link") for heading in header)
        return Reading(Backlog(items=items), links.set_aside, columns, encoding, (*notes, *links.notes))
    columns = recognise(header, mapping)
    if not any(column.role == "title" for column in columns):
        raise SheetError(
            f"{name} must have a column with titles; its columns are {', '.join(header)}. "
            "Rename that column to “title” in the file, or say on the command line which one it is: "
            "--map 'My column=title'."
        )
    rows = list(rows)
    numeric = [at for at, column in enumerate(columns) if column.role in NUMBERS]
    cells = (row.cells[at] for row in rows for at in numeric if at < len(row.cells))
    table = _Table(columns, decimal_comma(cells, sign))
    backlog, bad, more = _items(table, rows)
    return Reading(backlog, tuple(bad), tuple(columns), encoding, (*notes, *table.notes(), *more))


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
    has_id = "id" in table.singles
    for place, row in enumerate((row for row in rows if not row.blank), 1):
        try:
            one = table.load(row, "" if has_id else str(place))
            if one.item.id in lines:
                raise ValueError(f"repeats the id {one.item.id!r} of line {lines[one.item.id]}; ids must be unique")
        except ValueError as error:
            bad.append(BadRow(row.line, str(error), row.cells))
            continue
        loaded[one.item.id] = one
        lines[one.item.id] = row.line
    aliases = {other: id for id, one in reversed(loaded.items()) for other in one.other_ids}

    def resolved(id: str) -> str:
        return id if id in loaded else aliases.get(id) or (id[1:] if id[:1] == "#" and id[1:] in loaded else id)

    needs, unknown, extras = Needs(), set(), {}
    for id, one in loaded.items():
        for need in map(resolved, one.needs):
            needs.add(id, need)
            unknown |= {need} - loaded.keys()
        for heading, other in one.waited_for_by:
            if resolved(other) in loaded:
                needs.add(resolved(other), id)
            else:  # the item that waits is not here: the link is kept where it stood
                extras.setdefault(id, {}).setdefault(heading, []).append(other)
                unknown.add(other)
    items = []
    for id, one in loaded.items():
        extra = {heading: tuple(others) for heading, others in extras.get(id, {}).items()}
        changes = {"depends_on": needs[id], "parent": resolved(one.item.parent), "extra": one.item.extra | extra}
        items.append(one.item.model_copy(update=changes))
    notes = [f"Links go to {len(unknown)} items that are not in the file, such as {min(unknown)}."] if unknown else []
    return Backlog(items=tuple(items)), bad, notes
