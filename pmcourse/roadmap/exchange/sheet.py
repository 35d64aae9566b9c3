"""Roadmaps as one CSV sheet: out, back in, and in from other people's columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from pydantic import ValidationError

from pmcourse import sheets
from pmcourse.artifact import in_words
from pmcourse.kit.references import Named, is_sum, values
from pmcourse.roadmap.exchange.cells import from_cells, to_cells
from pmcourse.roadmap.exchange.columns import known, read_columns
from pmcourse.roadmap.exchange.days import day
from pmcourse.roadmap.exchange.imported import ExchangeError, Imported, Note
from pmcourse.roadmap.model import MOST_INITIATIVES, Initiative, Outcome, Roadmap, Team
from pmcourse.rows import harmless, restored

RECORDS = {"outcome": Outcome, "team": Team, "initiative": Initiative}
_MOST_ROWS = 2 * MOST_INITIATIVES  # outcomes, teams and rows that are set aside come on top of initiatives
_HEAD = 100_000  # characters in which the headings stand
COLUMNS = tuple(
    dict.fromkeys(
        ["record", "id", "title", "name", "vision", "as_of"]
        + [field for cls in (Initiative, Outcome, Team) for field in cls.model_fields]
    )
)


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


def from_csv(
    text: str,
    columns: Mapping[str, str] | None = None,
    as_of: date | None = None,
    units: Mapping[str, str] | None = None,
) -> Imported:
    """The roadmap in `text`.

    With a column `record` the sheet holds outcomes, teams and initiatives; without one every row is an initiative.
    `columns` says which field one of the sheet's columns holds (`{"Due date": "promise"}`), for headings that are not
    known, and `units` which unit its numbers are in. `as_of` is the day of a sheet that does not state one (today, if
    not given). Rows that cannot be used are in the notes, by line. Raises ExchangeError where no column gives titles.
    """
    sign = sheets.separator(text, _known)
    header, rows, skipped = _header_and_rows(text, sign)
    if not rows:
        raise ExchangeError(
            "The sheet holds no rows below its headings. Its first line must name the columns, such as id, title, "
            "team, and each further line is an initiative."
        )
    rows, notes = _that_fit(header, rows)
    if "record" not in {name.strip().casefold() for name in header}:
        found = _foreign(header, rows, sign, columns or {}, units or {}, as_of)
        return replace(found, notes=(*notes, *found.notes), told=(*skipped, *found.told))
    if columns or units:
        raise ExchangeError(
            "This is a roadmap of the course, by its column “record”: its columns are called like its fields, in their "
            "units. Rename a column in the file, and leave --map and --unit away."
        )
    parts: dict[str, dict[str, Outcome | Team | Initiative]] = {record: {} for record in RECORDS}
    head: dict[str, str] = {}
    for line, row in rows:
        cells = {name.strip().casefold(): restored(cell) for name, cell in zip(header, row, strict=False)}
        record = cells.pop("record", "").strip().casefold()
        if record == "roadmap":
            head = {"line": str(line)} | cells
        elif record not in RECORDS:
            notes.append(Note(line, "record", record, f"must be one of roadmap, {', '.join(RECORDS)}", True))
        else:
            part, seen = from_cells(RECORDS[record], cells, line, parts[record])
            notes += seen
            if part is not None:
                parts[record][part.id] = part
    unread = [name for at, name in enumerate(header) if name.strip().casefold() not in COLUMNS and _filled(rows, at)]
    told = [f"Columns that were not read: {', '.join(unread)}. The fields are {', '.join(COLUMNS)}."] if unread else []
    return Imported(assemble(head, parts, notes, as_of), tuple(notes), (*skipped, *told))


def _that_fit(
    header: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]]
) -> tuple[list[tuple[int, tuple[str, ...]]], list[Note]]:
    """The rows whose cells all stand below a heading, and a note on each of the others, which would lose some."""
    fit, notes = [], []
    for line, row in rows:
        if more := [cell for cell in row[len(header) :] if cell.strip()]:
            problem = f"has {len(row)} cells, but there are {len(header)} columns"
            notes.append(Note(line, "row", more[0], problem, True))
        else:
            fit.append((line, row))
    return fit, notes


def _filled(rows: Sequence[tuple[int, tuple[str, ...]]], at: int) -> bool:
    return any(at < len(row) and row[at].strip() for _, row in rows)


def _foreign(
    header: Sequence[str],
    rows: Sequence[tuple[int, tuple[str, ...]]],
    sign: str,
    mapping: Mapping[str, str],
    units: Mapping[str, str],
    as_of: date | None,
) -> Imported:
    """The roadmap in a sheet of other people's columns: every row is an initiative."""
    rows = [(line, tuple(restored(cell) for cell in row)) for line, row in rows]
    columns = read_columns(header, rows, sign, mapping, units)
    if "title" not in columns.of:
        raise ExchangeError(
            f"No column gives titles (columns: {', '.join(header)}). Call one “title”, or say which one it is."
        )
    notes: list[Note] = []
    told = list(columns.notes)
    read: list[tuple[int, dict[str, str]]] = []
    for line, row in rows:
        cells = columns.cells(row)
        if not cells.get("id", "").strip() and is_sum(cells.get("title", ""), row):
            notes.append(Note(line, "title", cells["title"], "looks like a sum of other rows", True))
        else:
            _joined(cells, line, read)
            read.append((line, cells))
    if "id" not in columns.of:
        told.append("No column holds ids, so the rows were numbered from R-01.")
    named = Named([(cells["id"].strip(), cells.get("title", ""), ()) for _, cells in read])
    outcomes: dict[str, Outcome] = {}
    found: dict[str, Initiative] = {}
    for line, cells in read:
        for name in {"after", "related"} & cells.keys():
            cells[name] = "; ".join(named.all(values(cells[name])))
        if goal := " ".join(cells.get("outcome", "").split()):
            cells["outcome"] = outcomes.setdefault(goal, outcome_named(goal, len(outcomes) + 1)).id
        one, seen = from_cells(Initiative, cells, line, found)
        notes += seen
        if one is not None:
            found[one.id] = one
    used = {one.outcome for one in found.values()}
    parts = {
        "initiative": found,
        "team": {id: Team(id=id) for one in found.values() for id in one.teams},
        "outcome": {one.id: one for one in outcomes.values() if one.id in used},
    }
    return Imported(assemble({}, parts, notes, as_of), tuple(notes), (*told, *named.notes()), columns.refused)


