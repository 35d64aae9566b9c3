"""`pmcourse delivery`: the delivery keys of a git repository, or of a table of releases."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from pmcourse.delivery.history import By, releases
from pmcourse.delivery.keys import Keys, Release
from pmcourse.delivery.keys import keys as keys_of
from pmcourse.delivery.reading import log_of, marked
from pmcourse.errors import CourseError
from pmcourse.kit.command import Encoding, Map, Rows, content, said_of_columns, say, say_aside, working
from pmcourse.rows import Format, print_rows

app = typer.Typer(
    help="How fast changes reach people, and how often that goes wrong.",
    no_args_is_help=True,
    add_completion=False,
    epilog="Example: pmcourse delivery keys .",
)
MOST_ASIDE = 20  # rows named one by one


@app.callback()
def delivery() -> None:
    """How fast changes reach people, and how often that goes wrong."""


@app.command(
    epilog="Examples: pmcourse delivery keys . · … --by merges · … --tags 'v*' --incidents failed.csv · "
    "pmcourse delivery keys deployments.csv --map 'When=released' · … - --format json < deployments.csv"
)
def keys(
    source: Annotated[Path, typer.Argument(metavar="REPO|FILE", help="A git repository, a CSV of releases, or -.")],
    by: Annotated[By, typer.Option(help="What counts as a release in a repository.", case_sensitive=False)] = By.TAGS,
    tags: Annotated[str, typer.Option(metavar="PATTERN", help="Only tags that fit, such as 'v*'.")] = "*",
    since: Annotated[
        str | None, typer.Option(metavar="DAY", help="Only releases from this day on, such as 2027-01-01.")
    ] = None,
    incidents: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A CSV that names the releases that failed, and when each was mended."),
    ] = None,
    map: Map = None,
    format: Rows = Format.TEXT,
    encoding: Encoding = None,
) -> None:
    """DORA's five keys. What the source does not say is unknown: tags know neither failures nor why one released.

    Lead time counts from a commit to the first release that holds it. Ends with status 1 where a row is kept aside.
    """
    aside = False
    with working(f"Reading {source}"):
        if str(source) != "-" and source.is_dir():
            found, notes = releases(source, by, tags)
        else:
            raw, name = content(source)
            log = log_of(raw, name, said_of_columns(map, None).fields, encoding)
            found, notes, aside = list(log.releases), list(log.notes), say_aside(name, log.aside, MOST_ASIDE)
        found = _since(found, since)
        if incidents is not None:
            raw, name = content(incidents)
            log = marked(found, raw, name)
            found, notes = list(log.releases), [*notes, *log.notes]
            aside = say_aside(name, log.aside, MOST_ASIDE) or aside
        made = keys_of(found)
    print_rows(_rows(made, format), ("key", "value", "unit", "of"), format)
    for note in (*notes, *_told(made, found, since)):
        say(note)
    raise typer.Exit(1 if aside else 0)


def _rows(made: Keys, format: Format) -> list[dict[str, Any]]:
    share = 100 if format is Format.TEXT else 1
    rate = "%" if format is Format.TEXT else "share"
    changes, releases_ = f"{made.changes:,} changes", f"{made.releases:,} releases"
    rows = [
        ("change lead time", made.lead_days, "days, median", changes),
        ("deployment frequency", made.a_week, "releases a week", releases_),
        ("time between releases", made.gap_days, "days, median", f"mean {made.mean_gap_days or 0:.1f}"),
        ("change fail rate", made.fail_rate, rate, releases_),
        ("failed deployment recovery time", made.recovery_hours, "hours, median", "releases that failed"),
        ("deployment rework rate", made.rework_rate, rate, releases_),
    ]
    found = []
    for key, value, unit, of in rows:
        if value is not None and unit in ("%", "share"):
            value *= share
        shown = "unknown" if value is None else f"{value:.2f}" if key == "deployment frequency" else f"{value:.1f}"
        found.append({"key": key, "value": shown if format is Format.TEXT else value, "unit": unit, "of": of})
    return found


def _told(made: Keys, found: list[Release], since: str | None) -> list[str]:
    """What must be known beside the numbers."""
    first = min(found, key=lambda one: one.released)
    notes = [f"From {first.released:%Y-%m-%d} to {max(one.released for one in found):%Y-%m-%d}."]
    rest = keys_of([one for one in found if one is not first])
    if since is None and first.changes and rest.lead_days is not None:
        notes.append(
            f"{first.name}, the first release, holds all {len(first.changes):,} changes before it. Without them the "
            f"lead time is {rest.lead_days:.1f} days, of {rest.changes:,} changes."
        )
    if made.changes == 0:
        notes.append("Lead time is unknown: nothing says when a change was made. Name the column with --map.")
    if made.a_week is None:
        notes.append("The releases span less than a week, so nobody can say how many a week come.")
    if made.fail_rate is None or made.rework_rate is None:
        notes.append(
            "A history cannot know which releases failed, nor which were made only to mend: mark them, in --incidents "
            "or in the columns failed, recovered and unplanned."
        )
    if made.releases < 10:
        notes.append(f"{made.releases} releases are few: one more can move each number much.")
    return notes


def _since(found: list[Release], since: str | None) -> list[Release]:
    if since is None:
        return found
    try:
        day = datetime.fromisoformat(since)
    except ValueError:
        raise CourseError(f"--since must be a day such as 2027-01-01 (got {since!r}).") from None
    start = day if day.tzinfo else day.replace(tzinfo=UTC)
    if not (kept := [one for one in found if one.released >= start]):
        raise CourseError(
            f"No release is from {since} on. The last one is of {max(one.released for one in found):%Y-%m-%d}."
        )
    return kept
