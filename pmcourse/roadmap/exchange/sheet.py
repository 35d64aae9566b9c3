"""Roadmaps as one CSV sheet: out, back in, and in from other people's columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pydantic import ValidationError

from pmcourse import sheets
from pmcourse.artifact import in_words
from pmcourse.roadmap.exchange.cells import day, from_cells, to_cells
from pmcourse.roadmap.exchange.imported import ExchangeError, Imported, Note
from pmcourse.roadmap.model import MOST_INITIATIVES, Initiative, Outcome, Roadmap, Team
from pmcourse.rows import harmless, restored

RECORDS = {"outcome": Outcome, "team": Team, "initiative": Initiative}
COLUMNS = tuple(
    dict.fromkeys(
        ["record", "id", "title", "name", "vision", "as_of"]
        + [field for cls in (Initiative, Outcome, Team) for field in cls.model_fields]
    )
)
KNOWN_AS = {  # what other people's tools call these columns, lower case
    "id": ("id", "key", "issue key", "iid", "number"),
    "title": ("title", "summary", "name", "initiative", "subject", "epic name"),
    "outcome": ("outcome", "goal", "objective"),
    "hypothesis": ("hypothesis", "why", "benefit"),
    "effort": ("effort", "effort (person-weeks)", "person-weeks"),
    "low": ("low", "optimistic", "best case"),
    "likely": ("likely", "most likely"),
    "high": ("high", "pessimistic", "worst case"),
    "pieces": ("pieces", "size in stories"),
    "teams": ("teams", "team", "squad", "owner"),
    "start": ("start", "start date", "earliest start"),
    "after": ("after", "depends on", "dependencies", "blocked by", "predecessors"),
    "phase": ("phase",),
    "confidence": ("confidence",),
    "items": ("items", "backlog items"),
    "related": ("related", "see also"),
    "horizon": ("horizon",),
    "quarter": ("quarter",),
    "promise": ("promise", "promised", "promised for"),
    "promised_to": ("promised_to", "promised to"),
    "done": ("done",),
}


def to_csv(roadmap: Roadmap) -> str:
    """`roadmap` as CSV text, one row a thing; the column `record` says what each row is. `from_csv` gives it back."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    rows = [{"title": roadmap.title, "vision": roadmap.vision, "as_of": str(roadmap.as_of)} | {"record": "roadmap"}]
    for record, parts in zip(RECORDS, (roadmap.outcomes, roadmap.teams, roadmap.initiatives), strict=True):
        rows += [{"record": record} | to_cells(part) for part in parts]
    writer.writerows({name: harmless(cell) for name, cell in row.items()} for row in rows)
    return stream.getvalue()


def from_csv(text: str, columns: Mapping[str, str] | None = None, as_of: date | None = None) -> Imported:
    """The roadmap in `text`.

    With a column `record` the sheet holds outcomes, teams and initiatives; without one every row is an initiative.
    `columns` says which of the sheet's columns a field is in (`{"promise": "Due date"}`), for names not in
    `KNOWN_AS`. `as_of` is the day of a sheet that does not state one (today, if not given). Rows that cannot be
    used are in the notes, by line. Raises ExchangeError where no column gives titles.
    """
    rows = list(rows_of(text))
    if not rows:
        raise ExchangeError("The sheet is empty. Its first line must name the columns, such as id, title, team.")
    header = {name.strip().casefold(): name for name in rows[0][1]}
    own = "record" in header
    field_of = {name: name for name in COLUMNS} if own else _mapping(header, columns or {})
    if not own and "title" not in field_of:
        raise ExchangeError(
            f"No column gives titles (columns: {', '.join(rows[0][1])}). Call one “title”, or say which one it is."
        )
    notes: list[Note] = []
    parts: dict[str, dict[str, Outcome | Team | Initiative]] = {record: {} for record in RECORDS}
    head: dict[str, str] = {}
    for line, row in rows:
        cells = {field: restored(row.get(header.get(column, column), "")) for field, column in field_of.items()}
        record = cells.pop("record", "initiative").strip().casefold() if own else "initiative"
        if record == "roadmap":
            head = {"line": str(line)} | cells
            continue
        if record not in RECORDS:
            notes.append(Note(line, "record", record, f"must be one of roadmap, {', '.join(RECORDS)}", True))
            continue
        if not own:
            _joined(cells, line, parts[record])
        part, seen = from_cells(RECORDS[record], cells, line, parts[record])
        notes += seen
        if part is not None:
            parts[record][part.id] = part
    if not own:
        parts["team"] = {id: Team(id=id) for one in parts["initiative"].values() for id in one.teams}
        parts["outcome"] = {
            one.outcome: Outcome(id=one.outcome, name=one.outcome)
            for one in parts["initiative"].values()
            if one.outcome
        }
    return Imported(assemble(head, parts, notes, as_of), tuple(notes))


