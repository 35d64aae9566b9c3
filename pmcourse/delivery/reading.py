"""Releases as people have them in a table: a row for each change, or for each release, with what they marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from pydantic import BaseModel

from pmcourse.delivery.keys import Release
from pmcourse.errors import CourseError
from pmcourse.kit import readers
from pmcourse.kit.columns import columns_of, places_of
from pmcourse.kit.fields import about, plain, recognised, titled
from pmcourse.kit.tables import Table, table_of
from pmcourse.sheets import BadRow

_YES = ("yes", "true", "1", "y", "x", "failed", "failure", "fail", "rolled back", "hotfix", "unplanned", "ja", "oui")
_NO = ("no", "false", "0", "n", "", "success", "successful", "succeeded", "ok", "passed", "planned", "nein", "non")


class Line(BaseModel):
    """One row: a change and its release, or a release alone."""

    released: str = titled(
        title="Released",
        headings=(
            "released at",
            "release date",
            "deployed at",
            "deployed",
            "deployment date",
            "deployment time",
            "published at",
            "finished at",
            "date",
        ),
    )
    changed: str | None = titled(
        None,
        title="Changed",
        headings=(
            "changed at",
            "committed at",
            "committed",
            "commit date",
            "merged at",
            "authored at",
            "author date",
            "started at",
        ),
    )
    release: str | None = titled(
        None,
        title="Release",
        headings=("first release", "tag", "version", "deployment", "deployment id", "release name", "name"),
    )
    failed: str | None = titled(
        None,
        title="Failed",
        headings=("failure", "incident", "caused incident", "change failed", "status", "result", "outcome"),
    )
    recovered: str | None = titled(
        None,
        title="Recovered",
        headings=("recovered at", "restored at", "restored", "resolved at", "mended at", "fixed at"),
    )
    unplanned: str | None = titled(None, title="Unplanned", headings=("rework", "hotfix"))  # fmt: skip


@dataclass(frozen=True)
class Log:
    """Releases, rows kept aside, and notes."""

    releases: Sequence[Release]
    aside: Sequence[BadRow]
    notes: Sequence[str]


def log_of(raw: bytes, name: str, mapping: Mapping[str, str], encoding: str | None = None) -> Log:
    """The releases in the CSV `raw`; rows that name one release, or one time, are of one release.

    Raises CourseError where no column says when something was released, or no row can be read.
    """
    table, at = _columns(raw, name, mapping, encoding, "released")
    found: dict[str, Release] = {}
    for row in table.rows:
        cells = {field: row.cells[place].strip() for field, place in at.items()}
        times = {field: moment(cells[field]) for field in ("released", "changed", "recovered") if cells.get(field)}
        if wrong := next((field for field, when in times.items() if when is None), ""):
            table.put_aside(row, f"has no time that can be read as {wrong} (got {cells[wrong][:40]!r})")
        elif "released" not in times:
            table.put_aside(row, "does not say when it was released: it is not yet with people")
        elif times.get("changed", times["released"]) > times["released"]:
            table.put_aside(row, f"was changed after it was released (got {cells['changed'][:40]!r})")
        else:
            label = cells.get("release") or times["released"].isoformat()
            _add(found, label, times, {field: _said(cells.get(field)) for field in ("failed", "unplanned")})
    if not found:
        raise CourseError(f"{name} has no row that can be read. {_some(table)}")
    return Log(list(found.values()), sorted(table.aside, key=lambda row: row.line), table.notes)


def marked(releases: Sequence[Release], raw: bytes, name: str) -> Log:
    """`releases` with the incidents of a second table: a row for each that failed, and when it was mended.

    Who is not named there did not fail. Raises CourseError where it names a release that is not known.
    """
    table, at = _columns(raw, name, {}, None, "release")
    known, failed = {one.name for one in releases}, {}
    for row in table.rows:
        label = row.cells[at["release"]].strip()
        text = row.cells[at["recovered"]].strip() if "recovered" in at else ""
        if label not in known:
            table.put_aside(row, f"names a release that is not there (got {label[:40]!r})")
        elif text and moment(text) is None:
            table.put_aside(row, f"has no time that can be read as recovered (got {text[:40]!r})")
        else:
            failed[label] = moment(text)
    made = [replace(one, failed=one.name in failed, recovered=failed.get(one.name)) for one in releases]
    return Log(made, table.aside, [f"{name}: releases that are not named there count as not failed.", *table.notes])


def moment(text: str) -> datetime | None:
    """A time as logs write it, in UTC where no zone stands; None where it is none or could be two."""
    try:
        found = datetime.fromisoformat(text.removesuffix(" UTC"))
    except ValueError:
        day = readers.day(text)
        found = datetime.combine(day, time()) if day else None
    return found.replace(tzinfo=UTC) if found and found.tzinfo is None else found


def _columns(
    raw: bytes, name: str, mapping: Mapping[str, str], encoding: str | None, needed: str
) -> tuple[Table, dict[str, int]]:
    fields = about(Line)
    mapped = {plain(heading) for heading in mapping}

    def known(cells: Sequence[str]) -> int:
        return sum(recognised(cell, fields.values()) is not None or plain(cell) in mapped for cell in cells)

    table = table_of(raw, name, known, encoding)
    columns = columns_of(table.headings, fields, mapping)
    return table, places_of(columns, fields, (needed,), name)


def _add(found: dict[str, Release], label: str, times: Mapping[str, datetime], said: Mapping[str, bool | None]) -> None:
    one = found.get(label) or Release(label, times["released"])
    changes = (times["changed"],) if "changed" in times else ()
    found[label] = replace(
        one,
        released=min(one.released, times["released"]),
        changes=one.changes + changes,
        failed=_either(one.failed, said["failed"]),
        recovered=times.get("recovered") or one.recovered,
        unplanned=_either(one.unplanned, said["unplanned"]),
    )


def _either(one: bool | None, other: bool | None) -> bool | None:
    """Yes where one row says so, no where one says no and none yes; unknown where no row says anything."""
    return True if one or other else False if False in (one, other) else None


def _said(text: str | None) -> bool | None:
    said = None if text is None else plain(text)
    return True if said in _YES else False if said in _NO else None


def _some(table: Table) -> str:
    return "; ".join(f"line {row.line} {row.reason}" for row in table.aside[:3])
