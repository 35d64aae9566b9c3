"""Change logs and pairs of start and end from people's trackers; what cannot be used is kept aside with its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC

from pydantic import BaseModel

from pmcourse.errors import CourseError
from pmcourse.kit.columns import EXTRA, columns_of, places_of
from pmcourse.kit.days import moments
from pmcourse.kit.fields import about, plain, titled
from pmcourse.kit.tables import table_of
from pmcourse.sheets import BadRow

_BEGUN = {"in progress", "indeterminate", "doing", "development", "in development", "started", "active", "wip"}
_DONE = {"done", "closed", "complete", "completed", "resolved", "released", "deployed", "finished", "fixed"}


class Change(BaseModel):
    """One row: of a change log (`to`, `when`), or of a table of cards (`start`, `end`)."""

    id: str = titled(
        "",
        title="card",
        headings=(
            "issue key",
            "key",
            "issue id",
            "id",
            "card id",
            "item id",
            "ticket",
            "vorgangsschlüssel",
            "vorgang",
            "clé de ticket",
            "clé",
        ),
    )
    start: str = titled("", title="start", headings=("start", "started", "start date", "activated date", "in progress",
                        "work started", "committed", "begin",
                        "beginn", "begonnen", "début", "date de début"))  # fmt: skip
    end: str = titled("", title="end", headings=("end", "done", "end date", "closed date", "finished", "resolved",
                      "completed", "done date", "resolution date", "finish",
                      "ende", "erledigt", "fin", "date de fin"))  # fmt: skip
    to: str = titled("", title="status", headings=("status to name", "to status", "to", "new status", "status to",
                     "tostring"))  # fmt: skip
    category: str = titled("", title="category of the status", headings=("status to category name", "to category",
                           "category", "status category"))  # fmt: skip
    when: str = titled("", title="day of the change", headings=("status change date", "changed", "change date",
                       "timestamp", "when", "date", "created"))  # fmt: skip


@dataclass
class Log:
    """Cards with (first start, last end or None) in days since 1970; why others are left out; aside, and notes."""

    cards: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    twice: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    seen: int = 0
    aside: list[BadRow] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def leave_out(self, why: str, id: str) -> None:
        """Count a card among those that have no cycle time."""
        self.left_out.setdefault(why, []).append(id)


def read(
    raw: bytes,
    name: str,
    mapping: Mapping[str, str],
    encoding: str | None = None,
    order: str | None = None,
    started: Sequence[str] = (),
    done: Sequence[str] = (),
    last_done: bool = False,
) -> Log:
    """The cards of a change log, or of a table of starts and ends.

    `order` is dmy or mdy where 3/4/2027 could be two days. `started` and `done` name statuses, where the file has no
    categories. A card that was done and is open again is open, or with `last_done` as done as it was. Raises
    CourseError for what cannot be read.
    """
    fields = about(Change)

    def known(cells: Sequence[str]) -> int:
        return sum(column.role != EXTRA for column in columns_of([cell.strip() for cell in cells], fields))

    table = table_of(raw, name, known, encoding)
    at = places_of(columns_of(table.headings, fields, mapping), fields, (), name)
    log = Log(aside=table.aside, notes=table.notes)
    pairs = "start" in at and "end" in at
    if not pairs and not {"id", "to", "when"} <= set(at):
        raise CourseError(
            f"{name} must have start and end, or a change log with card, status and day of the change. Its columns are "
            f"{', '.join(table.headings)}. Say which they are: --map 'COLUMN=start', or end, id, to, when, category."
        )
    sound = [
        (row.line, {role: row.cells[place].strip() for role, place in at.items()}, row.cells) for row in table.rows
    ]
    days = ("start", "end") if pairs else ("when",)
    moment = _moments([cells[one] for _, cells, _ in sound for one in days if cells[one]], order, name, log)
    if pairs:
        _pairs(log, sound, moment)
    else:
        _changes(log, sound, moment, started, done, last_done)
    log.seen = len(log.cards) + sum(map(len, log.left_out.values()))
    if not log.seen:
        raise CourseError(f"{name} has no card that can be read. Look at the rows kept aside.")
    return log


def _pairs(log: Log, rows: Sequence, moment: Callable[[str], float | None]) -> None:
    for line, cells, raw in rows:
        id = cells.get("id") or f"line {line}"
        start, end = (moment(cells[one]) if cells[one] else None for one in ("start", "end"))
        unread = next((cells[one] for one, day in (("start", start), ("end", end)) if cells[one] and day is None), None)
        if unread:
            log.aside.append(BadRow(line, f"has a day that cannot be read (got {unread[:40]!r})", raw))
        elif start is None:
            log.leave_out("done and never begun" if end is not None else "never begun", id)
        elif end is not None and end < start:
            log.aside.append(BadRow(line, f"ends before it starts ({id})", raw))
        else:
            old = log.cards.get(id)
            log.twice += [id] * (old is not None)
            log.cards[id] = _joined(old, (start, end)) if old else (start, end)


def _joined(old: tuple[float, float | None], new: tuple[float, float | None]) -> tuple[float, float | None]:
    """A card with two rows: from the first start to the last end; open, where the later one is."""
    late = max(old, new, key=lambda pair: pair[0])
    return min(old[0], new[0]), None if late[1] is None else max(one for one in (old[1], new[1]) if one is not None)


def _changes(
    log: Log,
    rows: Sequence,
    moment: Callable[[str], float | None],
    started: Sequence[str],
    done: Sequence[str],
    last_done: bool,
) -> None:
    begun, over = {plain(one) for one in started}, {plain(one) for one in done}
    cards: dict[str, list[tuple[float, str]]] = {}
    for line, cells, raw in rows:
        if not cells["id"]:
            log.aside.append(BadRow(line, "names no card", raw))
            continue
        changes = cards.setdefault(cells["id"], [])
        if not cells["when"] and not cells["to"]:
            continue  # a card that was never moved
        day = moment(cells["when"])
        if day is None:
            log.aside.append(BadRow(line, f"has a day that cannot be read (got {cells['when'][:40]!r})", raw))
            continue
        status, category = plain(cells["to"]), plain(cells.get("category", ""))
        if status in over or (not over and (category or status) in _DONE):
            changes.append((day, "done"))
        elif status in begun or (not begun and (category or status) in _BEGUN):
            changes.append((day, "begun"))
        else:
            changes.append((day, "open"))
    if not any(kind == "done" for changes in cards.values() for _, kind in changes):
        names = sorted({cells["to"] for _, cells, _ in rows if cells["to"]})
        raise CourseError(f"No status means done. Say which does: --done STATUS. There are: {', '.join(names[:20])}.")
    for id, changes in cards.items():
        changes.sort(key=lambda change: change[0])  # stable: in one moment the order of the file counts
        starts = [day for day, kind in changes if kind == "begun"]
        ends = [day for day, kind in changes if kind == "done"]
        closed = bool(changes) and changes[-1][1] == "done"
        log.twice += [id] * (len(ends) > 1)
        if starts and ends and not closed and ends[-1] >= starts[0]:
            log.reopened.append(id)
            closed = last_done
        if not starts:
            log.leave_out("done and never begun" if closed else "never begun", id)
        elif closed and ends[-1] < starts[0]:
            log.leave_out("done and never begun", id)
        elif not closed and changes[-1][1] == "open":
            log.leave_out("begun and put back", id)
        else:
            log.cards[id] = (starts[0], ends[-1] if closed else None)


def _moments(texts: Sequence[str], order: str | None, name: str, log: Log) -> Callable[[str], float | None]:
    """Days since 1970 of the texts of a column."""
    read = moments(texts, name, order)
    found = {text: moment for text in texts if (moment := read(text))}
    if len({moment.tzinfo is None for moment in found.values()}) > 1:
        log.notes.append("Some days have a zone and some have none; those without are taken as UTC.")
    days = {text: moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() / 86_400 for text, moment in found.items()}
    return days.get