def assemble(head: Mapping[str, str], parts: Mapping[str, Mapping], notes: list[Note], as_of: date | None) -> Roadmap:
    """A roadmap from its head (title, vision, as_of, line) and its parts; raises ExchangeError where none can be."""
    seen = None
    if head.get("as_of", "").strip():
        try:
            seen = day(head["as_of"].strip())
        except ValueError as error:
            notes.append(Note(int(head.get("line", 1)), "as_of", head["as_of"], str(error), False))
    if len(parts["initiative"]) > MOST_INITIATIVES:
        raise ExchangeError(
            f"A roadmap must have at most {MOST_INITIATIVES:,} initiatives (got {len(parts['initiative']):,}). "
            "This looks like a backlog: bring the epics only."
        )
    try:
        return Roadmap(
            title=head.get("title") or "Roadmap",
            vision=head.get("vision", ""),
            as_of=seen or as_of or date.today(),
            outcomes=tuple(parts["outcome"].values()),
            teams=tuple(parts["team"].values()),
            initiatives=tuple(parts["initiative"].values()),
        )
    except ValidationError as error:
        raise ExchangeError(f"The roadmap cannot be put together: {in_words(error)}") from None


def rows_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of a CSV sheet with the line it begins on, by column. Raises ExchangeError where a row is torn."""
    header: tuple[str, ...] = ()
    for row in sheets.rows_of(text, sheets.separator(text, _known)):
        if row.fault:
            raise ExchangeError(f"line {row.line} {row.fault}. Mend it, or save the sheet again as CSV, UTF-8.")
        if not header:
            header = row.cells
        elif not row.blank:
            yield row.line, dict(zip(header, row.cells, strict=False))


def _known(header: Sequence[str]) -> int:
    names = {name for names in KNOWN_AS.values() for name in names} | set(COLUMNS)
    return sum(name.strip().casefold() in names for name in header)


def _mapping(header: Mapping[str, str], columns: Mapping[str, str]) -> dict[str, str]:
    for field, column in columns.items():
        if field not in KNOWN_AS:
            raise ExchangeError(f"A field must be one of {', '.join(KNOWN_AS)} (got {field!r}).")
        if column.casefold() not in header:
            raise ExchangeError(f"There is no column {column!r}. The sheet has: {', '.join(header.values())}.")
    found = {field: next((n for n in names if n in header), None) for field, names in KNOWN_AS.items()}
    found |= {field: column.casefold() for field, column in columns.items()}
    return {field: column for field, column in found.items() if column}


def _joined(cells: dict[str, str], line: int, taken: Mapping) -> None:
    """Join three columns of an estimate into one, and number a row that has no id."""
    three = [cells.pop(name, "").strip() for name in ("low", "likely", "high")]
    if all(three):
        cells["effort"] = " / ".join(three)
    if "id" not in cells:
        cells["id"] = next(id for n in range(len(taken) + 1, 2 * line + 2) if (id := f"R-{n:02}") not in taken)