def outcome_named(goal: str, number: int) -> Outcome:
    """The outcome that a cell names; where the name can be no id, it gets one."""
    try:
        return Outcome(id=goal, name=goal)
    except ValidationError:
        return Outcome(id=f"O-{number:02}", name=goal)


def assemble(head: Mapping[str, str], parts: Mapping[str, Mapping], notes: list[Note], as_of: date | None) -> Roadmap:
    """A roadmap from its head (title, vision, as_of, line) and its parts; raises ExchangeError where none can be."""
    seen = None
    if head.get("as_of", "").strip():
        try:
            seen = day(head["as_of"].strip())
        except ValueError as error:
            notes.append(Note(int(head.get("line", 1)), "as_of", head["as_of"], str(error), False))
    if len(parts["initiative"]) > MOST_INITIATIVES:
        raise ExchangeError(_too_many(f"{len(parts['initiative']):,}"))
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


def _too_many(got: str) -> str:
    return (
        f"A roadmap must have at most {MOST_INITIATIVES:,} initiatives (got {got}). This looks like a backlog: bring "
        "the epics only."
    )


def headings_of(text: str) -> tuple[str, ...]:
    """The first row of a CSV sheet, without reading the rest."""
    row = next(sheets.rows_of(text[:_HEAD], sheets.separator(text, _known)), None)
    return row.cells if row else ()


def rows_of(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row of a CSV sheet with the line it begins on, by column. Raises ExchangeError where a row is torn."""
    header, rows, _ = _header_and_rows(text, sheets.separator(text, _known))
    for line, row in rows:
        yield line, dict(zip(header, row, strict=False))


def _header_and_rows(text: str, sign: str) -> tuple[tuple[str, ...], list[tuple[int, tuple[str, ...]]], list[str]]:
    """The headings, the rows below them with their lines, and notes on what was skipped."""
    rows = []
    for row in sheets.rows_of(text, sign):
        if row.fault:
            raise ExchangeError(f"line {row.line} {row.fault}. Mend it, or save the sheet again as CSV, UTF-8.")
        if not row.blank:
            rows.append(row)
        if len(rows) > _MOST_ROWS:  # said before the work, as nobody wants to wait for a refusal
            raise ExchangeError(_too_many(f"more than {_MOST_ROWS:,} rows"))
    head, body, notes = sheets.below_headings(rows, _known)
    return head.cells if head else (), [(row.line, row.cells) for row in body], notes


def _known(header: Sequence[str]) -> int:
    return max(known(header), sum(name.strip().casefold() in COLUMNS for name in header))


def _joined(cells: dict[str, str], line: int, before: Sequence[tuple[int, dict[str, str]]]) -> None:
    """Join three columns of an estimate into one, and number a row that has no id."""
    three = [cells.pop(name, "").strip() for name in ("low", "likely", "high")]
    if all(three):
        cells["effort"] = " / ".join(three)
    if "id" not in cells:
        cells["id"] = f"R-{len(before) + 1:02}"
